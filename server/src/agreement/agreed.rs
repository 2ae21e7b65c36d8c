//! What the sign-offs and decisions come to. Derived from the state each time, never recorded.

use super::decision::Decision;
use super::recorded::Recorded;
use super::revision::AgreementRevision;
use super::section::{Phase, Section, SectionState};
use super::state::State;
use crate::store::Position;
use std::sync::Arc;

impl State {
    /// Where a section stands.
    pub fn section_state(&self, section: &Section) -> SectionState {
        if section.lock.is_none() {
            SectionState::Drafting
        } else if self.parties().iter().all(|party| section.approvers_of(party.id) >= party.approval.needed())
        {
            SectionState::Agreed
        } else {
            SectionState::InApproval
        }
    }

    /// Whether every section is agreed, and so bodies may decide.
    pub fn is_ready(&self) -> bool {
        let mut sections = self.sections().iter();
        !self.sections().is_empty()
            && sections.all(|section| self.section_state(section) == SectionState::Agreed)
    }

    /// The agreement revision with just the texts that are agreed, if every section is and it was saved.
    pub fn agreed_revision(&self) -> Option<&Recorded<AgreementRevision>> {
        if !self.is_ready() {
            return None;
        }
        let agreed = || self.sections().iter().map(|one| (one.id, one.latest().map(|latest| latest.hash)));
        let is_of_it = |revision: &AgreementRevision| {
            agreed().eq(revision.sections.iter().map(|one| (one.section, Some(one.hash))))
        };
        // Not the last one only: texts may have been changed, saved, and brought back. But none from before the
        // agreement was renamed, or a party.
        let headed = |revision: &&Recorded<_>| revision.position >= self.headed_since();
        self.revisions().iter().rev().map(Arc::as_ref).filter(headed).find(|revision| is_of_it(revision))
    }

    /// The decisions on the text as it is agreed.
    pub fn current_decisions(&self) -> impl Iterator<Item = &Recorded<Decision>> {
        let agreed = self.agreed_revision().map(|revision| revision.hash);
        self.decisions_of_this_work().filter(move |decision| Some(decision.hash) == agreed)
    }

    /// The decisions since the agreement was last taken up for revision: those before adopted the version that
    /// stays in force meanwhile, and another adoption needs others, even of the same text.
    pub(super) fn decisions_of_this_work(&self) -> impl Iterator<Item = &Recorded<Decision>> {
        let taken_up = self.phases().iter().rev().find(|phase| phase.what == Phase::UnderRevision);
        let begun = taken_up.map_or(Position::START, |phase| phase.position);
        self.decisions().iter().map(Arc::as_ref).filter(move |decision| decision.position >= begun)
    }
}
