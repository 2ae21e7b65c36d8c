//! How an epoch begins: the first text, written once by the server under an id of that epoch, or the text that
//! stands, with a struct of that id beside it.

use super::block::Block;
use super::document::{ABOUT_EPOCH, ABOUT_ROOT, ABOUT_SCHEMA, TEXT_ROOT, empty, untidied};
use super::log::{EpochId, EpochReason, FIRST_EPOCH_CLIENT, TextEntry};
use super::schema;
use super::write::write_block;
use uuid::Uuid;
use yrs::error::UpdateError;
use yrs::{Any, Map, Number, ReadTxn, StateVector, Transact, Update};

/// Yjs holds client ids as floating-point numbers, which are exact below this.
const CLIENT_LIMIT: u64 = 1 << 53;

/// The entry with which a new epoch of a section begins, holding `blocks`.
///
/// `at` is in milliseconds since 1970 in UTC. Even an empty text holds structs of the epoch's client
/// id, because the document also says its epoch and schema.
pub fn first_epoch(blocks: &[Block], at: i64, reason: EpochReason) -> TextEntry {
    let (epoch, client) = new_ids();
    TextEntry::Epoch { epoch, client, at, reason, initial: initial_update(blocks, epoch, client) }
}

/// The entry with which a new epoch of a section begins that goes on with the document as it is: `state` is all of
/// that. What stands keeps the client ids it was written under, and so its authors.
///
/// # Errors
/// If the state is none.
pub fn next_epoch(state: Update, at: i64, reason: EpochReason) -> Result<TextEntry, UpdateError> {
    let (epoch, client) = new_ids();
    let document = untidied(client);
    let about = document.get_or_insert_map(ABOUT_ROOT);
    let mut transaction = document.transact_mut();
    transaction.apply_update(state)?;
    about.insert(&mut transaction, ABOUT_EPOCH, epoch.0.to_string());
    let initial = transaction.encode_state_as_update_v1(&StateVector::default());
    Ok(TextEntry::Epoch { epoch, client, at, reason, initial })
}

fn new_ids() -> (EpochId, u64) {
    (EpochId(Uuid::now_v7()), rand::random_range(FIRST_EPOCH_CLIENT..CLIENT_LIMIT))
}

/// The update that makes an empty document hold `blocks`.
fn initial_update(blocks: &[Block], epoch: EpochId, client: u64) -> Vec<u8> {
    let document = empty(client);
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let about = document.get_or_insert_map(ABOUT_ROOT);
    let mut transaction = document.transact_mut();
    about.insert(&mut transaction, ABOUT_EPOCH, epoch.0.to_string());
    about.insert(&mut transaction, ABOUT_SCHEMA, Any::Number(Number::Int(i64::from(schema::version()))));
    for (index, block) in (0..).zip(blocks) {
        write_block(&root, index, block, &mut transaction);
    }
    transaction.encode_state_as_update_v1(&StateVector::default())
}

#[cfg(test)]
pub(crate) mod tests;
