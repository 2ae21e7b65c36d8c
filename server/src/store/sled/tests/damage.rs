//! Damage is found and told in one line, and the folder stays as it was. A torn tail is no damage.

use super::{append, contents, copy, fill, log, open};
use crate::store::sled::{SledOptions, SledStore};
use crate::store::{OpenError, Position, Store};
use bytes::Bytes;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use tempfile::TempDir;

/// A store as a clean stop leaves it.
async fn stopped() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Opened twice, so that sled has written a snapshot.
    for _ in 0..2 {
        let store = open(folder.path());
        fill(&store).await;
        store.close().await.unwrap();
    }
    folder
}

/// A store as a kill leaves it: copied while it runs and is idle.
async fn killed() -> TempDir {
    let folder = stopped().await;
    let store = open(folder.path());
    fill(&store).await;
    let killed = tempfile::tempdir().unwrap();
    copy(folder.path(), killed.path());
    killed
}

fn snapshot(folder: &Path) -> std::path::PathBuf {
    let mut files = fs::read_dir(folder.join("sled")).unwrap().map(|item| item.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("snap.")).unwrap()
}

fn db(folder: &Path) -> fs::File {
    OpenOptions::new().read(true).write(true).open(folder.join("sled/db")).unwrap()
}

fn flip(folder: &Path, at: u64, count: usize) {
    let file = db(folder);
    let mut bytes = vec![0; count];
    file.read_exact_at(&mut bytes, at).unwrap();
    bytes.iter_mut().for_each(|byte| *byte ^= 0xff);
    file.write_all_at(&bytes, at).unwrap();
}

