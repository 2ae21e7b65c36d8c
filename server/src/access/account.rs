//! Accounts: a person by e-mail address, and the agreements they are a member of.

use super::telling::LetterSettings;
use super::{Access, write};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// One person on this server, across agreements.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A place in one agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which agreement.
    pub agreement: AgreementId,
    /// As which member of it.
    pub member: MemberId,
}

/// Who a person is, and where they are a member. Erasable: the record holds none of it in the clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its identifier.
    pub id: AccountId,
    /// The person's name, as first given.
    pub name: String,
    /// The address as first given; found again by its normalised form.
    pub email: String,
    /// In the order of joining; one for each agreement.
    pub memberships: Vec<Membership>,
    /// Whether the operator lets them found agreements.
    #[serde(default)]
    pub may_found: bool,
    /// What they want letters about.
    #[serde(default)]
    pub letters: LetterSettings,
}

impl Account {
    /// As which member this account takes part in an agreement.
    pub fn member_of(&self, agreement: AgreementId) -> Option<MemberId> {
        let found = self.memberships.iter().find(|membership| membership.agreement == agreement)?;
        Some(found.member)
    }
}

/// A person who becomes a member of an agreement.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// The member's identifier.
    pub member: MemberId,
    /// The person's name.
    pub name: &'a str,
    /// Their e-mail address: the same address is the same account.
    pub email: &'a str,
}

impl Access {
    /// Adds to `batch` what makes people members of an agreement, and answers with their accounts in the same
    /// order. Nothing holds before the batch is committed; committing fails with [`StoreError::Changed`]
    /// if one of the accounts was changed in between. Somebody who was a member before, and by `takes_part` is none
    /// any more, comes back as the new one.
    ///
    /// # Errors
    /// Those of the store; [`StoreError::Invalid`] if an account already is another member of the agreement.
    pub async fn enrol(
        &self,
        agreement: AgreementId,
        people: &[NewMember<'_>],
        takes_part: impl Fn(MemberId) -> bool,
        batch: &mut Batch,
    ) -> Result<Vec<AccountId>, StoreError> {
        let mut enrolled = Vec::with_capacity(people.len());
        let mut accounts: BTreeMap<AccountId, (Account, Expected)> = BTreeMap::new();
        for person in people {
            let known = self.account_of(person.email).await?;
            let (mut account, expected) = match known {
                Some((account, version)) => (account, Expected::Version(version)),
                None => (new_account(person.name, person.email, batch)?, Expected::Absent),
            };
            let is_member = account.member_of(agreement).is_some_and(&takes_part);
            if is_member || accounts.contains_key(&account.id) {
                return Err(StoreError::Invalid("one address is two members of an agreement".to_owned()));
            }
            account.memberships.retain(|place| place.agreement != agreement);
            account.memberships.push(Membership { agreement, member: person.member });
            batch.register.push(RegisterWrite {
                key: member_key(person.member),
                expected: Expected::Absent,
                value: Some(write(&account.id)?),
            });
            enrolled.push(account.id);
            accounts.insert(account.id, (account, expected));
        }
        for (id, (account, expected)) in accounts {
            batch.register.push(RegisterWrite {
                key: account_key(id),
                expected,
                value: Some(write(&account)?),
            });
        }
        Ok(enrolled)
    }

    /// Adds to `batch` what lets a person found agreements, and answers with their account: a new one, or the one
    /// of that address.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn admit(&self, name: &str, email: &str, batch: &mut Batch) -> Result<AccountId, StoreError> {
        let (mut account, expected) = match self.account_of(email).await? {
            Some((account, version)) => (account, Expected::Version(version)),
            None => (new_account(name, email, batch)?, Expected::Absent),
        };
        account.may_found = true;
        let (id, value) = (account.id, Some(write(&account)?));
        batch.register.push(RegisterWrite { key: account_key(id), expected, value });
        Ok(id)
    }

    /// One account.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.load(&account_key(id)).await?.map(|(account, _)| account))
    }

    /// The account of an e-mail address, however it is capitalised, and its version.
    ///
    /// # Errors
    /// Those of the store; [`StoreError::Damaged`] if the address names an account that is gone.
    pub async fn account_of(&self, email: &str) -> Result<Option<(Account, u64)>, StoreError> {
        let Some((id, _)) = self.load::<AccountId>(&address_key(email)).await? else { return Ok(None) };
        match self.load(&account_key(id)).await? {
            Some(found) => Ok(Some(found)),
            None => Err(StoreError::Damaged(format!("account {id} is missing"))),
        }
    }

    /// The account behind a member.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn account_of_member(&self, member: MemberId) -> Result<Option<AccountId>, StoreError> {
        Ok(self.load(&member_key(member)).await?.map(|(id, _)| id))
    }
}

/// An account for an address that has none; the address names it once the batch is committed.
pub(super) fn new_account(name: &str, email: &str, batch: &mut Batch) -> Result<Account, StoreError> {
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        name: name.to_owned(),
        email: email.trim().to_owned(),
        memberships: Vec::new(),
        may_found: false,
        letters: LetterSettings::default(),
    };
    batch.register.push(RegisterWrite {
        key: address_key(email),
        expected: Expected::Absent,
        value: Some(write(&account.id)?),
    });
    Ok(account)
}

pub(super) fn account_key(id: AccountId) -> String {
    format!("account/{id}")
}

pub(super) fn member_key(member: MemberId) -> String {
    format!("account-of-member/{member}")
}

/// Hashed because keys are bounded in length and turn up in errors, and addresses are neither.
pub(super) fn address_key(email: &str) -> String {
    format!("account-of/{}", hex::encode(address_hash(email)))
}

/// SHA-256 of an address however it is capitalised: by this, two are the same.
pub fn address_hash(email: &str) -> [u8; 32] {
    let normalised: String = email.trim().nfc().flat_map(char::to_lowercase).collect();
    Sha256::digest(normalised.as_bytes()).into()
}
