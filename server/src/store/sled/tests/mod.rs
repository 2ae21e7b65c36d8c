//! What this engine promises beyond the suite that all engines pass.

mod compaction;
mod damage;
mod failure;
mod kill;

use super::{SledOptions, SledStore};
use crate::store::conformance::{Engine, promises};
use crate::store::{Append, Batch, Expected, LogId, Position, RegisterWrite, Store};
use bytes::Bytes;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

struct InFolder {
    folder: TempDir,
    store: Option<Arc<SledStore>>,
}

impl Engine for InFolder {
    async fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Some(open(folder.path()));
        Self { folder, store }
    }

    fn store(&self) -> Arc<dyn Store> {
        self.store.clone().unwrap()
    }

    async fn reopen(&mut self) {
        self.store = Some(open(self.folder.path()));
    }
}

promises!(InFolder);

fn open(folder: &Path) -> Arc<SledStore> {
    SledStore::open(folder, SledOptions::default()).unwrap()
}

fn log(number: u128) -> LogId {
    LogId::text(Uuid::from_u128(number))
}

fn append(log: LogId, expected: u64, entries: Vec<Bytes>) -> Batch {
    Batch { appends: vec![Append { log, expected: Position(expected), entries }], ..Batch::default() }
}

/// Some 4 MB: entries small and large, and a register.
async fn fill(store: &SledStore) {
    for number in 0..400_u64 {
        let size = if number % 50 == 0 { 60_000 } else { 300 };
        let entries = (0..10).map(|_| Bytes::from(rand::random_iter().take(size).collect::<Vec<u8>>()));
        let log = log(u128::from(number % 8));
        let head = store.head(log).await.unwrap();
        let mut batch = append(log, head.0, entries.collect());
        let key = format!("key/{}", number % 100);
        let value = Some(Bytes::from(number.to_string()));
        batch.register.push(RegisterWrite { key, expected: Expected::Anything, value });
        store.commit(batch).await.unwrap();
    }
}

/// Every file below a folder, with its content.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for item in fs::read_dir(folder).unwrap() {
        let item = item.unwrap();
        let name = item.file_name().into_string().unwrap();
        if item.file_type().unwrap().is_dir() {
            found.insert(name.clone(), Vec::new());
            let below = contents(&item.path()).into_iter();
            found.extend(below.map(|(path, content)| (format!("{name}/{path}"), content)));
        } else {
            found.insert(name, fs::read(item.path()).unwrap());
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for (name, content) in contents(from) {
        let from = from.join(&name);
        if from.is_dir() {
            fs::create_dir_all(to.join(name)).unwrap()
        } else {
            fs::write(to.join(name), content).unwrap()
        }
    }
}

#[tokio::test]
async fn dropped_and_opened_again_it_holds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    fill(&store).await;
    let before = store.verify().await.unwrap();
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.verify().await, Ok(before));
    assert_eq!((before.logs, before.entries, before.register), (8, 4000, 100));
}

#[tokio::test]
async fn no_value_becomes_a_file_that_sled_does_not_sync() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    fill(&store).await;
    let large = Bytes::from(vec![1; 8_000_000]);
    store.commit(append(log(99), 0, vec![large.clone(), large])).await.unwrap();
    assert_eq!(fs::read_dir(folder.path().join("sled/blobs")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_purge_that_was_interrupted_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    fill(&store).await;
    drop(store);
    let options = SledOptions::default();
    let engine = super::engine::Engine::open(folder.path(), &options, &super::disk::RealDisk).unwrap();
    let mut known = HashMap::new();
    let mut staging = super::staging::Staging::new(&engine, &mut known);
    staging.begin_purge(log(3)).unwrap();
    let gathered = staging.build(engine.tally().unwrap()).unwrap();
    engine.take_in(&gathered.changes).unwrap();
    engine.close();
    super::seal::Seal::remove(folder.path()).unwrap();
    let store = open(folder.path());
    // Whoever asks the committer waits for what it does first.
    store.commit(append(log(3), 0, vec![Bytes::from("new")])).await.unwrap();
    assert_eq!(store.read(log(3), Position::START, 9).await.unwrap(), ["new"]);
    assert_eq!(store.verify().await.unwrap().entries, 3501);
}

#[tokio::test]
async fn two_stores_cannot_have_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _store = open(folder.path());
    let refusal = SledStore::open(folder.path(), SledOptions::default()).err().unwrap();
    assert!(matches!(refusal, crate::store::OpenError::InUse { .. }), "{refusal}");
}

/// Prints what one append costs; run it with `--ignored --nocapture`, in a release build.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measure_appends() {
    for writers in [1_u64, 64] {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path());
        let each = if writers == 1 { 2000 } else { 500 };
        let begin = std::time::Instant::now();
        let tasks: Vec<_> = (0..writers)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut took = Vec::new();
                    for number in 0..each {
                        let begin = std::time::Instant::now();
                        let entry = Bytes::from(vec![7; 120]);
                        store.commit(append(log(writer.into()), number, vec![entry])).await.unwrap();
                        took.push(begin.elapsed());
                    }
                    took
                })
            })
            .collect();
        let mut took = Vec::new();
        for task in tasks {
            took.extend(task.await.unwrap());
        }
        let rate = took.len() as f64 / begin.elapsed().as_secs_f64();
        took.sort();
        let at = |part: f64| took[(took.len() as f64 * part) as usize];
        println!(
            "{writers} writers: {rate:.0}/s, p50 {:?}, p99 {:?}, p99.9 {:?}",
            at(0.5),
            at(0.99),
            at(0.999)
        );
        let bytes = fs::metadata(folder.path().join("sled/db")).unwrap().len();
        println!("  {bytes} bytes of db for {} of entries", took.len() * 120);
    }
}

/// Prints how long a snapshot keeps writers waiting; run it with `--ignored --nocapture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn measure_a_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for part in 0..100 {
        let write = |number: u32| {
            let (key, expected) = (format!("words/{}/{part:03}{number:03}", Uuid::nil()), Expected::Absent);
            RegisterWrite { key, expected, value: Some(Bytes::from(vec![7; 150])) }
        };
        let register = (0..1000).map(write).collect();
        store.commit(Batch { register, ..Batch::default() }).await.unwrap();
    }
    let begin = std::time::Instant::now();
    let snapshot = store.snapshot().await.unwrap();
    println!("{} values in {:?}", snapshot.register.len(), begin.elapsed());
}
