//! What stayed of one text in another: sentences first, then words inside those that are alike.

use super::passage::Passage;
use crate::text::matching::{matches, numbers};
use crate::text::words::{Stretch, Words};
use std::collections::HashMap;
use std::ops::Range;

/// Of a hundred so many must have stayed, or a sentence is shown as replaced: the more, the more pieces it is in.
/// Letters and words of the longer sentence count the same, for a compound is one word of many letters.
const LEAST_STAYED: [(usize, usize); 2] = [(2, 33), (4, 45)];

/// The same, for more pieces than that.
const LEAST_STAYED_OF_MANY: usize = 60;

/// Or so many letters of the shorter, if they stayed in few pieces: something was put in, or taken out.
const LEAST_STAYED_OF_SHORTER: usize = 80;

/// Few.
const FEW: usize = 3;

/// A word or two for a word or two.
const SMALL: usize = 2;

/// Sentences that may have become each other, of a thousand.
const LEAST_LIKENESS: u32 = 300;

/// Sentences between two that stayed are tried with each other in groups of this many at most.
const MOST_TRIED: usize = 32;

/// One sentence becomes two, or two one, only if they share so many letters more than the best single one does.
const LETTERS_FOR_A_CUT: u64 = 6;

/// Cells of a table of sentences or words.
const MOST_CELLS: usize = 1 << 16;

/// Letters of a word that may stand between two exchanged ones without being one that stayed.
const SHORT: u32 = 3;

/// Tokens that stayed, by their place in each text.
type Pairs = Vec<(usize, usize)>;

/// Cuts two texts into stretches that are the same, or one in place of the other. They cover both.
pub(super) fn stretches(before: &Passage, after: &Passage) -> Vec<Stretch> {
    let mut pairs = Pairs::new();
    let mut known = HashMap::new();
    let old = numbers(before.sentences.iter().map(|one| &before.text[one.range.clone()]), &mut known);
    let new = numbers(after.sentences.iter().map(|one| &after.text[one.range.clone()]), &mut known);
    let mut lengths = vec![0; known.len()];
    for (text, number) in known {
        lengths[number as usize] = text.len() as u32;
    }
    let kept = matches(&old, &new, &|number| lengths[number as usize], MOST_CELLS);
    let (mut from, mut to) = (0, 0);
    for (one, other) in kept.into_iter().chain([(old.len(), new.len())]) {
        for (olds, news) in beads(before, from..one, after, to..other) {
            let tokens = |passage: &Passage, sentences: Range<usize>| {
                passage.sentences[sentences.start].tokens.start
                    ..passage.sentences[sentences.end - 1].tokens.end
            };
            pairs.extend(words(before, tokens(before, olds), after, tokens(after, news)));
        }
        if one < old.len() {
            let (olds, news) = (before.sentences[one].tokens.clone(), after.sentences[other].tokens.clone());
            pairs.extend(olds.zip(news));
        }
        (from, to) = (one + 1, other + 1);
    }
    with_space(before, after, &pairs)
}

/// Which sentences became which: one another, or two in place of it, or it in place of two.
fn beads(
    before: &Passage,
    olds: Range<usize>,
    after: &Passage,
    news: Range<usize>,
) -> Vec<(Range<usize>, Range<usize>)> {
    let groups = olds.len().max(news.len()).div_ceil(MOST_TRIED);
    let part = |range: &Range<usize>, group: usize| {
        let at = |group: usize| range.start + range.len() * group / groups;
        at(group)..at(group + 1)
    };
    (0..groups).flat_map(|group| bead_group(before, part(&olds, group), after, part(&news, group))).collect()
}

