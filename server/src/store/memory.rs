//! An engine that keeps everything in memory: for tests of this floor and of those above.

use super::batch::{checkpoint_stands, fits, pack_stands, purge_stands};
use super::snapshot::Keeping;
use super::{
    Batch, BlobId, Checkpoint, LogId, LogKind, Pack, Packed, Position, Snapshot, Store, StoreError, Versioned,
};
use async_trait::async_trait;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Keeps everything in memory, and forgets it when dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    inner: Mutex<Inner>,
    keeping: Keeping,
}

#[derive(Debug, Default)]
struct Inner {
    contents: Contents,
    followers: HashMap<LogId, watch::Sender<Position>>,
    refusal: Option<StoreError>,
}

#[derive(Clone, Debug, Default)]
struct Contents {
    logs: BTreeMap<LogId, Log>,
    checkpoints: HashMap<LogId, Checkpoint>,
    register: BTreeMap<String, Versioned>,
    blobs: BTreeMap<BlobId, Bytes>,
}

#[derive(Clone, Debug, Default)]
struct Log {
    packs: Vec<Pack>,
    /// What is not packed.
    entries: Vec<Bytes>,
}

impl Log {
    fn packed(&self) -> Position {
        self.packs.last().map_or(Position::START, Pack::until)
    }

    /// What was purged is kept as a pack of nothing.
    fn purged(&self) -> Position {
        let first = self.packs.first().filter(|pack| pack.payload.is_empty());
        first.map_or(Position::START, Pack::until)
    }

    fn purge(&mut self, until: Position) {
        let entries = until.0.saturating_sub(self.packed().0);
        self.entries.drain(..usize::try_from(entries).unwrap_or(usize::MAX));
        self.packs.retain(|pack| pack.until() > until);
        let entries = usize::try_from(until.0).unwrap_or(usize::MAX);
        self.packs.insert(0, Pack { from: Position::START, entries, payload: Bytes::new() });
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// An open store with the same contents, as after a restart.
    #[must_use]
    pub fn reopened(&self) -> Self {
        let contents = self.lock().contents.clone();
        Self { inner: Mutex::new(Inner { contents, ..Inner::default() }), keeping: Keeping::default() }
    }

    /// From now on every call fails with this error, as on a full disk; `None` ends it.
    pub fn fail_with(&self, error: Option<StoreError>) {
        self.lock().refusal = error;
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn usable(&self) -> Result<MutexGuard<'_, Inner>, StoreError> {
        let inner = self.lock();
        match &inner.refusal {
            Some(error) => Err(error.clone()),
            None => Ok(inner),
        }
    }
}

impl Contents {
    fn head(&self, log: LogId) -> Position {
        self.logs.get(&log).map_or(Position::START, |log| log.packed().after(log.entries.len()))
    }

