//! What is applied in memory and not yet on disk, and what waits for it.

use super::super::place::ConnectionId;
use super::super::update::{Id, Span};
use super::Delivery;
use crate::agreement::id::MemberId;
use crate::store::Append;
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

/// Entries for the log and everything that is to happen when they are in it.
#[derive(Default)]
pub(super) struct Stage {
    pub(super) texts: Vec<StagedText>,
    pub(super) held: Vec<Held>,
    /// An entry for another log, in the same batch; what it was decided on stands where it expects it, or nothing of
    /// the batch is written. One at a time: the next would be decided on what this one changes.
    pub(super) beside: Option<Append>,
    /// When the first entry came.
    since: Option<Instant>,
    bytes: usize,
}

/// An update that was taken.
pub(super) struct StagedText {
    /// Nobody if the server made it, to bring back an earlier text or put in a proposal.
    pub(super) sender: Option<Sender>,
    pub(super) member: MemberId,
    pub(super) update: Bytes,
    /// The entry of the log.
    pub(super) entry: Bytes,
}

/// Who sent an update.
pub(super) struct Sender {
    pub(super) connection: ConnectionId,
    /// Lets the connection's next frame in when it is dropped.
    pub(super) _permit: OwnedSemaphorePermit,
}

/// What waits.
pub(super) enum Held {
    /// An update for everybody but its sender, and what those are told just before who speak `overens.v1`.
    Spread { from: Option<ConnectionId>, announced: Option<Bytes>, frame: Bytes, new: Vec<Span> },
    /// "Saved" for a writer.
    Saved { to: ConnectionId, count: u64 },
    /// A frame for one client, and what it answers, should it have to be answered anew.
    Answered { to: ConnectionId, frame: Bytes, question: Question },
    /// An answer to somebody outside the room.
    Answer(Delivery),
}

/// What a client is told that no other is.
pub(super) enum Question {
    /// What it lacks that has this; then it has everything up to here. And how an update becomes the frame.
    Lacking(Vec<Id>, fn(&[u8]) -> Bytes),
    /// What it has that is not here, the room wants to know.
    Theirs,
    /// Whether its text is the one here.
    Check,
}

impl Stage {
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.held.is_empty() && self.beside.is_none()
    }

    /// Bytes of the entries.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Since when its oldest entry waits.
    pub(super) fn since(&self) -> Option<Instant> {
        self.since
    }

    pub(super) fn push(&mut self, text: StagedText) {
        self.since.get_or_insert_with(Instant::now);
        self.bytes += text.entry.len();
        self.texts.push(text);
    }
}
