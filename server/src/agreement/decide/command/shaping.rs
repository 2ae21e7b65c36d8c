//! What may be asked for about who takes part and what the agreement is.

use crate::agreement::id::{OrganisationId, PartyId};
use crate::agreement::member::Role;
use crate::agreement::party::{Approval, Letter, PartyKind};
use std::collections::BTreeSet;

/// A person to be invited.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// What they are called.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Their party; `None` for a neutral process leader.
    pub party: Option<PartyId>,
    /// Their organisation.
    pub organisation: Option<OrganisationId>,
    /// What they may do.
    pub roles: BTreeSet<Role>,
}

/// What of the agreement is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct AgreementChange {
    /// Its title.
    pub title: Option<String>,
    /// Its case number; may be empty.
    pub case_number: Option<String>,
    /// IANA name of its time zone.
    pub time_zone: Option<String>,
    /// BCP 47 tags of its languages.
    pub languages: Option<Vec<String>>,
    /// Whether the parties shall have equally many drafters.
    pub parity: Option<bool>,
    /// Whether somebody of another party than its author's accepts a proposal.
    pub accepted_by_another_party: Option<bool>,
}

/// A party to be added.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// Its letter, which no other has.
    pub letter: Letter,
    /// What it is called.
    pub name: String,
    /// Public or civil.
    pub kind: PartyKind,
    /// How it approves.
    pub approval: Approval,
    /// The bodies that must decide for it.
    pub bodies: Vec<String>,
    /// The name and the address of its first coordinator. From then on only the party itself invites for it.
    pub coordinator: (String, String),
}

/// What of a party is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct PartyChange {
    /// What it is called.
    pub name: Option<String>,
    /// Public or civil.
    pub kind: Option<PartyKind>,
    /// The bodies that must decide for it.
    pub bodies: Option<Vec<String>>,
}
