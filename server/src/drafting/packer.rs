//! Packs old entries of the text logs, one log at a time, in the background.

use crate::agreement::id::SectionId;
use crate::store::{Batch, LogId, Pack, Position, Store, StoreError};
use crate::text::log::text_log;
use crate::text::pack;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Entries in one pack. More compress better; so many take some ten kilobytes, and milliseconds to read.
pub(super) const ENTRIES: usize = 4096;

/// Bytes of entries in one pack: a log of large pastes is packed in smaller parts.
const MOST_BYTES: usize = 8 << 20;

/// Between two packs: packing is never in a hurry, and those who write share the store's one thread with it.
const PAUSE: Duration = Duration::from_millis(200);

/// Which logs have old entries, and the task that packs them.
pub(super) struct Packer {
    store: Arc<dyn Store>,
    waiting: Mutex<BTreeMap<SectionId, Position>>,
    wake: Notify,
}

impl Packer {
    pub(super) fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { store, waiting: Mutex::default(), wake: Notify::new() })
    }

    /// Notes that a section's log is covered by a checkpoint up to a position: what is before it may be packed.
    pub(super) fn covered(&self, section: SectionId, until: Position) {
        self.waiting().insert(section, until);
        self.wake.notify_one();
    }

    /// Packs until told to stop; what it was doing then is finished.
    pub(super) async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            let woken = self.wake.notified();
            let next = self.waiting().pop_first();
            let Some((section, until)) = next else {
                tokio::select! {
                    () = woken => continue,
                    () = stop.cancelled() => return,
                }
            };
            let mut more = true;
            while more {
                more = match self.pack(section, until).await {
                    Ok(more) => more,
                    // The log was purged, or the store is away; nothing of it is lost, and the next checkpoint asks again.
                    Err(error) => {
                        tracing::warn!(%section, %error, "old entries could not be packed");
                        false
                    }
                };
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => {}
                    () = stop.cancelled() => return,
                }
            }
        }
    }

    /// Packs the oldest entries that are not packed, if they are enough; returns whether there may be more.
    async fn pack(&self, section: SectionId, until: Position) -> Result<bool, PackingError> {
        let log = text_log(section);
        let from = self.store.packed(log).await?.until;
        let mut entries = self.oldest(log, from, until).await?;
        let mut bytes = 0;
        let fit = entries.iter().take_while(|entry| {
            bytes += entry.len();
            bytes <= MOST_BYTES
        });
        let fit = fit.count().max(1);
        if entries.len() < ENTRIES && fit >= entries.len() {
            return Ok(false);
        }
        entries.truncate(fit);
        let count = entries.len();
        let payload = tokio::task::spawn_blocking(move || pack::pack(&entries)).await??;
        let pack = Pack { from, entries: count, payload };
        self.store.commit(Batch { packs: vec![(log, pack)], ..Batch::default() }).await?;
        Ok(true)
    }

    async fn oldest(&self, log: LogId, from: Position, until: Position) -> Result<Vec<Bytes>, StoreError> {
        let most = usize::try_from(until.0.saturating_sub(from.0)).unwrap_or(usize::MAX).min(ENTRIES);
        self.store.read(log, from, most).await
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<SectionId, Position>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why nothing was packed.
#[derive(Debug, thiserror::Error)]
enum PackingError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pack(#[from] pack::PackError),
    #[error(transparent)]
    Task(#[from] tokio::task::JoinError),
}
