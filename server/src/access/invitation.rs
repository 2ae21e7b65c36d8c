//! What became of a member's invitation.

use super::account::AccountId;
use super::{Access, write};
use crate::agreement::id::MemberId;
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A member's latest invitation. One that is accepted stays accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// When it was made.
    pub invited_at: Timestamp,
    /// By whom; `None` is the operator.
    pub by: Option<MemberId>,
    /// What became of it.
    pub state: InvitationState,
}

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InvitationState {
    /// Nobody has got a link yet.
    Waiting {
        /// Why the last try to send it failed, if one did.
        problem: Option<String>,
    },
    /// A link was mailed, or printed for the operator.
    Sent {
        /// When.
        at: Timestamp,
        /// Until when it signs in.
        until: Timestamp,
    },
    /// It could not be mailed, and is not tried again.
    Failed {
        /// When that was given up.
        at: Timestamp,
        /// Why.
        problem: String,
    },
    /// The person has signed in.
    Accepted {
        /// When.
        at: Timestamp,
    },
}

impl Invitation {
    /// Whether the person has come.
    pub fn is_accepted(&self) -> bool {
        matches!(self.state, InvitationState::Accepted { .. })
    }
}

impl Access {
    /// What became of a member's invitation, and its version; `None` if nobody noted one.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn invitation(&self, member: MemberId) -> Result<Option<(Invitation, u64)>, StoreError> {
        self.load(&invitation_key(member)).await
    }

    /// Goes on with an invitation as `next` says; `next` gives nothing if nothing is to change, and is asked again if
    /// somebody else was quicker.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn change_invitation(
        &self,
        member: MemberId,
        next: impl Fn(Option<&Invitation>) -> Option<Invitation>,
    ) -> Result<(), StoreError> {
        loop {
            let found = self.invitation(member).await?;
            let Some(next) = next(found.as_ref().map(|(invitation, _)| invitation)) else { return Ok(()) };
            let expected = found.map_or(Expected::Absent, |(_, version)| Expected::Version(version));
            let change = RegisterWrite { key: invitation_key(member), expected, value: Some(write(&next)?) };
            match self.store.commit(Batch { register: vec![change], ..Batch::default() }).await {
                Err(StoreError::Changed { .. }) => {}
                done => return done,
            }
        }
    }

    /// Whoever signs in has come: everywhere they were invited. That this is not noted keeps nobody out.
    pub(super) async fn accept_invitations(&self, account: AccountId, now: Timestamp) {
        let accept = async {
            let Some(account) = self.account(account).await? else { return Ok(()) };
            for place in &account.memberships {
                let accepted = |found: Option<&Invitation>| {
                    let open = found.filter(|found| !found.is_accepted())?;
                    Some(Invitation { state: InvitationState::Accepted { at: now }, ..open.clone() })
                };
                self.change_invitation(place.member, accepted).await?;
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = accept.await {
            tracing::warn!(%error, "it was not noted that an invitation was accepted");
        }
    }
}

/// What notes a new invitation, in place of any before it.
///
/// # Errors
/// None in practice; the encoder's own is passed on.
pub fn invited(member: MemberId, invitation: &Invitation) -> Result<RegisterWrite, StoreError> {
    let value = Some(write(invitation)?);
    Ok(RegisterWrite { key: invitation_key(member), expected: Expected::Anything, value })
}

/// Where a member's invitation stands in the register.
pub(super) fn invitation_key(member: MemberId) -> String {
    format!("invitation/{member}")
}
