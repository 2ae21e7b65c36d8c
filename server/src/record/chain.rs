//! The chain: each entry under the hash of the one before, in a form that has one spelling only.

use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::store::Position;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// Format of entries as written today.
pub const FORMAT: u64 = 1;

/// An entry as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// [`FORMAT`].
    pub format: u64,
    /// Whose record.
    pub agreement: AgreementId,
    /// Where in the log; the first entry is at 0.
    pub position: u64,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// SHA-256 of the bytes of the entry before; of the agreement's id for the first.
    pub previous: Digest,
    /// What was done.
    pub entry: Entry,
}

impl Sealed {
    /// Reads an entry by itself, without asking whether it belongs where it stands.
    ///
    /// # Errors
    /// [`Break::Unreadable`], or [`Break::Format`] for one of a newer version.
    pub fn read(bytes: &[u8]) -> Result<Self, Break> {
        let unreadable = |error: serde_json::Error| Break::Unreadable(error.to_string());
        if let Ok(sealed) = serde_json::from_slice::<Self>(bytes)
            && sealed.format == FORMAT
        {
            return Ok(sealed);
        }
        // What is wrong with it is found out at leisure.
        let value: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
        // Before anything else: a newer format may differ in all the rest.
        match value.get("format").and_then(Value::as_u64) {
            Some(FORMAT) => Self::deserialize(value).map_err(unreadable),
            Some(format) => Err(Break::Format(format)),
            None => Err(Break::Unreadable("it names no format".to_owned())),
        }
    }

    /// The canonical form (RFC 8785): the bytes that stand in the log and that are hashed.
    fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json_canonicalizer::to_vec(self)
    }
}

/// The end of a chain: what the next entry is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    agreement: AgreementId,
    position: Position,
    hash: Digest,
}

impl Tip {
    /// Before the first entry.
    pub fn start(agreement: AgreementId) -> Self {
        // The id as people see it, so that the hash can be made with any tool.
        let hash = Digest::of(&[agreement.to_string().as_bytes()]);
        Self { agreement, position: Position::START, hash }
    }

    /// Where the next entry goes.
    pub fn position(self) -> Position {
        self.position
    }

    /// The hash of the last entry; it stands for the whole record up to there.
    pub fn hash(self) -> Digest {
        self.hash
    }

    /// Ties an entry to the chain: its bytes, and the tip after it.
    ///
    /// # Errors
    /// None for the types of today; serde's own error is passed on instead of hidden.
    pub fn seal(self, entry: &Entry, by: Actor, at: Timestamp) -> Result<(Bytes, Self), serde_json::Error> {
        let sealed = Sealed {
            format: FORMAT,
            agreement: self.agreement,
            position: self.position.0,
            at,
            by,
            previous: self.hash,
            entry: entry.clone(),
        };
        let bytes = sealed.bytes()?;
        let next = self.after(&bytes);
        Ok((bytes.into(), next))
    }

    /// Reads the entry that stands at this tip, and the tip after it.
    ///
    /// # Errors
    /// If it is not, byte for byte, an entry that belongs just there.
    pub fn open(self, bytes: &[u8]) -> Result<(Sealed, Self), BrokenChain> {
        let broken = |why| BrokenChain { position: self.position, why };
        let sealed = Sealed::read(bytes).map_err(broken)?;
        let canonical = sealed.bytes().map_err(|error| broken(Break::Unreadable(error.to_string())))?;
        if canonical != bytes {
            return Err(broken(Break::NotCanonical));
        }
        if sealed.agreement != self.agreement {
            return Err(broken(Break::Agreement(sealed.agreement)));
        }
        if sealed.position != self.position.0 {
            return Err(broken(Break::Position(sealed.position)));
        }
        if sealed.previous != self.hash {
            return Err(broken(Break::Previous));
        }
        let founding = matches!(sealed.entry, Entry::AgreementFounded { .. });
        if founding != (self.position == Position::START) {
            return Err(broken(Break::Founding));
        }
        Ok((sealed, self.after(bytes)))
    }

    fn after(self, bytes: &[u8]) -> Self {
        Self { position: self.position.after(1), hash: Digest::of(&[bytes]), ..self }
    }
}

/// The log is no chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at position {position}, {why}")]
pub struct BrokenChain {
    /// The first entry that is not as it should be.
    pub position: Position,
    /// What is wrong there.
    pub why: Break,
}

/// How a chain can be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// Not an entry.
    Unreadable(String),
    /// An entry of another format, from a newer Överens.
    Format(u64),
    /// An entry, spelled otherwise than it must be, or with something hidden in it.
    NotCanonical,
    /// An entry of another agreement.
    Agreement(AgreementId),
    /// An entry of another position.
    Position(u64),
    /// The entry before is not the one this was tied to.
    Previous,
    /// The first entry is not the founding, or a later one is.
    Founding,
}

impl fmt::Display for Break {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(formatter, "the entry cannot be read: {why}"),
            Self::Format(format) => {
                write!(formatter, "the entry has format {format}, and this version reads {FORMAT}")
            }
            Self::NotCanonical => formatter.write_str("the entry is not in canonical form"),
            Self::Agreement(other) => write!(formatter, "the entry belongs to agreement {other}"),
            Self::Position(other) => write!(formatter, "the entry belongs to position {other}"),
            Self::Previous => formatter.write_str("the entry is tied to another one than stands before it"),
            Self::Founding => formatter.write_str("the founding of the agreement is not where it must be"),
        }
    }
}
