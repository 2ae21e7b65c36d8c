//! The whole service in one file, and back: what `overens backup` writes and `overens restore` reads.
//!
//! docs/backup.md has the format and what a restore brings back.

mod format;
mod restore;
mod take;
#[cfg(test)]
mod tests;

pub use format::Counts;
pub(super) use format::{Item, Reader};
pub use restore::{Restored, restore};
pub(super) use restore::{blocking, fill};
pub use take::BackedUp;

use crate::drafting::LoadError;
use crate::operator::new_file::NewFileError;
use crate::store::{OpenError, StoreError};
use std::io;
use std::path::PathBuf;

/// Parts on their way between the store and the file: enough that neither waits for each single one.
const PARTS_ON_THE_WAY: usize = 2;

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be written; nothing of it is left.
    #[error(transparent)]
    File(#[from] NewFileError),
    /// The file cannot be read.
    #[error("{} cannot be read ({error})", .file.display())]
    Read {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is some other file.
    #[error("{} is not a backup of Överens", .0.display())]
    NotABackup(PathBuf),
    /// Written by a newer release.
    #[error("{} is a backup of format {found}, and this release reads format {known}; use a newer release", .file.display())]
    NewerFormat {
        /// Which file.
        file: PathBuf,
        /// The format it has.
        found: String,
        /// The format known here.
        known: u32,
    },
    /// It is not what was written.
    #[error("{} is damaged or was changed ({what}); use another backup", .file.display())]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// What was found.
        what: String,
    },
    /// The signing key in the data folder cannot be read.
    #[error("the signing key in the data folder cannot be read: {0}")]
    SigningKey(io::Error),
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder cannot be restored into.
    #[error(transparent)]
    Folder(#[from] OpenError),
    /// A section's text cannot be read.
    #[error("the text of section {section}: {error}")]
    Text {
        /// Which section.
        section: crate::agreement::id::SectionId,
        /// Why.
        error: LoadError,
    },
    /// The work was cut short.
    #[error("it was cut short")]
    CutShort,
}
