//! The canonical form of a text, and its hash: what an approval approves, and what a body decides on.
//!
//! Written down for others in docs/canonical-text.md; tests/canonical_text.py computes the same
//! from that page alone. A change here changes every hash, so it needs a new [`FORMAT`].

mod agreement;
mod kept;
mod places;

pub use agreement::{AgreementText, ReadAgreement, read_agreement};
pub use kept::{ReadSection, Unreadable, read};
pub use places::canonical_lengths;

use super::block::{Attributes, Block, Mark, Node, Text};
use super::read::mark_name;
use super::schema;
use crate::agreement::id::{AgreementId, PartyId, SectionId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// Number of the canonical form; part of what is hashed.
pub const FORMAT: u32 = 1;

/// The SHA-256 of a canonical form; shown and serialized as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct TextHash(pub [u8; 32]);

/// Everything a reader takes as a section's meaning.
#[derive(Clone, Copy, Debug)]
pub struct SectionText<'a> {
    /// The agreement it belongs to.
    pub agreement: AgreementId,
    /// Which section.
    pub section: SectionId,
    /// Its kind, as the API spells it.
    pub kind: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The parties responsible for it, with the names they go by; in any order.
    pub responsible: &'a [(PartyId, &'a str)],
    /// Its text, canonical or not.
    pub blocks: &'a [Block],
}

impl SectionText<'_> {
    /// The bytes that are hashed: RFC 8785 JSON.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let mut responsible: Vec<_> = self
            .responsible
            .iter()
            .map(|&(id, name)| Responsible { id, name: nfc(name).into_owned() })
            .collect();
        responsible.sort_unstable_by_key(|party| party.id);
        responsible.dedup();
        json(&Hashed {
            format: FORMAT,
            agreement: self.agreement,
            section: self.section,
            kind: self.kind,
            title: nfc(self.title),
            responsible,
            blocks: canonical_blocks(self.blocks),
        })
    }

    /// The hash of this text.
    pub fn hash(&self) -> TextHash {
        TextHash(Sha256::digest(self.canonical_bytes()).into())
    }
}

/// The hashed object, in the names of its JSON.
#[derive(Serialize)]
struct Hashed<'a> {
    format: u32,
    agreement: AgreementId,
    section: SectionId,
    kind: &'a str,
    title: Cow<'a, str>,
    responsible: Vec<Responsible>,
    blocks: Vec<Block>,
}

#[derive(PartialEq, Serialize)]
struct Responsible {
    id: PartyId,
    name: String,
}

/// Blocks such that two texts which say the same are equal. Doing it again changes nothing.
pub fn canonical_blocks(blocks: &[Block]) -> Vec<Block> {
    blocks.iter().map(canonical_block).collect()
}

pub(super) fn canonical_block(block: &Block) -> Block {
    let mut content: Vec<Node> = Vec::new();
    for node in &block.content {
        match node {
            Node::Block(block) => content.push(Node::Block(canonical_block(block))),
            Node::Text(run) if run.text.is_empty() => {}
            Node::Text(run) => {
                let marks = canonical_marks(&run.marks);
                match content.last_mut() {
                    Some(Node::Text(last)) if last.marks == marks => last.text.push_str(&run.text),
                    _ => content.push(Node::Text(Text { text: run.text.clone(), marks })),
                }
            }
        }
    }
    // Only now: a letter and its accent may have stood in two runs.
    for node in &mut content {
        if let Node::Text(run) = node
            && let Cow::Owned(composed) = nfc(&run.text)
        {
            run.text = composed;
        }
    }
    Block {
        kind: block.kind.clone(),
        attributes: canonical_attributes(&block.kind, &block.attributes),
        content,
    }
}

pub(super) fn canonical_marks(marks: &[Mark]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = marks
        .iter()
        .map(|mark| {
            let kind = mark_name(&mark.kind);
            Mark { kind: kind.to_owned(), attributes: canonical_attributes(kind, &mark.attributes) }
        })
        .collect();
    if marks.len() > 1 {
        marks.sort_by_cached_key(|mark| (mark.kind.clone(), json(&mark.attributes)));
        marks.dedup();
    }
    marks
}

/// What the schema's description calls a default or looks says nothing; nor does the order of parties.
pub(super) fn canonical_attributes(kind: &str, attributes: &Attributes) -> Attributes {
    let schema = schema::description();
    let mut kept = Attributes::new();
    for (name, value) in attributes {
        if value.is_null() || schema.is_for_looks(kind, name) || schema.is_default(kind, name, value) {
            continue;
        }
        let mut value = value.clone();
        if schema.is_parties(kind, name)
            && let Value::Array(parties) = &mut value
            && parties.iter().all(Value::is_string)
        {
            parties.sort_unstable_by(|one, other| one.as_str().cmp(&other.as_str()));
            parties.dedup();
        }
        kept.insert(name.clone(), value);
    }
    kept
}

/// Unicode Normalization Form C.
fn nfc(text: &str) -> Cow<'_, str> {
    match unicode_normalization::is_nfc_quick(text.chars()) {
        unicode_normalization::IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// RFC 8785 JSON.
fn json(value: &impl Serialize) -> Vec<u8> {
    #[allow(
        clippy::expect_used,
        reason = "fails for keys that are no strings, for duplicate keys and for NaN, none of which these types can hold"
    )]
    serde_json_canonicalizer::to_vec(value).expect("plain data serializes")
}

impl fmt::Display for TextHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for TextHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TextHash({self})")
    }
}

impl FromStr for TextHash {
    type Err = hex::FromHexError;

    fn from_str(digits: &str) -> Result<Self, Self::Err> {
        let mut hash = [0; 32];
        hex::decode_to_slice(digits, &mut hash)?;
        Ok(Self(hash))
    }
}

impl Serialize for TextHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = Cow::<str>::deserialize(deserializer)?;
        digits.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
