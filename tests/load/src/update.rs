//! Updates of single characters, written without a document, and what an update adds, read without one: at a
//! hundred thousand updates a second a document for each person is more than the generator has time for.

use crate::frames::Reader;
use anyhow::{Context as _, Result};
use overens_tests::Document;
use overens_tests::wire::{buffer, number};
use yrs::Update;
use yrs::updates::decoder::Decode;

/// What a person's opening takes of their clock: a paragraph, its text, and the first character.
pub const OPENING_UNITS: u32 = 3;

/// Struct kinds and flags of Yjs' update format, version 1.
const GC: u8 = 0;
const DELETED: u8 = 1;
const STRING: u8 = 4;
const FORMAT: u8 = 6;
const TYPE: u8 = 7;
const SKIP: u8 = 10;
const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_PARENT_KEY: u8 = 0x20;
const KIND: u8 = 0x1f;
/// Types that carry a name.
const XML_ELEMENT: u64 = 3;
const XML_HOOK: u64 = 5;

/// A person's first update: a paragraph of their own with one character in it.
///
/// # Errors
/// If yrs made more than one update of it.
pub fn opening(client: u64) -> Result<Vec<u8>> {
    let mut document = Document::new(client);
    document.new_paragraph("a");
    document.take_made().pop().context("a change makes an update")
}

/// One more character behind the client's last one; `clock` is the new character's.
pub fn typed(client: u64, clock: u32, character: u8) -> Vec<u8> {
    let mut update = Vec::with_capacity(24);
    // One client with one struct.
    update.extend_from_slice(&[1, 1]);
    number(&mut update, client);
    number(&mut update, u64::from(clock));
    update.push(STRING | HAS_ORIGIN);
    number(&mut update, client);
    number(&mut update, u64::from(clock.saturating_sub(1)));
    buffer(&mut update, &[character]);
    // Nothing deleted.
    update.push(0);
    update
}

/// A run of new units of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Who wrote it.
    pub client: u64,
    /// Its first unit.
    pub clock: u32,
    /// How many.
    pub length: u32,
}

/// Calls `take` for every run that an update adds. Servers may have merged several into one.
///
/// # Errors
/// If it is no update.
pub fn added(update: &[u8], take: impl FnMut(Run)) -> Result<()> {
    let mut runs = Vec::new();
    if read_runs(update, &mut runs).is_none() {
        runs = slowly(update)?;
    }
    runs.into_iter().for_each(take);
    Ok(())
}

/// Reads what typing makes; `None` for anything else.
fn read_runs(update: &[u8], runs: &mut Vec<Run>) -> Option<()> {
    let mut reader = Reader::new(update);
    for _ in 0..reader.number()? {
        let structs = reader.number()?;
        let client = reader.number()?;
        let mut clock = u32::try_from(reader.number()?).ok()?;
        for _ in 0..structs {
            let info = reader.byte()?;
            let length = if info == SKIP || info == GC {
                u32::try_from(reader.number()?).ok()?
            } else {
                item_length(info, &mut reader)?
            };
            if info != SKIP {
                runs.push(Run { client, clock, length });
            }
            clock = clock.checked_add(length)?;
        }
    }
    Some(())
}

fn item_length(info: u8, reader: &mut Reader<'_>) -> Option<u32> {
    for flag in [HAS_ORIGIN, HAS_RIGHT_ORIGIN] {
        if info & flag != 0 {
            reader.number()?;
            reader.number()?;
        }
    }
    if info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN) == 0 {
        if reader.number()? == 1 {
            reader.buffer()?;
        } else {
            reader.number()?;
            reader.number()?;
        }
        if info & HAS_PARENT_KEY != 0 {
            reader.buffer()?;
        }
    }
    match info & KIND {
        DELETED => u32::try_from(reader.number()?).ok(),
        STRING => {
            let text = std::str::from_utf8(reader.buffer()?).ok()?;
            u32::try_from(text.encode_utf16().count()).ok()
        }
        FORMAT => {
            reader.buffer()?;
            reader.buffer()?;
            Some(1)
        }
        TYPE => {
            if matches!(reader.number()?, XML_ELEMENT | XML_HOOK) {
                reader.buffer()?;
            }
            Some(1)
        }
        _ => None,
    }
}

fn slowly(update: &[u8]) -> Result<Vec<Run>> {
    let update = Update::decode_v1(update).context("the server sent what is no update")?;
    let mut runs = Vec::new();
    for (client, ranges) in update.insertions(true).iter() {
        for range in ranges.iter() {
            runs.push(Run { client: client.get(), clock: range.start, length: range.end - range.start });
        }
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fast(update: &[u8]) -> Vec<Run> {
        let mut runs = Vec::new();
        read_runs(update, &mut runs).expect("typing is read without yrs");
        runs
    }

    fn units(runs: &[Run]) -> u32 {
        runs.iter().map(|run| run.length).sum()
    }

    #[test]
    fn typed_characters_stand_behind_the_opening() {
        let mut reader = Document::new(9);
        reader.receive(&opening(7).unwrap());
        for (index, character) in b"bcd".iter().enumerate() {
            reader.receive(&typed(7, OPENING_UNITS + index as u32, *character));
        }
        assert_eq!(reader.text(), "abcd");
        assert_eq!(reader.units_of(7), OPENING_UNITS + 3);
    }

    #[test]
    fn what_an_update_adds_is_read_as_yrs_reads_it() {
        let mut document = Document::new(5);
        document.new_paragraph("Räksmörgås 🙂");
        document.split(0, 4);
        document.make_heading(0, 2);
        document.remove(1, 0, 3);
        for update in document.take_made() {
            let slow = slowly(&update).unwrap();
            let mut seen = Vec::new();
            added(&update, |run| seen.push(run)).unwrap();
            assert_eq!(units(&seen), units(&slow), "{update:?}");
        }
        assert_eq!(fast(&opening(7).unwrap()).last().map(|run| run.clock + run.length), Some(OPENING_UNITS));
    }

    #[test]
    fn merged_updates_are_told_apart_by_their_clocks() {
        let merged =
            yrs::merge_updates_v1([typed(7, 3, b'x'), typed(7, 4, b'y'), typed(8, 9, b'z')]).unwrap();
        let mut runs = fast(&merged);
        runs.sort_by_key(|run| (run.client, run.clock));
        assert_eq!(units(&runs), 3);
        assert_eq!(runs.first().map(|run| (run.client, run.clock)), Some((7, 3)));
        assert_eq!(runs.last().copied(), Some(Run { client: 8, clock: 9, length: 1 }));
    }

    #[test]
    fn a_deletion_adds_nothing() {
        let mut document = Document::new(5);
        document.new_paragraph("abc");
        document.take_made();
        document.remove(0, 1, 1);
        let update = document.take_made().pop().unwrap();
        assert!(fast(&update).is_empty());
    }
}
