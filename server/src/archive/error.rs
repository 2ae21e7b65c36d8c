//! Why an export cannot be written.

use super::parcel::ClosingError;
use super::problem::Problem;
use super::zip::TooLarge;
use crate::agreement::digest::Digest;
use crate::agreement::id::{AgreementId, SectionId};
use crate::store::StoreError;
use jiff::civil::Date;

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such agreement.
    #[error("there is no agreement {0}")]
    Unknown(AgreementId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept is not what was recorded.
    #[error("the agreement cannot be exported: {0:?}")]
    Damaged(Box<Problem>),
    /// A text or file that the record names is not kept.
    #[error("the agreement cannot be exported: the content {0} is not kept")]
    Gone(Digest),
    /// A name or text in the register cannot be read.
    #[error("the register's value of {key} is damaged: {why}")]
    Register {
        /// Its key.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// A file is too large.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Something could not be written as JSON, or signed.
    #[error("the export cannot be written: {0}")]
    Closing(#[from] ClosingError),
    /// How a text came to be cannot be read.
    #[error("how section {section} came to be cannot be read: {why}")]
    Log {
        /// Which section.
        section: SectionId,
        /// What is wrong.
        why: String,
    },
    /// What was proposed and said cannot be read.
    #[error("the discussion cannot be read: {0}")]
    Discussion(String),
    /// The day cannot be told in the agreement's time zone.
    #[error("{0} is no day in the agreement's time zone")]
    Day(Date),
}

impl From<Problem> for ExportError {
    fn from(problem: Problem) -> Self {
        Self::Damaged(Box::new(problem))
    }
}