    fn check(&self, batch: &Batch) -> Result<(), StoreError> {
        batch.validate()?;
        for append in &batch.appends {
            let actual = self.head(append.log);
            if append.expected != actual {
                return Err(StoreError::Conflict { log: append.log, expected: append.expected, actual });
            }
        }
        for write in &batch.register {
            let found = self.register.get(&write.key).map(|value| value.version);
            if !write.expected.is_met_by(found) {
                return Err(StoreError::Changed { key: write.key.clone() });
            }
        }
        for (log, checkpoint) in &batch.checkpoints {
            checkpoint_stands(*log, checkpoint.position, batch.head_after(*log, self.head(*log)))?;
        }
        for (log, pack) in &batch.packs {
            let packed = self.logs.get(log).map_or(Position::START, Log::packed);
            pack_stands(*log, pack, packed, batch.head_after(*log, self.head(*log)))?;
        }
        for (log, until) in &batch.purges {
            let found = self.logs.get(log);
            let purged = found.map_or(Position::START, Log::purged);
            purge_stands(*log, *until, purged, batch.head_after(*log, self.head(*log)))?;
            if found
                .is_some_and(|log| log.packs.iter().any(|pack| pack.from < *until && *until < pack.until()))
            {
                return Err(StoreError::Invalid("a purge that ends within a pack".to_owned()));
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let _pass = if batch.takes_away() { Some(self.keeping.may_take_away().await) } else { None };
        let mut inner = self.usable()?;
        inner.contents.check(&batch)?;
        for append in batch.appends {
            if append.entries.is_empty() {
                continue;
            }
            let head = append.expected.after(append.entries.len());
            inner.contents.logs.entry(append.log).or_default().entries.extend(append.entries);
            if let Some(follower) = inner.followers.get(&append.log) {
                follower.send_replace(head);
            }
        }
        for (log, until) in batch.purges {
            if until > Position::START {
                inner.contents.logs.entry(log).or_default().purge(until);
            }
            inner.contents.checkpoints.remove(&log);
        }
        inner.contents.checkpoints.extend(batch.checkpoints);
        for (log, pack) in batch.packs {
            let log = inner.contents.logs.entry(log).or_default();
            log.entries.drain(..pack.entries);
            log.packs.push(pack);
        }
        for write in batch.register {
            let register = &mut inner.contents.register;
            match write.value {
                Some(value) => {
                    let version = register.get(&write.key).map_or(1, |old| old.version + 1);
                    register.insert(write.key, Versioned { version, value });
                }
                None => {
                    register.remove(&write.key);
                }
            }
        }
        Ok(())
    }

    async fn head(&self, log: LogId) -> Result<Position, StoreError> {
        Ok(self.usable()?.contents.head(log))
    }

    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError> {
        let inner = self.usable()?;
        let Some(found) = inner.contents.logs.get(&log) else { return Ok(Vec::new()) };
        let (purged, until) = (found.purged(), found.packed());
        if from < purged {
            return Err(StoreError::Purged { log, until: purged });
        }
        let Some(from) = from.0.checked_sub(until.0) else { return Err(StoreError::Packed { log, until }) };
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(found.entries.iter().skip(from).take(most).cloned().collect())
    }

    async fn packed(&self, log: LogId) -> Result<Packed, StoreError> {
        let inner = self.usable()?;
        let Some(log) = inner.contents.logs.get(&log) else { return Ok(Packed::default()) };
        let bytes = log.packs.iter().map(|pack| pack.payload.len() as u64).sum();
        Ok(Packed { purged: log.purged(), until: log.packed(), bytes })
    }

    async fn pack(&self, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
        let inner = self.usable()?;
        let packs = inner.contents.logs.get(&log).map(|log| &log.packs[..]).unwrap_or_default();
        let holds = |pack: &&Pack| !pack.payload.is_empty() && (pack.from..pack.until()).contains(&at);
        Ok(packs.iter().find(holds).cloned())
    }

    async fn checkpoint(&self, log: LogId) -> Result<Option<Checkpoint>, StoreError> {
        Ok(self.usable()?.contents.checkpoints.get(&log).cloned())
    }

    fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        let mut inner = self.lock();
        let head = inner.contents.head(log);
        inner.followers.entry(log).or_insert_with(|| watch::Sender::new(head)).subscribe()
    }

    async fn logs(&self, kind: LogKind) -> Result<Vec<LogId>, StoreError> {
        Ok(self.usable()?.contents.logs.keys().filter(|log| log.kind == kind).copied().collect())
    }

    async fn purge(&self, log: LogId) -> Result<(), StoreError> {
        let _pass = self.keeping.may_take_away().await;
        let mut inner = self.usable()?;
        inner.contents.logs.remove(&log);
        inner.contents.checkpoints.remove(&log);
        if let Some(follower) = inner.followers.get(&log) {
            follower.send_replace(Position::START);
        }
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError> {
        Ok(self.usable()?.contents.register.get(key).cloned())
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
        let inner = self.usable()?;
        let from = inner.contents.register.range(prefix.to_owned()..);
        Ok(from
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn put_blob(&self, content: Bytes) -> Result<BlobId, StoreError> {
        fits(&content)?;
        let id = BlobId(Sha256::digest(&content).into());
        self.usable()?.contents.blobs.insert(id, content);
        Ok(id)
    }

    async fn blob(&self, id: BlobId) -> Result<Option<Bytes>, StoreError> {
        Ok(self.usable()?.contents.blobs.get(&id).cloned())
    }

    async fn blobs(&self, after: Option<BlobId>, most: usize) -> Result<Vec<BlobId>, StoreError> {
        let inner = self.usable()?;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(inner.contents.blobs.range((from, Bound::Unbounded)).take(most).map(|(id, _)| *id).collect())
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let hold = self.keeping.hold().await;
        let inner = self.usable()?;
        let heads = inner.contents.logs.keys().map(|log| (*log, inner.contents.head(*log))).collect();
        let register = inner.contents.register.clone().into_iter().collect();
        Ok(Snapshot { heads, register, _hold: hold })
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.lock().refusal = Some(StoreError::Unavailable("it is closed".to_owned()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryStore;
    use crate::store::Store;
    use crate::store::conformance::{Engine, promises};
    use std::sync::Arc;

    struct InMemory(Arc<MemoryStore>);

    impl Engine for InMemory {
        async fn fresh() -> Self {
            Self(Arc::new(MemoryStore::new()))
        }

        fn store(&self) -> Arc<dyn Store> {
            self.0.clone()
        }

        async fn reopen(&mut self) {
            self.0 = Arc::new(self.0.reopened());
        }
    }

    promises!(InMemory);
}
