//! What the journal has and sled's file lacks is given to sled, as a store is opened.

use super::disk::Disk;
use super::engine::Engine;
use super::journal::Journal;
use super::tally::Tally;
use crate::store::StoreError;
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
    let mut reached = engine.tally()?.sequence;
    for record in journal.records().map_err(unavailable)? {
        if record.sequence <= reached {
            continue;
        }
        if record.sequence != reached + 1 {
            let missing = record.sequence - reached - 1;
            return Err(StoreError::Damaged(format!(
                "{missing} writes before those in the journal are missing"
            )));
        }
        engine.take_in(&record.changes)?;
        reached = record.sequence;
    }
    let tally = engine.tally()?;
    if tally.sequence < sequence {
        let lost = sequence - tally.sequence;
        return Err(StoreError::Damaged(format!("the last {lost} of {sequence} writes are missing")));
    }
    engine.sync(disk)?;
    Ok((tally, journal))
}
