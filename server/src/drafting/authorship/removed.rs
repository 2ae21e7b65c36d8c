//! What an update removes, read in the order in which it stands in the document.

use super::super::update::Span;
use super::standing::{Piece, Standing};
use std::collections::BTreeMap;
use yrs::block::ClientID;
use yrs::{Assoc, BranchID, ID, ReadTxn, StickyIndex};

/// Asking for a place costs a walk along its paragraph; past this many an update's rest is taken in the order
/// of its ids, which loses a carried author at worst.
const MOST_QUESTIONS: u32 = 1024;

/// Characters that stood next to each other, and the ids they stood under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::drafting) struct Segment {
    pub(super) units: Vec<u16>,
    pub(super) ids: Vec<Span>,
}

impl Segment {
    fn extend(&mut self, piece: Piece) {
        self.units.extend(piece.units);
        match self.ids.last_mut() {
            Some(last) if last.client == piece.span.client && last.end() == piece.span.clock => {
                last.length += piece.span.length;
            }
            _ => self.ids.push(piece.span),
        }
    }

    /// The ids, in the order of the characters.
    pub(in crate::drafting) fn ids(&self) -> &[Span] {
        &self.ids
    }

    /// How many characters, in UTF-16 units.
    pub(in crate::drafting) fn length(&self) -> u64 {
        self.units.len() as u64
    }

    /// Whether all of it is among these spans, which are joined.
    pub(super) fn is_within(&self, joined: &[Span]) -> bool {
        self.ids.iter().all(|own| own.is_within(joined))
    }

    /// The ids of `length` units from `offset` on.
    pub(super) fn ids_of(&self, offset: usize, length: usize) -> Vec<Span> {
        let (mut skip, mut left) = (offset as u32, length as u32);
        let mut found = Vec::new();
        for span in &self.ids {
            if left == 0 {
                break;
            }
            if skip >= span.length {
                skip -= span.length;
                continue;
            }
            let taken = (span.length - skip).min(left);
            found.push(Span { client: span.client, clock: span.clock + skip, length: taken });
            skip = 0;
            left -= taken;
        }
        found
    }
}

impl From<Piece> for Segment {
    fn from(piece: Piece) -> Self {
        Self { ids: vec![piece.span], units: piece.units }
    }
}

/// The standing text among `deleted`, joined where it stands together.
pub(super) fn segments(transaction: &impl ReadTxn, standing: &Standing, deleted: &[Span]) -> Vec<Segment> {
    let mut pieces: Vec<Piece> = deleted.iter().flat_map(|span| standing.pieces(*span)).collect();
    if pieces.len() < 2 {
        // What was typed in one go stands in that order: no need to ask where.
        return pieces.pop().map(Segment::from).into_iter().collect();
    }
    let mut places = Places { transaction, questions: 0, placed: BTreeMap::new(), unplaced: Vec::new() };
    for piece in pieces {
        places.place(piece);
    }
    places.join()
}

/// Pieces by where they stand: the shared text and the offset in it.
struct Places<'a, T> {
    transaction: &'a T,
    questions: u32,
    placed: BTreeMap<(Branch, u32), Piece>,
    unplaced: Vec<Segment>,
}

/// A shared text, by the id of the item that holds it or by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Branch {
    Nested(u64, u32),
    Root(String),
}

impl<T: ReadTxn> Places<'_, T> {
    /// Puts a piece where it stands, cut in two as long as something stands between its ends.
    fn place(&mut self, piece: Piece) {
        let first = self.ask(piece.span.client, piece.span.clock);
        let last = self.ask(piece.span.client, piece.span.end() - 1);
        match (first, last) {
            (Some((branch, from)), Some((other, to))) if branch == other => {
                if piece.span.length == 1 || to.checked_sub(from) == Some(piece.span.length - 1) {
                    self.placed.insert((branch, from), piece);
                } else {
                    let (left, right) = halves(piece);
                    self.place(left);
                    self.place(right);
                }
            }
            _ => self.unplaced.push(piece.into()),
        }
    }

    fn ask(&mut self, client: u64, clock: u32) -> Option<(Branch, u32)> {
        self.questions += 1;
        if self.questions > MOST_QUESTIONS {
            return None;
        }
        let id = ID::new(ClientID::new(client), clock);
        let place = StickyIndex::from_id(id, Assoc::After).get_offset(self.transaction)?;
        let branch = match place.branch.id() {
            BranchID::Nested(id) => Branch::Nested(id.client.get(), id.clock),
            BranchID::Root(name) => Branch::Root(name.to_string()),
        };
        Some((branch, place.index))
    }

    fn join(self) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut end = None;
        for ((branch, from), piece) in self.placed {
            let to = from + piece.span.length;
            match segments.last_mut() {
                Some(segment) if end == Some((branch.clone(), from)) => segment.extend(piece),
                _ => segments.push(piece.into()),
            }
            end = Some((branch, to));
        }
        segments.extend(self.unplaced);
        segments
    }
}

fn halves(piece: Piece) -> (Piece, Piece) {
    let Piece { span, mut units } = piece;
    let middle = span.length / 2;
    let right = units.split_off(middle as usize);
    (
        Piece { span: Span { length: middle, ..span }, units },
        Piece {
            span: Span { clock: span.clock + middle, length: span.length - middle, client: span.client },
            units: right,
        },
    )
}
