//! A run of whole blocks in a document: named by their ids, read as they stand, compared with how they were seen.
//!
//! A block is an element directly under the root, and its id is that of its item: it stays the same while the block
//! does, whoever writes in it, and is no other block's. Making a paragraph a heading makes another element.

mod between;
mod given;

pub use between::without_the_words_of_neither;
pub use given::{Given, GivenProblem};

use super::block::Block;
use super::canonical::canonical_block;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use utoipa::ToSchema;

/// Which block of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId {
    /// The client id under which its element was put in.
    pub client: u64,
    /// The clock of the element.
    pub clock: u32,
}

/// A block as somebody saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenBlock {
    /// The client id of its item in the Yjs document.
    pub client: u64,
    /// The clock of its item there.
    pub clock: u32,
    /// What it said, in ProseMirror's JSON form.
    #[schema(value_type = Object)]
    pub block: Block,
}

/// How a run that somebody saw stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RunStanding)]
pub enum Standing {
    /// Every block of it says what it said.
    AsItWas,
    /// All its blocks are there, one after the other; what one of them says is another.
    Changed,
    /// A block of it is gone, or something stands between two of them.
    Gone,
}

/// A run as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// Compared with how it was seen.
    pub standing: Standing,
    /// The blocks now; empty if it is gone.
    pub now: Vec<SeenBlock>,
    /// Which of them say something else, counted from 0.
    pub changed: Vec<usize>,
}

impl SeenBlock {
    /// Which block it is.
    pub fn id(&self) -> BlockId {
        BlockId { client: self.client, clock: self.clock }
    }
}

/// The ids of blocks that were seen.
pub fn ids(seen: &[SeenBlock]) -> Vec<BlockId> {
    seen.iter().map(SeenBlock::id).collect()
}

/// Where in a document, whose blocks have these ids, a run stands; `None` if it does not, one block after the other.
pub fn find(ids: &[Option<BlockId>], run: &[BlockId]) -> Option<Range<usize>> {
    let first = run.first()?;
    let start = ids.iter().position(|id| id.as_ref() == Some(first))?;
    let range = start..start.checked_add(run.len())?;
    let stands = ids.get(range.clone())?;
    stands.iter().zip(run).all(|(stands, wanted)| *stands == Some(*wanted)).then_some(range)
}

/// How a run that was seen stands in a document of these blocks and their ids.
pub fn stands(seen: &[SeenBlock], ids: &[Option<BlockId>], blocks: &[Block]) -> Stands {
    let found = find(ids, &self::ids(seen)).and_then(|range| blocks.get(range));
    let Some(found) = found else {
        return Stands { standing: Standing::Gone, now: Vec::new(), changed: Vec::new() };
    };
    let differs = |(was, now): (&SeenBlock, &Block)| canonical_block(&was.block) != canonical_block(now);
    let pairs = seen.iter().zip(found).enumerate();
    let changed: Vec<usize> = pairs.filter(|(_, pair)| differs(*pair)).map(|(index, _)| index).collect();
    let now = seen.iter().zip(found).map(|(seen, block)| SeenBlock { block: block.clone(), ..*seen });
    let standing = if changed.is_empty() { Standing::AsItWas } else { Standing::Changed };
    Stands { standing, now: now.collect(), changed }
}

#[cfg(test)]
mod tests;
