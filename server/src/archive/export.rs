//! Writes an export, piece by piece: what is in memory at one time is the record with its names and texts, and
//! the files of one revision or one attachment.

use super::chronicle::Chronicle;
use super::error::ExportError;
use super::files::{Files, Group};
use super::manifest::{Kind, Manifest};
use super::material::Material;
use super::parcel::Parcel;
use super::stored::material;
use super::telling::tell;
use crate::agreement::id::AgreementId;
use crate::record::signature::Signatory;
use crate::store::{BlobId, Position, Store};
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::Arc;

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
