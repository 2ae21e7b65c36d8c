//! What needs a section's text and the agreement's record at once: revisions, sign-offs, locks, decisions.
//!
//! A text is read at a position of its log ([`now`]), its canonical form is kept as a blob under its hash, and a
//! command on it is put to the record. What locks or opens a section is written to both logs in one batch that
//! expects both where they were seen: whatever came in between makes it look again. So no approval can be of a
//! text that its giver did not see, and a sign-off has happened wholly or not at all.
//! No rule stands here, and nothing that knows HTTP.

mod comparing;
mod comparisons;
mod deciding;
mod error;
mod locking;
mod meetings;
mod now;
mod panel;
mod purging;
mod quiet;
mod revisions;
mod sections;
mod sheets;
#[cfg(test)]
mod tests;

pub use comparisons::{Compared, WrittenBlocks};
pub use error::ApprovingError;
pub use locking::SignedOff;
pub use now::{Now, text_of};
pub use panel::{Condition, Panel, SeenBefore, Whose};
pub use quiet::save_when_quiet;
pub use revisions::{Content, Saved, agreed_hash};
pub use sheets::ShownSection;

use crate::agreement::decide::Command;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::agreement::state::State;
use crate::discussing::Discussions;
use crate::drafting::Rooms;
use crate::record::{AttemptError, Beside, Done, Records};
use crate::store::Store;
use comparisons::Comparisons;
use jiff::Timestamp;
use now::Cache;
use std::sync::Arc;
use std::time::Duration;

/// How often something is tried again because somebody wrote in between.
const TRIES: usize = 40;

/// Longest pause before that, in milliseconds; drawn anew each time, so that two who meet do not keep step.
const PAUSE: u64 = 15;

/// Where revisions are saved and approvals given.
#[derive(Clone)]
pub struct Approving {
    store: Arc<dyn Store>,
    records: Arc<Records>,
    rooms: Arc<Rooms>,
    discussions: Arc<Discussions>,
    cache: Arc<Cache>,
    comparisons: Arc<Comparisons>,
}

/// When something is done.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// As it is written: each attempt has its own time.
    Now,
    /// At a time made up, for the demo and for tests.
    At(Timestamp),
}

impl When {
    fn moment(self) -> Timestamp {
        match self {
            Self::Now => Timestamp::now(),
            Self::At(moment) => moment,
        }
    }
}

impl Approving {
    /// For the agreements in a store and their open texts.
    pub fn new(
        store: Arc<dyn Store>,
        records: Arc<Records>,
        rooms: Arc<Rooms>,
        discussions: Arc<Discussions>,
    ) -> Self {
        Self { store, records, rooms, discussions, cache: Arc::default(), comparisons: Arc::default() }
    }

    /// Looks, plans and does, again if somebody else was quicker. `plan` makes the command out of the state it is
    /// given, and `beside` what goes with it, out of that state, what was decided, and what `plan` saw.
    async fn do_on_what_is_seen<Seen, Planning>(
        &self,
        agreement: AgreementId,
        by: Actor,
        when: When,
        plan: impl Fn(Arc<State>) -> Planning,
        beside: impl Fn(&State, &[Entry], Seen) -> Beside,
    ) -> Result<Done, ApprovingError>
    where
        Planning: Future<Output = Result<(Command, Seen), ApprovingError>> + Send,
    {
        for _ in 0..TRIES {
            let state = self.records.state(agreement).await?;
            let (command, seen) = plan(state.clone()).await?;
            let beside = |entries: &[Entry]| Ok(beside(&state, entries, seen));
            match self.records.attempt(&state, command, by, when.moment(), beside).await {
                Err(AttemptError::Moved) => {
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=PAUSE))).await;
                }
                done => return Ok(done?),
            }
        }
        Err(ApprovingError::Contended)
    }
}
