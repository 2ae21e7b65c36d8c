//! What is done with proposals: made, rejected, withdrawn, offered anew. How one is [accepted](super::accepting)
//! stands by itself.

use super::error::DiscussionError;
use super::proposals::{Proposal, ProposalEvent, Wording};
use super::{Addition, Discussion, Discussions, Event};
use crate::agreement::decide::needed;
use crate::agreement::id::{AgreementId, MemberId, PartyId, ProposalId, SectionId};
use crate::agreement::refusal::{Field, ProposalRefusal, Refusal};
use crate::agreement::state::State;
use crate::drafting::{Closing, Rooms};
use crate::record::{RecordError, Records};
use crate::store::{Expected, RegisterWrite, Store};
use crate::text::block::Block;
use crate::text::canonical::canonical_blocks;
use crate::text::passage::{self, Given, GivenProblem, SeenBlock};
use jiff::Timestamp;
use std::sync::Arc;

/// Open proposals of one section.
const MOST_OPEN: usize = 200;

/// Open proposals of one author in one section.
const MOST_OF_ONE: usize = 50;

/// Why something was not done with a proposal. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ProposingError {
    /// A rule forbids it.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The text cannot be read or written now.
    #[error("the text cannot be reached: {0}")]
    Text(Closing),
    /// Others always wrote in between; it may be tried again.
    #[error("others write too much at once")]
    Contended,
    /// The discussion failed.
    #[error(transparent)]
    Discussion(DiscussionError),
    /// The record failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl From<Refusal> for ProposingError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ProposalRefusal> for ProposingError {
    fn from(refusal: ProposalRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Closing> for ProposingError {
    fn from(closing: Closing) -> Self {
        Self::Text(closing)
    }
}

impl From<DiscussionError> for ProposingError {
    fn from(error: DiscussionError) -> Self {
        match error {
            DiscussionError::Contended => Self::Contended,
            error => Self::Discussion(error),
        }
    }
}

impl From<GivenProblem> for ProposingError {
    fn from(problem: GivenProblem) -> Self {
        let refusal = match problem {
            GivenProblem::NoRun => ProposalRefusal::NoRun,
            GivenProblem::TooLarge => ProposalRefusal::TooLarge,
            GivenProblem::Strange => ProposalRefusal::Strange,
            GivenProblem::Unseen => ProposalRefusal::Unseen,
        };
        refusal.into()
    }
}

/// What somebody proposes, as it was sent.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The run as they saw it.
    pub base: Vec<SeenBlock>,
    /// What is to stand there.
    pub blocks: Vec<Block>,
    /// Why; may be empty.
    pub reason: String,
}

/// Where proposals are dealt with.
#[derive(Clone, Copy)]
pub struct Proposing<'a> {
    /// The agreements.
    pub records: &'a Records,
    /// Their open texts.
    pub rooms: &'a Arc<Rooms>,
    /// What is discussed in them.
    pub discussions: &'a Discussions,
}

/// Where it is kept which agreement a proposal belongs to.
fn proposal_key(proposal: ProposalId) -> String {
    format!("proposal/{proposal}")
}

/// Which agreement a proposal belongs to; `None` if there is no such proposal. One look into the register.
///
/// # Errors
/// If the register cannot be read.
pub async fn agreement_of_proposal(
    store: &dyn Store,
    proposal: ProposalId,
) -> Result<Option<AgreementId>, DiscussionError> {
    let kept = store.get(&proposal_key(proposal)).await?;
    Ok(kept.and_then(|kept| std::str::from_utf8(&kept.value).ok()?.parse().ok()))
}

impl Discussion {
    /// What beside the log tells of its proposals, taken away.
    pub fn proposals_forgotten(&self) -> Vec<RegisterWrite> {
        let keys = self.proposals.ids().map(proposal_key);
        keys.map(|key| RegisterWrite { key, expected: Expected::Anything, value: None }).collect()
    }
}

