//! An accepted proposal: an edit of one run of blocks, made by the server, whose words are the proposer's.
//!
//! Worked out in a copy of the document between two messages of its room, as an earlier text is that is brought back.
//! What the accepter changed in the proposal before is an edit of its own, under an id of theirs: so each has their
//! own words, and words that stood stay whose they were.

use super::closing::Closing;
use super::document::{Broken, Document};
use super::keeping::Worded;
use super::restoring::{Edit, copy_of};
use super::update::Span;
use crate::agreement::id::{MemberId, ProposalId};
use crate::agreement::refusal::Refusal;
use crate::store::Append;
use crate::text::authors;
use crate::text::block::{Block, PARAGRAPH};
use crate::text::canonical::canonical_blocks;
use crate::text::log::Carried;
use crate::text::passage::{self, BlockId, SeenBlock, Standing, without_the_words_of_neither};
use crate::text::read;
use crate::text::rewrite::{Rewritten, rewrite_run};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::oneshot;
use yrs::Transact as _;

/// Fewer characters in a row that are put in again are chance: a blank, an "och" in another sentence.
const LEAST_KEPT: u32 = 6;

/// What is accepted, and onto what.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Which proposal.
    pub proposal: ProposalId,
    /// Whose it is.
    pub author: MemberId,
    /// Who accepts it.
    pub accepter: MemberId,
    /// The run as the accepter saw it.
    pub seen: Vec<SeenBlock>,
    /// What was proposed.
    pub proposed: Vec<Block>,
    /// What is to stand there: that, or what the accepter made of it.
    pub accepted: Vec<Block>,
}

/// Why a proposal was not put in. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// What stands beside is not as expected any more, or the room began anew: to be decided again.
    #[error("something else was written first")]
    Moved,
    /// The run says something else than the accepter saw.
    #[error("the text is another than the one that was seen")]
    Changed,
    /// The run is not there any more.
    #[error("the blocks are not there any more")]
    Gone,
    /// The section is locked at a revision.
    #[error("the section is locked")]
    Locked,
    /// A rule says no.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The section cannot take it: it is full, it is not there, the store does not answer, the server stops.
    #[error("{0}")]
    Closed(Closing),
}

/// What a room is asked.
pub(super) struct Accepting {
    pub(super) acceptance: Arc<Acceptance>,
    /// What is written in the same batch.
    pub(super) beside: Append,
    pub(super) answer: oneshot::Sender<Result<(), AcceptError>>,
}

/// Client ids that were made for this: the proposer's, and the accepter's.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    pub(super) author: u64,
    pub(super) accepter: u64,
}

impl Document {
    /// The edits that put a proposal in, in order, each with whose words it brings; none if the text says it already.
    pub(super) fn edits_to_accept(
        &self,
        acceptance: &Acceptance,
        hands: Hands,
    ) -> Result<Result<Vec<(MemberId, Edit)>, AcceptError>, Broken> {
        catch_unwind(AssertUnwindSafe(|| self.work_out(acceptance, hands)))
            .unwrap_or(Err(Broken("a proposal could not be put in")))
    }

    fn work_out(
        &self,
        acceptance: &Acceptance,
        hands: Hands,
    ) -> Result<Result<Vec<(MemberId, Edit)>, AcceptError>, Broken> {
        let Acceptance { author, accepter, seen, proposed, .. } = acceptance;
        let (ids, blocks): (Vec<_>, Vec<_>) =
            read::identified_blocks(&self.document.transact()).into_iter().unzip();
        let stands = passage::stands(seen, &ids, &blocks);
        match stands.standing {
            Standing::AsItWas => {}
            Standing::Changed => return Ok(Err(AcceptError::Changed)),
            Standing::Gone => return Ok(Err(AcceptError::Gone)),
        }
        let mut accepted = acceptance.accepted.clone();
        if accepted.is_empty() && seen.len() == blocks.len() {
            // An editor writes the same in a text without blocks.
            accepted.push(Block::of_text(PARAGRAPH, ""));
        }
        let now: Vec<Block> = stands.now.into_iter().map(|seen| seen.block).collect();
        let is_all_theirs = author == accepter || canonical_blocks(&accepted) == canonical_blocks(proposed);
        let theirs = if is_all_theirs {
            accepted.clone()
        } else {
            without_the_words_of_neither(&now, proposed, &accepted)
        };
        let mut work =
            Work { document: self, copy: copy_of(&self.document, hands.author)?, brought: HashMap::new() };
        let run = passage::ids(seen);
        let (run, first) = work.rewrite(&run, &theirs, (*author, hands.author))?;
        let mut edits: Vec<_> = first.map(|edit| (*author, edit)).into_iter().collect();
        if !is_all_theirs {
            work.copy = copy_of(&work.copy, hands.accepter)?;
            let (_, second) = work.rewrite(&run, &accepted, (*accepter, hands.accepter))?;
            edits.extend(second.map(|edit| (*accepter, edit)));
        }
        Ok(Ok(edits))
    }

    /// Those whose words stand in a run, most first.
    pub(super) fn authors_of(&self, run: &[BlockId]) -> Vec<MemberId> {
        let mut characters: HashMap<MemberId, u64> = HashMap::new();
        for run in authors::runs_of(&self.document, run) {
            let span = Span { client: run.client, clock: run.clock, length: run.length };
            for (length, member) in self.authorship.authors(span) {
                if let Some(member) = member {
                    *characters.entry(member).or_default() += u64::from(length);
                }
            }
        }
        let mut authors: Vec<_> = characters.into_iter().collect();
        authors.sort_by_key(|(member, characters)| (std::cmp::Reverse(*characters), *member));
        authors.into_iter().map(|(member, _)| member).collect()
    }
}

/// An edit being worked out.
struct Work<'a> {
    document: &'a Document,
    copy: yrs::Doc,
    /// What the edits so far brought in that was somebody's before, by client id.
    brought: HashMap<u64, (MemberId, Vec<Carried>)>,
}

impl Work<'_> {
    /// Rewrites a run of the copy in a member's name, and returns what stands there then.
    fn rewrite(
        &mut self,
        run: &[BlockId],
        target: &[Block],
        (member, client): (MemberId, u64),
    ) -> Result<(Vec<BlockId>, Option<Edit>), Broken> {
        let before = Worded::of(&authors::runs_of(&self.copy, run), |span| self.roots(span));
        let rewritten = rewrite_run(&self.copy, run, target).ok_or(Broken("its run is not there"))?;
        let Rewritten { update, run } = rewritten;
        let Some(update) = update else { return Ok((run, None)) };
        let (ids, blocks): (Vec<_>, Vec<_>) =
            read::identified_blocks(&self.copy.transact()).into_iter().unzip();
        let stands = match passage::find(&ids, &run) {
            Some(range) => canonical_blocks(&blocks[range]),
            None => Vec::new(),
        };
        if stands != canonical_blocks(target) {
            return Err(Broken("it did not become the text that was accepted"));
        }
        let runs = authors::runs_of(&self.copy, &run);
        let carried = before.kept(&runs, client, LEAST_KEPT, |root, _| root);
        self.brought.insert(client, (member, carried.clone()));
        Ok((run, Some(Edit { update, carried })))
    }

    /// Where a span's words come from, as far as is known now.
    fn roots(&self, span: Span) -> Vec<Span> {
        let Some((_, carried)) = self.brought.get(&span.client) else {
            return self.document.authorship.carries.roots(span);
        };
        let mut map = super::authorship::CarryMap::default();
        carried.iter().for_each(|run| map.insert(run));
        map.roots(span)
    }
}
