//! What every engine promises, as one suite. An engine implements [`Engine`] for its tests and writes
//! `promises!(ItsEngine)`: each promise becomes a test of that name.

mod copying;
mod packs;
mod register;

pub(super) use copying::*;
pub(super) use packs::*;
pub(super) use register::*;

use super::{
    Append, Batch, Checkpoint, Expected, LogId, LogKind, Position, RegisterWrite, Store, StoreError,
    Versioned,
};
use bytes::Bytes;
use std::sync::Arc;
use tokio::task::JoinSet;
use uuid::Uuid;

/// An engine under test.
pub(super) trait Engine {
    /// One that holds nothing.
    async fn fresh() -> Self;
    /// The store as it is now.
    fn store(&self) -> Arc<dyn Store>;
    /// Opens the store again, after it was closed.
    async fn reopen(&mut self);
}

/// Makes one test of each promise.
macro_rules! promises {
    ($engine:ty; $($promise:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $promise() {
                crate::store::conformance::$promise(<$engine as crate::store::conformance::Engine>::fresh().await)
                    .await;
            }
        )*
    };
    ($engine:ty) => {
        crate::store::conformance::promises! { $engine;
            an_append_lands_at_its_position
            an_append_at_another_position_conflicts
            a_batch_spans_logs_checkpoints_and_register
            a_batch_that_conflicts_writes_nothing
            a_read_is_contiguous_and_ends_at_the_head
            large_values_come_back_whole
            a_checkpoint_replaces_the_last
            a_checkpoint_cannot_stand_past_the_head
            a_pack_stands_in_place_of_its_entries
            a_pack_of_other_entries_than_the_oldest_is_refused
            a_log_begins_anew_in_one_batch_and_its_positions_stay
            a_purge_of_what_is_not_there_is_refused
            what_was_packed_or_purged_is_brought_into_another_store_without_its_entries
            a_register_value_counts_its_versions
            a_register_write_expects_a_version
            a_scan_goes_by_prefix_in_byte_order
            a_follower_wakes_at_each_change
            a_purge_removes_a_log_for_good
            logs_are_listed_by_kind_in_order
            a_blob_is_kept_under_its_hash
            blobs_are_listed_in_order_part_by_part
            a_snapshot_is_of_one_moment_and_holds_all_that_was_acknowledged
            nothing_is_taken_away_while_a_snapshot_lives
            what_is_no_batch_is_refused
            sixty_four_writers_lose_nothing_and_repeat_nothing
            opened_again_it_holds_everything
            closed_it_is_unavailable
        }
    };
}
pub(super) use promises;

fn log() -> LogId {
    LogId::text(Uuid::new_v4())
}

