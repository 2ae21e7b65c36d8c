//! Writes an export, piece by piece: what is in memory at one time is the record with its names and texts, and
//! the files of one revision or one attachment.

use super::chronicle::Chronicle;
use super::files::{Files, Group};
use super::manifest::{Kind, Manifest};
use super::material::{Kept, Material, is_address};
use super::parcel::{ClosingError, Parcel};
use super::problem::Problem;
use super::telling::tell;
use super::zip::TooLarge;
use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, SectionId};
use crate::agreement::words::{Content, Words};
use crate::record::signature::Signatory;
use crate::store::{BlobId, LogId, Position, Store, StoreError};
use bytes::Bytes;
use jiff::civil::Date;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Entries read from the log at one go.
const PAGE: usize = 512;

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such agreement.
    #[error("there is no agreement {0}")]
    Unknown(AgreementId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept is not what was recorded.
    #[error("the agreement cannot be exported: {0:?}")]
    Damaged(Box<Problem>),
    /// A text or file that the record names is not kept.
    #[error("the agreement cannot be exported: the content {0} is not kept")]
    Gone(Digest),
    /// A name or text in the register cannot be read.
    #[error("the register's value of {key} is damaged: {why}")]
    Register {
        /// Its key.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// A file is too large.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Something could not be written as JSON, or signed.
    #[error("the export cannot be written: {0}")]
    Closing(#[from] ClosingError),
    /// How a text came to be cannot be read.
    #[error("how section {section} came to be cannot be read: {why}")]
    Log {
        /// Which section.
        section: SectionId,
        /// What is wrong.
        why: String,
    },
    /// The day cannot be told in the agreement's time zone.
    #[error("{0} is no day in the agreement's time zone")]
    Day(Date),
}

impl From<Problem> for ExportError {
    fn from(problem: Problem) -> Self {
        Self::Damaged(Box::new(problem))
    }
}

/// An export that is being written.
pub struct Export {
    store: Arc<dyn Store>,
    signatory: Arc<Signatory>,
    material: Material,
    told: Chronicle,
    /// Groups that are still to be written.
    left: VecDeque<Group>,
    parcel: Parcel,
}

impl Export {
    /// Reads an agreement's record as it stands now.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub async fn begin(
        store: Arc<dyn Store>,
        signatory: Arc<Signatory>,
        agreement: AgreementId,
    ) -> Result<Self, ExportError> {
        let material = material(&*store, agreement).await?;
        let told = tell(&material)?;
        let left = Files::new(&material, &told).groups().into();
        Ok(Self { store, signatory, material, told, left, parcel: Parcel::default() })
    }

    /// How many entries of the record are in it.
    pub fn position(&self) -> Position {
        self.material.tip.position()
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// What cannot be read or written. What was given before is no export then.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ExportError> {
        while !self.parcel.is_waiting() {
            match self.left.pop_front() {
                Some(group) => self.write(group).await?,
                None => self.close()?,
            }
        }
        Ok(self.parcel.take())
    }

    async fn write(&mut self, group: Group) -> Result<(), ExportError> {
        let files = Files::new(&self.material, &self.told);
        let mut contents = Vec::new();
        for needed in files.needed(group) {
            let content = self.store.blob(BlobId(needed.hash.0)).await?;
            contents.push(content.ok_or(ExportError::Gone(needed.hash))?.to_vec());
        }
        let written = files.write(group, &contents)?;
        for (path, content) in files.paths(group).iter().zip(written) {
            self.parcel.add(path, content)?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ExportError> {
        let mut manifest = Manifest::of(&self.material, Kind::AgreementExport);
        manifest.files = std::mem::take(&mut self.parcel.files);
        Ok(self.parcel.close(&manifest, |hash| manifest.seal(hash), &self.signatory)?)
    }
}

/// An agreement's record, with the names and texts that are kept beside it.
pub(super) async fn material(store: &dyn Store, agreement: AgreementId) -> Result<Material, ExportError> {
    loop {
        let read = read_once(store, agreement).await;
        // Words may have been erased after the log was read; then it has the entry that says so now.
        let Err((ExportError::Damaged(_), seen)) = read else { return read.map_err(|(error, _)| error) };
        if store.head(LogId::record(agreement.0)).await? == seen {
            return read.map_err(|(error, _)| error);
        }
    }
}

/// One look at it; with an error, how far the log was read.
async fn read_once(store: &dyn Store, agreement: AgreementId) -> Result<Material, (ExportError, Position)> {
    let mut read = 0;
    let material = words_and_lines(store, agreement, &mut read).await;
    material.map_err(|error| (error, Position(read)))
}

async fn words_and_lines(
    store: &dyn Store,
    agreement: AgreementId,
    seen: &mut u64,
) -> Result<Material, ExportError> {
    let mut lines: Vec<Bytes> = Vec::new();
    loop {
        let page = store.read(LogId::record(agreement.0), Position(lines.len() as u64), PAGE).await?;
        let is_last = page.len() < PAGE;
        lines.extend(page);
        *seen = lines.len() as u64;
        if is_last {
            break;
        }
    }
    if lines.is_empty() {
        return Err(ExportError::Unknown(agreement));
    }
    let material = Material::read(lines)?;
    // After the log: what an entry needs in the register was written with it.
    let prefix = format!("words/{agreement}/");
    let mut kept = BTreeMap::new();
    for (key, value) in store.scan(&prefix).await? {
        let content: Content = serde_json::from_slice(&value.value)
            .map_err(|error| ExportError::Register { key, why: error.to_string() })?;
        kept.insert(content.digest(), content);
    }
    let of_record = material.entries.iter().flat_map(|sealed| {
        let digests = sealed.entry.words().into_iter().map(Words::digest);
        digests.filter(|digest| !is_address(&sealed.entry, *digest))
    });
    let of_record = of_record.filter_map(|digest| kept.remove_entry(&digest));
    let kept: Vec<Kept> = of_record.map(|(digest, content)| Kept { digest, content }).collect();
    Ok(material.with_words(kept)?)
}
