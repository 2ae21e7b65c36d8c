//! Which sections the text has, in which order, and who answers for them.

use super::Asked;
use super::given::name;
use crate::agreement::entry::Entry;
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::agreement::section::{NewSection, SectionKind};
use std::collections::BTreeSet;

/// In one agreement, the retired ones with them.
const SECTIONS: usize = 2_000;

impl Asked<'_> {
    pub(super) fn add_section(
        &mut self,
        kind: SectionKind,
        title: &str,
        responsible: Vec<PartyId>,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        if self.state.sections().len() + self.state.retired_sections().len() >= SECTIONS {
            return Err(Refusal::TooMany(Limit::Sections, SECTIONS));
        }
        let title = name(Field::Title, title)?;
        let responsible = self.responsible(responsible)?;
        let section = NewSection { id: SectionId(self.chance.id()), kind, title, responsible };
        Ok(vec![Entry::SectionAdded { section }])
    }

    pub(super) fn order_sections(&self, sections: Vec<SectionId>) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        let now: Vec<SectionId> = self.state.sections().iter().map(|section| section.id).collect();
        let mut sorted = [sections.clone(), now.clone()];
        sorted.iter_mut().for_each(|ids| ids.sort_unstable());
        if sorted[0] != sorted[1] {
            return Err(Refusal::NotEverySection);
        }
        Ok(if sections == now { vec![] } else { vec![Entry::SectionsOrdered { sections }] })
    }

    pub(super) fn retire_section(&mut self, section: SectionId, reason: &str) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        let retired = self.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        self.state.takes_text(retired)?;
        if self.state.sections().len() == 1 {
            return Err(Refusal::LastSection);
        }
        let reason = self.words(Field::Reason, reason)?;
        Ok(vec![Entry::SectionRetired { section, reason }])
    }

    pub(super) fn bring_back_section(&self, section: SectionId) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        if self.state.section(section).is_some() {
            return Ok(vec![]);
        }
        self.state.retired_section(section)?;
        Ok(vec![Entry::SectionBroughtBack { section }])
    }

    pub(super) fn change_responsible(
        &self,
        section: SectionId,
        responsible: Vec<PartyId>,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        let changed = self.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        // They are part of what is approved.
        self.state.takes_text(changed)?;
        let responsible = self.responsible(responsible)?;
        Ok(if responsible == changed.responsible {
            vec![]
        } else {
            vec![Entry::ResponsibleChanged { section, responsible }]
        })
    }

    /// Parties of the agreement, each once.
    fn responsible(&self, mut parties: Vec<PartyId>) -> Result<Vec<PartyId>, Refusal> {
        let mut seen = BTreeSet::new();
        parties.retain(|party| seen.insert(*party));
        if parties.iter().any(|party| self.state.party(*party).is_none()) {
            return Err(Refusal::NoSuchParty);
        }
        Ok(parties)
    }
}
