//! How deep elements stand in each other.
//!
//! yrs walks nested elements by recursion when it deletes them, and a stack that runs out ends the process.
//! So nothing deep may come in, neither in one update nor level by level in many.

use super::update::{Id, Incoming, Place, Placed};
use std::collections::HashMap;
use yrs::block::ClientID;
use yrs::{Assoc, BranchID, ID, ReadTxn, StickyIndex};

/// Levels that a document may have. A list in a list in a table is a dozen; the rest is room.
pub(super) const MOST_LEVELS: u32 = 100;

/// The level of every type in a document that can hold others: 1 for what stands in a root.
#[derive(Debug, Default)]
pub(super) struct Levels {
    types: HashMap<Id, u32>,
}

impl Levels {
    /// The types that an update brings, with their levels. Asked before it is applied.
    pub(super) fn of(&self, transaction: &impl ReadTxn, incoming: &Incoming<'_>) -> Vec<(Id, u32)> {
        if !incoming.has_types {
            return Vec::new();
        }
        let mut items: Vec<&Placed> = incoming.placed.iter().collect();
        items.sort_unstable_by_key(|item| item.span);
        let find = |id: Id| {
            let key = (id.client, id.clock);
            let after = items.partition_point(|item| (item.span.client, item.span.clock) <= key);
            let index = after.checked_sub(1)?;
            let span = items[index].span;
            (span.client == id.client && id.clock < span.end()).then_some(index)
        };
        let mut levels: Vec<Option<u32>> = vec![None; items.len()];
        for start in 0..items.len() {
            let mut way = Vec::new();
            let mut next = Some(start);
            // Along neighbours and holders to an item whose level is known, or out of the update. A way that
            // comes back to itself is no document: it ends here, and yrs will not integrate it.
            while let Some(index) = next
                && levels[index].is_none()
                && way.len() <= items.len()
            {
                way.push(index);
                next = match items[index].place {
                    Place::Root => None,
                    Place::In(id) | Place::Beside(id) => find(id),
                };
            }
            let mut level = next.and_then(|index| levels[index]);
            for index in way.into_iter().rev() {
                let here = match (level, items[index].place) {
                    (Some(level), Place::In(_)) => level + 1,
                    (Some(level), _) => level,
                    (None, place) => self.outside(transaction, place),
                };
                levels[index] = Some(here);
                level = Some(here);
            }
        }
        let types = items.iter().zip(levels).filter(|(item, _)| item.is_type);
        types
            .map(|(item, level)| {
                (Id { client: item.span.client, clock: item.span.clock }, level.unwrap_or_default())
            })
            .collect()
    }

    /// Takes in the types of an applied update.
    pub(super) fn settle(&mut self, types: Vec<(Id, u32)>) {
        self.types.extend(types);
    }

    /// The level of something that stands in or beside what the document already has.
    fn outside(&self, transaction: &impl ReadTxn, place: Place) -> u32 {
        let within = |id: Id| self.types.get(&id).map_or(1, |level| level + 1);
        match place {
            Place::Root => 1,
            Place::In(id) => within(id),
            Place::Beside(id) => self.types.get(&id).copied().unwrap_or_else(|| {
                let neighbour =
                    StickyIndex::from_id(ID::new(ClientID::new(id.client), id.clock), Assoc::After);
                match neighbour.get_offset(transaction).map(|place| place.branch.id()) {
                    Some(BranchID::Nested(holder)) => {
                        within(Id { client: holder.client.get(), clock: holder.clock })
                    }
                    Some(BranchID::Root(_)) | None => 1,
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::{StateVector, Transact, XmlElementPrelim, XmlElementRef, XmlFragment};

    fn deepest(levels: &Levels, document: &yrs::Doc, update: &[u8]) -> u32 {
        let incoming = Incoming::read(update).unwrap();
        levels.of(&document.transact(), &incoming).iter().map(|(_, level)| *level).max().unwrap()
    }

    fn nested(levels: u32) -> (yrs::Doc, XmlElementRef) {
        let document = yrs::Doc::new();
        let root = document.get_or_insert_xml_fragment("default");
        let mut transaction = document.transact_mut();
        let mut element: XmlElementRef =
            root.push_back(&mut transaction, XmlElementPrelim::empty("blockquote"));
        for _ in 1..levels {
            element.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            element = element.push_back(&mut transaction, XmlElementPrelim::empty("blockquote"));
        }
        drop(transaction);
        (document, element)
    }

    #[test]
    fn levels_are_counted_through_neighbours() {
        for depth in [1, 2, 7, 1_500] {
            let (document, _) = nested(depth);
            let update = document.transact().encode_state_as_update_v1(&StateVector::default());
            assert_eq!(deepest(&Levels::default(), &yrs::Doc::new(), &update), depth);
        }
    }

    #[test]
    fn levels_add_up_over_many_updates() {
        let (document, mut element) = nested(3);
        let mut levels = Levels::default();
        let update = document.transact().encode_state_as_update_v1(&StateVector::default());
        let incoming = Incoming::read(&update).unwrap();
        levels.settle(levels.of(&yrs::Doc::new().transact(), &incoming));
        for level in 4..20 {
            let before = yrs::Doc::new();
            let state = document.transact().encode_state_as_update_v1(&StateVector::default());
            let state = <yrs::Update as yrs::updates::decoder::Decode>::decode_v1(&state).unwrap();
            before.transact_mut().apply_update(state).unwrap();
            let mut transaction = document.transact_mut();
            element.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            element = element.push_back(&mut transaction, XmlElementPrelim::empty("blockquote"));
            let update = transaction.encode_update_v1();
            let incoming = Incoming::read(&update).unwrap();
            let types = levels.of(&before.transact(), &incoming);
            assert_eq!(types.iter().map(|(_, level)| *level).max(), Some(level));
            levels.settle(types);
        }
    }
}
