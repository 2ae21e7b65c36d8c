//! What changed within a block, as a person would mark it: pieces, each with the marks it has and had.

use super::passage::Passage;
use super::wordings::stretches;
use super::{Piece, PieceChange};
use crate::text::block::Mark;
use std::ops::Range;

/// A whole text, all of which came, went or stayed.
pub(super) fn of(change: PieceChange, passage: &Passage) -> Vec<Piece> {
    let mut pieces = Vec::new();
    push_all(&mut pieces, change, passage, 0..passage.text.len());
    pieces
}

/// The pieces of two texts; those of each, joined, are the text.
pub(super) fn compare(before: &Passage, after: &Passage) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for stretch in stretches(before, after) {
        if stretch.is_same {
            push_same(&mut pieces, before, stretch.before, after, stretch.after);
        } else {
            push_all(&mut pieces, PieceChange::Removed, before, stretch.before);
            push_all(&mut pieces, PieceChange::Added, after, stretch.after);
        }
    }
    pieces
}

fn push_all(pieces: &mut Vec<Piece>, change: PieceChange, passage: &Passage, stretch: Range<usize>) {
    let mut from = stretch.start;
    for (end, marks) in passage.marks(stretch) {
        push(pieces, change, &passage.text[from..end], marks, None);
        from = end;
    }
}

/// What stayed, cut where its marks change in either text.
fn push_same(
    pieces: &mut Vec<Piece>,
    before: &Passage,
    old: Range<usize>,
    after: &Passage,
    new: Range<usize>,
) {
    let mut was = before.marks(old.clone()).peekable();
    let mut is = after.marks(new.clone()).peekable();
    let mut done = 0;
    while let (Some((was_end, had)), Some((is_end, has))) = (was.peek().copied(), is.peek().copied()) {
        let end = (was_end - old.start).min(is_end - new.start);
        let text = &after.text[new.start + done..new.start + end];
        push(pieces, PieceChange::Same, text, has, (had != has).then_some(had));
        done = end;
        was.next_if(|(next, _)| next - old.start == end);
        is.next_if(|(next, _)| next - new.start == end);
    }
}

/// Appends to the last piece if it is of the same kind.
fn push(
    pieces: &mut Vec<Piece>,
    change: PieceChange,
    text: &str,
    marks: &[Mark],
    marks_before: Option<&[Mark]>,
) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = pieces.last_mut()
        && last.change == change
        && last.marks == marks
        && last.marks_before.as_deref() == marks_before
    {
        last.text.push_str(text);
        return;
    }
    let (marks, marks_before) = (marks.to_vec(), marks_before.map(<[Mark]>::to_vec));
    pieces.push(Piece { change, text: text.to_owned(), marks, marks_before });
}

/// Cuts pieces where the blocks of one text end; `other` are the pieces that this text does not have. What only the
/// other one has where a block ends goes to the next.
pub(super) fn cut(pieces: Vec<Piece>, other: PieceChange, ends: &[usize]) -> Vec<Vec<Piece>> {
    let mut blocks = vec![Vec::new()];
    let mut ends = ends.split_last().map_or(&[][..], |(_, inner)| inner).iter();
    let mut end = ends.next();
    let mut at = 0;
    for mut piece in pieces {
        while let Some(here) = end {
            let is_here = piece.change != other && at + piece.text.len() > *here;
            if at < *here && !is_here {
                break;
            }
            let rest = if piece.change == other { 0 } else { *here - at };
            let tail = piece.text.split_off(rest);
            if rest > 0 {
                push_piece(&mut blocks, Piece { text: std::mem::take(&mut piece.text), ..piece.clone() });
                at = *here;
            }
            piece.text = tail;
            blocks.push(Vec::new());
            end = ends.next();
        }
        if piece.change != other {
            at += piece.text.len();
        }
        push_piece(&mut blocks, piece);
    }
    blocks.extend(end.into_iter().chain(ends).map(|_| Vec::new()));
    blocks
}

fn push_piece(blocks: &mut [Vec<Piece>], piece: Piece) {
    if let Some(last) = blocks.last_mut()
        && !piece.text.is_empty()
    {
        last.push(piece);
    }
}
