//! A store that lets writes in one by one, in an order that the test decides.

use crate::agreement::id::MemberId;
use crate::store::{
    Batch, BlobId, Checkpoint, LogId, LogKind, MemoryStore, Pack, Packed, Position, Snapshot, Store,
    StoreError, Versioned,
};
use async_trait::async_trait;
use bytes::Bytes;
use std::sync::Arc;
use tokio::sync::watch;

/// Who a write comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// A sign-off of this member.
    Member(MemberId),
    /// A room: what was typed.
    Writer,
}

/// Those who are still to be let in once each, in this order; then everybody may pass.
#[derive(Debug, Default)]
struct Queue {
    to_come: Vec<From>,
    waiting: Vec<From>,
}

pub(super) struct Turnstile {
    store: Arc<MemoryStore>,
    queue: watch::Sender<Queue>,
}

impl Turnstile {
    pub(super) fn before(store: Arc<MemoryStore>) -> Arc<Self> {
        Arc::new(Self { store, queue: watch::Sender::new(Queue::default()) })
    }

    /// From now on nobody passes before all of these wait; then they pass in this order.
    pub(super) fn order(&self, order: &[From]) {
        self.queue.send_replace(Queue { to_come: order.to_vec(), waiting: Vec::new() });
    }

    async fn pass(&self, who: From) {
        let is_expected = self.queue.borrow().to_come.contains(&who);
        if !is_expected {
            return;
        }
        self.queue.send_modify(|queue| queue.waiting.push(who));
        let mut queue = self.queue.subscribe();
        let its_turn = queue.wait_for(|queue| {
            let all_are_here = queue.to_come.iter().all(|one| queue.waiting.contains(one));
            all_are_here && queue.to_come.first() == Some(&who)
        });
        its_turn.await.unwrap();
    }

    fn passed(&self, who: From) {
        self.queue.send_modify(|queue| queue.to_come.retain(|one| *one != who));
    }
}

fn from(batch: &Batch) -> From {
    let record = batch.appends.iter().find(|append| append.log.kind == LogKind::Record);
    let member = record.and_then(|append| {
        let entry: serde_json::Value = serde_json::from_slice(append.entries.first()?).ok()?;
        entry["by"]["member"].as_str()?.parse().ok()
    });
    member.map_or(From::Writer, From::Member)
}

#[async_trait]
impl Store for Turnstile {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let who = from(&batch);
        self.pass(who).await;
        let done = self.store.commit(batch).await;
        self.passed(who);
        done
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
