//! What stands in what: how deep, and only elements at the top.
//!
//! yrs walks nested elements by recursion when it deletes them, and a stack that runs out ends the process.
//! So nothing deep may come in, neither in one update nor level by level in many. And an editor can open a
//! text only if nothing but elements stands at its top.

use super::closing::Closing;
use super::update::{Content, Id, Incoming, Place, Placed, Span};
use std::collections::{BTreeMap, HashMap};
use yrs::block::ClientID;
use yrs::{Assoc, BranchID, ID, ReadTxn, StickyIndex};

/// Levels that a document may have. A list in a list in a table is a dozen; the rest is room.
const MOST_LEVELS: u32 = 100;

/// Places that one update may make the document look up, each at the cost of a walk along an element's children.
const MOST_QUESTIONS: u32 = 1024;

/// Where a type stands that others can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// 1 for what stands in a root.
    level: u32,
    /// Whether it stands at the top of the text.
    at_top: bool,
}

/// Every such type of a document, and what was deleted at the top of the text, because others may stand beside it.
#[derive(Debug, Default)]
pub(super) struct Levels {
    types: BTreeMap<Id, Known>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    length: u32,
    stand: Stand,
}

impl Levels {
    /// The types that an update brings and where they stand; `known` tells how much of a client is here already.
    /// Asked before the update is applied.
    ///
    /// # Errors
    /// [`Closing::Malformed`] if something would stand too deep, or at the top of the text without being an element.
    pub(super) fn weigh(
        &self,
        transaction: &impl ReadTxn,
        incoming: &Incoming<'_>,
        known: impl Fn(u64) -> u32,
    ) -> Result<Vec<(Span, Stand)>, Closing> {
        let items = Items::new(incoming, known);
        let stands = self.stands(transaction, &items)?;
        if stands.values().any(|stand| stand.level > MOST_LEVELS) {
            return Err(Closing::Malformed("its elements are nested too deep"));
        }
        let mut tops: HashMap<usize, bool> = HashMap::new();
        let mut types = Vec::new();
        for (index, item) in items.0.iter().enumerate() {
            let stand = match (item.content, stands.get(&index)) {
                (Content::Element | Content::Type, Some(stand)) => *stand,
                _ => Stand { level: 1, at_top: self.is_at_top(&items, index, &mut tops) },
            };
            match item.content {
                Content::Plain | Content::Type if stand.at_top => {
                    return Err(Closing::Malformed(
                        "something that is no element stands at the top of the text",
                    ));
                }
                Content::Element | Content::Type => types.push((item.span, stand)),
                Content::Deleted if stand.at_top => types.push((item.span, stand)),
                Content::Deleted | Content::Plain => {}
            }
        }
        Ok(types)
    }

    /// Whether an item stands at the top of the text. What stands beside characters stands where they do, and
    /// they are never there.
    fn is_at_top(&self, items: &Items, start: usize, tops: &mut HashMap<usize, bool>) -> bool {
        let mut way = Vec::new();
        let mut index = start;
        let at_top = loop {
            if let Some(at_top) = tops.get(&index) {
                break *at_top;
            }
            if way.len() > items.0.len() {
                break false;
            }
            way.push(index);
            match items.0[index].place {
                Place::Root { text } => break text,
                Place::In(_) => break false,
                Place::Beside(id) => match items.find(id) {
                    Some(next) => index = next,
                    None => break self.stand_of(id).is_some_and(|stand| stand.at_top),
                },
            }
        };
        tops.extend(way.into_iter().map(|index| (index, at_top)));
        at_top
    }

    fn stand_of(&self, id: Id) -> Option<Stand> {
        let (start, known) = self.types.range(..=id).next_back()?;
        (start.client == id.client && id.clock - start.clock < known.length).then_some(known.stand)
    }

    /// Takes in the types of an applied update.
    pub(super) fn settle(&mut self, types: Vec<(Span, Stand)>) {
        for (Span { client, clock, length }, stand) in types {
            self.types.entry(Id { client, clock }).or_insert(Known { length, stand });
        }
    }

    /// Whether one of the units is a type.
    pub(super) fn has_type_in(&self, span: Span) -> bool {
        let from = Id { client: span.client, clock: span.clock };
        self.types.range(from..Id { clock: span.end(), ..from }).next().is_some()
    }

    /// Where the types of an update stand, and what is on the way to knowing it, by index.
    fn stands(&self, transaction: &impl ReadTxn, items: &Items) -> Result<HashMap<usize, Stand>, Closing> {
        let mut stands: HashMap<usize, Stand> = HashMap::new();
        let mut questions = 0;
        for start in 0..items.0.len() {
            if !matches!(items.0[start].content, Content::Element | Content::Type) {
                continue;
            }
            let mut way = Vec::new();
            let mut next = Some(start);
            // Along neighbours and holders to an item that is known, or out of the update. A way that comes
            // back to itself is no document: it ends here, and yrs will not integrate it.
            while let Some(index) = next
                && !stands.contains_key(&index)
                && way.len() <= items.0.len()
            {
                way.push(index);
                next = match items.0[index].place {
                    Place::Root { .. } => None,
                    Place::In(id) | Place::Beside(id) => items.find(id),
                };
            }
            let mut before = next.and_then(|index| stands.get(&index).copied());
            for index in way.into_iter().rev() {
                let place = items.0[index].place;
                let here = match (before, place) {
                    (Some(before), Place::In(_)) => Stand { level: before.level + 1, at_top: false },
                    (Some(before), _) => before,
                    (None, _) => self.outside(transaction, place, &mut questions)?,
                };
                stands.insert(index, here);
                before = Some(here);
            }
        }
        Ok(stands)
    }

