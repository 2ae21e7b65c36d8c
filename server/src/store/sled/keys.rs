//! Where things stand in the one tree: a letter for the space, then what names the thing.
//!
//! ```text
//! m name                       meta: the format, how far the store has come, whether to write it anew
//! h kind owner                 a log's head
//! e kind owner position        a log's entry
//! c kind owner                 a log's checkpoint
//! k kind owner position        a log's pack, which begins at the position; empty for what was purged
//! r key                        a value of the register
//! b hash                       a blob
//! p kind owner                 a log whose purge has begun
//! H…, E…, C…, K…, R…, B…         the later chunks of what does not fit into one value
//! ```
//!
//! `kind` is one letter, `owner` 16 bytes, `position` 8 bytes big-endian, `hash` 32 bytes. A later chunk
//! of the value at a key has the capital letter of its space, the key's length as 2 bytes big-endian, the
//! key, and the chunk's number from 1 as 4 bytes big-endian.

use crate::store::{BlobId, LogId, LogKind, Position};
use uuid::Uuid;

/// A key of the tree.
pub(super) type Key = Vec<u8>;

/// The format of the store.
pub(super) const FORMAT: &[u8] = b"mformat";
/// How far the store has come.
pub(super) const PROGRESS: &[u8] = b"mprogress";

/// Something was purged: the files still hold it, and are to be written anew at the next start.
pub(super) const REWRITE: &[u8] = b"mrewrite";

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Space {
    Head = b'h',
    Entry = b'e',
    Checkpoint = b'c',
    Pack = b'k',
    Register = b'r',
    Blob = b'b',
    Purge = b'p',
}

impl Space {
    /// The space of a first chunk's key; `None` for later chunks and meta.
    pub(super) fn of(key: &[u8]) -> Option<Self> {
        let spaces =
            [Self::Head, Self::Entry, Self::Checkpoint, Self::Pack, Self::Register, Self::Blob, Self::Purge];
        spaces.into_iter().find(|space| key.first() == Some(&(*space as u8)))
    }

    /// What every key of the space begins with.
    pub(super) fn prefix(self) -> Key {
        vec![self as u8]
    }

    /// What the keys of all logs of a kind begin with.
    pub(super) fn of_kind(self, kind: LogKind) -> Key {
        vec![self as u8, letter(kind)]
    }

    /// What the keys of one log begin with; the whole key but for entries.
    pub(super) fn of_log(self, log: LogId) -> Key {
        let mut key = self.of_kind(log.kind);
        key.extend_from_slice(log.owner.as_bytes());
        key
    }
}

/// The key of a log's entry.
pub(super) fn entry(log: LogId, position: Position) -> Key {
    let mut key = Space::Entry.of_log(log);
    key.extend_from_slice(&position.0.to_be_bytes());
    key
}

/// The key of a log's pack.
pub(super) fn pack(log: LogId, from: Position) -> Key {
    let mut key = Space::Pack.of_log(log);
    key.extend_from_slice(&from.0.to_be_bytes());
    key
}

/// The position at the end of an entry's or a pack's key.
pub(super) fn position_of(key: &[u8]) -> Option<Position> {
    Some(Position(u64::from_be_bytes(key.get(18..)?.try_into().ok()?)))
}

/// The key of a value of the register.
pub(super) fn register(name: &str) -> Key {
    let mut key = Space::Register.prefix();
    key.extend_from_slice(name.as_bytes());
    key
}

/// The key of a blob.
pub(super) fn blob(id: BlobId) -> Key {
    let mut key = Space::Blob.prefix();
    key.extend_from_slice(&id.0);
    key
}

/// What the keys of a value's later chunks begin with.
pub(super) fn later_chunks(key: &[u8]) -> Key {
    let mut later = Vec::with_capacity(key.len() + 7);
    later.extend(key.first().map(u8::to_ascii_uppercase));
    // Keys are far shorter than 64 KiB: the longest is a register's, 512 bytes.
    later.extend_from_slice(&(key.len() as u16).to_be_bytes());
    later.extend_from_slice(key);
    later
}

/// The key of a value's later chunk, counted from 1.
pub(super) fn later_chunk(key: &[u8], number: u32) -> Key {
    let mut later = later_chunks(key);
    later.extend_from_slice(&number.to_be_bytes());
    later
}

/// The log that a head's, entry's or purge's key names.
pub(super) fn log_of(key: &[u8]) -> Option<LogId> {
    let owner = Uuid::from_slice(key.get(2..18)?).ok()?;
    Some(LogId { kind: kind_of(*key.get(1)?)?, owner })
}

/// The name that a register's key holds.
pub(super) fn register_name(key: &[u8]) -> Option<String> {
    String::from_utf8(key.get(1..)?.to_vec()).ok()
}

/// The blob that a key names.
pub(super) fn blob_of(key: &[u8]) -> Option<BlobId> {
    Some(BlobId(key.get(1..)?.try_into().ok()?))
}

fn letter(kind: LogKind) -> u8 {
    match kind {
        LogKind::Record => b'r',
        LogKind::Text => b't',
        LogKind::Discussion => b'd',
    }
}

fn kind_of(letter_found: u8) -> Option<LogKind> {
    [LogKind::Record, LogKind::Text, LogKind::Discussion]
        .into_iter()
        .find(|kind| letter(*kind) == letter_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_what_it_names() {
        let log = LogId { kind: LogKind::Discussion, owner: Uuid::new_v4() };
        let key = entry(log, Position(77));
        assert_eq!((Space::of(&key), log_of(&key)), (Some(Space::Entry), Some(log)));
        assert_eq!(position_of(&pack(log, Position(78))), Some(Position(78)));
        assert_eq!(register_name(&register("ö/1")).as_deref(), Some("ö/1"));
        assert_eq!(Space::of(&later_chunk(&key, 1)), None);
    }

    #[test]
    fn later_chunks_of_one_key_never_begin_like_those_of_another() {
        let (short, long) = (later_chunks(&register("a")), later_chunk(&register("a\0\0"), 1));
        assert!(!long.starts_with(&short));
    }
}
