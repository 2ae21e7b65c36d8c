//! Comparisons, kept for those who ask for the same; only few are made at once.

use super::ApprovingError;
use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, PartyId};
use crate::store::Position;
use crate::text::block::Block;
use crate::text::comparison::{Comparison, Piece, Writers, compare, compare_lines};
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Comparisons made at once.
const AT_ONCE: usize = 1;

/// Comparisons kept. Of the same two texts there is never another.
const KEPT: u64 = 64;

/// A comparison that nobody has asked for in this time is let go.
const IDLE: Duration = Duration::from_secs(300);

/// A section's text at some time, with what stands over it.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) title: String,
    /// The parties that answer for it, with their names.
    pub(super) responsible: Vec<(PartyId, String)>,
    pub(super) blocks: Vec<Block>,
}

/// What changed in a section from one text to another.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The hashes of the two texts.
    pub hashes: (Digest, Digest),
    /// What changed in its title, if anything did.
    pub title: Option<Vec<Piece>>,
    /// The parties that answered for it and those that do, if they or their names are others.
    pub responsible: Option<(Vec<String>, Vec<String>)>,
    /// What changed in the text.
    pub comparison: Arc<Comparison>,
}

/// Who wrote what is new in the later of two texts, block by block; `None` if it cannot be told any more.
pub type WrittenBlocks = Option<Arc<Vec<(usize, Writers<MemberId>)>>>;

pub(super) struct Comparisons {
    kept: Cache<(Digest, Digest), Arc<Compared>>,
    pub(super) written: Cache<(Digest, Position, Digest), WrittenBlocks>,
    turns: Arc<Semaphore>,
}

impl Default for Comparisons {
    fn default() -> Self {
        let kept = Cache::builder().max_capacity(KEPT).time_to_idle(IDLE).build();
        let written = Cache::builder().max_capacity(KEPT).time_to_idle(IDLE).build();
        Self { kept, written, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Comparisons {
    /// The comparison of the texts with these hashes: the one that is kept, or made by `comparing` while others who
    /// ask for the same wait.
    pub(super) async fn kept(
        &self,
        hashes: (Digest, Digest),
        comparing: impl Future<Output = Result<Arc<Compared>, ApprovingError>>,
    ) -> Result<Arc<Compared>, ApprovingError> {
        let made = self.kept.try_get_with(hashes, comparing).await;
        made.map_err(|error| ApprovingError::Content(error.to_string()))
    }

    /// Compares, when it is its turn. The turn lasts as long as the work does, even if nobody waits for it any more.
    pub(super) async fn of(
        &self,
        hashes: (Digest, Digest),
        before: Whole,
        after: Whole,
    ) -> Result<Arc<Compared>, ApprovingError> {
        let failed = |error: &dyn std::fmt::Display| ApprovingError::Content(error.to_string());
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let work = move || {
            let names = |whole: &Whole| whole.responsible.iter().map(|(_, name)| name.clone()).collect();
            let responsible =
                (before.responsible != after.responsible).then(|| (names(&before), names(&after)));
            let title = compare_lines(&before.title, &after.title);
            let comparison = Arc::new(compare(&before.blocks, &after.blocks));
            drop(turn);
            Arc::new(Compared { hashes, title, responsible, comparison })
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}
