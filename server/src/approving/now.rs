//! A section's text as it stands, as a revision of it would be.

use super::{Approving, ApprovingError};
use crate::agreement::digest::Digest;
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::TextNow;
use crate::agreement::section::Section;
use crate::agreement::state::State;
use crate::drafting::Text;
use crate::store::Position;
use crate::text::block::{Block, MEASURE, Node};
use crate::text::canonical::{SectionText, TextHash, canonical_blocks};
use crate::text::sound::is_sound;
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sections whose last reading is kept.
const MOST_KEPT: usize = 4096;

/// A text as it stands, and what a revision of it would be.
#[derive(Clone, Debug)]
pub struct Now {
    /// What the rules look at.
    pub text: TextNow,
    /// What is hashed.
    pub canonical: Bytes,
    /// How many measures it has.
    pub measures: usize,
    /// The blocks it holds, as they were read.
    pub read: Arc<Text>,
}

/// The last reading of each section, and the head (title and parties) it was hashed under.
#[derive(Default)]
pub(super) struct Cache(Mutex<HashMap<SectionId, (Head, Arc<Now>)>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    title: String,
    responsible: Vec<(PartyId, String)>,
}

impl Approving {
    /// A section's text as it stands.
    ///
    /// # Errors
    /// [`Refusal::NoSuchSection`], or the text cannot be read.
    pub async fn now(&self, state: &State, section: SectionId) -> Result<Arc<Now>, ApprovingError> {
        let section = state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let read = self.rooms.standing(section.id).await?;
        let head = Head::of(state, section);
        if let Some(known) = self.cache.get(section.id, &head, &read) {
            return Ok(known);
        }
        let now = Arc::new(Now::of(state, section, read)?);
        self.cache.put(section.id, head, now.clone());
        Ok(now)
    }
}

impl Now {
    fn of(state: &State, section: &Section, read: Arc<Text>) -> Result<Self, ApprovingError> {
        let canonical: Bytes = text_of(state, section, &read.blocks, |text| text.canonical_bytes())?.into();
        let parties: Vec<PartyId> = state.parties().iter().map(|party| party.id).collect();
        let text = TextNow {
            hash: Digest::of(&[&canonical]),
            position: read.position.0,
            contributors: read.contributors.iter().map(|one| (*one).into()).collect(),
            characters: read.characters,
            sound: is_sound(&canonical_blocks(&read.blocks), &parties),
        };
        Ok(Self { text, canonical, measures: measures(&read.blocks), read })
    }

    /// The text log's head that this was read at.
    pub(super) fn position(&self) -> Position {
        self.read.position
    }
}

/// What a section's canonical text is made of, with these blocks, handed to `take`.
///
/// # Errors
/// None for the kinds of today.
pub fn text_of<T>(
    state: &State,
    section: &Section,
    blocks: &[Block],
    take: impl FnOnce(&SectionText<'_>) -> T,
) -> Result<T, ApprovingError> {
    let responsible: Vec<(PartyId, &str)> =
        section.responsible.iter().filter_map(|id| Some((*id, state.party(*id)?.name.as_str()))).collect();
    // The kind as the API spells it.
    let kind =
        serde_json::to_value(section.kind).map_err(|error| ApprovingError::Content(error.to_string()))?;
    Ok(take(&SectionText {
        agreement: state.agreement(),
        section: section.id,
        kind: kind.as_str().unwrap_or_default(),
        title: &section.title,
        responsible: &responsible,
        blocks,
    }))
}

fn measures(blocks: &[Block]) -> usize {
    let inside = |node: &Node| match node {
        Node::Block(block) => measures(std::slice::from_ref(block)),
        Node::Text(_) => 0,
    };
    let of = |block: &Block| {
        usize::from(block.kind == MEASURE && !block.content.is_empty())
            + block.content.iter().map(inside).sum::<usize>()
    };
    blocks.iter().map(of).sum()
}

impl Head {
    fn of(state: &State, section: &Section) -> Self {
        let name = |id: &PartyId| state.party(*id).map(|party| party.name.clone()).unwrap_or_default();
        let responsible = section.responsible.iter().map(|id| (*id, name(id))).collect();
        Self { title: section.title.clone(), responsible }
    }
}

impl Cache {
    fn get(&self, section: SectionId, head: &Head, read: &Arc<Text>) -> Option<Arc<Now>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, now) = kept.get(&section)?;
        (known == head && Arc::ptr_eq(&now.read, read)).then(|| now.clone())
    }

    fn put(&self, section: SectionId, head: Head, now: Arc<Now>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(section, (head, now));
    }
}

impl From<TextHash> for Digest {
    fn from(hash: TextHash) -> Self {
        Self(hash.0)
    }
}
