//! What the entries of a record fold into.

mod forgotten;
mod met;
mod reviewed;
mod shaped;

use super::decision::{Decision, Signing};
use super::entry::{Actor, Entry, Matter, PurgedText};
use super::id::{
    AgreementId, DecisionId, MandateId, MeetingId, MemberId, OrganisationId, PartyId, SectionId, SignOffId,
};
use super::meeting::Meeting;
use super::member::{Member, Role};
use super::party::{Organisation, Party};
use super::recorded::{Circumstances, Recorded};
use super::review::{AskedReview, Sheet};
use super::revision::{AgreementRevision, RevisionNumber};
use super::section::{Lock, Phase, Section, SectionKind};
use super::sign_off::{GivenSignOff, Mandate};
use crate::store::Position;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An agreement as it stands after the first [`position`](State::position) entries of its record.
///
/// What grows with the years is shared with the state before: taking in an entry costs what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    agreement: AgreementId,
    position: Position,
    last_at: Option<Timestamp>,
    matter: Option<Recorded<Matter>>,
    phases: Vec<Recorded<Phase>>,
    parties: Vec<Party>,
    organisations: Vec<Organisation>,
    members: Vec<Member>,
    former_members: Vec<Member>,
    sections: Vec<Arc<Section>>,
    revisions: Vec<Arc<Recorded<AgreementRevision>>>,
    mandates: Vec<Arc<Recorded<Mandate>>>,
    reviews: Vec<Arc<AskedReview>>,
    sheets: Vec<Arc<Recorded<Sheet>>>,
    decisions: Vec<Arc<Recorded<Decision>>>,
    signing: Option<Arc<Recorded<Signing>>>,
    plan: BTreeMap<Phase, Date>,
    retired: Vec<Arc<Section>>,
    headed_since: Position,
    purged: Option<Recorded<Purged>>,
    meetings: Vec<Arc<Meeting>>,
}

/// What was purged, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// The decision that it rests on.
    pub decision: DecisionId,
    /// How far each section's text log was.
    pub sections: Vec<PurgedText>,
    /// How far the text log of each meeting's notes was.
    pub notes: Vec<PurgedText>,
}

impl State {
    /// Before the first entry.
    pub fn before(agreement: AgreementId) -> Self {
        Self {
            agreement,
            position: Position::START,
            last_at: None,
            matter: None,
            phases: Vec::new(),
            parties: Vec::new(),
            organisations: Vec::new(),
            members: Vec::new(),
            former_members: Vec::new(),
            sections: Vec::new(),
            revisions: Vec::new(),
            mandates: Vec::new(),
            reviews: Vec::new(),
            sheets: Vec::new(),
            decisions: Vec::new(),
            signing: None,
            plan: BTreeMap::new(),
            retired: Vec::new(),
            headed_since: Position::START,
            purged: None,
            meetings: Vec::new(),
        }
    }