fn entry(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

fn append(log: LogId, expected: u64, entries: &[&str]) -> Batch {
    let entries = entries.iter().map(|text| entry(text)).collect();
    Batch { appends: vec![Append { log, expected: Position(expected), entries }], ..Batch::default() }
}

fn write(key: &str, expected: Expected, value: Option<&str>) -> Batch {
    let register = vec![RegisterWrite { key: key.to_owned(), expected, value: value.map(entry) }];
    Batch { register, ..Batch::default() }
}

fn versioned(version: u64, value: &str) -> Option<Versioned> {
    Some(Versioned { version, value: entry(value) })
}

async fn all(store: &Arc<dyn Store>, log: LogId) -> Vec<Bytes> {
    store.read(log, Position::START, usize::MAX).await.unwrap()
}

pub(super) async fn an_append_lands_at_its_position(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    assert_eq!(store.head(log).await, Ok(Position::START));
    store.commit(append(log, 0, &["a", "b"])).await.unwrap();
    store.commit(append(log, 2, &["c"])).await.unwrap();
    assert_eq!(store.head(log).await, Ok(Position(3)));
    assert_eq!(all(&store, log).await, ["a", "b", "c"]);
}

pub(super) async fn an_append_at_another_position_conflicts(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    store.commit(append(log, 0, &["a", "b"])).await.unwrap();
    for expected in [0, 1, 3] {
        let conflict = StoreError::Conflict { log, expected: Position(expected), actual: Position(2) };
        assert_eq!(store.commit(append(log, expected, &["x"])).await, Err(conflict));
    }
    // An append of nothing only expects.
    assert!(store.commit(append(log, 1, &[])).await.is_err());
    assert_eq!(store.commit(append(log, 2, &[])).await, Ok(()));
    assert_eq!(all(&store, log).await, ["a", "b"]);
}

pub(super) async fn a_batch_spans_logs_checkpoints_and_register(engine: impl Engine) {
    let (store, text, record) = (engine.store(), log(), LogId::record(Uuid::new_v4()));
    let mut batch = append(text, 0, &["t"]);
    batch.appends.extend(append(record, 0, &["r1", "r2"]).appends);
    batch.register = write("key", Expected::Absent, Some("value")).register;
    let checkpoint = Checkpoint { position: Position(2), payload: entry("state") };
    batch.checkpoints.push((record, checkpoint.clone()));
    store.commit(batch).await.unwrap();
    assert_eq!(all(&store, text).await, ["t"]);
    assert_eq!(all(&store, record).await, ["r1", "r2"]);
    assert_eq!(store.checkpoint(record).await, Ok(Some(checkpoint)));
    assert_eq!(store.get("key").await, Ok(versioned(1, "value")));
}

pub(super) async fn a_batch_that_conflicts_writes_nothing(engine: impl Engine) {
    let (store, first, second) = (engine.store(), log(), log());
    let mut batch = append(first, 0, &["x"]);
    batch.appends.extend(append(second, 7, &["y"]).appends);
    batch.register = write("key", Expected::Anything, Some("value")).register;
    batch.checkpoints.push((first, Checkpoint { position: Position(1), payload: entry("state") }));
    assert!(matches!(store.commit(batch).await, Err(StoreError::Conflict { .. })));
    let mut batch = append(first, 0, &["x"]);
    batch.register = write("key", Expected::Version(3), Some("value")).register;
    assert_eq!(store.commit(batch).await, Err(StoreError::Changed { key: "key".to_owned() }));
    assert_eq!(store.head(first).await, Ok(Position::START));
    assert!(all(&store, first).await.is_empty());
    assert_eq!(store.checkpoint(first).await, Ok(None));
    assert_eq!(store.get("key").await, Ok(None));
    assert_eq!(store.logs(LogKind::Text).await, Ok(vec![]));
}

pub(super) async fn a_read_is_contiguous_and_ends_at_the_head(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let texts: Vec<String> = (0..300).map(|number| format!("entry {number}")).collect();
    for (number, text) in texts.iter().enumerate() {
        store.commit(append(log, number as u64, &[text])).await.unwrap();
    }
    let read = async |from, most| store.read(log, Position(from), most).await.unwrap();
    assert_eq!(read(0, 300).await, texts);
    assert_eq!(read(255, 3).await, texts[255..258]);
    assert_eq!(read(290, 100).await, texts[290..]);
    assert!(read(300, 10).await.is_empty());
    assert!(read(u64::MAX, usize::MAX).await.is_empty());
    assert!(read(0, 0).await.is_empty());
}

pub(super) async fn large_values_come_back_whole(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let large: Vec<u8> = (0..5_000_000_u32).map(|number| (number % 251) as u8).collect();
    // Lengths around the chunk sizes an engine may use, and nothing at all.
    let mut entries: Vec<Bytes> = (4000..4200)
        .chain([0, 1, 8_000, 65_536])
        .map(|size| Bytes::copy_from_slice(&large[..size]))
        .collect();
    entries.push(Bytes::from(large.clone()));
    let appends = vec![Append { log, expected: Position::START, entries: entries.clone() }];
    let payload = Bytes::from(large);
    let checkpoint = Checkpoint { position: Position(3), payload: payload.clone() };
    let checkpoints = vec![(log, checkpoint.clone())];
    let value = Some(payload.clone());
    let register = vec![RegisterWrite { key: "large".to_owned(), expected: Expected::Absent, value }];
    store.commit(Batch { appends, checkpoints, register, ..Batch::default() }).await.unwrap();
    assert_eq!(all(&store, log).await, entries);
    assert_eq!(store.checkpoint(log).await, Ok(Some(checkpoint)));
    assert_eq!(store.get("large").await, Ok(Some(Versioned { version: 1, value: payload })));
    // A smaller value leaves nothing of the larger one.
    store.commit(write("large", Expected::Version(1), Some("small"))).await.unwrap();
    assert_eq!(store.scan("").await, Ok(vec![("large".to_owned(), versioned(2, "small").unwrap())]));
}

pub(super) async fn a_checkpoint_replaces_the_last(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    store.commit(append(log, 0, &["a", "b"])).await.unwrap();
    for (position, payload) in [(1, "one"), (2, "two")] {
        let checkpoint = Checkpoint { position: Position(position), payload: entry(payload) };
        let checkpoints = vec![(log, checkpoint.clone())];
        store.commit(Batch { checkpoints, ..Batch::default() }).await.unwrap();
        assert_eq!(store.checkpoint(log).await, Ok(Some(checkpoint)));
    }
}

pub(super) async fn a_checkpoint_cannot_stand_past_the_head(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let mut batch = append(log, 0, &["a"]);
    batch.checkpoints.push((log, Checkpoint { position: Position(2), payload: entry("state") }));
    assert!(matches!(store.commit(batch).await, Err(StoreError::Invalid(_))));
    assert_eq!(store.head(log).await, Ok(Position::START));
}

pub(super) async fn a_follower_wakes_at_each_change(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    store.commit(append(log, 0, &["a"])).await.unwrap();
    let mut follower = store.follow(log);
    let mut second = store.follow(log);
    assert_eq!(*follower.borrow_and_update(), Position(1));
    let written = store.commit(append(log, 1, &["b", "c"]));
    let (written, woken) = tokio::join!(written, follower.changed());
    written.unwrap();
    woken.unwrap();
    assert_eq!(*follower.borrow_and_update(), Position(3));
    second.wait_for(|position| *position == Position(3)).await.unwrap();
    // What wakes a follower can be read.
    assert_eq!(all(&store, log).await.len(), 3);
    assert!(store.commit(append(log, 9, &["x"])).await.is_err());
    assert!(!follower.has_changed().unwrap());
}

pub(super) async fn logs_are_listed_by_kind_in_order(engine: impl Engine) {
    let store = engine.store();
    let mut expected = Vec::new();
    for _ in 0..20 {
        let owner = Uuid::new_v4();
        for kind in [LogKind::Record, LogKind::Text, LogKind::Discussion] {
            store.commit(append(LogId { kind, owner }, 0, &["a", "b"])).await.unwrap();
        }
        expected.push(LogId { kind: LogKind::Discussion, owner });
    }
    store.commit(append(LogId { kind: LogKind::Discussion, owner: Uuid::new_v4() }, 0, &[])).await.unwrap();
    expected.sort();
    assert_eq!(store.logs(LogKind::Discussion).await, Ok(expected));
}

pub(super) async fn what_is_no_batch_is_refused(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let mut twice = append(log, 0, &["a"]);
    twice.appends.extend(append(log, 1, &["b"]).appends);
    let mut same_key = write("key", Expected::Anything, Some("a"));
    same_key.register.extend(write("key", Expected::Anything, None).register);
    let long_key = write(&"k".repeat(513), Expected::Anything, Some("a"));
    for batch in [twice, same_key, long_key] {
        assert!(matches!(store.commit(batch).await, Err(StoreError::Invalid(_))));
    }
    store.commit(write(&"k".repeat(512), Expected::Anything, Some("a"))).await.unwrap();
    assert_eq!(store.head(log).await, Ok(Position::START));
}

/// 64 tasks, some on a log of their own, all on one shared log that they fight for.
pub(super) async fn sixty_four_writers_lose_nothing_and_repeat_nothing(engine: impl Engine) {
    const WRITERS: usize = 64;
    const EACH: usize = 10;
    let (store, shared) = (engine.store(), log());
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        writers.spawn(async move {
            let own = log();
            for number in 0..EACH {
                let text = format!("{writer}/{number}");
                store.commit(append(own, number as u64, &[&text])).await.unwrap();
                let mut at = store.head(shared).await.unwrap();
                while let Err(error) = store.commit(append(shared, at.0, &[&text])).await {
                    let StoreError::Conflict { actual, .. } = error else { panic!("{error}") };
                    at = actual;
                }
            }
            own
        });
    }
    let mut logs = writers.join_all().await;
    for own in &logs {
        let entries = all(&store, *own).await;
        assert_eq!(entries.len(), EACH);
        let writer = String::from_utf8(entries[0].to_vec()).unwrap();
        let writer = writer.strip_suffix("/0").unwrap();
        assert_eq!(entries, (0..EACH).map(|number| format!("{writer}/{number}")).collect::<Vec<_>>());
    }
    let entries = all(&store, shared).await;
    assert_eq!(entries.len(), WRITERS * EACH);
    for writer in 0..WRITERS {
        let prefix = format!("{writer}/");
        let own: Vec<_> = entries.iter().filter(|entry| entry.starts_with(prefix.as_bytes())).collect();
        let expected: Vec<_> = (0..EACH).map(|number| format!("{writer}/{number}")).collect();
        assert_eq!(own, expected.iter().collect::<Vec<_>>());
    }
    logs.push(shared);
    logs.sort();
    assert_eq!(store.logs(LogKind::Text).await, Ok(logs));
}

