//! What can be wrong with an export. [`super::verify`] says it in words.

use super::zip::Damage;
use crate::agreement::digest::Digest;
use crate::record::chain::{Break, Sealed};
use jiff::Timestamp;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// The archive is not laid out as ours are.
    Archive(Damage),
    /// It was made by a newer Överens.
    NewerFormat(u64),
    /// A file, or a line of it, is not what it must be.
    Unreadable {
        /// Which file.
        file: String,
        /// Which line, from 1.
        line: Option<usize>,
        /// What the reader says.
        why: String,
    },
    /// A file that the record speaks of is not there.
    Missing(String),
    /// A file is there that nothing speaks of.
    Unexpected(String),
    /// A file stands where another should.
    OutOfOrder {
        /// Which file.
        file: String,
        /// What should stand there.
        expected: String,
    },
    /// A file's checksum in the archive is another one than its content's.
    Checksum(String),
    /// An entry of the record.
    Entry(Place, WrongEntry),
    /// The record ends elsewhere than was signed.
    Head {
        /// How many entries were signed.
        signed: u64,
        /// How many there are.
        found: u64,
    },
    /// A name or a text.
    Words(WrongWords),
    /// A file's content is not the one that the record names.
    Hash {
        /// Which file.
        file: String,
        /// The entry that names it.
        place: Box<Place>,
        /// The hash there.
        expected: Digest,
        /// That of the file.
        found: Digest,
    },
    /// A text does not fit what the record says about it.
    Text {
        /// Which file.
        file: String,
        /// The entry that names it.
        place: Place,
    },
    /// A file that follows from the others says something else.
    Differs(Difference),
    /// A file is not the one in the list of files.
    Listed(String),
    /// The signature is not one of this export.
    Signature(WrongSignature),
    /// A receipt, by the name of its file.
    Receipt(String, WrongReceipt),
}

/// An entry of the record, for people.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its position, from 0.
    pub position: u64,
    /// Its kind, as the record names it; nothing if it cannot be read.
    pub kind: Option<String>,
    /// When it was written.
    pub at: Option<Timestamp>,
}

impl Place {
    /// Of an entry that was read.
    pub fn of(sealed: &Sealed) -> Self {
        let kind = serde_json::to_value(&sealed.entry).ok();
        let kind = kind.and_then(|entry| Some(entry.get("kind")?.as_str()?.to_owned()));
        Self { position: sealed.position, kind, at: Some(sealed.at) }
    }
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum WrongEntry {
    /// It is not one, or not one that stands there.
    Broken(Break),
    /// It is another one than the entry after it was tied to.
    Changed,
    /// Something lacks between it and the one before, or was put in.
    Severed,
    /// What it says does not follow from the entries before it.
    Rule(Rule),
}

/// What an entry says that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It is older than the one before.
    Time,
    /// Whoever did it took no part then.
    Actor,
    /// A revision has another number than the next.
    Number,
    /// It names a section, revision, party, member or mandate that is not there.
    Unknown,
    /// It names a revision with another hash than that has.
    Hash,
    /// A sign-off of somebody who could not give it.
    Approver,
    /// It erases words that are not there to be erased.
    Erasure,
}

/// What is wrong with a name or a text.
#[derive(Clone, Debug, PartialEq)]
pub enum WrongWords {
    /// They are not those that the record holds the digest of.
    Other {
        /// The entry that they belong to.
        place: Place,
        /// What they are there: the name of a field.
        field: String,
        /// What stands there now.
        found: String,
    },
    /// No entry has them.
    Unknown {
        /// The line in the file.
        line: usize,
    },
    /// They are gone, and no entry erases them.
    Missing {
        /// The entry that they belong to.
        place: Place,
        /// What they are there.
        field: String,
    },
    /// They are there although an entry erases them.
    Erased {
        /// The entry that they belong to.
        place: Place,
        /// What they are there.
        field: String,
        /// The entry that erases them.
        by: Box<Place>,
    },
}

/// Where a file differs from what follows from the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Which file.
    pub file: String,
    /// Which line, from 1.
    pub line: usize,
    /// What should stand there.
    pub expected: String,
    /// What does.
    pub found: String,
}

/// What is wrong with the signature.
#[derive(Clone, Debug, PartialEq)]
pub enum WrongSignature {
    /// It was not made by the key that it names, over what stands there.
    Forged,
    /// It is one of another list of files.
    OtherFiles,
    /// It is one of another agreement.
    OtherAgreement,
    /// It was made by another key than the one that was expected.
    OtherKey {
        /// The expected one.
        expected: Digest,
        /// The one that signed.
        found: Digest,
    },
}

/// What is wrong with a receipt, or with the record that it was given from.
#[derive(Clone, Debug, PartialEq)]
pub enum WrongReceipt {
    /// There is no record to check it against.
    NoRecord,
    /// The receipt is not whole: its signature is not over what stands there.
    Forged,
    /// It was signed by another key than the export.
    OtherKey,
    /// It is about another agreement.
    OtherAgreement,
    /// The sign-off that it proves does not stand in the record as it was given.
    Entry {
        /// Where it should stand.
        position: u64,
        /// The title of the section.
        section: String,
        /// When it was given.
        at: Timestamp,
    },
    /// The record, as it was when the receipt was given, is no beginning of this one.
    Head {
        /// How many entries it had.
        position: u64,
        /// How many this one has.
        found: u64,
    },
}

impl Difference {
    /// The first difference of two contents; `None` if there is none.
    pub fn between(file: &str, expected: &[u8], found: &[u8]) -> Option<Self> {
        let at = usize::try_from(super::zip::first_difference(expected, found)?).ok()?;
        let line = expected.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        Some(Self { file: file.to_owned(), line, expected: around(expected, at), found: around(found, at) })
    }
}

/// Some characters round a place, on one line.
fn around(content: &[u8], at: usize) -> String {
    let line = content.get(..at).unwrap_or(content).iter().rposition(|byte| *byte == b'\n');
    let start = line.map_or(0, |before| before + 1).max(at.saturating_sub(30));
    let end = content.len().min(at + 30);
    let end = content.iter().skip(at).position(|byte| *byte == b'\n').map_or(end, |left| end.min(at + left));
    String::from_utf8_lossy(content.get(start..end).unwrap_or_default()).replace('\u{fffd}', "")
}
