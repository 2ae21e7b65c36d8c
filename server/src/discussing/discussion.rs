//! One agreement's discussion: the fold of its log.

use super::entry::{Entry, Event};
use super::proposals::Proposals;
use super::threads::Threads;
use crate::agreement::id::AgreementId;
use crate::store::Position;

/// What has been proposed and said so far.
#[derive(Clone, Debug)]
pub struct Discussion {
    agreement: AgreementId,
    position: Position,
    /// The proposals.
    pub proposals: Proposals,
    /// The threads.
    pub threads: Threads,
}

impl Discussion {
    /// Nothing yet, at a position of the log.
    pub(super) fn at(agreement: AgreementId, position: Position) -> Self {
        Self { agreement, position, proposals: Proposals::default(), threads: Threads::default() }
    }

    /// Of which agreement.
    pub fn agreement(&self) -> AgreementId {
        self.agreement
    }

    /// How many entries it was folded from.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Takes in the next entry of the log.
    pub(super) fn apply(&mut self, entry: Entry) {
        self.position = self.position.after(1);
        let Entry { at, by, event } = entry;
        match event {
            Event::Proposal(event) => self.proposals.apply(at, by, event),
            Event::Thread(event) => self.threads.apply(at, by, event),
            Event::Purged {} => *self = Self::at(self.agreement, self.position),
        }
    }
}
