//! What others want to know of a section's document: its text and who wrote it.

use super::document::Document;
use super::load::{self, LoadError};
use super::update::Span;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::revision::Contribution;
use crate::store::{Position, Store};
use crate::text::authors;
use crate::text::block::Block;
use crate::text::log::EpochId;
use crate::text::passage::BlockId;
use crate::text::read;
use std::collections::HashMap;
use yrs::Transact as _;

/// A section's text as it stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// Of which epoch.
    pub epoch: EpochId,
    /// The text is what the entries of the log before this position come to, no more and no less.
    pub position: Position,
    /// Whether the log says that the section is locked.
    pub locked: bool,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// The id of each block; none for what is no editor's element.
    pub ids: Vec<Option<BlockId>>,
    /// Those of whom something stands, most first.
    pub contributors: Vec<Contributor>,
    /// UTF-16 units of all that stands, the template's words included.
    pub characters: u64,
}

/// How much of somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Who.
    pub member: MemberId,
    /// UTF-16 units.
    pub characters: u64,
}

impl From<Contributor> for Contribution {
    fn from(one: Contributor) -> Self {
        Self { member: one.member, characters: one.characters }
    }
}

/// A section's text as its log tells it, without opening a room.
///
/// # Errors
/// Those of reading the log.
pub async fn stored_text(store: &dyn Store, section: SectionId) -> Result<Text, LoadError> {
    let (document, position) = load::load(store, section).await?;
    Ok(document.text(position))
}

impl Document {
    /// The text, which is that of a position of the log.
    pub(super) fn text(&self, position: Position) -> Text {
        let mut characters = 0;
        let mut of: HashMap<MemberId, u64> = HashMap::new();
        for standing in authors::runs(&self.document) {
            characters += u64::from(standing.length);
            let span = Span { client: standing.client, clock: standing.clock, length: standing.length };
            for (length, member) in self.authorship.authors(span) {
                if let Some(member) = member {
                    *of.entry(member).or_default() += u64::from(length);
                }
            }
        }
        let (ids, blocks) = read::identified_blocks(&self.document.transact()).into_iter().unzip();
        Text {
            epoch: self.epoch,
            position,
            locked: self.locked,
            blocks,
            ids,
            contributors: contributors(of),
            characters,
        }
    }
}

/// Most first.
pub(super) fn contributors(characters: HashMap<MemberId, u64>) -> Vec<Contributor> {
    let contributor = |(member, characters)| Contributor { member, characters };
    let mut contributors: Vec<Contributor> = characters.into_iter().map(contributor).collect();
    contributors.sort_by_key(|one| (std::cmp::Reverse(one.characters), one.member));
    contributors
}
