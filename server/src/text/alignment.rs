//! Which blocks of one text became which of another, in order.
//!
//! Equal ones first; among what is left between them, those that are alike in kind and words.

use super::words::{ALIKE, Words};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use std::ops::Range;

/// Blocks between two equal ones are tried with each other in groups of this many at most.
const MOST_TRIED: usize = 128;

/// A block, as far as it matters here.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Equal for equal blocks.
    pub(super) identity: String,
    /// Only blocks of one kind become each other; save that all words stayed.
    pub(super) kind: String,
    pub(super) words: Words,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is there before and after.
    Kept(usize, usize),
    /// It became another.
    Changed(usize, usize),
    /// It is only there before.
    Removed(usize),
    /// It is only there after.
    Added(usize),
}

/// What may become what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// The least likeness of a block of a kind with what it became.
    pub(super) least: fn(&str) -> u32,
    /// Whether a block that keeps all its words may become one of another kind.
    pub(super) across_kinds: bool,
}

/// Aligns two lists. Every index of either stands in one step, and indexes only grow.
pub(super) fn align(before: &[Item], after: &[Item], rule: Rule) -> Vec<Step> {
    let mut steps = Vec::with_capacity(before.len().max(after.len()));
    let mut known = HashMap::new();
    let (old, new) = (numbers(before, &mut known), numbers(after, &mut known));
    for operation in capture_diff_slices(Algorithm::Patience, &old, &new) {
        match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                steps.extend((0..len).map(|step| Step::Kept(old_index + step, new_index + step)));
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                pair(before, operation.old_range(), after, operation.new_range(), rule, &mut steps);
            }
        }
    }
    steps
}

/// The same number for equal blocks.
fn numbers<'a>(items: &'a [Item], known: &mut HashMap<&'a str, usize>) -> Vec<usize> {
    let number = |item: &'a Item| {
        let next = known.len();
        *known.entry(item.identity.as_str()).or_insert(next)
    };
    items.iter().map(number).collect()
}

/// Pairs what stands between equal blocks, group by group.
fn pair(
    before: &[Item],
    old: Range<usize>,
    after: &[Item],
    new: Range<usize>,
    rule: Rule,
    steps: &mut Vec<Step>,
) {
    let groups = old.len().max(new.len()).div_ceil(MOST_TRIED);
    let part = |range: &Range<usize>, group: usize| {
        let at = |group: usize| range.start + range.len() * group / groups;
        at(group)..at(group + 1)
    };
    for group in 0..groups {
        pair_group(before, part(&old, group), after, part(&new, group), rule, steps);
    }
}

/// Chooses the pairs, in order, whose likeness comes to the most.
fn pair_group(
    before: &[Item],
    old: Range<usize>,
    after: &[Item],
    new: Range<usize>,
    rule: Rule,
    steps: &mut Vec<Step>,
) {
    let (rows, columns) = (old.len(), new.len());
    let mut likeness = vec![0; rows * columns];
    for (row, one) in before[old.clone()].iter().enumerate() {
        for (column, other) in after[new.clone()].iter().enumerate() {
            likeness[row * columns + column] = rule.likeness(one, other);
        }
    }
    // The most that can be had from a row and a column on.
    let mut most = vec![0; (rows + 1) * (columns + 1)];
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let paired = likeness[row * columns + column];
            let with = if paired > 0 { most[at(row + 1, column + 1)] + paired } else { 0 };
            most[at(row, column)] = with.max(most[at(row + 1, column)]).max(most[at(row, column + 1)]);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut added = Vec::new();
    while row < rows || column < columns {
        let here = most[at(row, column)];
        if row < rows && column < columns {
            let paired = likeness[row * columns + column];
            if paired > 0 && here == most[at(row + 1, column + 1)] + paired {
                steps.append(&mut added);
                steps.push(Step::Changed(old.start + row, new.start + column));
                (row, column) = (row + 1, column + 1);
                continue;
            }
        }
        // What was removed comes before what was added in its place.
        if row < rows && here == most[at(row + 1, column)] {
            steps.push(Step::Removed(old.start + row));
            row += 1;
        } else {
            added.push(Step::Added(new.start + column));
            column += 1;
        }
    }
    steps.append(&mut added);
}

