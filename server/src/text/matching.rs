//! Which elements of one sequence are still there in another, in order: those that weigh the most together.
//!
//! Short sequences are looked at wholly, in a table. Longer ones are cut at elements that both have once, and a
//! piece that cannot be cut any more is matched occurrence by occurrence. So the work grows with the length, whatever
//! the sequences hold.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Two neighbours that stay neighbours weigh so much more.
const TOGETHER: u32 = 2;

/// Sequences are cut so many times within each other at most.
const MOST_CUTS: usize = 24;

/// Two sequences of numbered elements.
struct Matching<'a> {
    before: &'a [u32],
    after: &'a [u32],
    /// What an element weighs.
    weight: &'a dyn Fn(u32) -> u32,
    /// Cells of a table.
    most_cells: usize,
    pairs: Vec<(usize, usize)>,
}

/// Pairs of equal elements; both indexes only grow.
pub(super) fn matches(
    before: &[u32],
    after: &[u32],
    weight: &dyn Fn(u32) -> u32,
    most_cells: usize,
) -> Vec<(usize, usize)> {
    let mut matching = Matching { before, after, weight, most_cells, pairs: Vec::new() };
    matching.between(0..before.len(), 0..after.len(), MOST_CUTS);
    matching.pairs.sort_unstable();
    matching.pairs
}

/// Gives the same number to equal elements, from 0 on.
pub(super) fn numbers<T: Eq + Hash>(
    elements: impl Iterator<Item = T>,
    known: &mut HashMap<T, u32>,
) -> Vec<u32> {
    let number = |element: T| {
        let next = known.len() as u32;
        *known.entry(element).or_insert(next)
    };
    elements.map(number).collect()
}

