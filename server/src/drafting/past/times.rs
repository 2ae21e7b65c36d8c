//! When words were first typed, by the ids under which they were.

use crate::drafting::update::{Incoming, Span};
use crate::text::log::TextEntry;
use std::collections::HashMap;

/// What one client types within so many milliseconds is said to be of one moment: nobody asks for seconds, and a
/// keystroke's time would take more memory than the keystroke.
const MOMENT: i64 = 60_000;

/// Times by client id: from which clock on, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    clients: HashMap<u64, Typed>,
    moments: usize,
}

#[derive(Clone, Debug, Default)]
struct Typed {
    /// The clock after the last one.
    end: u32,
    since: Vec<(u32, i64)>,
}

impl Times {
    /// Takes note of what an entry typed. What the server wrote was not typed by anybody.
    pub(super) fn note(&mut self, entry: &TextEntry) {
        let Some(written) = entry.written() else { return };
        // An entry that cannot be read keeps its document from being replayed, which says so.
        let Ok(incoming) = Incoming::read(written.update) else { return };
        for span in incoming.structs {
            let typed = self.clients.entry(span.client).or_default();
            if span.end() <= typed.end {
                continue;
            }
            let from = span.clock.max(typed.end);
            if typed.since.last().is_none_or(|(_, at)| (written.at - at).abs() >= MOMENT) {
                typed.since.push((from, written.at));
                self.moments += 1;
            }
            typed.end = span.end();
        }
    }

    /// The times of a span's units, in order: lengths and milliseconds since 1970; `None` where nobody knows.
    pub(super) fn of(&self, span: Span) -> Vec<(u32, Option<i64>)> {
        let Some(typed) = self.clients.get(&span.client) else { return vec![(span.length, None)] };
        let mut times = Vec::new();
        let (mut clock, end) = (span.clock, span.end().min(typed.end));
        let mut next = typed.since.partition_point(|(from, _)| *from <= clock);
        while clock < end {
            let at = next.checked_sub(1).and_then(|before| typed.since.get(before)).map(|(_, at)| *at);
            let until = typed.since.get(next).map_or(end, |(from, _)| (*from).min(end));
            times.push((until - clock, at));
            (clock, next) = (until, next + 1);
        }
        if clock < span.end() {
            times.push((span.end() - clock, None));
        }
        times
    }

    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        self.moments * size_of::<(u32, i64)>() + self.clients.len() * (size_of::<Typed>() + 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::id::MemberId;
    use crate::drafting::tests::client::Client;

    fn noted(times: &mut Times, at: i64, update: Vec<u8>) {
        times.note(&TextEntry::Update { at, member: MemberId::new(), update, carried: Vec::new() });
    }

    #[test]
    fn each_word_has_the_minute_in_which_it_was_typed() {
        let client = Client::new(7);
        let mut times = Times::default();
        // The element, the text, and its first two letters.
        noted(&mut times, 1_000, client.paragraph(0, "ab"));
        noted(&mut times, 2_000, client.type_at(0, 2, "c"));
        noted(&mut times, 70_000, client.type_at(0, 3, "de"));
        let span = |clock, length| Span { client: 7, clock, length };
        assert_eq!(times.of(span(2, 5)), [(3, Some(1_000)), (2, Some(70_000))]);
        assert_eq!(times.of(span(6, 3)), [(1, Some(70_000)), (2, None)]);
        assert_eq!(times.of(Span { client: 8, clock: 0, length: 4 }), [(4, None)]);
    }

    #[test]
    fn words_that_are_sent_again_keep_their_time() {
        let client = Client::new(7);
        let mut times = Times::default();
        noted(&mut times, 0, client.paragraph(0, "ab"));
        noted(&mut times, 900_000, client.everything());
        assert_eq!(times.of(Span { client: 7, clock: 2, length: 2 }), [(2, Some(0))]);
    }
}