fn bead_group(
    before: &Passage,
    olds: Range<usize>,
    after: &Passage,
    news: Range<usize>,
) -> Vec<(Range<usize>, Range<usize>)> {
    let words = |passage: &Passage, sentences: &Range<usize>, many: usize| -> Vec<Words> {
        let starts = sentences.start..(sentences.end + 1).saturating_sub(many).max(sentences.start);
        let span = |first: usize| {
            passage.sentences[first].range.start..passage.sentences[first + many - 1].range.end
        };
        starts.map(|first| Words::of(&passage.text[span(first)])).collect()
    };
    let (one_old, two_old) = (words(before, &olds, 1), words(before, &olds, 2));
    let (one_new, two_new) = (words(after, &news, 1), words(after, &news, 2));
    let score = |one: &Words, other: &Words| {
        if one.likeness(other) >= LEAST_LIKENESS || one.contained(other) >= 700 {
            one.shared(other) + 1
        } else {
            0
        }
    };
    let (rows, columns) = (olds.len(), news.len());
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    // The most from here on, and how many sentences of each come next together.
    let mut most = vec![(0_u64, (0_usize, 0_usize)); (rows + 1) * (columns + 1)];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let after_these = |old: usize, new: usize| most[at(row + old, column + new)].0;
            let mut best = (after_these(1, 0), (1, 0));
            let mut offer = |offered: u64, step: (usize, usize)| {
                if offered > best.0 {
                    best = (offered, step);
                }
            };
            offer(after_these(0, 1), (0, 1));
            let single = score(&one_old[row], &one_new[column]);
            if single > 0 {
                offer(after_these(1, 1) + single, (1, 1));
            }
            if let Some(two) = two_new.get(column) {
                let alone = single.max(score(&one_old[row], &one_new[column + 1]));
                let both = score(&one_old[row], two);
                if both > alone + 2 * LETTERS_FOR_A_CUT {
                    offer(after_these(1, 2) + both - LETTERS_FOR_A_CUT, (1, 2));
                }
            }
            if let Some(two) = two_old.get(row) {
                let alone = single.max(score(&one_old[row + 1], &one_new[column]));
                let both = score(two, &one_new[column]);
                if both > alone + 2 * LETTERS_FOR_A_CUT {
                    offer(after_these(2, 1) + both - LETTERS_FOR_A_CUT, (2, 1));
                }
            }
            most[at(row, column)] = best;
        }
    }
    let (mut row, mut column, mut found) = (0, 0, Vec::new());
    while row < rows && column < columns {
        let (old, new) = most[at(row, column)].1;
        if old > 0 && new > 0 {
            let (from, to) = (olds.start + row, news.start + column);
            found.push((from..from + old, to..to + new));
        }
        (row, column) = (row + old, column + new);
    }
    found
}

/// The words that stayed in a sentence that became another; none if it is to be read as replaced.
fn words(before: &Passage, olds: Range<usize>, after: &Passage, news: Range<usize>) -> Pairs {
    let mut known = HashMap::new();
    let text = |passage: &Passage, at: usize| passage.text[passage.tokens[at].range.clone()].to_owned();
    let old = numbers(olds.clone().map(|at| text(before, at)), &mut known);
    let new = numbers(news.clone().map(|at| text(after, at)), &mut known);
    let mut weights = vec![1; known.len()];
    for (number, at) in old.iter().zip(olds.clone()) {
        let letters = before.tokens[at].letters;
        weights[*number as usize] = if letters > SHORT { letters + 2 } else { letters.max(1) };
    }
    let found = matches(&old, &new, &|number| weights[number as usize], MOST_CELLS);
    let found = found.into_iter().map(|(old, new)| (olds.start + old, news.start + new)).collect();
    let runs = tidied(runs(found), before, &olds, after, &news);
    let (one, other) = (Size::of(before, olds), Size::of(after, news));
    let stayed = runs.iter().map(|run| Size::of(before, run.old..run.old + run.length));
    let stayed = stayed.fold(Size::default(), |sum, run| Size {
        letters: sum.letters + run.letters,
        words: sum.words + run.words,
    });
    let least = LEAST_STAYED.iter().find(|(pieces, _)| runs.len() <= *pieces);
    let least = least.map_or(LEAST_STAYED_OF_MANY, |(_, least)| *least);
    let share = |part: usize, whole: usize| part * 100 / whole.max(1);
    let much = share(stayed.letters, one.letters.max(other.letters))
        + share(stayed.words, one.words.max(other.words));
    let nearly_all = stayed.letters * 100 >= one.letters.min(other.letters) * LEAST_STAYED_OF_SHORTER;
    let is_blank = one.letters == 0 && other.letters == 0;
    if is_blank || (stayed.letters > 0 && (much >= 2 * least || (nearly_all && runs.len() <= FEW))) {
        runs.iter().flat_map(|run| (run.old..run.old + run.length).zip(run.new..)).collect()
    } else {
        Pairs::new()
    }
}

/// How much some tokens are.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    letters: usize,
    words: usize,
}

impl Size {
    fn of(passage: &Passage, tokens: Range<usize>) -> Self {
        let words = passage.tokens[tokens].iter().filter(|token| token.letters > 0);
        words.fold(Self::default(), |sum, token| Self {
            letters: sum.letters + token.letters as usize,
            words: sum.words + 1,
        })
    }
}

/// Tokens that stayed beside each other.
#[derive(Clone, Copy, Debug)]
struct Run {
    old: usize,
    new: usize,
    length: usize,
}

fn runs(pairs: Pairs) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (old, new) in pairs {
        match runs.last_mut() {
            Some(last) if (last.old + last.length, last.new + last.length) == (old, new) => last.length += 1,
            _ => runs.push(Run { old, new, length: 1 }),
        }
    }
    runs
}

/// What stands between two runs.
struct Change {
    /// How long the longer side is, in characters.
    size: usize,
    is_insertion: bool,
    is_deletion: bool,
    is_small: bool,
    /// Whether all of it is numbers.
    is_figures: bool,
}