    /// Takes in the next entry of the record, recorded `at` a time `by` somebody. What was decided is not
    /// asked again.
    pub fn apply(&mut self, entry: &Entry, by: Actor, at: Timestamp) {
        self.last_at = Some(at);
        let when = Circumstances { at, by, position: self.position };
        match entry {
            Entry::AgreementFounded { matter } => self.matter = Some(when.of(matter.clone())),
            Entry::PartyAdded { party } => {
                self.parties.push(party.clone());
                self.headed_since = when.position.after(1);
            }
            Entry::OrganisationAdded { organisation } => self.organisations.push(organisation.clone()),
            Entry::MemberAdded { member } => self.members.push(member.clone()),
            Entry::SectionAdded { section } => {
                self.sections.push(Arc::new(Section::new(section.clone(), &self.parties)));
            }
            Entry::PhaseEntered { phase } => self.phases.push(when.of(*phase)),
            Entry::RolesChanged { member, roles } => {
                for known in self.members.iter_mut().filter(|known| known.id == *member) {
                    known.roles.clone_from(roles);
                }
            }
            Entry::MemberRemoved { member } => {
                self.former_members.extend(self.members.extract_if(.., |known| known.id == *member));
            }
            Entry::SectionRenamed { section, title } => {
                self.change(*section, |section| section.title.clone_from(title));
                self.head_sections();
            }
            Entry::ApprovalChanged { party, approval } => {
                for known in self.parties.iter_mut().filter(|known| known.id == *party) {
                    known.approval = *approval;
                }
            }
            Entry::RevisionSaved { revision } => self.change(revision.section, |section| {
                section.revisions.push(Arc::new(when.of(revision.clone())));
                section.saved_heading.clone_from(&section.heading);
            }),
            Entry::RevisionNamed { section, revision, name, note } => self.change(*section, |section| {
                for named in section.revisions.iter_mut().filter(|one| one.number == *revision) {
                    let named = &mut Arc::make_mut(named).what;
                    (named.name, named.note) = (name.clone(), note.clone());
                }
            }),
            Entry::AgreementRevisionSaved { revision } => {
                self.revisions.push(Arc::new(when.of(revision.clone())));
            }
            Entry::MandateRecorded { mandate } => self.mandates.push(Arc::new(when.of(mandate.clone()))),
            Entry::SectionSignedOff { sign_off } => self.change(sign_off.section, |section| {
                section.sign_offs.push(GivenSignOff { given: when.of(*sign_off), withdrawn: None });
                section.reopened = None;
                section
                    .lock
                    .get_or_insert_with(|| when.of(Lock { revision: sign_off.revision, reason: None }));
            }),
            Entry::SignOffWithdrawn { sign_off, reason } => {
                let Some((section, _)) = self.sign_off(*sign_off) else { return self.count() };
                let section = section.id;
                self.change(section, |section| {
                    for given in section.sign_offs.iter_mut().filter(|one| one.given.id == *sign_off) {
                        given.withdrawn = Some(when.of(reason.clone()));
                    }
                });
            }
            Entry::ReservationMade { reservation } => self.change(reservation.section, |section| {
                section.reservations.push(when.of(reservation.clone()));
            }),
            Entry::SectionLocked { section, revision, reason, .. } => self.change(*section, |section| {
                let lock = Lock { revision: *revision, reason: Some(reason.clone()) };
                section.lock = Some(when.of(lock));
                section.reopened = None;
            }),
            Entry::SectionReopened { section, reason } => self.change(*section, |section| {
                section.lock = None;
                section.reopened = Some(when.of(reason.clone()));
            }),
            Entry::ReviewAsked { .. }
            | Entry::ReviewAnswered { .. }
            | Entry::ReviewExtended { .. }
            | Entry::ReviewClosed { .. }
            | Entry::AnchoringSheetMade { .. } => self.review_or_sheet(entry, when),
            Entry::AgreementChanged { .. }
            | Entry::PlanChanged { .. }
            | Entry::PartyChanged { .. }
            | Entry::OrganisationRenamed { .. }
            | Entry::OrganisationRemoved { .. }
            | Entry::SectionsOrdered { .. }
            | Entry::SectionRetired { .. }
            | Entry::SectionBroughtBack { .. }
            | Entry::ResponsibleChanged { .. } => self.shape(entry, when),
            Entry::MemberAnonymised { erased, .. } => self.forget(erased),
            Entry::WordsErased { words, .. } => self.forget(&[*words]),
            Entry::WorkingMaterialPurged { decision, sections, notes } => {
                let (decision, sections, notes) = (*decision, sections.clone(), notes.clone());
                self.purged = Some(when.of(Purged { decision, sections, notes }));
            }
            Entry::CoAuthorsOrdered { section, order } => {
                self.change(*section, |section| section.co_authors.order.clone_from(order));
            }
            Entry::CoAuthorWithheld { section, member, withheld } => self.change(*section, |section| {
                let kept_out = &mut section.co_authors.withheld;
                let _ = if *withheld { kept_out.insert(*member) } else { kept_out.remove(member) };
            }),
            Entry::MeetingCalled { .. }
            | Entry::MeetingChanged { .. }
            | Entry::MeetingAttended { .. }
            | Entry::MeetingFileAdded { .. }
            | Entry::MeetingFileRemoved { .. }
            | Entry::MeetingCancelled { .. }
            | Entry::MeetingNotesClosed { .. }
            | Entry::MeetingNotesReopened { .. } => self.meet(entry, when),
            Entry::DecisionRecorded { decision } => self.decisions.push(Arc::new(when.of(decision.clone()))),
            Entry::SigningRecorded { signing } => self.signing = Some(Arc::new(when.of(signing.clone()))),
        }
        self.count();
    }

    fn count(&mut self) {
        self.position = self.position.after(1);
    }

    fn change(&mut self, section: SectionId, change: impl FnOnce(&mut Section)) {
        if let Some(section) = self.sections.iter_mut().find(|known| known.id == section) {
            change(Arc::make_mut(section));
        }
    }

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
    pub(super) fn headed_since(&self) -> Position {
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
