//! A store that was not stopped cleanly is tried on a copy first.
//!
//! sled repairs as it opens: it cuts off what it cannot read, and overwrites it. After a kill that is a
//! torn tail, nothing that was acknowledged; after damage it can be everything. Only what comes out tells
//! which, so it is done to a copy, and the folder stays as it was if too little comes out.

use super::disk::Disk;
use super::engine::{self, Engine};
use super::{SledOptions, journal, recovery, salvage, verify};
use crate::store::steps::{self, Step};
use crate::store::{OpenError, StoreError};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Where the copy is made, within the store's folder; also what an interrupted trial leaves.
const FOLDER: &str = "trial";

/// sled could go round in circles on a damaged file; each mebibyte takes it a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(60);
const PATIENCE_PER_MEBIBYTE: Duration = Duration::from_millis(250);

/// Whether a copy of the store opens and holds everything written up to `sequence`.
///
/// A store larger than the options allow, or than the disk has room for twice, is not tried.
pub(super) fn run(
    folder: &Path,
    sequence: u64,
    options: &SledOptions,
    disk: &Arc<dyn Disk>,
) -> Result<(), OpenError> {
    let copy = folder.join(FOLDER);
    let system = |error: io::Error| OpenError::system(&copy, &error);
    remove(&copy).map_err(system)?;
    let bytes = size(&folder.join(engine::FOLDER)).map_err(system)?;
    let room = disk.room(folder).unwrap_or(u64::MAX).saturating_sub(options.reserve);
    if bytes > options.trial_limit || bytes > room {
        tracing::warn!(bytes, "the store was not stopped cleanly and is too large to be tried on a copy");
        return Ok(());
    }
    if sequence > 0 {
        tracing::info!(bytes, "the store was not stopped cleanly; trying it on a copy");
    }
    DirBuilder::new().mode(0o700).create(&copy).map_err(system)?;
    let tried = duplicate(folder, &copy).map_err(system).and_then(|()| {
        steps::taken(Step::TrialCopied);
        attempt(&copy, sequence, bytes, options, disk.clone()).map_err(|error| refusal(folder, error))
    });
    remove(&copy).map_err(system)?;
    steps::taken(Step::TrialOver);
    tried
}

/// Opens the copy in a thread of its own: sled may never come back.
fn attempt(
    copy: &Path,
    sequence: u64,
    bytes: u64,
    options: &SledOptions,
    disk: Arc<dyn Disk>,
) -> Result<(), StoreError> {
    let (sender, receiver) = mpsc::channel();
    let (copy, options) = (copy.to_owned(), options.clone());
    thread::Builder::new()
        .name("store-trial".to_owned())
        .spawn(move || {
            let result = Engine::open(&copy, &options, &*disk).and_then(|engine| {
                let result = holds(&copy, &engine, sequence, &*disk);
                engine.close();
                result
            });
            // The one who waits may have given up.
            let _ = sender.send(result);
        })
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let mebibytes = u32::try_from(bytes >> 20).unwrap_or(u32::MAX);
    match receiver.recv_timeout(PATIENCE + PATIENCE_PER_MEBIBYTE.saturating_mul(mebibytes)) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(StoreError::Damaged("opening it does not end".to_owned())),
        Err(RecvTimeoutError::Disconnected) => Err(StoreError::Damaged("sled gave up".to_owned())),
    }
}

fn holds(copy: &Path, engine: &Engine, sequence: u64, disk: &dyn Disk) -> Result<(), StoreError> {
    recovery::run(copy, engine, sequence, disk)?;
    verify::everything(engine).map(|_verified| ())
}

fn refusal(folder: &Path, error: StoreError) -> OpenError {
    match error {
        StoreError::Damaged(what) => {
            // sled says that something is wrong and seldom what.
            let known = salvage::beside(folder).unwrap_or_default().into_iter().next();
            let what = known.unwrap_or_else(|| format!("sled/db or journal: {what}"));
            OpenError::damaged(folder, what)
        }
        other => OpenError::System { path: folder.to_owned(), reason: other.cause() },
    }
}

/// Copies the journal, if there is one, and sled's files.
fn duplicate(folder: &Path, copy: &Path) -> io::Result<()> {
    match fs::copy(folder.join(journal::NAME), copy.join(journal::NAME)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        copied => drop(copied?),
    }
    duplicate_folder(&folder.join(engine::FOLDER), &copy.join(engine::FOLDER))
}

/// Copies files and folders. Where the file system can share their blocks, it does.
fn duplicate_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for item in fs::read_dir(from)? {
        let item = item?;
        let target = to.join(item.file_name());
        if item.file_type()?.is_dir() {
            duplicate_folder(&item.path(), &target)?;
        } else {
            fs::copy(item.path(), target)?;
        }
    }
    Ok(())
}

fn size(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for item in fs::read_dir(folder)? {
        let item = item?;
        bytes += if item.file_type()?.is_dir() { size(&item.path())? } else { item.metadata()?.len() };
    }
    Ok(bytes)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
