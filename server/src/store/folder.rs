//! The data folder: whose it is, of which format, and that one process has it.
//!
//! ```text
//! FORMAT     plain text: "overens data folder, format 1"
//! lock       locked while a process has the folder
//! store/     the store
//! restoring/ what a restore has put together so far; moved to its places when it is whole
//! ```

mod restoring;
mod salvaging;

use super::sled::{is_made, occupied, sync_folder};
use super::steps::{self, Step};
use super::{OpenError, SledOptions, SledStore};
use crate::meters;
use restoring::is_half_restored;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The format of data folders as made today.
const FORMAT: u32 = 1;

/// What the file `FORMAT` says before the number.
const FORMAT_LINE: &str = "overens data folder, format ";

const FORMAT_FILE: &str = "FORMAT";
const UNFINISHED_FORMAT: &str = "FORMAT.new";
const LOCK: &str = "lock";
const STORE: &str = "store";
/// The store until it is whole; what is in it was never acknowledged to anybody.
const UNFINISHED_STORE: &str = "store.new";

/// What the root of a file system may hold from the beginning.
const LOST_AND_FOUND: &str = "lost+found";

/// A data folder that this process has to itself, until this is dropped.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    is_new: bool,
    _lock: File,
}

impl DataFolder {
    /// Takes the folder at `path`, which may be missing or empty; then it is made, readable by its owner only.
    ///
    /// A refusal changes nothing in the folder.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let folder = Self::take(path)?;
        folder.is_not_half_restored()?;
        Ok(folder)
    }

    fn take(path: &Path) -> Result<Self, OpenError> {
        let system = |error: io::Error| OpenError::system(path, &error);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(OpenError::NotOurs { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                DirBuilder::new().mode(0o700).recursive(true).create(path).map_err(system)?;
            }
            Err(error) => return Err(system(error)),
        }
        // Before the lock, which would be a change; and again after it, when nobody else can make changes.
        inspect(path)?;
        let lock = take_lock(path)?;
        let is_new = inspect(path)?;
        Ok(Self { path: path.to_owned(), is_new, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the store of the data folder at `path` takes on disk, and what is left there. Blocks for as long as it
    /// takes to look at some files.
    pub fn occupied(path: &Path) -> meters::Store {
        occupied(&path.join(STORE))
    }

    /// Opens the store in it; in a new folder, makes one. Blocks, see [`SledStore::open`].
    pub fn store(&self, options: SledOptions) -> Result<Arc<SledStore>, OpenError> {
        let store = self.path.join(STORE);
        if self.is_new && !is_made(&store) {
            self.make_store(&options)?;
        }
        if !is_made(&store) {
            let what =
                if store.exists() { "the file store/progress is missing" } else { "the store is missing" };
            return Err(OpenError::damaged(&self.path, what));
        }
        SledStore::open(&store, options)
    }

    /// Makes the store beside its place and moves it there last, so that what stands there is whole.
    fn make_store(&self, options: &SledOptions) -> Result<(), OpenError> {
        let system = |error: io::Error| OpenError::system(&self.path, &error);
        let unfinished = self.path.join(UNFINISHED_STORE);
        remove(&unfinished).map_err(system)?;
        SledStore::create(&unfinished, options)?;
        let format = self.path.join(UNFINISHED_FORMAT);
        let mut file = File::create(&format).map_err(system)?;
        file.write_all(format!("{FORMAT_LINE}{FORMAT}\n").as_bytes()).map_err(system)?;
        file.sync_all().map_err(system)?;
        fs::rename(format, self.path.join(FORMAT_FILE)).map_err(system)?;
        sync_folder(&self.path).map_err(system)?;
        steps::taken(Step::FormatWritten);
        fs::rename(unfinished, self.path.join(STORE)).map_err(system)?;
        steps::taken(Step::StorePlaced);
        sync_folder(&self.path).map_err(system)
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Whether the folder is new: empty, or begun and never finished.
fn inspect(path: &Path) -> Result<bool, OpenError> {
    let system = |error: io::Error| OpenError::system(path, &error);
    let unfinished = path.join(UNFINISHED_STORE).exists();
    match fs::read(path.join(FORMAT_FILE)) {
        Ok(text) => {
            let found = str::from_utf8(&text).ok().and_then(|text| text.strip_prefix(FORMAT_LINE));
            match found.and_then(|rest| rest.lines().next()).map(str::parse) {
                Some(Ok(FORMAT)) => Ok((unfinished || is_half_restored(path)) && !path.join(STORE).exists()),
                Some(Ok(found)) if found > FORMAT => {
                    Err(OpenError::NewerFormat { path: path.to_owned(), found, known: FORMAT })
                }
                _ => Err(OpenError::damaged(path, "the file FORMAT cannot be read")),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if is_half_restored(path) {
                return Ok(true);
            }
            if is_made(&path.join(STORE)) {
                return Err(OpenError::damaged(path, "the file FORMAT is missing"));
            }
            for item in fs::read_dir(path).map_err(system)? {
                let name = item.map_err(system)?.file_name();
                if ![LOCK, UNFINISHED_STORE, UNFINISHED_FORMAT, LOST_AND_FOUND]
                    .iter()
                    .any(|ours| name == *ours)
                {
                    return Err(OpenError::NotOurs { path: path.to_owned() });
                }
            }
            Ok(true)
        }
        Err(error) => Err(system(error)),
    }
}

fn take_lock(path: &Path) -> Result<File, OpenError> {
    let file = path.join(LOCK);
    let system = |error: io::Error| OpenError::system(path, &error);
    let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(file);
    let lock = lock.map_err(system)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(system(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Append, Batch, LogId, Position, Store};
    use bytes::Bytes;
    use std::os::unix::fs::PermissionsExt;
    use uuid::Uuid;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn open(path: &Path) -> (DataFolder, Arc<SledStore>) {
        let folder = DataFolder::open(path).unwrap();
        let store = folder.store(SledOptions::default()).unwrap();
        (folder, store)
    }

    #[test]
    fn a_new_folder_is_its_owners_and_says_its_format() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("some/data");
        let (folder, store) = open(&path);
        assert_eq!(folder.path(), path);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::read_to_string(path.join("FORMAT")).unwrap(), "overens data folder, format 1\n");
        assert_eq!(names(&path), ["FORMAT", "lock", "store"]);
        drop((store, folder));
        open(&path);
    }

    #[tokio::test]
    async fn a_folder_keeps_what_was_written() {
        let path = tempfile::tempdir().unwrap();
        let log = LogId::record(Uuid::new_v4());
        let (folder, store) = open(path.path());
        let appends = vec![Append { log, expected: Position::START, entries: vec![Bytes::from("entry")] }];
        store.commit(Batch { appends, ..Batch::default() }).await.unwrap();
        drop((store, folder));
        assert_eq!(open(path.path()).1.head(log).await, Ok(Position(1)));
    }

    #[test]
    fn a_folder_in_use_is_refused() {
        let path = tempfile::tempdir().unwrap();
        let _open = open(path.path());
        let refusal = DataFolder::open(path.path()).unwrap_err();
        assert!(matches!(refusal, OpenError::InUse { .. }), "{refusal}");
    }

    #[test]
    fn a_folder_of_something_else_is_refused_and_left_alone() {
        let path = tempfile::tempdir().unwrap();
        fs::write(path.path().join("letter.txt"), "Dear").unwrap();
        let refusal = DataFolder::open(path.path()).unwrap_err();
        assert!(matches!(refusal, OpenError::NotOurs { .. }), "{refusal}");
        let refusal = DataFolder::open(&path.path().join("letter.txt")).unwrap_err();
        assert!(matches!(refusal, OpenError::NotOurs { .. }), "{refusal}");
        assert_eq!(names(path.path()), ["letter.txt"]);
    }

    #[test]
    fn a_folder_of_a_newer_format_is_refused_and_left_alone() {
        let path = tempfile::tempdir().unwrap();
        fs::write(path.path().join("FORMAT"), "overens data folder, format 12\nsomething new\n").unwrap();
        let refusal = DataFolder::open(path.path()).unwrap_err();
        assert!(matches!(refusal, OpenError::NewerFormat { found: 12, known: 1, .. }), "{refusal}");
        assert_eq!(names(path.path()), ["FORMAT"]);
    }

    #[test]
    fn a_folder_whose_store_is_gone_is_damaged_and_not_made_anew() {
        for gone in ["store", "store/sled", "store/sled/db", "store/progress"] {
            let path = tempfile::tempdir().unwrap();
            drop(open(path.path()));
            let gone_path = path.path().join(gone);
            if gone_path.is_dir() { fs::remove_dir_all(gone_path) } else { fs::remove_file(gone_path) }
                .unwrap();
            let left = names(path.path());
            let folder = DataFolder::open(path.path()).unwrap();
            let refusal = folder.store(SledOptions::default()).err().unwrap();
            assert!(matches!(refusal, OpenError::Damaged { untouched: true, .. }), "{gone}: {refusal}");
            assert_eq!(names(path.path()), left);
        }
    }

    #[test]
    fn a_folder_whose_making_was_interrupted_is_made_again() {
        let begun: [&[&str]; 4] = [
            &["lock"],
            &["lock", "store.new"],
            &["lock", "store.new", "FORMAT.new"],
            &["lock", "store.new", "FORMAT"],
        ];
        for names_found in begun {
            let path = tempfile::tempdir().unwrap();
            for name in names_found {
                match *name {
                    "store.new" => fs::create_dir_all(path.path().join("store.new/sled")).unwrap(),
                    "FORMAT" => {
                        fs::write(path.path().join("FORMAT"), "overens data folder, format 1\n").unwrap()
                    }
                    _ => fs::write(path.path().join(name), "").unwrap(),
                }
            }
            let (_folder, _store) = open(path.path());
            assert_eq!(names(path.path()), ["FORMAT", "lock", "store"]);
        }
    }

    #[test]
    fn every_refusal_is_one_line_that_says_what_to_do() {
        let path = PathBuf::from("/data");
        let reason = "Permission denied".to_owned();
        for error in [
            OpenError::InUse { path: path.clone() },
            OpenError::NotWritable { path: path.clone(), reason: reason.clone() },
            OpenError::NewerFormat { path: path.clone(), found: 2, known: 1 },
            OpenError::NotOurs { path: path.clone() },
            OpenError::Damaged {
                path: path.clone(),
                what: "the store is missing".to_owned(),
                untouched: true,
            },
            OpenError::System { path, reason },
        ] {
            let text = error.to_string();
            assert_eq!(text.lines().count(), 1);
            assert!(text.contains("/data") && text.contains(';') || text.contains('('), "{text}");
        }
    }
}
