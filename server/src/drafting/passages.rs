//! Where passages stand now that somebody once marked.
//!
//! A passage is the characters that were marked, named by the ids under which they were first typed. An editor
//! splits, wraps, moves and undoes by deleting words and inserting them again under other ids; the carry map
//! knows which those were, so a passage stands wherever its very characters stand, and nowhere else.

use super::document::Document;
use super::load::{self, LoadError};
use super::update::{Span, joined};
use crate::agreement::id::SectionId;
use crate::store::{Position, Store};
use crate::text::authors;
use crate::text::log::EpochId;
use std::collections::{BTreeMap, HashMap};

/// Consecutive characters by their ids: client, clock of the first, how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Units {
    /// The client id they stand under.
    pub client: u64,
    /// The clock of the first.
    pub clock: u32,
    /// How many UTF-16 units.
    pub length: u32,
}

/// Every standing character of a section, found by the ids under which it was first typed.
#[derive(Debug)]
pub struct Passages {
    /// Of which epoch.
    pub epoch: EpochId,
    /// The position of the log that this is of.
    pub position: Position,
    runs: Vec<authors::Run>,
    /// What stands, in the order of the text: where it comes from and where it is.
    pieces: Vec<Piece>,
    /// The same by where it comes from, no two from the same place, and by where it is.
    by_root: HashMap<u64, BTreeMap<u32, Piece>>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    root: Span,
    /// Where it stands.
    now: Units,
    /// How many units stand before it.
    place: u64,
}

/// What somebody marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The ids by which its characters are found again, in the order of the text: those under which they were
    /// first typed; of a copy those under which it stands.
    pub roots: Vec<Units>,
    /// Its characters, without what divides blocks.
    pub text: String,
}

/// What stands of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Where its characters stand, in the order of the text.
    pub spans: Vec<Units>,
    /// How many units they are.
    pub alive: u64,
    /// How many units stand before the first.
    pub place: Option<u64>,
}

/// Ids were named under which nothing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not all of it stands in the text")]
pub struct NotStanding;

impl Passages {
    /// What is marked by ids as they stand.
    ///
    /// # Errors
    /// If anything of it does not stand.
    pub fn marked(&self, ids: &[Units]) -> Result<Marked, NotStanding> {
        let spans =
            ids.iter().filter(|units| units.length > 0 && units.clock.checked_add(units.length).is_some());
        let spans = joined(spans.map(|units| units.span()).collect());
        let asked: u64 = spans.iter().map(|span| u64::from(span.length)).sum();
        let text = self.units(&spans);
        let mut roots: Vec<Units> = Vec::new();
        for piece in &self.pieces {
            for common in overlaps(piece.now.span(), &spans) {
                let part = piece.part(common.clock - piece.now.clock, common.length);
                let root = Units::from(part.root);
                push(&mut roots, if self.find(&[root]).spans == [part.now] { root } else { part.now });
            }
        }
        let found: u64 = roots.iter().map(|units| u64::from(units.length)).sum();
        if asked == 0 || found != asked || text.len() as u64 != asked {
            return Err(NotStanding);
        }
        Ok(Marked { roots, text: String::from_utf16_lossy(&text) })
    }

    /// What stands of a passage, given the ids by which it is found.
    pub fn find(&self, roots: &[Units]) -> Found {
        let mut pieces = Vec::new();
        for wanted in joined(roots.iter().map(|units| units.span()).collect()) {
            let Some(standing) = self.by_root.get(&wanted.client) else { continue };
            let first = standing.range(..=wanted.clock).next_back().map_or(wanted.clock, |(clock, _)| *clock);
            for piece in standing.range(first..wanted.end()).map(|(_, piece)| piece) {
                if let Some(common) = overlap(piece.root, wanted) {
                    pieces.push(piece.part(common.clock - piece.root.clock, common.length));
                }
            }
        }
        pieces.sort_unstable_by_key(|piece| piece.place);
        let mut found = Found { place: pieces.first().map(|piece| piece.place), ..Found::default() };
        for piece in pieces {
            found.alive += u64::from(piece.now.length);
            push(&mut found.spans, piece.now);
        }
        found
    }

    /// What stands under these ids, in the order of the text, without what divides blocks.
    pub fn words(&self, ids: &[Units]) -> String {
        let spans = joined(ids.iter().map(|units| units.span()).collect());
        String::from_utf16_lossy(&self.units(&spans))
    }

