//! Which of an item's two neighbours stands first.
//!
//! An item says what stood at its left and at its right when it was put in. If these are the other way round, Yjs and
//! yrs look for its place beyond its right neighbour, and where they find one depends on what else is there just
//! then: who follows along would see another text than who comes later. No editor makes such items.

use super::document::Document;
use super::update::{CHARACTERS, Id, Incoming, Place, Placed, info};
use crate::text::document::untidied;
use crate::text::reader::{Malformed, write_buffer};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{Assoc, BranchID, ID, ReadTxn, StateVector, StickyIndex, Transact, Update};

/// Steps from item to item that one update may cost where it is not plain which neighbour stands first.
const MOST_STEPS: usize = 50_000_000;

/// The shortest item in an update, in bytes.
const SHORTEST_ITEM: usize = 5;

/// The item that each client put in last, by its last unit, and its right neighbour: who types on names both again.
#[derive(Debug, Default)]
pub(super) struct Typing(HashMap<u64, (u32, Id)>);

impl Typing {
    /// Takes note of items whose neighbours are in order, and that were taken in.
    pub(super) fn settle(&mut self, incoming: &Incoming<'_>) {
        for item in &incoming.placed {
            match item.right {
                Some(right) => drop(self.0.insert(item.span.client, (item.span.end() - 1, right))),
                None => drop(self.0.remove(&item.span.client)),
            }
        }
    }

    fn goes_on(&self, left: Id, right: Id) -> bool {
        self.0.get(&left.client) == Some(&(left.clock, right))
    }
}

impl Document {
    /// Whether every new item's left neighbour stands before its right one. Asked before the update is applied;
    /// `update` is the bytes of `incoming`.
    pub(super) fn neighbours_are_in_order(&self, incoming: &Incoming<'_>, update: &[u8]) -> bool {
        let mut unclear = Vec::new();
        let mut new: Option<HashMap<u64, Vec<&Placed>>> = None;
        let transaction = self.document.transact();
        for item in &incoming.placed {
            let (Place::Beside(left), Some(right)) = (item.place, item.right) else { continue };
            if item.span.end() <= self.clock(item.span.client) || self.typing.goes_on(left, right) {
                continue;
            }
            let is_known = |id: Id| id.clock < self.clock(id.client);
            if !is_known(left) {
                // Beside an item of the same update, in the same gap: as good as that.
                let new = new.get_or_insert_with(|| by_client(incoming));
                if item_with(new, left).is_some_and(|beside| beside.right == Some(right)) {
                    continue;
                }
            }
            if !is_known(left) || !is_known(right) {
                unclear.push(item);
                continue;
            }
            match order(&transaction, left, right) {
                Some(Ordering::Less) => {}
                Some(Ordering::Equal) => unclear.push(item),
                Some(Ordering::Greater) => return false,
                // Both are thrown away with what they stood in, and so will be the item.
                None if !self.authorship.stands(left) && !self.authorship.stands(right) => {}
                None => return false,
            }
        }
        drop(transaction);
        unclear.is_empty() || self.has_room_for(&unclear, incoming, update)
    }

    /// Whether these items come to stand between their neighbours in a copy in which everything takes room.
    fn has_room_for(&self, items: &[&Placed], incoming: &Incoming<'_>, update: &[u8]) -> bool {
        let all = self.document.transact().encode_state_as_update_v1(&StateVector::default());
        if items.len().saturating_mul((all.len() + update.len()) / SHORTEST_ITEM) > MOST_STEPS {
            return false;
        }
        let stand_between = || {
            let all = roomy(&all, &Incoming::read(&all)?);
            let copy = untidied(0);
            for update in [all, roomy(update, incoming)] {
                let update = Update::decode_v1(&update).map_err(|_| Malformed("it cannot be decoded"))?;
                let applied = copy.transact_mut().apply_update(update);
                applied.map_err(|_| Malformed("it could not be integrated"))?;
            }
            let transaction = copy.transact();
            Ok::<_, Malformed>(items.iter().all(|item| {
                let (Place::Beside(left), Some(right)) = (item.place, item.right) else { return true };
                let own = Id { client: item.span.client, clock: item.span.clock };
                let places = [left, own, right].map(|id| place(&transaction, id, Assoc::After));
                match places {
                    [None, None, None] => true,
                    [Some(left), Some(own), Some(right)] => left < own && own < right && left.0 == right.0,
                    _ => false,
                }
            }))
        };
        catch_unwind(AssertUnwindSafe(stand_between)).is_ok_and(|answer| answer == Ok(true))
    }
}

fn by_client<'a>(incoming: &'a Incoming<'_>) -> HashMap<u64, Vec<&'a Placed>> {
    let mut items: HashMap<u64, Vec<&Placed>> = HashMap::new();
    for item in &incoming.placed {
        items.entry(item.span.client).or_default().push(item);
    }
    items
}

/// The item that holds a unit. One client's items stand in an update in their order.
fn item_with<'a>(items: &HashMap<u64, Vec<&'a Placed>>, id: Id) -> Option<&'a Placed> {
    let items = items.get(&id.client)?;
    let after = items.partition_point(|item| item.span.clock <= id.clock);
    items.get(after.checked_sub(1)?).copied().filter(|item| id.clock < item.span.end())
}

/// In what a unit stands, and how much room is taken before it; with [`Assoc::Before`] its own room is counted in.
fn place(transaction: &impl ReadTxn, id: Id, assoc: Assoc) -> Option<(BranchID, u32)> {
    let unit = StickyIndex::from_id(ID::new(ClientID::new(id.client), id.clock), assoc);
    unit.get_offset(transaction).map(|place| (place.branch.id(), place.index))
}

/// Which of two units stands first; [`Ordering::Equal`] if neither takes room and nothing between them does. `None`
/// if one of them is gone.
fn order(transaction: &impl ReadTxn, left: Id, right: Id) -> Option<Ordering> {
    let (holder, before) = place(transaction, left, Assoc::After)?;
    let (other, after) = place(transaction, right, Assoc::After)?;
    if holder != other {
        return Some(Ordering::Greater);
    }
    if before != after {
        return Some(before.cmp(&after));
    }
    let takes_room = |id: Id| place(transaction, id, Assoc::Before).is_some_and(|(_, end)| end > before);
    Some(match (takes_room(left), takes_room(right)) {
        (false, true) => Ordering::Less,
        (true, _) => Ordering::Greater,
        (false, false) => Ordering::Equal,
    })
}

/// The same update with characters instead of what takes no room, and without its deletions.
fn roomy(update: &[u8], incoming: &Incoming<'_>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(update.len());
    let mut copied = 0;
    for item in &incoming.roomless {
        let (from, to) = item.content;
        bytes.extend_from_slice(&update[copied..item.start]);
        bytes.push(update[item.start] & !info::KIND | CHARACTERS);
        bytes.extend_from_slice(&update[item.start + 1..from]);
        write_buffer(&mut bytes, &vec![b'x'; item.length as usize]);
        copied = to;
    }
    bytes.extend_from_slice(&update[copied..incoming.bytes_of_structs]);
    bytes.push(0);
    bytes
}
