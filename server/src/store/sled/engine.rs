//! sled, opened: the tree, the file that is synced, and errors put into our words.

use super::disk::Disk;
use super::journal::Change;
use super::keys::Space;
use super::tally::Tally;
use super::{SledOptions, keys, quiet};
use crate::store::StoreError;
use crate::store::steps::{self, Step};
use sled::IVec;
use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The format of what is in the tree.
///
/// 2: logs may have packs. Whoever knows only 1 would miss their entries.
pub(super) const FORMAT: u32 = 2;

/// The oldest format that is still read; it is brought up to [`FORMAT`] when the store is opened.
pub(super) const OLDEST_FORMAT: u32 = 1;

/// The folder that sled has to itself, within the store's.
pub(super) const FOLDER: &str = "sled";

/// How often sled's own thread tidies its file; what is durable does not wait for it.
const TIDY_EVERY: Duration = Duration::from_millis(500);

/// How often something is read again that was being written: it is written in microseconds.
const MOST_READS: usize = 1000;

/// A key and what lies there.
type Pair = Result<(IVec, IVec), StoreError>;

/// sled's database, opened.
pub(super) struct Engine {
    db: sled::Db,
    /// sled's `db` file, opened by us: sled's `flush` does not sync it. Each open file hears of a failed
    /// write once, so this one is opened before sled writes anything and is read by nobody else.
    file: File,
    /// Counts up when something begins to be taken in, and again when it is.
    writes: AtomicU64,
}

impl Engine {
    /// Opens the database in the store folder `folder`, which has one.
    pub(super) fn open(folder: &Path, options: &SledOptions, disk: &dyn Disk) -> Result<Self, StoreError> {
        let file = disk.open(&folder.join(FOLDER).join("db")).map_err(unavailable)?;
        let db = open_sled(folder, options)?;
        Ok(Self { db, file, writes: AtomicU64::new(0) })
    }

    /// Makes a database in the store folder `folder`, which has none, and closes it.
    pub(super) fn create(folder: &Path, options: &SledOptions, disk: &dyn Disk) -> Result<(), StoreError> {
        let db = open_sled(folder, options)?;
        let file = disk.open(&folder.join(FOLDER).join("db")).map_err(unavailable)?;
        let engine = Self { db, file, writes: AtomicU64::new(0) };
        let mut batch = sled::Batch::default();
        batch.insert(keys::FORMAT, &FORMAT.to_le_bytes());
        batch.insert(keys::PROGRESS, Tally::default().encode());
        engine.apply(batch)?;
        engine.sync(disk)?;
        engine.close();
        Ok(())
    }

    /// The value in the tree at `key`.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<IVec>, StoreError> {
        guarded(|| self.db.get(key))
    }

    /// What lies in the tree at keys that begin with `prefix`, in their order.
    pub(super) fn prefixed(&self, prefix: &[u8]) -> impl Iterator<Item = Pair> + use<> {
        guard_each(self.db.scan_prefix(prefix))
    }

    /// What lies in the tree at keys that begin with `prefix` and are not after `key`, the last first.
    pub(super) fn backwards(&self, prefix: &[u8], key: &[u8]) -> impl Iterator<Item = Pair> + use<> {
        let mut pairs = self.db.range(prefix.to_vec()..=key.to_vec());
        let mut failed = false;
        std::iter::from_fn(move || {
            let next = (!failed).then(|| guarded(|| pairs.next_back().transpose()).transpose()).flatten();
            failed = matches!(next, Some(Err(_)));
            next
        })
    }

    /// What lies in the tree from `key` on, in the order of keys.
    pub(super) fn from(&self, key: &[u8]) -> impl Iterator<Item = Pair> + use<> {
        guard_each(self.db.range(key..))
    }

    /// How far the store has come.
    pub(super) fn tally(&self) -> Result<Tally, StoreError> {
        let found = self.get(keys::PROGRESS)?;
        found
            .and_then(|bytes| Tally::decode(&bytes))
            .ok_or_else(|| StoreError::Damaged("it does not say how far it has come".to_owned()))
    }

    /// The format of what is in the tree.
    pub(super) fn format(&self) -> Result<u32, StoreError> {
        let found = self.get(keys::FORMAT)?;
        found
            .and_then(|bytes| Some(u32::from_le_bytes(bytes.as_ref().try_into().ok()?)))
            .ok_or_else(|| StoreError::Damaged("it does not say its format".to_owned()))
    }

    /// Says from now on that the tree has the newest format, durably.
    pub(super) fn bring_up_to_date(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        batch.insert(keys::FORMAT, &FORMAT.to_le_bytes());
        self.apply(batch)?;
        self.sync(disk)
    }

    /// Writes a batch, visibly and wholly or not at all, but not yet durably.
    pub(super) fn apply(&self, batch: sled::Batch) -> Result<(), StoreError> {
        guarded(|| self.db.apply_batch(batch))
    }

    /// Writes what stands in the journal, one key after the other: readers may see a part of it.
    ///
    /// A batch of sled's would be seen at once, but each makes sled write to its file, by threads that wake each
    /// other up. That all of it gets there is the journal's promise.
    pub(super) fn take_in(&self, changes: &[Change]) -> Result<(), StoreError> {
        self.writes.fetch_add(1, Ordering::SeqCst);
        let taken_in = guarded(|| {
            for (key, value) in changes {
                match value {
                    Some(value) => drop(self.db.insert(key.as_slice(), value.as_ref())?),
                    None => drop(self.db.remove(key.as_slice())?),
                }
                steps::taken_if_any(|| step_of(key, value.is_some()));
            }
            Ok(())
        });
        self.writes.fetch_add(1, Ordering::SeqCst);
        taken_in
    }

    /// Reads something that consists of several values. What looks like damage while something is being written
    /// is looked at again.
    pub(super) fn read<T>(&self, read: impl Fn(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut tries = 0;
        loop {
            let before = self.writes.load(Ordering::SeqCst);
            let found = read(self);
            let is_quiet = before.is_multiple_of(2) && self.writes.load(Ordering::SeqCst) == before;
            tries += 1;
            if is_quiet || tries == MOST_READS || !matches!(found, Err(StoreError::Damaged(_))) {
                return found;
            }
            std::thread::yield_now();
        }
    }

    /// Makes durable what was applied. After an error nothing is known of what is on the disk: the engine
    /// must be closed and opened again. Never call it twice for the same batch.
    pub(super) fn sync(&self, disk: &dyn Disk) -> Result<(), StoreError> {
        self.flush()?;
        steps::taken(Step::Flushed);
        disk.sync(&self.file).map_err(unavailable)?;
        steps::taken(Step::Synced);
        Ok(())
    }

    /// How large sled's file is.
    pub(super) fn file_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.file.metadata().map_err(unavailable)?.len())
    }

    /// Hands everything to the operating system, which says whether the file can be written.
    pub(super) fn flush(&self) -> Result<(), StoreError> {
        guarded(|| self.db.flush()).map(|_bytes| ())
    }

    /// Closes the database. sled syncs once more as it goes; nobody relies on that, and it may fail.
    pub(super) fn close(self) {
        let _quiet = quiet::sled();
        let db = self.db;
        if catch_unwind(AssertUnwindSafe(|| drop(db))).is_err() {
            tracing::warn!("sled did not close cleanly");
        }
    }
}

