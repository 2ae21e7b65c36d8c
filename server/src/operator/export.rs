//! Writes an agreement's export into a file.

use super::new_file::{NewFile, NewFileError};
use super::{Operator, OperatorError};
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::archive::{ExportError, Outgoing};
use crate::record::signature::{KeyError, Signatory};
use jiff::civil::Date;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// Why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportFileError {
    /// The file cannot be written; nothing of it is left.
    #[error(transparent)]
    File(#[from] NewFileError),
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
    /// Writes the export of an agreement, or its working material up to a day.
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
    let failed = |error| NewFileError::of(file, error);
    let (new, into) = NewFile::begin(file)?;
    let mut into = File::from_std(into);
    let mut bytes = 0;
    while let Some(piece) = export.next().await? {
        into.write_all(&piece).await.map_err(failed)?;
        bytes += piece.len() as u64;
    }
    into.flush().await.map_err(failed)?;
    into.sync_all().await.map_err(failed)?;
    let named = tokio::task::spawn_blocking(|| new.finish()).await;
    named.map_err(|cut_short| failed(cut_short.into()))??;
    Ok(bytes)
}
