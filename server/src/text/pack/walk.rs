//! One walk through a Yjs update, taken twice: from its bytes into columns, and from columns to its bytes.
//!
//! Both ways go through [`update`], so what one takes apart the other puts together. Format of an update:
//! Yjs' `UpdateEncoderV1`, <https://github.com/yjs/yjs/blob/main/src/utils/UpdateEncoder.js>.

use super::columns::{Column, Columns, Cursor};
use crate::text::reader::{Malformed, Reader, write_buffer, write_number};
use std::collections::HashMap;

/// What is to be expected next, from all updates so far.
#[derive(Default)]
pub(super) struct Expectations {
    clients: Vec<u64>,
    index: HashMap<u64, usize>,
    /// Where each client's next struct begins.
    next: HashMap<u64, u32>,
    /// What of each client was last somebody's left neighbour.
    left: HashMap<u64, u32>,
    /// And right neighbour.
    right: HashMap<u64, u32>,
    /// The last place where something was inserted or deleted.
    edited: u32,
}

/// Carries the parts of an update one way or the other.
pub(super) trait Tape {
    fn byte(&mut self, column: Column) -> Result<u8, Malformed>;
    fn number(&mut self, column: Column) -> Result<u64, Malformed>;
    /// A number below 2^31, kept as its difference to what was expected.
    fn clock(&mut self, column: Column, expected: u32) -> Result<u32, Malformed>;
    /// A string; returns its length in UTF-16 units.
    fn text(&mut self, length: Column, characters: Column) -> Result<u32, Malformed>;
    /// A string that seldom changes.
    fn buffer(&mut self, column: Column) -> Result<(), Malformed>;
    fn any(&mut self) -> Result<(), Malformed>;
    fn client(&mut self, expectations: &mut Expectations) -> Result<u64, Malformed>;
}

/// Whether an update can be taken apart so that it comes back the same.
pub(super) fn fits(bytes: &[u8]) -> bool {
    let mut tape = Packing { reader: Reader::new(bytes), columns: None, again: Vec::new() };
    update(&mut tape, &mut Expectations::default()).is_ok() && tape.reader.is_empty() && tape.again == bytes
}

/// Walks through one update.
///
/// # Errors
/// [`Malformed`] for what is no update, or holds something that this walk does not know.
pub(super) fn update(tape: &mut impl Tape, expectations: &mut Expectations) -> Result<(), Malformed> {
    for _ in 0..tape.number(Column::Count)? {
        let structs = tape.number(Column::Count)?;
        let client = tape.client(expectations)?;
        let expected = expectations.next.get(&client).copied().unwrap_or_default();
        let mut clock = tape.clock(Column::Clock, expected)?;
        for _ in 0..structs {
            clock = one_struct(tape, expectations, client, clock)?;
        }
        expectations.next.insert(client, clock);
        expectations.edited = clock;
    }
    for _ in 0..tape.number(Column::Count)? {
        tape.client(expectations)?;
        for _ in 0..tape.number(Column::Count)? {
            expectations.edited = tape.clock(Column::Deleted, expectations.edited)?;
            tape.number(Column::DeletedLength)?;
        }
    }
    Ok(())
}

fn one_struct(
    tape: &mut impl Tape,
    expectations: &mut Expectations,
    client: u64,
    clock: u32,
) -> Result<u32, Malformed> {
    let info = tape.byte(Column::Info)?;
    let (has_left, has_right, has_key, kind) =
        (info & 0x80 != 0, info & 0x40 != 0, info & 0x20 != 0, info & 0x1f);
    if kind != GC {
        if has_left {
            let of = tape.client(expectations)?;
            let last = expectations.left.get(&of).copied().unwrap_or_default();
            let expected = if of == client { clock.wrapping_sub(1) & CLOCKS } else { last };
            let left = tape.clock(Column::Origin, expected)?;
            expectations.left.insert(of, left);
        }
        if has_right {
            let of = tape.client(expectations)?;
            let expected = expectations.right.get(&of).copied().unwrap_or_default();
            let right = tape.clock(Column::RightOrigin, expected)?;
            expectations.right.insert(of, right);
        }
        if !has_left && !has_right {
            match tape.number(Column::Parent)? {
                1 => tape.buffer(Column::Parent)?,
                0 => {
                    tape.client(expectations)?;
                    tape.number(Column::Parent)?;
                }
                _ => return Err(Malformed("a parent that is neither a name nor a place")),
            }
            if has_key {
                tape.buffer(Column::Parent)?;
            }
        }
    }
    let length = content(tape, kind)?;
    clock.checked_add(length).filter(|clock| *clock <= CLOCKS).ok_or(Malformed("a clock is too large"))
}

const GC: u8 = 0;

/// Clocks are below 2^31.
const CLOCKS: u32 = (1 << 31) - 1;

/// Carries an item's content and returns its length in units.
fn content(tape: &mut impl Tape, kind: u8) -> Result<u32, Malformed> {
    match kind {
        GC | 1 => tape.clock(Column::Length, 0),
        4 => tape.text(Column::TextLength, Column::Text),
        5 => tape.buffer(Column::Value).map(|()| 1),
        6 => {
            tape.buffer(Column::Name)?;
            tape.buffer(Column::Value).map(|()| 1)
        }
        7 => {
            // An element has a name, as has a hook.
            if matches!(tape.byte(Column::Length)?, 3 | 5) {
                tape.buffer(Column::Name)?;
            }
            Ok(1)
        }
        8 => {
            let values = tape.clock(Column::Length, 0)?;
            for _ in 0..values {
                tape.any()?;
            }
            Ok(values)
        }
        _ => Err(Malformed("content that is kept as it is")),
    }
}

