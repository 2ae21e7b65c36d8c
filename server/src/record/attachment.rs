//! Files that members upload to an agreement: their content as a blob, and beside it in the register what they
//! are called. Only a file that was uploaded to an agreement is attached in it, or read from it.

use super::{RecordError, Records};
use crate::agreement::decide::NewAttachment;
use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, BlobId, Expected, RegisterWrite};
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is kept of a file beside its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Its name, as it was given.
    pub name: String,
    /// What it is, found out from its content: an Internet media type.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// Who uploaded it.
    pub member: MemberId,
    /// When.
    pub at: Timestamp,
}

impl Upload {
    /// As an entry of the record is to name it.
    pub fn attached(self, content: Digest, name: String) -> NewAttachment {
        NewAttachment { content, name, media_type: self.media_type, bytes: self.bytes }
    }
}

impl Records {
    /// Keeps a file for an agreement; the same content again takes the new name. Its hash.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn upload(
        &self,
        agreement: AgreementId,
        content: Bytes,
        upload: &Upload,
    ) -> Result<Digest, RecordError> {
        let BlobId(hash) = self.store.put_blob(content).await?;
        let value = serde_json::to_vec(upload).map_err(|error| RecordError::Unwritable(error.to_string()))?;
        let write = RegisterWrite {
            key: key(agreement, Digest(hash)),
            expected: Expected::Anything,
            value: Some(value.into()),
        };
        self.store.commit(Batch { register: vec![write], ..Batch::default() }).await?;
        Ok(Digest(hash))
    }

    /// How many files are kept for an agreement, and how many bytes they are.
    ///
    /// # Errors
    /// If the register cannot be read.
    pub async fn uploads(&self, agreement: AgreementId) -> Result<(usize, u64), RecordError> {
        let (mut files, mut bytes) = (0, 0);
        for (key, kept) in self.store.scan(&format!("{ATTACHMENTS}{agreement}/")).await? {
            let read: Result<Upload, _> = serde_json::from_slice(&kept.value);
            let upload = read.map_err(|error| RecordError::Register { key, why: error.to_string() })?;
            files += 1;
            bytes += upload.bytes;
        }
        Ok((files, bytes))
    }

    /// What is known of a file that was uploaded to an agreement; `None` if none of this hash was.
    ///
    /// # Errors
    /// If the register cannot be read.
    pub async fn uploaded(
        &self,
        agreement: AgreementId,
        content: Digest,
    ) -> Result<Option<Upload>, RecordError> {
        let key = key(agreement, content);
        let Some(kept) = self.store.get(&key).await? else { return Ok(None) };
        let read = serde_json::from_slice(&kept.value);
        read.map(Some).map_err(|error| RecordError::Register { key, why: error.to_string() })
    }

    /// A file that was uploaded to an agreement, with its content.
    ///
    /// # Errors
    /// If the register or the blob cannot be read.
    pub async fn uploaded_content(
        &self,
        agreement: AgreementId,
        content: Digest,
    ) -> Result<Option<(Upload, Bytes)>, RecordError> {
        let Some(upload) = self.uploaded(agreement, content).await? else { return Ok(None) };
        let bytes = self.store.blob(BlobId(content.0)).await?;
        Ok(bytes.map(|bytes| (upload, bytes)))
    }
}

/// Where it stands what was uploaded.
const ATTACHMENTS: &str = "attachment/";

fn key(agreement: AgreementId, content: Digest) -> String {
    format!("{ATTACHMENTS}{agreement}/{content}")
}
