//! Who may manage members, shape the agreement, take it out, and erase. Rule 14: what is a party's own, its own
//! coordinators do; what concerns the whole, any coordinator does.

use crate::agreement::decision::Signatory;
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{MemberId, PartyId, SectionId};
use crate::agreement::member::{Member, Role};
use crate::agreement::party::Party;
use crate::agreement::refusal::Refusal;
use crate::agreement::section::{Phase, Section};
use crate::agreement::state::State;

impl State {
    /// Whether a member may change what concerns the whole: title, plan, parties, sections and their order. Not
    /// once a body has decided on it.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_shape(&self, member: MemberId) -> Result<(), Refusal> {
        self.coordinating(member)?;
        self.takes_shape()
    }

    /// Whether a member may change what their party is called, is, and who decides for it.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_change_party(&self, member: MemberId) -> Result<&Party, Refusal> {
        let party = self.may_manage(member)?;
        self.takes_shape()?;
        Ok(party)
    }

    /// Whether a member may change how their party approves: not while a section is being approved.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_change_approval(&self, member: MemberId) -> Result<&Party, Refusal> {
        let party = self.may_manage(member)?;
        if self.sections().iter().any(|section| section.lock.is_some()) {
            return Err(Refusal::ApprovalUnderWay);
        }
        Ok(party)
    }

    /// Whether a member may invite, and change and remove the members of their party, and which one that is.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`], [`Refusal::NotACoordinator`], or [`Refusal::NoPartyToActFor`].
    pub fn may_manage(&self, member: MemberId) -> Result<&Party, Refusal> {
        let coordinator = self.coordinating(member)?;
        coordinator.party.and_then(|party| self.party(party)).ok_or(Refusal::NoPartyToActFor)
    }

    /// Whether `by` may invite into a party, or as a neutral process leader where there is none.
    ///
    /// The operator, who is of no side, invites neutral people, and a party's first coordinator if it has none.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_invite(&self, by: Actor, party: Option<PartyId>) -> Result<(), Refusal> {
        let into = party.map(|party| self.party(party).ok_or(Refusal::NoSuchParty)).transpose()?;
        let own = match by {
            Actor::Server => return Err(Refusal::MembersOnly),
            Actor::Operator => {
                let Some(into) = into else { return Ok(()) };
                let has_one = self.members_of(into.id).any(|one| one.is(Role::Coordinator));
                return if has_one { Err(Refusal::OtherPartysMatter(into.letter)) } else { Ok(()) };
            }
            Actor::Member { member } => self.may_manage(member)?,
        };
        match into {
            None => Err(Refusal::OtherParty(None)),
            Some(into) if into.id == own.id => Ok(()),
            Some(into) => Err(Refusal::OtherPartysMatter(into.letter)),
        }
    }

    /// Whether `by` may change anything for somebody who takes part or did: a coordinator manages the own party,
    /// and the operator, who is of no side, those of no party.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_change(&self, by: Actor, changed: &Member) -> Result<(), Refusal> {
        let allowed = match by {
            Actor::Operator => changed.party.is_none(),
            Actor::Server => return Err(Refusal::MembersOnly),
            // A neutral coordinator has no party, and so nobody to manage.
            Actor::Member { member } => {
                let own = self.coordinating(member)?.party;
                own.is_some() && own == changed.party
            }
        };
        if allowed {
            return Ok(());
        }
        let party = changed.party.and_then(|party| self.party(party));
        Err(Refusal::OtherParty(party.map(|party| party.letter)))
    }

    /// Refuses if the member's party has no coordinator besides them.
    ///
    /// # Errors
    /// [`Refusal::LastCoordinator`].
    pub fn has_another_coordinator(&self, leaving: &Member) -> Result<(), Refusal> {
        let Some(party) = leaving.party.and_then(|party| self.party(party)) else { return Ok(()) };
        let mut others = self.members_of(party.id).filter(|member| member.id != leaving.id);
        if others.any(|member| member.is(Role::Coordinator)) {
            Ok(())
        } else {
            Err(Refusal::LastCoordinator(party.letter))
        }
    }

    /// Whether a member may take the agreement out: its record with all names, or its working material.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NotACoordinator`].
    pub fn may_export(&self, member: MemberId) -> Result<(), Refusal> {
        self.coordinating(member).map(drop)
    }

    /// Whether a member may erase words that somebody wrote in an entry: coordinators may. What is a party's own, or
    /// was written by one of its members, its own coordinators erase.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_erase(
        &self,
        member: MemberId,
        entry: &Entry,
        words: Digest,
        by: Actor,
    ) -> Result<(), Refusal> {
        let own = self.coordinating(member)?.party;
        match entry {
            Entry::MemberAdded { .. } => return Err(Refusal::ErasedWithTheMember),
            // Why something is gone must stay to be read, or nobody could ask whether it was right.
            Entry::MemberAnonymised { .. } | Entry::WordsErased { .. } => return Err(Refusal::WhyItIsGone),
            _ => {}
        }
        match self.party_of(entry, words, by) {
            Some(party) if own != Some(party.id) => Err(Refusal::OtherPartysMatter(party.letter)),
            Some(_) | None => Ok(()),
        }
    }

    /// Whether a member may purge how the texts came to be: once it is decided.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_purge(&self, member: MemberId) -> Result<(), Refusal> {
        self.coordinating(member)?;
        match self.phase() {
            Phase::Decided | Phase::Signed | Phase::InForce | Phase::Ended => Ok(()),
            Phase::Preparation
            | Phase::Drafting
            | Phase::Consultation
            | Phase::Approval
            | Phase::UnderRevision => Err(Refusal::PurgedWhenDecided),
        }
    }

    /// A section that is no part of the text any more.
    ///
    /// # Errors
    /// [`Refusal::NoSuchSection`].
    pub fn retired_section(&self, id: SectionId) -> Result<&Section, Refusal> {
        let found = self.retired_sections().iter().find(|section| section.id == id);
        found.map(AsRef::as_ref).ok_or(Refusal::NoSuchSection(id))
    }

    /// Whether the agreement's shape may be another, whoever asks.
    fn takes_shape(&self) -> Result<(), Refusal> {
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        if self.current_decisions().next().is_some() {
            return Err(Refusal::BodiesDecide);
        }
        Ok(())
    }

    /// The party whose own some words of an entry are; `None` for what concerns the whole, or nobody of a party.
    fn party_of(&self, entry: &Entry, words: Digest, by: Actor) -> Option<&Party> {
        let of_member = |member: MemberId| self.present_or_former(member)?.party;
        let party = match entry {
            Entry::MandateRecorded { mandate } => of_member(mandate.member),
            Entry::SignOffWithdrawn { sign_off, .. } => {
                self.sign_off(*sign_off).map(|(_, sign_off)| sign_off.given.party)
            }
            Entry::ReservationMade { reservation } => reservation.party,
            Entry::DecisionRecorded { decision } => Some(decision.party),
            Entry::SigningRecorded { signing } => {
                let is_of = |one: &&Signatory| {
                    [&one.name, &one.title, &one.authority].iter().any(|own| own.digest() == words)
                };
                signing.signatories.iter().find(is_of).map(|signatory| signatory.party)
            }
            Entry::MemberAdded { member } => member.party,
            Entry::MemberAnonymised { member, .. } => of_member(*member),
            Entry::AgreementFounded { .. } | Entry::AgreementChanged { .. } => None,
            Entry::PlanChanged { .. }
            | Entry::PartyAdded { .. }
            | Entry::PartyChanged { .. }
            | Entry::OrganisationAdded { .. }
            | Entry::OrganisationRenamed { .. }
            | Entry::OrganisationRemoved { .. }
            | Entry::SectionAdded { .. }
            | Entry::SectionsOrdered { .. }
            | Entry::SectionRetired { .. }
            | Entry::SectionBroughtBack { .. }
            | Entry::SectionRenamed { .. }
            | Entry::ResponsibleChanged { .. }
            | Entry::PhaseEntered { .. }
            | Entry::RolesChanged { .. }
            | Entry::MemberRemoved { .. }
            | Entry::ApprovalChanged { .. }
            | Entry::RevisionSaved { .. }
            | Entry::RevisionNamed { .. }
            | Entry::AgreementRevisionSaved { .. }
            | Entry::SectionSignedOff { .. }
            | Entry::ReviewAsked { .. }
            | Entry::ReviewAnswered { .. }
            | Entry::ReviewExtended { .. }
            | Entry::ReviewClosed { .. }
            // Made by a coordinator of the party whose organisation it is for.
            | Entry::AnchoringSheetMade { .. }
            | Entry::SectionLocked { .. }
            | Entry::SectionReopened { .. }
            | Entry::WordsErased { .. }
            | Entry::WorkingMaterialPurged { .. }
            | Entry::CoAuthorsOrdered { .. }
            | Entry::CoAuthorWithheld { .. }
            | Entry::MeetingCalled { .. }
            | Entry::MeetingChanged { .. }
            | Entry::MeetingAttended { .. }
            | Entry::MeetingFileAdded { .. }
            | Entry::MeetingFileRemoved { .. }
            | Entry::MeetingCancelled { .. }
            | Entry::MeetingNotesClosed { .. }
            | Entry::MeetingNotesReopened { .. } => by.member().and_then(of_member),
        };
        party.and_then(|party| self.party(party))
    }
}
