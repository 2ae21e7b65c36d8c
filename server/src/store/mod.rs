//! Logs, checkpoints, register and blobs, and the engines that keep them.
//!
//! What an engine promises is written at [`Store`] and checked by one conformance suite that every
//! engine passes. Nothing here knows what the bytes mean.

mod batch;
#[cfg(test)]
mod conformance;
mod folder;
mod memory;
mod open_error;
mod sled;
mod snapshot;
pub mod steps;

pub use batch::{MAX_KEY_BYTES, MAX_VALUE_BYTES};
pub use folder::DataFolder;
pub use memory::MemoryStore;
pub use open_error::OpenError;
pub use sled::{Salvage, SalvagedLog, SledOptions, SledStore, Verified};
pub use snapshot::Snapshot;

use async_trait::async_trait;
use bytes::Bytes;
use std::fmt;
use tokio::sync::watch;
use uuid::Uuid;

/// What a log is for; part of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogKind {
    /// What was fixed or decided in one agreement.
    Record,
    /// Every update of one section's text.
    Text,
    /// Threads and proposals of one agreement.
    Discussion,
}

/// Names one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    /// What it is for.
    pub kind: LogKind,
    /// The agreement or the section it belongs to.
    pub owner: Uuid,
}

impl LogId {
    /// The record of an agreement.
    pub fn record(agreement: Uuid) -> Self {
        Self { kind: LogKind::Record, owner: agreement }
    }

    /// The text of a section.
    pub fn text(section: Uuid) -> Self {
        Self { kind: LogKind::Text, owner: section }
    }

    /// The threads and proposals of an agreement.
    pub fn discussion(agreement: Uuid) -> Self {
        Self { kind: LogKind::Discussion, owner: agreement }
    }
}

/// How many entries stand before: the first entry of a log is at position 0, and a log of n entries has its head at n.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl Position {
    /// The beginning of every log.
    pub const START: Self = Self(0);

    /// The position `entries` later.
    #[must_use]
    pub fn after(self, entries: usize) -> Self {
        Self(self.0 + entries as u64)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Entries for one log.
#[derive(Clone, Debug)]
pub struct Append {
    /// Which log.
    pub log: LogId,
    /// Where the log's head must stand.
    pub expected: Position,
    /// What to append, in order.
    pub entries: Vec<Bytes>,
}

/// A state that spares reading a log from its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The state is the one after this many entries.
    pub position: Position,
    /// The state, in its owner's encoding.
    pub payload: Bytes,
}

/// Old entries of a log, kept as one value in their place. Positions stay what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Position of the first of them.
    pub from: Position,
    /// How many they are.
    pub entries: usize,
    /// All of them, in their owner's encoding.
    pub payload: Bytes,
}

impl Pack {
    /// The position after the last of them.
    pub fn until(&self) -> Position {
        self.from.after(self.entries)
    }
}

/// How much of a log is packed: always its beginning. Of that, what was purged is the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Position of the first entry that was not purged.
    pub purged: Position,
    /// Position of the first entry that is neither purged nor packed.
    pub until: Position,
    /// Bytes of all its packs.
    pub bytes: u64,
}

/// What a register write expects to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whatever is there.
    Anything,
    /// Nothing.
    Absent,
    /// A value of just this version.
    Version(u64),
}

/// One change of the register.
#[derive(Clone, Debug)]
pub struct RegisterWrite {
    /// Which value; at most [`MAX_KEY_BYTES`].
    pub key: String,
    /// What must be there now.
    pub expected: Expected,
    /// The new value, or `None` to delete.
    pub value: Option<Bytes>,
}

/// A value of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// Counts this key's writes from 1; starts again when the key was deleted.
    pub version: u64,
    /// The value.
    pub value: Bytes,
}

/// Everything in it happens, or nothing does.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Entries for logs; each log at most once.
    pub appends: Vec<Append>,
    /// Checkpoints, each replacing the last of its log. May stand at the position that this batch's append reaches.
    pub checkpoints: Vec<(LogId, Checkpoint)>,
    /// Packs, each in place of the first entries of its log that are not packed yet; each log at most once.
    pub packs: Vec<(LogId, Pack)>,
    /// Logs of which everything before a position goes for good, checkpoints too; each log at most once, and none
    /// that is packed in the same batch. The position is not past the head, and within no pack. Positions stay what
    /// they were: nothing that is written later stands where something purged stood.
    pub purges: Vec<(LogId, Position)>,
    /// Changes of the register; each key at most once.
    pub register: Vec<RegisterWrite>,
    /// Whether what it takes away is to be forgotten: after the next start no byte of it is on the disk.
    pub forget: bool,
}

