//! Sessions: what a browser holds after a link was spent. They belong to an account.

use super::account::AccountId;
use super::secret::{Secret, SecretHash};
use super::withdrawal::Withdrawn;
use super::{Access, read, write};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// How long a session holds: a month of work between two meetings, counted from signing in.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How far a clock may have been ahead, or be set back, without consequences.
const LEEWAY: SignedDuration = SignedDuration::from_hours(24);

/// Whether something was made by a clock that was far ahead: it would hold for as much longer as that was wrong.
pub(super) fn is_ahead(created_at: Timestamp, now: Timestamp) -> bool {
    created_at.duration_since(now) > LEEWAY
}

/// How much later it must be before it is noted again that a session was seen: a write for each request would
/// cost more than the request.
pub const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// Names a session without giving it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

impl SessionId {
    /// The name of the session that is found by a hash. It says nothing about the hash, and needs to be kept nowhere.
    pub fn of(hash: SecretHash) -> Self {
        let digest: [u8; 32] = Sha256::digest(format!("session {hash}").as_bytes()).into();
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What is stored of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is.
    pub account: AccountId,
    /// When its owner signed in.
    pub created_at: Timestamp,
    /// From when on it counts for nothing.
    pub expires_at: Timestamp,
    /// Browser and system, as it said itself when its owner signed in.
    #[serde(default)]
    pub device: Option<String>,
    /// When it was used last, to within [`SEEN_EVERY`]; `None` in one that was made before this was noted.
    #[serde(default)]
    pub last_seen_at: Option<Timestamp>,
}

/// The list entry of an account's session: where the session itself is found.
#[derive(Serialize, Deserialize)]
struct Listed {
    hash: String,
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
        device: Option<String>,
        now: Timestamp,
        batch: &mut Batch,
    ) -> Result<NewSession, StoreError> {
        let secret = Secret::new("");
        let expires_at = now.saturating_add(SESSION_LIFETIME).unwrap_or(Timestamp::MAX);
        let session = Session { account, created_at: now, expires_at, device, last_seen_at: Some(now) };
        let hash = secret.hash();
        batch.register.push(RegisterWrite {
            key: key(hash),
            expected: Expected::Absent,
            value: Some(write(&session)?),
        });
        batch.register.push(listing(account, hash)?);
        Ok(NewSession { secret, expires_at })
    }

    /// The session behind a hash, if it still holds.
    pub(super) async fn session(
        &self,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Session, u64)>, StoreError> {
        let found = self.load::<Session>(&key(hash)).await?;
        Ok(found.filter(|(session, _)| session.expires_at > now && !is_ahead(session.created_at, now)))
    }

    /// Notes that a session is being used, if that was not noted lately. That it is used accepts its owner's
    /// invitations, too. A store that takes nothing now is no reason to turn anybody away.
    pub(super) async fn seen(&self, hash: SecretHash, session: &Session, version: u64, now: Timestamp) {
        if session.last_seen_at.is_some_and(|last| now.duration_since(last) < SEEN_EVERY) {
            return;
        }
        let seen = Session { last_seen_at: Some(now), ..session.clone() };
        let note = async {
            let value = Some(write(&seen)?);
            // Not if it was ended meanwhile: that would bring it back.
            let noted = RegisterWrite { key: key(hash), expected: Expected::Version(version), value };
            let register = vec![noted, listing(session.account, hash)?];
            self.store.commit(Batch { register, ..Batch::default() }).await
        };
        match note.await {
            Ok(()) => self.accept_invitations(session.account, now).await,
            Err(StoreError::Changed { .. }) => {}
            Err(error) => tracing::debug!(%error, "it was not noted when a session was used"),
        }
    }

    /// An account's sessions that still hold, the latest first, each with the hash it is found by.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn sessions(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<(SecretHash, Session)>, StoreError> {
        let mut sessions = Vec::new();
        for (name, found) in self.store.scan(&listed_prefix(account)).await? {
            let listed: Listed = read(&name, &found)?;
            let Some(hash) = SecretHash::from_hex(&listed.hash) else {
                return Err(StoreError::Damaged("a session is listed under no hash".to_owned()));
            };
            // Those made while the clock was ahead are among them, so that they can be ended.
            let found = self.load::<Session>(&key(hash)).await?;
            if let Some((session, _)) = found.filter(|(session, _)| session.expires_at > now) {
                sessions.push((hash, session));
            }
        }
        sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.last_seen_at));
        Ok(sessions)
    }

    /// Ends a session, here and on every connection that was opened by it.
    ///
    /// # Errors
    /// Those of the store. A session that is gone already is no error.
    pub async fn end_session(&self, hash: SecretHash) -> Result<(), StoreError> {
        let gone = |key| RegisterWrite { key, expected: Expected::Anything, value: None };
        let mut register = vec![gone(key(hash))];
        if let Some((session, _)) = self.load::<Session>(&key(hash)).await? {
            register.push(gone(listed_key(session.account, hash)));
        }
        self.store.commit(Batch { register, ..Batch::default() }).await?;
        self.announce(Withdrawn(hash));
        Ok(())
    }

    /// Ends one of an account's sessions by its name. `false` if the account has no such session.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_session_named(
        &self,
        account: AccountId,
        id: SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sessions = self.sessions(account, now).await?;
        let Some((hash, _)) = sessions.into_iter().find(|(hash, _)| SessionId::of(*hash) == id) else {
            return Ok(false);
        };
        self.end_session(hash).await?;
        Ok(true)
    }

    /// Ends all of an account's sessions but one.
    ///
    /// # Errors
    /// Those of the store; those that were ended before stay ended.
    pub async fn end_other_sessions(
        &self,
        account: AccountId,
        but: Option<SecretHash>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for (hash, _) in self.sessions(account, now).await? {
            if Some(hash) != but {
                self.end_session(hash).await?;
            }
        }
        Ok(())
    }
}

/// Where sessions stand in the register.
pub(super) const SESSIONS: &str = "session/";

fn key(hash: SecretHash) -> String {
    format!("{SESSIONS}{hash}")
}

fn listed_prefix(account: AccountId) -> String {
    format!("session-of/{account}/")
}

/// Where a session is listed, by the key it stands under itself.
pub(super) fn listed_key_of(account: AccountId, session_key: &str) -> Option<String> {
    let hash = SecretHash::from_hex(session_key.strip_prefix(SESSIONS)?)?;
    Some(listed_key(account, hash))
}

fn listed_key(account: AccountId, hash: SecretHash) -> String {
    format!("{}{}", listed_prefix(account), SessionId::of(hash))
}

fn listing(account: AccountId, hash: SecretHash) -> Result<RegisterWrite, StoreError> {
    let value = Some(write(&Listed { hash: hash.to_string() })?);
    Ok(RegisterWrite { key: listed_key(account, hash), expected: Expected::Anything, value })
}
