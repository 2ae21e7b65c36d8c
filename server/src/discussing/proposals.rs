//! Proposals: other wordings of a run of blocks, and what became of them.

use crate::agreement::id::{MemberId, ProposalId, SectionId};
use crate::agreement::refusal::{Ending, ProposalRefusal, Refusal};
use crate::agreement::state::State;
use crate::text::block::Block;
use crate::text::passage::SeenBlock;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What somebody did with a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProposalEvent {
    /// It was made.
    Made {
        /// Which one.
        proposal: ProposalId,
        /// In which section.
        section: SectionId,
        /// What it says.
        #[serde(flatten)]
        wording: Wording,
    },
    /// Its author offered it anew, on the text as it was then.
    Renewed {
        /// Which one.
        proposal: ProposalId,
        /// What it says from here on.
        #[serde(flatten)]
        wording: Wording,
    },
    /// Somebody put it into the text. What that changed, the text log has, from the same batch.
    Accepted {
        /// Which one.
        proposal: ProposalId,
        /// What they put in, if they made another wording of it first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edited: Option<Vec<Block>>,
    },
    /// Somebody decided that it does not come into the text.
    Rejected {
        /// Which one.
        proposal: ProposalId,
        /// Why.
        reason: String,
    },
    /// Its author took it back.
    Withdrawn {
        /// Which one.
        proposal: ProposalId,
        /// Why, if they said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// What is proposed, and of what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// The run that it is about, as it stood.
    pub base: Vec<SeenBlock>,
    /// What is to stand there instead; nothing takes the run out.
    pub blocks: Vec<Block>,
    /// Why, if its author said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whose words stood in the run, most first.
    pub concerns: Vec<MemberId>,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Which one.
    pub id: ProposalId,
    /// In which section.
    pub section: SectionId,
    /// Whose it is.
    pub author: MemberId,
    /// When it was made.
    pub made: Timestamp,
    /// How often it was offered anew.
    pub renewals: u32,
    /// What it says now.
    pub wording: Wording,
    /// How it ended; `None` while it is open.
    pub closed: Option<Closed>,
}

/// How a proposal ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: MemberId,
    /// How.
    pub ending: Ending,
    /// Why, if they said so.
    pub reason: Option<String>,
    /// What was put in, if that was another wording.
    pub edited: Option<Vec<Block>>,
}

/// All proposals of an agreement.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    all: HashMap<ProposalId, Arc<Proposal>>,
    /// In the order in which they were made.
    by_section: BTreeMap<SectionId, Vec<ProposalId>>,
}

impl ProposalEvent {
    /// Which proposal it is about.
    pub fn proposal(&self) -> ProposalId {
        match self {
            Self::Made { proposal, .. }
            | Self::Renewed { proposal, .. }
            | Self::Accepted { proposal, .. }
            | Self::Rejected { proposal, .. }
            | Self::Withdrawn { proposal, .. } => *proposal,
        }
    }
}

impl Proposal {
    /// Whether it has not ended.
    ///
    /// # Errors
    /// How it ended and by whom.
    pub fn still_open(&self, state: &State) -> Result<(), Refusal> {
        let Some(closed) = &self.closed else { return Ok(()) };
        let by = state.present_or_former(closed.by).and_then(|member| member.name.text());
        Err(ProposalRefusal::Closed(closed.ending, by.unwrap_or_default().to_owned()).into())
    }
}

impl Proposals {
    pub(super) fn apply(&mut self, at: Timestamp, by: MemberId, event: ProposalEvent) {
        let close = |ending, reason, edited| Some(Closed { at, by, ending, reason, edited });
        match event {
            ProposalEvent::Made { proposal: id, section, wording } => {
                let made = Proposal { id, section, author: by, made: at, renewals: 0, wording, closed: None };
                self.by_section.entry(section).or_default().push(id);
                self.all.insert(id, Arc::new(made));
            }
            ProposalEvent::Renewed { proposal, wording } => self.change(proposal, |known| {
                known.renewals += 1;
                known.wording = wording;
            }),
            ProposalEvent::Accepted { proposal, edited } => {
                self.change(proposal, |known| known.closed = close(Ending::Accepted, None, edited));
            }
            ProposalEvent::Rejected { proposal, reason } => {
                self.change(proposal, |known| known.closed = close(Ending::Rejected, Some(reason), None));
            }
            ProposalEvent::Withdrawn { proposal, reason } => {
                self.change(proposal, |known| known.closed = close(Ending::Withdrawn, reason, None));
            }
        }
    }

    fn change(&mut self, proposal: ProposalId, change: impl FnOnce(&mut Proposal)) {
        if let Some(known) = self.all.get_mut(&proposal) {
            change(Arc::make_mut(known));
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Which there are, in no order.
    pub(super) fn ids(&self) -> impl Iterator<Item = ProposalId> {
        self.all.keys().copied()
    }

    /// One of them.
    pub fn get(&self, id: ProposalId) -> Option<&Arc<Proposal>> {
        self.all.get(&id)
    }

    /// Those of a section, in the order in which they were made.
    pub fn of(&self, section: SectionId) -> impl DoubleEndedIterator<Item = &Arc<Proposal>> {
        self.by_section.get(&section).into_iter().flatten().filter_map(|id| self.all.get(id))
    }

    /// Those of a section that are open, in the order in which they were made.
    pub fn open_in(&self, section: SectionId) -> impl DoubleEndedIterator<Item = &Arc<Proposal>> {
        self.of(section).filter(|proposal| proposal.closed.is_none())
    }

    /// How many of a section are open that were made no later than a moment.
    pub fn open_since(&self, section: SectionId, moment: Timestamp) -> usize {
        self.open_in(section).filter(|proposal| proposal.made <= moment).count()
    }

    /// The others that are open on a block of an open proposal's run.
    pub fn conflicts_of(&self, proposal: &Proposal) -> Vec<ProposalId> {
        if proposal.closed.is_some() {
            return Vec::new();
        }
        let meets = |other: &Proposal| {
            let mut blocks = other.wording.base.iter();
            blocks.any(|block| proposal.wording.base.iter().any(|own| own.id() == block.id()))
        };
        let others = self.open_in(proposal.section).filter(|other| other.id != proposal.id);
        others.filter(|other| meets(other)).map(|other| other.id).collect()
    }
}
