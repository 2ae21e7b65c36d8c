//! Reads everything there is in a store and compares it with what the store says it holds.

use super::engine::Engine;
use super::keys::{self, Space};
use super::tally::Tally;
use super::value::{self, Frame};
use crate::store::{LogId, Pack, Packed, Position, StoreError};
use bytes::Bytes;

/// What was found in a store that is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Logs that have entries.
    pub logs: u64,
    /// Entries of all logs.
    pub entries: u64,
    /// Values of the register.
    pub register: u64,
    /// Blobs.
    pub blobs: u64,
    /// Bytes of all contents, without keys and checksums.
    pub bytes: u64,
}

/// Reads every value and its checksum, and compares their sum with what was noted when they were written.
///
/// While others write, the sum may not be comparable; then only the checksums are.
pub(super) fn everything(engine: &Engine) -> Result<Verified, StoreError> {
    let before = engine.tally()?;
    let mut verified = Verified::default();
    let mut found = Tally { sequence: before.sequence, ..Tally::default() };
    for pair in engine.from(&[]) {
        let (key, first) = pair?;
        let Some(space) = Space::of(&key) else { continue };
        let Some((payload, frame)) = value::assemble(engine, &key, first)? else { continue };
        found.add(frame.mark(&key));
        verified.bytes += payload.len() as u64;
        match space {
            Space::Head => verified.logs += 1,
            Space::Entry => verified.entries += 1,
            Space::Pack => {
                let (entries, payload) = value::numbered(&key, payload)?;
                verified.entries += if payload.is_empty() { 0 } else { entries };
            }
            Space::Register => verified.register += 1,
            Space::Blob => verified.blobs += 1,
            Space::Checkpoint | Space::Purge => {}
        }
    }
    let after = engine.tally()?;
    if before == after && found != after {
        return Err(StoreError::Damaged(match after.values.checked_sub(found.values) {
            Some(missing) if missing > 0 => format!("{missing} of {} values are missing", after.values),
            _ => "older values stand where newer ones were written".to_owned(),
        }));
    }
    Ok(verified)
}

/// The entries of a log from `from` up to `head`, at most `most`: all of them, or an error.
pub(super) fn entries(
    engine: &Engine,
    log: LogId,
    from: Position,
    head: Position,
    most: usize,
) -> Result<Vec<Bytes>, StoreError> {
    let wanted = usize::try_from(head.0.saturating_sub(from.0)).unwrap_or(usize::MAX).min(most);
    if wanted == 0 {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for (index, pair) in engine.from(&keys::entry(log, from)).take(wanted).enumerate() {
        let (key, first) = pair?;
        if key != keys::entry(log, from.after(index)) {
            break;
        }
        let Some((entry, _)) = value::assemble(engine, &key, first)? else { break };
        entries.push(entry);
    }
    if entries.len() < wanted {
        let Packed { purged, until, .. } = packed(engine, log)?;
        if from < purged {
            return Err(StoreError::Purged { log, until: purged });
        }
        if from < until {
            return Err(StoreError::Packed { log, until });
        }
        let (kind, owner, at) = (log.kind, log.owner, from.after(entries.len()));
        return Err(StoreError::Damaged(format!("the {kind:?} log {owner} lacks entry {at} of {head}")));
    }
    Ok(entries)
}

/// The pack that begins a log's last packed run at or before `at`.
fn last_pack(engine: &Engine, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
    loop {
        let mut pairs = engine.backwards(&Space::Pack.of_log(log), &keys::pack(log, at));
        let Some(pair) = pairs.next() else { return Ok(None) };
        let (key, first) = pair?;
        let from =
            keys::position_of(&key).ok_or_else(|| value::damaged(&key, "has a name that cannot be read"))?;
        // None: purged meanwhile, so look again.
        if let Some((payload, _)) = value::assemble(engine, &key, first)? {
            let (entries, payload) = value::numbered(&key, payload)?;
            let entries =
                usize::try_from(entries).map_err(|_| value::damaged(&key, "claims too many entries"))?;
            return Ok(Some(Pack { from, entries, payload }));
        }
    }
}

/// The pack that holds the entry at `at`.
pub(super) fn pack(engine: &Engine, log: LogId, at: Position) -> Result<Option<Pack>, StoreError> {
    Ok(last_pack(engine, log, at)?.filter(|pack| at < pack.until() && !pack.payload.is_empty()))
}

/// How much of a log is packed.
pub(super) fn packed(engine: &Engine, log: LogId) -> Result<Packed, StoreError> {
    let Some(last) = last_pack(engine, log, Position(u64::MAX))? else { return Ok(Packed::default()) };
    let mut bytes = 0;
    for pair in engine.prefixed(&Space::Pack.of_log(log)) {
        let (key, first) = pair?;
        bytes += Frame::take(&key, &mut first.as_ref())?.payload_bytes();
    }
    let first = last_pack(engine, log, Position::START)?.filter(|pack| pack.payload.is_empty());
    Ok(Packed { purged: first.map_or(Position::START, |pack| pack.until()), until: last.until(), bytes })
}
