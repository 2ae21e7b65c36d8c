//! What is asked for, and whether the rules allow it.

mod approving;
mod ending;
mod given;
mod members;
mod texts;

pub use given::needed;

use super::chance::{Chance, Seed};
use super::description::Description;
use super::digest::Digest;
use super::entry::{Actor, Entry};
use super::founding;
use super::id::{MandateId, MemberId, PartyId, SectionId, SignOffId};
use super::member::Role;
use super::party::Approval;
use super::refusal::Refusal;
use super::revision::{RevisionNumber, TextNow};
use super::section::Phase;
use super::sign_off::MandateKind;
use super::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Something to be done to an agreement.
#[derive(Clone, Debug)]
pub enum Command {
    /// Found it.
    Found(Box<Description>),
    /// Let a member hold just these roles.
    ChangeRoles {
        /// Whose.
        member: MemberId,
        /// Which.
        roles: BTreeSet<Role>,
    },
    /// Let a member leave.
    RemoveMember {
        /// Who.
        member: MemberId,
    },
    /// Give a section another title.
    RenameSection {
        /// Which one.
        section: SectionId,
        /// The new title.
        title: String,
    },
    /// Change how a party approves.
    ChangeApproval {
        /// Which party.
        party: PartyId,
        /// By which rule.
        approval: Approval,
    },
    /// Fix a section's text as a revision.
    SaveRevision(SaveRevision),
    /// Fix the whole text: each section that has changed, and then the agreement.
    SaveAgreementRevision {
        /// Every section's text as it stands, in the order of the sections.
        texts: Vec<(SectionId, TextNow)>,
        /// SHA-256 of the canonical form of the agreement with these texts.
        hash: Digest,
        /// What it is to be called; may be empty.
        name: String,
        /// What is to be said about it; may be empty.
        note: String,
    },
    /// Record what an approver's authority rests on.
    RecordMandate(NewMandate),
    /// Approve a revision.
    SignOff(NewSignOff),
    /// Take an approval back.
    WithdrawSignOff {
        /// Which one.
        sign_off: SignOffId,
        /// Why.
        reason: String,
    },
    /// Dissent.
    MakeReservation {
        /// On which section.
        section: SectionId,
        /// On which revision: the latest, as whoever dissents has read it.
        revision: RevisionNumber,
        /// What it says.
        text: String,
        /// For oneself, and not for the party.
        personal: bool,
    },
    /// Let a section take no more text.
    LockSection {
        /// Which one.
        section: SectionId,
        /// Its text as it stands.
        text: TextNow,
        /// Why.
        reason: String,
    },
    /// Let a section take text again.
    ReopenSection {
        /// Which one.
        section: SectionId,
        /// Why.
        reason: String,
    },
    /// Record that a body has decided.
    RecordDecision {
        /// What.
        decision: NewDecision,
        /// SHA-256 of the canonical form of the agreement as it is agreed.
        hash: Digest,
    },
    /// Record that the agreement was signed.
    RecordSigning(NewSigning),
    /// Take the agreement into another phase.
    EnterPhase {
        /// Which one.
        phase: Phase,
    },
}

/// A revision to be saved.
#[derive(Clone, Debug)]
pub struct SaveRevision {
    /// Of which section.
    pub section: SectionId,
    /// Its text.
    pub text: TextNow,
    /// What it is to be called; may be empty.
    pub name: String,
    /// What is to be said about it; may be empty.
    pub note: String,
    /// The revision whose text it brings back.
    pub restored_from: Option<RevisionNumber>,
}

/// A mandate to be recorded.
#[derive(Clone, Debug)]
pub struct NewMandate {
    /// Whose.
    pub member: MemberId,
    /// What kind of paper it is.
    pub kind: MandateKind,
    /// Who gave it.
    pub issuer: String,
    /// Its day.
    pub date: Date,
    /// Where it stands in that paper.
    pub paragraph: String,
    /// The last day it holds.
    pub valid_until: Option<Date>,
}

