//! How a store is opened: what is checked, in which order, before anything is changed.

use super::committer::Committer;
use super::compaction;
use super::disk::Disk;
use super::engine::{self, Engine};
use super::progress::{self, Progress};
use super::pulse::Pulse;
use super::reopen::Reopen;
use super::seal::{Found, Seal};
use super::shared::Shared;
use super::{SledOptions, SledStore, recovery, sync_folder, trial};
use crate::store::snapshot::Keeping;
use crate::store::steps::{self, Step};
use crate::store::{OpenError, StoreError};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

/// Opens the store in `folder`, or makes one if there is nothing.
pub(super) fn open(
    folder: &Path,
    options: SledOptions,
    disk: Arc<dyn Disk>,
) -> Result<Arc<SledStore>, OpenError> {
    let system = |error: io::Error| OpenError::system(folder, &error);
    let is_new = match fs::read_dir(folder) {
        Ok(mut items) => items.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(system(error)),
    };
    if is_new {
        create(folder, &options, &*disk)?;
    }
    compaction::finish(folder).map_err(system)?;
    let (progress, mut sequence) = Progress::open(folder)?;
    files_are_there(folder)?;
    match Seal::read(folder).map_err(system)? {
        Found::Seal(seal) => {
            if let Some(difference) = seal.difference(folder).map_err(system)? {
                return Err(OpenError::damaged(folder, difference));
            }
            if seal.sequence < sequence {
                return Err(OpenError::damaged(folder, "the file progress is ahead of the seal"));
            }
            sequence = seal.sequence;
        }
        Found::Nothing => trial::run(folder, sequence, &options, &disk)?,
        Found::Damaged => return Err(OpenError::damaged(folder, "the file seal cannot be read")),
        Found::Newer(found) => {
            let known = engine::FORMAT;
            return Err(OpenError::NewerFormat { path: folder.to_owned(), found, known });
        }
    }
    // From here on the folder changes.
    Seal::remove(folder).map_err(system)?;
    steps::taken(Step::SealRemoved);
    let engine = Engine::open(folder, &options, &*disk).map_err(|error| after_the_fact(folder, error))?;
    steps::taken(Step::Opened);
    let opened = engine.format().and_then(|format| match format {
        engine::FORMAT => Ok(()),
        engine::OLDEST_FORMAT..engine::FORMAT => engine.bring_up_to_date(&*disk),
        other => Err(StoreError::Damaged(format!("its inside says format {other}"))),
    });
    let (tally, mut journal) = opened
        .and_then(|()| recovery::run(folder, &engine, sequence, &*disk))
        .map_err(|error| after_the_fact(folder, error))?;
    let engine = compaction::run(folder, engine, &mut journal, &options, &*disk)
        .map_err(|error| after_the_fact(folder, error))?;
    // sled has just renamed its snapshot.
    sync_folder(&folder.join(engine::FOLDER)).map_err(system)?;
    let shared = Arc::new(Shared::new(engine));
    let (requests, receiver) = mpsc::channel();
    let committer = Committer {
        shared: shared.clone(),
        requests: receiver,
        folder: folder.to_owned(),
        options,
        disk,
        journal,
        progress,
        tally,
        heads: std::collections::HashMap::new(),
        pulse: Pulse::new(),
        reopen: Reopen::soon(),
    };
    let committer = thread::Builder::new().name("store".to_owned()).spawn(move || {
        if let Some(closing) = committer.run() {
            // The caller may have stopped waiting.
            let _ = closing.send(Ok(()));
        }
    });
    let committer = Mutex::new(Some(committer.map_err(system)?));
    Ok(Arc::new(SledStore { shared, requests, committer, keeping: Keeping::default() }))
}

/// Makes an empty store in `folder`, which is missing or empty.
pub(super) fn create(folder: &Path, options: &SledOptions, disk: &dyn Disk) -> Result<(), OpenError> {
    let system = |error: io::Error| OpenError::system(folder, &error);
    DirBuilder::new().mode(0o700).recursive(true).create(folder).map_err(system)?;
    steps::taken(Step::FolderMade);
    Engine::create(folder, options, disk)
        .map_err(|error| OpenError::System { path: folder.to_owned(), reason: error.cause() })?;
    sync_folder(&folder.join(engine::FOLDER)).map_err(system)?;
    steps::taken(Step::DatabaseMade);
    // Last: what has a file of this name is a whole store.
    Progress::create(folder).map_err(system)?;
    steps::taken(Step::ProgressMade);
    sync_folder(folder).map_err(system)
}

/// Whether a store was made in this folder, and not just begun.
pub(in crate::store) fn is_made(folder: &Path) -> bool {
    folder.join(progress::NAME).exists()
}

/// sled makes what it misses, and so forgets that it ever held anything.
fn files_are_there(folder: &Path) -> Result<(), OpenError> {
    for name in ["db", "conf"] {
        let path = folder.join(engine::FOLDER).join(name);
        match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(OpenError::damaged(folder, format!("{}/{name} is missing", engine::FOLDER)));
            }
            Err(error) => return Err(OpenError::system(&path, &error)),
        }
    }
    Ok(())
}

fn after_the_fact(folder: &Path, error: StoreError) -> OpenError {
    match error {
        StoreError::Damaged(what) => {
            let what = format!("sled/db or journal: {what}");
            OpenError::Damaged { path: folder.to_owned(), what, untouched: false }
        }
        other => OpenError::System { path: folder.to_owned(), reason: other.cause() },
    }
}
