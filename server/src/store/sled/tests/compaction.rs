use super::*;
use crate::store::Pack;

fn options() -> SledOptions {
    SledOptions { compact_above: 1 << 20, ..SledOptions::default() }
}

/// A store that is left as large as it is.
fn open(folder: &Path) -> Arc<SledStore> {
    SledStore::open(folder, SledOptions { compact_above: u64::MAX, ..SledOptions::default() }).unwrap()
}

/// A store with a file many times as large as what is in it.
async fn overwritten() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    fill(&store).await;
    for round in 0..400_u32 {
        let value: Vec<u8> = rand::random_iter().take(60_000).collect();
        let key = format!("large/{}", round % 3);
        let register = vec![RegisterWrite { key, expected: Expected::Anything, value: Some(value.into()) }];
        store.commit(Batch { register, ..Batch::default() }).await.unwrap();
    }
    // Most of what there was is gone.
    for number in 0..8 {
        let payload = Bytes::from_static(b"packed");
        let packs = vec![(log(number), Pack { from: Position::START, entries: 500, payload })];
        store.commit(Batch { packs, ..Batch::default() }).await.unwrap();
    }
    store.commit(append(log(1), 500, vec![Bytes::from_static(b"kept")])).await.unwrap();
    store.close().await.unwrap();
    folder
}

fn size(folder: &TempDir) -> u64 {
    fs::metadata(folder.path().join("sled/db")).unwrap().len()
}

async fn everything(store: &SledStore) -> (Vec<Bytes>, Vec<String>) {
    let register = store.scan("").await.unwrap();
    store.verify().await.unwrap();
    let values =
        register.into_iter().map(|(key, value)| format!("{key} {} {:?}", value.version, value.value));
    (store.read(log(1), Position(500), 99).await.unwrap(), values.collect())
}

#[tokio::test]
async fn a_file_that_has_become_too_large_is_written_anew_when_the_store_is_opened() {
    let folder = overwritten().await;
    let before = size(&folder);
    let store = open(folder.path());
    let held = everything(&store).await;
    store.close().await.unwrap();
    drop(store);
    assert!(size(&folder) >= before, "a file that is not too large is left alone");
    let store = SledStore::open(folder.path(), options()).unwrap();
    assert_eq!(everything(&store).await, held);
    store.commit(append(log(1), 501, vec![Bytes::from_static(b"more")])).await.unwrap();
    store.close().await.unwrap();
    drop(store);
    assert!(size(&folder) * 4 < before, "{before} became {}", size(&folder));
    let store = open(folder.path());
    assert_eq!(store.read(log(1), Position(500), 99).await.unwrap(), ["kept", "more"]);
    let left: Vec<String> = contents(folder.path()).into_keys().collect();
    assert!(!left.iter().any(|name| name.starts_with("compact") || name.starts_with("sled.old")), "{left:?}");
}

#[tokio::test]
async fn one_that_was_interrupted_is_finished_or_forgotten() {
    let folder = overwritten().await;
    let store = open(folder.path());
    let held = everything(&store).await;
    store.close().await.unwrap();
    drop(store);
    let path = |name: &str| folder.path().join(name);
    for interrupted in 0..4 {
        match interrupted {
            // Begun.
            0 => {
                fs::create_dir_all(path("compact/sled")).unwrap();
                fs::write(path("compact/sled/db"), b"half").unwrap();
            }
            // The new one is whole, the old one out of its place.
            1 => {
                fs::create_dir(path("compact")).unwrap();
                copy(&path("sled"), &path("compact/sled"));
                fs::rename(path("sled"), path("sled.old")).unwrap();
            }
            // The new one in its place, the old one still there.
            2 => copy(&path("sled"), &path("sled.old")),
            // The old one out of its place, and no new one, by whatever accident.
            _ => fs::rename(path("sled"), path("sled.old")).unwrap(),
        }
        let store = open(folder.path());
        assert_eq!(everything(&store).await, held, "interrupted at {interrupted}");
        store.close().await.unwrap();
        drop(store);
        assert!(!path("compact").exists() && !path("sled.old").exists());
    }
}

/// Whether any file below a folder holds these bytes.
fn is_anywhere(folder: &Path, bytes: &[u8]) -> bool {
    contents(folder).values().any(|content| content.windows(bytes.len()).any(|window| window == bytes))
}

#[tokio::test]
async fn what_was_purged_is_in_no_file_after_the_next_start() {
    let secret: &[u8] = b"nobody is to read this again";
    let entries = || (0..40).map(|_| Bytes::from_static(secret)).collect();
    for whole_log in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path());
        fill(&store).await;
        store.commit(append(log(50), 0, entries())).await.unwrap();
        if whole_log {
            store.purge(log(50)).await.unwrap();
        } else {
            let purges = vec![(log(50), Position(40))];
            let batch = append(log(50), 40, vec![Bytes::from_static(b"what stays")]);
            store.commit(Batch { purges, ..batch }).await.unwrap();
        }
        let held = store.verify().await.unwrap();
        drop(store);
        // Or the test shows nothing.
        assert!(is_anywhere(folder.path(), secret));
        let store = open(folder.path());
        assert_eq!(store.verify().await, Ok(held));
        assert!(!is_anywhere(folder.path(), secret));
        assert_eq!(store.head(log(50)).await, Ok(Position(if whole_log { 0 } else { 41 })));
        drop(store);
        // Once is enough.
        let made = || fs::metadata(folder.path().join("sled/conf")).unwrap().modified().unwrap();
        let before = made();
        drop(open(folder.path()));
        assert_eq!(made(), before);
        assert!(is_anywhere(folder.path(), b"what stays") != whole_log);
    }
}

#[tokio::test]
async fn what_was_forgotten_is_in_no_file_after_the_next_start() {
    let secret: &[u8] = b"nobody is to know this name";
    for forget in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path());
        fill(&store).await;
        let write = |value| RegisterWrite { key: "words/1".to_owned(), expected: Expected::Anything, value };
        let known = vec![write(Some(Bytes::from_static(secret)))];
        store.commit(Batch { register: known, ..Batch::default() }).await.unwrap();
        store.commit(Batch { register: vec![write(None)], forget, ..Batch::default() }).await.unwrap();
        drop(store);
        let store = open(folder.path());
        assert_eq!(store.get("words/1").await, Ok(None));
        drop(store);
        // Without, or the test shows nothing.
        assert_eq!(is_anywhere(folder.path(), secret), !forget);
    }
}
