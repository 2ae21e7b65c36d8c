//! A proposal accepted.
//!
//! What it changes in the text goes into the section's log, and that it was accepted into the discussion's, each where
//! it was seen, in one batch. So of two who decide at once one was first, and the other is told who.

use super::Discussion;
use super::Event;
use super::proposals::{Closed, Proposal, ProposalEvent};
use super::proposing::{Proposing, ProposingError, parties};
use crate::agreement::id::{AgreementId, MemberId, ProposalId};
use crate::agreement::refusal::{Ending, ProposalRefusal, Refusal};
use crate::agreement::state::State;
use crate::drafting::{AcceptError, Acceptance, Closing};
use crate::text::block::Block;
use crate::text::canonical::canonical_blocks;
use crate::text::passage::{self, Given, SeenBlock, Standing};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// How often an accept is decided anew because somebody wrote in between.
const TRIES: usize = 40;

/// Longest pause before that, in milliseconds.
const PAUSE: u64 = 15;

/// Why a proposal was not put in.
enum PutIn {
    /// Somebody wrote in between: it is decided anew.
    Moved,
    /// It cannot be, on what stood then.
    Failed(ProposingError),
}

impl From<ProposingError> for PutIn {
    fn from(error: ProposingError) -> Self {
        Self::Failed(error)
    }
}

impl Proposing<'_> {
    /// Puts a proposal into the text: as it is, or as `edited`.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed. The run must say what the accepter saw.
    pub async fn accept(
        &self,
        agreement: AgreementId,
        proposal: ProposalId,
        accepter: MemberId,
        seen: Vec<SeenBlock>,
        edited: Option<Vec<Block>>,
    ) -> Result<Arc<Discussion>, ProposingError> {
        let at = Timestamp::now();
        for _ in 0..TRIES {
            let state = self.records.state(agreement).await?;
            let discussion = self.discussions.state(agreement).await?;
            let known = discussion.proposals.get(proposal).ok_or(ProposalRefusal::Unknown)?;
            state.may_accept(accepter, known.section, known.author)?;
            let own =
                |closed: &Closed| (closed.at, closed.by, closed.ending) == (at, accepter, Ending::Accepted);
            if known.closed.as_ref().is_some_and(own) {
                // What the store did not acknowledge was written after all.
                return Ok(discussion);
            }
            known.still_open(&state)?;
            match self.put_in(&state, &discussion, known, (accepter, at), (&seen, edited.as_deref())).await {
                Ok(()) => return Ok(self.discussions.state(agreement).await?),
                Err(PutIn::Moved) => {
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=PAUSE))).await;
                }
                // What stands in the way may be what another decision has just put in: then it is told who was first.
                Err(PutIn::Failed(error)) => {
                    if self.known(&state, proposal).await?.closed.is_none() {
                        return Err(error);
                    }
                }
            }
        }
        Err(ProposingError::Contended)
    }

    /// Puts a proposal in that is open in a discussion.
    async fn put_in(
        &self,
        state: &State,
        discussion: &Discussion,
        known: &Proposal,
        (accepter, at): (MemberId, Timestamp),
        (seen, edited): (&[SeenBlock], Option<&[Block]>),
    ) -> Result<(), PutIn> {
        let acceptance = self.acceptance(state, known, accepter, seen, edited).await?;
        let is_edited = canonical_blocks(&acceptance.accepted) != canonical_blocks(&known.wording.blocks);
        let edited = is_edited.then(|| acceptance.accepted.clone());
        let event = Event::Proposal(ProposalEvent::Accepted { proposal: known.id, edited });
        let beside = discussion.append(accepter, at, vec![event]).map_err(ProposingError::from)?;
        let Err(error) = self.rooms.accept(known.section, Arc::new(acceptance), beside).await else {
            return Ok(());
        };
        Err(PutIn::Failed(match error {
            AcceptError::Moved => return Err(PutIn::Moved),
            AcceptError::Changed => ProposalRefusal::TextChanged.into(),
            AcceptError::Gone => ProposalRefusal::Gone.into(),
            AcceptError::Locked => Refusal::SectionLocked.into(),
            AcceptError::Refused(refusal) => refusal.into(),
            AcceptError::Closed(Closing::TooLarge(_)) => ProposalRefusal::TooLarge.into(),
            AcceptError::Closed(closing) => closing.into(),
        }))
    }

    /// What is put in, if the run says what was seen, and whoever accepts knows what it has become.
    async fn acceptance(
        &self,
        state: &State,
        known: &Proposal,
        accepter: MemberId,
        seen: &[SeenBlock],
        edited: Option<&[Block]>,
    ) -> Result<Acceptance, ProposingError> {
        let text = self.rooms.standing(known.section).await?;
        let base = &known.wording.base;
        let since_it_was_made = passage::stands(base, &text.ids, &text.blocks).standing;
        if since_it_was_made == Standing::Gone {
            return Err(ProposalRefusal::Gone.into());
        }
        let blocks = edited.unwrap_or(&known.wording.blocks);
        let given = Given::check(seen.to_vec(), blocks, &parties(state))?;
        let is_same_run = passage::ids(&given.seen) == passage::ids(base);
        let stands = passage::stands(&given.seen, &text.ids, &text.blocks).standing;
        if !is_same_run || stands != Standing::AsItWas {
            return Err(ProposalRefusal::TextChanged.into());
        }
        if since_it_was_made == Standing::Changed && edited.is_none() {
            return Err(ProposalRefusal::LookAtIt.into());
        }
        Ok(Acceptance {
            proposal: known.id,
            author: known.author,
            accepter,
            seen: given.seen,
            proposed: known.wording.blocks.clone(),
            accepted: given.blocks,
        })
    }
}
