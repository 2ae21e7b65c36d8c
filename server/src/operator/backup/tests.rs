//! Promises of backups.

use super::format::Reader;
use super::{BackupError, Restored, restore};
use crate::access::link::LinkError;
use crate::agreement::id::SectionId;
use crate::operator::tests::{operator_of, seed, small};
use crate::operator::{Answer, Operator, Request};
use crate::record::signature::KEY_FILE;
use crate::store::{
    Append, Batch, DataFolder, LogId, LogKind, Pack, Position, SledOptions, SledStore, Store,
};
use crate::text::history;
use crate::text::log::{EpochReason, TextEntry};
use crate::text::pack::pack;
use bytes::Bytes;
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

/// Bytes of a backup that are changed, one at a time.
const FLIPS: usize = 3000;

struct Place {
    around: tempfile::TempDir,
    operator: Operator,
    seeded: Value,
}

impl Place {
    async fn new() -> Self {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("service");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(KEY_FILE), KEY).unwrap();
        let operator = operator_of(folder);
        let Answer::Done(seeded) = operator.answer(seed(&small(), true)).await else { panic!() };
        operator.store.put_blob(Bytes::from(vec![7; 10_000])).await.unwrap();
        operator.store.put_blob(Bytes::new()).await.unwrap();
        Self { around, operator, seeded }
    }

    fn file(&self) -> PathBuf {
        self.around.path().join("backup")
    }

    fn restored_to(&self) -> PathBuf {
        self.around.path().join("restored")
    }

    async fn back_up(&self) -> Answer {
        self.operator.answer(Request::Backup { file: self.file() }).await
    }

    async fn restore(&self) -> Result<Restored, BackupError> {
        restore(&self.file(), &self.restored_to(), Timestamp::now()).await
    }

    fn names(&self) -> Vec<String> {
        let items = fs::read_dir(self.around.path()).unwrap();
        let mut names: Vec<_> = items.map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn open(folder: &Path) -> (DataFolder, Arc<SledStore>) {
    let folder = DataFolder::open(folder).unwrap();
    let store = folder.store(SledOptions::default()).unwrap();
    (folder, store)
}

async fn entries(store: &dyn Store, log: LogId) -> Vec<Bytes> {
    let head = store.head(log).await.unwrap();
    let mut at = store.packed(log).await.unwrap().purged;
    let mut all = Vec::new();
    while at < head {
        let some = history::read(store, log, at, 1000).await.unwrap();
        at = at.after(some.len());
        all.extend(some);
    }
    all
}

#[tokio::test]
async fn what_is_restored_is_what_was_backed_up_and_every_section_goes_on_in_a_new_epoch() {
    let place = Place::new().await;
    let store = &place.operator.store;
    let texts = store.logs(LogKind::Text).await.unwrap();
    // One with everything a log can have: something purged, something packed, and more after that.
    let many = store.read(texts[0], Position::START, 1).await.unwrap()[0].clone();
    let append =
        |expected| Append { log: texts[0], expected: Position(expected), entries: vec![many.clone()] };
    for position in 1..5_000 {
        store.commit(Batch { appends: vec![append(position)], ..Batch::default() }).await.unwrap();
    }
    let purges = vec![(texts[0], Position(4_990))];
    store.commit(Batch { purges, ..Batch::default() }).await.unwrap();
    let payload = pack(&vec![many.clone(); 4]).unwrap();
    let packs = vec![(texts[0], Pack { from: Position(4_990), entries: 4, payload })];
    store.commit(Batch { packs, ..Batch::default() }).await.unwrap();

    let Answer::Done(done) = place.back_up().await else { panic!("no backup") };
    assert_eq!(done["bytes"], fs::metadata(place.file()).unwrap().len());
    assert_eq!(fs::metadata(place.file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!((&done["agreements"], &done["sections"], &done["blobs"]), (&1.into(), &2.into(), &2.into()));
    let restored = place.restore().await.unwrap();
    assert_eq!((restored.counts.sections, restored.links_ended), (2, 3));
    assert_eq!(place.names(), ["backup", "restored", "service"]);

    assert_eq!(fs::read(place.restored_to().join(KEY_FILE)).unwrap(), KEY);
    let mode = |name| fs::metadata(place.restored_to().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode(KEY_FILE)), (0o700, 0o600));
    let (_folder, again) = open(&place.restored_to());
    again.verify().await.unwrap();
    for log in store.logs(LogKind::Record).await.unwrap() {
        assert_eq!(entries(&*again, log).await, entries(&**store, log).await);
    }
    for log in texts {
        let (before, mut after) = (entries(&**store, log).await, entries(&*again, log).await);
        let last = TextEntry::decode(&after.pop().unwrap()).unwrap();
        assert!(matches!(last, TextEntry::Epoch { reason: EpochReason::Restored, .. }), "{last:?}");
        assert_eq!(after, before);
        assert_eq!(again.head(log).await.unwrap(), store.head(log).await.unwrap().after(1));
        assert_eq!(again.packed(log).await.unwrap(), store.packed(log).await.unwrap());
        assert_eq!(again.checkpoint(log).await.unwrap().unwrap().position, again.head(log).await.unwrap());
    }
    let values = |register: Vec<(String, crate::store::Versioned)>| -> Vec<(String, Bytes)> {
        let kept = register.into_iter().filter(|(key, _)| !key.starts_with("link/"));
        kept.map(|(key, value)| (key, value.value)).collect()
    };
    assert_eq!(values(again.scan("").await.unwrap()), values(store.scan("").await.unwrap()));
    let names = store.blobs(None, 9).await.unwrap();
    assert_eq!(again.blobs(None, 9).await.unwrap(), names);
    for name in names {
        assert_eq!(again.blob(name).await.unwrap(), store.blob(name).await.unwrap());
    }
}

#[tokio::test]
async fn a_link_that_was_not_used_before_the_backup_is_over_after_it() {
    let place = Place::new().await;
    let secrets: Vec<String> = place.seeded["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
        .collect();
    let spent = place.operator.access.spend_link(&secrets[0], None, Timestamp::now()).await.unwrap();
    place.back_up().await;
    place.restore().await.unwrap();
    let (_folder, store) = open(&place.restored_to());
    let access = crate::access::Access::new(store);
    let look = async |secret: &str| access.look_at_link(secret, Timestamp::now()).await.unwrap_err();
    assert!(matches!(look(&secrets[0]).await, LinkError::Used));
    assert!(matches!(look(&secrets[1]).await, LinkError::Revoked));
    // The session that came of the first goes on.
    let credential = crate::access::identity::Credential::Session(spent.1.secret.reveal());
    access.identify(credential, Timestamp::now()).await.unwrap();
}

#[tokio::test]
async fn a_backup_replaces_nothing_and_a_restore_neither() {
    let place = Place::new().await;
    fs::write(place.file(), "precious").unwrap();
    let Answer::Refused(why) = place.back_up().await else { panic!("it was replaced") };
    assert!(why.contains("is there already"), "{why}");
    assert_eq!(fs::read(place.file()).unwrap(), b"precious");
    assert_eq!(place.names(), ["backup", "service"]);
    let refused = place.restore().await.unwrap_err();
    assert!(matches!(refused, BackupError::NotABackup(_)), "{refused}");
    fs::remove_file(place.file()).unwrap();
    place.back_up().await;
    place.restore().await.unwrap();
    let refused = place.restore().await.unwrap_err();
    assert!(matches!(refused, BackupError::Folder(crate::store::OpenError::NotEmpty { .. })), "{refused}");
    let nowhere = place.around.path().join("no/such/folder");
    let Answer::Refused(why) = place.operator.answer(Request::Backup { file: nowhere }).await else {
        panic!()
    };
    assert_eq!(why.lines().count(), 1, "{why}");
}

#[tokio::test]
async fn a_backup_of_a_newer_format_says_so() {
    let place = Place::new().await;
    fs::write(place.file(), "overens backup, format 12\nsomething new").unwrap();
    let refused = place.restore().await.unwrap_err();
    assert!(matches!(&refused, BackupError::NewerFormat { found, .. } if found == "12"), "{refused}");
    assert_eq!(place.names(), ["backup", "service"]);
}

#[tokio::test]
async fn a_backup_that_ends_anywhere_too_early_is_refused_and_leaves_no_folder() {
    let place = Place::new().await;
    place.back_up().await;
    let whole = fs::read(place.file()).unwrap();
    assert!(whole.len() > 2_000, "{}", whole.len());
    for length in 0..whole.len() {
        fs::write(place.file(), &whole[..length]).unwrap();
        place.restore().await.expect_err("a torn backup was restored");
    }
    fs::write(place.file(), [&whole[..], b"x"].concat()).unwrap();
    place.restore().await.expect_err("something follows");
    assert_eq!(place.names(), ["backup", "service"]);
    fs::write(place.file(), &whole).unwrap();
    place.restore().await.unwrap();
}

#[tokio::test]
async fn a_backup_in_which_any_byte_is_another_is_refused_and_leaves_no_folder() {
    let place = Place::new().await;
    place.back_up().await;
    let whole = fs::read(place.file()).unwrap();
    let mut random = StdRng::seed_from_u64(5);
    for flip in 0..FLIPS {
        let mut changed = whole.clone();
        // Each byte of a small part in turn, and others at random.
        let at = if flip < 200 { flip } else { random.random_range(0..whole.len()) };
        changed[at] ^= random.random_range(1..=255_u8);
        fs::write(place.file(), &changed).unwrap();
        place.restore().await.expect_err(&format!("byte {at} was changed"));
    }
    assert_eq!(place.names(), ["backup", "service"]);
}

#[tokio::test]
async fn a_text_that_cannot_be_read_is_restored_as_no_empty_one() {
    let place = Place::new().await;
    let section = SectionId(place.seeded["sections"][1]["id"].as_str().unwrap().parse().unwrap());
    let (log, expected) = (LogId::text(section.0), Position(1));
    let appends = vec![Append { log, expected, entries: vec![Bytes::from_static(&[1, 99])] }];
    place.operator.store.commit(Batch { appends, ..Batch::default() }).await.unwrap();
    place.back_up().await;
    Reader::open(&place.file()).unwrap().verify().unwrap();
    let refused = place.restore().await.unwrap_err();
    assert!(matches!(refused, BackupError::Text { section: found, .. } if found == section), "{refused}");
    assert_eq!(place.names(), ["backup", "service"]);
}

#[tokio::test]
async fn nothing_is_taken_out_into_the_folder_it_is_taken_from() {
    let place = Place::new().await;
    let own = place.around.path().join("service");
    fs::create_dir(own.join("store")).unwrap();
    let agreement = place.seeded["agreement"].as_str().unwrap().parse().unwrap();
    for file in [own.join("backup"), own.join("store").join("backup"), own.join("store/../backup")] {
        let export = Request::Export { agreement, as_of: None, file: file.clone() };
        for request in [Request::Backup { file: file.clone() }, export] {
            let Answer::Refused(why) = place.operator.answer(request).await else { panic!("it was written") };
            assert!(why.contains("lies in the data folder"), "{why}");
        }
        assert!(!file.exists());
    }
}
