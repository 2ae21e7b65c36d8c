//! A store in memory for tests of this floor: it counts what is asked of it, and lets a test reach in.

use crate::store::{
    Batch, BlobId, Checkpoint, Expected, LogId, LogKind, Pack, Packed, Position, Snapshot, Store, StoreError,
    Versioned,
};
use async_trait::async_trait;
use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::watch;

#[derive(Default)]
pub(super) struct Fake {
    /// Reach in to damage it.
    pub(super) logs: Mutex<HashMap<LogId, Vec<Bytes>>>,
    /// Reach in to erase.
    pub(super) register: Mutex<BTreeMap<String, Bytes>>,
    /// Keys of the register that were handed out.
    pub(super) values_read: AtomicUsize,
    /// Entries of logs that were handed out.
    pub(super) entries_read: AtomicUsize,
    /// So many calls fail from now on.
    pub(super) failing: AtomicUsize,
    /// Batches that were written.
    pub(super) batches: AtomicUsize,
    heads: Mutex<HashMap<LogId, watch::Sender<Position>>>,
}

impl Fake {
    fn fail(&self) -> Result<(), StoreError> {
        let left = self.failing.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        left.map_or(Ok(()), |_| Err(StoreError::Unavailable("the test says so".into())))
    }

    fn position(&self, log: LogId) -> Position {
        Position::START.after(self.logs.lock().unwrap().get(&log).map_or(0, Vec::len))
    }
}

#[async_trait]
impl Store for Fake {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.fail()?;
        // Lets other tasks come between a decision and its commit.
        tokio::task::yield_now().await;
        {
            let mut logs = self.logs.lock().unwrap();
            let mut register = self.register.lock().unwrap();
            for append in &batch.appends {
                let actual = Position::START.after(logs.get(&append.log).map_or(0, Vec::len));
                if actual != append.expected {
                    return Err(StoreError::Conflict { log: append.log, expected: append.expected, actual });
                }
            }
            for write in &batch.register {
                if write.expected == Expected::Absent && register.contains_key(&write.key) {
                    return Err(StoreError::Changed { key: write.key.clone() });
                }
            }
            self.batches.fetch_add(1, Ordering::SeqCst);
            for append in &batch.appends {
                logs.entry(append.log).or_default().extend(append.entries.iter().cloned());
            }
            for write in batch.register {
                match write.value {
                    Some(value) => drop(register.insert(write.key, value)),
                    None => drop(register.remove(&write.key)),
                }
            }
        }
        for append in &batch.appends {
            if let Some(head) = self.heads.lock().unwrap().get(&append.log) {
                head.send_replace(self.position(append.log));
            }
        }
        Ok(())
    }

    async fn head(&self, log: LogId) -> Result<Position, StoreError> {
        Ok(self.position(log))
    }

    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError> {
        self.fail()?;
        let logs = self.logs.lock().unwrap();
        let entries = logs.get(&log).map(Vec::as_slice).unwrap_or_default();
        let page: Vec<Bytes> = entries.iter().skip(from.0 as usize).take(most).cloned().collect();
        self.entries_read.fetch_add(page.len(), Ordering::SeqCst);
        Ok(page)
    }

    async fn packed(&self, _log: LogId) -> Result<Packed, StoreError> {
        Ok(Packed::default())
    }

    async fn pack(&self, _log: LogId, _at: Position) -> Result<Option<Pack>, StoreError> {
        Ok(None)
    }

    fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        let position = self.position(log);
        let mut heads = self.heads.lock().unwrap();
        heads.entry(log).or_insert_with(|| watch::Sender::new(position)).subscribe()
    }

    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError> {
        let value = self.register.lock().unwrap().get(key).cloned();
        self.values_read.fetch_add(value.iter().len(), Ordering::SeqCst);
        Ok(value.map(|value| Versioned { version: 1, value }))
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
        let register = self.register.lock().unwrap();
        let found = register.range(prefix.to_owned()..).take_while(|(key, _)| key.starts_with(prefix));
        let found: Vec<_> =
            found.map(|(key, value)| (key.clone(), Versioned { version: 1, value: value.clone() })).collect();
        self.values_read.fetch_add(found.len(), Ordering::SeqCst);
        Ok(found)
    }

    async fn checkpoint(&self, _: LogId) -> Result<Option<Checkpoint>, StoreError> {
        unreachable!("a record has no checkpoints")
    }

    async fn logs(&self, _: LogKind) -> Result<Vec<LogId>, StoreError> {
        unreachable!("no agreement is found by listing them all")
    }

    async fn purge(&self, _: LogId) -> Result<(), StoreError> {
        unreachable!("a record is not purged")
    }

    async fn put_blob(&self, _: Bytes) -> Result<BlobId, StoreError> {
        unreachable!("a record has no blobs")
    }

    async fn blob(&self, _: BlobId) -> Result<Option<Bytes>, StoreError> {
        unreachable!("a record has no blobs")
    }

    async fn blobs(&self, _: Option<BlobId>, _: usize) -> Result<Vec<BlobId>, StoreError> {
        unreachable!("a record has no blobs")
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        unreachable!("nobody backs this up")
    }

    async fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