pub(super) async fn opened_again_it_holds_everything(mut engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let mut batch = append(log, 0, &["a", "b"]);
    batch.register = write("key", Expected::Absent, Some("value")).register;
    let checkpoint = Checkpoint { position: Position(1), payload: entry("state") };
    batch.checkpoints.push((log, checkpoint.clone()));
    store.commit(batch).await.unwrap();
    let blob = store.put_blob(entry("blob")).await.unwrap();
    store.close().await.unwrap();
    engine.reopen().await;
    let store = engine.store();
    assert_eq!(*store.follow(log).borrow(), Position(2));
    assert_eq!(all(&store, log).await, ["a", "b"]);
    assert_eq!(store.get("key").await, Ok(versioned(1, "value")));
    assert_eq!(store.checkpoint(log).await, Ok(Some(checkpoint)));
    assert_eq!(store.blob(blob).await, Ok(Some(entry("blob"))));
    assert_eq!(store.logs(LogKind::Text).await, Ok(vec![log]));
    assert!(store.commit(append(log, 0, &["x"])).await.is_err());
    store.commit(append(log, 2, &["c"])).await.unwrap();
    assert_eq!(all(&store, log).await, ["a", "b", "c"]);
}

pub(super) async fn closed_it_is_unavailable(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    let unavailable = |error: StoreError| assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    store.commit(append(log, 0, &["a"])).await.unwrap();
    store.close().await.unwrap();
    unavailable(store.commit(append(log, 1, &["b"])).await.unwrap_err());
    unavailable(store.head(log).await.unwrap_err());
    unavailable(store.read(log, Position::START, 1).await.unwrap_err());
    unavailable(store.checkpoint(log).await.unwrap_err());
    unavailable(store.logs(LogKind::Text).await.unwrap_err());
    unavailable(store.purge(log).await.unwrap_err());
    unavailable(store.get("key").await.unwrap_err());
    unavailable(store.scan("").await.unwrap_err());
    unavailable(store.put_blob(entry("x")).await.unwrap_err());
    unavailable(store.blob(super::BlobId([0; 32])).await.unwrap_err());
    unavailable(store.blobs(None, 1).await.unwrap_err());
    unavailable(store.snapshot().await.unwrap_err());
    store.follow(log);
}
