//! Proposals and threads: the discussion log of each agreement, and what it folds into.
//!
//! This is working material (docs/discussion-log.md): kept while the work goes on, purged after the decision.
//! Who may do what, the rules of the agreement say; here stands what became of what. No HTTP, and nothing of sign-offs.

mod accepting;
mod discussion;
mod entry;
mod error;
mod opened;
mod proposals;
mod proposing;
mod redlines;
#[cfg(test)]
mod tests;
mod threads;

pub use discussion::Discussion;
pub use entry::{Entry, Event};
pub use error::DiscussionError;
pub use proposals::{Closed, Proposal, ProposalEvent, Proposals, Wording};
pub use proposing::{Proposed, Proposing, ProposingError, agreement_of_proposal};
pub use threads::{
    Anchor, Comment, Id, MOST_SPANS, Mark, Said, Standing, Thread, ThreadEvent, Threads, comment_prefix,
    reading_prefix, thread_key,
};

use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Append, LogId, Position, RegisterWrite, Store};
use crate::text::comparison::Comparison;
use jiff::Timestamp;
use opened::Opened;
use redlines::Redlines;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The discussion log of an agreement.
pub fn discussion_log(agreement: AgreementId) -> LogId {
    LogId::discussion(agreement.0)
}

/// What a member has decided to add to a discussion: events, and what is written with them.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    /// In their order; none if nothing is to be done.
    pub events: Vec<Event>,
    /// Values of the register, in the same batch.
    pub register: Vec<RegisterWrite>,
    /// Whether what the register loses by it is to be forgotten by the disk, too.
    pub forget: bool,
}

/// The discussions of all agreements in a store.
pub struct Discussions {
    store: Arc<dyn Store>,
    /// Each is read once, and from then on only what came since.
    opened: Mutex<HashMap<AgreementId, Arc<Opened>>>,
    redlines: Redlines,
}

impl Discussions {
    /// The discussions in a store. Nothing is read before it is asked for.
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { store, opened: Mutex::default(), redlines: Redlines::default() })
    }

    /// What has been discussed in an agreement so far. Whether there is such an agreement, the caller knows.
    ///
    /// # Errors
    /// If it cannot be read; never an empty discussion instead.
    pub async fn state(&self, agreement: AgreementId) -> Result<Arc<Discussion>, DiscussionError> {
        self.opened(agreement).now().await
    }

    /// What a proposal changes in the text that it was made on.
    ///
    /// # Errors
    /// [`DiscussionError::Failed`] if it cannot be told.
    pub async fn redline(&self, proposal: &Proposal) -> Result<Arc<Comparison>, DiscussionError> {
        self.redlines.of(proposal).await
    }

    /// Follows the head of an agreement's discussion log: wakes at each change.
    pub fn follow(&self, agreement: AgreementId) -> watch::Receiver<Position> {
        self.store.follow(discussion_log(agreement))
    }

    /// Adds to a discussion what `decide` makes out of what stands; if somebody else was quicker, it is asked again.
    /// Returns the discussion with it done.
    ///
    /// # Errors
    /// What `decide` says; [`DiscussionError`] if others were always first, or the store failed. After
    /// [`crate::store::StoreError::Unavailable`] it is open whether it was done.
    pub async fn run<Refused: From<DiscussionError>>(
        &self,
        agreement: AgreementId,
        by: MemberId,
        at: Timestamp,
        decide: impl Fn(&Discussion) -> Result<Addition, Refused>,
    ) -> Result<Arc<Discussion>, Refused> {
        self.opened(agreement).run(by, at, decide).await
    }

    fn opened(&self, agreement: AgreementId) -> Arc<Opened> {
        let fresh = || Arc::new(Opened::new(self.store.clone(), agreement));
        self.lock().entry(agreement).or_insert_with(fresh).clone()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AgreementId, Arc<Opened>>> {
        // A thread that panicked here left the map whole: each use is one insertion.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Discussion {
    /// These events as an append after what was seen, for a batch that holds more than them. It conflicts if
    /// anybody has added to the discussion since.
    ///
    /// # Errors
    /// [`DiscussionError::Unwritable`]: none for the events of today.
    pub fn append(&self, by: MemberId, at: Timestamp, events: Vec<Event>) -> Result<Append, DiscussionError> {
        let entries = events.into_iter().map(|event| Entry { at, by, event }.encode());
        let entries = entries.collect::<Result<_, _>>()?;
        Ok(Append { log: discussion_log(self.agreement()), expected: self.position(), entries })
    }
}
