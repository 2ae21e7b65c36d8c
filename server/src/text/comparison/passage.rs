//! The text of one block, or of some that follow each other, made ready to be compared.

use super::leaves::Leaf;
use super::sentences::{Sentence, Token, read};
use crate::text::block::Mark;
use std::ops::Range;

/// A text with its sentences, words and marks.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    pub(super) sentences: Vec<Sentence>,
    /// Where each run of equal marks ends, in bytes, and its marks.
    runs: Vec<(usize, Vec<Mark>)>,
    /// Where each of its parts ends.
    pub(super) ends: Vec<usize>,
}

impl Passage {
    /// Of plain text.
    pub(super) fn plain(text: &str) -> Self {
        let mut passage = Self::default();
        passage.push(text);
        passage.runs.push((text.len(), Vec::new()));
        passage
    }

    /// Of blocks one after another.
    pub(super) fn of(leaves: &[&Leaf]) -> Self {
        let mut passage = Self::default();
        for leaf in leaves {
            let mut end = passage.text.len();
            passage.push(&leaf.text);
            for (length, marks) in leaf.runs() {
                end += length;
                passage.runs.push((end, marks));
            }
        }
        passage
    }

    fn push(&mut self, text: &str) {
        let offset = self.text.len();
        self.sentences.extend(read(text, offset, &mut self.tokens));
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// The marks of a stretch, run by run, with where each ends.
    pub(super) fn marks(&self, stretch: Range<usize>) -> impl Iterator<Item = (usize, &[Mark])> {
        let first = self.runs.partition_point(|(end, _)| *end <= stretch.start);
        let mut from = stretch.start;
        self.runs[first..].iter().map_while(move |(end, marks)| {
            let is_inside = from < stretch.end;
            from = *end;
            is_inside.then_some(((*end).min(stretch.end), marks.as_slice()))
        })
    }
}
