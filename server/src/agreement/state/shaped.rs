//! What becomes of an agreement when it is shaped: its matter, plan, parties, and which sections in which order.

use super::State;
use crate::agreement::entry::{Entry, MatterChange};
use crate::agreement::recorded::Circumstances;
use std::sync::Arc;

impl State {
    /// Takes in an entry that shapes the agreement. Any other changes nothing.
    pub(super) fn shape(&mut self, entry: &Entry, when: Circumstances) {
        match entry {
            Entry::AgreementChanged { change } => {
                if change.title.is_some() {
                    self.headed_since = when.position.after(1);
                }
                self.change_matter(change.clone());
            }
            Entry::PlanChanged { plan } => self.plan.clone_from(plan),
            Entry::PartyChanged { party, name, party_kind, bodies } => {
                for known in self.parties.iter_mut().filter(|known| known.id == *party) {
                    if known.name != *name {
                        self.headed_since = when.position.after(1);
                    }
                    known.name.clone_from(name);
                    known.kind = *party_kind;
                    known.bodies.clone_from(bodies);
                }
                self.head_sections();
            }
            Entry::OrganisationRenamed { organisation, name } => {
                for known in self.organisations.iter_mut().filter(|known| known.id == *organisation) {
                    known.name.clone_from(name);
                }
            }
            Entry::OrganisationRemoved { organisation } => {
                self.organisations.retain(|known| known.id != *organisation);
            }
            Entry::SectionsOrdered { sections } => {
                let place = |id| sections.iter().position(|section| *section == id).unwrap_or(usize::MAX);
                self.sections.sort_by_key(|section| place(section.id));
            }
            Entry::SectionRetired { section, reason } => {
                let retired = when.of(reason.clone());
                self.change(*section, |section| section.retired = Some(retired));
                self.retired.extend(self.sections.extract_if(.., |known| known.id == *section));
            }
            Entry::SectionBroughtBack { section } => {
                self.sections.extend(self.retired.extract_if(.., |known| known.id == *section));
                self.change(*section, |section| section.retired = None);
            }
            Entry::ResponsibleChanged { section, responsible } => {
                self.change(*section, |section| section.responsible.clone_from(responsible));
                self.head_sections();
            }
            Entry::AgreementFounded { .. }
            | Entry::PartyAdded { .. }
            | Entry::OrganisationAdded { .. }
            | Entry::MemberAdded { .. }
            | Entry::SectionAdded { .. }
            | Entry::PhaseEntered { .. }
            | Entry::RolesChanged { .. }
            | Entry::MemberRemoved { .. }
            | Entry::SectionRenamed { .. }
            | Entry::ApprovalChanged { .. }
            | Entry::RevisionSaved { .. }
            | Entry::RevisionNamed { .. }
            | Entry::AgreementRevisionSaved { .. }
            | Entry::MandateRecorded { .. }
            | Entry::SectionSignedOff { .. }
            | Entry::SignOffWithdrawn { .. }
            | Entry::ReservationMade { .. }
            | Entry::ReviewAsked { .. }
            | Entry::ReviewAnswered { .. }
            | Entry::ReviewExtended { .. }
            | Entry::ReviewClosed { .. }
            | Entry::AnchoringSheetMade { .. }
            | Entry::SectionLocked { .. }
            | Entry::SectionReopened { .. }
            | Entry::DecisionRecorded { .. }
            | Entry::SigningRecorded { .. }
            | Entry::MemberAnonymised { .. }
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
            | Entry::MeetingNotesReopened { .. } => {}
        }
    }

    fn change_matter(&mut self, change: MatterChange) {
        let Some(matter) = self.matter.as_mut().map(|matter| &mut matter.what) else { return };
        let MatterChange { title, case_number, time_zone, languages, parity, accepted_by_another_party } =
            change;
        replace(&mut matter.title, title);
        replace(&mut matter.case_number, case_number);
        replace(&mut matter.time_zone, time_zone);
        replace(&mut matter.languages, languages);
        replace(&mut matter.parity, parity);
        replace(&mut matter.accepted_by_another_party, accepted_by_another_party);
    }

    /// Sections stand under another title, other parties answer for them, or those are called otherwise.
    pub(super) fn head_sections(&mut self) {
        for section in self.sections.iter_mut().chain(&mut self.retired) {
            Arc::make_mut(section).head(&self.parties);
        }
    }
}

fn replace<T>(place: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *place = new;
    }
}
