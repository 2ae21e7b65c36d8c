//! The words of one block, and the marks on them.

use crate::text::alignment::is_contained;
use crate::text::block::Text;
use crate::text::canonical::canonical_marks;
use crate::text::read;
use crate::text::words::{Stretch, Words, stretches};
use crate::text::write::{formats, inserted};
use std::collections::VecDeque;
use yrs::types::{Attrs, Delta};
use yrs::{Any, In, Out, ReadTxn, Text as _, TransactionMut, XmlTextRef};

/// Makes texts that stand side by side say what `target` says, in all.
pub(super) fn rewrite(texts: &[XmlTextRef], target: &[&Text], transaction: &mut TransactionMut<'_>) {
    rewrite_words(texts, target, transaction);
    rewrite_marks(texts, target, transaction);
}

fn rewrite_words(texts: &[XmlTextRef], target: &[&Text], transaction: &mut TransactionMut<'_>) {
    let mut all = String::new();
    let mut steps = Steps { left: VecDeque::new(), deltas: vec![Vec::new()] };
    for text in texts {
        let characters: String = formatted(text, transaction).into_iter().map(|(run, _)| run).collect();
        steps.left.push_back(units(&characters));
        all.push_str(&characters);
    }
    let wanted: String = target.iter().map(|run| run.text.as_str()).collect();
    for Stretch { is_same, before, after } in what_stays(&all, &wanted) {
        let length = units(&all[before]);
        if is_same {
            steps.pass(length, |length| Delta::Retain(length, None));
        } else {
            for (text, run) in runs_within(target, after.start, after.end) {
                steps.push(inserted(text, formats(&run.marks)));
            }
            steps.pass(length, Delta::Deleted);
        }
    }
    for (text, delta) in texts.iter().zip(steps.deltas) {
        if delta.iter().any(|step| !matches!(step, Delta::Retain(..))) {
            text.apply_delta(transaction, delta);
        }
    }
}

/// What is the same in two texts, if the one became the other. Otherwise nothing is: the "och" that both have is chance,
/// and not a word that somebody left standing.
fn what_stays(all: &str, wanted: &str) -> Vec<Stretch> {
    let (before, after) = (Words::of(all), Words::of(wanted));
    if before.likeness(&after) >= super::LEAST || is_contained(&before, &after) {
        return stretches(all, wanted);
    }
    vec![Stretch { is_same: false, before: 0..all.len(), after: 0..wanted.len() }]
}

/// What is done to texts side by side, as if they were one.
struct Steps {
    /// Units that are still to be passed, of the text that is being passed and of those after it.
    left: VecDeque<u32>,
    /// For each text so far.
    deltas: Vec<Vec<Delta<In>>>,
}

impl Steps {
    fn push(&mut self, step: Delta<In>) {
        if let Some(delta) = self.deltas.last_mut() {
            delta.push(step);
        }
    }

    /// Passes over so many units, from text to text.
    fn pass(&mut self, mut length: u32, step: fn(u32) -> Delta<In>) {
        while length > 0
            && let Some(left) = self.left.front_mut()
        {
            let part = length.min(*left);
            (length, *left) = (length - part, *left - part);
            let is_over = *left == 0 && length > 0;
            if part > 0 {
                self.push(step(part));
            }
            if is_over {
                self.left.pop_front();
                self.deltas.push(Vec::new());
            }
        }
    }
}

/// Sets and takes away marks where they are not the target's.
fn rewrite_marks(texts: &[XmlTextRef], target: &[&Text], transaction: &mut TransactionMut<'_>) {
    let mut wanted: VecDeque<(u32, &Text)> = target.iter().map(|run| (units(&run.text), *run)).collect();
    for text in texts {
        let mut at = 0;
        for (characters, standing) in formatted(text, transaction) {
            let end = at + units(&characters);
            while at < end {
                let Some((length, run)) = wanted.front_mut() else { return };
                let part = (*length).min(end - at);
                let change = change(&standing, run);
                if !change.is_empty() && part > 0 {
                    text.format(transaction, at, part, change);
                }
                (*length, at) = (*length - part, at + part);
                if *length == 0 {
                    wanted.pop_front();
                }
            }
        }
    }
}

/// What is to be set, and what is to be taken away, so that formats say what a run's marks say.
fn change(standing: &Attrs, run: &Text) -> Attrs {
    if canonical_marks(&read::marks(standing)) == canonical_marks(&run.marks) {
        return Attrs::new();
    }
    let wanted = formats(&run.marks);
    let gone = standing.keys().filter(|name| !wanted.contains_key(*name));
    let mut change: Attrs = gone.map(|name| (name.clone(), Any::Null)).collect();
    change.extend(wanted.into_iter().filter(|(name, value)| standing.get(name) != Some(value)));
    change
}

/// The characters of a text under their formats.
fn formatted(text: &XmlTextRef, transaction: &impl ReadTxn) -> Vec<(String, Attrs)> {
    let parts = text.diff(transaction, |_| ()).into_iter();
    parts
        .filter_map(|part| match part.insert {
            Out::Any(Any::String(text)) => {
                Some((text.to_string(), part.attributes.map(|formats| *formats).unwrap_or_default()))
            }
            _ => None,
        })
        .collect()
}

/// The parts of runs that lie between two bytes of what they say in all.
fn runs_within<'a>(
    runs: &'a [&'a Text],
    from: usize,
    to: usize,
) -> impl Iterator<Item = (&'a str, &'a Text)> {
    let mut end = 0;
    runs.iter().filter_map(move |run| {
        let start = end;
        end += run.text.len();
        let (from, to) = (from.max(start), to.min(end));
        (from < to).then(|| (&run.text[from - start..to - start], *run))
    })
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}
