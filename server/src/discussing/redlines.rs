//! What each proposal changes, kept for those who ask for the same.

use super::error::DiscussionError;
use super::proposals::Proposal;
use crate::agreement::id::ProposalId;
use crate::text::block::Block;
use crate::text::comparison::{Comparison, compare};
use moka::future::Cache;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Comparisons kept.
const KEPT: u64 = 512;

/// One that nobody has asked for in this time is let go.
const IDLE: Duration = Duration::from_secs(300);

/// Comparisons by proposal, and by how often it was offered anew.
pub(super) struct Redlines {
    kept: Cache<(ProposalId, u32), Arc<Comparison>>,
    /// Whoever has it may compare: others are to be served meanwhile.
    turns: Arc<Semaphore>,
}

impl Default for Redlines {
    fn default() -> Self {
        let kept = Cache::builder().max_capacity(KEPT).time_to_idle(IDLE).build();
        Self { kept, turns: Arc::new(Semaphore::new(1)) }
    }
}

impl Redlines {
    /// What a proposal changes in the text that it was made on.
    pub(super) async fn of(&self, proposal: &Proposal) -> Result<Arc<Comparison>, DiscussionError> {
        let made = self.kept.try_get_with((proposal.id, proposal.renewals), self.compared(proposal)).await;
        made.map_err(|error| DiscussionError::clone(&error))
    }

    async fn compared(&self, proposal: &Proposal) -> Result<Arc<Comparison>, DiscussionError> {
        let failed = |error: &dyn std::fmt::Display| DiscussionError::Failed(error.to_string());
        let before: Vec<Block> = proposal.wording.base.iter().map(|seen| seen.block.clone()).collect();
        let after = proposal.wording.blocks.clone();
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let work = move || {
            let comparison = compare(&before, &after);
            drop(turn);
            Arc::new(comparison)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}
