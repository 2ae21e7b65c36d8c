//! Old entries of a text log, packed: many of them as one value, byte for byte what they were.
//!
//! An entry of one keystroke takes some fifty bytes, of which nearly all can be told from the entries before
//! it: who sent it, which clock comes next, what stands at its left. So entries are taken apart into columns
//! ([`columns`]), numbers are kept as differences to what was to be expected ([`walk`]), and the columns are
//! compressed with zstd. What cannot be taken apart so that it comes back exactly is kept as it is.
//!
//! Format: the byte 1; the count of entries; a zstd frame with the columns (docs/text-log.md).

mod columns;
mod walk;

use super::log::{Carried, TextEntry};
use super::reader::{Malformed, Reader, write_number};
use crate::agreement::id::MemberId;
use bytes::Bytes;
use columns::{Column, Columns, Cursor};
use uuid::Uuid;
use walk::{Expectations, Packing, Unpacking};

/// How a pack begins.
const FORMAT: u8 = 1;

/// Slow to compress and quick to read; packing is done once for each entry, in the background.
const COMPRESSION_LEVEL: i32 = 19;

/// What a pack may come to when it is read: bytes that claim more are damaged.
const MOST_BYTES: usize = 256 << 20;

/// Milliseconds between two entries of which a column can tell.
const LONGEST: i64 = 1 << 51;

/// What stands in the column of shapes for each entry.
mod shape {
    /// Kept as it is.
    pub(super) const WHOLE: u8 = 0;
    /// An update in columns.
    pub(super) const TAKEN_APART: u8 = 1;
    /// An update whose Yjs bytes are kept as they are.
    pub(super) const OPAQUE: u8 = 2;
    /// Added to either of the last two: carried runs follow.
    pub(super) const CARRIES: u8 = 4;
}

/// Bytes that are no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Written by a newer Överens.
    #[error("the pack has format {0}, and this version reads {FORMAT}")]
    NewerFormat(u8),
    /// Not what was written.
    #[error("the pack cannot be read: {0}")]
    Damaged(String),
}

impl From<Malformed> for PackError {
    fn from(Malformed(how): Malformed) -> Self {
        Self::Damaged(how.to_owned())
    }
}

/// Packs consecutive entries of a text log, each as its log holds it.
///
/// # Errors
/// [`PackError::Damaged`] if the pack would not give back the very same bytes; then the entries stay as they are.
pub fn pack(entries: &[Bytes]) -> Result<Bytes, PackError> {
    let mut columns = Columns::default();
    let mut memory = Memory::default();
    for entry in entries {
        memory.write(entry, &mut columns);
    }
    let plain = columns.join();
    let compressed = zstd::bulk::compress(&plain, COMPRESSION_LEVEL)
        .map_err(|error| PackError::Damaged(error.to_string()))?;
    let mut packed = vec![FORMAT];
    write_number(&mut packed, entries.len() as u64);
    write_number(&mut packed, plain.len() as u64);
    packed.extend_from_slice(&compressed);
    // What is packed is deleted, so nobody takes the packer's word for it.
    if unpack(&packed)? != entries {
        return Err(PackError::Damaged("it does not give back what went in".to_owned()));
    }
    Ok(packed.into())
}

/// The entries in a pack, byte for byte what they were.
///
/// # Errors
/// [`PackError`] for bytes that [`pack`] has not made.
pub fn unpack(packed: &[u8]) -> Result<Vec<Bytes>, PackError> {
    match packed.first() {
        Some(&FORMAT) => {}
        Some(&format) => return Err(PackError::NewerFormat(format)),
        None => return Err(PackError::Damaged("it is empty".to_owned())),
    }
    let mut reader = Reader::new(&packed[1..]);
    let count = reader.number()?;
    let length = reader.number()? as usize;
    if length > MOST_BYTES {
        return Err(PackError::Damaged("it claims an impossible length".to_owned()));
    }
    // Before there is room made for it: what is compressed says by itself how much it is.
    if !matches!(zstd::zstd_safe::get_frame_content_size(reader.rest()), Ok(Some(size)) if size == length as u64)
    {
        return Err(PackError::Damaged("it claims another length than it has".to_owned()));
    }
    let plain = zstd::bulk::decompress(reader.rest(), length)
        .map_err(|error| PackError::Damaged(error.to_string()))?;
    let mut columns = Cursor::over(&plain)?;
    let mut memory = Memory::default();
    // Every entry has a shape, so a false count ends with the column.
    let mut entries = Vec::new();
    for _ in 0..count {
        entries.push(memory.read(&mut columns)?);
    }
    if columns.is_empty() { Ok(entries) } else { Err(PackError::Damaged("more follows".to_owned())) }
}

