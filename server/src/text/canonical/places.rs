//! Where the characters of a text as it is stored come to stand in its canonical form.
//!
//! The canonical form composes letters and their accents, so it may have fewer characters than what was typed.

use super::{canonical_marks, nfc};
use crate::text::block::{Block, Mark, Node};
use std::iter::Peekable;

/// How long consecutive pieces of a text are in its canonical form, in UTF-16 units.
///
/// `pieces` are their lengths as stored; in all, those of the text. An accent belongs to whoever wrote its letter.
pub fn canonical_lengths(blocks: &[Block], pieces: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut runs = Vec::new();
    for block in blocks {
        gather(block, &mut runs);
    }
    let mut pieces = Pieces { lengths: pieces.into_iter().peekable(), left: 0, done: Vec::new(), sum: 0 };
    for run in &runs {
        let units = units(run);
        match nfc(run) {
            std::borrow::Cow::Borrowed(_) => pieces.pass(units, |from, to| to - from),
            std::borrow::Cow::Owned(composed) => {
                let cut = Cut::of(run, self::units(&composed));
                pieces.pass(units, |from, to| cut.at(to) - cut.at(from));
            }
        }
    }
    pieces.finish()
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The runs of a block as the canonical form joins them.
fn gather(block: &Block, runs: &mut Vec<String>) {
    let mut last: Option<Vec<Mark>> = None;
    for node in &block.content {
        match node {
            Node::Block(child) => {
                gather(child, runs);
                last = None;
            }
            Node::Text(run) if run.text.is_empty() => {}
            Node::Text(run) => {
                let marks = canonical_marks(&run.marks);
                match runs.last_mut() {
                    Some(open) if last.as_ref() == Some(&marks) => open.push_str(&run.text),
                    _ => runs.push(run.text.clone()),
                }
                last = Some(marks);
            }
        }
    }
}

/// A run that its canonical form has composed: how far each of its units has come there.
struct Cut(Vec<u32>);

impl Cut {
    fn of(run: &str, most: u32) -> Self {
        let mut places = vec![0];
        let mut done = 0;
        let mut letter = String::new();
        let mut characters = run.chars().peekable();
        while let Some(character) = characters.next() {
            letter.push(character);
            let follows = characters.peek();
            if follows.is_some_and(|next| unicode_normalization::char::canonical_combining_class(*next) != 0)
            {
                continue;
            }
            done = (done + units(&nfc(&letter))).min(most);
            // Whoever begins within a letter gets none of it.
            let before = letter.encode_utf16().count();
            places.extend(std::iter::repeat_n(done, before));
            letter.clear();
        }
        if let Some(last) = places.last_mut() {
            *last = most;
        }
        Self(places)
    }

    fn at(&self, unit: u32) -> u32 {
        self.0.get(unit as usize).or(self.0.last()).copied().unwrap_or_default()
    }
}

/// The pieces, as they are passed.
struct Pieces<I: Iterator<Item = u32>> {
    lengths: Peekable<I>,
    /// Units of the first that are passed.
    left: u32,
    /// Of the first, so far.
    sum: u32,
    done: Vec<u32>,
}

impl<I: Iterator<Item = u32>> Pieces<I> {
    /// Passes over a run; `length` says how long a part of it is in the canonical form.
    fn pass(&mut self, units: u32, length: impl Fn(u32, u32) -> u32) {
        let mut at = 0;
        while at < units
            && let Some(&piece) = self.lengths.peek()
        {
            let part = (piece - self.left).min(units - at);
            self.sum += length(at, at + part);
            (at, self.left) = (at + part, self.left + part);
            if self.left == piece {
                self.next();
            }
        }
    }

    fn next(&mut self) {
        self.done.push(std::mem::take(&mut self.sum));
        self.left = 0;
        self.lengths.next();
    }

    fn finish(mut self) -> Vec<u32> {
        while self.lengths.peek().is_some() {
            self.next();
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::block::{PARAGRAPH, Text};
    use crate::text::canonical::canonical_blocks;
    use proptest::prelude::*;

    fn lengths(text: &str, pieces: &[u32]) -> Vec<u32> {
        canonical_lengths(&[Block::of_text(PARAGRAPH, text)], pieces.iter().copied())
    }

    #[test]
    fn what_is_composed_already_stays_as_long_as_it_is() {
        assert_eq!(lengths("åäö 🙂", &[2, 2, 2]), [2, 2, 2]);
    }

    #[test]
    fn an_accent_belongs_to_its_letter() {
        assert_eq!(lengths("ae\u{301}b", &[1, 1, 2]), [1, 1, 1]);
        assert_eq!(lengths("ae\u{301}b", &[2, 2]), [2, 1]);
        assert_eq!(lengths("ae\u{301}b", &[3, 1]), [2, 1]);
    }

    #[test]
    fn a_letter_and_its_accent_under_the_same_marks_are_one_run() {
        let runs = ["e", "\u{301}", "x"].map(|text| Node::Text(Text::plain(text)));
        let block = Block::new(PARAGRAPH, runs.into());
        assert_eq!(canonical_lengths(&[block], [1, 1, 1]), [1, 0, 1]);
    }

    fn characters(blocks: &[Block]) -> u32 {
        let mut runs = Vec::new();
        blocks.iter().for_each(|block| gather(block, &mut runs));
        runs.iter().map(|run| units(run)).sum()
    }

    proptest! {
        #[test]
        fn in_all_they_are_as_long_as_the_canonical_form(
            texts in prop::collection::vec("[aeo\u{301}\u{308}\u{327}å🙂가]{0,6}", 0..8),
            cuts in prop::collection::vec(1_u32..5, 0..40),
        ) {
            let blocks: Vec<Block> = texts.iter().map(|text| Block::of_text(PARAGRAPH, text)).collect();
            let mut left = characters(&blocks);
            let mut pieces = Vec::new();
            for cut in cuts {
                let piece = cut.min(left);
                left -= piece;
                pieces.push(piece);
            }
            pieces.push(left);
            let found = canonical_lengths(&blocks, pieces.iter().copied());
            prop_assert_eq!(found.len(), pieces.len());
            prop_assert_eq!(found.iter().sum::<u32>(), characters(&canonical_blocks(&blocks)));
        }
    }
}
