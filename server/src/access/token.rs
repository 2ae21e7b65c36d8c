//! Personal access tokens, for API clients. One belongs to one member of one agreement.

use super::account::AccountId;
use super::secret::{Secret, SecretHash};
use super::withdrawal::Withdrawn;
use super::{Access, Ending, read, write};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// What every token begins with, so that one that leaks is recognised by those who search for leaks.
pub const TOKEN_PREFIX: &str = "overens_";

/// Names a token without giving it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct TokenId(pub Uuid);

impl fmt::Display for TokenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What is stored of a token, beside its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its name.
    pub id: TokenId,
    /// What its owner calls it.
    pub label: String,
    /// Whose account it was made by.
    pub account: AccountId,
    /// The one agreement it is good for.
    pub agreement: AgreementId,
    /// The one member it speaks as.
    pub member: MemberId,
    /// When it was made.
    pub created_at: Timestamp,
}

/// The list entry of an account's token: where the token itself is found.
#[derive(Serialize, Deserialize)]
struct Listed {
    hash: String,
}

/// For whom a token is made.
#[derive(Clone, Copy, Debug)]
pub struct TokenOwner {
    /// By which account.
    pub account: AccountId,
    /// For which agreement.
    pub agreement: AgreementId,
    /// As which member of it.
    pub member: MemberId,
}

impl Access {
    /// Adds a new token to `batch`. The secret is not kept anywhere else than in the answer.
    ///
    /// # Errors
    /// None in practice; the encoder's own is passed on.
    pub fn new_token(
        &self,
        owner: TokenOwner,
        label: &str,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<(Token, Secret), StoreError> {
        let secret = Secret::new(TOKEN_PREFIX);
        let token = Token {
            id: TokenId(Uuid::now_v7()),
            label: label.to_owned(),
            account: owner.account,
            agreement: owner.agreement,
            member: owner.member,
            created_at: now,
        };
        let hash = secret.hash();
        batch.register.push(RegisterWrite {
            key: key(&hash.to_string()),
            expected: Expected::Absent,
            value: Some(write(&token)?),
        });
        batch.register.push(RegisterWrite {
            key: listed_key(owner.account, token.id),
            expected: Expected::Absent,
            value: Some(write(&Listed { hash: hash.to_string() })?),
        });
        Ok((token, secret))
    }

    /// Makes a token at once.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn create_token(
        &self,
        owner: TokenOwner,
        label: &str,
        now: Timestamp,
    ) -> Result<(Token, Secret), StoreError> {
        let mut batch = Batch::default();
        let made = self.new_token(owner, label, now, &mut batch)?;
        self.store.commit(batch).await?;
        Ok(made)
    }

    /// An account's tokens, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn tokens(&self, account: AccountId) -> Result<Vec<Token>, StoreError> {
        let mut tokens = Vec::new();
        for (name, found) in self.store.scan(&listed_prefix(account)).await? {
            let listed: Listed = read(&name, &found)?;
            if let Some((token, _)) = self.load::<Token>(&key(&listed.hash)).await? {
                tokens.push(token);
            }
        }
        Ok(tokens)
    }

    /// Revokes one of an account's tokens: from here on it opens nothing, and what it opened is closed.
    /// `false` if the account has no such token.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn revoke_token(&self, account: AccountId, id: TokenId) -> Result<bool, StoreError> {
        let listed = listed_key(account, id);
        let Some((Listed { hash }, _)) = self.load::<Listed>(&listed).await? else { return Ok(false) };
        let Some(withdrawn) = SecretHash::from_hex(&hash) else {
            return Err(StoreError::Damaged(format!("token {id} is listed under no hash")));
        };
        let gone = |key| RegisterWrite { key, expected: Expected::Anything, value: None };
        let batch = Batch { register: vec![gone(key(&hash)), gone(listed)], ..Batch::default() };
        self.store.commit(batch).await?;
        self.announce(Withdrawn(withdrawn));
        Ok(true)
    }

    /// Adds to `batch` what revokes an account's tokens for one member.
    pub(super) async fn end_tokens_of(
        &self,
        account: AccountId,
        member: MemberId,
        batch: &mut Batch,
        ending: &mut Ending,
    ) -> Result<(), StoreError> {
        for (name, found) in self.store.scan(&listed_prefix(account)).await? {
            let Listed { hash } = read(&name, &found)?;
            let Some((token, _)) = self.load::<Token>(&key(&hash)).await? else { continue };
            let Some(withdrawn) = SecretHash::from_hex(&hash) else {
                return Err(StoreError::Damaged(format!("token {} is listed under no hash", token.id)));
            };
            if token.member == member {
                let gone = |key| RegisterWrite { key, expected: Expected::Anything, value: None };
                batch.register.extend([gone(key(&hash)), gone(name)]);
                ending.0.push(withdrawn);
            }
        }
        Ok(())
    }

    /// The token behind a hash.
    pub(super) async fn token(&self, hash: SecretHash) -> Result<Option<Token>, StoreError> {
        Ok(self.load(&key(&hash.to_string())).await?.map(|(token, _)| token))
    }
}

fn key(hash: &str) -> String {
    format!("token/{hash}")
}

fn listed_prefix(account: AccountId) -> String {
    format!("token-of/{account}/")
}

fn listed_key(account: AccountId, id: TokenId) -> String {
    format!("{}{id}", listed_prefix(account))
}
