//! What the discussion log holds: one [`Entry`] per position, as JSON.
//!
//! As in the record, a field or a variant that has been written is never renamed, removed or given another meaning.

use super::error::DiscussionError;
use super::proposals::ProposalEvent;
use super::threads::ThreadEvent;
use crate::agreement::id::MemberId;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that somebody did in a discussion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who.
    pub by: MemberId,
    /// What.
    pub event: Event,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// With a proposal.
    Proposal(ProposalEvent),
    /// In a thread.
    Thread(ThreadEvent),
    /// What was discussed before is gone: purged on the ground of a decision.
    Purged {},
}

impl Entry {
    /// The bytes to append.
    ///
    /// # Errors
    /// [`DiscussionError::Unwritable`]: none for the events of today.
    pub fn encode(&self) -> Result<Bytes, DiscussionError> {
        let json =
            serde_json::to_vec(self).map_err(|error| DiscussionError::Unwritable(error.to_string()))?;
        Ok(json.into())
    }

    /// Reads an entry from the bytes of one position.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}
