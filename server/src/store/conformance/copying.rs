//! Blobs, and what whoever copies a store relies on.

use super::{Engine, append, entry, log, pack, write};
use crate::store::{BlobId, Expected, LogId, Position};
use bytes::Bytes;
use futures_util::poll;
use std::pin::pin;
use uuid::Uuid;

pub(in crate::store) async fn a_blob_is_kept_under_its_hash(engine: impl Engine) {
    use sha2::{Digest, Sha256};
    let store = engine.store();
    for content in [entry(""), entry("small"), Bytes::from(vec![7; 1_000_000])] {
        let id = store.put_blob(content.clone()).await.unwrap();
        assert_eq!(id.0, <[u8; 32]>::from(Sha256::digest(&content)));
        assert_eq!(store.put_blob(content.clone()).await, Ok(id));
        assert_eq!(store.blob(id).await, Ok(Some(content)));
    }
    assert_eq!(store.blob(BlobId([9; 32])).await, Ok(None));
}

pub(in crate::store) async fn blobs_are_listed_in_order_part_by_part(engine: impl Engine) {
    let store = engine.store();
    assert_eq!(store.blobs(None, 9).await, Ok(vec![]));
    let mut names = Vec::new();
    for number in 0..20 {
        names.push(store.put_blob(Bytes::from(vec![number; 9_000])).await.unwrap());
    }
    // Neighbours in whatever order an engine keeps things.
    store.commit(write("a", Expected::Absent, Some("value"))).await.unwrap();
    store.commit(append(log(), 0, &["entry"])).await.unwrap();
    names.sort();
    let mut found: Vec<BlobId> = Vec::new();
    loop {
        let page = store.blobs(found.last().copied(), 7).await.unwrap();
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, names);
}

pub(in crate::store) async fn a_snapshot_is_of_one_moment_and_holds_all_that_was_acknowledged(
    engine: impl Engine,
) {
    const MOMENTS: u64 = 30;
    let (store, text, record) = (engine.store(), log(), LogId::record(Uuid::new_v4()));
    let (acknowledged, mut wrote) = tokio::sync::watch::channel(0);
    let writing = tokio::spawn({
        let store = store.clone();
        async move {
            for number in 0.. {
                let mut batch = append(text, number, &["t"]);
                batch.appends.extend(append(record, number, &["r"]).appends);
                batch.register = write("count", Expected::Anything, Some(&(number + 1).to_string())).register;
                if acknowledged.is_closed() || store.commit(batch).await.is_err() {
                    break;
                }
                acknowledged.send_replace(number + 1);
            }
        }
    });
    for moment in 1..=MOMENTS {
        let before = *wrote.wait_for(|count| *count >= moment).await.unwrap();
        let snapshot = store.snapshot().await.unwrap();
        let at = |log| snapshot.heads.iter().find(|(found, _)| *found == log).map(|(_, head)| head.0);
        let (text, record) = (at(text).unwrap(), at(record).unwrap());
        let [(key, count)] = &snapshot.register[..] else { panic!("{:?}", snapshot.register) };
        let count: u64 = str::from_utf8(&count.value).unwrap().parse().unwrap();
        assert_eq!((key.as_str(), record, count), ("count", text, text));
        assert!(text >= before, "{before} writes were acknowledged, and {text} are in it");
    }
    drop(wrote);
    writing.await.unwrap();
}

pub(in crate::store) async fn nothing_is_taken_away_while_a_snapshot_lives(engine: impl Engine) {
    let (store, packed, purged) = (engine.store(), log(), log());
    for log in [packed, purged] {
        store.commit(append(log, 0, &["a", "b"])).await.unwrap();
    }
    let snapshot = store.snapshot().await.unwrap();
    let mut packing = pin!(store.commit(pack(packed, 0, 1, b"a")));
    assert!(poll!(&mut packing).is_pending());
    let mut purging = pin!(store.purge(purged));
    assert!(poll!(&mut purging).is_pending());
    // Writing goes on.
    store.commit(append(packed, 2, &["c"])).await.unwrap();
    assert!(poll!(&mut packing).is_pending());
    assert_eq!(store.read(packed, Position::START, 9).await.unwrap(), ["a", "b", "c"]);
    assert_eq!(store.head(purged).await, Ok(Position(2)));
    drop(snapshot);
    packing.await.unwrap();
    purging.await.unwrap();
    assert_eq!(store.packed(packed).await.unwrap().until, Position(1));
    assert_eq!(store.head(purged).await, Ok(Position::START));
}
