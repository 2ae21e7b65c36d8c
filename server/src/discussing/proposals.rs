//! Proposals: other wordings of a run of blocks, and what became of them.

use crate::agreement::id::{MemberId, ProposalId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What somebody did with a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProposalEvent {
    /// Its author took it back.
    Withdrawn {
        /// Which one.
        proposal: ProposalId,
        /// Why, if they said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// All proposals of an agreement.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    withdrawn: BTreeMap<ProposalId, Timestamp>,
}

impl Proposals {
    pub(super) fn apply(&mut self, at: Timestamp, _by: MemberId, event: ProposalEvent) {
        match event {
            ProposalEvent::Withdrawn { proposal, .. } => {
                self.withdrawn.insert(proposal, at);
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.withdrawn.len()
    }
}
