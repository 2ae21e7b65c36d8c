//! What is erased, and what is purged: each with an entry that says so.

use super::meetings::may_be_written_since;
use super::{Asked, Erasure};
use crate::agreement::entry::{Entry, PurgedText};
use crate::agreement::id::{DecisionId, SectionId};
use crate::agreement::refusal::{Field, Refusal};

impl Asked<'_> {
    pub(super) fn erase(&mut self, erasure: Erasure) -> Result<Vec<Entry>, Refusal> {
        let Erasure { position, entry, by, words, reason } = erasure;
        self.state.may_erase(self.member()?, &entry, words, by)?;
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
        notes: Vec<(SectionId, u64)>,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_purge(self.member()?)?;
        let found = self.state.decisions_of_this_work().find(|one| one.id == decision);
        let decided = found.ok_or(Refusal::NoSuchDecision)?.position;
        // What is decided takes no text, but meetings go on, and so do their notes.
        if let Some(purged) = self.state.purged().filter(|purged| purged.position > decided) {
            let mut meetings = self.state.meetings().iter();
            if !meetings.any(|meeting| may_be_written_since(meeting, purged.position)) {
                return Ok(vec![]);
            }
        }
        let sections = self.state.sections().iter().chain(self.state.retired_sections());
        if !sections.map(|section| section.id).eq(texts.iter().map(|(section, _)| *section)) {
            return Err(Refusal::NotEverySection);
        }
        let meetings = self.state.meetings().iter();
        if !meetings.map(|meeting| meeting.notes()).eq(notes.iter().map(|(text, _)| *text)) {
            return Err(Refusal::NotEverySection);
        }
        let purged = |texts: Vec<(SectionId, u64)>| {
            texts.into_iter().map(|(section, until)| PurgedText { section, until }).collect()
        };
        let (sections, notes) = (purged(texts), purged(notes));
        Ok(vec![Entry::WorkingMaterialPurged { decision, sections, notes }])
    }
}
