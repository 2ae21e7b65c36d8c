//! Who is asking: accounts, invitations, sign-in links, sessions, personal access tokens.
//!
//! Everything here lives in the store's register, where it can be changed and erased. What only its
//! holder may know is kept as a SHA-256 and nothing else. Whether somebody *may* do a thing is the
//! domain's business; this floor says only which member of an agreement a request comes from.

pub mod account;
mod business;
pub mod device;
pub mod identity;
pub mod invitation;
mod leaving;
pub mod link;
mod newcomer;
pub mod public_url;
mod restored;
pub mod secret;
pub mod session;
pub mod standing;
mod sweep;
pub mod telling;
#[cfg(test)]
mod tests;
pub mod token;
mod withdrawal;

use crate::store::{Store, StoreError, Versioned};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use tokio::sync::broadcast;
use withdrawal::Withdrawn;

pub use leaving::Ending;
pub use newcomer::Newcomer;

/// Withdrawals a slow listener may be behind before it must look in the store instead.
const WITHDRAWALS_KEPT: usize = 256;

/// The one place that hands out and checks credentials.
#[derive(Clone)]
pub struct Access {
    store: Arc<dyn Store>,
    withdrawals: broadcast::Sender<Withdrawn>,
}

impl Access {
    /// Access kept in `store`.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, withdrawals: broadcast::Sender::new(WITHDRAWALS_KEPT) }
    }

    /// Reads a value of the register and its version.
    async fn load<T: DeserializeOwned>(&self, key: &str) -> Result<Option<(T, u64)>, StoreError> {
        match self.store.get(key).await? {
            Some(found) => Ok(Some((read(key, &found)?, found.version))),
            None => Ok(None),
        }
    }
}

/// Reads a value of the register. The message names the kind of key only, never a part of a secret's hash.
fn read<T: DeserializeOwned>(key: &str, found: &Versioned) -> Result<T, StoreError> {
    serde_json::from_slice(&found.value).map_err(|error| {
        let kind = key.split('/').next().unwrap_or_default();
        StoreError::Damaged(format!("a value under {kind}/ in the register cannot be read: {error}"))
    })
}

/// The bytes of a value of the register.
fn write<T: serde::Serialize>(value: &T) -> Result<bytes::Bytes, StoreError> {
    serde_json::to_vec(value).map(Into::into).map_err(|error| StoreError::Invalid(error.to_string()))
}
