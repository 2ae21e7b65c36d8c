//! Threads: what is said about a passage or a section.

use crate::agreement::id::{MemberId, ThreadId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody did in a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThreadEvent {
    /// It is settled.
    Resolved {
        /// Which one.
        thread: ThreadId,
    },
}

/// All threads of an agreement.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    resolved: BTreeSet<ThreadId>,
}

impl Threads {
    pub(super) fn apply(&mut self, _at: Timestamp, _by: MemberId, event: ThreadEvent) {
        match event {
            ThreadEvent::Resolved { thread } => {
                self.resolved.insert(thread);
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.resolved.len()
    }
}
