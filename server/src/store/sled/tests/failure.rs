//! A disk that fails: nothing is acknowledged, nothing is tried twice, and the store comes back by itself.

use super::{append, log};
use crate::store::sled::disk::{Disk, RealDisk};
use crate::store::sled::{SledOptions, SledStore, open};
use crate::store::{Position, Store, StoreError};
use bytes::Bytes;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A disk that can be made to fail. A sync that fails loses what it was to keep, as a real one may.
struct Faulty {
    fail: AtomicBool,
    room: AtomicU64,
    syncs: AtomicUsize,
    opened: AtomicUsize,
    forgotten: AtomicUsize,
    /// What each file held when it was last synced.
    durable: Mutex<HashMap<PathBuf, Vec<u8>>>,
}

impl Faulty {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            fail: AtomicBool::new(false),
            room: AtomicU64::new(u64::MAX),
            syncs: AtomicUsize::new(0),
            opened: AtomicUsize::new(0),
            forgotten: AtomicUsize::new(0),
            durable: Mutex::default(),
        })
    }

    fn syncs(&self) -> usize {
        self.syncs.load(Ordering::SeqCst)
    }
}

impl Disk for Faulty {
    fn open(&self, path: &Path) -> io::Result<File> {
        self.opened.fetch_add(1, Ordering::SeqCst);
        // A file that is opened was made durably.
        self.durable.lock().unwrap().insert(path.to_owned(), fs::read(path)?);
        RealDisk.open(path)
    }

    fn forget(&self, path: &Path) -> io::Result<()> {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        RealDisk.forget(path)?;
        // What never reached the disk is gone.
        match self.durable.lock().unwrap().get(path) {
            Some(durable) => fs::write(path, durable),
            None => Ok(()),
        }
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.syncs.fetch_add(1, Ordering::SeqCst);
        if self.fail.swap(false, Ordering::SeqCst) {
            return Err(io::Error::from_raw_os_error(5));
        }
        RealDisk.sync(file)?;
        let path = fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
        let content = fs::read(&path)?;
        self.durable.lock().unwrap().insert(path, content);
        Ok(())
    }

    fn room(&self, _folder: &Path) -> io::Result<u64> {
        Ok(self.room.load(Ordering::SeqCst))
    }
}

fn entry(text: &str) -> Vec<Bytes> {
    vec![Bytes::copy_from_slice(text.as_bytes())]
}

