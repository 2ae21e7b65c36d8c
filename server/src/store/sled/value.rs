//! How a value lies in the tree: `crc32, length, payload`, cut into chunks.
//!
//! The checksum is taken over the key and the payload, so that a value in another's place is damage too.
//! The payload of a head is its position, of a checkpoint its position and state, of a register value its
//! version and content; numbers are 8 bytes little-endian. Entries and blobs are what they are.

use super::engine::Engine;
use super::keys::{self, Key, Space};
use super::tally::Mark;
use crate::store::{MAX_VALUE_BYTES, StoreError};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use sled::IVec;

/// The largest value in sled, in bytes.
///
/// A leaf of sled's tree holds up to 17 values, for a moment more, and is written as one; above 128 KiB
/// sled would write it to a file of its own, which it never syncs.
pub(super) const CHUNK_BYTES: usize = 4096;

/// Checksum and length, each 4 bytes little-endian.
const FRAME_BYTES: usize = 8;

/// A value to be written.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// What precedes the body, in the spaces that have one.
    pub(super) number: Option<u64>,
    /// The content.
    pub(super) body: Bytes,
}

/// A value's first bytes in the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    checksum: u32,
    length: u32,
}

impl Value {
    /// A value that is a number only.
    pub(super) fn number(number: u64) -> Self {
        Self { number: Some(number), body: Bytes::new() }
    }

    /// The value with its frame, as chunks for `key`, and its mark.
    pub(super) fn chunks(&self, key: &[u8]) -> (Vec<(Key, Bytes)>, Mark) {
        let number = self.number.map(u64::to_le_bytes);
        let number = number.as_ref().map_or(&[][..], |bytes| &bytes[..]);
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(key);
        checksum.update(number);
        checksum.update(&self.body);
        // The batch was checked: a body is at most MAX_VALUE_BYTES.
        let length = (number.len() + self.body.len()) as u32;
        let frame = Frame { checksum: checksum.finalize(), length };
        let mut framed = BytesMut::with_capacity(FRAME_BYTES + length as usize);
        framed.put_u32_le(frame.checksum);
        framed.put_u32_le(frame.length);
        framed.put_slice(number);
        framed.put_slice(&self.body);
        let mut rest = framed.freeze();
        let mut chunks = vec![(key.to_vec(), rest.split_to(rest.len().min(CHUNK_BYTES)))];
        for number in 1.. {
            if rest.is_empty() {
                break;
            }
            chunks.push((keys::later_chunk(key, number), rest.split_to(rest.len().min(CHUNK_BYTES))));
        }
        (chunks, frame.mark(key))
    }
}

impl Frame {
    /// Reads the frame off a first chunk.
    pub(super) fn take(key: &[u8], chunk: &mut &[u8]) -> Result<Self, StoreError> {
        if chunk.len() < FRAME_BYTES {
            return Err(damaged(key, "is too short"));
        }
        let frame = Self { checksum: chunk.get_u32_le(), length: chunk.get_u32_le() };
        if frame.length as usize > MAX_VALUE_BYTES + 8 {
            return Err(damaged(key, "claims an impossible length"));
        }
        Ok(frame)
    }

    /// Refuses a payload that is not the one it was written with.
    pub(super) fn holds(self, key: &[u8], payload: &[u8]) -> Result<(), StoreError> {
        let mut checksum = crc32fast::Hasher::new();
        checksum.update(key);
        checksum.update(payload);
        if payload.len() != self.length as usize || checksum.finalize() != self.checksum {
            return Err(damaged(key, "does not match its checksum"));
        }
        Ok(())
    }

    /// Bytes of the content of a numbered value.
    pub(super) fn payload_bytes(self) -> u64 {
        u64::from(self.length).saturating_sub(8)
    }

    /// How many chunks follow the first.
    pub(super) fn later_chunks(self) -> u32 {
        let all = (FRAME_BYTES + self.length as usize).div_ceil(CHUNK_BYTES);
        all.saturating_sub(1) as u32
    }

    /// What this value adds to the sum. Mixed, so that no sum of several marks is likely another's.
    pub(super) fn mark(self, key: &[u8]) -> Mark {
        let mut mixed = (u64::from(crc32fast::hash(key)) << 32) | u64::from(self.checksum);
        // The finalizer of splitmix64.
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Mark(mixed ^ (mixed >> 31))
    }
}

/// The payload of the value at `key`, whose first chunk was read; `None` if it has been deleted since.
pub(super) fn assemble(
    engine: &Engine,
    key: &[u8],
    first: IVec,
) -> Result<Option<(Bytes, Frame)>, StoreError> {
    let mut first = first;
    loop {
        match try_assemble(engine, key, &first) {
            // The chunks are read one by one, and the value may have been rewritten in between.
            Err(StoreError::Damaged(how)) => match engine.get(key)? {
                Some(now) if now == first => return Err(StoreError::Damaged(how)),
                Some(now) => first = now,
                None => return Ok(None),
            },
            assembled => return assembled.map(Some),
        }
    }
}

fn try_assemble(engine: &Engine, key: &[u8], first: &[u8]) -> Result<(Bytes, Frame), StoreError> {
    let mut rest = first;
    let frame = Frame::take(key, &mut rest)?;
    let mut payload = BytesMut::with_capacity(frame.length as usize);
    payload.put_slice(rest);
    if frame.later_chunks() > 0 {
        for chunk in engine.prefixed(&keys::later_chunks(key)) {
            payload.put_slice(&chunk?.1);
        }
    }
    frame.holds(key, &payload)?;
    Ok((payload.freeze(), frame))
}

/// The payload of the value at `key`, if there is one.
pub(super) fn load(engine: &Engine, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
    match engine.get(key)? {
        Some(first) => Ok(assemble(engine, key, first)?.map(|(payload, _)| payload)),
        None => Ok(None),
    }
}

/// The number and the rest of the value at `key`; `None` if nothing is there.
pub(super) fn number(engine: &Engine, key: &[u8]) -> Result<Option<(u64, Bytes)>, StoreError> {
    load(engine, key)?.map(|payload| numbered(key, payload)).transpose()
}

/// Splits the number off a payload that begins with one.
pub(super) fn numbered(key: &[u8], mut payload: Bytes) -> Result<(u64, Bytes), StoreError> {
    if payload.len() < 8 {
        return Err(damaged(key, "lacks its number"));
    }
    Ok((payload.get_u64_le(), payload))
}

/// Damage of the value at a key.
pub(super) fn damaged(key: &[u8], how: &str) -> StoreError {
    // Names in the register can be people's; they do not belong into a server's log.
    let place = match Space::of(key) {
        Some(Space::Register) => "a value of the register".to_owned(),
        _ => format!("the value at {}", key.escape_ascii()),
    };
    StoreError::Damaged(format!("{place} {how}"))
}

impl StoreError {
    /// What the error says, without what kind it is.
    pub(in crate::store) fn cause(&self) -> String {
        match self {
            Self::Unavailable(why) | Self::Damaged(why) | Self::Invalid(why) => why.clone(),
            Self::Conflict { .. } | Self::Changed { .. } | Self::Packed { .. } | Self::Purged { .. } => {
                self.to_string()
            }
        }
    }
}
