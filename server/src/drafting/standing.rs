//! The texts of sections that somebody asks for again and again.
//!
//! An overview shows nine sections to many people, and asks for all of them every few seconds. A text is read
//! once for each position of its log, whoever asks, and a section whose room is not open is read from its log,
//! so that looking keeps no document in memory.

use super::closing::Closing;
use super::load::LoadError;
use super::reading::{Text, stored_text};
use super::rooms::Rooms;
use crate::agreement::id::SectionId;
use crate::store::Position;
use crate::text::block::{Block, Node};
use crate::text::log::text_log;
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;

/// What all kept texts may take in memory, by [`bytes`].
const MOST_BYTES: u64 = 64 << 20;

/// A text that nobody has asked for in this time is let go.
const KEPT: Duration = Duration::from_secs(60);

/// What a block and a run take beside their characters, about.
const NODE_BYTES: usize = 160;

/// Texts by section, and by what the log's head was when somebody asked; a log only grows, so that a position
/// says which epoch it is, too.
#[derive(Debug)]
pub(super) struct Standing {
    texts: Cache<(SectionId, Position), Arc<Text>>,
}

impl Default for Standing {
    fn default() -> Self {
        let texts = Cache::builder().max_capacity(MOST_BYTES).weigher(|_, text: &Arc<Text>| bytes(text));
        Self { texts: texts.time_to_idle(KEPT).build() }
    }
}

impl Rooms {
    /// A section's text, read anew only if its log has grown since it was read last. What was in the log when
    /// this was called is in the text; what is not on disk is not.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn standing(self: &Arc<Self>, section: SectionId) -> Result<Arc<Text>, Closing> {
        if self.is_closing_down() {
            return Err(Closing::Restart);
        }
        let head = self.store.head(text_log(section)).await.map_err(|error| {
            tracing::error!(%section, %error, "the text log could not be read");
            Closing::Unavailable
        })?;
        let texts = &self.standing.texts;
        // Whoever asks for the same meanwhile waits for this one.
        let read = texts.try_get_with((section, head), self.read_since(section, head)).await;
        let text = read.map_err(|closing| *closing)?;
        if text.position != head {
            texts.insert((section, text.position), text.clone()).await;
        }
        Ok(text)
    }

    /// The text of a position that is not before this one.
    async fn read_since(self: &Arc<Self>, section: SectionId, least: Position) -> Result<Arc<Text>, Closing> {
        if self.is_open(section) {
            return self.read(section, least, |document, position| Arc::new(document.text(position))).await;
        }
        stored_text(&*self.store, section).await.map(Arc::new).map_err(|error| match error {
            LoadError::Nothing => Closing::NoSuchSection,
            LoadError::Store(_)
            | LoadError::History(_)
            | LoadError::Entry { .. }
            | LoadError::Broken { .. }
            | LoadError::Short(_)
            | LoadError::Panicked => {
                tracing::error!(%section, %error, "the section could not be read");
                Closing::Unavailable
            }
        })
    }
}

/// What a text takes in memory, about.
fn bytes(text: &Text) -> u32 {
    fn of(block: &Block) -> usize {
        let attributes = block.attributes.len() * NODE_BYTES;
        let content = block.content.iter().map(|node| match node {
            Node::Block(block) => of(block),
            Node::Text(run) => NODE_BYTES + run.text.len() + run.marks.len() * NODE_BYTES,
        });
        NODE_BYTES + attributes + content.sum::<usize>()
    }
    let blocks: usize = text.blocks.iter().map(of).sum();
    u32::try_from(blocks).unwrap_or(u32::MAX)
}
