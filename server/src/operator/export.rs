//! Writes an agreement's export into a file: beside its place first, and under its name when it is whole.

use super::{Operator, OperatorError};
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::archive::{ExportError, Outgoing};
use crate::record::signature::{KeyError, Signatory};
use jiff::civil::Date;
use serde::Serialize;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportFileError {
    /// An export replaces nothing.
    #[error("{} is there already; name another file", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written; nothing of it is left.
    #[error("{} cannot be written ({error}); nothing of it was left", .file.display())]
    Write {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There is nothing to write.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// There is nothing to sign it with.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What was written.
#[derive(Serialize)]
pub(super) struct Exported {
    agreement: AgreementId,
    file: PathBuf,
    bytes: u64,
    /// Entries that the record had.
    entries: u64,
    /// The public key that it was signed with.
    key: Digest,
}

impl Operator {
    /// Writes the export of an agreement, or its working material up to a day. The file is its owner's only: it holds names.
    pub(super) async fn export(
        &self,
        agreement: AgreementId,
        as_of: Option<Date>,
        file: PathBuf,
    ) -> Result<Exported, OperatorError> {
        let signatory = Arc::new(Signatory::of_folder(&self.folder).map_err(ExportFileError::Key)?);
        let key = signatory.public();
        let begun = Outgoing::begin(Arc::clone(&self.store), signatory, agreement, as_of).await;
        let mut export = begun.map_err(ExportFileError::Export)?;
        let bytes = write(&mut export, &file).await?;
        Ok(Exported { agreement, file, bytes, entries: export.position().0, key })
    }
}

async fn write(export: &mut Outgoing, file: &Path) -> Result<u64, ExportFileError> {
    let failed = |error| ExportFileError::Write { file: file.to_owned(), error };
    if fs::try_exists(file).await.map_err(failed)? {
        return Err(ExportFileError::Exists(file.to_owned()));
    }
    let mut beside = OsString::from(file);
    beside.push(format!(".{:08x}.part", rand::random::<u32>()));
    let beside = PathBuf::from(beside);
    let written = async {
        let mut options = OpenOptions::new();
        let mut into =
            options.write(true).create_new(true).mode(0o600).open(&beside).await.map_err(failed)?;
        let mut bytes = 0;
        while let Some(piece) = export.next().await? {
            into.write_all(&piece).await.map_err(failed)?;
            bytes += piece.len() as u64;
        }
        into.flush().await.map_err(failed)?;
        into.sync_all().await.map_err(failed)?;
        // Somebody may have put a file there meanwhile.
        if fs::try_exists(file).await.map_err(failed)? {
            return Err(ExportFileError::Exists(file.to_owned()));
        }
        fs::rename(&beside, file).await.map_err(failed)?;
        if let Some(folder) = file.parent() {
            File::open(folder).await.map_err(failed)?.sync_all().await.map_err(failed)?;
        }
        Ok(bytes)
    };
    let written = written.await;
    if written.is_err() {
        // It was never there, or is of no use.
        let _ = fs::remove_file(&beside).await;
    }
    written
}
