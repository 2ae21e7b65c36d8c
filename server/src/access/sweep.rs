//! Clears away what has been over for long.

use super::link::{LINKS, Link};
use super::session::{SESSIONS, Session};
use super::{Access, read};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How long a link that is over still tells whoever opens it that it is.
const LINKS_REMEMBERED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Deletions in one batch, so that writers wait for none of them long.
const DELETIONS_AT_ONCE: usize = 256;

impl Access {
    /// Deletes sessions that are over and links that were over long ago. Answers how many.
    ///
    /// # Errors
    /// Those of the store; what was deleted before stays deleted.
    pub async fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut over = Vec::new();
        for (key, found) in self.store.scan(SESSIONS).await? {
            if read::<Session>(&key, &found)?.expires_at <= now {
                over.push(key);
            }
        }
        let forgotten = now.saturating_sub(LINKS_REMEMBERED).unwrap_or(Timestamp::MIN);
        for (key, found) in self.store.scan(LINKS).await? {
            if read::<Link>(&key, &found)?.expires_at <= forgotten {
                over.push(key);
            }
        }
        for keys in over.chunks(DELETIONS_AT_ONCE) {
            let delete =
                |key: &String| RegisterWrite { key: key.clone(), expected: Expected::Anything, value: None };
            let register = keys.iter().map(delete).collect();
            self.store.commit(Batch { register, ..Batch::default() }).await?;
        }
        Ok(over.len())
    }
}
