//! What is erased, and what is purged: each with an entry that says so.

use super::{Asked, Erasure};
use crate::agreement::entry::{Entry, PurgedText};
use crate::agreement::id::{DecisionId, SectionId};
use crate::agreement::refusal::{Field, Refusal};

impl Asked<'_> {
    pub(super) fn erase(&mut self, erasure: Erasure) -> Result<Vec<Entry>, Refusal> {
        let Erasure { position, entry, words, reason } = erasure;
        self.state.may_erase(self.member()?, &entry)?;
        if matches!(*entry, Entry::MemberAdded { .. }) {
            return Err(Refusal::ErasedWithTheMember);
        }
        let own = entry.words();
        let erased = own.iter().find(|one| one.digest() == words).ok_or(Refusal::NoSuchWords)?;
        if erased.text().is_none() {
            return Ok(vec![]);
        }
        let reason = self.words(Field::Reason, &reason)?;
        Ok(vec![Entry::WordsErased { position, words, reason }])
    }

    /// All texts, or none: also those of sections that were retired.
    pub(super) fn purge(
        &self,
        decision: DecisionId,
        texts: Vec<(SectionId, u64)>,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_purge(self.member()?)?;
        self.state.decisions_of_this_work().find(|one| one.id == decision).ok_or(Refusal::NoSuchDecision)?;
        let sections = self.state.sections().iter().chain(self.state.retired_sections());
        if !sections.map(|section| section.id).eq(texts.iter().map(|(section, _)| *section)) {
            return Err(Refusal::NotEverySection);
        }
        let sections = texts.into_iter().map(|(section, until)| PurgedText { section, until }).collect();
        Ok(vec![Entry::WorkingMaterialPurged { decision, sections }])
    }
}
