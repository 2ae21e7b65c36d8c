//! Why a data folder or the store in it was not opened.

use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was opened. Each displays as one line that says what to do.
///
/// Every refusal leaves the folder as it was, but for a [`OpenError::Damaged`] that says otherwise:
/// a store too large for a trial, found wanting only after it had been opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the data folder {} is in use by another process; stop that one first, or name another folder",
        .path.display()
    )]
    InUse {
        /// Which folder.
        path: PathBuf,
    },
    /// The folder or a file in it cannot be written.
    #[error(
        "the data folder {} cannot be written ({reason}); give this user the right to write there, or name another folder",
        .path.display()
    )]
    NotWritable {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Written by a newer release.
    #[error(
        "the data folder {} is of format {found}, and this release knows formats up to {known}; start the newer release that wrote it",
        .path.display()
    )]
    NewerFormat {
        /// Which folder.
        path: PathBuf,
        /// The format it has.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// It holds something, but not Överens.
    #[error("{} is not empty and is not an Överens data folder; name an empty or a new folder", .path.display())]
    NotOurs {
        /// Which folder.
        path: PathBuf,
    },
    /// It holds something, and a restore goes into an empty folder only.
    #[error("{} is not empty; a backup is restored into an empty or a new folder only", .path.display())]
    NotEmpty {
        /// Which folder.
        path: PathBuf,
    },
    /// A restore into it was interrupted.
    #[error(
        "a restore into the data folder {} was interrupted, and what is there is not whole; run overens restore again, or name another folder",
        .path.display()
    )]
    HalfRestored {
        /// Which folder.
        path: PathBuf,
    },
    /// What is there is not what was written.
    #[error(
        "{} is damaged ({what}); {}, see with overens doctor what can be read of it, or restore a backup into a new folder",
        .path.display(),
        if *.untouched { "nothing in it was changed: keep it" } else { "keep a copy of it" }
    )]
    Damaged {
        /// Which folder.
        path: PathBuf,
        /// What was found.
        what: String,
        /// Whether the folder is as it was found.
        untouched: bool,
    },
    /// The system refused something else: a full disk, a device that fails.
    #[error("the data folder {} cannot be used ({reason}); remove the cause and start again", .path.display())]
    System {
        /// Which folder or file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl OpenError {
    /// Damage found before anything was touched.
    pub(super) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.into(), untouched: true }
    }

    /// What the system said about a file or folder.
    pub(super) fn system(path: &Path, error: &io::Error) -> Self {
        let (path, reason) = (path.to_owned(), error.to_string());
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { path, reason }
            }
            _ => Self::System { path, reason },
        }
    }
}
