//! Which of an item's two neighbours stands first.
//!
//! An item says what stood at its left and at its right when it was put in. If these are the other way round, Yjs and
//! yrs look for its place beyond its right neighbour, and where they find one depends on what else is there just
//! then: who follows along would see another text than who comes later. No editor makes such items.
//!
//! How much room stands before each tells which is first, unless what lies between them takes none (deleted words,
//! marks). Then it is [unclear](Order::Unclear), and must be taken: editors make such items all the time.

use super::document::Document;
use super::update::{Id, Incoming, Place};
use std::cmp::Ordering;
use std::collections::HashMap;
use yrs::block::ClientID;
use yrs::{Assoc, BranchID, ID, ReadTxn, StickyIndex, Transact};

/// What is known of the order of the neighbours of an update's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Every left neighbour stands before its right one.
    Right,
    /// Of some it cannot be told.
    Unclear,
    /// One stands behind, or in something else.
    Wrong,
}

/// The item that each client put in last, by its last unit, and its right neighbour: who types on names both again.
#[derive(Debug, Default)]
pub(super) struct Typing(HashMap<u64, (u32, Id)>);

impl Typing {
    /// Takes note of items that were taken in.
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
    /// In which order the neighbours of every new item stand. Asked before the update is applied.
    pub(super) fn order_of_neighbours(&self, incoming: &Incoming<'_>) -> Order {
        let transaction = self.document.transact();
        let is_known = |id: Id| id.clock < self.clock(id.client);
        let mut order = Order::Right;
        for item in &incoming.placed {
            let (Place::Beside(left), Some(right)) = (item.place, item.right) else { continue };
            if item.span.end() <= self.clock(item.span.client) || self.typing.goes_on(left, right) {
                continue;
            }
            let places = (is_known(left) && is_known(right))
                .then(|| place(&transaction, left).zip(place(&transaction, right)))
                .flatten();
            let Some(((holder, before), (other, after))) = places else {
                // New itself, or thrown away.
                order = Order::Unclear;
                continue;
            };
            match before.cmp(&after) {
                _ if holder != other => return Order::Wrong,
                Ordering::Less => {}
                Ordering::Equal => order = Order::Unclear,
                Ordering::Greater => return Order::Wrong,
            }
        }
        order
    }
}

/// In what a unit stands, and how much room is taken before it.
fn place(transaction: &impl ReadTxn, id: Id) -> Option<(BranchID, u32)> {
    let unit = StickyIndex::from_id(ID::new(ClientID::new(id.client), id.clock), Assoc::After);
    unit.get_offset(transaction).map(|place| (place.branch.id(), place.index))
}
