//! What an export is made from: the entries of a record with the names and texts beside it, read and checked.

use super::problem::{Place, Problem, WrongEntry, WrongWords};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::AgreementId;
use crate::agreement::words::{Content, Words};
use crate::record::chain::{Break, BrokenChain, Sealed, Tip};
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The file of the entries, one on each line.
pub const RECORD: &str = "record.jsonl";
/// The file of names and texts, one on each line.
pub const WORDS: &str = "words.jsonl";

/// A record from its first entry to its last.
#[derive(Clone, Debug)]
pub struct Material {
    /// Whose record.
    pub agreement: AgreementId,
    /// The entries as they are hashed.
    pub lines: Vec<Bytes>,
    /// The entries as they are read, with the words that are kept.
    pub entries: Vec<Sealed>,
    /// The hash of each entry.
    pub hashes: Vec<Digest>,
    /// The end of the chain.
    pub tip: Tip,
    /// Names and texts in the order in which the record speaks of them.
    pub words: Vec<Kept>,
    /// What was erased, and the position of the entry that did it.
    pub erased: BTreeMap<Digest, u64>,
}

/// A line of [`WORDS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// What the record holds.
    pub digest: Digest,
    /// What it was taken of.
    #[serde(flatten)]
    pub content: Content,
}

/// Whether words are somebody's address: those leave the house with nobody, whose archive has no use for them.
pub(super) fn is_address(entry: &Entry, words: Digest) -> bool {
    matches!(entry, Entry::MemberAdded { member } if member.email.digest() == words)
}

impl Material {
    /// Reads entries, which must be one chain from the first on.
    ///
    /// # Errors
    /// The first entry that is not.
    pub fn read(lines: Vec<Bytes>) -> Result<Self, Problem> {
        let nothing = || Problem::Unreadable { file: RECORD.to_owned(), line: Some(1), why: "-".to_owned() };
        let first = Sealed::read(lines.first().ok_or_else(nothing)?);
        let first = first.map_err(|why| broken(&lines, 0, why))?;
        let mut tip = Tip::start(first.agreement);
        let mut entries = Vec::new();
        let mut hashes = Vec::new();
        for (position, line) in lines.iter().enumerate() {
            let (sealed, next) =
                tip.open(line).map_err(|BrokenChain { why, .. }| broken(&lines, position, why))?;
            entries.push(sealed);
            hashes.push(next.hash());
            tip = next;
        }
        let mut erased = BTreeMap::new();
        for sealed in &entries {
            for digest in sealed.entry.erased() {
                erased.entry(*digest).or_insert(sealed.position);
            }
        }
        Ok(Self { agreement: first.agreement, lines, entries, hashes, tip, words: Vec::new(), erased })
    }

