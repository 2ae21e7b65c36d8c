//! What the entries of a record fold into.

mod forgotten;
mod met;
mod reviewed;
mod shaped;
mod standing;

use super::decision::{Decision, Signing};
use super::entry::{Actor, Entry, Matter, PurgedText};
use super::id::{AgreementId, DecisionId, SectionId};
use super::meeting::Meeting;
use super::member::Member;
use super::party::{Organisation, Party};
use super::recorded::{Circumstances, Recorded};
use super::review::{AskedReview, Sheet};
use super::revision::AgreementRevision;
use super::section::{Lock, Phase, Section};
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
}