async fn eventually(store: &SledStore, batch: impl Fn() -> crate::store::Batch) {
    while let Err(error) = store.commit(batch()).await {
        assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sync_that_fails_is_not_tried_again_but_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Faulty::new();
    let store = open::open(folder.path(), SledOptions::default(), disk.clone()).unwrap();
    store.commit(append(log(1), 0, entry("kept"))).await.unwrap();
    let mut follower = store.follow(log(1));
    let (syncs, opened) = (disk.syncs(), disk.opened.load(Ordering::SeqCst));
    disk.fail.store(true, Ordering::SeqCst);
    let failed = store.commit(append(log(1), 1, entry("lost"))).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
    // One call failed, and no other was made for it.
    assert_eq!(disk.syncs(), syncs + 1);
    assert_eq!(disk.forgotten.load(Ordering::SeqCst), 0);
    // While it is shut, it says so at once.
    assert!(matches!(store.head(log(1)).await, Err(StoreError::Unavailable(_))));
    // The entry that was not kept is not there, and its place is free.
    eventually(&store, || append(log(1), 1, entry("after"))).await;
    // The journal and sled's file, once each.
    assert_eq!(disk.forgotten.load(Ordering::SeqCst), 2);
    assert_eq!(disk.opened.load(Ordering::SeqCst), opened + 2);
    assert_eq!(store.read(log(1), Position::START, 9).await.unwrap(), ["kept", "after"]);
    follower.wait_for(|position| *position == Position(2)).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    let store = super::open(folder.path());
    assert_eq!(store.read(log(1), Position::START, 9).await.unwrap(), ["kept", "after"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_and_is_gone_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Faulty::new();
    let store = open::open(folder.path(), SledOptions::default(), disk.clone()).unwrap();
    store.commit(append(log(1), 0, entry("first"))).await.unwrap();
    let old = disk.durable.lock().unwrap().clone();
    store.commit(append(log(1), 1, entry("second"))).await.unwrap();
    *disk.durable.lock().unwrap() = old;
    disk.fail.store(true, Ordering::SeqCst);
    store.commit(append(log(1), 2, entry("third"))).await.unwrap_err();
    let error = loop {
        match store.head(log(1)).await {
            Err(StoreError::Unavailable(_)) => tokio::task::yield_now().await,
            other => break other,
        }
    };
    assert!(matches!(error, Err(StoreError::Damaged(_))), "{error:?}");
    let refused = store.commit(append(log(1), 2, entry("third"))).await;
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_writes_wait_and_reads_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Faulty::new();
    let store = open::open(folder.path(), SledOptions::default(), disk.clone()).unwrap();
    store.commit(append(log(1), 0, entry("kept"))).await.unwrap();
    disk.room.store(1 << 20, Ordering::SeqCst);
    let refused = store.commit(append(log(1), 1, entry("too much"))).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert_eq!(store.read(log(1), Position::START, 9).await.unwrap(), ["kept"]);
    disk.room.store(u64::MAX, Ordering::SeqCst);
    store.commit(append(log(1), 1, entry("now"))).await.unwrap();
    assert_eq!(store.head(log(1)).await, Ok(Position(2)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_in_a_failed_gathering_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Faulty::new();
    let store = open::open(folder.path(), SledOptions::default(), disk.clone()).unwrap();
    disk.fail.store(true, Ordering::SeqCst);
    let writers = (0..32).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            let first = store.commit(append(log(writer), 0, entry("x"))).await;
            if first.is_err() {
                eventually(&store, || append(log(writer), 0, entry("x"))).await;
            }
            first.is_err()
        })
    });
    let mut failed = 0;
    for writer in writers.collect::<Vec<_>>() {
        failed += usize::from(writer.await.unwrap());
    }
    assert!(failed > 0);
    assert_eq!(store.verify().await.unwrap().entries, 32);
}

/// On a real small file system, once kept from filling by the reserve and once met by sled itself:
/// `mount -t tmpfs -o size=24m none DIR; OVERENS_TEST_SMALL_DISK=DIR cargo test … -- --ignored`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a small file system of its own"]
async fn after_a_full_disk_the_store_goes_on_without_a_restart() {
    let disk = PathBuf::from(std::env::var_os("OVERENS_TEST_SMALL_DISK").unwrap());
    for reserve in [8 << 20, 0] {
        let (folder, ballast) = (disk.join(format!("store-{reserve}")), disk.join("ballast"));
        fs::write(&ballast, vec![1; 8 << 20]).unwrap();
        let store = SledStore::open(&folder, SledOptions { reserve, ..SledOptions::default() }).unwrap();
        let content = |position: u64| vec![Bytes::from(vec![position as u8; 2000])];
        let mut head = 0;
        let error = loop {
            match store.commit(append(log(1), head, content(head))).await {
                Ok(()) => head += 1,
                Err(error) => break error,
            }
        };
        println!("reserve {reserve}: full after {head}: {error}; reads: {:?}", store.head(log(1)).await);
        for _ in 0..100 {
            assert!(store.commit(append(log(1), head, content(head))).await.is_err());
        }
        fs::remove_file(&ballast).unwrap();
        let begin = std::time::Instant::now();
        while let Err(error) = store.head(log(1)).await {
            assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let found = store.head(log(1)).await.unwrap().0;
        println!("  back after {:?}, head {found}", begin.elapsed());
        assert!((head..=head + 1).contains(&found));
        store.commit(append(log(1), found, content(found))).await.unwrap();
        let entries = store.read(log(1), Position::START, usize::MAX).await.unwrap();
        entries.iter().enumerate().for_each(|(position, entry)| assert_eq!(entry[0], position as u8));
        println!("  {:?}", store.verify().await.unwrap());
        store.close().await.unwrap();
        drop(store);
        fs::remove_dir_all(&folder).unwrap();
    }
}
