//! Prints a new sign-in link for somebody who is a member already.

use super::{Invited, Operator, OperatorError};
use crate::access::account::Membership;
use crate::access::invitation::{Invitation as Noted, InvitationState};
use crate::access::link::INVITATION_LIFETIME;
use crate::access::public_url::PublicUrl;
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::Batch;
use jiff::Timestamp;
use serde::Serialize;

/// A link just made.
#[derive(Serialize)]
pub(super) struct Invitation {
    agreement: AgreementId,
    member: MemberId,
    pub(super) name: String,
    pub(super) link: String,
}

impl Operator {
    /// A new link; older ones keep their own time.
    pub(super) async fn invite(
        &self,
        agreement: AgreementId,
        who: &Invited,
        url: &PublicUrl,
    ) -> Result<Invitation, OperatorError> {
        let state = self.records.state(agreement).await?;
        let (member, account) = match who {
            Invited::Member(member) => (Some(*member), self.access.account_of_member(*member).await?),
            Invited::Email(address) => {
                let account = self.access.account_of(address).await?.map(|(account, _)| account);
                let member = account.as_ref().and_then(|account| account.member_of(agreement));
                (member, account.map(|account| account.id))
            }
        };
        let member = member.and_then(|member| state.member(member));
        let (Some(member), Some(account)) = (member, account) else {
            return Err(OperatorError::NotAMember(match who {
                Invited::Member(member) => member.to_string(),
                Invited::Email(address) => address.clone(),
            }));
        };
        let now = Timestamp::now();
        let mut batch = Batch::default();
        let place = Some(Membership { agreement, member: member.id });
        let secret = self.access.new_link(account, place, INVITATION_LIFETIME, now, &mut batch)?;
        self.store.commit(batch).await?;
        let printed = printed(now);
        let open = |found: Option<&Noted>| {
            (!found.is_some_and(Noted::is_accepted))
                .then(|| Noted { by: found.and_then(|found| found.by), ..printed.clone() })
        };
        self.access.change_invitation(member.id, open).await?;
        Ok(Invitation {
            agreement,
            member: member.id,
            name: member.name.text().unwrap_or_default().to_owned(),
            link: url.sign_in_link(&secret),
        })
    }
}

/// An invitation whose link the operator has got.
pub(super) fn printed(now: Timestamp) -> Noted {
    let until = now.saturating_add(INVITATION_LIFETIME).unwrap_or(Timestamp::MAX);
    Noted { invited_at: now, by: None, state: InvitationState::Sent { at: now, until } }
}
