//! What the record of an agreement is made of.
//!
//! These types are the format of the log: a field or a variant that has been written is never renamed,
//! removed or given another meaning. A field added later is left out of the JSON while it has its
//! default (`skip_serializing_if`), or the digests of older entries would no longer come out the same.

use super::id::MemberId;
use super::member::{Member, Role};
use super::party::{Organisation, Party};
use super::section::{NewSection, Phase};
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who did what an entry tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Who runs the server, from its command line.
    Operator,
    /// A member, over an authenticated connection.
    Member {
        /// Which one.
        member: MemberId,
    },
}

/// The agreement itself, apart from its parties, members and sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// What it is called. Free text, so kept as words: should it turn out to name somebody, it can be erased.
    pub title: Words,
    /// Its case number (*diarienummer*).
    pub case_number: String,
    /// IANA name of the time zone in which its dates are read.
    pub time_zone: String,
    /// BCP 47 tags of the languages its text is written in; the first leads.
    pub languages: Vec<String>,
    /// Whether the parties shall have equally many drafters.
    pub parity: bool,
}

/// Something fixed or decided.
///
/// In JSON an object with its `kind` and, beside it, one object named after what it is about: so no
/// field of a party or a section can be mistaken for the entry's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// The agreement exists. The first entry, and only the first.
    AgreementFounded {
        /// What was founded.
        matter: Matter,
    },
    /// A party takes part.
    PartyAdded {
        /// Which one.
        party: Party,
    },
    /// An organisation belongs to a party.
    OrganisationAdded {
        /// Which one.
        organisation: Organisation,
    },
    /// A person takes part.
    MemberAdded {
        /// Who.
        member: Member,
    },
    /// The text has one more section, after those before.
    SectionAdded {
        /// Which one.
        section: NewSection,
    },
    /// The agreement is in this phase from here on.
    PhaseEntered {
        /// Which one.
        phase: Phase,
    },
    /// A member holds just these roles from here on.
    RolesChanged {
        /// Whose.
        member: MemberId,
        /// At least one.
        roles: BTreeSet<Role>,
    },
    /// A member has left. What they wrote stays theirs.
    MemberRemoved {
        /// Who.
        member: MemberId,
    },
}

impl Entry {
    /// The names and free text in it.
    pub fn words(&self) -> Vec<&Words> {
        match self {
            Self::AgreementFounded { matter } => vec![&matter.title],
            Self::MemberAdded { member } => vec![&member.name, &member.email],
            Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. } => vec![],
        }
    }

    /// The names and free text in it, to put their content back.
    pub fn words_mut(&mut self) -> Vec<&mut Words> {
        match self {
            Self::AgreementFounded { matter } => vec![&mut matter.title],
            Self::MemberAdded { member } => vec![&mut member.name, &mut member.email],
            Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. } => vec![],
        }
    }
}
