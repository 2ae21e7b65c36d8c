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

/// Who wrote a section's text.
#[derive(Clone, Debug)]
pub struct Authors {
    /// Of which epoch.
    pub epoch: EpochId,
    /// Every character, in the order of the text.
    pub runs: Vec<Run>,
    /// Those of whom something stands, most first.
    pub contributors: Vec<Contributor>,
}

/// Characters of one author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Who wrote them; `None` for the server's own first words.
    pub member: Option<MemberId>,
    /// Under which client id they stand now.
    pub client: u64,
    /// From which clock on.
    pub clock: u32,
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

    /// Every run of the standing text with its author.
    pub(super) fn authors(&self) -> Authors {
        let mut runs = Vec::new();
        let mut characters: HashMap<MemberId, u64> = HashMap::new();
        for standing in authors::runs(&self.document) {
            let span = Span { client: standing.client, clock: standing.clock, length: standing.length };
            let units: Vec<u16> = standing.text.encode_utf16().collect();
            let mut from = 0;
            for (length, member) in self.authorship.authors(span) {
                let to = (from + length as usize).min(units.len());
                if let Some(member) = member {
                    *characters.entry(member).or_default() += u64::from(length);
                }
                runs.push(Run {
                    text: String::from_utf16_lossy(&units[from..to]),
                    member,
                    client: standing.client,
                    clock: standing.clock + from as u32,
                });
                from = to;
            }
        }
        Authors { epoch: self.epoch, runs, contributors: contributors(characters) }
    }
}

/// Most first.
fn contributors(characters: HashMap<MemberId, u64>) -> Vec<Contributor> {
    let contributor = |(member, characters)| Contributor { member, characters };
    let mut contributors: Vec<Contributor> = characters.into_iter().map(contributor).collect();
    contributors.sort_by_key(|one| (std::cmp::Reverse(one.characters), one.member));
    contributors
}
