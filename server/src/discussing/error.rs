//! What can go wrong with a discussion log.

use crate::store::{Position, StoreError};

/// A discussion could not be read or added to.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum DiscussionError {
    /// An entry is not one.
    #[error("entry {position} of the discussion log cannot be read: {why}")]
    Damaged {
        /// Where.
        position: Position,
        /// What is wrong with it.
        why: String,
    },
    /// An event could not be turned into JSON.
    #[error("cannot be written as JSON: {0}")]
    Unwritable(String),
    /// Others always added first. Nothing was done; it may be tried again.
    #[error("too many add to the discussion at once")]
    Contended,
    /// What a proposal changes could not be worked out.
    #[error("the texts could not be compared: {0}")]
    Failed(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
