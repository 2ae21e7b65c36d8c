//! A Yjs update as it came off the wire, read once before anything trusts it.
//!
//! yrs decodes more than it should: a GC block whose clock overflows, a client id of 54 bits that stands for
//! another, content that allocates what it claims. What [`Incoming::read`] lets through has none of that, and
//! says who is said to have inserted what, and on what it rests.
//!
//! Format: Yjs' `UpdateEncoderV1`, <https://github.com/yjs/yjs/blob/main/src/utils/UpdateEncoder.js>.

use crate::text::document::TEXT_ROOT;
use crate::text::reader::{Malformed, Reader};
use std::collections::HashSet;

/// A struct's place: which client made it, and its how-manyeth unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) client: u64,
    pub(crate) clock: u32,
}

/// Consecutive units of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) client: u64,
    pub(crate) clock: u32,
    pub(crate) length: u32,
}

impl Span {
    pub(crate) fn end(self) -> u32 {
        self.clock + self.length
    }

    /// Whether all of it is in one of these spans, which are [`joined`].
    pub(crate) fn is_within(self, joined: &[Self]) -> bool {
        let after = joined.partition_point(|span| (span.client, span.clock) <= (self.client, self.clock));
        after
            .checked_sub(1)
            .is_some_and(|index| joined[index].client == self.client && self.end() <= joined[index].end())
    }
}

/// The same units in as few spans as can be, in order.
pub(crate) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.client == span.client && span.clock <= last.end() => {
                last.length = last.length.max(span.end() - last.clock);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Characters that an update inserts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inserted<'a> {
    pub(crate) span: Span,
    pub(crate) text: &'a str,
    /// The unit at the left of it when it was typed.
    pub(crate) origin: Option<Id>,
}

/// What an update says, in the order in which it says it.
#[derive(Debug, Default)]
pub(crate) struct Incoming<'a> {
    /// Every struct but skips, neighbours joined.
    pub(crate) structs: Vec<Span>,
    /// The characters among them.
    pub(crate) inserted: Vec<Inserted<'a>>,
    /// What the structs rest on: left and right neighbours and parents.
    pub(crate) rests_on: Vec<Id>,
    /// What it deletes.
    pub(crate) deleted: Vec<Span>,
    /// Where its items stand.
    pub(crate) placed: Vec<Placed>,
    /// Blocks whose content its sender has thrown away.
    pub(crate) collected: Vec<Span>,
}

/// Where an item says that it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placed {
    pub(crate) span: Span,
    pub(crate) place: Place,
    /// Its right neighbour, if it has one at its left too.
    pub(crate) right: Option<Id>,
    /// What it is.
    pub(crate) content: Content,
}

/// What an item is, as far as it decides what may stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// An XML element.
    Element,
    /// Another type that others can stand in.
    Type,
    /// Characters, marks, attributes.
    Plain,
    /// What was deleted, whatever it was.
    Deleted,
}

/// In what, or next to what.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// In something that has a name; `text` if it is the section's text.
    Root {
        /// Whether it is the root of the text.
        text: bool,
    },
    /// In the type that this item is.
    In(Id),
    /// In whatever this item stands in.
    Beside(Id),
}

/// The kind of content that can hold other items.
const TYPE: u8 = 7;

/// Bits of a struct's first byte.
mod info {
    pub(super) const HAS_ORIGIN: u8 = 0x80;
    pub(super) const HAS_RIGHT_ORIGIN: u8 = 0x40;
    pub(super) const HAS_PARENT_KEY: u8 = 0x20;
    pub(super) const KIND: u8 = 0x1f;
}

