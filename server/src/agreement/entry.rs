//! What the record of an agreement is made of.
//!
//! These types are the format of the log: a field or a variant that has been written is never renamed,
//! removed or given another meaning. A field added later is left out of the JSON while it has its
//! default (`skip_serializing_if`), or the digests of older entries would no longer come out the same.

use super::decision::{Attachment, Decision, Signing};
use super::digest::Digest;
use super::id::{MemberId, PartyId, SectionId, SignOffId};
use super::member::{Member, Role};
use super::party::{Approval, Organisation, Party};
use super::revision::{AgreementRevision, Revision, RevisionNumber};
use super::section::{NewSection, Phase};
use super::sign_off::{Mandate, Reservation, SignOff};
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
    /// The server by itself, as it was set up to.
    Server,
}

impl Actor {
    /// The member, if it was one.
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member { member } => Some(member),
            Self::Operator | Self::Server => None,
        }
    }
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
    /// A section has another title from here on.
    SectionRenamed {
        /// Which one.
        section: SectionId,
        /// Its new heading.
        title: String,
    },
    /// A party approves by this rule from here on.
    ApprovalChanged {
        /// Which party.
        party: PartyId,
        /// Its rule.
        approval: Approval,
    },
    /// A section's text was fixed under a number.
    RevisionSaved {
        /// What was saved.
        revision: Revision,
    },
    /// A revision that had no name was given one. Its text is what it was.
    RevisionNamed {
        /// Of which section.
        section: SectionId,
        /// Which revision.
        revision: RevisionNumber,
        /// What it is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Words>,
        /// What is to be said about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
    },
    /// The whole text was fixed under a number.
    AgreementRevisionSaved {
        /// What was saved.
        revision: AgreementRevision,
    },
    /// An approver's authority is known.
    MandateRecorded {
        /// What it rests on.
        mandate: Mandate,
    },
    /// A revision was approved; its section is locked at it, if it was not already.
    SectionSignedOff {
        /// Who approved what.
        sign_off: SignOff,
    },
    /// An approval was taken back. It stays in the record, and does not count.
    SignOffWithdrawn {
        /// Which one.
        sign_off: SignOffId,
        /// Why.
        reason: Words,
    },
    /// Somebody dissents, for their party or for themselves.
    ReservationMade {
        /// What from.
        reservation: Reservation,
    },
    /// A section takes no text from here on.
    SectionLocked {
        /// Which one.
        section: SectionId,
        /// At which revision.
        revision: RevisionNumber,
        /// That revision's hash.
        hash: Digest,
        /// Why.
        reason: Words,
    },
    /// A section takes text again.
    SectionReopened {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: Words,
    },
    /// A body of a party has decided.
    DecisionRecorded {
        /// What.
        decision: Decision,
    },
    /// The agreement was signed.
    SigningRecorded {
        /// By whom, when and where.
        signing: Signing,
    },
}

impl Entry {
    /// The names and free text in it.
    pub fn words(&self) -> Vec<&Words> {
        match self {
            Self::AgreementFounded { matter } => vec![&matter.title],
            Self::MemberAdded { member } => vec![&member.name, &member.email],
            Self::RevisionSaved { revision } => revision.name.iter().chain(&revision.note).collect(),
            Self::AgreementRevisionSaved { revision } => revision.name.iter().chain(&revision.note).collect(),
            Self::RevisionNamed { name, note, .. } => name.iter().chain(note).collect(),
            Self::MandateRecorded { mandate } => vec![&mandate.issuer, &mandate.paragraph],
            Self::SignOffWithdrawn { reason, .. }
            | Self::SectionLocked { reason, .. }
            | Self::SectionReopened { reason, .. } => vec![reason],
            Self::ReservationMade { reservation } => vec![&reservation.text],
            Self::DecisionRecorded { decision } => {
                let minutes = decision.minutes.iter().map(|minutes| &minutes.name);
                [&decision.paragraph].into_iter().chain(minutes).collect()
            }
            Self::SigningRecorded { signing } => {
                let people = signing.signatories.iter();
                let people = people.flat_map(|one| [&one.name, &one.title, &one.authority]);
                let scan = signing.scan.iter().map(|scan| &scan.name);
                [&signing.place].into_iter().chain(people).chain(scan).collect()
            }
            Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::SectionSignedOff { .. } => vec![],
        }
    }

    /// The names and free text in it, to put their content back.
    pub fn words_mut(&mut self) -> Vec<&mut Words> {
        match self {
            Self::AgreementFounded { matter } => vec![&mut matter.title],
            Self::MemberAdded { member } => vec![&mut member.name, &mut member.email],
            Self::RevisionSaved { revision } => revision.name.iter_mut().chain(&mut revision.note).collect(),
            Self::AgreementRevisionSaved { revision } => {
                revision.name.iter_mut().chain(&mut revision.note).collect()
            }
            Self::RevisionNamed { name, note, .. } => name.iter_mut().chain(note).collect(),
            Self::MandateRecorded { mandate } => vec![&mut mandate.issuer, &mut mandate.paragraph],
            Self::SignOffWithdrawn { reason, .. }
            | Self::SectionLocked { reason, .. }
            | Self::SectionReopened { reason, .. } => vec![reason],
            Self::ReservationMade { reservation } => vec![&mut reservation.text],
            Self::DecisionRecorded { decision } => {
                let minutes = decision.minutes.iter_mut().map(|minutes| &mut minutes.name);
                [&mut decision.paragraph].into_iter().chain(minutes).collect()
            }
            Self::SigningRecorded { signing } => {
                let people = signing.signatories.iter_mut();
                let people = people.flat_map(|one| [&mut one.name, &mut one.title, &mut one.authority]);
                let scan = signing.scan.iter_mut().map(|scan| &mut scan.name);
                [&mut signing.place].into_iter().chain(people).chain(scan).collect()
            }
            Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::SectionSignedOff { .. } => vec![],
        }
    }

    /// The files that belong to it.
    pub fn attachments(&self) -> Vec<&Attachment> {
        match self {
            Self::DecisionRecorded { decision } => decision.minutes.iter().collect(),
            Self::SigningRecorded { signing } => signing.scan.iter().collect(),
            Self::AgreementFounded { .. }
            | Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::MemberAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::RevisionSaved { .. }
            | Self::RevisionNamed { .. }
            | Self::AgreementRevisionSaved { .. }
            | Self::MandateRecorded { .. }
            | Self::SectionSignedOff { .. }
            | Self::SignOffWithdrawn { .. }
            | Self::ReservationMade { .. }
            | Self::SectionLocked { .. }
            | Self::SectionReopened { .. } => vec![],
        }
    }
}
