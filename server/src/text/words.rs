//! Words: how alike two texts are in them, and which of them two texts share.
//!
//! No clock decides how far anything is looked into, or two readers could be shown two differences; work is
//! bounded by what `similar` and the constants here bound.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Words of one text that count in telling how alike it is to another.
const MOST_WORDS: usize = 2_000;

/// Two texts that are alike in every word.
pub(super) const ALIKE: u32 = 1_000;

/// Characters that a word and its inflections begin with.
const STEM: usize = 5;

/// The words of a text, whatever their order and their capital letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Each word's hash and its length in characters, sorted.
    words: Vec<(u64, u32)>,
    /// The same of what each begins with, with the whole word's length.
    stems: Vec<(u64, u32)>,
    weight: u64,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let hash = |word: &str| {
            let mut hasher = DefaultHasher::new();
            word.hash(&mut hasher);
            hasher.finish()
        };
        let word = |word: &str| {
            let word = word.to_lowercase();
            let length = word.chars().count() as u32;
            let stem = word.char_indices().nth(STEM).map_or(word.as_str(), |(end, _)| &word[..end]);
            ((hash(&word), length), (hash(stem), length))
        };
        let (mut words, mut stems): (Vec<_>, Vec<_>) =
            text.unicode_words().take(MOST_WORDS).map(word).unzip();
        words.sort_unstable();
        stems.sort_unstable();
        let weight = words.iter().map(|(_, length)| u64::from(*length)).sum();
        Self { words, stems, weight }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many letters the words have that count.
    pub(super) fn letters(&self) -> u64 {
        self.weight
    }

    /// Each word's hash, once.
    pub(super) fn hashes(&self) -> impl Iterator<Item = u64> {
        let all = self.words.iter().map(|(hash, _)| *hash);
        let mut last = None;
        all.filter(move |hash| last.replace(*hash) != Some(*hash))
    }

    /// How much of two texts is words of both, by the words' lengths: 0 for nothing, [`ALIKE`] for all. Words that
    /// only begin alike, as inflections do, count half.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let all = self.weight + other.weight;
        if all == 0 {
            return ALIKE;
        }
        (self.shared(other) * u64::from(ALIKE) / all) as u32
    }

    /// How much of the shorter one's words the other has, too; measured as likeness is.
    pub(super) fn contained(&self, other: &Self) -> u32 {
        match self.weight.min(other.weight) {
            0 => 0,
            shorter => (self.shared(other) * u64::from(ALIKE) / (2 * shorter)) as u32,
        }
    }

    /// Twice the letters of the words of both.
    pub(super) fn shared(&self, other: &Self) -> u64 {
        common(&self.words, &other.words) + common(&self.stems, &other.stems)
    }
}

/// The lengths of what two sorted lists share; where these differ, the shorter.
fn common(one: &[(u64, u32)], other: &[(u64, u32)]) -> u64 {
    let mut shared = 0;
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    while let (Some(one), Some(two)) = (left.peek(), right.peek()) {
        match one.0.cmp(&two.0) {
            Ordering::Less => drop(left.next()),
            Ordering::Greater => drop(right.next()),
            Ordering::Equal => {
                shared += u64::from(one.1.min(two.1));
                left.next();
                right.next();
            }
        }
    }
    shared
}

/// A stretch of two texts, in bytes: the same in both, or one in place of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) is_same: bool,
    pub(crate) before: Range<usize>,
    pub(crate) after: Range<usize>,
}

/// Cuts two texts into stretches, in order, that are the same or not; words, and what stands between them, are
/// the same as wholes only. No two neighbours are of one kind.
pub(crate) fn stretches(before: &str, after: &str) -> Vec<Stretch> {
    let mut known = HashMap::new();
    let (before, before_ends) = tokens(before, &mut known);
    let (after, after_ends) = tokens(after, &mut known);
    let mut stretches: Vec<Stretch> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let is_same = matches!(operation, DiffOp::Equal { .. });
        let stretch = Stretch {
            is_same,
            before: bytes(&before_ends, operation.old_range()),
            after: bytes(&after_ends, operation.new_range()),
        };
        match stretches.last_mut() {
            Some(last) if last.is_same == is_same => {
                last.before.end = stretch.before.end;
                last.after.end = stretch.after.end;
            }
            _ => stretches.push(stretch),
        }
    }
    stretches
}

/// Words and what stands between them, by number, and where in the text each ends.
fn tokens<'a>(text: &'a str, known: &mut HashMap<&'a str, u32>) -> (Vec<u32>, Vec<usize>) {
    let mut end = 0;
    text.split_word_bounds()
        .map(|token| {
            let next = known.len() as u32;
            end += token.len();
            (*known.entry(token).or_insert(next), end)
        })
        .unzip()
}

fn bytes(ends: &[usize], tokens: Range<usize>) -> Range<usize> {
    let end_of = |token: usize| token.checked_sub(1).map_or(0, |before| ends[before]);
    end_of(tokens.start)..end_of(tokens.end)
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    text.unicode_words().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_goes_by_the_lengths_of_shared_words() {
        let likeness = |one: &str, other: &str| Words::of(one).likeness(&Words::of(other));
        assert_eq!(likeness("", ""), ALIKE);
        assert_eq!(likeness("Vi möts.", "möts Vi"), ALIKE);
        assert_eq!(likeness("ja", "nej"), 0);
        assert!(likeness("föreningarna och vi", "föreningarna eller de") > 600);
        assert!(likeness("ansökan och vi", "beslutet och de") < 300);
    }

    proptest::proptest! {
        #[test]
        fn stretches_cover_both_texts_and_the_same_is_the_same(before in "[ab ,🙂å]{0,40}", after in "[ab ,🙂å]{0,40}") {
            let stretches = stretches(&before, &after);
            let (mut one, mut other) = (0, 0);
            for pair in stretches.windows(2) {
                proptest::prop_assert_ne!(pair[0].is_same, pair[1].is_same);
            }
            for Stretch { is_same, before: left, after: right } in stretches {
                proptest::prop_assert_eq!((left.start, right.start), (one, other));
                proptest::prop_assert!(!is_same || before[left.clone()] == after[right.clone()]);
                (one, other) = (left.end, right.end);
            }
            proptest::prop_assert_eq!((one, other), (before.len(), after.len()));
        }
    }
}
