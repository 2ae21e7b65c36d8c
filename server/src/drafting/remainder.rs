//! What is left of spans when others are taken out.

use super::update::Span;

/// The parts of `spans` that lie in none of `taken`, which are [joined](super::update::joined).
pub(super) fn remainder<'a>(spans: &'a [Span], taken: &'a [Span]) -> impl Iterator<Item = Span> + 'a {
    spans.iter().flat_map(move |span| {
        let Span { client, mut clock, .. } = *span;
        let first = taken.partition_point(|taken| (taken.client, taken.end()) <= (client, clock));
        let mut parts = Vec::new();
        for taken in
            taken[first..].iter().take_while(|taken| taken.client == client && taken.clock < span.end())
        {
            if taken.clock > clock {
                parts.push(Span { client, clock, length: taken.clock - clock });
            }
            clock = taken.end();
        }
        if clock < span.end() {
            parts.push(Span { client, clock, length: span.end() - clock });
        }
        parts
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafting::update::joined;
    use proptest::prelude::*;

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (1..4_u64, 0..30_u32, 1..8_u32);
        prop::collection::vec(span.prop_map(|(client, clock, length)| Span { client, clock, length }), 0..12)
    }

    fn units(spans: impl IntoIterator<Item = Span>) -> std::collections::BTreeSet<(u64, u32)> {
        spans
            .into_iter()
            .flat_map(|span| (span.clock..span.end()).map(move |clock| (span.client, clock)))
            .collect()
    }

    proptest! {
        #[test]
        fn it_is_what_a_set_of_units_would_leave(spans in spans(), taken in spans()) {
            let expected = &units(spans.clone()) - &units(taken.clone());
            prop_assert_eq!(units(remainder(&spans, &joined(taken))), expected);
        }
    }
}
