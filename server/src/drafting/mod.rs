//! A stand-in for the live texts, with the signatures that the floors above rely on.

use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::record::Records;
use crate::store::{Store, StoreError};
use crate::text::block::Block;
use crate::text::log::EpochId;
use std::collections::HashMap;
use std::sync::Arc;

/// Bounds of the live texts.
#[derive(Clone, Debug, Default)]
pub struct Limits {}

/// Why a section could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no text log.
    #[error("the section has no text log")]
    Nothing,
}

/// A section's text as it stands.
pub struct Text {
    /// Of which epoch.
    pub epoch: EpochId,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// Who wrote a section's text.
pub struct Authors {
    /// Of which epoch.
    pub epoch: EpochId,
    /// In document order.
    pub runs: Vec<Run>,
    /// Most first.
    pub contributors: Vec<Contributor>,
}

/// Characters of one author.
pub struct Run {
    /// The characters.
    pub text: String,
    /// Who wrote them; `None` for the template's.
    pub member: Option<MemberId>,
    /// Under which client id they stand.
    pub client: u64,
    /// From which clock on.
    pub clock: u32,
}

/// How much of somebody stands.
#[derive(Clone, Copy, Debug)]
pub struct Contributor {
    /// Who.
    pub member: MemberId,
    /// UTF-16 units.
    pub characters: u64,
}

/// Every open section.
pub struct Rooms {}

impl Rooms {
    /// Begins with none open.
    pub fn start(_store: Arc<dyn Store>, _records: Arc<Records>, _limits: Limits) -> Arc<Self> {
        Arc::new(Self {})
    }

    /// Who has which section open.
    pub fn presence(&self, _agreement: AgreementId) -> HashMap<SectionId, Vec<MemberId>> {
        HashMap::new()
    }

    /// A section's text.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub async fn text(&self, _section: SectionId) -> Result<Text, LoadError> {
        Err(LoadError::Nothing)
    }

    /// Who wrote it.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub async fn authors(&self, _section: SectionId) -> Result<Authors, LoadError> {
        Err(LoadError::Nothing)
    }

    /// Closes every connection with 1012 and keeps what is under way.
    pub async fn shut_down(&self) {}
}
