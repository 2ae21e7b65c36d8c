//! An earlier text brought back: an edit forward in the name of whoever asks for it, never a rewinding.
//!
//! The log is read up to the revision, before the room is asked; there is learnt who wrote its words. The room
//! then works out the edit in a copy of its document, between two messages, so that it is ordered with what is
//! typed, and takes it as it takes any update: weighed, staged, on disk, and only then seen.

use super::closing::Closing;
use super::document::{Broken, Document};
use super::keeping::Worded;
use super::load::LoadError;
use super::update::Span;
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use crate::text::authors;
use crate::text::block::Block;
use crate::text::canonical::canonical_blocks;
use crate::text::document::untidied;
use crate::text::epoch::first_epoch;
use crate::text::log::{Carried, EpochReason, TextEntry};
use crate::text::read;
use crate::text::rewrite::rewrite;
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tokio::sync::oneshot;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, StateVector, Transact, Update};

/// No update has clocks as high as this: what is said to have been typed there stood nowhere else.
const NOBODYS_CLOCK: u32 = 1 << 31;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restoration {
    /// The text was brought back, and is on disk.
    Restored,
    /// It stands already.
    Unchanged,
}

/// Why a text was not brought back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The section is locked at a revision.
    #[error("the section is locked")]
    Locked,
    /// A rule says no.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The section's log cannot be read as far back.
    #[error("the text as it was cannot be read: {0}")]
    Unreadable(#[from] LoadError),
    /// The section cannot take it: it is full, it is not there, the store does not answer, the server stops.
    #[error("{0}")]
    Closed(Closing),
}

/// A text that once stood.
pub(super) struct Past {
    /// What it said, in the canonical form.
    canonical: Vec<Block>,
    /// The same as it was stored, if that is known.
    target: Vec<Block>,
    words: Worded,
}

/// What a room is asked.
pub(super) struct Restoring {
    pub(super) member: MemberId,
    pub(super) past: Arc<Past>,
    /// When it is done, as the log tells it.
    pub(super) time: Timestamp,
    pub(super) answer: oneshot::Sender<Result<Restoration, RestoreError>>,
}

impl Past {
    /// What a document said, which canonically was `to`.
    pub(super) fn of(document: &Document, to: &[Block]) -> Self {
        let words =
            Worded::of(&authors::runs(&document.document), |run| document.authorship.carries.roots(run));
        let canonical = canonical_blocks(to);
        let stored = read::blocks(&document.document);
        // If a later version reads the document otherwise than the one that made the revision, the revision counts.
        let target = if canonical_blocks(&stored) == canonical { stored } else { canonical.clone() };
        Self { canonical, target, words }
    }

    /// A text of which nobody knows any more who wrote it.
    pub(super) fn of_nobody(to: &[Block]) -> Result<Self, Broken> {
        match first_epoch(to, 0, EpochReason::Rebuilt) {
            TextEntry::Epoch { epoch, client, initial, .. } => {
                Ok(Self::of(&Document::begin(epoch, client, &initial)?, to))
            }
            _ => Err(Broken("it has no beginning")),
        }
    }
}

/// An edit that the server makes for somebody.
pub(super) struct Edit {
    pub(super) update: Vec<u8>,
    pub(super) carried: Vec<Carried>,
}

/// The same document, to be written in under another client id.
pub(super) fn copy_of(document: &yrs::Doc, client: u64) -> Result<yrs::Doc, Broken> {
    let copy = untidied(client);
    let state = document.transact().encode_state_as_update_v1(&StateVector::default());
    let state = Update::decode_v1(&state).map_err(|_| Broken("it cannot be copied"))?;
    let applied = copy.transact_mut().apply_update(state);
    applied.map_err(|_| Broken("it cannot be copied"))?;
    Ok(copy)
}

impl Document {
    /// The edit that makes this document say what it once said, under a client id of its own, which is the
    /// member's; `None` if it says so already.
    pub(super) fn edit_back(&self, past: &Past, client: u64) -> Result<Option<Edit>, Broken> {
        catch_unwind(AssertUnwindSafe(|| {
            let copy = copy_of(&self.document, client)?;
            let Some(update) = rewrite(&copy, &past.target) else { return Ok(None) };
            if canonical_blocks(&read::blocks(&copy)) != past.canonical {
                return Err(Broken("it did not become the text that it once held"));
            }
            let carried = self.carried_from(past, &copy, client);
            Ok(Some(Edit { update, carried }))
        }))
        .unwrap_or(Err(Broken("it could not be rewritten")))
    }

    /// Who wrote what an edit brings back: the words of the copy that stand under `client`, found in their
    /// places in the past text.
    fn carried_from(&self, past: &Past, copy: &yrs::Doc, client: u64) -> Vec<Carried> {
        past.words.kept(&authors::runs(copy), client, 0, |root, run| self.root_here(root, run))
    }

    /// What was written under ids that this document does not hold is nobody's in it: it is of an epoch that began
    /// with a text of the server's. `run` is where it stands now, under an id minted for this edit.
    fn root_here(&self, root: Span, run: Span) -> Span {
        if self.known().contains_key(&root.client) {
            return root;
        }
        // A document only grows, so nothing else was ever said to come from there.
        let clock = NOBODYS_CLOCK + (self.units() % u64::from(NOBODYS_CLOCK >> 1)) as u32 + run.clock;
        Span { client: self.epoch_client, clock, ..root }
    }
}
