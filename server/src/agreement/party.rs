//! Parties and their organisations.

use super::id::{OrganisationId, PartyId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// A party's letter, A to Z: how people tell the parties apart. Unique within an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter(char);

impl Letter {
    /// The letter, if it is one of A to Z.
    pub fn new(letter: char) -> Option<Self> {
        letter.is_ascii_uppercase().then_some(Self(letter))
    }
}

impl fmt::Display for Letter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Letter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_char(self.0)
    }
}

impl<'de> Deserialize<'de> for Letter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut characters = text.chars();
        match (characters.next().and_then(Self::new), characters.next()) {
            (Some(letter), None) => Ok(letter),
            _ => Err(D::Error::custom(format!("{text:?} is not one letter of A to Z"))),
        }
    }
}

/// Which side of society a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A public body: region, municipality, government.
    Public,
    /// Civil society (*idéburen sektor*).
    Civil,
}

/// How a party approves a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Approval {
    /// One of its approvers is enough.
    Any,
    /// So many of its approvers.
    AtLeast {
        /// How many; at least one.
        count: u32,
    },
}

impl Approval {
    /// How many approvers it takes.
    pub fn needed(self) -> usize {
        match self {
            Self::Any => 1,
            Self::AtLeast { count } => usize::try_from(count).unwrap_or(usize::MAX).max(1),
        }
    }
}

/// A side of an agreement, as the record holds it.
///
/// Its name is written in clear: it is a legal person's, stands in the head of every revision, is
/// covered by each revision's hash, and a record without it could not be read in an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Which party.
    pub id: PartyId,
    /// Its letter.
    pub letter: Letter,
    /// What it is called.
    pub name: String,
    /// Public or civil.
    pub kind: PartyKind,
    /// How it approves.
    pub approval: Approval,
    /// The bodies that must decide for it, by name, in the order given. May be empty while it is not settled.
    pub bodies: Vec<String>,
}

/// A body or an association that belongs to one party. Its name is written in clear, like a party's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Which organisation.
    pub id: OrganisationId,
    /// The party it belongs to.
    pub party: PartyId,
    /// What it is called; unique within its party.
    pub name: String,
}
