//! The ZIP that an export is: stored, not compressed, with every field that could be chosen fixed.
//!
//! Written by hand because whoever checks an export writes it again and compares bytes: what a library chooses
//! today would become part of the format. docs/export-format.md has the fields. Files of 4 GiB and more are not
//! written; an archive may be larger, and may have more than 65,535 files (then with ZIP64's endings).

mod read;
#[cfg(test)]
mod tests;

pub(super) use read::first_difference;
pub use read::{Damage, File, ReadError, Reader};

/// Signature of a file's own header.
const LOCAL: u32 = 0x0403_4b50;
/// Signature of a file's entry in the directory.
const CENTRAL: u32 = 0x0201_4b50;
/// Signature of the directory's end.
const END: u32 = 0x0605_4b50;
/// Signature of ZIP64's end, and of what points to it.
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;

/// Version of the format that a reader needs: 1.0, and 4.5 for ZIP64.
const VERSION: u16 = 10;
const VERSION_64: u16 = 45;
/// Written for Unix, so that rights count.
const MADE_BY: u16 = 3 << 8 | VERSION_64;
/// 1980-01-01 00:00, the first that the format has: there is no clock in an export.
const DATE: u16 = 0x0021;
/// A plain file that everybody may read.
const RIGHTS: u32 = 0o100_644 << 16;
/// The most that 32 bits say without pointing to ZIP64.
const MOST_32: u32 = u32::MAX;
const MOST_16: u16 = u16::MAX;

/// Bytes of a file's header before its name.
const LOCAL_BYTES: u64 = 30;

/// A file is too large for the format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} has 4 GiB or more, which an export cannot hold")]
pub struct TooLarge(pub String);

/// Writes an archive piece by piece; what it writes goes wherever the caller wants.
#[derive(Debug, Default)]
pub struct Writer {
    offset: u64,
    entries: Vec<Entry>,
}

/// What the directory says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    crc: u32,
    size: u32,
    offset: u64,
}

impl Writer {
    /// The bytes that stand before a file's content; the content follows as it is.
    ///
    /// # Errors
    /// [`TooLarge`] from 4 GiB on.
    pub fn file(&mut self, name: &str, content: &[u8]) -> Result<Vec<u8>, TooLarge> {
        let size = u32::try_from(content.len()).ok().filter(|size| *size < MOST_32);
        let size = size.ok_or_else(|| TooLarge(name.to_owned()))?;
        Ok(self.header(name, crc32fast::hash(content), size))
    }

    /// The same for a file of which only this is known.
    fn header(&mut self, name: &str, crc: u32, size: u32) -> Vec<u8> {
        let entry = Entry { name: name.to_owned(), crc, size, offset: self.offset };
        let mut header = Vec::with_capacity(64 + name.len());
        number(&mut header, LOCAL);
        entry.common(&mut header, VERSION);
        half(&mut header, 0);
        header.extend_from_slice(name.as_bytes());
        self.offset += header.len() as u64 + u64::from(size);
        self.entries.push(entry);
        header
    }

    /// The directory and the end.
    pub fn end(&self) -> Vec<u8> {
        let mut end: Vec<u8> = self.entries.iter().flat_map(Entry::central).collect();
        let (start, length, count) = (self.offset, end.len() as u64, self.entries.len() as u64);
        let small = |value: u64| u32::try_from(value).unwrap_or(MOST_32);
        let few = u16::try_from(count).unwrap_or(MOST_16);
        if few == MOST_16 || small(start) == MOST_32 || small(length) == MOST_32 {
            number(&mut end, END_64);
            long(&mut end, 44);
            half(&mut end, MADE_BY);
            half(&mut end, VERSION_64);
            number(&mut end, 0);
            number(&mut end, 0);
            for value in [count, count, length, start] {
                long(&mut end, value);
            }
            number(&mut end, LOCATOR_64);
            number(&mut end, 0);
            long(&mut end, start + length);
            number(&mut end, 1);
        }
        number(&mut end, END);
        for value in [0, 0, few, few] {
            half(&mut end, value);
        }
        number(&mut end, small(length));
        number(&mut end, small(start));
        half(&mut end, 0);
        end
    }
}

impl Entry {
    /// What stands in both headers alike, up to the length of the name.
    fn common(&self, header: &mut Vec<u8>, version: u16) {
        // Version, flags, method (stored), time, date.
        for value in [version, 0, 0, 0, DATE] {
            half(header, value);
        }
        for value in [self.crc, self.size, self.size] {
            number(header, value);
        }
        // Names are made here, and are short.
        half(header, u16::try_from(self.name.len()).unwrap_or(MOST_16));
    }

    fn central(&self) -> Vec<u8> {
        let offset = u32::try_from(self.offset).unwrap_or(MOST_32);
        let is_far = offset == MOST_32;
        let mut header = Vec::with_capacity(64 + self.name.len());
        number(&mut header, CENTRAL);
        half(&mut header, MADE_BY);
        self.common(&mut header, if is_far { VERSION_64 } else { VERSION });
        // Extra field, comment, disk, what kind of content it is.
        for value in [if is_far { 12 } else { 0 }, 0, 0, 0] {
            half(&mut header, value);
        }
        number(&mut header, RIGHTS);
        number(&mut header, offset);
        header.extend_from_slice(self.name.as_bytes());
        if is_far {
            half(&mut header, 1);
            half(&mut header, 8);
            long(&mut header, self.offset);
        }
        header
    }
}

fn half(bytes: &mut Vec<u8>, value: u16) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

fn number(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

fn long(bytes: &mut Vec<u8>, value: u64) {
    bytes.extend_from_slice(&value.to_le_bytes());
}
