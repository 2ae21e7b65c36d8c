//! What somebody else holds of a section's document, compared with what is here.

use super::document::{Broken, Document};
use super::update::Id;
use crate::text::fingerprint::fingerprint;
use crate::text::log::FIRST_EPOCH_CLIENT;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::block::ClientID;
use yrs::updates::encoder::Encode;
use yrs::{ReadTxn, StateVector, Transact};

/// Units of a text whose fingerprint is still made: a larger one would keep its room from its writers.
const MOST_FINGERPRINTED: u64 = 4_000_000;

/// Whose document somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holding {
    /// Nothing that the server wrote: a new document.
    Nothing,
    /// This epoch's.
    This,
    /// Another epoch's.
    Another,
}

impl Document {
    /// Which epoch the holder of a state vector has.
    pub(super) fn holding(&self, state_vector: &[Id]) -> Holding {
        let epochs: Vec<u64> = state_vector
            .iter()
            .map(|entry| entry.client)
            .filter(|client| *client >= FIRST_EPOCH_CLIENT)
            .collect();
        if epochs.is_empty() {
            return Holding::Nothing;
        }
        // The ids of earlier epochs live on in one that went on with their document.
        let is_this = epochs.contains(&self.epoch_client)
            && epochs.iter().all(|client| self.known().contains_key(client));
        if is_this { Holding::This } else { Holding::Another }
    }

    /// Everything that the holder of a state vector lacks, as an update.
    pub(super) fn lacking(&self, state_vector: &[Id]) -> Result<Vec<u8>, Broken> {
        let theirs = state_vector.iter().map(|entry| (ClientID::new(entry.client), entry.clock)).collect();
        // A claimed clock may point into the middle of something; yrs is asked with care.
        catch_unwind(AssertUnwindSafe(|| self.document.transact().encode_state_as_update_v1(&theirs)))
            .map_err(|_| Broken("it could not be compared with a client's"))
    }

    /// Whether a state vector is this document's.
    pub(super) fn is_at(&self, state_vector: &[Id]) -> bool {
        let mut said: HashMap<u64, u32> = HashMap::with_capacity(state_vector.len());
        // An entry at clock 0 says nothing.
        said.extend(state_vector.iter().filter(|id| id.clock > 0).map(|id| (id.client, id.clock)));
        said == *self.known()
    }

    /// The fingerprint of the text; `None` if it is too large to be read for that.
    pub(super) fn fingerprint(&self) -> Option<[u8; 32]> {
        (self.units() <= MOST_FINGERPRINTED).then_some(())?;
        catch_unwind(AssertUnwindSafe(|| fingerprint(&self.document))).unwrap_or(None)
    }

    /// The state vector, encoded.
    pub(super) fn state_vector(&self) -> Vec<u8> {
        self.known()
            .iter()
            .map(|(client, clock)| (ClientID::new(*client), *clock))
            .collect::<StateVector>()
            .encode_v1()
    }
}
