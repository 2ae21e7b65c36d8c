//! Which sections may hold text that no revision has, and how long they have been quiet.

use super::rooms::Rooms;
use crate::agreement::id::SectionId;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
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

    fn lock(&self) -> MutexGuard<'_, HashMap<SectionId, Instant>> {
        // No code under this lock can panic half-way through a change.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rooms {
    /// Sections in which text was written, or whose room was opened, and in which nothing has been written for a
    /// spell since, whether their rooms are still open or not. Each is told of once, until it is written in again.
    pub fn quiet_since(&self, spell: Duration) -> Vec<SectionId> {
        let now = Instant::now();
        let is_quiet = |_: &SectionId, last: &mut Instant| now.duration_since(*last) >= spell;
        self.activity.lock().extract_if(is_quiet).map(|(section, _)| section).collect()
    }

    /// Takes a section back of which [`Rooms::quiet_since`] has told, because nothing could be done about it then.
    /// It is told of again after another spell, so that a store in trouble is not asked at every look.
    pub fn put_back(&self, section: SectionId) {
        self.activity.lock().entry(section).or_insert_with(Instant::now);
    }
}
