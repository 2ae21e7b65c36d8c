//! What the discussion log holds of threads. The words of comments are not in it: they lie in the register, where
//! they can be changed and deleted.

use crate::agreement::id::{CommentId, MemberId, SectionId, ThreadId};
use crate::agreement::revision::RevisionNumber;
use crate::drafting::Units;
use serde::{Deserialize, Serialize};

/// What somebody did in a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThreadEvent {
    /// Somebody began it with a first comment.
    Opened {
        /// Its name.
        thread: ThreadId,
        /// What it is about.
        section: SectionId,
        /// Which passage of it; the whole section if none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anchor: Option<Anchor>,
        /// The first comment.
        comment: CommentId,
        /// Who is named in it.
        mentions: Vec<MemberId>,
    },
    /// Somebody answered.
    CommentAdded {
        /// In which one.
        thread: ThreadId,
        /// The comment.
        comment: CommentId,
        /// Who is named in it.
        mentions: Vec<MemberId>,
    },
    /// Its author said it otherwise.
    CommentEdited {
        /// In which one.
        thread: ThreadId,
        /// Which comment.
        comment: CommentId,
        /// Who is named in it now.
        mentions: Vec<MemberId>,
    },
    /// Its author took it back; its words are gone.
    CommentDeleted {
        /// In which one.
        thread: ThreadId,
        /// Which comment.
        comment: CommentId,
    },
    /// It is settled.
    Resolved {
        /// Which one.
        thread: ThreadId,
    },
    /// It is not settled after all.
    Reopened {
        /// Which one.
        thread: ThreadId,
    },
}

/// A passage that somebody marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The ids by which its characters are found again, in the order of the text at that time.
    pub ids: Vec<Id>,
    /// What it said; lines are blocks.
    pub quote: String,
    /// The section's latest revision at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<RevisionNumber>,
}

/// Consecutive characters: client, clock of the first, how many UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Id(pub u64, pub u32, pub u32);

impl From<Units> for Id {
    fn from(units: Units) -> Self {
        Self(units.client, units.clock, units.length)
    }
}

impl From<Id> for Units {
    fn from(Id(client, clock, length): Id) -> Self {
        Self { client, clock, length }
    }
}
