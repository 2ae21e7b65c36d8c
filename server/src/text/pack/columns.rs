//! Values of one kind beside each other, so that what repeats is found and what differs is small.

use crate::text::reader::{Malformed, Reader, write_buffer, write_number};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// What each entry is.
    Shape,
    /// When, as a difference.
    At,
    /// Whose, as an index.
    Member,
    /// The members' ids, in the order in which they come up.
    Members,
    /// Carried runs.
    Carried,
    /// Bytes kept as they are.
    Whole,
    /// How many of something follow.
    Count,
    /// Client ids, as indexes.
    Client,
    /// The client ids, in the order in which they come up.
    Clients,
    /// First clocks, as differences to the client's last.
    Clock,
    /// What each struct is.
    Info,
    /// Clocks of left neighbours, as differences to the clock before the struct.
    Origin,
    /// Clocks of right neighbours, as differences to the last.
    RightOrigin,
    /// Parents, names of them, and keys.
    Parent,
    /// Lengths of what is no text.
    Length,
    /// Lengths of texts, in bytes.
    TextLength,
    /// Characters.
    Text,
    /// Names of elements and marks.
    Name,
    /// Values of marks and attributes.
    Value,
    /// First clocks of deletions, as differences.
    Deleted,
    /// Lengths of deletions.
    DeletedLength,
}

/// How many columns there are; a pack holds them in the order of [`Column`].
const COLUMNS: usize = Column::DeletedLength as usize + 1;

/// Columns being filled.
#[derive(Default)]
pub(super) struct Columns([Vec<u8>; COLUMNS]);

impl Columns {
    pub(super) fn byte(&mut self, column: Column, byte: u8) {
        self.0[column as usize].push(byte);
    }

    pub(super) fn bytes(&mut self, column: Column, bytes: &[u8]) {
        self.0[column as usize].extend_from_slice(bytes);
    }

    pub(super) fn number(&mut self, column: Column, number: u64) {
        write_number(&mut self.0[column as usize], number);
    }

    /// A number of either sign, below 2^51 in size; small ones of both take one byte.
    pub(super) fn signed(&mut self, column: Column, number: i64) {
        self.number(column, ((number << 1) ^ (number >> 63)) as u64);
    }

    pub(super) fn buffer(&mut self, column: Column, bytes: &[u8]) {
        write_buffer(&mut self.0[column as usize], bytes);
    }

    /// All columns, each behind its length.
    pub(super) fn join(&self) -> Vec<u8> {
        let mut joined = Vec::new();
        for column in &self.0 {
            write_buffer(&mut joined, column);
        }
        joined
    }
}

/// Columns being read, each from its beginning.
pub(super) struct Cursor<'a>([Reader<'a>; COLUMNS]);

impl<'a> Cursor<'a> {
    /// Reads what [`Columns::join`] has joined.
    pub(super) fn over(joined: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(joined);
        let mut columns = std::array::from_fn(|_| Reader::new(&[]));
        for column in &mut columns {
            *column = Reader::new(reader.buffer()?);
        }
        if reader.is_empty() { Ok(Self(columns)) } else { Err(Malformed("more columns than there are")) }
    }

    pub(super) fn byte(&mut self, column: Column) -> Result<u8, Malformed> {
        self.0[column as usize].byte()
    }

    pub(super) fn bytes(&mut self, column: Column, length: usize) -> Result<&'a [u8], Malformed> {
        self.0[column as usize].bytes(length)
    }

    pub(super) fn number(&mut self, column: Column) -> Result<u64, Malformed> {
        self.0[column as usize].number()
    }

    pub(super) fn signed(&mut self, column: Column) -> Result<i64, Malformed> {
        let zigzag = self.number(column)?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    pub(super) fn buffer(&mut self, column: Column) -> Result<&'a [u8], Malformed> {
        self.0[column as usize].buffer()
    }

    /// One value of lib0's `any` encoding.
    pub(super) fn any(&mut self, column: Column) -> Result<&'a [u8], Malformed> {
        self.0[column as usize].any()
    }

    /// Whether everything has been read.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Reader::is_empty)
    }
}