type Damage = (&'static str, fn(&Path));

const DAMAGES: &[Damage] = &[
    ("db cut in half", |folder| {
        let file = db(folder);
        file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    }),
    ("db emptied", |folder| db(folder).set_len(0).unwrap()),
    ("db removed", |folder| fs::remove_file(folder.join("sled/db")).unwrap()),
    ("db overwritten", |folder| {
        let file = db(folder);
        let length = file.metadata().unwrap().len() as usize;
        file.write_all_at(&rand::random_iter().take(length).collect::<Vec<u8>>(), 0).unwrap();
    }),
    ("sled's folder removed", |folder| fs::remove_dir_all(folder.join("sled")).unwrap()),
    ("conf removed", |folder| fs::remove_file(folder.join("sled/conf")).unwrap()),
    ("conf overwritten", |folder| fs::write(folder.join("sled/conf"), [7; 40]).unwrap()),
    ("snapshot overwritten", |folder| fs::write(snapshot(folder), [7; 400]).unwrap()),
    ("snapshot emptied", |folder| fs::write(snapshot(folder), []).unwrap()),
    ("progress removed", |folder| fs::remove_file(folder.join("progress")).unwrap()),
    ("progress overwritten", |folder| fs::write(folder.join("progress"), [7; 48]).unwrap()),
];

fn refused(folder: &Path, what: &str) {
    let before = contents(folder);
    match SledStore::open(folder, SledOptions::default()) {
        Err(error @ OpenError::Damaged { untouched: true, .. }) => {
            assert_eq!(error.to_string().lines().count(), 1, "{what}: {error}");
            println!("{what}: {error}");
        }
        Err(other) => panic!("{what}: {other}"),
        Ok(_) => panic!("{what}: it opened"),
    }
    assert!(before == contents(folder), "{what}: the folder was changed");
}

async fn every_damage_is_refused(whole: &Path) {
    for (what, damage) in DAMAGES {
        let folder = tempfile::tempdir().unwrap();
        copy(whole, folder.path());
        damage(folder.path());
        refused(folder.path(), what);
    }
}

#[tokio::test]
async fn damage_of_a_stopped_store_is_refused_and_nothing_is_touched() {
    let whole = stopped().await;
    every_damage_is_refused(whole.path()).await;
    // A single byte, anywhere at all.
    let length = fs::metadata(whole.path().join("sled/db")).unwrap().len();
    for part in 0..10 {
        flip(whole.path(), (length - 1) * part / 9, 1);
        refused(whole.path(), "a byte flipped");
        flip(whole.path(), (length - 1) * part / 9, 1);
    }
    fs::write(whole.path().join("seal"), "{}").unwrap();
    refused(whole.path(), "seal overwritten");
}

#[tokio::test]
async fn damage_of_a_killed_store_is_refused_and_nothing_is_touched() {
    let whole = killed().await;
    every_damage_is_refused(whole.path()).await;
}

/// Where nobody looks any more, a flipped byte may go unnoticed; but nothing that was kept is lost.
#[tokio::test]
async fn a_killed_store_with_flipped_bytes_is_whole_or_refused() {
    let whole = killed().await;
    let length = fs::metadata(whole.path().join("sled/db")).unwrap().len();
    let expected = {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        open(folder.path()).verify().await.unwrap()
    };
    let mut found = 0;
    for part in 0..16 {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        flip(folder.path(), (length - 65) * part / 15, 64);
        let before = contents(folder.path());
        match SledStore::open(folder.path(), SledOptions::default()) {
            Ok(store) => assert_eq!(store.verify().await, Ok(expected)),
            Err(OpenError::Damaged { untouched: true, .. }) => {
                found += 1;
                assert!(before == contents(folder.path()));
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(found > 3, "only {found} of 16 were found");
}

#[tokio::test]
async fn a_killed_store_with_a_damaged_journal_is_whole_or_refused() {
    let whole = killed().await;
    let journal = |folder: &Path| folder.join("journal");
    let length = fs::metadata(journal(whole.path())).unwrap().len();
    let expected = {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        open(folder.path()).verify().await.unwrap()
    };
    type Damage<'a> = (&'a str, &'a dyn Fn(&Path));
    let damage: [Damage<'_>; 5] = [
        ("removed", &|path| fs::remove_file(path).unwrap()),
        ("emptied", &|path| fs::write(path, []).unwrap()),
        ("cut in half", &|path| {
            OpenOptions::new().write(true).open(path).unwrap().set_len(length / 2).unwrap()
        }),
        ("its first record flipped", &|path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[20] ^= 1;
            fs::write(path, bytes).unwrap();
        }),
        ("overwritten", &|path| fs::write(path, vec![9; length as usize]).unwrap()),
    ];
    for (how, damage) in damage {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        damage(&journal(folder.path()));
        let before = contents(folder.path());
        match SledStore::open(folder.path(), SledOptions::default()) {
            Ok(store) => assert_eq!(store.verify().await, Ok(expected), "{how}"),
            Err(OpenError::Damaged { untouched: true, .. }) => {
                assert!(before == contents(folder.path()), "{how}");
            }
            Err(other) => panic!("{how}: {other}"),
        }
    }
}

#[tokio::test]
async fn a_torn_tail_after_a_kill_opens_and_lost_nothing() {
    let whole = killed().await;
    let expected = {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        open(folder.path()).verify().await.unwrap()
    };
    // What a write that was under way may leave behind the last that was acknowledged.
    let length = fs::metadata(whole.path().join("sled/db")).unwrap().len();
    for tail in [vec![0; 100], vec![0; 700_000], rand::random_iter().take(5000).collect::<Vec<u8>>()] {
        let folder = tempfile::tempdir().unwrap();
        copy(whole.path(), folder.path());
        db(folder.path()).write_all_at(&tail, length).unwrap();
        let store = open(folder.path());
        assert_eq!(store.verify().await, Ok(expected));
        store.commit(append(log(77), 0, vec![Bytes::from("on it goes")])).await.unwrap();
        drop(store);
        assert_eq!(open(folder.path()).head(log(77)).await, Ok(Position(1)));
    }
}

/// sled reads what a kill left of an unfinished snapshot before any whole one.
#[tokio::test]
async fn a_snapshot_that_was_never_finished_does_no_harm() {
    let whole = killed().await;
    let name = format!("{}.generating", snapshot(whole.path()).display());
    fs::write(name, [1; 50]).unwrap();
    fs::write(whole.path().join("sled/snap.7FFFFFFFFFFFFFFF.generating"), []).unwrap();
    let store = open(whole.path());
    assert!(store.verify().await.unwrap().entries > 0);
}

#[tokio::test]
async fn a_store_of_a_newer_format_is_left_alone() {
    let folder = stopped().await;
    let path = folder.path().join("progress");
    let mut bytes = fs::read(&path).unwrap();
    for slot in bytes.chunks_exact_mut(24) {
        slot[8..12].copy_from_slice(&3_u32.to_le_bytes());
        let checksum = crc32fast::hash(&slot[..20]);
        slot[20..].copy_from_slice(&checksum.to_le_bytes());
    }
    fs::write(&path, bytes).unwrap();
    let before = contents(folder.path());
    let refusal = SledStore::open(folder.path(), SledOptions::default()).err().unwrap();
    assert!(matches!(refusal, OpenError::NewerFormat { found: 3, known: 2, .. }), "{refusal}");
    assert!(before == contents(folder.path()));
}

#[tokio::test]
async fn a_store_of_the_oldest_format_is_brought_up_to_date() {
    let folder = killed().await;
    let format = || {
        let tree = sled::Config::new().path(folder.path().join("sled")).open().unwrap();
        let before = tree.get("mformat").unwrap().unwrap();
        tree.insert("mformat", &1_u32.to_le_bytes()).unwrap();
        tree.flush().unwrap();
        u32::from_le_bytes(before.as_ref().try_into().unwrap())
    };
    assert_eq!(format(), 2);
    let store = open(folder.path());
    let whole = store.verify().await.unwrap();
    store.close().await.unwrap();
    drop(store);
    assert_eq!(format(), 2);
    assert!(whole.entries > 0);
}

#[tokio::test]
async fn a_store_too_large_for_a_trial_is_still_refused() {
    let options = || SledOptions { trial_limit: 0, ..SledOptions::default() };
    let whole = killed().await;
    let folder = tempfile::tempdir().unwrap();
    copy(whole.path(), folder.path());
    let file = db(folder.path());
    file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    let refusal = SledStore::open(folder.path(), options()).err().unwrap();
    assert!(matches!(refusal, OpenError::Damaged { untouched: false, .. }), "{refusal}");
    assert!(SledStore::open(whole.path(), options()).is_ok());
}
