//! The file `progress`: how far the store had come when it last acknowledged anything.
//!
//! sled takes a file that was cut off, or emptied, or removed, for one that never held more. This file
//! tells. It is written after each sync and not synced itself: what it says is never more than what is on
//! the disk, and after a power cut it may be some seconds old.

use crate::store::OpenError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The file's name within the store's folder.
pub(super) const NAME: &str = "progress";

const MAGIC: &[u8; 8] = b"ovprogr\n";

/// Magic, format (4 bytes), sequence (8), crc32 of these (4); numbers little-endian.
const SLOT_BYTES: usize = 24;

/// Two slots, written by turns: one may be torn.
const SLOTS: u64 = 2;

/// The file, open and locked: one process at a time.
pub(super) struct Progress {
    file: File,
}

impl Progress {
    /// Makes the file in a new store's folder, durably.
    pub(super) fn create(folder: &Path) -> io::Result<()> {
        let file = OpenOptions::new().write(true).create_new(true).open(folder.join(NAME))?;
        file.write_all_at(&[slot(0), slot(0)].concat(), 0)?;
        file.sync_all()
    }

    /// Opens and locks the file, and reads how far the store had come at least.
    pub(super) fn open(folder: &Path) -> Result<(Self, u64), OpenError> {
        let path = folder.join(NAME);
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(OpenError::damaged(folder, "the file progress is missing"));
            }
            opened => opened.map_err(|error| OpenError::system(&path, &error))?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse { path: folder.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(OpenError::system(&path, &error)),
        }
        let found = latest(&file).map_err(|error| OpenError::system(&path, &error))?;
        let Some((format, sequence)) = found else {
            return Err(OpenError::damaged(folder, "the file progress cannot be read"));
        };
        if format > super::engine::FORMAT {
            let known = super::engine::FORMAT;
            return Err(OpenError::NewerFormat { path: folder.to_owned(), found: format, known });
        }
        Ok((Self { file }, sequence))
    }

    /// Notes how far the store has come, once that is durable.
    pub(super) fn note(&self, sequence: u64) -> io::Result<()> {
        self.file.write_all_at(&slot(sequence), sequence % SLOTS * SLOT_BYTES as u64)
    }

    /// Makes the last note durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// How far the store in `folder` had come, for somebody who only looks; `None` if the file is not what it should be.
pub(super) fn look(folder: &Path) -> io::Result<Option<u64>> {
    Ok(latest(&File::open(folder.join(NAME))?)?.map(|(_, sequence)| sequence))
}

/// The format and the sequence of the later slot that can be read.
fn latest(file: &File) -> io::Result<Option<(u32, u64)>> {
    let mut bytes = [0; SLOT_BYTES * SLOTS as usize];
    match file.read_exact_at(&mut bytes, 0) {
        Ok(()) => {
            Ok(bytes.chunks_exact(SLOT_BYTES).filter_map(read_slot).max_by_key(|(_, sequence)| *sequence))
        }
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn slot(sequence: u64) -> [u8; SLOT_BYTES] {
    let mut slot = [0; SLOT_BYTES];
    slot[..8].copy_from_slice(MAGIC);
    slot[8..12].copy_from_slice(&super::engine::FORMAT.to_le_bytes());
    slot[12..20].copy_from_slice(&sequence.to_le_bytes());
    let checksum = crc32fast::hash(&slot[..20]);
    slot[20..].copy_from_slice(&checksum.to_le_bytes());
    slot
}

fn read_slot(slot: &[u8]) -> Option<(u32, u64)> {
    let (content, checksum) = slot.split_last_chunk::<4>()?;
    if content.get(..8)? != MAGIC || crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
        return None;
    }
    let format = u32::from_le_bytes(content.get(8..12)?.try_into().ok()?);
    let sequence = u64::from_le_bytes(content.get(12..20)?.try_into().ok()?);
    Some((format, sequence))
}
