//! What can go wrong with a record.

use super::chain::BrokenChain;
use crate::agreement::id::AgreementId;
use crate::agreement::refusal::Refusal;
use crate::agreement::words::OtherWords;
use crate::store::StoreError;

/// A record could not be read or written.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecordError {
    /// There is no such agreement.
    #[error("there is no agreement {0}")]
    Unknown(AgreementId),
    /// The log is not one unbroken chain from the founding on.
    #[error("the record of agreement {agreement} is damaged: {broken}")]
    Broken {
        /// Whose record.
        agreement: AgreementId,
        /// Where and why.
        broken: BrokenChain,
    },
    /// A name or text in the register is not the one that was recorded.
    #[error("the record of agreement {agreement} is damaged: {words}")]
    Words {
        /// Whose record.
        agreement: AgreementId,
        /// Which words.
        words: OtherWords,
    },
    /// A value of the register cannot be read.
    #[error("the register's value of {key} is damaged: {why}")]
    Register {
        /// Its key.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// An entry or a value could not be turned into JSON.
    #[error("cannot be written as JSON: {0}")]
    Unwritable(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A command was not done.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RunError {
    /// A rule forbids it.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// Others always appended first. Nothing was done; try again.
    #[error("the record is written to by too many at once")]
    Contended,
    /// The record failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl From<Refusal> for RunError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A command that was planned on what the caller had seen was not done.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum AttemptError {
    /// A rule forbids it.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The record, or a log beside it, has moved on since. Nothing was done: look again, and plan anew.
    #[error("others wrote in between")]
    Moved,
    /// The record failed.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl From<Refusal> for AttemptError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
