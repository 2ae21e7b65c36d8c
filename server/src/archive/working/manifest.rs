//! The list of the files of working material, and what its texts stand under.

use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, DecisionId, PartyId, SectionId};
use crate::agreement::party::Letter;
use crate::archive::manifest::{Kind, Listed, Seal};
use crate::record::signature::RecordHead;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The list of files, and what the texts stand under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingManifest {
    /// Always working material.
    pub kind: Kind,
    /// Number of the format.
    pub format: u64,
    /// Number of how pages are written.
    pub pages: u32,
    /// Of which agreement.
    pub agreement: AgreementId,
    /// Its title then, unless erased.
    pub title: Option<String>,
    /// The first language of the text.
    pub language: String,
    /// The parties then.
    pub parties: Vec<NamedParty>,
    /// The end of the record when this was taken out.
    pub record: RecordHead,
    /// The last day of which something is in it.
    pub as_of: Date,
    /// The first instant of which nothing is in it.
    pub until: Timestamp,
    /// That working material was purged before this was taken out; what it says is gone is not in it.
    pub purged: Option<PurgedBefore>,
    /// Every section that was there, in the order of adding.
    pub sections: Vec<WorkingSection>,
    /// What was proposed and said; nothing if nobody had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussion: Option<WorkingDiscussion>,
    /// Every other file but the signature, in the order of the archive.
    pub files: Vec<Listed>,
}

/// A party with its letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedParty {
    /// Which party.
    pub id: PartyId,
    /// Its letter.
    pub letter: Letter,
    /// What it was called.
    pub name: String,
}

/// What was proposed and said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingDiscussion {
    /// The position of the first entry of the log that is in here.
    pub from: u64,
    /// How many entries are in here.
    pub entries: u64,
}

/// What was purged earlier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurgedBefore {
    /// When.
    pub at: Timestamp,
    /// Where in the record.
    pub entry: u64,
    /// The decision that it rests on.
    pub decision: DecisionId,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingSection {
    /// Which section.
    pub id: SectionId,
    /// Where its files are.
    pub folder: String,
    /// Its title then.
    pub title: String,
    /// The position of the first entry of its log that is in here; those before were purged.
    pub from: u64,
    /// How many entries its log has in here.
    pub entries: u64,
    /// Whether there is a text; not if everything of that time was purged.
    pub has_text: bool,
}

impl WorkingManifest {
    /// What is signed of it.
    pub fn seal(&self, manifest: Digest) -> Seal {
        Seal { kind: self.kind, agreement: self.agreement, manifest, record: self.record }
    }
}