/// An approval to be given.
#[derive(Clone, Debug)]
pub struct NewSignOff {
    /// Of which section.
    pub section: SectionId,
    /// The revision that its giver has read.
    pub revision: RevisionNumber,
    /// The hash that its giver was shown.
    pub hash: Digest,
    /// The section's text as it stands.
    pub text: TextNow,
    /// By what authority.
    pub mandate: MandateId,
    /// Their name as they typed it.
    pub name: String,
    /// The party's reservation, if it has one.
    pub reservation: Option<String>,
}

/// A file to be attached. Its content is kept already.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// SHA-256 of its content.
    pub content: Digest,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
}

/// A decision to be recorded.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// Of which party.
    pub party: PartyId,
    /// Of which body.
    pub body: String,
    /// When it was taken.
    pub date: Date,
    /// Where it stands in the minutes.
    pub paragraph: String,
    /// The minutes.
    pub minutes: Option<NewAttachment>,
}

/// A signing to be recorded.
#[derive(Clone, Debug)]
pub struct NewSigning {
    /// When.
    pub date: Date,
    /// Where.
    pub place: String,
    /// By whom.
    pub signatories: Vec<NewSignatory>,
    /// The signed paper.
    pub scan: Option<NewAttachment>,
}

/// Who signs.
#[derive(Clone, Debug)]
pub struct NewSignatory {
    /// For which party.
    pub party: PartyId,
    /// Their name.
    pub name: String,
    /// Their title.
    pub title: String,
    /// What their authority rests on.
    pub authority: String,
}

/// What a decision rests on besides the state.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who asks, as their connection was authenticated.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What new ids and salts are drawn from.
    pub seed: Seed,
}

/// What to append to the record; nothing if it is so already.
///
/// # Errors
/// The rule that forbids it.
pub fn decide(state: &State, command: Command, context: &Context) -> Result<Vec<Entry>, Refusal> {
    let mut asked = Asked { state, by: context.by, at: context.at, chance: context.chance() };
    match command {
        Command::Found(description) => found(state, &description, context),
        Command::ChangeRoles { member, roles } => members::change_roles(state, member, roles, context.by),
        Command::RemoveMember { member } => members::remove_member(state, member, context.by),
        Command::RenameSection { section, title } => asked.rename_section(section, &title),
        Command::ChangeApproval { party, approval } => asked.change_approval(party, approval),
        Command::SaveRevision(revision) => asked.save_revision(revision),
        Command::SaveAgreementRevision { texts, hash, name, note } => {
            asked.save_agreement_revision(texts, hash, &name, &note)
        }
        Command::RecordMandate(mandate) => asked.record_mandate(&mandate),
        Command::SignOff(sign_off) => asked.sign_off(sign_off),
        Command::WithdrawSignOff { sign_off, reason } => asked.withdraw(sign_off, &reason),
        Command::MakeReservation { section, revision, text, personal } => {
            asked.reserve(section, revision, &text, personal)
        }
        Command::LockSection { section, text, reason } => asked.lock(section, &text, &reason),
        Command::ReopenSection { section, reason } => asked.reopen(section, &reason),
        Command::RecordDecision { decision, hash } => asked.record_decision(decision, hash),
        Command::RecordSigning(signing) => asked.record_signing(signing),
        Command::EnterPhase { phase } => asked.enter(phase),
    }
}

impl Context {
    fn chance(&self) -> Chance {
        Chance::new(self.seed.clone(), self.at)
    }
}

/// Somebody who asks for something, and what the answer rests on.
struct Asked<'a> {
    state: &'a State,
    by: Actor,
    at: Timestamp,
    chance: Chance,
}

impl Asked<'_> {
    /// The member who asks.
    fn member(&self) -> Result<MemberId, Refusal> {
        self.by.member().ok_or(Refusal::MembersOnly)
    }

    /// Which day it is where the agreement is at home.
    fn today(&self) -> Date {
        self.state.day_of(self.at)
    }
}

fn found(state: &State, description: &Description, context: &Context) -> Result<Vec<Entry>, Refusal> {
    match context.by {
        Actor::Operator => {}
        Actor::Member { .. } | Actor::Server => return Err(Refusal::OnlyTheOperator),
    }
    if state.matter().is_some() {
        return Err(Refusal::AlreadyFounded);
    }
    description.check().map_err(Refusal::Description)?;
    Ok(founding::entries(description, &mut context.chance()))
}
