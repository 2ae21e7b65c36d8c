//! A way to the store that can be shut, so that something happens while a commit is on its way.

use crate::store::{
    Batch, BlobId, Checkpoint, LogId, LogKind, MemoryStore, Pack, Packed, Position, Snapshot, Store,
    StoreError, Versioned,
};
use async_trait::async_trait;
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::watch;

/// A store that everybody but commits passes to at once.
pub(in crate::drafting) struct Gate {
    store: Arc<MemoryStore>,
    is_shut: watch::Sender<bool>,
    waiting: watch::Sender<usize>,
}

impl Gate {
    pub(super) fn before(store: Arc<MemoryStore>) -> Arc<Self> {
        Arc::new(Self { store, is_shut: watch::Sender::new(false), waiting: watch::Sender::new(0) })
    }

    /// From now on commits wait.
    pub(super) fn shut(&self) {
        self.is_shut.send_replace(true);
    }

    pub(super) fn open(&self) {
        self.is_shut.send_replace(false);
    }

    /// Returns when a commit waits.
    pub(super) async fn somebody_waits(&self) {
        self.waiting.subscribe().wait_for(|waiting| *waiting > 0).await.unwrap();
    }
}

#[async_trait]
impl Store for Gate {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.waiting.send_modify(|waiting| *waiting += 1);
        self.is_shut.subscribe().wait_for(|is_shut| !is_shut).await.unwrap();
        self.waiting.send_modify(|waiting| *waiting -= 1);
        self.store.commit(batch).await
    }

    async fn head(&self, log: LogId) -> Result<Position, StoreError> {
        self.store.head(log).await
    }

    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError> {
        self.store.read(log, from, most).await
    }

    async fn packed(&self, log: LogId) -> Result<Packed, StoreError> {
        self.store.packed(log).await
    }

    async fn pack(&self, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
        self.store.pack(log, at).await
    }

    async fn checkpoint(&self, log: LogId) -> Result<Option<Checkpoint>, StoreError> {
        self.store.checkpoint(log).await
    }

    fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        self.store.follow(log)
    }

    async fn logs(&self, kind: LogKind) -> Result<Vec<LogId>, StoreError> {
        self.store.logs(kind).await
    }

    async fn purge(&self, log: LogId) -> Result<(), StoreError> {
        self.store.purge(log).await
    }

    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError> {
        self.store.get(key).await
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
        self.store.scan(prefix).await
    }

    async fn put_blob(&self, content: Bytes) -> Result<BlobId, StoreError> {
        self.store.put_blob(content).await
    }

    async fn blob(&self, id: BlobId) -> Result<Option<Bytes>, StoreError> {
        self.store.blob(id).await
    }

    async fn blobs(&self, after: Option<BlobId>, most: usize) -> Result<Vec<BlobId>, StoreError> {
        self.store.blobs(after, most).await
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.store.snapshot().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.store.close().await
    }
}
