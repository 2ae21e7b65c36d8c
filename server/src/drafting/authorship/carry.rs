//! Runs that stand under another id than the one they were first typed under.

use super::super::update::Span;
use crate::text::log::Carried;
use std::collections::{BTreeMap, HashMap};

/// Where carried runs come from, by the ids they stand under.
#[derive(Debug, Default)]
pub(in crate::drafting) struct CarryMap {
    clients: HashMap<u64, BTreeMap<u32, Root>>,
    /// How many runs were ever carried.
    carried: u32,
}

#[derive(Clone, Copy, Debug)]
struct Root {
    length: u32,
    client: u64,
    clock: u32,
    /// The how-manyeth run it was that was carried.
    order: u32,
}

/// Where units of a span come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::drafting) struct Origin {
    /// The ids under which they were first typed.
    pub(in crate::drafting) root: Span,
    /// 0 if they stand under these still; else the earlier they were carried here the smaller.
    pub(in crate::drafting) order: u32,
}

impl CarryMap {
    pub(in crate::drafting) fn insert(&mut self, carried: &Carried) {
        let Carried { client, clock, length, root_client, root_clock } = *carried;
        self.carried = self.carried.saturating_add(1);
        let root = Root { length, client: root_client, clock: root_clock, order: self.carried };
        self.clients.entry(client).or_default().insert(clock, root);
    }

    /// The ids a span's units were first typed under, in order; their lengths add up to the span's.
    pub(in crate::drafting) fn roots(&self, span: Span) -> Vec<Span> {
        self.origins(span).into_iter().map(|origin| origin.root).collect()
    }

    /// The same, and since when they stand under the ids of the span.
    pub(in crate::drafting) fn origins(&self, span: Span) -> Vec<Origin> {
        let own = |root| Origin { root, order: 0 };
        let Some(carried) = self.clients.get(&span.client) else { return vec![own(span)] };
        let first = carried.range(..=span.clock).next_back().map_or(span.clock, |(clock, _)| *clock);
        let mut origins = Vec::new();
        let mut clock = span.clock;
        for (&start, root) in carried.range(first..span.end()) {
            let from = start.max(clock);
            let to = span.end().min(start + root.length);
            if from >= to {
                continue;
            }
            if clock < from {
                origins.push(own(Span { client: span.client, clock, length: from - clock }));
            }
            let clock_there = root.clock + (from - start);
            origins.push(Origin {
                root: Span { client: root.client, clock: clock_there, length: to - from },
                order: root.order,
            });
            clock = to;
        }
        if clock < span.end() {
            origins.push(own(Span { client: span.client, clock, length: span.end() - clock }));
        }
        origins
    }

    /// Every record, for a checkpoint, in the order in which they came.
    pub(in crate::drafting) fn records(&self) -> Vec<Carried> {
        let mut records = Vec::new();
        for (&client, carried) in &self.clients {
            records.extend(carried.iter().map(|(&clock, root)| {
                let (root_client, root_clock) = (root.client, root.clock);
                (root.order, Carried { client, clock, length: root.length, root_client, root_clock })
            }));
        }
        records.sort_unstable_by_key(|(order, _)| *order);
        records.into_iter().map(|(_, carried)| carried).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_over_carried_and_other_units_gives_the_roots_of_each() {
        let mut map = CarryMap::default();
        map.insert(&Carried { client: 2, clock: 10, length: 5, root_client: 1, root_clock: 100 });
        let roots = map.roots(Span { client: 2, clock: 8, length: 10 });
        assert_eq!(
            roots,
            [
                Span { client: 2, clock: 8, length: 2 },
                Span { client: 1, clock: 100, length: 5 },
                Span { client: 2, clock: 15, length: 3 },
            ]
        );
        assert_eq!(
            map.roots(Span { client: 2, clock: 12, length: 2 }),
            [Span { client: 1, clock: 102, length: 2 }]
        );
        assert_eq!(
            map.roots(Span { client: 3, clock: 0, length: 2 }),
            [Span { client: 3, clock: 0, length: 2 }]
        );
    }
}