    /// Takes in the names and texts beside the record: all that were not erased, and no others; addresses never.
    ///
    /// # Errors
    /// The first in the order of the record that is amiss.
    pub fn with_words(mut self, kept: Vec<Kept>) -> Result<Self, Problem> {
        let digests: Vec<Digest> = kept.iter().map(|kept| kept.digest).collect();
        let mut kept: BTreeMap<Digest, Content> =
            kept.into_iter().map(|kept| (kept.digest, kept.content)).collect();
        let mut used = BTreeSet::new();
        for index in 0..self.entries.len() {
            let sealed = &mut self.entries[index];
            let place = Place::of(sealed);
            let fields = fields_of(&sealed.entry);
            let digests_of = sealed.entry.words().into_iter().map(Words::digest);
            let addresses: Vec<Digest> = digests_of.filter(|one| is_address(&sealed.entry, *one)).collect();
            let field = |digest: Digest| fields.get(&digest).cloned().unwrap_or_default();
            for words in sealed.entry.words_mut() {
                let digest = words.digest();
                let erased = self.erased.get(&digest);
                if addresses.contains(&digest) {
                    continue;
                }
                match (kept.remove(&digest), erased) {
                    (None, Some(_)) => {}
                    // The same words may stand in one record twice, under one digest.
                    (None, None) if used.contains(&digest) => {
                        let known = self.words.iter().find(|known| known.digest == digest);
                        if let Some(known) = known {
                            // Checked when it was taken in.
                            let _ = words.restore(known.content.clone());
                        }
                    }
                    (None, None) => {
                        return Err(Problem::Words(WrongWords::Missing { place, field: field(digest) }));
                    }
                    (Some(_), Some(by)) => {
                        let by = usize::try_from(*by).ok().and_then(|by| self.lines.get(by));
                        let by = by.and_then(|line| Sealed::read(line).ok());
                        let by = Box::new(by.map_or_else(|| place.clone(), |by| Place::of(&by)));
                        return Err(Problem::Words(WrongWords::Erased { place, field: field(digest), by }));
                    }
                    (Some(content), None) => {
                        let found = content.text.clone();
                        if words.restore(content.clone()).is_err() {
                            let field = field(digest);
                            return Err(Problem::Words(WrongWords::Other { place, field, found }));
                        }
                        used.insert(digest);
                        self.words.push(Kept { digest, content });
                    }
                }
            }
        }
        match digests.iter().position(|digest| !used.contains(digest)) {
            None => Ok(self),
            Some(index) => Err(Problem::Words(WrongWords::Unknown { line: index + 1 })),
        }
    }

    /// The same as it was before an instant.
    pub fn before(&self, until: Timestamp) -> Self {
        let mut earlier = self.clone();
        let count = earlier.entries.iter().take_while(|sealed| sealed.at < until).count();
        earlier.entries.truncate(count);
        earlier.lines.truncate(count);
        earlier.hashes.truncate(count);
        earlier
    }

    /// The entry at a position, for people.
    pub fn place(&self, position: u64) -> Place {
        let entry = usize::try_from(position).ok().and_then(|position| self.entries.get(position));
        entry.map_or(Place { position, kind: None, at: None }, Place::of)
    }
}

/// Which entry is to blame when the chain does not hold at a position.
fn broken(lines: &[Bytes], position: usize, why: Break) -> Problem {
    let place = |position: usize| {
        let read = lines.get(position).and_then(|line| Sealed::read(line).ok());
        // Where it says to stand is a part of what may be wrong.
        let here = |place: Place| Place { position: position as u64, ..place };
        read.map_or(Place { position: position as u64, kind: None, at: None }, |read| here(Place::of(&read)))
    };
    if why != Break::Previous || position == 0 {
        return Problem::Entry(place(position), WrongEntry::Broken(why));
    }
    let hash_of = |position: usize| lines.get(position).map(|line| Digest::of(&[line]));
    let tied_to = |position: usize| {
        let next = lines.get(position + 1).and_then(|line| Sealed::read(line).ok());
        next.map(|next| next.previous)
    };
    match tied_to(position) {
        // The next entry knows this one as it is, so the one before was changed, or is not the one before.
        Some(known) if Some(known) == hash_of(position) => {
            Problem::Entry(place(position - 1), WrongEntry::Changed)
        }
        Some(_) => Problem::Entry(place(position), WrongEntry::Changed),
        None => Problem::Entry(place(position), WrongEntry::Severed),
    }
}

/// The names of the fields that hold words, as they stand in the entry.
pub fn fields_of(entry: &Entry) -> BTreeMap<Digest, String> {
    let mut fields = BTreeMap::new();
    if let Ok(value) = serde_json::to_value(entry) {
        collect("", &value, &mut fields);
    }
    fields
}

fn collect(name: &str, value: &Value, fields: &mut BTreeMap<Digest, String>) {
    match value {
        Value::Object(object) => match object.get("digest").and_then(Value::as_str) {
            Some(digest) if object.len() == 1 => {
                if let Ok(digest) = digest.parse() {
                    fields.insert(digest, name.to_owned());
                }
            }
            _ => object.iter().for_each(|(name, value)| collect(name, value, fields)),
        },
        Value::Array(list) => list.iter().for_each(|value| collect(name, value, fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
