//! A section's document that begins anew: another epoch, the same text, with how it came to be or without.

use super::document::{Broken, Document};
use super::load::{self, LoadError};
use super::reading::Text;
use crate::agreement::id::SectionId;
use crate::store::{Append, Batch, Checkpoint, Position, Store};
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::{first_epoch, next_epoch};
use crate::text::log::{EpochReason, TextEntry, text_log};
use bytes::Bytes;
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

/// The entries with which a section begins anew with its text and nothing else: nothing tells any more how it came
/// to be, or who wrote what. `locked_at` is the hash of the revision it is locked at.
///
/// # Errors
/// If the text would not be the same.
pub fn bare_epoch(
    text: &Text,
    locked_at: Option<[u8; 32]>,
    reason: EpochReason,
    at: i64,
) -> Result<Vec<Bytes>, LoadError> {
    let position = text.position;
    let broken = |problem| LoadError::Broken { position, problem };
    let begins = first_epoch(&text.blocks, at, reason);
    let TextEntry::Epoch { epoch, client, initial, .. } = &begins else {
        return Err(broken("it does not begin"));
    };
    let begun = Document::begin(*epoch, *client, initial).map_err(|Broken(problem)| broken(problem))?;
    if canonical_blocks(&begun.text(position).blocks) != canonical_blocks(&text.blocks) {
        return Err(broken("it did not stay the text that it was"));
    }
    let mut entries = vec![encoded(&begins, position)?];
    if let Some(revision) = locked_at {
        entries.push(encoded(&TextEntry::Lock { at, revision }, position)?);
    }
    Ok(entries)
}

fn encoded(entry: &TextEntry, position: Position) -> Result<Bytes, LoadError> {
    let encoded =
        entry.encode().map_err(|_| LoadError::Broken { position, problem: "it cannot be written" })?;
    Ok(encoded.into())
}
