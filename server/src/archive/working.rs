//! How the texts of an agreement came to be, up to a day: taken out before it is purged, or for somebody who asks.
//!
//! What is in memory at one time is the discussion, and one section's log.

use super::chronicle::Chronicle;
use super::error::ExportError;
use super::manifest::{FORMAT, Kind};
use super::parcel::Parcel;
use super::readme;
use super::stored::material;
use super::telling::tell;
use crate::agreement::id::{AgreementId, PartyId, SectionId};
use crate::agreement::meeting::NOTES_KIND;
use crate::record::signature::{RecordHead, Signatory};
use crate::store::{Position, Store};
use crate::text::block::Block;
use crate::text::canonical::SectionText;
use crate::text::html;
use crate::text::markdown::page as markdown;
use crate::text::wording::{Wording, labels_for};
use crate::text::{history, log::text_log};
use bytes::Bytes;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::VecDeque;
use std::sync::Arc;

mod line;
pub(super) mod manifest;
mod replay;
mod said;

pub(super) use line::Line;
use manifest::{NamedParty, PurgedBefore, WorkingDiscussion, WorkingManifest, WorkingSection};
pub(super) use replay::Replay;
pub(super) use said::Said;
use said::said_until;

/// The file of what was proposed and said.
pub(super) const DISCUSSION: &str = "discussion.jsonl";

/// Entries read from a log at one go.
const PAGE: usize = 1024;

/// Working material that is being written.
pub struct WorkingMaterial {
    store: Arc<dyn Store>,
    signatory: Arc<Signatory>,
    manifest: WorkingManifest,
    told: Chronicle,
    left: VecDeque<usize>,
    said: Vec<Said>,
    parcel: Parcel,
}

impl WorkingMaterial {
    /// Finds what there is up to and including a day in the agreement's time zone.
    ///
    /// # Errors
    /// If there is no such agreement, or its record cannot be read.
    pub async fn begin(
        store: Arc<dyn Store>,
        signatory: Arc<Signatory>,
        agreement: AgreementId,
        as_of: Date,
    ) -> Result<Self, ExportError> {
        let now = material(&*store, agreement).await?;
        let latest = tell(&now)?.state;
        let zone = latest.matter().and_then(|matter| TimeZone::get(&matter.time_zone).ok());
        let next = as_of.checked_add(1.day()).ok();
        let until = next.and_then(|next| next.to_zoned(zone.unwrap_or(TimeZone::UTC)).ok());
        let until = until.ok_or(ExportError::Day(as_of))?.timestamp();
        let told = tell(&now.before(until))?;
        let said = said_until(&*store, agreement, until).await.map_err(ExportError::Discussion)?;
        let matter = told.state.matter();
        let parties = told.state.parties().iter();
        let manifest = WorkingManifest {
            kind: Kind::WorkingMaterial,
            format: FORMAT,
            pages: html::VERSION,
            agreement,
            title: told.state.title().map(str::to_owned),
            language: matter.and_then(|matter| matter.languages.first().cloned()).unwrap_or_default(),
            parties: parties
                .map(|party| NamedParty { id: party.id, letter: party.letter, name: party.name.clone() })
                .collect(),
            record: RecordHead::of(agreement, now.tip),
            as_of,
            until,
            purged: latest.purged().map(|purged| PurgedBefore {
                at: purged.at,
                entry: purged.position.0,
                decision: purged.decision,
            }),
            sections: Vec::new(),
            // Of a discussion that has not begun nothing is written.
            discussion: said
                .first()
                .map(|first| WorkingDiscussion { from: first.position, entries: said.len() as u64 }),
            files: Vec::new(),
        };
        let mut parcel = Parcel::default();
        parcel.add(readme::README, readme::working(&manifest).into_bytes())?;
        let left = (0..told.sections.len()).collect();
        Ok(Self { store, signatory, manifest, told, left, said, parcel })
    }

    /// How many entries the record had.
    pub fn position(&self) -> Position {
        Position(self.manifest.record.position)
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// What cannot be read or written. What was given before is nothing whole then.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ExportError> {
        while !self.parcel.is_waiting() {
            match self.left.pop_front() {
                Some(section) => self.write(section).await?,
                None => {
                    self.write_discussion()?;
                    self.close()?;
                }
            }
        }
        Ok(self.parcel.take())
    }

