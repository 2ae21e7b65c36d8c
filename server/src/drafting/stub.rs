//! Stub.
use super::{Closing, Rooms};
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::store::Position;
use crate::text::block::Block;
use std::sync::Arc;
use std::time::Duration;
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("refused")]
    Refused(Refusal),
    #[error("closed")]
    Closed(Closing),
    #[error("unreadable")]
    Unreadable,
}
impl Rooms {
    pub async fn restore(
        self: &Arc<Self>,
        _: SectionId,
        _: MemberId,
        _: &[Block],
        _: Position,
    ) -> Result<(), RestoreError> {
        Err(RestoreError::Unreadable)
    }
    pub fn quiet_since(&self, _: Duration) -> Vec<SectionId> {
        vec![]
    }
    pub fn still_active(&self, _: SectionId) {}
}