impl Proposing<'_> {
    /// Offers another wording of a run.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn make(
        &self,
        state: &State,
        section: SectionId,
        author: MemberId,
        proposed: Proposed,
    ) -> Result<(Arc<Discussion>, ProposalId), ProposingError> {
        self.make_at(state, section, author, proposed, Timestamp::now()).await
    }

    /// The same at a time made up, for the demo.
    ///
    /// # Errors
    /// Those of [`make`](Self::make).
    pub async fn make_at(
        &self,
        state: &State,
        section: SectionId,
        author: MemberId,
        proposed: Proposed,
        at: Timestamp,
    ) -> Result<(Arc<Discussion>, ProposalId), ProposingError> {
        state.may_propose(author, section)?;
        let wording = self.worded(state, section, proposed).await?;
        let (agreement, proposal) = (state.agreement(), ProposalId::new());
        // Whoever got no answer asks again; the very same from the very same author is one proposal.
        let offered = |discussion: &Discussion| {
            let mut own = discussion.proposals.open_in(section).filter(|one| one.author == author);
            own.find(|one| one.wording == wording).map(|one| one.id)
        };
        let made = self.discussions.run(agreement, author, at, |discussion| {
            if offered(discussion).is_some() {
                return Ok(Addition::default());
            }
            let open = || discussion.proposals.open_in(section);
            let of_one = open().filter(|one| one.author == author).count();
            if open().count() >= MOST_OPEN {
                return Err(ProposalRefusal::TooMany(MOST_OPEN).into());
            }
            if of_one >= MOST_OF_ONE {
                return Err(ProposalRefusal::TooMany(MOST_OF_ONE).into());
            }
            let value = Some(agreement.to_string().into());
            let place = RegisterWrite { key: proposal_key(proposal), expected: Expected::Absent, value };
            let event = ProposalEvent::Made { proposal, section, wording: wording.clone() };
            Ok::<_, ProposingError>(Addition {
                events: vec![Event::Proposal(event)],
                register: vec![place],
                ..Addition::default()
            })
        });
        let discussion = made.await?;
        let made = offered(&discussion).unwrap_or(proposal);
        Ok((discussion, made))
    }

    /// Offers a proposal anew, on the text as it is now.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn renew(
        &self,
        state: &State,
        proposal: ProposalId,
        member: MemberId,
        proposed: Proposed,
    ) -> Result<Arc<Discussion>, ProposingError> {
        let known = self.known(state, proposal).await?;
        state.may_renew(member, known.section, known.author)?;
        let wording = self.worded(state, known.section, proposed).await?;
        self.add(state, member, proposal, |_| {
            Ok(ProposalEvent::Renewed { proposal, wording: wording.clone() })
        })
        .await
    }

    /// Decides that a proposal does not come into the text.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn reject(
        &self,
        state: &State,
        proposal: ProposalId,
        member: MemberId,
        reason: &str,
    ) -> Result<Arc<Discussion>, ProposingError> {
        self.add(state, member, proposal, |known| {
            state.may_reject(member, known.section)?;
            let reason = needed(Field::Reason, reason)?.to_owned();
            Ok(ProposalEvent::Rejected { proposal, reason })
        })
        .await
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn withdraw(
        &self,
        state: &State,
        proposal: ProposalId,
        member: MemberId,
        reason: &str,
    ) -> Result<Arc<Discussion>, ProposingError> {
        self.add(state, member, proposal, |known| {
            state.may_withdraw_proposal(member, known.section, known.author)?;
            Ok(ProposalEvent::Withdrawn { proposal, reason: if_any(reason)? })
        })
        .await
    }

    pub(super) async fn known(
        &self,
        state: &State,
        proposal: ProposalId,
    ) -> Result<Arc<Proposal>, ProposingError> {
        let discussion = self.discussions.state(state.agreement()).await?;
        Ok(discussion.proposals.get(proposal).ok_or(ProposalRefusal::Unknown)?.clone())
    }

    /// Adds what becomes of an open proposal.
    async fn add(
        &self,
        state: &State,
        member: MemberId,
        proposal: ProposalId,
        event: impl Fn(&Proposal) -> Result<ProposalEvent, ProposingError>,
    ) -> Result<Arc<Discussion>, ProposingError> {
        let adding = self.discussions.run(state.agreement(), member, Timestamp::now(), |discussion| {
            let known = discussion.proposals.get(proposal).ok_or(ProposalRefusal::Unknown)?;
            let event = event(known)?;
            known.still_open(state)?;
            Ok(Addition { events: vec![Event::Proposal(event)], ..Addition::default() })
        });
        adding.await
    }

    /// What is proposed, if its run says what its author saw. What is kept of the run is what it says here.
    async fn worded(
        &self,
        state: &State,
        section: SectionId,
        proposed: Proposed,
    ) -> Result<Wording, ProposingError> {
        let Proposed { base, blocks, reason } = proposed;
        let reason = if_any(&reason)?;
        let Given { seen, blocks } = Given::check(base, &blocks, &parties(state))?;
        let standing = self.rooms.passage(section, passage::ids(&seen)).await?;
        let standing = standing.ok_or(ProposalRefusal::Gone)?;
        let now = canonical_blocks(&standing.blocks);
        let seen_blocks: Vec<Block> = seen.iter().map(|seen| seen.block.clone()).collect();
        if canonical_blocks(&seen_blocks) != now {
            return Err(ProposalRefusal::TextChanged.into());
        }
        if canonical_blocks(&blocks) == now {
            return Err(ProposalRefusal::ChangesNothing.into());
        }
        let base = seen.iter().zip(now).map(|(seen, block)| SeenBlock { block, ..*seen }).collect();
        Ok(Wording { base, blocks, reason, concerns: standing.authors })
    }
}

/// Who may be responsible for a measure.
pub(super) fn parties(state: &State) -> Vec<PartyId> {
    state.parties().iter().map(|party| party.id).collect()
}

/// A reason that may be left out.
fn if_any(reason: &str) -> Result<Option<String>, Refusal> {
    let reason = Some(reason).filter(|reason| !reason.trim().is_empty());
    reason.map(|reason| needed(Field::Reason, reason).map(str::to_owned)).transpose()
}
