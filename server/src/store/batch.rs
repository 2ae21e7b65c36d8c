//! What may stand in a batch, whatever the engine.

use super::{Batch, Expected, LogId, Pack, Position, StoreError};
use bytes::Bytes;
use std::collections::HashSet;
use std::hash::Hash;

/// The longest key of the register, in bytes.
pub const MAX_KEY_BYTES: usize = 512;

/// The largest entry, checkpoint, register value or blob, in bytes.
///
/// A batch is held in memory several times over while it is written.
pub const MAX_VALUE_BYTES: usize = 64 * 1024 * 1024;

impl Batch {
    /// Refuses what no engine can do: something named twice, a key or value too large.
    pub(super) fn validate(&self) -> Result<(), StoreError> {
        once(self.appends.iter().map(|append| append.log), "a log is appended to twice")?;
        once(self.checkpoints.iter().map(|(log, _)| *log), "a log has two checkpoints")?;
        once(self.packs.iter().map(|(log, _)| *log), "a log is packed twice")?;
        once(self.register.iter().map(|write| write.key.as_str()), "a key is written twice")?;
        self.appends.iter().flat_map(|append| &append.entries).try_for_each(fits)?;
        self.checkpoints.iter().try_for_each(|(_, checkpoint)| fits(&checkpoint.payload))?;
        self.packs.iter().try_for_each(|(_, pack)| fits(&pack.payload))?;
        let packed_or_purged =
            self.packs.iter().map(|(log, _)| *log).chain(self.purges.iter().map(|(log, _)| *log));
        once(packed_or_purged, "a log is purged twice, or packed and purged")?;
        if self.packs.iter().any(|(_, pack)| pack.payload.is_empty()) {
            // To the engines this is what was purged.
            return Err(StoreError::Invalid("a pack of nothing".to_owned()));
        }
        for write in &self.register {
            key_fits(&write.key)?;
            write.value.iter().try_for_each(fits)?;
        }
        Ok(())
    }

    /// Whether somebody who copies the store could miss what this batch takes away.
    pub(super) fn takes_away(&self) -> bool {
        !self.packs.is_empty() || !self.purges.is_empty()
    }

    /// Where a log's head will stand that stands at `head` now.
    pub(super) fn head_after(&self, log: LogId, head: Position) -> Position {
        let appended = self.appends.iter().find(|append| append.log == log);
        head.after(appended.map_or(0, |append| append.entries.len()))
    }
}

impl Expected {
    /// Whether a key whose value has this version (or that has none) is as expected.
    pub(super) fn is_met_by(self, found: Option<u64>) -> bool {
        match self {
            Self::Anything => true,
            Self::Absent => found.is_none(),
            Self::Version(version) => found == Some(version),
        }
    }
}

/// Refuses a checkpoint of entries that are not there.
pub(super) fn checkpoint_stands(log: LogId, at: Position, head: Position) -> Result<(), StoreError> {
    if at > head {
        let kind = log.kind;
        return Err(StoreError::Invalid(format!(
            "a checkpoint at {at} of the {kind:?} log {}, whose head is at {head}",
            log.owner
        )));
    }
    Ok(())
}

/// Refuses a pack of other entries than the first that are not packed.
pub(super) fn pack_stands(
    log: LogId,
    pack: &Pack,
    packed: Position,
    head: Position,
) -> Result<(), StoreError> {
    if pack.entries == 0 || pack.from != packed || pack.until() > head {
        return Err(StoreError::Invalid(format!(
            "a pack of the entries from {} to {} of the {:?} log {}, which is packed up to {packed} and whose \
             head is at {head}",
            pack.from,
            pack.until(),
            log.kind,
            log.owner
        )));
    }
    Ok(())
}

/// Refuses a purge of what is not there, or gone already.
pub(super) fn purge_stands(
    log: LogId,
    until: Position,
    purged: Position,
    head: Position,
) -> Result<(), StoreError> {
    if until < purged || until > head {
        return Err(StoreError::Invalid(format!(
            "a purge up to {until} of the {:?} log {}, which is purged up to {purged} and whose head is at {head}",
            log.kind, log.owner
        )));
    }
    Ok(())
}

/// Refuses a value larger than [`MAX_VALUE_BYTES`].
pub(super) fn fits(value: &Bytes) -> Result<(), StoreError> {
    if value.len() > MAX_VALUE_BYTES {
        return Err(StoreError::Invalid(format!(
            "a value of {} bytes; the most is {MAX_VALUE_BYTES}",
            value.len()
        )));
    }
    Ok(())
}

fn key_fits(key: &str) -> Result<(), StoreError> {
    if key.len() > MAX_KEY_BYTES {
        return Err(StoreError::Invalid(format!(
            "a key of {} bytes; the most is {MAX_KEY_BYTES}",
            key.len()
        )));
    }
    Ok(())
}

fn once<T: Eq + Hash>(names: impl Iterator<Item = T>, otherwise: &str) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(StoreError::Invalid(otherwise.to_owned()));
        }
    }
    Ok(())
}