impl Change {
    fn of(before: &Passage, olds: Range<usize>, after: &Passage, news: Range<usize>) -> Self {
        let size = |passage: &Passage, tokens: &Range<usize>| match passage.tokens.get(tokens.clone()) {
            Some([first, .., last]) => passage.text[first.range.start..last.range.end].chars().count(),
            Some([only]) => passage.text[only.range.clone()].chars().count(),
            _ => 0,
        };
        let is_figure = |passage: &Passage, at: usize| {
            passage.text[passage.tokens[at].range.clone()].chars().any(char::is_numeric)
        };
        Self {
            size: size(before, &olds).max(size(after, &news)),
            is_insertion: olds.is_empty(),
            is_deletion: news.is_empty(),
            is_small: olds.len().max(news.len()) <= SMALL,
            is_figures: olds.clone().all(|at| is_figure(before, at))
                && news.clone().all(|at| is_figure(after, at)),
        }
    }

    fn is_none(&self) -> bool {
        self.is_insertion && self.is_deletion
    }
}

/// Leaves out what stayed between two changes where it helps nobody to read what was exchanged for what.
fn tidied(
    mut runs: Vec<Run>,
    before: &Passage,
    olds: &Range<usize>,
    after: &Passage,
    news: &Range<usize>,
) -> Vec<Run> {
    loop {
        let many = runs.len();
        let mut kept: Vec<Run> = Vec::with_capacity(many);
        for (index, run) in runs.iter().enumerate() {
            let (from, to) = kept
                .last()
                .map_or((olds.start, news.start), |last| (last.old + last.length, last.new + last.length));
            let (end, new_end) =
                runs.get(index + 1).map_or((olds.end, news.end), |next| (next.old, next.new));
            let left = Change::of(before, from..run.old, after, to..run.new);
            let right = Change::of(before, run.old + run.length..end, after, run.new + run.length..new_end);
            if !is_lost(&before.text, &before.tokens[run.old..run.old + run.length], &left, &right) {
                kept.push(*run);
            }
        }
        runs = kept;
        if runs.len() == many {
            return runs;
        }
    }
}

/// Whether what stayed between two changes is too little to be read for itself.
fn is_lost(text: &str, stayed: &[super::sentences::Token], left: &Change, right: &Change) -> bool {
    let ([first, .., last] | [first @ last]) = stayed else { return true };
    if left.is_none() || right.is_none() {
        return false;
    }
    let only_in = left.is_insertion && right.is_insertion;
    let only_out = left.is_deletion && right.is_deletion;
    // One word for another, and another for one: each is read for itself.
    let are_small = left.is_small && right.is_small;
    if only_in || only_out || are_small || (left.is_figures && right.is_figures) {
        return false;
    }
    let length = text[first.range.start..last.range.end].chars().count();
    let is_small = |token: &super::sentences::Token| {
        token.letters <= SHORT && !text[token.range.clone()].chars().any(char::is_numeric)
    };
    length <= left.size.min(right.size)
        || (stayed.iter().all(is_small) && length <= left.size.max(right.size))
}

/// The tokens that stayed, with the white space between them, as stretches of the texts.
fn with_space(before: &Passage, after: &Passage, pairs: &[(usize, usize)]) -> Vec<Stretch> {
    let mut stretches = Stretches { before: &before.text, after: &after.text, found: Vec::new(), at: (0, 0) };
    for (old, new) in pairs {
        let (one, other) = (&before.tokens[*old].range, &after.tokens[*new].range);
        stretches.change_until(one.start, other.start);
        stretches.same_until(one.end, other.end);
    }
    stretches.change_until(before.text.len(), after.text.len());
    stretches.found
}

struct Stretches<'a> {
    before: &'a str,
    after: &'a str,
    found: Vec<Stretch>,
    at: (usize, usize),
}

impl Stretches<'_> {
    fn push(&mut self, is_same: bool, old: usize, new: usize) {
        let (before, after) = (self.at.0..old, self.at.1..new);
        self.at = (old, new);
        if before.is_empty() && after.is_empty() {
            return;
        }
        match self.found.last_mut() {
            Some(last) if last.is_same == is_same => (last.before.end, last.after.end) = (old, new),
            _ => self.found.push(Stretch { is_same, before, after }),
        }
    }

    fn same_until(&mut self, old: usize, new: usize) {
        self.push(true, old, new);
    }

    /// What stands before the next token that stayed; white space that is at either end of both is the same.
    fn change_until(&mut self, old: usize, new: usize) {
        let (one, other) = (&self.before[self.at.0..old], &self.after[self.at.1..new]);
        let blank = |(one, other): &(char, char)| one == other && one.is_whitespace();
        let same = |pair: (char, char)| pair.0.len_utf8();
        let lead: usize = one.chars().zip(other.chars()).take_while(blank).map(same).sum();
        let (one, other) = (&one[lead..], &other[lead..]);
        let trail: usize = one.chars().rev().zip(other.chars().rev()).take_while(blank).map(same).sum();
        self.push(true, self.at.0 + lead, self.at.1 + lead);
        self.push(false, old - trail, new - trail);
        self.push(true, old, new);
    }
}
