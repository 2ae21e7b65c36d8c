//! Revisions of sections and of the whole. Saving what has not changed makes none.

use super::given::name;
use super::{Asked, SaveRevision};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::SectionId;
use crate::agreement::refusal::{Field, Refusal};
use crate::agreement::revision::{AgreementRevision, Revision, RevisionNumber, SectionRevision, TextNow};
use crate::agreement::words::Words;

impl Asked<'_> {
    pub(super) fn rename_section(&self, section: SectionId, title: &str) -> Result<Vec<Entry>, Refusal> {
        self.state.coordinating(self.member()?)?;
        let renamed = self.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        // The title is part of what is approved.
        self.state.takes_text(renamed)?;
        let title = name(Field::Title, title)?;
        // A title of the description may have blanks that make no other heading.
        Ok(if name(Field::Title, &renamed.title).is_ok_and(|now| now == title) {
            vec![]
        } else {
            vec![Entry::SectionRenamed { section, title }]
        })
    }

    pub(super) fn save_revision(&mut self, new: SaveRevision) -> Result<Vec<Entry>, Refusal> {
        self.state.may_save(self.by)?;
        let section = self.state.section(new.section).ok_or(Refusal::NoSuchSection(new.section))?;
        if let Some(latest) = section.latest().filter(|latest| latest.hash == new.text.hash) {
            let is_named = latest.name.is_some() || latest.note.is_some();
            // What somebody saved is theirs to name, and nobody's once it is being approved.
            let may_name = latest.automatic || latest.by == self.by;
            let is_open = self.state.takes_text(section).is_ok();
            let (name, note) = self.name_and_note(&new.name, &new.note)?;
            if is_named || !may_name || !is_open || (name.is_none() && note.is_none()) {
                return Ok(vec![]);
            }
            let (section, revision) = (new.section, latest.number);
            return Ok(vec![Entry::RevisionNamed { section, revision, name, note }]);
        }
        if let Some(number) = new.restored_from {
            section.revision(number).ok_or(Refusal::NoSuchRevision)?;
        }
        let (name, note) = self.name_and_note(&new.name, &new.note)?;
        let revision =
            Revision { restored_from: new.restored_from, name, note, ..self.next(new.section, new.text)? };
        Ok(vec![Entry::RevisionSaved { revision }])
    }

    pub(super) fn save_agreement_revision(
        &mut self,
        texts: Vec<(SectionId, TextNow)>,
        hash: Digest,
        called: &str,
        note: &str,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_save(self.by)?;
        let mut entries = Vec::new();
        let mut sections = Vec::with_capacity(texts.len());
        // Just these, each once, in this order: or the revision would not be of the whole.
        let mut expected = self.state.sections().iter();
        for (id, text) in texts {
            let section = expected.next().filter(|one| one.id == id).ok_or(Refusal::NoSuchSection(id))?;
            let hash = text.hash;
            let revision = match section.latest().filter(|latest| latest.hash == hash) {
                Some(latest) => latest.number,
                None => {
                    let revision = self.next(id, text)?;
                    let number = revision.number;
                    entries.push(Entry::RevisionSaved { revision });
                    number
                }
            };
            sections.push(SectionRevision { section: id, revision, hash });
        }
        if let Some(left_out) = expected.next() {
            return Err(Refusal::NoSuchSection(left_out.id));
        }
        if sections.is_empty() {
            return Err(Refusal::NoRevision);
        }
        let latest = self.state.revisions().last();
        if latest.is_some_and(|latest| latest.hash == hash) && entries.is_empty() {
            return Ok(vec![]);
        }
        let (name, note) = self.name_and_note(called, note)?;
        entries.push(self.next_agreement_revision(sections, hash, name, note));
        Ok(entries)
    }

    /// The entry for the agreement with these sections.
    pub(super) fn next_agreement_revision(
        &self,
        sections: Vec<SectionRevision>,
        hash: Digest,
        name: Option<Words>,
        note: Option<Words>,
    ) -> Entry {
        let number = RevisionNumber::after(self.state.revisions().len());
        Entry::AgreementRevisionSaved { revision: AgreementRevision { number, hash, sections, name, note } }
    }

    /// A section's next revision, without a name.
    fn next(&self, section: SectionId, text: TextNow) -> Result<Revision, Refusal> {
        let known = self.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        // What is locked stays at its revision, even if the texts and the record should ever disagree.
        self.state.takes_text(known)?;
        let TextNow { hash, position, contributors, characters, sound: _ } = text;
        Ok(Revision {
            section,
            number: RevisionNumber::after(known.revisions.len()),
            hash,
            text_position: position,
            automatic: self.by == Actor::Server,
            restored_from: None,
            name: None,
            note: None,
            contributors,
            characters,
        })
    }

    fn name_and_note(&mut self, name: &str, note: &str) -> Result<(Option<Words>, Option<Words>), Refusal> {
        Ok((self.words_if_any(Field::Name, name)?, self.words_if_any(Field::Note, note)?))
    }
}
