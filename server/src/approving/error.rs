//! Why something was not done.

use crate::agreement::refusal::Refusal;
use crate::discussing::DiscussionError;
use crate::drafting::Closing;
use crate::record::{AttemptError, RecordError, RunError};
use crate::store::StoreError;

/// Why something was not done. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ApprovingError {
    /// A rule forbids it.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// Others always wrote in between; it may be tried again.
    #[error("others write too much at once")]
    Contended,
    /// The text cannot be read now.
    #[error("the text cannot be read: {0}")]
    Text(Closing),
    /// The content of a revision is not kept, or is not what was kept.
    #[error("the content of a revision is damaged: {0}")]
    Content(String),
    /// The record failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The discussion cannot be read.
    #[error(transparent)]
    Discussion(#[from] DiscussionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for ApprovingError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Closing> for ApprovingError {
    fn from(closing: Closing) -> Self {
        Self::Text(closing)
    }
}

impl From<RunError> for ApprovingError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Refused(refusal) => Self::Refused(refusal),
            RunError::Contended => Self::Contended,
            RunError::Record(error) => Self::Record(error),
        }
    }
}

impl From<AttemptError> for ApprovingError {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Refused(refusal) => Self::Refused(refusal),
            AttemptError::Moved => Self::Contended,
            AttemptError::Record(error) => Self::Record(error),
        }
    }
}
