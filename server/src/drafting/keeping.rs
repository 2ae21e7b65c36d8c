//! Whose the words are that an edit of the server's own takes out and puts in again: found in their places in the
//! text before it, they stay their authors'.

use super::authorship::note;
use super::update::Span;
use crate::text::authors::Run;
use crate::text::log::Carried;
use crate::text::words::{Stretch, stretches};

/// The characters of a text, and the ids under which they were first typed.
pub(super) struct Worded {
    text: String,
    roots: Vec<Span>,
}

impl Worded {
    /// The text of some runs; `roots` tells where each comes from.
    pub(super) fn of(runs: &[Run], roots: impl Fn(Span) -> Vec<Span>) -> Self {
        let mut text = String::new();
        let mut all = Vec::new();
        for run in runs {
            text.push_str(&run.text);
            all.extend(roots(Span { client: run.client, clock: run.clock, length: run.length }));
        }
        Self { text, roots: all }
    }

    /// Which words of a later text that stand under `client` are words of this one. Of those that are fewer units in
    /// a row than `least`, only a text that is the whole of this one. `root` gives the id to record for where
    /// they come from, and is given where they stand now, too.
    pub(super) fn kept(
        &self,
        runs: &[Run],
        client: u64,
        least: u32,
        root: impl Fn(Span, Span) -> Span,
    ) -> Vec<Carried> {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let mut carried = Vec::new();
        let mut runs = runs.iter();
        let mut run = runs.next();
        // How much of the run has been passed.
        let mut passed = 0;
        let mut roots = Roots { roots: &self.roots, passed: 0 };
        for Stretch { is_same, before, after } in stretches(&self.text, &text) {
            let units = |text: &str| text.encode_utf16().count() as u32;
            let mut left = units(&text[after]);
            let is_kept = is_same && (left >= least || before == (0..self.text.len()));
            if !is_kept {
                roots.take(units(&self.text[before]), |_| {});
            }
            while left > 0
                && let Some(here) = run
            {
                let part = left.min(here.length - passed);
                let mut clock = here.clock + passed;
                if is_kept {
                    roots.take(part, |from| {
                        let run = Span { client, clock, length: from.length };
                        if here.client == client {
                            note(&mut carried, run, root(from, run));
                        }
                        clock += from.length;
                    });
                }
                (left, passed) = (left - part, passed + part);
                if passed == here.length {
                    (run, passed) = (runs.next(), 0);
                }
            }
        }
        carried
    }
}

/// Ids of the units of a text, taken from its beginning.
struct Roots<'a> {
    roots: &'a [Span],
    /// Units of the first that are taken.
    passed: u32,
}

impl Roots<'_> {
    /// Takes the next `length` units, run by run.
    fn take(&mut self, mut length: u32, mut each: impl FnMut(Span)) {
        while length > 0
            && let Some((first, rest)) = self.roots.split_first()
        {
            let part = length.min(first.length - self.passed);
            each(Span { client: first.client, clock: first.clock + self.passed, length: part });
            (length, self.passed) = (length - part, self.passed + part);
            if self.passed == first.length {
                (self.roots, self.passed) = (rest, 0);
            }
        }
    }
}