    /// Where something stands that is in or beside what the document already has.
    fn outside(
        &self,
        transaction: &impl ReadTxn,
        place: Place,
        questions: &mut u32,
    ) -> Result<Stand, Closing> {
        let within =
            |id: Id| Stand { level: self.stand_of(id).map_or(1, |holder| holder.level + 1), at_top: false };
        let id = match place {
            Place::Root { text } => return Ok(Stand { level: 1, at_top: text }),
            Place::In(id) => return Ok(within(id)),
            Place::Beside(id) => id,
        };
        if let Some(neighbour) = self.stand_of(id) {
            return Ok(neighbour);
        }
        *questions += 1;
        if *questions > MOST_QUESTIONS {
            return Err(Closing::Malformed("it touches too many places at once"));
        }
        let neighbour = StickyIndex::from_id(ID::new(ClientID::new(id.client), id.clock), Assoc::After);
        Ok(match neighbour.get_offset(transaction).map(|place| place.branch.id()) {
            Some(BranchID::Nested(holder)) => within(Id { client: holder.client.get(), clock: holder.clock }),
            Some(BranchID::Root(_)) | None => Stand { level: 1, at_top: false },
        })
    }
}

/// The items of an update that are new, in the order of their ids. What an update says of known ones is not believed.
struct Items(Vec<Placed>);

impl Items {
    fn new(incoming: &Incoming<'_>, known: impl Fn(u64) -> u32) -> Self {
        let mut items: Vec<Placed> = Vec::with_capacity(incoming.placed.len());
        for item in &incoming.placed {
            let mut item = *item;
            let known = known(item.span.client);
            if item.span.end() <= known {
                continue;
            }
            if item.span.clock < known {
                item.place = Place::Beside(Id { client: item.span.client, clock: known - 1 });
            }
            items.push(item);
        }
        items.sort_unstable_by_key(|item| item.span);
        Self(items)
    }

    fn find(&self, id: Id) -> Option<usize> {
        let key = (id.client, id.clock);
        let after = self.0.partition_point(|item| (item.span.client, item.span.clock) <= key);
        let index = after.checked_sub(1)?;
        let span = self.0[index].span;
        (span.client == id.client && id.clock < span.end()).then_some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::{
        StateVector, Text, Transact, XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef,
        XmlTextPrelim,
    };

    fn weigh(levels: &Levels, update: &[u8]) -> Result<Vec<(Span, Stand)>, Closing> {
        levels.weigh(&yrs::Doc::new().transact(), &Incoming::read(update).unwrap(), |_| 0)
    }

    fn nested(levels: u32) -> yrs::Doc {
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
        document
    }

    fn state(document: &yrs::Doc) -> Vec<u8> {
        document.transact().encode_state_as_update_v1(&StateVector::default())
    }

    #[test]
    fn levels_are_counted_through_neighbours() {
        for depth in [1, 2, 7, 100] {
            let types = weigh(&Levels::default(), &state(&nested(depth))).unwrap();
            assert_eq!(types.iter().map(|(_, stand)| stand.level).max(), Some(depth));
        }
    }

    #[test]
    fn a_tower_is_seen_before_anything_walks_it() {
        assert!(weigh(&Levels::default(), &state(&nested(101))).is_err());
        assert!(weigh(&Levels::default(), &state(&nested(3_000))).is_err());
    }

    #[test]
    fn what_an_update_says_of_known_elements_is_not_believed() {
        let document = nested(60);
        let mut levels = Levels::default();
        let update = state(&document);
        levels.settle(weigh(&levels, &update).unwrap());
        let incoming = Incoming::read(&update).unwrap();
        let before = levels.types.clone();
        // The same elements again, said to stand at the top.
        let placed = incoming
            .placed
            .iter()
            .map(|item| Placed { place: Place::Root { text: true }, ..*item })
            .collect();
        let lies = Incoming { placed, ..Incoming::default() };
        let known = |_| u32::MAX;
        let types = levels.weigh(&document.transact(), &lies, known).unwrap();
        levels.settle(types);
        assert_eq!(levels.types, before);
    }

    #[test]
    fn only_elements_stand_at_the_top() {
        let at_top = |insert: fn(&XmlFragmentRef, &mut yrs::TransactionMut<'_>)| {
            let document = nested(1);
            let root = document.get_or_insert_xml_fragment("default");
            insert(&root, &mut document.transact_mut());
            weigh(&Levels::default(), &state(&document)).is_ok()
        };
        assert!(at_top(|root, transaction| {
            root.push_back(transaction, XmlElementPrelim::empty("paragraph"));
        }));
        assert!(!at_top(|root, transaction| {
            root.push_back(transaction, XmlTextPrelim::new("löst"));
        }));
        let document = yrs::Doc::new();
        let text = document.get_or_insert_text("default");
        text.insert(&mut document.transact_mut(), 0, "bara text");
        assert!(weigh(&Levels::default(), &state(&document)).is_err());
    }
}
