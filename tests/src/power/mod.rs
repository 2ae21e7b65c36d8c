//! The power of a machine, and its disk, in a test's hand: cut it, fill it, let a sync fail.
//!
//! A killed process leaves everything it wrote with the system; a machine without power keeps only what was
//! synced. The library in `power-cut/` notes what a server writes and syncs; [`Power::cut`] takes back what was
//! not synced, wholly or in part, as a disk may that writes in an order of its own.

mod journal;

use crate::Folder;
use crate::server::Launch;
use journal::{Change, Open};
use rand::RngExt;
use rand::rngs::StdRng;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The preload library.
const LIBRARY: &str = env!("OVERENS_POWER_CUT");

/// What a disk writes wholly or not at all.
const BLOCK_BYTES: u64 = 4096;

/// A folder whose power can be cut. One life of the power is one journal.
#[derive(Debug)]
pub struct Power {
    watched: PathBuf,
    journal: PathBuf,
}

/// What becomes of that which was written and not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsynced {
    /// All of it is gone.
    Gone,
    /// What came first is there.
    Begun,
    /// Any block of it may be there.
    Scattered,
}

/// What a power cut took.
#[derive(Debug, Default)]
pub struct Taken {
    /// Writes that no sync had covered.
    pub writes: usize,
    /// Changes of names that no sync had covered.
    pub names: usize,
}

impl Power {
    /// The power of a data folder.
    pub fn over(folder: &Folder) -> Self {
        Self::over_path(folder.path(), folder.beside("power"))
    }

    fn over_path(watched: PathBuf, journal: PathBuf) -> Self {
        fs::create_dir(&journal).expect("a place for the journal");
        Self { watched, journal }
    }

    fn variables(&self) -> [(&str, &OsStr); 3] {
        [
            ("LD_PRELOAD", LIBRARY.as_ref()),
            ("POWER_CUT_FOLDER", self.watched.as_ref()),
            ("POWER_CUT_JOURNAL", self.journal.as_ref()),
        ]
    }

    /// A server that has its power from here.
    pub fn feed(&self, launch: Launch) -> Launch {
        self.variables().into_iter().fold(launch, |launch, (name, value)| {
            launch.variable(name, value.to_str().expect("temporary folders have plain names"))
        })
    }

