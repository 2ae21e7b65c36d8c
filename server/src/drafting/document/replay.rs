//! A document as the entries of its log make it, one after the other.

use super::{Broken, Document, Hand, decode};
use crate::drafting::authorship::Segment;
use crate::drafting::update::Incoming;
use crate::text::log::{Carried, TextEntry};
use yrs::Transact as _;

/// How much an entry's sender wrote and took away, in UTF-16 units. Words that only moved count as neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::drafting) struct Amounts {
    pub(in crate::drafting) added: u64,
    pub(in crate::drafting) removed: u64,
}

impl Document {
    /// Replays an entry of the log.
    pub(in crate::drafting) fn replay(&mut self, entry: &TextEntry) -> Result<(), Broken> {
        self.follow(entry).map(drop)
    }

    /// Replays an entry of the log, and says how much its sender wrote and took away.
    pub(in crate::drafting) fn follow(&mut self, entry: &TextEntry) -> Result<Amounts, Broken> {
        match entry {
            TextEntry::Epoch { epoch, client, initial, .. } => {
                let begun = Self::begin(*epoch, *client, initial)?;
                *self = begun.after(self);
            }
            TextEntry::Update { member, update, carried, .. } => {
                return self.follow_update((*member).into(), update, carried);
            }
            TextEntry::Accepted { member, author, update, carried, .. } => {
                return self.follow_update(Hand { author: *author, sender: *member }, update, carried);
            }
            TextEntry::Lock { .. } => self.locked = true,
            TextEntry::Unlock { .. } => self.locked = false,
        }
        Ok(Amounts::default())
    }

    fn follow_update(&mut self, hand: Hand, update: &[u8], carried: &[Carried]) -> Result<Amounts, Broken> {
        let incoming = Incoming::read(update).map_err(|_| Broken("an entry is not an update"))?;
        let new = self.weigh(&incoming).ok_or(Broken("an entry leaves a gap"))?;
        let inserted = incoming.new_text(|client| self.clock(client));
        let mut removed = self.authorship.removed(&self.document.transact(), &incoming.deleted);
        let units = removed.iter().map(Segment::length).sum::<u64>();
        // The entry says what was carried; asking again is for what of it is not removed any more.
        let found = self.authorship.carried(hand.sender, &inserted, &mut removed);
        let back = found.back.max(carried.iter().map(|run| u64::from(run.length)).sum());
        let typed = inserted.iter().map(|run| u64::from(run.span.length)).sum::<u64>();
        let amounts =
            Amounts { added: typed.saturating_sub(back), removed: units.saturating_sub(found.moved) };
        let types = self
            .levels
            .weigh(&self.document.transact(), &incoming, |client| self.clock(client))
            .map_err(|_| Broken("an entry has what no text may have"))?;
        let applied = self.apply(decode(update).ok_or(Broken("an entry cannot be decoded"))?)?;
        self.levels.settle(types);
        self.settle(Some(hand), &inserted, &new, carried, removed, applied);
        Ok(amounts)
    }

    /// This document, which another epoch begins with, after the one before it: whoever wrote under an id that
    /// lives on in it has still written that, and a locked section is still locked.
    fn after(mut self, before: &Self) -> Self {
        self.locked = before.locked;
        let known = &self.known;
        self.authorship.inherit(&before.authorship, |client| known.contains_key(&client));
        self
    }
}
