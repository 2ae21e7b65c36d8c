//! Somebody who joins by a command of the record: looked up before it is decided, written in its batch.

use super::account::{Account, Membership, account_key, member_key, new_account};
use super::{Access, write};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};

/// The account of somebody who is about to join, as it was found.
#[derive(Clone, Debug)]
pub struct Newcomer {
    account: Account,
    expected: Expected,
    /// For an account that is new: what lets its address name it.
    address: Vec<RegisterWrite>,
}

impl Access {
    /// The person of an address, known here or not.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn newcomer(&self, name: &str, email: &str) -> Result<Newcomer, StoreError> {
        if let Some((account, version)) = self.account_of(email).await? {
            return Ok(Newcomer { account, expected: Expected::Version(version), address: Vec::new() });
        }
        let mut batch = Batch::default();
        let account = new_account(name.trim(), email, &mut batch)?;
        Ok(Newcomer { account, expected: Expected::Absent, address: batch.register })
    }
}

impl Newcomer {
    /// What gives them a place, in place of one that they had in that agreement before. That they take part there
    /// already under the same address, the record's rules have refused. Committing it fails with
    /// [`StoreError::Changed`] if the account is not as it was found.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn join(&self, place: Membership) -> Result<Vec<RegisterWrite>, StoreError> {
        let mut account = self.account.clone();
        account.memberships.retain(|before| before.agreement != place.agreement);
        account.memberships.push(place);
        let mut writes = self.address.clone();
        writes.push(RegisterWrite {
            key: member_key(place.member),
            expected: Expected::Absent,
            value: Some(write(&account.id)?),
        });
        writes.push(RegisterWrite {
            key: account_key(account.id),
            expected: self.expected,
            value: Some(write(&account)?),
        });
        Ok(writes)
    }
}
