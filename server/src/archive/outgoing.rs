//! Either kind of archive, for whoever sends it out or keeps it.

use super::{Export, ExportError, WorkingMaterial};
use crate::agreement::id::AgreementId;
use crate::record::signature::Signatory;
use crate::store::{Position, Store};
use bytes::Bytes;
use jiff::civil::Date;
use std::sync::Arc;

/// An archive that is being written.
pub enum Outgoing {
    /// The record of an agreement and all that belongs to it.
    Whole(Box<Export>),
    /// How its texts came to be.
    Working(Box<WorkingMaterial>),
}

impl Outgoing {
    /// The working material up to and including a day, or without one the agreement.
    ///
    /// # Errors
    /// If there is no such agreement, or it cannot be read.
    pub async fn begin(
        store: Arc<dyn Store>,
        signatory: Arc<Signatory>,
        agreement: AgreementId,
        as_of: Option<Date>,
    ) -> Result<Self, ExportError> {
        Ok(match as_of {
            None => Self::Whole(Box::new(Export::begin(store, signatory, agreement).await?)),
            Some(day) => {
                Self::Working(Box::new(WorkingMaterial::begin(store, signatory, agreement, day).await?))
            }
        })
    }

    /// How many entries the record had.
    pub fn position(&self) -> Position {
        match self {
            Self::Whole(export) => export.position(),
            Self::Working(working) => working.position(),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// What cannot be read or written. What was given before is nothing whole then.
    pub async fn next(&mut self) -> Result<Option<Bytes>, ExportError> {
        match self {
            Self::Whole(export) => export.next().await,
            Self::Working(working) => working.next().await,
        }
    }
}