impl<'a> Incoming<'a> {
    /// Reads an update (version 1) to its last byte.
    ///
    /// # Errors
    /// [`Malformed`] for whatever a Yjs client of today does not write.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let mut incoming = Self::default();
        let mut seen = HashSet::new();
        for _ in 0..reader.number()? {
            let structs = reader.number()?;
            let client = reader.number()?;
            let mut clock = reader.clock()?;
            if !seen.insert(client) {
                return Err(Malformed("a client stands in it twice"));
            }
            for _ in 0..structs {
                clock = incoming.read_struct(&mut reader, Id { client, clock })?;
            }
        }
        // Yjs would delete what each says, yrs what the last one says.
        let mut deleters = HashSet::new();
        for _ in 0..reader.number()? {
            let client = reader.number()?;
            if !deleters.insert(client) {
                return Err(Malformed("a client stands in it twice"));
            }
            for _ in 0..reader.number()? {
                let span = Span { client, clock: reader.clock()?, length: reader.clock()? };
                checked_end(span)?;
                incoming.deleted.push(span);
            }
        }
        if reader.is_empty() { Ok(incoming) } else { Err(Malformed("more follows than belongs to it")) }
    }

    /// Reads one struct and returns the clock after it.
    fn read_struct(&mut self, reader: &mut Reader<'a>, id: Id) -> Result<u32, Malformed> {
        let info = reader.byte()?;
        let flags = info & !info::KIND;
        let length = match info & info::KIND {
            0 | 10 if flags != 0 => return Err(Malformed("a block with flags that it cannot have")),
            10 => {
                let span = Span { client: id.client, clock: id.clock, length: reader.clock()? };
                return checked_end(span);
            }
            0 => {
                let length = reader.clock()?;
                self.collected.push(Span { client: id.client, clock: id.clock, length });
                length
            }
            kind => {
                let (origin, right, place) = self.read_neighbours(reader, info)?;
                let (length, content) = self.read_content(reader, kind, id, origin)?;
                let span = Span { client: id.client, clock: id.clock, length };
                self.placed.push(Placed { span, place, right, content });
                length
            }
        };
        let span = Span { client: id.client, clock: id.clock, length };
        let end = checked_end(span)?;
        match self.structs.last_mut() {
            Some(last) if last.client == id.client && last.end() == id.clock => last.length += length,
            _ => self.structs.push(span),
        }
        Ok(end)
    }

    fn read_neighbours(
        &mut self,
        reader: &mut Reader<'a>,
        info: u8,
    ) -> Result<(Option<Id>, Option<Id>, Place), Malformed> {
        let mut origin = None;
        let mut right = None;
        let mut place = Place::Root { text: false };
        if info & info::HAS_ORIGIN != 0 {
            let id = read_id(reader)?;
            self.rests_on.push(id);
            origin = Some(id);
            place = Place::Beside(id);
        }
        if info & info::HAS_RIGHT_ORIGIN != 0 {
            let id = read_id(reader)?;
            self.rests_on.push(id);
            if origin.is_none() {
                place = Place::Beside(id);
            } else {
                right = Some(id);
            }
        }
        if info & (info::HAS_ORIGIN | info::HAS_RIGHT_ORIGIN) == 0 {
            match reader.number()? {
                1 => place = Place::Root { text: reader.string()? == TEXT_ROOT },
                0 => {
                    let id = read_id(reader)?;
                    self.rests_on.push(id);
                    place = Place::In(id);
                }
                _ => return Err(Malformed("a parent that is neither a name nor a place")),
            }
            if info & info::HAS_PARENT_KEY != 0 {
                reader.string()?;
            }
        }
        Ok((origin, right, place))
    }

    /// Reads an item's content and returns its length in units, and what it is.
    fn read_content(
        &mut self,
        reader: &mut Reader<'a>,
        kind: u8,
        id: Id,
        origin: Option<Id>,
    ) -> Result<(u32, Content), Malformed> {
        let length = match kind {
            1 => return Ok((reader.clock()?, Content::Deleted)),
            3 => reader.buffer().map(|_| 1)?,
            4 => {
                let text = reader.string()?;
                let length = u32::try_from(text.encode_utf16().count())
                    .map_err(|_| Malformed("a text is too long"))?;
                let span = Span { client: id.client, clock: id.clock, length };
                self.inserted.push(Inserted { span, text, origin });
                length
            }
            5 => read_json(reader).map(|()| 1)?,
            6 => {
                reader.string()?;
                read_json(reader).map(|()| 1)?
            }
            TYPE => match reader.byte()? {
                0..=2 | 4 | 6 => return Ok((1, Content::Type)),
                3 => return reader.string().map(|_| (1, Content::Element)),
                _ => return Err(Malformed("a shared type that no section has")),
            },
            8 => {
                let values = reader.clock()?;
                for _ in 0..values {
                    reader.skip_any()?;
                }
                values
            }
            2 | 9 => return Err(Malformed("content of a kind that no section has")),
            _ => return Err(Malformed("content of unknown kind")),
        };
        Ok((length, Content::Plain))
    }
}

/// A state vector: how many units of each client its holder has.
///
/// # Errors
/// [`Malformed`] for anything else.
pub(crate) fn read_state_vector(bytes: &[u8]) -> Result<Vec<Id>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut entries = Vec::new();
    for _ in 0..reader.number()? {
        entries.push(read_id(&mut reader)?);
    }
    if reader.is_empty() { Ok(entries) } else { Err(Malformed("more follows than belongs to it")) }
}

fn read_id(reader: &mut Reader<'_>) -> Result<Id, Malformed> {
    Ok(Id { client: reader.number()?, clock: reader.clock()? })
}

/// Parsed as yrs parses it; `serde_json` within has a nesting limit of its own.
fn read_json(reader: &mut Reader<'_>) -> Result<(), Malformed> {
    yrs::Any::from_json(reader.string()?).map(drop).map_err(|_| Malformed("an attribute is not JSON"))
}

fn checked_end(span: Span) -> Result<u32, Malformed> {
    match span.clock.checked_add(span.length) {
        _ if span.length == 0 => Err(Malformed("a block of no length")),
        Some(end) if end < 1 << 31 => Ok(end),
        _ => Err(Malformed("a clock is too large")),
    }
}

#[cfg(test)]
mod tests;
