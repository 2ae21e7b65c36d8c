//! Who a request comes from.

use super::Access;
use super::account::Account;
use super::secret::SecretHash;
use super::token::TokenId;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::state::State;
use crate::store::StoreError;
use jiff::Timestamp;

/// What somebody presents to be let in.
#[derive(Clone, Copy)]
pub enum Credential<'a> {
    /// A session cookie's value.
    Session(&'a str),
    /// A personal access token.
    Token(&'a str),
}

/// Somebody who was let in, and how far that reaches.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Whose account.
    pub account: Account,
    /// By what, and so for what.
    pub scope: Scope,
    pub(super) hash: SecretHash,
}

/// How far an identity reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A person in a browser: every agreement of their account.
    Session {
        /// When the person signed in.
        signed_in_at: Timestamp,
        /// When the session ends by itself.
        expires_at: Timestamp,
    },
    /// An API client: one member of one agreement.
    Token {
        /// Which token.
        token: TokenId,
        /// The one agreement.
        agreement: AgreementId,
        /// The one member.
        member: MemberId,
    },
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// The credential is nobody's, or nobody's any more.
    #[error("the session or token is not, or no longer, valid")]
    Refused,
    /// The store did not answer; says nothing about the credential.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Identity {
    /// As which member of an agreement this identity may act. Whether the member has left since
    /// is for the agreement's state to say.
    pub fn membership_in(&self, agreement: AgreementId) -> Option<MemberId> {
        match self.scope {
            Scope::Session { .. } => self.account.member_of(agreement),
            Scope::Token { agreement: own, member, .. } => (own == agreement).then_some(member),
        }
    }

    /// As which member this identity takes part in an agreement now, if any.
    pub fn member_in(&self, state: &State) -> Option<MemberId> {
        self.membership_in(state.agreement()).filter(|member| state.member(*member).is_some())
    }

    /// The agreements this identity reaches.
    pub fn agreements(&self) -> Vec<AgreementId> {
        match self.scope {
            Scope::Session { .. } => self.account.memberships.iter().map(|found| found.agreement).collect(),
            Scope::Token { agreement, .. } => vec![agreement],
        }
    }

    /// What its session or token is found by.
    pub fn credential(&self) -> SecretHash {
        self.hash
    }
}

impl Access {
    /// Who presents this credential. Asks the store every time: what was revoked a moment ago lets nobody in.
    ///
    /// # Errors
    /// [`IdentifyError::Refused`] for whatever is not valid now; the store's own otherwise.
    pub async fn identify(
        &self,
        credential: Credential<'_>,
        now: Timestamp,
    ) -> Result<Identity, IdentifyError> {
        let (hash, id, scope) = match credential {
            Credential::Session(secret) => {
                let hash = SecretHash::of(secret);
                let (session, version) = self.session(hash, now).await?.ok_or(IdentifyError::Refused)?;
                self.seen(hash, &session, version, now).await;
                let scope =
                    Scope::Session { signed_in_at: session.created_at, expires_at: session.expires_at };
                (hash, session.account, scope)
            }
            Credential::Token(secret) => {
                let hash = SecretHash::of(secret);
                let token = self.token(hash).await?.ok_or(IdentifyError::Refused)?;
                let scope =
                    Scope::Token { token: token.id, agreement: token.agreement, member: token.member };
                (hash, token.account, scope)
            }
        };
        let account = self.account(id).await?.ok_or(IdentifyError::Refused)?;
        Ok(Identity { account, scope, hash })
    }
}
