//! What one writer lately removed: where undo and paste find the words they bring back.

use super::super::update::Span;
use super::grams::{Grams, LEAST_UNITS};
use super::removed::Segment;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};

/// Older removals are forgotten beyond this many UTF-16 units.
const MOST_UNITS: usize = 50_000;

/// A checkpoint keeps this many of the latest, so that an undo after a pause still finds its words.
const MOST_UNITS_KEPT: usize = 4_000;

/// The segments, and how to find them.
#[derive(Debug, Default)]
pub(in crate::drafting) struct Lately {
    /// How many segments were forgotten: the number of the first one still here.
    forgotten: usize,
    segments: VecDeque<Segment>,
    units: usize,
    /// Segments too short for grams, by their whole text.
    short: HashMap<Vec<u16>, usize>,
    /// Made when first asked for; a new segment takes it away.
    grams: Option<Grams>,
}

/// A segment as a checkpoint keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::drafting) struct Kept {
    units: Vec<u16>,
    ids: Vec<(u64, u32, u32)>,
}

impl Lately {
    pub(super) fn push(&mut self, segment: Segment) {
        self.grams = None;
        self.units += segment.units.len();
        // Backspace after backspace: the pieces of one word, told by their ids, are one segment again.
        if let Some(last) = self.segments.back_mut()
            && let ([before], [now]) = (&mut last.ids[..], &segment.ids[..])
            && before.client == now.client
            && (before.end() == now.clock || now.end() == before.clock)
        {
            self.short.remove(&last.units);
            if before.end() == now.clock {
                last.units.extend_from_slice(&segment.units);
            } else {
                last.units.splice(..0, segment.units.iter().copied());
                before.clock = now.clock;
            }
            before.length += now.length;
        } else {
            self.segments.push_back(segment);
        }
        let number = self.forgotten + self.segments.len() - 1;
        if let Some(last) = self.segments.back()
            && (2..LEAST_UNITS).contains(&last.units.len())
        {
            self.short.insert(last.units.clone(), number);
        }
        while self.units > MOST_UNITS
            && let Some(oldest) = self.segments.pop_front()
        {
            self.units -= oldest.units.len();
            if self.short.get(&oldest.units) == Some(&self.forgotten) {
                self.short.remove(&oldest.units);
            }
            self.forgotten += 1;
        }
    }

    /// Empties the segments that are wholly among these spans: their words stand again.
    pub(super) fn forget(&mut self, spans: &[Span]) {
        if spans.is_empty() {
            return;
        }
        for (index, segment) in self.segments.iter_mut().enumerate() {
            if !segment.ids.is_empty() && segment.is_within(spans) {
                self.units -= segment.units.len();
                if self.short.get(&segment.units) == Some(&(self.forgotten + index)) {
                    self.short.remove(&segment.units);
                }
                *segment = Segment::default();
                self.grams = None;
            }
        }
    }

    /// A segment of less than [`LEAST_UNITS`] that is just this text.
    pub(super) fn whole(&self, units: &[u16]) -> Option<&Segment> {
        let number = self.short.get(units)?;
        self.segments.get(number.checked_sub(self.forgotten)?)
    }

    /// The segments and the grams in them.
    pub(super) fn grams(&mut self) -> (&VecDeque<Segment>, &Grams) {
        let grams = self.grams.get_or_insert_with(|| Grams::of(self.segments.iter()));
        (&self.segments, grams)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    pub(super) fn keep(&self) -> Vec<Kept> {
        let mut units = 0;
        let latest = self.segments.iter().rev().take_while(|segment| {
            units += segment.units.len();
            units <= MOST_UNITS_KEPT
        });
        let mut kept: Vec<Kept> = latest.filter(|segment| !segment.ids.is_empty()).map(Kept::from).collect();
        kept.reverse();
        kept
    }
}

impl From<&Segment> for Kept {
    fn from(segment: &Segment) -> Self {
        let ids = segment.ids.iter().map(|span| (span.client, span.clock, span.length)).collect();
        Self { units: segment.units.clone(), ids }
    }
}

impl From<Kept> for Segment {
    fn from(kept: Kept) -> Self {
        let ids = kept.ids.into_iter().map(|(client, clock, length)| Span { client, clock, length });
        Self { units: kept.units, ids: ids.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, clock: u32) -> Segment {
        let units: Vec<u16> = text.encode_utf16().collect();
        Segment { ids: vec![Span { client: 1, clock, length: units.len() as u32 }], units }
    }

    #[test]
    fn a_word_taken_back_letter_by_letter_is_one_segment() {
        let mut lately = Lately::default();
        for (clock, letter) in [(4, "s"), (3, "n"), (2, "a")] {
            lately.push(segment(letter, clock));
        }
        let word: Vec<u16> = "ans".encode_utf16().collect();
        assert_eq!(lately.whole(&word), Some(&segment("ans", 2)));
        assert_eq!(lately.keep().len(), 1);
    }

    #[test]
    fn what_is_long_ago_is_forgotten() {
        let mut lately = Lately::default();
        lately.push(segment("ord", 0));
        lately.push(segment(&"x".repeat(MOST_UNITS), 10));
        let word: Vec<u16> = "ord".encode_utf16().collect();
        assert_eq!(lately.whole(&word), None);
        assert_eq!(lately.units, MOST_UNITS);
    }
}
