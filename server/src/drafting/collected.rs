//! What Yjs has thrown away.
//!
//! When something is deleted together with what it stands in, Yjs keeps only that there was something. An item
//! that names such a neighbour and a living one is thrown away by Yjs, and taken in by yrs, which asks the other
//! neighbour. The server would then hold words that no editor shows. Honest editors never make such items:
//! neighbours stand in the same thing, and go together.

use super::update::{Id, Incoming, Place, Span, joined};
use std::collections::HashSet;
use yrs::block::ClientID;
use yrs::{Assoc, ID, ReadTxn, StickyIndex};

/// Rounds in which what rests on something thrown away is found; an honest update needs one or none.
const MOST_ROUNDS: usize = 64;

/// Whether every new item's neighbours are both there or both thrown away.
///
/// `clock` says how much of a client is there, `stands` whether something surely has not been thrown away.
pub(super) fn neighbours_agree(
    transaction: &impl ReadTxn,
    incoming: &Incoming<'_>,
    clock: impl Fn(u64) -> u32,
    stands: impl Fn(Id) -> bool,
) -> bool {
    let collected = joined(incoming.collected.clone());
    let mut items: Vec<Span> = incoming.placed.iter().map(|item| item.span).collect();
    items.sort_unstable();
    // The first unit of the update's item that an id is in.
    let first_of = |id: Id| {
        let after = items.partition_point(|span| (span.client, span.clock) <= (id.client, id.clock));
        let span = items[after.checked_sub(1)?];
        (span.client == id.client && id.clock < span.end()).then_some(Id { clock: span.clock, ..id })
    };
    // New items that Yjs throws away as it takes them in, by their first unit.
    let mut thrown_away: HashSet<Id> = HashSet::new();
    let is_new = |id: Id| id.clock >= clock(id.client);
    for _ in 0..MOST_ROUNDS {
        let gone = |id: Id| {
            if is_new(id) {
                let unit = Span { client: id.client, clock: id.clock, length: 1 };
                return unit.is_within(&collected)
                    || first_of(id).is_some_and(|first| thrown_away.contains(&first));
            }
            !stands(id)
                && StickyIndex::from_id(ID::new(ClientID::new(id.client), id.clock), Assoc::After)
                    .get_offset(transaction)
                    .is_none()
        };
        let mut found = Vec::new();
        for item in incoming.placed.iter().filter(|item| item.span.end() > clock(item.span.client)) {
            let Place::Beside(neighbour) = item.place else { continue };
            let first = gone(neighbour);
            if item.right.is_some_and(|right| gone(right) != first) {
                return false;
            }
            let id = Id { client: item.span.client, clock: item.span.clock };
            if first && !thrown_away.contains(&id) {
                found.push(id);
            }
        }
        if found.is_empty() {
            return true;
        }
        thrown_away.extend(found);
    }
    false
}
