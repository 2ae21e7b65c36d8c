//! A text log from any position on, whether its entries are packed or not.

use super::pack::{PackError, unpack};
use crate::store::{LogId, Position, Store, StoreError};
use bytes::Bytes;

/// Why a log cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A pack is not one.
    #[error("at {at} of the text log: {error}")]
    Pack {
        /// Where the pack begins.
        at: Position,
        /// What is wrong with it.
        error: PackError,
    },
}

/// At most `most` entries from `from` on, without gaps; at least one unless `from` is at the head or beyond.
///
/// # Errors
/// [`HistoryError`] if they cannot be read; never fewer instead.
pub async fn read(
    store: &dyn Store,
    log: LogId,
    from: Position,
    most: usize,
) -> Result<Vec<Bytes>, HistoryError> {
    loop {
        match store.read(log, from, most).await {
            Err(StoreError::Packed { .. }) => {}
            read => return Ok(read?),
        }
        // None: the log was purged in between.
        let Some(pack) = store.pack(log, from).await? else { continue };
        let at = pack.from;
        let mut entries = unpack(&pack.payload).map_err(|error| HistoryError::Pack { at, error })?;
        if entries.len() != pack.entries {
            let error =
                PackError::Damaged("it holds another number of entries than it stands for".to_owned());
            return Err(HistoryError::Pack { at, error });
        }
        entries.drain(..(from.0 - at.0) as usize);
        entries.truncate(most);
        return Ok(entries);
    }
}
