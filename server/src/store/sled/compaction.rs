//! Writes a store anew when sled's files have become much larger than what is in them, or hold what was purged.
//!
//! sled takes back the places of old values only in part, and its file never shrinks. So a store that is being
//! opened, and was found whole, is copied value by value into a new database, which is checked and then put in
//! the place of the old one. Whatever interrupts that, the next start finds either of the two whole.

use super::disk::{Disk, sync_folder};
use super::engine::{self, Engine};
use super::journal::Journal;
use super::{SledOptions, keys, verify};
use crate::store::StoreError;
use crate::store::steps::{self, Step};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Where the new database is made, within the store's folder.
const FOLDER: &str = "compact";

/// What the old one is called once the new one is whole.
const OLD: &str = "sled.old";

/// So many times as large as what is in it a file may be; sled needs up to three for what is only appended.
const MOST_TIMES: u64 = 4;

/// Values written as one, in bytes.
const BATCH_BYTES: usize = 1 << 20;

/// Tidies up after one that was interrupted; before anything else looks at the folder.
pub(super) fn finish(folder: &Path) -> io::Result<()> {
    let (current, new, old) =
        (folder.join(engine::FOLDER), folder.join(FOLDER).join(engine::FOLDER), folder.join(OLD));
    if old.exists() && !current.exists() {
        // The old one only gets its name when the new one is whole.
        fs::rename(if new.exists() { &new } else { &old }, &current)?;
        steps::taken(Step::NewPlaced);
        sync_folder(folder)?;
    }
    if !current.exists() {
        // Nothing here is ours to remove.
        return Ok(());
    }
    remove(&old)?;
    remove(&folder.join(FOLDER))
}

/// Where the database lies that a start would take, whatever was interrupted.
pub(super) fn current(folder: &Path) -> PathBuf {
    let (current, new, old) =
        (folder.join(engine::FOLDER), folder.join(FOLDER).join(engine::FOLDER), folder.join(OLD));
    match (current.exists(), old.exists(), new.exists()) {
        (false, true, true) => new,
        (false, true, false) => old,
        _ => current,
    }
}

/// Gives back an engine over the same content: a new one if the files have become too large, or this one.
pub(super) fn run(
    folder: &Path,
    engine: Engine,
    journal: &mut Journal,
    options: &SledOptions,
    disk: &dyn Disk,
) -> Result<Engine, StoreError> {
    let bytes = engine.file_bytes()?;
    // What was purged is to leave the disk, however small the files are.
    let must = engine.get(keys::REWRITE)?.is_some();
    if bytes <= options.compact_above && !must {
        return Ok(engine);
    }
    let mut live = 0;
    for pair in engine.from(&[]) {
        let (key, value) = pair?;
        live += (key.len() + value.len()) as u64;
    }
    let room = disk.room(folder).unwrap_or(u64::MAX).saturating_sub(options.reserve);
    let is_large = bytes > options.compact_above && bytes > live.saturating_mul(MOST_TIMES);
    if !is_large && !must {
        return Ok(engine);
    }
    if room < live.saturating_mul(MOST_TIMES) {
        if must {
            tracing::warn!("there is no room to write the store anew; its files still hold what was purged");
        }
        return Ok(engine);
    }
    tracing::info!(bytes, live, purged = must, "writing the store anew");
    if must {
        // Before the mark that asks for it can go.
        journal.wipe(disk).map_err(unavailable)?;
        steps::taken(Step::JournalWiped);
    }
    if let Err(error) = copy(folder, &engine, options, disk) {
        tracing::warn!(%error, "the store could not be written anew; it stays as it is");
        remove(&folder.join(FOLDER)).map_err(unavailable)?;
        return Ok(engine);
    }
    engine.close();
    swap(folder).map_err(unavailable)?;
    Engine::open(folder, options, disk)
}

/// Makes the new database, durably, and checks everything in it.
fn copy(folder: &Path, engine: &Engine, options: &SledOptions, disk: &dyn Disk) -> Result<(), StoreError> {
    let folder = folder.join(FOLDER);
    DirBuilder::new().mode(0o700).create(&folder).map_err(unavailable)?;
    Engine::create(&folder, options, disk)?;
    let new = Engine::open(&folder, options, disk)?;
    let mut batch = sled::Batch::default();
    let mut bytes = 0;
    for pair in engine.from(&[]) {
        let (key, value) = pair?;
        if key == keys::REWRITE {
            continue;
        }
        bytes += key.len() + value.len();
        batch.insert(key, value);
        if bytes > BATCH_BYTES {
            new.apply(std::mem::take(&mut batch))?;
            bytes = 0;
        }
    }
    steps::taken(Step::PartCopied);
    new.apply(batch)?;
    new.sync(disk)?;
    let checked = verify::everything(&new);
    new.close();
    checked?;
    sync_folder(&folder.join(engine::FOLDER)).map_err(unavailable)?;
    sync_folder(&folder).map_err(unavailable)?;
    steps::taken(Step::AllCopied);
    Ok(())
}

fn swap(folder: &Path) -> io::Result<()> {
    fs::rename(folder.join(engine::FOLDER), folder.join(OLD))?;
    steps::taken(Step::OldAside);
    finish(folder)?;
    steps::taken(Step::OldRemoved);
    Ok(())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn unavailable(error: io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