/// A blob's name: the SHA-256 of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub [u8; 32]);

/// Why an engine did not do as asked.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum StoreError {
    /// Somebody appended first; nothing of the batch was written.
    #[error("the log's head stands at {actual}, not at {expected}")]
    Conflict {
        /// Which log.
        log: LogId,
        /// What the batch expected.
        expected: Position,
        /// Where it stands.
        actual: Position,
    },
    /// The register holds something else than expected; nothing of the batch was written.
    #[error("the value of {key} is not the expected one")]
    Changed {
        /// Which key.
        key: String,
    },
    /// The disk is full or gone, or the engine is closed. Whether the batch was written is not known
    /// to the caller; what was acknowledged before is safe. Try again later, after reading the head anew.
    #[error("the store cannot be used now: {0}")]
    Unavailable(String),
    /// What is on disk is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The entry is not there any more: it was packed, and so were all before `until`.
    #[error("the entries before {until} are packed")]
    Packed {
        /// Which log.
        log: LogId,
        /// Position of the first entry that is not packed.
        until: Position,
    },
    /// The entry is not there any more: it was purged, and so were all before `until`.
    #[error("the entries before {until} are purged")]
    Purged {
        /// Which log.
        log: LogId,
        /// Position of the first entry that is not purged.
        until: Position,
    },
    /// The caller asked for what no engine does (an oversized key, a log named twice).
    #[error("not a batch: {0}")]
    Invalid(String),
}

/// Keeps logs, checkpoints, a register and blobs.
///
/// When a future returned by a writing method resolves to `Ok`, what was written survives a power cut
/// on a device that keeps what it says it has kept. Reads see everything acknowledged before.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Writes a batch: wholly or not at all, durably.
    async fn commit(&self, batch: Batch) -> Result<(), StoreError>;

    /// Where a log's head stands; [`Position::START`] for a log nobody has written to, and after a purge.
    async fn head(&self, log: LogId) -> Result<Position, StoreError>;

    /// At most `most` entries from `from` on, without gaps; fewer only at the head. [`StoreError::Packed`] if
    /// the first of them has been packed, [`StoreError::Purged`] if it has been purged.
    async fn read(&self, log: LogId, from: Position, most: usize) -> Result<Vec<Bytes>, StoreError>;

    /// How much of a log is packed, and how much purged.
    async fn packed(&self, log: LogId) -> Result<Packed, StoreError>;

    /// The pack that holds the entry at a position; `None` if that entry is not packed, or not there.
    async fn pack(&self, log: LogId, at: Position) -> Result<Option<Pack>, StoreError>;

    /// The latest checkpoint of a log.
    async fn checkpoint(&self, log: LogId) -> Result<Option<Checkpoint>, StoreError>;

    /// Follows a log's head: the receiver holds the latest durable position and wakes at each change.
    ///
    /// Changes that come quickly may wake it once. While the store cannot be used it holds what was known
    /// last, or [`Position::START`], and it wakes when the store can be used again.
    fn follow(&self, log: LogId) -> watch::Receiver<Position>;

    /// Every log of a kind that has entries, in the order of their owners' ids.
    async fn logs(&self, kind: LogKind) -> Result<Vec<LogId>, StoreError>;

    /// Removes a log's entries and its checkpoint for good.
    async fn purge(&self, log: LogId) -> Result<(), StoreError>;

    /// One value of the register.
    async fn get(&self, key: &str) -> Result<Option<Versioned>, StoreError>;

    /// Every value whose key begins with `prefix`, in the order of the keys' bytes.
    async fn scan(&self, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError>;

    /// Keeps content under its hash; keeping it again changes nothing.
    async fn put_blob(&self, content: Bytes) -> Result<BlobId, StoreError>;

    /// The content of a blob, checked against its name.
    async fn blob(&self, id: BlobId) -> Result<Option<Bytes>, StoreError>;

    /// The names of at most `most` blobs, in the order of their bytes, after `after` or from the first.
    async fn blobs(&self, after: Option<BlobId>, most: usize) -> Result<Vec<BlobId>, StoreError>;

    /// Where everything stands at one moment, between two writes; everything acknowledged before is in it.
    /// Waits for packs and purges that have begun; those that come later wait until it is dropped.
    async fn snapshot(&self) -> Result<Snapshot, StoreError>;

    /// Finishes what was begun and releases the files. Every later call is [`StoreError::Unavailable`],
    /// but closing again, which does nothing.
    async fn close(&self) -> Result<(), StoreError>;
}
