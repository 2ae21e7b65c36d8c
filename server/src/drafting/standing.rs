//! The texts of sections that somebody asks for again and again.
//!
//! An overview shows nine sections to many people, and asks for all of them every few seconds. A text is read
//! once for each position of its log, whoever asks, and a section whose room is not open is read from its log,
//! so that looking keeps no document in memory.

use super::passages::Passages;
use super::reading::Text;
use crate::agreement::id::SectionId;
use crate::store::Position;
use crate::text::block::{Block, Node};
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;

/// What all kept texts may take in memory, by [`bytes`].
const MOST_BYTES: u64 = 64 << 20;

/// What is kept of where passages stand may take this much more.
const MOST_PASSAGE_BYTES: u64 = 32 << 20;

/// A text that nobody has asked for in this time is let go.
const KEPT: Duration = Duration::from_secs(60);

/// What a block and a run take beside their characters, about.
const NODE_BYTES: usize = 160;

/// Texts by section, and by what the log's head was when somebody asked; a log only grows, so that a position
/// says which epoch it is, too.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) texts: Cache<(SectionId, Position), Arc<Text>>,
    pub(super) passages: Cache<(SectionId, Position), Arc<Passages>>,
}

impl Default for Standing {
    fn default() -> Self {
        let texts = Cache::builder().max_capacity(MOST_BYTES).weigher(|_, text: &Arc<Text>| bytes(text));
        let passages = Cache::builder()
            .max_capacity(MOST_PASSAGE_BYTES)
            .weigher(|_, passages: &Arc<Passages>| u32::try_from(passages.bytes()).unwrap_or(u32::MAX));
        Self { texts: texts.time_to_idle(KEPT).build(), passages: passages.time_to_idle(KEPT).build() }
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