    fn units(&self, spans: &[Span]) -> Vec<u16> {
        let mut text = Vec::new();
        for run in &self.runs {
            let own = Span { client: run.client, clock: run.clock, length: run.length };
            for common in overlaps(own, spans) {
                let from = (common.clock - run.clock) as usize;
                text.extend(run.text.encode_utf16().skip(from).take(common.length as usize));
            }
        }
        text
    }

    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        let text: usize = self.runs.iter().map(|run| run.text.len()).sum();
        text + self.runs.len() * size_of::<authors::Run>() + self.pieces.len() * 3 * size_of::<Piece>()
    }
}

impl Units {
    fn span(self) -> Span {
        Span { client: self.client, clock: self.clock, length: self.length }
    }
}

impl From<Span> for Units {
    fn from(span: Span) -> Self {
        Self { client: span.client, clock: span.clock, length: span.length }
    }
}

impl Piece {
    fn part(&self, from: u32, length: u32) -> Self {
        let at = |span: Span| Span { clock: span.clock + from, length, ..span };
        let now = Units { clock: self.now.clock + from, length, ..self.now };
        Self { root: at(self.root), now, place: self.place + u64::from(from) }
    }
}

/// Appends units, or lengthens the last if these go on where those end.
fn push(list: &mut Vec<Units>, units: Units) {
    match list.last_mut() {
        Some(last) if last.client == units.client && last.clock + last.length == units.clock => {
            last.length += units.length;
        }
        _ => list.push(units),
    }
}

fn overlap(one: Span, other: Span) -> Option<Span> {
    let from = one.clock.max(other.clock);
    let to = one.end().min(other.end());
    (one.client == other.client && from < to).then(|| Span {
        client: one.client,
        clock: from,
        length: to - from,
    })
}

/// What a span has in common with others, which are joined.
fn overlaps(one: Span, joined: &[Span]) -> impl Iterator<Item = Span> {
    let first = joined.partition_point(|span| (span.client, span.end()) <= (one.client, one.clock));
    joined[first..]
        .iter()
        .take_while(move |span| span.client == one.client && span.clock < one.end())
        .filter_map(move |span| overlap(one, *span))
}

impl Document {
    /// Where everything stands, and where it comes from.
    pub(super) fn passages(&self, position: Position) -> Passages {
        let runs = authors::runs(&self.document);
        let mut pieces = Vec::new();
        let mut orders = Vec::new();
        let mut place = 0;
        for run in &runs {
            let mut clock = run.clock;
            for origin in self.authorship.origins(Span { client: run.client, clock, length: run.length }) {
                let length = origin.root.length;
                let now = Units { client: run.client, clock, length };
                orders.push((origin.order, pieces.len()));
                pieces.push(Piece { root: origin.root, now, place });
                clock += length;
                place += u64::from(length);
            }
        }
        // Whatever stands twice (two people brought it back) is what stands there longest; the other is a copy.
        orders.sort_unstable();
        let mut by_root: HashMap<u64, BTreeMap<u32, Piece>> = HashMap::new();
        for (_, index) in orders {
            let piece = pieces[index];
            claim(by_root.entry(piece.root.client).or_default(), piece);
        }
        for piece in &pieces {
            let here = Piece { root: piece.now.span(), ..*piece };
            claim(by_root.entry(here.root.client).or_default(), here);
        }
        Passages { epoch: self.epoch, position, runs, pieces, by_root }
    }
}

/// Puts in what of a piece comes from where nothing in there comes from.
fn claim(standing: &mut BTreeMap<u32, Piece>, piece: Piece) {
    let root = piece.root;
    let first = standing.range(..=root.clock).next_back().map_or(root.clock, |(clock, _)| *clock);
    let taken: Vec<Span> = standing.range(first..root.end()).map(|(_, piece)| piece.root).collect();
    let mut clock = root.clock;
    let mut free = Vec::new();
    for span in taken {
        if clock < span.clock {
            free.push((clock, span.clock));
        }
        clock = clock.max(span.end());
    }
    if clock < root.end() {
        free.push((clock, root.end()));
    }
    for (from, to) in free {
        standing.insert(from, piece.part(from - root.clock, to - from));
    }
}

/// A section's passages as its log tells them, without opening a room.
///
/// # Errors
/// Those of reading the log.
pub(super) async fn stored_passages(store: &dyn Store, section: SectionId) -> Result<Passages, LoadError> {
    let (document, position) = load::load(store, section).await?;
    Ok(document.passages(position))
}
