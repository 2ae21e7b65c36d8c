//! Which blocks of one text became which of another.
//!
//! Equal ones first, and if moves are asked for those that are much alike; then those that stand elsewhere now; and
//! among what is left in between, those that are alike in kind and words.

mod moves;

use super::matching::{matches, numbers};
use super::words::{ALIKE, Words};
use std::collections::{HashMap, HashSet};

/// Blocks between two equal ones are tried with each other in groups of this many at most.
const MOST_TRIED: usize = 128;

/// Cells of the table in which equal blocks are sought: a thousand blocks with a thousand.
const MOST_CELLS: usize = 1 << 20;

/// From so many letters on a block counts as one, when it is decided which of them moved.
const LINE_LETTERS: u64 = 12;

/// Up to so many letters the longer one of two counts more; as much as one of the letters above.
const FULL_LETTERS: u32 = 64;

/// Letters of a shorter block that may be the beginning, or what is left, of one that is much longer.
const LEAST_CONTAINED: u64 = 15;

/// How much of its words the longer one must have; of [`ALIKE`].
const LEAST_OF_CONTAINED: u32 = 850;

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
    /// It stood here before, and stands elsewhere after.
    Left(usize, usize),
    /// It stands here after, and stood elsewhere before.
    Arrived(usize, usize),
}

/// What may become what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// The least likeness of a block of a kind with what it became.
    pub(super) least: fn(&str) -> u32,
    /// Whether a block that keeps all its words may become one of another kind.
    pub(super) across_kinds: bool,
    /// Whether a block may become one that holds most of its words and much else, or the other way round.
    pub(super) contained: bool,
    /// Whether blocks that stand elsewhere are recognised.
    pub(super) moves: bool,
}

/// Aligns two lists. Every index of either stands in one step; indexes only grow, but for where a moved block is now.
pub(super) fn align(before: &[Item], after: &[Item], rule: Rule) -> Vec<Step> {
    let mut known = HashMap::new();
    let old = numbers(before.iter().map(|item| item.identity.as_str()), &mut known);
    let mut new = numbers(after.iter().map(|item| item.identity.as_str()), &mut known);
    let linked = if rule.moves { link(before, &old, after, &mut new) } else { Vec::new() };
    let mut weights = vec![1; known.len()];
    for (number, item) in old.iter().zip(before).chain(new.iter().zip(after)) {
        weights[*number as usize] = weight_of(item.words.letters());
    }
    let weight = |number: u32| weights[number as usize];
    let all = matches(&old, &new, &weight, MOST_CELLS);

    let mut gaps = Gaps::between(&all, before.len(), after.len());
    let mut moved = Vec::new();
    if rule.moves {
        moved = moves::exact(before, &gaps.olds(), after, &gaps.news());
        gaps.take(&moved);
        let (left, arrived): (HashSet<usize>, HashSet<usize>) =
            (gaps.olds().into_iter().collect(), gaps.news().into_iter().collect());
        let still = linked.into_iter().filter(|(one, other)| {
            left.contains(one)
                && arrived.contains(other)
                && moves::may_have_moved(&before[*one], &after[*other])
        });
        moved.extend(still);
        gaps.take(&moved);
    }
    let mut changed = Vec::new();
    for (old, new) in &gaps.0 {
        pair(before, old, after, new, rule, &mut changed);
    }
    let kept = |(old, new): (usize, usize)| match before[old].identity == after[new].identity {
        true => Step::Kept(old, new),
        false => Step::Changed(old, new),
    };
    let mut pairs: Vec<Step> = all.into_iter().map(kept).collect();
    pairs.extend(changed.into_iter().map(|(old, new)| Step::Changed(old, new)));
    in_order(pairs, &moved, before.len(), after.len())
}

/// How much it counts that a block stayed in its place. As few as can be are to have moved, and of as many the shorter
/// ones: so a line counts like a page, a word or two less, and a blank line next to nothing.
fn weight_of(letters: u64) -> u32 {
    let bounded = |most: u64| u32::try_from(letters.min(most)).unwrap_or(0);
    1 + FULL_LETTERS * bounded(LINE_LETTERS) + bounded(FULL_LETTERS.into())
}

