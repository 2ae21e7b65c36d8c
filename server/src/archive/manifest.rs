//! The list of an export's files, and what the server signs.

use super::material::Material;
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::record::signature::RecordHead;
use crate::text::html;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Number of the export's format.
pub const FORMAT: u64 = 1;
/// The list of files.
pub const MANIFEST: &str = "manifest.json";
/// The server's signature.
pub const SIGNATURE: &str = "signature.json";

/// What kind of export it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The record of an agreement with everything that belongs to it.
    AgreementExport,
    /// How its texts came to be, up to a day.
    WorkingMaterial,
}

/// The list of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What it is a list of.
    pub kind: Kind,
    /// [`FORMAT`].
    pub format: u64,
    /// Number of how pages are written.
    pub pages: u32,
    /// Of which agreement.
    pub agreement: AgreementId,
    /// The end of its record.
    pub record: RecordHead,
    /// When the last entry was written.
    pub last_entry_at: Option<Timestamp>,
    /// Every other file but the signature, in the order of the archive.
    pub files: Vec<Listed>,
}

/// A file in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its path.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its content.
    pub sha256: Digest,
}

/// What is signed of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// What was exported.
    pub kind: Kind,
    /// Of which agreement.
    pub agreement: AgreementId,
    /// SHA-256 of the list of files.
    pub manifest: Digest,
    /// The end of the record.
    pub record: RecordHead,
}

impl Manifest {
    /// A list without files yet.
    pub fn of(material: &Material, kind: Kind) -> Self {
        Self {
            kind,
            format: FORMAT,
            pages: html::VERSION,
            agreement: material.agreement,
            record: RecordHead::of(material.agreement, material.tip),
            last_entry_at: material.entries.last().map(|last| last.at),
            files: Vec::new(),
        }
    }

    /// What is signed of the export with this list, whose bytes have the hash `manifest`.
    pub fn seal(&self, manifest: Digest) -> Seal {
        Seal { kind: self.kind, agreement: self.agreement, manifest, record: self.record }
    }
}

impl Listed {
    /// A file in the list.
    pub fn of(path: &str, content: &[u8]) -> Self {
        Self { path: path.to_owned(), bytes: content.len() as u64, sha256: Digest::of(&[content]) }
    }
}

/// RFC 8785, as every JSON file of an export is written.
///
/// # Errors
/// None for the types here.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}
