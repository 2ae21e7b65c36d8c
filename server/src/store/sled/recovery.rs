//! What the journal has and sled's file lacks is given to sled, as a store is opened.

use super::disk::Disk;
use super::engine::Engine;
use super::journal::Journal;
use super::tally::Tally;
use crate::store::StoreError;
use crate::store::steps::{self, Step};
use std::path::Path;

/// Brings the store up to its last durable write, and begins the journal anew.
///
/// # Errors
/// [`StoreError::Damaged`] if that is not as far as `sequence`, or if the journal goes on from where sled is not.
pub(super) fn run(
    folder: &Path,
    engine: &Engine,
    sequence: u64,
    disk: &dyn Disk,
) -> Result<(Tally, Journal), StoreError> {
    let unavailable = |error: std::io::Error| StoreError::Unavailable(format!("journal: {error}"));
    let journal = Journal::open(folder, disk).map_err(unavailable)?;
    let reached = engine.tally()?.sequence;
    let records = journal.records().map_err(unavailable)?;
    if let Some(missing) = records.first().and_then(|first| first.sequence.checked_sub(reached + 2)) {
        let missing = missing + 1;
        return Err(StoreError::Damaged(format!("{missing} writes before those in the journal are missing")));
    }
    // sled may have a part of any of them, so all are given: each says what values are, not how they change.
    // Not so if sled has come further, or older values would stand where newer ones were.
    if records.last().is_some_and(|last| last.sequence >= reached) {
        records.iter().try_for_each(|record| engine.take_in(&record.changes))?;
    }
    steps::taken(Step::Recovered);
    let tally = engine.tally()?;
    if tally.sequence < sequence {
        let lost = sequence - tally.sequence;
        return Err(StoreError::Damaged(format!("the last {lost} of {sequence} writes are missing")));
    }
    engine.sync(disk)?;
    steps::taken(Step::RecoverySynced);
    Ok((tally, journal))
}
