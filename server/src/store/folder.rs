//! The data folder: whose it is, of which format, and that one process has it.
//!
//! ```text
//! FORMAT     plain text: "overens data folder, format 1"
//! lock       locked while a process has the folder
//! store/     the store
//! ```

use super::sled::{is_made, sync_folder};
use super::{OpenError, SledOptions, SledStore};
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

    /// Opens the store in it; in a new folder, makes one. Blocks, see [`SledStore::open`].
    pub fn store(&self, options: SledOptions) -> Result<Arc<SledStore>, OpenError> {
        let store = self.path.join(STORE);
        if self.is_new && !is_made(&store) {
            self.make_store(&options)?;
        }
        if !is_made(&store) {
            return Err(OpenError::damaged(&self.path, "the store is missing"));
        }
        SledStore::open(&store, options)
    }

    /// Makes the store beside its place and moves it there last, so that what stands there is whole.
    fn make_store(&self, options: &SledOptions) -> Result<(), OpenError> {
        let system = |error: io::Error| OpenError::system(&self.path, &error);
        let unfinished = self.path.join(UNFINISHED_STORE);
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(system)?,
        }
        SledStore::create(&unfinished, options)?;
        let format = self.path.join(UNFINISHED_FORMAT);
        let mut file = File::create(&format).map_err(system)?;
        file.write_all(format!("{FORMAT_LINE}{FORMAT}\n").as_bytes()).map_err(system)?;
        file.sync_all().map_err(system)?;
        fs::rename(format, self.path.join(FORMAT_FILE)).map_err(system)?;
        sync_folder(&self.path).map_err(system)?;
        fs::rename(unfinished, self.path.join(STORE)).map_err(system)?;
        sync_folder(&self.path).map_err(system)
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
                Some(Ok(FORMAT)) => Ok(unfinished && !path.join(STORE).exists()),
                Some(Ok(found)) if found > FORMAT => {
                    Err(OpenError::NewerFormat { path: path.to_owned(), found, known: FORMAT })
                }
                _ => Err(OpenError::damaged(path, "the file FORMAT cannot be read")),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            for item in fs::read_dir(path).map_err(system)? {
                let name = item.map_err(system)?.file_name();
                if ![LOCK, UNFINISHED_STORE, UNFINISHED_FORMAT].iter().any(|ours| name == *ours) {
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
