//! Clears away what has been over for long.

use super::link::{LINKS, Link};
use super::session::{SESSIONS, Session, listed_key_of};
use super::{Access, read};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How long an invitation's link that is over still tells whoever opens it that it is.
const LINKS_REMEMBERED: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The same for links that somebody asked for: there are many, and nobody keeps those letters.
const ASKED_REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Deletions in one batch, so that writers wait for none of them long.
const DELETIONS_AT_ONCE: usize = 256;

impl Access {
    /// Deletes sessions that are over, and links that were over long ago or are too old to be of use. Answers how many.
    ///
    /// # Errors
    /// Those of the store; what was deleted before stays deleted.
    pub async fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut over = Vec::new();
        let mut listed = Vec::new();
        for (key, found) in self.store.scan(SESSIONS).await? {
            let session: Session = read(&key, &found)?;
            if session.expires_at <= now {
                listed.extend(listed_key_of(session.account, &key));
                over.push(key);
            }
        }
        for (key, found) in self.store.scan(LINKS).await? {
            let link: Link = read(&key, &found)?;
            let remembered = if link.member.is_some() { LINKS_REMEMBERED } else { ASKED_REMEMBERED };
            if now.duration_since(link.expires_at) >= remembered {
                over.push(key);
            }
        }
        over.extend(self.old_unsubscriptions(now).await?);
        let count = over.len();
        over.extend(listed);
        for keys in over.chunks(DELETIONS_AT_ONCE) {
            let delete =
                |key: &String| RegisterWrite { key: key.clone(), expected: Expected::Anything, value: None };
            let register = keys.iter().map(delete).collect();
            self.store.commit(Batch { register, ..Batch::default() }).await?;
        }
        Ok(count)
    }
}
