//! What can be read off a state.

use super::{Purged, State};
use crate::agreement::decision::{Decision, Signing};
use crate::agreement::entry::Matter;
use crate::agreement::id::{
    AgreementId, DecisionId, MandateId, MeetingId, MemberId, OrganisationId, PartyId, SectionId, SignOffId,
};
use crate::agreement::meeting::Meeting;
use crate::agreement::member::{Member, Role};
use crate::agreement::party::{Organisation, Party};
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::{AgreementRevision, RevisionNumber};
use crate::agreement::section::{Phase, Section, SectionKind};
use crate::agreement::sign_off::{GivenSignOff, Mandate};
use crate::store::Position;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

impl State {
    /// Which agreement it is.
    pub fn agreement(&self) -> AgreementId {
        self.agreement
    }

    /// How many entries it was folded from; the head of the record it stands for.
    pub fn position(&self) -> Position {
        self.position
    }

    /// When its last entry was written; `None` before the first.
    pub fn last_at(&self) -> Option<Timestamp> {
        self.last_at
    }

    /// What it is about; `None` before it is founded.
    pub fn matter(&self) -> Option<&Recorded<Matter>> {
        self.matter.as_ref()
    }

    /// Its title, unless erased.
    pub fn title(&self) -> Option<&str> {
        self.matter.as_ref().and_then(|matter| matter.title.text())
    }

    /// Whether the parties shall have equally many drafters.
    pub fn parity(&self) -> bool {
        self.matter.as_ref().is_some_and(|matter| matter.parity)
    }

    /// Whether they have; `None` where it is not asked for. Who belongs to no party does not count.
    pub fn parity_met(&self) -> Option<bool> {
        let drafters = |party: &Party| self.members_of(party.id).filter(|one| one.is(Role::Drafter)).count();
        let mut counts = self.parties.iter().map(drafters);
        self.parity().then(|| counts.next().is_none_or(|first| counts.all(|count| count == first)))
    }

    /// Whether somebody of another party than its author's accepts a proposal.
    pub fn another_party_accepts(&self) -> bool {
        self.matter.as_ref().is_some_and(|matter| matter.accepted_by_another_party)
    }

    /// Its phase.
    pub fn phase(&self) -> Phase {
        self.phases.last().map_or(Phase::Preparation, |phase| phase.what)
    }

    /// The phases it has been in, oldest first; the one before the first entry is left out.
    pub fn phases(&self) -> &[Recorded<Phase>] {
        &self.phases
    }

    /// Which day it is at an instant where the agreement is at home.
    pub fn day_of(&self, at: Timestamp) -> Date {
        let zone = self.matter.as_ref().map_or("UTC", |matter| matter.time_zone.as_str());
        // A zone that is not known here was not known when the agreement was founded either.
        let local = at.in_tz(zone).or_else(|_| at.in_tz("UTC"));
        local.map_or(Date::ZERO, |local| local.date())
    }

    /// Its parties, in the order they were added.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// One party.
    pub fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// The organisations of a party, in the order they were added.
    pub fn organisations_of(&self, party: PartyId) -> impl Iterator<Item = &Organisation> {
        self.organisations.iter().filter(move |organisation| organisation.party == party)
    }

    /// Every organisation, in the order they were added.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// One organisation.
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == id)
    }

    /// Who takes part now, in the order they were added.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Who took part before, in the order they left. What they wrote stays under their name.
    pub fn former_members(&self) -> &[Member] {
        &self.former_members
    }

    /// One member, if they take part now. Rights rest on this one.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// One member, whether they take part now or took part before. For showing a name.
    pub fn present_or_former(&self, id: MemberId) -> Option<&Member> {
        self.member(id).or_else(|| self.former_members.iter().find(|member| member.id == id))
    }

    /// The members of a party, in the order they were added.
    pub fn members_of(&self, party: PartyId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.party == Some(party))
    }

    /// Its sections, in the order of the text.
    pub fn sections(&self) -> &[Arc<Section>] {
        &self.sections
    }

    /// One section.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id).map(Arc::as_ref)
    }

    /// Sections that are no part of the text any more, in the order they were retired.
    pub fn retired_sections(&self) -> &[Arc<Section>] {
        &self.retired
    }

    /// When phases are planned to begin.
    pub fn plan(&self) -> &BTreeMap<Phase, Date> {
        &self.plan
    }

    /// Since which entry the agreement has the title and the parties that it has.
    pub(in crate::agreement) fn headed_since(&self) -> Position {
        self.headed_since
    }

    /// That its working material was purged, the last time.
    pub fn purged(&self) -> Option<&Recorded<Purged>> {
        self.purged.as_ref()
    }

    /// Every meeting, in the order they were called.
    pub fn meetings(&self) -> &[Arc<Meeting>] {
        &self.meetings
    }

    /// One meeting.
    pub fn meeting(&self, id: MeetingId) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| meeting.id() == id).map(Arc::as_ref)
    }

    /// The meeting with these notes.
    pub fn meeting_of_notes(&self, notes: SectionId) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| meeting.notes() == notes).map(Arc::as_ref)
    }

    /// The revisions of the whole, in the order of their numbers.
    pub fn revisions(&self) -> &[Arc<Recorded<AgreementRevision>>] {
        &self.revisions
    }

    /// One revision of the whole.
    pub fn revision(&self, number: RevisionNumber) -> Option<&Recorded<AgreementRevision>> {
        self.revisions.iter().find(|revision| revision.number == number).map(Arc::as_ref)
    }

    /// A sign-off and the section it is of.
    pub fn sign_off(&self, id: SignOffId) -> Option<(&Section, &GivenSignOff)> {
        self.sections.iter().chain(&self.retired).find_map(|section| {
            let found = section.sign_offs.iter().find(|one| one.given.id == id)?;
            Some((section.as_ref(), found))
        })
    }

    /// Every mandate, in the order they were recorded.
    pub fn mandates(&self) -> &[Arc<Recorded<Mandate>>] {
        &self.mandates
    }

    /// One mandate.
    pub fn mandate(&self, id: MandateId) -> Option<&Recorded<Mandate>> {
        self.mandates.iter().find(|mandate| mandate.id == id).map(Arc::as_ref)
    }

    /// Every decision, in the order they were recorded.
    pub fn decisions(&self) -> &[Arc<Recorded<Decision>>] {
        &self.decisions
    }

    /// One decision.
    pub fn decision(&self, id: DecisionId) -> Option<&Recorded<Decision>> {
        self.decisions.iter().find(|decision| decision.id == id).map(Arc::as_ref)
    }

    /// The signing, once it was signed.
    pub fn signing(&self) -> Option<&Recorded<Signing>> {
        self.signing.as_deref()
    }

    /// A principle's number among the principles, from 1; `None` for any other section.
    pub fn number(&self, id: SectionId) -> Option<usize> {
        let mut principles = self.sections.iter().filter(|section| section.kind == SectionKind::Principle);
        principles.position(|section| section.id == id).map(|before| before + 1)
    }
}
