//! Comparisons, kept for those who ask for the same. Long texts take a second, so only few are made at once.

use super::ApprovingError;
use crate::agreement::digest::Digest;
use crate::text::block::Block;
use crate::text::comparison::{Comparison, compare};
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

pub(super) struct Comparisons {
    kept: Cache<(Digest, Digest), Arc<Comparison>>,
    turns: Arc<Semaphore>,
}

impl Default for Comparisons {
    fn default() -> Self {
        let kept = Cache::builder().max_capacity(KEPT).time_to_idle(IDLE).build();
        Self { kept, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Comparisons {
    /// The comparison of the texts with these hashes: the one that is kept, or made by `comparing` while others who
    /// ask for the same wait.
    pub(super) async fn kept(
        &self,
        hashes: (Digest, Digest),
        comparing: impl Future<Output = Result<Arc<Comparison>, ApprovingError>>,
    ) -> Result<Arc<Comparison>, ApprovingError> {
        let made = self.kept.try_get_with(hashes, comparing).await;
        made.map_err(|error| ApprovingError::Content(error.to_string()))
    }

    /// Compares, when it is its turn. The turn lasts as long as the work does, even if nobody waits for it any more.
    pub(super) async fn of(
        &self,
        before: Vec<Block>,
        after: Vec<Block>,
    ) -> Result<Arc<Comparison>, ApprovingError> {
        let failed = |error: &dyn std::fmt::Display| ApprovingError::Content(error.to_string());
        let turn = self.turns.clone().acquire_owned().await.map_err(|error| failed(&error))?;
        let work = move || {
            let comparison = compare(&before, &after);
            drop(turn);
            Arc::new(comparison)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}
