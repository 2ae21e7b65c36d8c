//! What a text log holds: one [`TextEntry`] per position, encoded by `postcard` behind a format byte.
//!
//! The log of a section begins with [`TextEntry::Epoch`]. Variants and fields are only ever added
//! at the end: postcard numbers them in order.

use crate::agreement::id::{MemberId, ProposalId, SectionId};
use crate::store::LogId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Format of entries as written today; the first byte of each.
pub const FORMAT: u8 = 1;

/// Client ids at or above this are epochs' own: no member can be bound to one.
///
/// Yjs draws its ids below 2^32 and can hold ids up to 2^53, so a state vector tells
/// by a look at its ids which epoch's document its holder has.
pub const FIRST_EPOCH_CLIENT: u64 = 1 << 52;

/// The log of a section's text.
pub fn text_log(section: SectionId) -> LogId {
    LogId::text(section.0)
}

/// One life of a section's document. Documents of different epochs are never merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct EpochId(pub Uuid);

/// Why an epoch began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EpochReason {
    /// The section was added to its agreement.
    Created,
    /// The store was restored from a backup.
    Restored,
    /// The document was rebuilt after damage.
    Rebuilt,
    /// How the text came to be was purged; the text stayed.
    Purged,
}

/// One entry of a text log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextEntry {
    /// A new document begins; its first text was written by the server.
    Epoch {
        /// Which epoch.
        epoch: EpochId,
        /// The client id that wrote `initial`; at least [`FIRST_EPOCH_CLIENT`].
        client: u64,
        /// Milliseconds since 1970 in UTC.
        at: i64,
        /// Why it began.
        reason: EpochReason,
        /// The first text, a Yjs update (version 1). Holds at least one struct of `client`.
        initial: Vec<u8>,
    },
    /// A member's connection sent an update and it was accepted.
    Update {
        /// Milliseconds since 1970 in UTC, by the server's clock.
        at: i64,
        /// Who sent it, from the authenticated connection. Client ids first seen in `update` are theirs.
        member: MemberId,
        /// The Yjs update (version 1) exactly as it came.
        update: Vec<u8>,
        /// Which of its characters were somebody's before, and keep their author.
        carried: Vec<Carried>,
    },
    /// The section is locked at a revision: updates are refused from here on.
    Lock {
        /// Milliseconds since 1970 in UTC.
        at: i64,
        /// The SHA-256 of the revision it is locked at.
        revision: [u8; 32],
    },
    /// The section was reopened.
    Unlock {
        /// Milliseconds since 1970 in UTC.
        at: i64,
    },
    /// A member accepted a proposal, and the server made it an update. What the accepter changed in it before is
    /// another entry of this kind, whose author they are themselves.
    Accepted {
        /// Milliseconds since 1970 in UTC, by the server's clock.
        at: i64,
        /// Who accepted it, and so took away what it takes away.
        member: MemberId,
        /// Whose words it brings. Client ids first seen in `update` are theirs.
        author: MemberId,
        /// Which proposal.
        proposal: ProposalId,
        /// The Yjs update (version 1).
        update: Vec<u8>,
        /// Which of its characters were somebody's before, and keep their author.
        carried: Vec<Carried>,
    },
}

/// A run of characters that an update brought back verbatim: same words, so same author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Client id of the run as it stands now.
    pub client: u64,
    /// Its first clock.
    pub clock: u32,
    /// UTF-16 units.
    pub length: u32,
    /// Client id under which the words were first typed.
    pub root_client: u64,
    /// The first clock there.
    pub root_clock: u32,
}

/// Bytes that are no entry of a text log.
#[derive(Debug, thiserror::Error)]
pub enum TextEntryError {
    /// Written by a newer Överens.
    #[error("the entry has format {0}, and this version reads {FORMAT}")]
    NewerFormat(u8),
    /// Not what was written.
    #[error("the entry cannot be read: {0}")]
    Damaged(#[from] postcard::Error),
}

/// Somebody's change of a text, as its log has it.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Milliseconds since 1970 in UTC.
    pub at: i64,
    /// Whose its new words are.
    pub writer: MemberId,
    /// Who sent it or asked for it, and so took away what it takes away.
    pub sender: MemberId,
    /// The Yjs update.
    pub update: &'a [u8],
}

impl TextEntry {
    /// The change that it is, if it is one.
    pub fn written(&self) -> Option<Written<'_>> {
        match self {
            Self::Update { at, member, update, .. } => {
                Some(Written { at: *at, writer: *member, sender: *member, update })
            }
            Self::Accepted { at, author, member, update, .. } => {
                Some(Written { at: *at, writer: *author, sender: *member, update })
            }
            Self::Epoch { .. } | Self::Lock { .. } | Self::Unlock { .. } => None,
        }
    }

    /// When it was written, in milliseconds since 1970 in UTC.
    pub fn at(&self) -> i64 {
        match self {
            Self::Epoch { at, .. }
            | Self::Update { at, .. }
            | Self::Accepted { at, .. }
            | Self::Lock { at, .. }
            | Self::Unlock { at } => *at,
        }
    }

    /// The bytes to append.
    ///
    /// # Errors
    /// None for the types above; postcard's own error is passed on instead of hidden.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_extend(self, vec![FORMAT])
    }

    /// Reads an entry from the bytes of one position.
    ///
    /// # Errors
    /// [`TextEntryError::NewerFormat`] if its format byte is not [`FORMAT`]; [`TextEntryError::Damaged`] otherwise.
    pub fn decode(bytes: &[u8]) -> Result<Self, TextEntryError> {
        match bytes.split_first() {
            Some((&FORMAT, entry)) => Ok(postcard::from_bytes(entry)?),
            Some((&format, _)) => Err(TextEntryError::NewerFormat(format)),
            None => Err(TextEntryError::Damaged(postcard::Error::DeserializeUnexpectedEnd)),
        }
    }
}
