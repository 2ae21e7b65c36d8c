//! Blocks that were moved: gone in one place, and there in another.

use super::Item;
use crate::text::words::ALIKE;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Letters of a block whose words all stayed. Shorter ones are alike by chance: `Ja`, `2027`, an empty paragraph.
const LEAST_LETTERS: u64 = 8;

/// Letters of a block that was changed as well.
const LEAST_LETTERS_CHANGED: u64 = 40;

/// How much of such a block's words, by length, must have stayed; of [`ALIKE`].
const LEAST_LIKENESS: u32 = 600;

/// A word that more blocks have than this says nothing about where one of them came from.
const MOST_HOLDERS: usize = 8;

/// The blocks to which a moved one is held, those first that share most words with it.
const MOST_HELD: usize = 8;

/// Blocks that say the same in another place; those that are there more than once, in order.
pub(super) fn exact(before: &[Item], old: &[usize], after: &[Item], new: &[usize]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in old.iter().rev().filter(|at| before[**at].words.letters() >= LEAST_LETTERS) {
        places.entry(before[*at].identity.as_str()).or_default().push(*at);
    }
    let from = |at: &usize| Some((places.get_mut(after[*at].identity.as_str())?.pop()?, *at));
    new.iter().filter_map(from).collect()
}

/// Blocks that are much alike in another place.
pub(super) fn alike(before: &[Item], old: &[usize], after: &[Item], new: &[usize]) -> Vec<(usize, usize)> {
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for at in old.iter().filter(|at| before[**at].words.letters() >= LEAST_LETTERS) {
        for word in before[*at].words.hashes() {
            holders.entry(word).or_default().push(*at);
        }
    }
    holders.retain(|_, holders| holders.len() <= MOST_HOLDERS);
    let mut candidates = Vec::new();
    for at in new.iter().filter(|at| after[**at].words.letters() >= LEAST_LETTERS) {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for word in after[*at].words.hashes() {
            for holder in holders.get(&word).into_iter().flatten() {
                *shared.entry(*holder).or_default() += 1;
            }
        }
        let mut held: Vec<_> = shared.into_iter().map(|(holder, words)| (Reverse(words), holder)).collect();
        held.sort_unstable();
        for (_, holder) in held.into_iter().take(MOST_HELD) {
            if let Some(likeness) = moved(&before[holder], &after[*at]) {
                candidates.push((Reverse(likeness), holder, *at));
            }
        }
    }
    candidates.sort_unstable();
    let (mut left, mut arrived) = (HashSet::new(), HashSet::new());
    let is_first = |(_, one, other): &(Reverse<u32>, usize, usize)| {
        !left.contains(one) && arrived.insert(*other) && left.insert(*one)
    };
    candidates.into_iter().filter(is_first).map(|(_, one, other)| (one, other)).collect()
}

/// How alike two blocks are, if one may be the other in another place.
fn moved(before: &Item, after: &Item) -> Option<u32> {
    let likeness = before.words.likeness(&after.words);
    let letters = before.words.letters().min(after.words.letters());
    let is_moved = before.kind == after.kind
        && (likeness == ALIKE || (likeness >= LEAST_LIKENESS && letters >= LEAST_LETTERS_CHANGED));
    is_moved.then_some(likeness)
}