    /// Any command that has its power from here.
    pub fn feed_command<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.variables())
    }

    /// From now on nothing can be written.
    pub fn fill_disk(&self) {
        File::create(self.journal.join("full")).expect("a writable folder");
    }

    /// There is room again.
    pub fn make_room(&self) {
        fs::remove_file(self.journal.join("full")).expect("it was full");
    }

    /// From now on each sync of a file takes so much longer.
    pub fn slow_syncs(&self, more: Duration) {
        self.tell("slow-sync", more.as_millis());
    }

    /// A server whose clock is in this hand, too.
    pub fn feed_with_clock(&self, launch: Launch) -> Launch {
        self.feed(launch).variable("POWER_CUT_CLOCK", "1")
    }

    /// From now on the clock is so many seconds later than it is; or earlier.
    pub fn set_clock(&self, seconds: i64) {
        self.tell("clock", seconds);
    }

    /// Whoever reads it meanwhile finds the old number or the new one.
    fn tell(&self, name: &str, number: impl std::fmt::Display) {
        let beside = self.journal.join(format!("{name}.new"));
        fs::write(&beside, number.to_string()).expect("a writable folder");
        fs::rename(beside, self.journal.join(name)).expect("a writable folder");
    }

    /// The next sync of a file fails, and what it should have covered is gone.
    pub fn fail_next_sync(&self) {
        File::create(self.journal.join("fail-sync")).expect("a writable folder");
    }

    /// Whether [`Self::fail_next_sync`] still waits for a sync.
    pub fn awaits_sync(&self) -> bool {
        self.journal.join("fail-sync").exists()
    }

    /// Cuts the power, after whatever wrote was killed, and turns it on again. What no sync covered is taken back.
    ///
    /// # Panics
    /// If the folder is not as the journal says.
    pub fn cut(&mut self, unsynced: Unsynced, random: &mut StdRng) -> Taken {
        let open = journal::uncovered(&self.journal.join("journal"));
        let (content, names): (Vec<Open>, Vec<Open>) = open
            .into_iter()
            .partition(|open| matches!(open.change, Change::Write { .. } | Change::Resize { .. }));
        let taken = Taken { writes: content.len(), names: names.len() };
        let mut files: BTreeMap<u64, Vec<Change>> = BTreeMap::new();
        for Open { key, change, .. } in content {
            files.entry(key).or_default().push(change);
        }
        for (inode, changes) in files {
            let file = OpenOptions::new().write(true).open(self.kept(inode)).expect("the journal keeps it");
            changes.iter().rev().for_each(|change| undo_content(&file, change).expect("a writable file"));
            let survive = match unsynced {
                Unsynced::Gone => 0,
                Unsynced::Begun => random.random_range(0..=changes.len()),
                Unsynced::Scattered => changes.len(),
            };
            for change in &changes[..survive] {
                let keep_all = unsynced == Unsynced::Begun;
                redo_content(&file, change, || keep_all || random.random()).expect("a writable file");
            }
        }
        let survive = if unsynced == Unsynced::Gone { 0 } else { random.random_range(0..=names.len()) };
        for Open { change, .. } in names[survive..].iter().rev() {
            self.undo_name(change).unwrap_or_else(|error| panic!("{change:?} cannot be taken back: {error}"));
        }
        fs::remove_dir_all(&self.journal).expect("the journal can be removed");
        fs::create_dir(&self.journal).expect("a place for the journal");
        taken
    }

    fn kept(&self, inode: u64) -> PathBuf {
        self.journal.join(format!("inode-{inode}"))
    }

    fn undo_name(&self, change: &Change) -> io::Result<()> {
        // A folder whose own removal was synced takes with it what was not synced of its names.
        if change.path().and_then(Path::parent).is_some_and(|folder| !folder.exists()) {
            return Ok(());
        }
        match change {
            Change::Create { path } => gone(fs::remove_file(path)),
            Change::Unlink { path, inode } => fs::hard_link(self.kept(*inode), path),
            Change::Rename { from, to, replaced } => {
                fs::rename(to, from)?;
                replaced.map_or(Ok(()), |inode| fs::hard_link(self.kept(inode), to))
            }
            Change::MakeFolder { path } => gone(fs::remove_dir_all(path)),
            Change::RemoveFolder { path } => fs::create_dir(path),
            Change::Write { .. } | Change::Resize { .. } => Ok(()),
        }
    }
}

/// A name that a later change took away without anybody's sync is gone already.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn undo_content(file: &File, change: &Change) -> io::Result<()> {
    match change {
        Change::Write { offset, size_before, before, .. } => {
            file.set_len(*size_before)?;
            file.write_all_at(before, *offset)
        }
        Change::Resize { size, size_before, cut_off } => {
            file.set_len(*size_before)?;
            file.write_all_at(cut_off, *size)
        }
        _ => Ok(()),
    }
}

/// Makes those blocks of a change again that `survives` is true for.
fn redo_content(file: &File, change: &Change, mut survives: impl FnMut() -> bool) -> io::Result<()> {
    match change {
        Change::Write { offset, after, .. } => {
            let mut left: VecDeque<u8> = after.iter().copied().collect();
            let mut at = *offset;
            while !left.is_empty() {
                let until_next = usize::try_from(BLOCK_BYTES - at % BLOCK_BYTES).expect("small");
                let block: Vec<u8> = left.drain(..until_next.min(left.len())).collect();
                if survives() {
                    file.write_all_at(&block, at)?;
                }
                at += block.len() as u64;
            }
            Ok(())
        }
        Change::Resize { size, .. } if survives() => file.set_len(*size),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
