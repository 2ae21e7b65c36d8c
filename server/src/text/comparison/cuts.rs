//! Blocks that were split or joined: one whose words stand in several that follow each other.

use super::leaves::Leaf;
use crate::text::alignment::{Item, Step};
use crate::text::words::Words;
use std::ops::Range;

/// How alike the whole must be to its parts together, of a thousand.
const LEAST_LIKENESS: u32 = 800;

/// How much of each part's words the whole must have, of a thousand.
const LEAST_OF_PART: u32 = 800;

/// Letters of a part; a shorter one may have come from anywhere.
const LEAST_LETTERS: u64 = 8;

/// Steps, some of which belong together.
pub(super) enum Part {
    Step(Step),
    /// One became several.
    Split(usize, Range<usize>),
    /// Several became one.
    Joined(Range<usize>, usize),
}

/// Finds the blocks that came of one, or became one, around each that is said to have changed.
pub(super) fn parts(
    steps: &[Step],
    before: &[Leaf],
    old_items: &[Item],
    after: &[Leaf],
    new_items: &[Item],
) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(steps.len());
    let mut at = 0;
    while let Some(step) = steps.get(at).copied() {
        at += 1;
        let Step::Changed(old, new) = step else {
            parts.push(Part::Step(step));
            continue;
        };
        let mut news = Side {
            whole: &old_items[old],
            leaf: &before[old],
            items: new_items,
            leaves: after,
            found: new..new + 1,
        };
        while news.begins_with(match parts.last() {
            Some(Part::Step(Step::Added(at))) => Some(*at),
            _ => None,
        }) {
            parts.pop();
        }
        let mut ahead = at;
        while news.ends_with(match steps.get(ahead) {
            Some(Step::Added(at)) => Some(*at),
            _ => None,
        }) {
            ahead += 1;
        }
        if news.is_it() {
            parts.push(Part::Split(old, news.found));
            at = ahead;
            continue;
        }
        parts.extend((news.found.start..new).map(|at| Part::Step(Step::Added(at))));
        let mut olds = Side {
            whole: &new_items[new],
            leaf: &after[new],
            items: old_items,
            leaves: before,
            found: old..old + 1,
        };
        while olds.begins_with(match parts.last() {
            Some(Part::Step(Step::Removed(at))) => Some(*at),
            _ => None,
        }) {
            parts.pop();
        }
        let mut ahead = at;
        while olds.ends_with(match steps.get(ahead) {
            Some(Step::Removed(at)) => Some(*at),
            _ => None,
        }) {
            ahead += 1;
        }
        if olds.is_it() {
            parts.push(Part::Joined(olds.found, new));
            at = ahead;
            continue;
        }
        parts.extend((olds.found.start..old).map(|at| Part::Step(Step::Removed(at))));
        parts.push(Part::Step(step));
    }
    parts
}

/// The blocks that a whole may have come of, or become.
struct Side<'a> {
    whole: &'a Item,
    leaf: &'a Leaf,
    items: &'a [Item],
    leaves: &'a [Leaf],
    found: Range<usize>,
}

impl Side<'_> {
    /// Whether the block at a place stands right before those that were found, and is a part of the whole, too.
    fn begins_with(&mut self, at: Option<usize>) -> bool {
        let found = at.filter(|at| at + 1 == self.found.start && self.is_part(*at));
        found.inspect(|at| self.found.start = *at).is_some()
    }

    fn ends_with(&mut self, at: Option<usize>) -> bool {
        let found = at.filter(|at| *at == self.found.end && self.is_part(*at));
        found.inspect(|at| self.found.end = at + 1).is_some()
    }

    fn is_part(&self, at: usize) -> bool {
        let (leaf, words) = (&self.leaves[at], &self.items[at].words);
        leaf.kind == self.leaf.kind
            && leaf.depth == self.leaf.depth
            && words.letters() >= LEAST_LETTERS
            && words.letters() < self.whole.words.letters()
            && words.contained(&self.whole.words) >= LEAST_OF_PART
    }

    /// Whether those that were found are the whole.
    fn is_it(&self) -> bool {
        if self.found.len() < 2
            || self.leaves[self.found.clone()].iter().any(|leaf| leaf.kind != self.leaf.kind)
        {
            return false;
        }
        let text: Vec<&str> = self.leaves[self.found.clone()].iter().map(|leaf| leaf.text.as_str()).collect();
        let together = Words::of(&text.join(" ")).likeness(&self.whole.words);
        let alone = self.found.clone().map(|at| self.items[at].words.likeness(&self.whole.words)).max();
        together >= LEAST_LIKENESS && alone.is_none_or(|alone| together > alone)
    }
}
