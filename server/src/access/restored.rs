//! What ends when a service is restored from a backup.

use super::link::{LINKS, Link};
use super::{Access, read, write};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use jiff::Timestamp;

/// Links in one batch.
const LINKS_AT_ONCE: usize = 256;

impl Access {
    /// Ends every sign-in link that could still be spent, and answers how many there were. In the service that went
    /// on after the backup they may have been spent since, and a link is for one sign-in.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn end_links(&self, now: Timestamp) -> Result<usize, StoreError> {
        let mut ended = Vec::new();
        for (key, found) in self.store.scan(LINKS).await? {
            let link: Link = read(&key, &found)?;
            if link.is_open(now) {
                let value = Some(write(&Link { revoked_at: Some(now), ..link })?);
                ended.push(RegisterWrite { key, expected: Expected::Version(found.version), value });
            }
        }
        let count = ended.len();
        for register in ended.chunks(LINKS_AT_ONCE) {
            self.store.commit(Batch { register: register.to_vec(), ..Batch::default() }).await?;
        }
        Ok(count)
    }
}
