//! A document's state as a checkpoint keeps it, so that opening a section does not replay its whole log.
//!
//! The payload is a format byte and a [`Saved`] in postcard's encoding. The log stays: a checkpoint only
//! says what it comes to.

use super::authorship::Kept;
use super::document::{Broken, Document};
use crate::agreement::id::MemberId;
use crate::text::log::{Carried, EpochId};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{ReadTxn, StateVector, Transact, Update};

const FORMAT: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Saved {
    epoch: EpochId,
    epoch_client: u64,
    locked: bool,
    /// Yjs state, version 2: a third of version 1.
    state: Vec<u8>,
    writers: Vec<(u64, MemberId)>,
    carried: Vec<Carried>,
    lately: Vec<(MemberId, Vec<Kept>)>,
}

impl Document {
    /// The payload of a checkpoint.
    pub(super) fn save(&self) -> Result<Bytes, Broken> {
        catch_unwind(AssertUnwindSafe(|| self.encode())).unwrap_or(Err(Broken("it could not be saved")))
    }

    fn encode(&self) -> Result<Bytes, Broken> {
        let saved = Saved {
            epoch: self.epoch,
            epoch_client: self.epoch_client,
            locked: self.locked,
            state: self.document.transact().encode_state_as_update_v2(&StateVector::default()),
            // Ids that were only announced are forgotten with the room.
            writers: self
                .authorship
                .writers
                .iter()
                .filter(|(client, _)| self.known().contains_key(client))
                .map(|(client, member)| (*client, *member))
                .collect(),
            carried: self.authorship.carries.records(),
            lately: self.authorship.keep(),
        };
        let payload =
            postcard::to_extend(&saved, vec![FORMAT]).map_err(|_| Broken("it could not be saved"))?;
        Ok(payload.into())
    }

    /// The document that a checkpoint holds; `None` if it was written by another version, and the log must be read.
    pub(super) fn from_checkpoint(payload: &[u8]) -> Result<Option<Self>, Broken> {
        let Some((&FORMAT, saved)) = payload.split_first() else { return Ok(None) };
        let saved: Saved =
            postcard::from_bytes(saved).map_err(|_| Broken("its checkpoint cannot be read"))?;
        let state =
            Update::decode_v2(&saved.state).map_err(|_| Broken("its checkpoint's state cannot be read"))?;
        let mut document = Self::begin(saved.epoch, saved.epoch_client, &state.encode_v1())?;
        document.locked = saved.locked;
        document.authorship.writers = saved.writers.into_iter().collect();
        for carried in &saved.carried {
            document.authorship.carries.insert(carried);
        }
        document.authorship.recall(saved.lately);
        Ok(Some(document))
    }
}
