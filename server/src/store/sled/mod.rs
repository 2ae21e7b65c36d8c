//! The default engine: sled, in a folder.
//!
//! One thread writes ([`committer`]); everybody reads. What the folder holds and what was measured about
//! sled is written in docs/store.md.

mod committer;
mod compaction;
mod disk;
mod engine;
#[cfg(feature = "faults")]
mod faults;
mod journal;
mod keys;
mod occupied;
mod open;
mod progress;
mod pulse;
mod quiet;
mod recovery;
mod reopen;
mod salvage;
mod seal;
mod shared;
mod shutting;
mod staging;
mod tally;
#[cfg(test)]
mod tests;
mod trial;
mod value;
mod verify;

pub(super) use disk::sync_folder;
pub(super) use occupied::occupied;
pub(super) use open::is_made;
pub(super) use salvage::read as salvage;
pub use salvage::{Salvage, SalvagedLog};
pub use verify::Verified;

use super::batch::fits;
use super::snapshot::Keeping;
use super::{
    Batch, BlobId, Checkpoint, LogId, LogKind, OpenError, Pack, Packed, Position, Snapshot, Store,
    StoreError, Versioned,
};
use crate::meters;
use async_trait::async_trait;
use bytes::Bytes;
use committer::{Reply, Request};
use engine::Engine;
use keys::Space;
use sha2::{Digest, Sha256};
use shared::{Moment, Shared};
use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{oneshot, watch};

/// How the store uses the machine.
#[derive(Clone, Debug)]
pub struct SledOptions {
    /// Memory for recently used pages, in bytes.
    pub cache_capacity: u64,
    /// Bytes of the disk to leave free: with fewer, writes are [`StoreError::Unavailable`] and reads go on.
    pub reserve: u64,
    /// After an unclean stop, a store of at most so many bytes is tried on a copy before it is opened.
    pub trial_limit: u64,
    /// Files of more bytes than this are written anew at a start, if they are several times as large as what is
    /// in them.
    pub compact_above: u64,
}

impl Default for SledOptions {
    fn default() -> Self {
        Self { cache_capacity: 64 << 20, reserve: 8 << 20, trial_limit: 1 << 30, compact_above: 16 << 20 }
    }
}

/// Keeps everything in a folder, with sled.
///
/// Dropping it closes it and waits until that is done; call [`Store::close`] first where a wait would hurt.
pub struct SledStore {
    shared: Arc<Shared>,
    requests: Sender<Request>,
    committer: Mutex<Option<JoinHandle<()>>>,
    keeping: Keeping,
}

impl SledStore {
    /// Opens the store in `folder`; makes one if the folder is missing or empty.
    ///
    /// Blocks: it reads the whole store and compares it with the seal of the last clean stop, at the
    /// disk's speed; without one it tries the store on a copy first ([`SledOptions::trial_limit`]).
    pub fn open(folder: &Path, options: SledOptions) -> Result<Arc<Self>, OpenError> {
        open::open(folder, options, Arc::new(disk::RealDisk))
    }

    /// Makes an empty store in `folder`, which does not exist, durably but for the folder's own name.
    pub(super) fn create(folder: &Path, options: &SledOptions) -> Result<(), OpenError> {
        open::create(folder, options, &disk::RealDisk)
    }

    /// Reads everything and checks it: checksums, and that nothing is missing (unless others write meanwhile).
    ///
    /// Takes about as long as reading all content from the disk; other work goes on.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        self.blocking(verify::everything).await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, StoreError> {
        // Fails at once while the store is shut, even if the committer is busy opening it.
        drop(self.shared.engine()?);
        let (reply, answer) = oneshot::channel();
        let closed = || StoreError::Unavailable("it is closed".to_owned());
        let request = request(reply);
        if matches!(request, Request::Commit(..)) {
            meters::commit_waits();
        }
        self.requests.send(request).map_err(|_| closed())?;
        answer.await.unwrap_or_else(|_| Err(closed()))
    }

    /// A short read, on the caller's thread.
    fn direct<T>(&self, read: impl Fn(&Engine) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let result = self.shared.engine().and_then(|engine| engine.read(read));
        self.suspect(&result);
        result
    }

    /// A read that may be long, on a thread that may block.
    async fn blocking<T: Send + 'static>(
        &self,
        read: impl Fn(&Engine) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = self.shared.clone();
        let task = tokio::task::spawn_blocking(move || {
            let engine = shared.engine()?;
            engine.read(read)
        });
        let result = task.await.unwrap_or_else(|error| Err(StoreError::Unavailable(error.to_string())));
        self.suspect(&result);
        result
    }

    fn suspect<T>(&self, result: &Result<T, StoreError>) {
        if matches!(result, Err(StoreError::Unavailable(_))) {
            // Nobody listens once it is closed, and then there is nothing to suspect.
            let _ = self.requests.send(Request::Suspect);
        }
    }
}

