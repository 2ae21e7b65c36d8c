//! A store in which several readers of a value wait for each other before any of them goes on.

use crate::store::{
    Batch, BlobId, Checkpoint, LogId, LogKind, MemoryStore, Pack, Packed, Position, Snapshot, Store,
    StoreError, Versioned,
};
use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::{Barrier, watch};

pub(super) struct Simultaneous {
    inner: MemoryStore,
    prefix: &'static str,
    barrier: Barrier,
}

impl Simultaneous {
    /// `readers` of keys that begin with `prefix` are let go together.
    pub(super) fn new(prefix: &'static str, readers: usize) -> Self {
        Self { inner: MemoryStore::new(), prefix, barrier: Barrier::new(readers) }
    }
}

#[async_trait]
impl Store for Simultaneous {
    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError> {
        let found = self.inner.get(key).await;
        if key.starts_with(self.prefix) {
            self.barrier.wait().await;
        }
        found
    }

    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.inner.commit(batch).await
    }

    async fn head(&self, log: LogId) -> Result<Position, StoreError> {
        self.inner.head(log).await
    }

    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError> {
        self.inner.read(log, from, most).await
    }

    async fn packed(&self, log: LogId) -> Result<Packed, StoreError> {
        self.inner.packed(log).await
    }

    async fn pack(&self, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
        self.inner.pack(log, at).await
    }

    async fn checkpoint(&self, log: LogId) -> Result<Option<Checkpoint>, StoreError> {
        self.inner.checkpoint(log).await
    }

    fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        self.inner.follow(log)
    }

    async fn logs(&self, kind: LogKind) -> Result<Vec<LogId>, StoreError> {
        self.inner.logs(kind).await
    }

    async fn purge(&self, log: LogId) -> Result<(), StoreError> {
        self.inner.purge(log).await
    }

    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
        self.inner.scan(prefix).await
    }

    async fn put_blob(&self, content: Bytes) -> Result<BlobId, StoreError> {
        self.inner.put_blob(content).await
    }

    async fn blob(&self, id: BlobId) -> Result<Option<Bytes>, StoreError> {
        self.inner.blob(id).await
    }

    async fn blobs(&self, after: Option<BlobId>, most: usize) -> Result<Vec<BlobId>, StoreError> {
        self.inner.blobs(after, most).await
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.inner.snapshot().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.inner.close().await
    }
}
