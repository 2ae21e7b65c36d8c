//! Finds inserted words among removed ones.

use super::super::update::{Inserted, Span};
use super::grams::{Grams, LEAST_UNITS};
use super::lately::Lately;
use super::removed::Segment;

/// The inserted text of one client in the order of its clocks, which is the order an editor writes it in.
struct Stream {
    units: Vec<u16>,
    /// Offset at which each inserted run begins, and the run.
    runs: Vec<(usize, Span)>,
}

impl Stream {
    /// The ids of `length` units from `offset` on, run by run.
    fn ids_of(&self, offset: usize, length: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let (mut from, end) = (offset, offset + length);
        let first = self.runs.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        for (start, span) in &self.runs[first..] {
            if from >= end {
                break;
            }
            let to = end.min(start + span.length as usize);
            found.push(Span {
                client: span.client,
                clock: span.clock + (from - start) as u32,
                length: (to - from) as u32,
            });
            from = to;
        }
        found
    }

    /// How long the inserted run is that begins just here.
    fn run_at(&self, offset: usize) -> Option<usize> {
        let index = self.runs.binary_search_by_key(&offset, |(start, _)| *start).ok()?;
        Some(self.runs[index].1.length as usize)
    }
}

/// Pairs of spans of equal length: where words stand now, and where they stood before.
pub(super) fn find(
    inserted: &[Inserted<'_>],
    removed: &[Segment],
    mut lately: Option<&mut Lately>,
) -> Vec<(Span, Span)> {
    let longest = inserted.iter().map(|run| run.span.length).max().unwrap_or(0);
    let nothing_lately = lately.as_ref().is_none_or(|lately| lately.is_empty());
    if removed.is_empty() && (nothing_lately || longest < 2) {
        return Vec::new();
    }
    let removed_grams = Grams::of(removed.iter());
    let mut found = Vec::new();
    for stream in streams(inserted) {
        let mut at = 0;
        while at < stream.units.len() {
            let rest = &stream.units[at..];
            let mut best = removed_grams.longest(|number| removed.get(number), rest);
            if rest.len() >= LEAST_UNITS
                && let Some(lately) = lately.as_deref_mut()
            {
                let (segments, grams) = lately.grams();
                let older = grams.longest(|number| segments.get(number), rest);
                if older.map_or(0, |(_, _, length)| length) > best.map_or(0, |(_, _, length)| length) {
                    best = older;
                }
            }
            if best.is_none()
                && let Some(length) = stream.run_at(at)
            {
                let run = &rest[..length];
                let whole = removed.iter().find(|segment| segment.units == run);
                let whole = whole.or_else(|| lately.as_deref().and_then(|lately| lately.whole(run)));
                best = whole.map(|segment| (segment, 0, length));
            }
            let Some((segment, offset, length)) = best else {
                at += 1;
                continue;
            };
            pair(stream.ids_of(at, length), segment.ids_of(offset, length), &mut found);
            at += length;
        }
    }
    found
}

fn streams(inserted: &[Inserted<'_>]) -> Vec<Stream> {
    let mut streams: Vec<(u64, Stream)> = Vec::new();
    for run in inserted {
        let client = run.span.client;
        let stream = match streams.iter_mut().position(|(other, _)| *other == client) {
            Some(index) => &mut streams[index].1,
            None => {
                streams.push((client, Stream { units: Vec::new(), runs: Vec::new() }));
                let last = streams.len() - 1;
                &mut streams[last].1
            }
        };
        stream.runs.push((stream.units.len(), run.span));
        stream.units.extend(run.text.encode_utf16());
    }
    streams.into_iter().map(|(_, stream)| stream).collect()
}

/// Cuts two lists of spans of the same total length into pairs of equal length.
fn pair(now: Vec<Span>, before: Vec<Span>, found: &mut Vec<(Span, Span)>) {
    let mut before = before.into_iter();
    let mut rest: Option<Span> = None;
    for mut span in now {
        while span.length > 0 {
            let Some(from) = rest.take().or_else(|| before.next()) else { return };
            let length = span.length.min(from.length);
            found.push((Span { length, ..span }, Span { length, ..from }));
            span.clock += length;
            span.length -= length;
            if from.length > length {
                rest = Some(Span {
                    client: from.client,
                    clock: from.clock + length,
                    length: from.length - length,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(text: &str, client: u64) -> Segment {
        let units: Vec<u16> = text.encode_utf16().collect();
        Segment { ids: vec![Span { client, clock: 0, length: units.len() as u32 }], units }
    }

    fn inserted<'a>(texts: &[&'a str]) -> Vec<Inserted<'a>> {
        let mut clock = 100;
        let mut runs = Vec::new();
        for text in texts {
            let length = text.encode_utf16().count() as u32;
            runs.push(Inserted { span: Span { client: 9, clock, length }, text, origin: None });
            clock += length + 1;
        }
        runs
    }

    fn carried(texts: &[&str], removed: &[Segment]) -> u32 {
        find(&inserted(texts), removed, None).iter().map(|(now, _)| now.length).sum()
    }

    #[test]
    fn a_tail_that_moved_is_found_and_a_new_sentence_is_not() {
        let tail = [segment("och tidigt i processen", 1)];
        assert_eq!(carried(&["och tidigt i processen"], &tail), 22);
        assert_eq!(carried(&["men aldrig för sent"], &tail), 0);
    }

    #[test]
    fn a_text_cut_in_runs_by_its_marks_is_found_whole() {
        let before = [segment("hej på er alla", 1)];
        assert_eq!(carried(&["hej ", "på", " er alla"], &before), 14);
    }

    #[test]
    fn a_short_word_counts_only_as_a_whole() {
        let before = [segment("ja", 1)];
        assert_eq!(carried(&["ja"], &before), 2);
        assert_eq!(carried(&["jaha"], &before), 0);
    }

    #[test]
    fn pairs_keep_their_lengths_over_cuts_on_both_sides() {
        let now = vec![Span { client: 9, clock: 0, length: 5 }, Span { client: 9, clock: 10, length: 4 }];
        let before = vec![Span { client: 1, clock: 0, length: 3 }, Span { client: 2, clock: 7, length: 6 }];
        let mut found = Vec::new();
        pair(now, before, &mut found);
        let lengths: Vec<u32> = found.iter().map(|(left, _)| left.length).collect();
        assert_eq!(lengths, [3, 2, 4]);
        assert!(found.iter().all(|(left, right)| left.length == right.length));
    }

    #[test]
    fn a_text_of_one_letter_repeated_is_matched_in_bounded_time() {
        let dashes = "-".repeat(20_000);
        assert_eq!(carried(&[&dashes], &[segment(&dashes, 1)]), 20_000);
    }
}