/// The step that it is to give sled a value, or to take one from it.
fn step_of(key: &[u8], is_there: bool) -> Option<Step> {
    match (Space::of(key)?, is_there) {
        (Space::Entry, true) => Some(Step::EntryTakenIn),
        (Space::Head, true) => Some(Step::HeadTakenIn),
        (Space::Checkpoint, true) => Some(Step::CheckpointTakenIn),
        (Space::Pack, true) => Some(Step::PackTakenIn),
        (Space::Register, true) => Some(Step::ValueTakenIn),
        (Space::Blob, true) => Some(Step::BlobTakenIn),
        (Space::Entry, false) => Some(Step::EntryTakenAway),
        (Space::Register, false) => Some(Step::ValueTakenAway),
        (Space::Purge, _) | (Space::Head | Space::Checkpoint | Space::Pack | Space::Blob, false) => None,
    }
}

/// Opens sled; patiently, because a database just dropped by this process keeps its lock for a moment.
fn open_sled(folder: &Path, options: &SledOptions) -> Result<sled::Db, StoreError> {
    const PATIENCE: u32 = 100;
    let _quiet = quiet::sled();
    remove_unfinished_snapshots(&folder.join(FOLDER)).map_err(unavailable)?;
    let config = sled::Config::new()
        .path(folder.join(FOLDER))
        .cache_capacity(options.cache_capacity)
        .flush_every_ms(tidying().map(|every| every.as_millis() as u64));
    let mut tries = 0;
    loop {
        tries += 1;
        match guarded(|| config.open()) {
            Err(StoreError::Unavailable(why))
                if why.contains("could not acquire lock") && tries < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            opened => return opened,
        }
    }
}

/// sled writes a snapshot as it opens, under another name until it is whole; but then it reads what a kill
/// left under that name, before any other, and takes it for damage. The one before is still there.
fn remove_unfinished_snapshots(folder: &Path) -> io::Result<()> {
    let items = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        items => items?,
    };
    for item in items {
        let item = item?;
        let name = item.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(item.path())?;
        }
    }
    Ok(())
}

/// Its thread would make durable what the control of the kill test only pretends to have kept.
#[cfg(feature = "faults")]
fn tidying() -> Option<Duration> {
    (!super::faults::acknowledge_early()).then_some(TIDY_EVERY)
}

#[cfg(not(feature = "faults"))]
fn tidying() -> Option<Duration> {
    Some(TIDY_EVERY)
}

fn guard_each(iterator: sled::Iter) -> impl Iterator<Item = Pair> {
    let mut iterator = Some(iterator);
    std::iter::from_fn(move || {
        let next = guarded(|| iterator.as_mut().and_then(Iterator::next).transpose()).transpose();
        if matches!(next, Some(Err(_))) {
            iterator = None;
        }
        next
    })
}

/// Runs a call of sled, which panics on some damage.
fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(unavailable(error)),
        // Where, sled knows seldom, and it prints what it knows badly.
        Ok(Err(sled::Error::Corruption { .. })) => {
            Err(StoreError::Damaged("sled finds its files corrupted".to_owned()))
        }
        Ok(Err(error)) => Err(StoreError::Damaged(first_line(&error.to_string()))),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
            Err(StoreError::Damaged(format!("sled gave up: {}", first_line(said))))
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn unavailable(error: io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
