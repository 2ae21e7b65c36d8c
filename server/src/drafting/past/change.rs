//! What came and what went between two moments, told by the ids under which words were first typed: what only moved
//! has neither come nor gone.

use super::piece::Piece;
use crate::agreement::id::MemberId;
use crate::drafting::remainder::remainder;
use crate::drafting::update::{Span, joined};

/// What is told of one stretch that went; of a longer one, its beginning.
const MOST_UNITS: usize = 2_000;

/// How many stretches that went are told of.
const MOST_GONE: usize = 500;

/// Characters of one writer and one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// UTF-16 units of the canonical text.
    pub length: u32,
    /// Who wrote them; `None` for the server's own words, and for those of which nobody knows.
    pub member: Option<MemberId>,
    /// When they were first typed, in milliseconds since 1970 in UTC.
    pub at: Option<i64>,
    /// Whether they came since the earlier moment.
    pub is_new: bool,
}

/// Characters that stood at the earlier moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Where they would stand, in UTF-16 units of the canonical text.
    pub offset: u32,
    /// Whether they belong to the character after that place, as the first words of a block do.
    pub leads: bool,
    /// Whose words they were.
    pub member: Option<MemberId>,
    /// What they said, or its beginning.
    pub text: String,
    /// How many UTF-16 units went.
    pub length: u32,
}

/// Cuts pieces where some of their characters are in `taken`, which is joined, and says which are not.
pub(super) fn cut(pieces: Vec<Piece>, taken: &[Span]) -> Vec<(Piece, bool)> {
    let mut parts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let root = piece.root;
        let mut clock = root.clock;
        for other in remainder(&[root], taken) {
            if clock < other.clock {
                parts.push((piece.part(clock, other.clock), false));
            }
            parts.push((piece.part(other.clock, other.end()), true));
            clock = other.end();
        }
        if clock == root.clock {
            parts.push((piece, false));
        } else if clock < root.end() {
            parts.push((piece.part(clock, root.end()), false));
        }
    }
    parts
}

impl Piece {
    /// The part from one clock of its root to another.
    fn part(&self, from: u32, to: u32) -> Self {
        let (skip, length) = (from - self.root.clock, to - from);
        Self {
            now: Span { clock: self.now.clock + skip, length, ..self.now },
            root: Span { clock: from, length, ..self.root },
            text: self.text.iter().skip(skip as usize).take(length as usize).copied().collect(),
            opens: self.opens && skip == 0,
            ..*self
        }
    }
}

/// The ids under which pieces were first typed.
pub(super) fn roots(pieces: &[Piece]) -> Vec<Span> {
    joined(pieces.iter().map(|piece| piece.root).collect())
}

/// The stretches of a text: its pieces with their canonical lengths, neighbours that are alike joined.
pub(super) fn stretches(parts: &[(Piece, bool)], lengths: &[u32]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for ((piece, is_new), &length) in parts.iter().zip(lengths) {
        let next = Stretch { length, member: piece.member, at: piece.at, is_new: *is_new };
        match stretches.last_mut() {
            _ if length == 0 => {}
            Some(last) if Stretch { length, ..*last } == next => last.length += length,
            _ => stretches.push(next),
        }
    }
    stretches
}

/// What stood before and is not among `now`, whose pieces have these canonical lengths.
pub(super) fn gone(before: Vec<Piece>, now: &[(Piece, bool)], lengths: &[u32]) -> Vec<Gone> {
    let places = Places::of(now, lengths);
    let stands = joined(now.iter().map(|(piece, _)| piece.root).collect());
    let parts = cut(before, &stands);
    let mut gone: Vec<Gone> = Vec::new();
    // The last unit that stands, and whether something of the block has stood since it opened.
    let mut left: Option<(u64, u32)> = None;
    let mut has_left = false;
    let mut joins = false;
    for (index, (piece, is_gone)) in parts.iter().enumerate() {
        has_left &= !piece.opens;
        if !is_gone {
            left = piece.root.end().checked_sub(1).map(|clock| (piece.root.client, clock));
            (has_left, joins) = (true, false);
            continue;
        }
        if let Some(last) = gone.last_mut()
            && joins
            && last.member == piece.member
            && !piece.opens
        {
            last.add(piece);
            continue;
        }
        if gone.len() == MOST_GONE {
            break;
        }
        // The first words of a block stood before what is left of it, not after the block before.
        let right =
            parts[index + 1..].iter().take_while(|(next, _)| !next.opens).find(|(_, is_gone)| !is_gone);
        let right = right.filter(|_| !has_left);
        let place = match right {
            Some((right, _)) => places.before(right.root.client, right.root.clock),
            None => left.map_or(0, |(client, clock)| places.after(client, clock)),
        };
        let mut next = Gone {
            offset: place,
            leads: right.is_some(),
            member: piece.member,
            text: String::new(),
            length: 0,
        };
        next.add(piece);
        gone.push(next);
        joins = true;
    }
    gone
}

impl Gone {
    fn add(&mut self, piece: &Piece) {
        let left = MOST_UNITS.saturating_sub(self.length as usize);
        self.text.push_str(&String::from_utf16_lossy(&piece.text[..left.min(piece.text.len())]));
        self.length += piece.root.length;
    }
}

/// Where in the canonical text each character stands, by the id under which it was first typed.
struct Places {
    /// Sorted by root: root, canonical offset, canonical length.
    starts: Vec<(Span, u32, u32)>,
}

impl Places {
    fn of(now: &[(Piece, bool)], lengths: &[u32]) -> Self {
        let mut offset = 0;
        let mut starts = Vec::with_capacity(now.len());
        for ((piece, _), &length) in now.iter().zip(lengths) {
            starts.push((piece.root, offset, length));
            offset += length;
        }
        starts.sort_unstable();
        Self { starts }
    }

    fn before(&self, client: u64, clock: u32) -> u32 {
        self.at(client, clock).map_or(0, |(span, offset, length)| offset + length.min(clock - span.clock))
    }

    fn after(&self, client: u64, clock: u32) -> u32 {
        self.at(client, clock).map_or(0, |(span, offset, length)| {
            let end = if clock + 1 == span.end() { length } else { length.min(clock + 1 - span.clock) };
            offset + end
        })
    }

    fn at(&self, client: u64, clock: u32) -> Option<(Span, u32, u32)> {
        let after = self.starts.partition_point(|(span, ..)| (span.client, span.clock) <= (client, clock));
        let found = after.checked_sub(1).and_then(|index| self.starts.get(index)).copied();
        found.filter(|(span, ..)| span.client == client && clock < span.end())
    }
}
