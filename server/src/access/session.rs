//! Sessions: what a browser holds after a link was spent. They belong to an account.

use super::account::AccountId;
use super::secret::{Secret, SecretHash};
use super::withdrawal::Withdrawn;
use super::{Access, write};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a session holds: a month of work between two meetings, counted from signing in.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is stored of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub account: AccountId,
    /// When its owner signed in.
    pub created_at: Timestamp,
    /// From when on it counts for nothing.
    pub expires_at: Timestamp,
}

/// A session just made, with the secret that goes into the cookie.
#[derive(Debug)]
pub struct NewSession {
    /// For the cookie, and nowhere else.
    pub secret: Secret,
    /// When the cookie may be forgotten.
    pub expires_at: Timestamp,
}

impl Access {
    pub(super) fn new_session(
        &self,
        account: AccountId,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<NewSession, StoreError> {
        let secret = Secret::new("");
        let expires_at = now.saturating_add(SESSION_LIFETIME).unwrap_or(Timestamp::MAX);
        batch.register.push(RegisterWrite {
            key: key(secret.hash()),
            expected: Expected::Absent,
            value: Some(write(&Session { account, created_at: now, expires_at })?),
        });
        Ok(NewSession { secret, expires_at })
    }

    /// The session behind a hash, if it still holds.
    pub(super) async fn session(
        &self,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let found = self.load::<Session>(&key(hash)).await?;
        Ok(found.map(|(session, _)| session).filter(|session| session.expires_at > now))
    }

    /// Ends a session, here and on every connection that was opened by it.
    ///
    /// # Errors
    /// Those of the store. A session that is gone already is no error.
    pub async fn end_session(&self, hash: SecretHash) -> Result<(), StoreError> {
        let delete = RegisterWrite { key: key(hash), expected: Expected::Anything, value: None };
        self.store.commit(Batch { register: vec![delete], ..Batch::default() }).await?;
        self.announce(Withdrawn(hash));
        Ok(())
    }
}

/// Where sessions stand in the register.
pub(super) const SESSIONS: &str = "session/";

fn key(hash: SecretHash) -> String {
    format!("{SESSIONS}{hash}")
}
