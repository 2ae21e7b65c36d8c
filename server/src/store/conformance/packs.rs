//! What is packed or purged: positions stay, and nothing else is touched.

use super::{Engine, all, append, entry, log};
use crate::store::{Append, Batch, Checkpoint, LogId, LogKind, Pack, Packed, Position, StoreError};
use bytes::Bytes;

pub(super) fn pack(log: LogId, from: u64, entries: usize, payload: &[u8]) -> Batch {
    let pack = Pack { from: Position(from), entries, payload: Bytes::copy_from_slice(payload) };
    Batch { packs: vec![(log, pack)], ..Batch::default() }
}

pub(in crate::store) async fn a_pack_stands_in_place_of_its_entries(mut engine: impl Engine) {
    let (store, log, other) = (engine.store(), log(), log());
    let texts: Vec<String> = (0..30).map(|number| format!("entry {number}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for log in [log, other] {
        store.commit(append(log, 0, &texts)).await.unwrap();
    }
    assert_eq!(store.packed(log).await, Ok(Packed::default()));
    let large = vec![7; 10_000];
    store.commit(pack(log, 0, 10, b"ten")).await.unwrap();
    store.commit(pack(log, 10, 15, &large)).await.unwrap();
    // What is packed goes together with what is appended.
    let mut both = append(log, 30, &["entry 30"]);
    both.packs = pack(log, 25, 1, b"one").packs;
    store.commit(both).await.unwrap();
    for _ in 0..2 {
        let store = engine.store();
        let packed = Packed { until: Position(26), bytes: 10_006, ..Packed::default() };
        assert_eq!(store.packed(log).await, Ok(packed));
        for (at, from, entries, payload) in
            [(0, 0, 10, &b"ten"[..]), (9, 0, 10, b"ten"), (10, 10, 15, &large)]
        {
            let found = Pack { from: Position(from), entries, payload: Bytes::copy_from_slice(payload) };
            assert_eq!(store.pack(log, Position(at)).await, Ok(Some(found)));
        }
        assert_eq!(store.pack(log, Position(26)).await, Ok(None));
        assert_eq!(store.pack(other, Position(0)).await, Ok(None));
        for from in [0, 12, 25] {
            let gone = StoreError::Packed { log, until: Position(26) };
            assert_eq!(store.read(log, Position(from), 1).await, Err(gone));
        }
        assert_eq!(store.read(log, Position(26), 99).await.unwrap(), [&texts[26..], &["entry 30"]].concat());
        assert_eq!(store.head(log).await, Ok(Position(31)));
        assert_eq!(all(&store, other).await, texts);
        store.close().await.unwrap();
        engine.reopen().await;
    }
    let store = engine.store();
    store.purge(log).await.unwrap();
    assert_eq!(store.packed(log).await, Ok(Packed::default()));
    assert_eq!(store.pack(log, Position(0)).await, Ok(None));
    store.commit(append(log, 0, &["new"])).await.unwrap();
    assert_eq!(all(&store, log).await, ["new"]);
}

pub(in crate::store) async fn a_pack_of_other_entries_than_the_oldest_is_refused(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    store.commit(append(log, 0, &["a", "b", "c"])).await.unwrap();
    store.commit(pack(log, 0, 1, b"a")).await.unwrap();
    for refused in [
        pack(log, 0, 1, b"again"),
        pack(log, 2, 1, b"gap"),
        pack(log, 1, 3, b"more"),
        pack(log, 1, 0, b"none"),
    ] {
        assert!(matches!(store.commit(refused).await, Err(StoreError::Invalid(_))));
    }
    assert_eq!(store.read(log, Position(1), 9).await.unwrap(), ["b", "c"]);
}

pub(in crate::store) async fn a_purge_removes_a_log_for_good(mut engine: impl Engine) {
    let (store, purged, kept) = (engine.store(), log(), log());
    let entries: Vec<Bytes> = (0..3_000).map(|number| Bytes::from(format!("secret {number}"))).collect();
    for log in [purged, kept] {
        let appends = vec![Append { log, expected: Position::START, entries: entries.clone() }];
        let checkpoint = Checkpoint { position: Position(3), payload: entry("secret") };
        let checkpoints = vec![(log, checkpoint)];
        store.commit(Batch { appends, checkpoints, ..Batch::default() }).await.unwrap();
    }
    let mut follower = store.follow(purged);
    store.purge(purged).await.unwrap();
    follower.wait_for(|position| *position == Position::START).await.unwrap();
    store.purge(purged).await.unwrap();
    store.close().await.unwrap();
    engine.reopen().await;
    let store = engine.store();
    assert_eq!(store.head(purged).await, Ok(Position::START));
    assert!(all(&store, purged).await.is_empty());
    assert_eq!(store.checkpoint(purged).await, Ok(None));
    assert_eq!(store.logs(LogKind::Text).await, Ok(vec![kept]));
    assert_eq!(all(&store, kept).await, entries);
    assert!(store.checkpoint(kept).await.unwrap().is_some());
    store.commit(append(purged, 0, &["new"])).await.unwrap();
    assert_eq!(all(&store, purged).await, ["new"]);
}

fn purge(log: LogId, until: u64) -> Batch {
    Batch { purges: vec![(log, Position(until))], ..Batch::default() }
}

pub(in crate::store) async fn a_log_begins_anew_in_one_batch_and_its_positions_stay(mut engine: impl Engine) {
    let (store, log, other) = (engine.store(), log(), log());
    let texts: Vec<String> = (0..30).map(|number| format!("entry {number}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for log in [log, other] {
        store.commit(append(log, 0, &texts)).await.unwrap();
        let checkpoint = Checkpoint { position: Position(9), payload: entry("old") };
        let checkpoints = vec![(log, checkpoint)];
        store.commit(Batch { checkpoints, ..Batch::default() }).await.unwrap();
        store.commit(pack(log, 0, 10, b"ten")).await.unwrap();
    }
    let mut follower = store.follow(log);
    // With another head in mind, nothing goes.
    let anew = |at| Batch { purges: vec![(log, Position(at))], ..append(log, at, &["anew"]) };
    assert!(matches!(store.commit(anew(29)).await, Err(StoreError::Conflict { .. })));
    assert_eq!(store.packed(log).await.unwrap().purged, Position::START);
    store.commit(anew(30)).await.unwrap();
    assert_eq!(*follower.borrow_and_update(), Position(31));
    for _ in 0..2 {
        let store = engine.store();
        let purged = Packed { purged: Position(30), until: Position(30), bytes: 0 };
        assert_eq!(store.packed(log).await, Ok(purged));
        for from in [0, 9, 10, 29] {
            let gone = StoreError::Purged { log, until: Position(30) };
            assert_eq!(store.read(log, Position(from), 1).await, Err(gone));
            assert_eq!(store.pack(log, Position(from)).await, Ok(None));
        }
        assert_eq!(store.read(log, Position(30), 9).await.unwrap(), ["anew"]);
        assert_eq!(store.checkpoint(log).await, Ok(None));
        assert_eq!(store.head(log).await, Ok(Position(31)));
        assert_eq!(store.logs(LogKind::Text).await.unwrap().len(), 2);
        assert_eq!(store.packed(other).await.unwrap().until, Position(10));
        assert_eq!(store.read(other, Position(10), 99).await.unwrap(), texts[10..]);
        assert!(store.checkpoint(other).await.unwrap().is_some());
        store.close().await.unwrap();
        engine.reopen().await;
    }
    // Whoever still has the old log in mind cannot go on with it.
    let store = engine.store();
    assert!(matches!(store.commit(append(log, 30, &["late"])).await, Err(StoreError::Conflict { .. })));
    store.commit(append(log, 31, &["b", "c"])).await.unwrap();
    store.commit(pack(log, 30, 2, b"two")).await.unwrap();
    let packed = Packed { purged: Position(30), until: Position(32), bytes: 3 };
    assert_eq!(store.packed(log).await, Ok(packed));
    store.commit(purge(log, 32)).await.unwrap();
    assert_eq!(store.read(log, Position(32), 9).await.unwrap(), ["c"]);
    let purged = Packed { purged: Position(32), until: Position(32), bytes: 0 };
    assert_eq!(store.packed(log).await, Ok(purged));
}

pub(in crate::store) async fn a_purge_of_what_is_not_there_is_refused(engine: impl Engine) {
    let (store, log) = (engine.store(), log());
    store.commit(append(log, 0, &["a", "b", "c", "d"])).await.unwrap();
    store.commit(pack(log, 0, 2, b"ab")).await.unwrap();
    store.commit(pack(log, 2, 2, b"cd")).await.unwrap();
    let both = Batch { packs: pack(log, 2, 1, b"c").packs, ..purge(log, 2) };
    // Within a pack, past the head, and of what would be taken for something purged.
    for refused in [purge(log, 1), purge(log, 3), purge(log, 5), both, pack(log, 2, 1, b"")] {
        assert!(matches!(store.commit(refused).await, Err(StoreError::Invalid(_))));
    }
    store.commit(purge(log, 2)).await.unwrap();
    assert!(matches!(store.commit(purge(log, 1)).await, Err(StoreError::Invalid(_))));
    assert!(store.pack(log, Position(2)).await.unwrap().is_some());
    // One that is there already changes nothing.
    store.commit(purge(log, 2)).await.unwrap();
    assert_eq!(store.packed(log).await.unwrap().purged, Position(2));
}

pub(in crate::store) async fn what_was_packed_or_purged_is_brought_into_another_store_without_its_entries(
    engine: impl Engine,
) {
    let (store, log) = (engine.store(), log());
    let nothing = [""; 5];
    store.commit(Batch { purges: purge(log, 5).purges, ..append(log, 0, &nothing) }).await.unwrap();
    store.commit(Batch { packs: pack(log, 5, 5, b"five").packs, ..append(log, 5, &nothing) }).await.unwrap();
    store.commit(append(log, 10, &["a"])).await.unwrap();
    let packed = Packed { purged: Position(5), until: Position(10), bytes: 4 };
    assert_eq!(store.packed(log).await, Ok(packed));
    assert_eq!(store.pack(log, Position(7)).await.unwrap().unwrap().payload, "five");
    assert_eq!(store.read(log, Position(10), 9).await.unwrap(), ["a"]);
}
