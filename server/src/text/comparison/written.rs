//! Whose words were added. Who removed something is not in a text, and nobody can tell.

use super::{BlockChange, Comparison, PieceChange};
use crate::text::block::HARD_BREAK;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Those who wrote what is new in a block, with how many words, in the order of the text. `None` is nobody: the words
/// that the text began with.
pub type Writers<W> = Vec<(Option<W>, usize)>;

/// For each block with new characters: its place among the blocks, and who wrote them. `written` is the later text in
/// runs of one writer each; `None` if it is another text than the one that was compared.
pub fn writers<'a, W: Copy + Eq>(
    comparison: &Comparison,
    written: impl Iterator<Item = (&'a str, Option<W>)>,
) -> Option<Vec<(usize, Writers<W>)>> {
    let mut text = String::new();
    // Where each run ends, in bytes of the normalised text.
    let mut ends: Vec<(usize, Option<W>)> = Vec::new();
    for (run, writer) in written {
        text.extend(run.nfc());
        ends.push((text.len(), writer));
    }
    let mut found = Vec::new();
    let mut at = 0;
    for (index, block) in comparison.blocks.iter().enumerate() {
        let is_later = !matches!(block.change, BlockChange::Removed | BlockChange::MovedAway);
        let mut writers: Option<Writers<W>> = None;
        for piece in block.pieces.iter().filter(|piece| is_later && piece.change != PieceChange::Removed) {
            // A line break is no character of the stored text.
            if piece.marks.iter().any(|mark| mark.kind == HARD_BREAK) {
                continue;
            }
            if !text.get(at..).is_some_and(|rest| rest.starts_with(&piece.text)) {
                return None;
            }
            if piece.change == PieceChange::Added {
                count(writers.get_or_insert_default(), &piece.text, at, &ends);
            }
            at += piece.text.len();
        }
        found.extend(writers.map(|writers| (index, writers)));
    }
    (at == text.len()).then_some(found)
}

/// Adds those who wrote a piece. A word is whoever's its first letter is.
fn count<W: Copy + Eq>(writers: &mut Writers<W>, piece: &str, at: usize, ends: &[(usize, Option<W>)]) {
    let writer_at = |place: usize| {
        let run = ends.partition_point(|(end, _)| *end <= place);
        ends.get(run).and_then(|(_, writer)| *writer)
    };
    let mut add = |writer: Option<W>, words: usize| match writers.iter_mut().find(|(one, _)| *one == writer) {
        Some((_, known)) => *known += words,
        None => writers.push((writer, words)),
    };
    let mut words = piece.unicode_word_indices().peekable();
    if words.peek().is_none() {
        add(writer_at(at), 0);
    }
    for (start, _) in words {
        add(writer_at(at + start), 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::block::{Block, Node, PARAGRAPH, Text};
    use crate::text::comparison::compare;

    fn paragraph(text: &str) -> Block {
        Block::of_text(PARAGRAPH, text)
    }

    #[test]
    fn new_words_are_their_writers_and_old_ones_nobodys() {
        let before = [paragraph("Vi möts i rådet varje år."), paragraph("Kvar.")];
        let after = [
            paragraph("Vi möts alla ofta i rådet varje år."),
            paragraph("Kvar."),
            paragraph("Nytt från start."),
        ];
        let comparison = compare(&before, &after);
        let written = [
            ("Vi möts ", Some(1)),
            ("alla ", Some(2)),
            ("ofta ", Some(1)),
            ("i rådet varje år.Kvar.", Some(3)),
            ("Nytt från start.", None),
        ];
        let found = writers(&comparison, written.into_iter()).unwrap();
        assert_eq!(found, [(0, vec![(Some(2), 1), (Some(1), 1)]), (2, vec![(None, 3)])]);
    }

    #[test]
    fn a_line_break_and_a_composed_letter_are_no_other_text() {
        let broken = |first: &str, second: &str| {
            let line_break = Node::Block(Block::new(HARD_BREAK, vec![]));
            let text = |text| Node::Text(Text::plain(text));
            Block::new(PARAGRAPH, vec![text(first), line_break, text(second)])
        };
        let comparison = compare(&[broken("Året", "runt.")], &[broken("Året", "runt, alltid.")]);
        let found = writers(&comparison, [("A\u{30a}retrunt", None), (", alltid.", Some(1))].into_iter());
        assert_eq!(found.unwrap(), [(0, vec![(Some(1), 1)])]);
    }

    #[test]
    fn of_another_text_nothing_is_said() {
        let comparison = compare(&[paragraph("Vi.")], &[paragraph("Vi möts.")]);
        assert_eq!(writers(&comparison, [("Vi ses.", Some(1))].into_iter()), None);
        assert_eq!(writers(&comparison, [("Vi möts. Mer.", Some(1))].into_iter()), None);
        assert_eq!(writers::<u32>(&comparison, std::iter::empty()), None);
    }
}