/// From an update's bytes into columns.
pub(super) struct Packing<'a> {
    reader: Reader<'a>,
    /// None while it is only tried.
    columns: Option<&'a mut Columns>,
    /// What unpacking will give.
    again: Vec<u8>,
}

impl<'a> Packing<'a> {
    pub(super) fn new(update: &'a [u8], columns: &'a mut Columns) -> Self {
        Self { reader: Reader::new(update), columns: Some(columns), again: Vec::new() }
    }
}

impl Tape for Packing<'_> {
    fn byte(&mut self, column: Column) -> Result<u8, Malformed> {
        let byte = self.reader.byte()?;
        self.again.push(byte);
        if let Some(columns) = &mut self.columns {
            columns.byte(column, byte);
        }
        Ok(byte)
    }

    fn number(&mut self, column: Column) -> Result<u64, Malformed> {
        let number = self.reader.number()?;
        write_number(&mut self.again, number);
        if let Some(columns) = &mut self.columns {
            columns.number(column, number);
        }
        Ok(number)
    }

    fn clock(&mut self, column: Column, expected: u32) -> Result<u32, Malformed> {
        let clock = self.reader.clock()?;
        write_number(&mut self.again, u64::from(clock));
        if let Some(columns) = &mut self.columns {
            columns.signed(column, i64::from(clock) - i64::from(expected));
        }
        Ok(clock)
    }

    fn text(&mut self, length: Column, characters: Column) -> Result<u32, Malformed> {
        let text = self.reader.string()?;
        write_buffer(&mut self.again, text.as_bytes());
        if let Some(columns) = &mut self.columns {
            columns.number(length, text.len() as u64);
            columns.bytes(characters, text.as_bytes());
        }
        units(text)
    }

    fn buffer(&mut self, column: Column) -> Result<(), Malformed> {
        let buffer = self.reader.buffer()?;
        write_buffer(&mut self.again, buffer);
        if let Some(columns) = &mut self.columns {
            columns.buffer(column, buffer);
        }
        Ok(())
    }

    fn any(&mut self) -> Result<(), Malformed> {
        let any = self.reader.any()?;
        self.again.extend_from_slice(any);
        if let Some(columns) = &mut self.columns {
            columns.bytes(Column::Value, any);
        }
        Ok(())
    }

    fn client(&mut self, expectations: &mut Expectations) -> Result<u64, Malformed> {
        let client = self.reader.number()?;
        write_number(&mut self.again, client);
        let (clients, next) = (&mut expectations.clients, expectations.index.len());
        let index = *expectations.index.entry(client).or_insert_with(|| {
            clients.push(client);
            next
        });
        if let Some(columns) = &mut self.columns {
            columns.number(Column::Client, index as u64);
            if index == next {
                columns.number(Column::Clients, client);
            }
        }
        Ok(client)
    }
}

/// From columns to an update's bytes.
pub(super) struct Unpacking<'a, 'b> {
    columns: &'a mut Cursor<'b>,
    update: Vec<u8>,
}

impl<'a, 'b> Unpacking<'a, 'b> {
    pub(super) fn new(columns: &'a mut Cursor<'b>) -> Self {
        Self { columns, update: Vec::new() }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.update
    }
}

impl Tape for Unpacking<'_, '_> {
    fn byte(&mut self, column: Column) -> Result<u8, Malformed> {
        let byte = self.columns.byte(column)?;
        self.update.push(byte);
        Ok(byte)
    }

    fn number(&mut self, column: Column) -> Result<u64, Malformed> {
        let number = self.columns.number(column)?;
        write_number(&mut self.update, number);
        Ok(number)
    }

    fn clock(&mut self, column: Column, expected: u32) -> Result<u32, Malformed> {
        let clock = self.columns.signed(column)?.wrapping_add(i64::from(expected));
        let clock = u32::try_from(clock).ok().filter(|clock| *clock <= CLOCKS);
        let clock = clock.ok_or(Malformed("a clock is too large"))?;
        write_number(&mut self.update, u64::from(clock));
        Ok(clock)
    }

    fn text(&mut self, length: Column, characters: Column) -> Result<u32, Malformed> {
        let length = self.columns.number(length)? as usize;
        let text = self.columns.bytes(characters, length)?;
        write_buffer(&mut self.update, text);
        units(std::str::from_utf8(text).map_err(|_| Malformed("a text is not UTF-8"))?)
    }

    fn buffer(&mut self, column: Column) -> Result<(), Malformed> {
        let buffer = self.columns.buffer(column)?;
        write_buffer(&mut self.update, buffer);
        Ok(())
    }

    fn any(&mut self) -> Result<(), Malformed> {
        let any = self.columns.any(Column::Value)?;
        self.update.extend_from_slice(any);
        Ok(())
    }

    fn client(&mut self, expectations: &mut Expectations) -> Result<u64, Malformed> {
        let index = self.columns.number(Column::Client)? as usize;
        let client = match expectations.clients.get(index) {
            Some(client) => *client,
            None if index == expectations.clients.len() => {
                let client = self.columns.number(Column::Clients)?;
                expectations.clients.push(client);
                client
            }
            None => return Err(Malformed("a client is not known")),
        };
        write_number(&mut self.update, client);
        Ok(client)
    }
}

fn units(text: &str) -> Result<u32, Malformed> {
    u32::try_from(text.encode_utf16().count()).map_err(|_| Malformed("a text is too long"))
}
