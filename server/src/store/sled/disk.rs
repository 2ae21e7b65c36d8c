//! The disk, as far as the store speaks to it past sled: a seam where tests put one that fails.

use rustix::fs::{Advice, fadvise, statvfs};
use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// What the store asks of the disk.
pub(super) trait Disk: Send + Sync {
    /// Opens a file to be synced.
    fn open(&self, path: &Path) -> io::Result<File>;
    /// Drops from memory what the system believes to be on the disk.
    ///
    /// After a failed sync it may show what never got there.
    fn forget(&self, path: &Path) -> io::Result<()>;
    /// Makes the content of a file durable.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// How many bytes may still be written in the file system of `folder`.
    fn room(&self, folder: &Path) -> io::Result<u64>;
}

/// The real one.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).open(path)
    }

    fn forget(&self, path: &Path) -> io::Result<()> {
        Ok(fadvise(File::open(path)?, 0, None, Advice::DontNeed)?)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        #[cfg(feature = "faults")]
        if super::faults::skip_sync() {
            return Ok(());
        }
        file.sync_data()
    }

    fn room(&self, folder: &Path) -> io::Result<u64> {
        let found = statvfs(folder)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }
}

/// Makes the names in a folder durable.
pub(in crate::store) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