impl Drop for SledStore {
    fn drop(&mut self) {
        let _ = self.requests.send(Request::Close(None));
        let committer = self.committer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if committer.is_some_and(|committer| committer.join().is_err()) {
            tracing::error!("the store's committer panicked");
        }
    }
}

#[async_trait]
impl Store for SledStore {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        batch.validate()?;
        let _pass = if batch.takes_away() { Some(self.keeping.may_take_away().await) } else { None };
        self.ask(|reply| Request::Commit(batch, reply)).await
    }

    async fn head(&self, log: LogId) -> Result<Position, StoreError> {
        let head = self.direct(|engine| shared::head(engine, log))?;
        Ok(head)
    }

    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError> {
        let entries = self
            .blocking(move |engine| {
                let mut head = shared::head(engine, log)?;
                loop {
                    let entries = verify::entries(engine, log, from, head, most);
                    let now = shared::head(engine, log)?;
                    match entries {
                        // A purge came in between.
                        Err(_) if now < head => head = now,
                        entries => return entries,
                    }
                }
            })
            .await?;
        Ok(entries)
    }

    async fn packed(&self, log: LogId) -> Result<Packed, StoreError> {
        let packed = self.blocking(move |engine| verify::packed(engine, log)).await?;
        Ok(packed)
    }

    async fn pack(&self, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
        let pack = self.blocking(move |engine| verify::pack(engine, log, at)).await?;
        Ok(pack)
    }

    async fn checkpoint(&self, log: LogId) -> Result<Option<Checkpoint>, StoreError> {
        let found =
            self.blocking(move |engine| value::number(engine, &Space::Checkpoint.of_log(log))).await?;
        Ok(found.map(|(position, payload)| Checkpoint { position: Position(position), payload }))
    }

    fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        self.shared.follow(log)
    }

    async fn logs(&self, kind: LogKind) -> Result<Vec<LogId>, StoreError> {
        let logs = self
            .blocking(move |engine| {
                let heads = engine.prefixed(&Space::Head.of_kind(kind));
                heads.map(|pair| named(&pair?.0, keys::log_of)).collect()
            })
            .await?;
        Ok(logs)
    }

    async fn purge(&self, log: LogId) -> Result<(), StoreError> {
        let _pass = self.keeping.may_take_away().await;
        self.ask(|reply| Request::Purge(log, reply)).await
    }

    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError> {
        let found = self.direct(|engine| value::number(engine, &keys::register(key)))?;
        Ok(found.map(|(version, value)| Versioned { version, value }))
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
        let prefix = prefix.to_owned();
        let found = self.blocking(move |engine| shared::register(engine, &prefix)).await?;
        Ok(found)
    }

    async fn put_blob(&self, content: Bytes) -> Result<BlobId, StoreError> {
        fits(&content)?;
        let hashed = content.clone();
        let id = self.blocking(move |_| Ok(BlobId(Sha256::digest(&hashed).into()))).await?;
        self.ask(|reply| Request::KeepBlob(id, content, reply)).await?;
        Ok(id)
    }

    async fn blob(&self, id: BlobId) -> Result<Option<Bytes>, StoreError> {
        self.blocking(move |engine| {
            let key = keys::blob(id);
            let content = value::load(engine, &key)?;
            match &content {
                Some(content) if <[u8; 32]>::from(Sha256::digest(content)) != id.0 => {
                    Err(value::damaged(&key, "is not what its name says"))
                }
                _ => Ok(content),
            }
        })
        .await
    }

    async fn blobs(&self, after: Option<BlobId>, most: usize) -> Result<Vec<BlobId>, StoreError> {
        let names = self
            .blocking(move |engine| {
                let from = after.map_or_else(|| Space::Blob.prefix(), keys::blob);
                let found = engine.from(&from).map_while(|pair| match pair {
                    Ok((key, _)) if Space::of(&key) == Some(Space::Blob) => Some(named(&key, keys::blob_of)),
                    Ok(_) => None,
                    Err(error) => Some(Err(error)),
                });
                let later =
                    found.filter(|name| !matches!((name, &after), (Ok(name), Some(after)) if name == after));
                later.take(most).collect()
            })
            .await?;
        Ok(names)
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let hold = self.keeping.hold().await;
        let Moment { heads, register } = self.ask(Request::Snapshot).await?;
        Ok(Snapshot { heads, register, _hold: hold })
    }

    async fn close(&self) -> Result<(), StoreError> {
        let (reply, closed) = oneshot::channel();
        if self.requests.send(Request::Close(Some(reply))).is_ok() {
            // No answer: another call closed it first.
            let _ = closed.await;
        }
        Ok(())
    }
}

/// What a key names.
fn named<T>(key: &[u8], name: impl FnOnce(&[u8]) -> Option<T>) -> Result<T, StoreError> {
    name(key).ok_or_else(|| value::damaged(key, "has a name that cannot be read"))
}
