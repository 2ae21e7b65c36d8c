//! What others want to know of a section's document: its text and who wrote it.

use super::closing::Closing;
use super::document::Document;
use super::load::{self, LoadError};
use super::rooms::Rooms;
use super::update::Span;
use crate::agreement::id::{MemberId, SectionId};
use crate::store::Store;
use crate::text::authors;
use crate::text::block::Block;
use crate::text::log::EpochId;
use crate::text::read;
use std::collections::HashMap;
use std::sync::Arc;

/// A section's text as it stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// Of which epoch.
    pub epoch: EpochId,
    /// What it holds.
    pub blocks: Vec<Block>,
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

/// A section's text as its log tells it, without opening a room.
///
/// # Errors
/// Those of reading the log.
pub async fn stored_text(store: &dyn Store, section: SectionId) -> Result<Text, LoadError> {
    let (document, _) = load::load(store, section).await?;
    Ok(Text { epoch: document.epoch, blocks: read::blocks(&document.document) })
}

impl Rooms {
    /// A section's text.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub async fn text(self: &Arc<Self>, section: SectionId) -> Result<Text, Closing> {
        self.read(section, |document| Text {
            epoch: document.epoch,
            blocks: read::blocks(&document.document),
        })
        .await
    }

    /// Who wrote a section's text.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub async fn authors(self: &Arc<Self>, section: SectionId) -> Result<Authors, Closing> {
        self.read(section, Document::authors).await
    }
}

impl Document {
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
        let mut contributors: Vec<Contributor> =
            characters.into_iter().map(|(member, characters)| Contributor { member, characters }).collect();
        contributors.sort_by_key(|one| (std::cmp::Reverse(one.characters), one.member));
        Authors { epoch: self.epoch, runs, contributors }
    }
}
