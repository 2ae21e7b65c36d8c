//! What ends when a member leaves an agreement.

use super::account::{Account, account_key, address_key, member_key};
use super::invitation::invitation_key;
use super::secret::SecretHash;
use super::withdrawal::Withdrawn;
use super::{Access, write};
use crate::agreement::id::MemberId;
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::Timestamp;

/// Credentials that end with a batch, for open connections to be told once it is committed.
#[derive(Debug, Default)]
#[must_use = "open connections are told by `Access::ended`"]
pub struct Ending(pub(super) Vec<SecretHash>);

impl Access {
    /// Adds to `batch` what ends a member's links and the tokens made for that member, and what is known of their
    /// invitation. The person's account and their sessions stay: they may be members elsewhere.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn leave(
        &self,
        member: MemberId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Ending, StoreError> {
        self.end_links_of(member, now, batch).await?;
        batch.register.push(gone(invitation_key(member)));
        let mut ending = Ending::default();
        if let Some(account) = self.account_of_member(member).await? {
            self.end_tokens_of(account, member, batch, &mut ending).await?;
        }
        Ok(ending)
    }

    /// Adds to `batch` what makes this server forget who a member was. An account that is a member nowhere else
    /// and may found nothing goes with it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn forget(
        &self,
        member: MemberId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<Ending, StoreError> {
        let ending = self.leave(member, now, batch).await?;
        let Some(id) = self.account_of_member(member).await? else { return Ok(ending) };
        batch.register.push(gone(member_key(member)));
        let Some((mut account, version)) = self.load::<Account>(&account_key(id)).await? else {
            return Ok(ending);
        };
        account.memberships.retain(|place| place.member != member);
        let expected = Expected::Version(version);
        if account.memberships.is_empty() && !account.may_found {
            batch.register.push(gone(address_key(&account.email)));
            self.forget_telling(id, batch).await?;
            batch.register.push(RegisterWrite { key: account_key(id), expected, value: None });
            return Ok(ending);
        }
        batch.register.push(RegisterWrite { key: account_key(id), expected, value: Some(write(&account)?) });
        Ok(ending)
    }

    /// Tells open connections of what ended with a batch that is committed.
    pub fn ended(&self, ending: Ending) {
        for hash in ending.0 {
            self.announce(Withdrawn(hash));
        }
    }
}

fn gone(key: String) -> RegisterWrite {
    RegisterWrite { key, expected: Expected::Anything, value: None }
}
