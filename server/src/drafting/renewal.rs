//! A section's document that begins anew: another epoch, the same text.

use super::document::Broken;
use super::load::{self, LoadError};
use crate::agreement::id::SectionId;
use crate::store::{Append, Batch, Checkpoint, Position, Store};
use crate::text::epoch::next_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, StateVector, Transact, Update};

/// What to write so that a section goes on in a new epoch, with its text, its authors and its lock, if nobody has
/// written to it meanwhile.
///
/// # Errors
/// Those of reading the log. A text that cannot be read never becomes an empty one.
pub async fn new_epoch(
    store: &dyn Store,
    section: SectionId,
    reason: EpochReason,
    at: i64,
) -> Result<Batch, LoadError> {
    let (mut document, position) = load::load(store, section).await?;
    let broken = |problem| LoadError::Broken { position, problem };
    let state = document.document.transact().encode_state_as_update_v1(&StateVector::default());
    let state = Update::decode_v1(&state).map_err(|_| broken("it cannot be copied"))?;
    let entry = next_epoch(state, at, reason).map_err(|_| broken("it cannot be copied"))?;
    let text = document.text(position).blocks;
    document.replay(&entry).map_err(|Broken(problem)| broken(problem))?;
    if document.text(position).blocks != text {
        return Err(broken("it did not stay the text that it was"));
    }
    let log = text_log(section);
    let payload = document.save().map_err(|Broken(problem)| broken(problem))?;
    Ok(Batch {
        appends: vec![Append { log, expected: position, entries: vec![encoded(&entry, position)?] }],
        checkpoints: vec![(log, Checkpoint { position: position.after(1), payload })],
        ..Batch::default()
    })
}

fn encoded(entry: &TextEntry, position: Position) -> Result<bytes::Bytes, LoadError> {
    let encoded =
        entry.encode().map_err(|_| LoadError::Broken { position, problem: "it cannot be written" })?;
    Ok(encoded.into())
}