/// What is known from the entries so far, when packing and unpacking alike.
#[derive(Default)]
struct Memory {
    at: i64,
    members: Vec<Uuid>,
    updates: Expectations,
}

impl Memory {
    fn write(&mut self, bytes: &[u8], columns: &mut Columns) {
        let parsed = TextEntry::decode(bytes).ok().filter(|entry| {
            // What was encoded in any other way would not come back the same.
            entry.encode().is_ok_and(|again| again == bytes)
        });
        let Some(TextEntry::Update { at, member, update, carried }) = parsed else {
            return whole(bytes, columns);
        };
        let later = at.wrapping_sub(self.at);
        if !(-LONGEST..LONGEST).contains(&later) {
            return whole(bytes, columns);
        }
        let fits = walk::fits(&update);
        let carries = if carried.is_empty() { 0 } else { shape::CARRIES };
        columns.byte(Column::Shape, carries | if fits { shape::TAKEN_APART } else { shape::OPAQUE });
        columns.signed(Column::At, later);
        self.at = at;
        let known = self.members.iter().position(|known| *known == member.0);
        let index = known.unwrap_or_else(|| {
            self.members.push(member.0);
            columns.bytes(Column::Members, member.0.as_bytes());
            self.members.len() - 1
        });
        columns.number(Column::Member, index as u64);
        if carries != 0 {
            columns.buffer(Column::Carried, &encode_carried(&carried));
        }
        if fits {
            // It was walked through once already, so it cannot fail here.
            let walked = walk::update(&mut Packing::new(&update, columns), &mut self.updates);
            debug_assert!(walked.is_ok());
        } else {
            columns.buffer(Column::Whole, &update);
        }
    }

    fn read(&mut self, columns: &mut Cursor<'_>) -> Result<Bytes, PackError> {
        let shape = columns.byte(Column::Shape)?;
        if shape == shape::WHOLE {
            return Ok(Bytes::copy_from_slice(columns.buffer(Column::Whole)?));
        }
        self.at = self.at.wrapping_add(columns.signed(Column::At)?);
        let index = columns.number(Column::Member)? as usize;
        if index == self.members.len() {
            let id = Uuid::from_slice(columns.bytes(Column::Members, 16)?);
            self.members.push(id.map_err(|_| Malformed("a member's id is none"))?);
        }
        let member = *self.members.get(index).ok_or(Malformed("a member is not known"))?;
        let carried = match shape & shape::CARRIES {
            0 => Vec::new(),
            _ => decode_carried(columns.buffer(Column::Carried)?)?,
        };
        let update = match shape & !shape::CARRIES {
            shape::TAKEN_APART => {
                let mut tape = Unpacking::new(columns);
                walk::update(&mut tape, &mut self.updates)?;
                tape.into_bytes()
            }
            shape::OPAQUE => columns.buffer(Column::Whole)?.to_vec(),
            _ => return Err(PackError::Damaged("an entry of unknown shape".to_owned())),
        };
        let entry = TextEntry::Update { at: self.at, member: MemberId(member), update, carried };
        Ok(entry.encode().map_err(|error| PackError::Damaged(error.to_string()))?.into())
    }
}

fn whole(entry: &[u8], columns: &mut Columns) {
    columns.byte(Column::Shape, shape::WHOLE);
    columns.buffer(Column::Whole, entry);
}

fn encode_carried(carried: &[Carried]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for run in carried {
        for number in [
            run.client,
            u64::from(run.clock),
            u64::from(run.length),
            run.root_client,
            u64::from(run.root_clock),
        ] {
            write_number(&mut bytes, number);
        }
    }
    bytes
}

fn decode_carried(bytes: &[u8]) -> Result<Vec<Carried>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut carried = Vec::new();
    while !reader.is_empty() {
        carried.push(Carried {
            client: reader.number()?,
            clock: reader.clock()?,
            length: reader.clock()?,
            root_client: reader.number()?,
            root_clock: reader.clock()?,
        });
    }
    Ok(carried)
}

#[cfg(test)]
mod tests;