impl Matching<'_> {
    fn between(&mut self, mut old: Range<usize>, mut new: Range<usize>, cuts: usize) {
        while !old.is_empty() && !new.is_empty() && self.before[old.start] == self.after[new.start] {
            self.pairs.push((old.start, new.start));
            (old.start, new.start) = (old.start + 1, new.start + 1);
        }
        while !old.is_empty() && !new.is_empty() && self.before[old.end - 1] == self.after[new.end - 1] {
            (old.end, new.end) = (old.end - 1, new.end - 1);
            self.pairs.push((old.end, new.end));
        }
        // What the other does not have at all cannot be matched.
        let (ours, theirs) = (count(&self.before[old.clone()]), count(&self.after[new.clone()]));
        let olds: Vec<usize> = old.clone().filter(|at| theirs.contains_key(&self.before[*at])).collect();
        let news: Vec<usize> = new.clone().filter(|at| ours.contains_key(&self.after[*at])).collect();
        if olds.is_empty() || news.is_empty() {
            return;
        }
        if olds.len().saturating_mul(news.len()) <= self.most_cells {
            self.table(&olds, &news);
            return;
        }
        let is_single = |element: &u32| ours.get(element) == Some(&1) && theirs.get(element) == Some(&1);
        let singles = self.in_order(&olds, &news, |element, _| is_single(element).then_some((*element, 0)));
        if singles.is_empty() || cuts == 0 {
            let each = self.in_order(&olds, &news, |element, occurrence| Some((*element, occurrence)));
            self.pairs.extend(each);
            return;
        }
        let (mut from, mut to) = (old.start, new.start);
        for (one, other) in singles {
            self.between(from..one, to..other, cuts - 1);
            self.pairs.push((one, other));
            (from, to) = (one + 1, other + 1);
        }
        self.between(from..old.end, to..new.end, cuts - 1);
    }

    /// The most pairs of elements with equal keys that do not cross. A key is made of an element and of how many
    /// like it came before.
    fn in_order(
        &self,
        olds: &[usize],
        news: &[usize],
        key: impl Fn(&u32, usize) -> Option<(u32, usize)>,
    ) -> Vec<(usize, usize)> {
        let keys = |places: &[usize], elements: &[u32]| {
            let mut seen: HashMap<u32, usize> = HashMap::new();
            let place = |at: &usize| {
                let occurrence = seen.entry(elements[*at]).or_default();
                *occurrence += 1;
                key(&elements[*at], *occurrence).map(|key| (key, *at))
            };
            places.iter().filter_map(place).collect::<Vec<_>>()
        };
        let theirs: HashMap<_, _> = keys(news, self.after).into_iter().collect();
        let found = keys(olds, self.before).into_iter();
        let pairs: Vec<_> = found.filter_map(|(key, at)| Some((at, *theirs.get(&key)?))).collect();
        longest_rise(&pairs)
    }

    /// Of all ways to match in order, the one that weighs the most.
    fn table(&mut self, olds: &[usize], news: &[usize]) {
        let (rows, columns) = (olds.len(), news.len());
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        // From a row and a column on: the most in all, and the most if these two are matched (0 if they cannot be).
        let mut most = vec![0_u32; (rows + 1) * (columns + 1)];
        let mut matched = vec![0_u32; (rows + 1) * (columns + 1)];
        let is_together = |row: usize, column: usize| {
            row + 1 < rows
                && column + 1 < columns
                && olds[row] + 1 == olds[row + 1]
                && news[column] + 1 == news[column + 1]
        };
        for row in (0..rows).rev() {
            let element = self.before[olds[row]];
            let weight = (self.weight)(element).max(1);
            for column in (0..columns).rev() {
                let next = at(row + 1, column + 1);
                if element == self.after[news[column]] {
                    let rest = match matched[next] {
                        together if together > 0 && is_together(row, column) => {
                            most[next].max(together.saturating_add(TOGETHER))
                        }
                        _ => most[next],
                    };
                    matched[at(row, column)] = rest.saturating_add(weight);
                }
                most[at(row, column)] =
                    matched[at(row, column)].max(most[at(row + 1, column)]).max(most[at(row, column + 1)]);
            }
        }
        let (mut row, mut column, mut must) = (0, 0, false);
        while row < rows && column < columns {
            let here = at(row, column);
            if matched[here] > 0 && (must || matched[here] == most[here]) {
                self.pairs.push((olds[row], news[column]));
                let next = at(row + 1, column + 1);
                must = matched[next] > 0
                    && is_together(row, column)
                    && matched[next].saturating_add(TOGETHER) >= most[next];
                (row, column) = (row + 1, column + 1);
            } else if most[here] == most[at(row + 1, column)] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
}

fn count(elements: &[u32]) -> HashMap<u32, usize> {
    let mut count = HashMap::new();
    for element in elements {
        *count.entry(*element).or_default() += 1;
    }
    count
}

/// The longest part of pairs in order of their first in which the second rises, too.
fn longest_rise(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that a rise of it ends with, lowest first; and what came before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, second)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *second);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        rise.push(pairs[index]);
        at = before[index];
    }
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matched(before: &[u32], after: &[u32], most_cells: usize) -> Vec<(usize, usize)> {
        matches(before, after, &|_| 1, most_cells)
    }

    #[test]
    fn what_stayed_in_order_is_found_with_and_without_a_table() {
        for most_cells in [1_000, 0] {
            assert_eq!(matched(&[1, 2, 3, 4], &[1, 9, 3, 4, 5], most_cells), [(0, 0), (2, 2), (3, 3)]);
            assert_eq!(matched(&[1, 2, 3], &[3, 1, 2], most_cells), [(0, 1), (1, 2)]);
            assert_eq!(matched(&[1, 2], &[3, 4], most_cells), []);
        }
    }

    #[test]
    fn the_heavier_stays_where_only_one_of_two_can() {
        assert_eq!(matches(&[1, 2], &[2, 1], &|element| element, 100), [(1, 0)]);
        assert_eq!(matches(&[2, 1], &[1, 2], &|element| element, 100), [(0, 1)]);
    }

    #[test]
    fn neighbours_stay_together() {
        // The second 1 could be any; the one beside 2 is meant.
        assert_eq!(matched(&[5, 1, 2], &[1, 9, 1, 2], 100), [(1, 2), (2, 3)]);
    }

    #[test]
    fn equal_and_random_elements_without_end_are_matched_in_no_time() {
        let many = vec![7; 200_000];
        assert_eq!(matched(&many, &many[1..], 1 << 16).len(), 199_999);
        let random = |seed: u64| -> Vec<u32> {
            (0..100_000_u64).map(|n| ((n * 2_654_435_761 + seed) >> 7) as u32 % 3).collect()
        };
        let started = std::time::Instant::now();
        assert!(matched(&random(1), &random(99), 1 << 16).len() > 1_000);
        assert!(started.elapsed() < std::time::Duration::from_secs(10), "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn pairs_are_of_equals_and_rise(
            before in prop::collection::vec(0_u32..6, 0..20),
            after in prop::collection::vec(0_u32..6, 0..20),
            most_cells in prop::sample::select(vec![0_usize, 9, 1_000]),
        ) {
            let pairs = matched(&before, &after, most_cells);
            for pair in pairs.windows(2) {
                prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
            }
            for (one, other) in pairs {
                prop_assert_eq!(before[one], after[other]);
            }
        }
    }
}