    async fn write(&mut self, index: usize) -> Result<(), ExportError> {
        let told = &self.told.sections[index];
        let section = told.id;
        let broken = |why: String| ExportError::Log { section, why };
        let mut lines = Vec::new();
        let mut entries = 0;
        let mut replay = Replay::default();
        let begin = self.store.packed(text_log(section)).await?.purged;
        let mut from = begin;
        'log: loop {
            let page = history::read(&*self.store, text_log(section), from, PAGE).await;
            let page = page.map_err(|error| broken(error.to_string()))?;
            for (index, bytes) in page.iter().enumerate() {
                let line = Line::read(from.after(index).0, bytes).map_err(broken)?;
                if line.at >= self.manifest.until {
                    break 'log;
                }
                replay.take(&line).map_err(broken)?;
                lines.extend(line.json().map_err(broken)?);
                lines.push(b'\n');
                entries += 1;
            }
            if page.is_empty() {
                break;
            }
            from = from.after(page.len());
        }
        let blocks = replay.blocks().map_err(broken)?;
        let (folder, title) = (told.folder.clone(), told.title.clone());
        self.parcel.add(&format!("{folder}/log.jsonl"), lines)?;
        if let Some(blocks) = &blocks {
            let head = Head::of(&self.told, section, &title);
            self.parcel
                .add(&format!("{folder}/text.json"), head.canonical(self.manifest.agreement, blocks))?;
            let page = markdown_of(&self.manifest, &title, blocks);
            self.parcel.add(&format!("{folder}/text.md"), page.into_bytes())?;
        }
        let has_text = blocks.is_some();
        self.manifest.sections.push(WorkingSection {
            id: section,
            folder,
            title,
            from: begin.0,
            entries,
            has_text,
        });
        Ok(())
    }

    fn write_discussion(&mut self) -> Result<(), ExportError> {
        if self.said.is_empty() {
            return Ok(());
        }
        let mut lines = Vec::new();
        for line in std::mem::take(&mut self.said) {
            lines.extend(line.json().map_err(ExportError::Discussion)?);
            lines.push(b'\n');
        }
        Ok(self.parcel.add(DISCUSSION, lines)?)
    }

    fn close(&mut self) -> Result<(), ExportError> {
        self.manifest.files = std::mem::take(&mut self.parcel.files);
        let manifest = &self.manifest;
        Ok(self.parcel.close(manifest, |hash| manifest.seal(hash), &self.signatory)?)
    }
}

/// What a section's text stands under.
pub(super) struct Head {
    pub(super) section: SectionId,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) responsible: Vec<(PartyId, String)>,
}

impl Head {
    fn of(told: &Chronicle, section: SectionId, title: &str) -> Self {
        let sections = told.state.sections().iter().chain(told.state.retired_sections());
        let found = sections.into_iter().find(|known| known.id == section);
        let kind = found.and_then(|found| serde_json::to_value(found.kind).ok());
        let is_notes = told.section(section).is_some_and(|told| told.is_notes);
        let notes = is_notes.then(|| NOTES_KIND.to_owned());
        let named = |id: &PartyId| Some((*id, told.state.party(*id)?.name.clone()));
        Self {
            section,
            kind: kind.and_then(|kind| kind.as_str().map(str::to_owned)).or(notes).unwrap_or_default(),
            title: title.to_owned(),
            responsible: found
                .map(|found| found.responsible.iter().filter_map(named).collect())
                .unwrap_or_default(),
        }
    }

    /// The text in the form that a revision of it would have had.
    pub(super) fn canonical(&self, agreement: AgreementId, blocks: &[Block]) -> Vec<u8> {
        let responsible: Vec<_> = self.responsible.iter().map(|(id, name)| (*id, name.as_str())).collect();
        SectionText {
            agreement,
            section: self.section,
            kind: &self.kind,
            title: &self.title,
            responsible: &responsible,
            blocks,
        }
        .canonical_bytes()
    }
}

/// The text to read.
pub(super) fn markdown_of(manifest: &WorkingManifest, title: &str, blocks: &[Block]) -> String {
    let parties: Vec<_> = manifest.parties.iter().map(|party| (party.id, party.name.clone())).collect();
    let wording = Wording { language: labels_for(&manifest.language), parties: &parties };
    markdown::plain_page(title, &crate::text::canonical::canonical_blocks(blocks), wording)
}
