//! Which sections may hold text that no revision has, and how long they have been quiet.

use crate::agreement::id::SectionId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// When something last happened in each section that nobody has been told of yet.
#[derive(Debug, Default)]
pub(super) struct Activity {
    last: Mutex<HashMap<SectionId, Instant>>,
}

impl Activity {
    /// Notes that text was written, or that there may be text from before the server started.
    pub(super) fn stir(&self, section: SectionId) {
        self.lock().insert(section, Instant::now());
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<SectionId, Instant>> {
        // No code under this lock can panic half-way through a change.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
