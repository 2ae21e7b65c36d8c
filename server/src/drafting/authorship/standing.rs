//! The characters that stand in a document, by their ids.
//!
//! yrs finds text by its place; here it is found by its id, in time that does not grow with the document.

use super::super::update::{Id, Inserted, Span};
use std::collections::{BTreeMap, HashMap};

/// Longer runs are kept in several chunks, so that taking a character out of one moves little.
const MOST_UNITS: usize = 1024;

/// Standing text of every client.
#[derive(Debug, Default)]
pub(in crate::drafting) struct Standing {
    clients: HashMap<u64, BTreeMap<u32, Chunk>>,
}

/// Characters typed one after the other: each but the first has the one before it as its left neighbour,
/// so in the document they stand in this order, if perhaps with something of others between.
#[derive(Debug)]
struct Chunk {
    units: Vec<u16>,
}

/// Part of a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::drafting) struct Piece {
    pub(in crate::drafting) span: Span,
    pub(in crate::drafting) units: Vec<u16>,
}

impl Standing {
    pub(super) fn insert(&mut self, run: &Inserted<'_>) {
        let Span { client, clock, .. } = run.span;
        let chunks = self.clients.entry(client).or_default();
        let follows = clock > 0 && run.origin == Some(Id { client, clock: clock - 1 });
        if follows
            && let Some((start, chunk)) = chunks.range_mut(..clock).next_back()
            && *start as usize + chunk.units.len() == clock as usize
            && chunk.units.len() < MOST_UNITS
        {
            chunk.units.extend(run.text.encode_utf16());
        } else {
            chunks.insert(clock, Chunk { units: run.text.encode_utf16().collect() });
        }
    }

    /// Whether the character with this id stands.
    pub(super) fn has(&self, id: Id) -> bool {
        let chunk = self.clients.get(&id.client).and_then(|chunks| chunks.range(..=id.clock).next_back());
        chunk.is_some_and(|(start, chunk)| (id.clock - start) < chunk.units.len() as u32)
    }

    /// The standing characters of a span, in the order of their clocks.
    pub(super) fn pieces(&self, span: Span) -> Vec<Piece> {
        let Some(chunks) = self.clients.get(&span.client) else { return Vec::new() };
        let first = chunks.range(..=span.clock).next_back().map_or(span.clock, |(start, _)| *start);
        let mut pieces = Vec::new();
        for (&start, chunk) in chunks.range(first..span.end()) {
            let from = span.clock.max(start);
            let to = span.end().min(start + chunk.units.len() as u32);
            if from < to {
                let units = chunk.units[(from - start) as usize..(to - start) as usize].to_vec();
                pieces.push(Piece {
                    span: Span { client: span.client, clock: from, length: to - from },
                    units,
                });
            }
        }
        pieces
    }

    /// Forgets the characters of a span.
    pub(super) fn remove(&mut self, span: Span) {
        let Some(chunks) = self.clients.get_mut(&span.client) else { return };
        let first = chunks.range(..=span.clock).next_back().map_or(span.clock, |(start, _)| *start);
        let touched: Vec<u32> = chunks.range(first..span.end()).map(|(start, _)| *start).collect();
        for start in touched {
            let Some(chunk) = chunks.get_mut(&start) else { continue };
            let end = start + chunk.units.len() as u32;
            if end > span.end() {
                let rest = chunk.units.split_off((span.end() - start) as usize);
                chunks.insert(span.end(), Chunk { units: rest });
            }
            if start < span.clock {
                if let Some(chunk) = chunks.get_mut(&start) {
                    chunk.units.truncate((span.clock - start) as usize);
                }
            } else {
                chunks.remove(&start);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(client: u64, clock: u32, text: &str, origin: Option<u32>) -> Inserted<'_> {
        let length = text.encode_utf16().count() as u32;
        let origin = origin.map(|clock| Id { client, clock });
        Inserted { span: Span { client, clock, length }, text, origin }
    }

    fn text(standing: &Standing, clock: u32, length: u32) -> Vec<String> {
        let pieces = standing.pieces(Span { client: 1, clock, length });
        pieces.iter().map(|piece| String::from_utf16_lossy(&piece.units)).collect()
    }

    #[test]
    fn characters_typed_one_after_the_other_are_one_piece() {
        let mut standing = Standing::default();
        standing.insert(&run(1, 0, "a", None));
        standing.insert(&run(1, 1, "b", Some(0)));
        standing.insert(&run(1, 2, "c", None));
        assert_eq!(text(&standing, 0, 9), ["ab", "c"]);
        assert_eq!(text(&standing, 1, 1), ["b"]);
    }

    #[test]
    fn what_was_removed_is_not_found_again() {
        let mut standing = Standing::default();
        standing.insert(&run(1, 5, "överens", None));
        standing.remove(Span { client: 1, clock: 7, length: 2 });
        assert_eq!(text(&standing, 0, 50), ["öv", "ens"]);
        standing.remove(Span { client: 1, clock: 0, length: 10 });
        assert_eq!(text(&standing, 0, 50), ["ns"]);
        standing.remove(Span { client: 1, clock: 0, length: 50 });
        assert!(text(&standing, 0, 50).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn it_holds_what_a_plain_map_holds(
            steps in proptest::collection::vec((0_u32..60, 1_u32..12, proptest::bool::ANY), 0..60)
        ) {
            let mut standing = Standing::default();
            let mut plain = BTreeMap::new();
            let mut next = 0_u32;
            for (at, length, insert) in steps {
                if insert {
                    let text: String = (0..length).map(|n| char::from(b'a' + ((next + n) % 26) as u8)).collect();
                    standing.insert(&run(1, next, &text, next.checked_sub(1).filter(|_| at % 2 == 0)));
                    plain.extend(text.encode_utf16().enumerate().map(|(n, unit)| (next + n as u32, unit)));
                    next += length;
                } else {
                    standing.remove(Span { client: 1, clock: at, length });
                    plain.retain(|clock, _| !(at..at + length).contains(clock));
                }
            }
            let found: BTreeMap<u32, u16> = standing
                .pieces(Span { client: 1, clock: 0, length: 10_000 })
                .into_iter()
                .flat_map(|piece| piece.units.into_iter().enumerate()
                    .map(move |(n, unit)| (piece.span.clock + n as u32, unit)))
                .collect();
            proptest::prop_assert_eq!(found, plain);
        }
    }
}
