//! When a store that was shut is opened again.

use std::time::{Duration, Instant};

/// How long to wait before opening the store again; doubled each time, up to the longest.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// When to try again.
pub(super) struct Reopen {
    pub(super) at: Instant,
    pause: Duration,
}

impl Reopen {
    pub(super) fn soon() -> Self {
        Self { at: Instant::now() + SHORTEST_PAUSE, pause: SHORTEST_PAUSE }
    }

    pub(super) fn later(&mut self) {
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        self.at = Instant::now() + self.pause;
    }
}