impl Rule {
    /// More than 0 if one may become the other.
    fn likeness(self, before: &Item, after: &Item) -> u32 {
        let likeness = before.words.likeness(&after.words);
        let is_alike = if before.kind == after.kind {
            // An empty block that was filled, or emptied, is still that block.
            likeness >= (self.least)(&before.kind) || before.words.is_empty() || after.words.is_empty()
        } else {
            self.across_kinds && likeness == ALIKE && !before.words.is_empty()
        };
        // A pair without a word in common is better than none, if the rule allows it.
        if is_alike { likeness + 1 } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Added, Changed, Kept, Removed};
    use proptest::prelude::*;

    const RULE: Rule = Rule { least: |_| 350, across_kinds: true };

    fn items(lines: &[&str]) -> Vec<Item> {
        let item = |line: &&str| Item {
            identity: (*line).to_owned(),
            kind: if line.starts_with('#') { "heading" } else { "paragraph" }.to_owned(),
            words: Words::of(line),
        };
        lines.iter().map(item).collect()
    }

    fn aligned(before: &[&str], after: &[&str]) -> Vec<Step> {
        align(&items(before), &items(after), RULE)
    }

    #[test]
    fn a_block_that_was_put_in_between_leaves_the_others_as_they_are() {
        let steps = aligned(&["ett", "två"], &["ett", "nytt", "två"]);
        assert_eq!(steps, [Kept(0, 0), Added(1), Kept(1, 2)]);
    }

    #[test]
    fn a_reworded_block_is_found_among_new_ones() {
        let before = ["Parterna möts tidigt, innan beslut bereds."];
        let after = ["Något helt annat står här.", "Parterna möts ofta, innan beslut bereds.", "Och sist."];
        assert_eq!(aligned(&before, &after), [Added(0), Changed(0, 1), Added(2)]);
    }

    #[test]
    fn blocks_without_words_in_common_are_not_each_other() {
        assert_eq!(aligned(&["ja tack"], &["nej då"]), [Removed(0), Added(0)]);
    }

    #[test]
    fn an_empty_block_was_filled_where_nothing_is_more_alike() {
        assert_eq!(aligned(&[""], &["nytt"]), [Changed(0, 0)]);
        let before = ["", "Vi möts tidigt om allt."];
        assert_eq!(aligned(&before, &["Vi möts sent om allt."]), [Removed(0), Changed(1, 0)]);
    }

    #[test]
    fn a_paragraph_becomes_a_heading_only_with_all_its_words() {
        assert_eq!(aligned(&["Syfte"], &["# Syfte"]), [Changed(0, 0)]);
        assert_eq!(aligned(&["Vårt syfte är"], &["# Vårt syfte var"]), [Removed(0), Added(0)]);
    }

    proptest! {
        #[test]
        fn every_block_stands_once_and_in_order(
            before in prop::collection::vec("[ab]{1,2} [ab]{1,2}", 0..12),
            after in prop::collection::vec("[ab]{1,2} [ab]{1,2}", 0..12),
        ) {
            let lines = |texts: &[String]| items(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let (mut old, mut new) = (0, 0);
            for step in align(&lines(&before), &lines(&after), RULE) {
                let (is_old, is_new) = match step {
                    Kept(one, other) => {
                        prop_assert_eq!(&before[one], &after[other]);
                        (one == old, other == new)
                    }
                    Changed(one, other) => (one == old, other == new),
                    Removed(one) => (one == old, false),
                    Added(other) => (false, other == new),
                };
                prop_assert!(is_old || is_new, "{:?}", step);
                old += usize::from(is_old);
                new += usize::from(is_new);
            }
            prop_assert_eq!((old, new), (before.len(), after.len()));
        }
    }
}