/// Gives blocks of which the other text has none that is equal the number of one that is much alike, so that they
/// count, too, when it is decided what stayed in its place and what moved past it.
fn link(before: &[Item], old: &[u32], after: &[Item], new: &mut [u32]) -> Vec<(usize, usize)> {
    let (ours, theirs): (HashSet<u32>, HashSet<u32>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let olds: Vec<usize> = (0..old.len()).filter(|at| !theirs.contains(&old[*at])).collect();
    let news: Vec<usize> = (0..new.len()).filter(|at| !ours.contains(&new[*at])).collect();
    let linked = moves::alike(before, &olds, after, &news);
    for (one, other) in &linked {
        new[*other] = old[*one];
    }
    linked
}

/// What stands between pairs: indexes of the one and of the other.
struct Gaps(Vec<(Vec<usize>, Vec<usize>)>);

impl Gaps {
    fn between(pairs: &[(usize, usize)], olds: usize, news: usize) -> Self {
        let mut gaps = Vec::new();
        let (mut from, mut to) = (0, 0);
        for (old, new) in pairs.iter().chain(&[(olds, news)]) {
            if from < *old || to < *new {
                gaps.push(((from..*old).collect(), (to..*new).collect()));
            }
            (from, to) = (old + 1, new + 1);
        }
        Self(gaps)
    }

    fn olds(&self) -> Vec<usize> {
        self.0.iter().flat_map(|(old, _)| old).copied().collect()
    }

    fn news(&self) -> Vec<usize> {
        self.0.iter().flat_map(|(_, new)| new).copied().collect()
    }

    /// Leaves out those that are paired.
    fn take(&mut self, pairs: &[(usize, usize)]) {
        let (left, arrived): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
        for (old, new) in &mut self.0 {
            old.retain(|at| !left.contains(at));
            new.retain(|at| !arrived.contains(at));
        }
    }
}

/// All steps. What was removed or left stands before what was added or arrived in its place.
fn in_order(mut pairs: Vec<Step>, moved: &[(usize, usize)], olds: usize, news: usize) -> Vec<Step> {
    let place = |step: &Step| match *step {
        Step::Kept(old, new) | Step::Changed(old, new) => (old, new),
        Step::Removed(at) | Step::Added(at) | Step::Left(at, _) | Step::Arrived(_, at) => (at, at),
    };
    pairs.sort_unstable_by_key(place);
    let left: HashMap<usize, usize> = moved.iter().copied().collect();
    let arrived: HashMap<usize, usize> = moved.iter().map(|(old, new)| (*new, *old)).collect();
    let mut steps = Vec::with_capacity(olds.max(news));
    let (mut from, mut to) = (0, 0);
    for pair in pairs.into_iter().map(Some).chain([None]) {
        let (old, new) = pair.as_ref().map_or((olds, news), place);
        steps.extend((from..old).map(|old| match left.get(&old) {
            Some(new) => Step::Left(old, *new),
            None => Step::Removed(old),
        }));
        steps.extend((to..new).map(|new| match arrived.get(&new) {
            Some(old) => Step::Arrived(*old, new),
            None => Step::Added(new),
        }));
        steps.extend(pair);
        (from, to) = (old + 1, new + 1);
    }
    steps
}

/// Pairs what stands between equal blocks, group by group.
fn pair(
    before: &[Item],
    old: &[usize],
    after: &[Item],
    new: &[usize],
    rule: Rule,
    pairs: &mut Vec<(usize, usize)>,
) {
    let groups = old.len().max(new.len()).div_ceil(MOST_TRIED);
    for group in 0..groups {
        let part = |length: usize| length * group / groups..length * (group + 1) / groups;
        pair_group(before, &old[part(old.len())], after, &new[part(new.len())], rule, pairs);
    }
}

/// Chooses the pairs, in order, whose likeness comes to the most.
fn pair_group(
    before: &[Item],
    old: &[usize],
    after: &[Item],
    new: &[usize],
    rule: Rule,
    pairs: &mut Vec<(usize, usize)>,
) {
    let (rows, columns) = (old.len(), new.len());
    let mut likeness = vec![0; rows * columns];
    for (row, one) in old.iter().enumerate() {
        for (column, other) in new.iter().enumerate() {
            likeness[row * columns + column] = rule.likeness(&before[*one], &after[*other]);
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
    while row < rows && column < columns {
        let (here, paired) = (most[at(row, column)], likeness[row * columns + column]);
        if paired > 0 && here == most[at(row + 1, column + 1)] + paired {
            pairs.push((old[row], new[column]));
            (row, column) = (row + 1, column + 1);
        } else if here == most[at(row + 1, column)] {
            row += 1;
        } else {
            column += 1;
        }
    }
}

impl Rule {
    /// More than 0 if one may become the other.
    fn likeness(self, before: &Item, after: &Item) -> u32 {
        let likeness = before.words.likeness(&after.words);
        let is_alike = if before.kind == after.kind {
            // An empty block that was filled, or emptied, is still that block.
            likeness >= (self.least)(&before.kind)
                || before.words.is_empty()
                || after.words.is_empty()
                || (self.contained && is_contained(&before.words, &after.words))
        } else {
            self.across_kinds && likeness == ALIKE && !before.words.is_empty()
        };
        // A pair without a word in common is better than none, if the rule allows it.
        if is_alike { likeness + 1 } else { 0 }
    }
}

/// Whether the longer one has nearly all that the shorter one says.
pub(super) fn is_contained(one: &Words, other: &Words) -> bool {
    one.letters().min(other.letters()) >= LEAST_CONTAINED && one.contained(other) >= LEAST_OF_CONTAINED
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::{Added, Arrived, Changed, Kept, Left, Removed};
    use proptest::prelude::*;

    const RULE: Rule = Rule { least: |_| 350, across_kinds: true, contained: true, moves: false };
    const MOVING: Rule = Rule { moves: true, ..RULE };

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

    #[test]
    fn a_line_that_much_was_added_to_is_that_line() {
        let before = ["Parterna möts varje vår i rådet."];
        let long = "Parterna möts varje vår i rådet. Där redovisas vad som gjorts, vad som återstår och vad det kostar, \
            och där utses också de som ska förbereda nästa års arbete tillsammans med styrelserna.";
        assert_eq!(aligned(&before, &[long]), [Changed(0, 0)]);
        assert_eq!(aligned(&[long], &before), [Changed(0, 0)]);
    }

    #[test]
    fn what_was_changed_in_its_place_counts_when_it_is_decided_what_moved() {
        let moved =
            "Var och en bär sina egna kostnader för resor och arbetstid, utom när rådet beslutar annat.";
        let before = [
            moved,
            "Parterna möts varje vår i det stora rådet.",
            "Protokollet från mötet är alltid offentligt.",
        ];
        let after = [
            "Parterna möts varje höst i det stora rådet.",
            "Protokollet från mötena är alltid offentligt.",
            moved,
        ];
        let steps = align(&items(&before), &items(&after), MOVING);
        assert_eq!(steps, [Left(0, 2), Changed(1, 0), Changed(2, 1), Arrived(0, 2)]);
    }

    #[test]
    fn what_stands_elsewhere_has_moved_if_it_is_long_enough() {
        let moved = |before: &[&str], after: &[&str]| align(&items(before), &items(after), MOVING);
        let (long, short) = ("Parterna möts varje vår i rådet.", "En kort rad.");
        assert_eq!(moved(&[long, short], &[short, long]), [Arrived(1, 0), Kept(0, 1), Left(1, 0)]);
        // Too short to be the same.
        assert_eq!(moved(&["Ja", long], &[long, "Ja"]), [Removed(0), Kept(1, 0), Added(1)]);
        // Changed on its way.
        let rows = ["Parterna delar på kostnaden för lokaler och resor.", "Ett.", "Två.", "Tre stycken."];
        let then =
            ["Ett.", "Två.", "Tre stycken.", "Parterna delar på kostnaden för lokaler och alla resor."];
        assert_eq!(moved(&rows, &then), [Left(0, 3), Kept(1, 0), Kept(2, 1), Kept(3, 2), Arrived(0, 3)]);
    }

    proptest! {
        #[test]
        fn every_block_stands_once_and_in_order(
            before in prop::collection::vec("[ab]{1,2} [ab]{1,2}( ccccccccc)?", 0..12),
            after in prop::collection::vec("[ab]{1,2} [ab]{1,2}( ccccccccc)?", 0..12),
        ) {
            let lines = |texts: &[String]| items(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let (mut old, mut new) = (0, 0);
            for step in align(&lines(&before), &lines(&after), MOVING) {
                let (is_old, is_new) = match step {
                    Kept(one, other) => {
                        prop_assert_eq!(&before[one], &after[other]);
                        (one == old, other == new)
                    }
                    Changed(one, other) => (one == old, other == new),
                    Removed(one) | Left(one, _) => (one == old, false),
                    Added(other) | Arrived(_, other) => (false, other == new),
                };
                prop_assert!(is_old || is_new, "{:?}", step);
                old += usize::from(is_old);
                new += usize::from(is_new);
            }
            prop_assert_eq!((old, new), (before.len(), after.len()));
        }
    }
}
