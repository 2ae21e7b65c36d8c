//! Revisions: immutable, numbered texts, of one section or of the whole agreement.

use super::digest::Digest;
use super::id::{MemberId, SectionId};
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A revision's number: from 1, within its section or within its agreement.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct RevisionNumber(pub u32);

impl RevisionNumber {
    /// The number of the revision that comes after so many.
    pub(crate) fn after(revisions: usize) -> Self {
        Self(u32::try_from(revisions).unwrap_or(u32::MAX).saturating_add(1))
    }
}

impl fmt::Display for RevisionNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How much of a member stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Contribution {
    /// Who.
    pub member: MemberId,
    /// UTF-16 units.
    pub characters: u64,
}

/// A section's text as it stands, as far as the rules are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextNow {
    /// SHA-256 of its canonical form.
    pub hash: Digest,
    /// How many entries of the section's text log it is the outcome of.
    pub position: u64,
    /// Those of whom something stands, most first.
    pub contributors: Vec<Contribution>,
    /// UTF-16 units, the template's words included.
    pub characters: u64,
    /// Whether all of it is of an editor's making, so that a reader sees what the hash covers.
    pub sound: bool,
}

/// An immutable text of one section. Its content is kept as a blob under its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Of which section.
    pub section: SectionId,
    /// Its number there.
    pub number: RevisionNumber,
    /// SHA-256 of its canonical form.
    pub hash: Digest,
    /// How many entries of the section's text log it is the outcome of.
    pub text_position: u64,
    /// Whether the server saved it by itself, after a spell of quiet.
    pub automatic: bool,
    /// The revision whose text it brought back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored_from: Option<RevisionNumber>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
    /// Those of whom something stands in it, most first.
    pub contributors: Vec<Contribution>,
    /// UTF-16 units.
    pub characters: u64,
}

/// One section in an agreement revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionRevision {
    /// Which section.
    pub section: SectionId,
    /// Which revision of it.
    pub revision: RevisionNumber,
    /// That revision's hash.
    pub hash: Digest,
}

/// Title, parties and the texts of all sections at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementRevision {
    /// Its number within the agreement.
    pub number: RevisionNumber,
    /// SHA-256 of its canonical form.
    pub hash: Digest,
    /// In the order of the text.
    pub sections: Vec<SectionRevision>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Words>,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}
