//! One section's document in memory: checks what comes in, knows who wrote it, and gives what others lack.

mod replay;

pub(super) use replay::Amounts;

use super::authorship::{Authorship, Segment};
use super::closing::Closing;
use super::collected;
use super::nesting::Levels;
use super::order::{Order, Typing};
use super::remainder::remainder;
use super::update::{Id, Incoming, Inserted, Span, joined};
use crate::agreement::id::MemberId;
use crate::text::document::untidied;
use crate::text::log::{Carried, EpochId, FIRST_EPOCH_CLIENT};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Transact, Update};

/// The document and what is known about it.
pub(super) struct Document {
    pub(super) epoch: EpochId,
    pub(super) epoch_client: u64,
    pub(super) document: yrs::Doc,
    pub(super) authorship: Authorship,
    /// Whether a revision of it is being signed: then it takes no text.
    pub(super) locked: bool,
    /// How many units of each client it holds. There are never gaps: an update that would leave one is not applied.
    known: HashMap<u64, u32>,
    units: u64,
    most_units: u64,
    levels: Levels,
    pub(super) typing: Typing,
    /// Whether anything was deleted together with what it stood in, so that Yjs has thrown it away.
    pub(super) has_collected: bool,
}

/// In whose name an update comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// Whose its new words are.
    pub(super) author: MemberId,
    /// Who sent it or asked for it, and so took away what it takes away: they can bring it back.
    pub(super) sender: MemberId,
}

impl From<MemberId> for Hand {
    fn from(member: MemberId) -> Self {
        Self { author: member, sender: member }
    }
}

/// What became of an update.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It held nothing new.
    Nothing,
    /// It rests on something that is not here; nothing of it was applied.
    Gap,
    /// It must not come in.
    Refused(Closing),
    /// It was applied, and `carried` is who wrote what of it before.
    Taken { carried: Vec<Carried>, new: Vec<Span> },
}

/// The document cannot be relied on any more: load it anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the document did not take an update as it should: {0}")]
pub(super) struct Broken(pub(super) &'static str);

impl Document {
    /// A document as an epoch begins it.
    pub(super) fn begin(epoch: EpochId, epoch_client: u64, initial: &[u8]) -> Result<Self, Broken> {
        // The server adds nothing to a text by itself.
        let document = untidied(0);
        let mut document = Self {
            epoch,
            epoch_client,
            document,
            authorship: Authorship::default(),
            locked: false,
            known: HashMap::new(),
            units: 0,
            most_units: u64::MAX,
            levels: Levels::default(),
            typing: Typing::default(),
            has_collected: false,
        };
        let incoming = Incoming::read(initial).map_err(|_| Broken("its first text is not an update"))?;
        let new = document.weigh(&incoming).ok_or(Broken("its first text has a gap"))?;
        let inserted = incoming.new_text(|_| 0);
        let types = document
            .levels
            .weigh(&document.document.transact(), &incoming, |_| 0)
            .map_err(|_| Broken("its first text has what no text may have"))?;
        document.has_collected = !incoming.collected.is_empty();
        let applied = document.apply(decode(initial).ok_or(Broken("its first text cannot be decoded"))?)?;
        document.levels.settle(types);
        document.settle(None, &inserted, &new, &[], Vec::new(), applied);
        Ok(document)
    }

    /// Takes an update from a connection of `member`.
    ///
    /// `right` says why `member` may not write, if so. Nothing is applied unless the answer is [`Outcome::Taken`].
    pub(super) fn take(
        &mut self,
        member: MemberId,
        right: Result<(), Closing>,
        update: &[u8],
    ) -> Result<Outcome, Broken> {
        self.take_in(member.into(), right, update, None)
    }

    /// Takes an update that the server has made for a member, who wrote what of it before being known.
    pub(super) fn bring_back(
        &mut self,
        hand: impl Into<Hand>,
        update: &[u8],
        carried: Vec<Carried>,
    ) -> Result<Outcome, Broken> {
        self.take_in(hand.into(), Ok(()), update, Some(carried))
    }

    fn take_in(
        &mut self,
        hand: Hand,
        right: Result<(), Closing>,
        update: &[u8],
        known: Option<Vec<Carried>>,
    ) -> Result<Outcome, Broken> {
        let incoming = match Incoming::read(update) {
            Ok(incoming) => incoming,
            Err(malformed) => return Ok(Outcome::Refused(malformed.into())),
        };
        let Some(new) = self.weigh(&incoming) else { return Ok(Outcome::Gap) };
        for span in &new {
            let owner = self.authorship.writers.get(&span.client);
            if span.client >= FIRST_EPOCH_CLIENT || owner.is_some_and(|owner| *owner != hand.author) {
                return Ok(Outcome::Refused(Closing::ForeignText));
            }
        }
        if let Err(closing) = right {
            let adds_something = !new.is_empty() || self.deletes_something(&incoming.deleted);
            return Ok(if adds_something { Outcome::Refused(closing) } else { Outcome::Nothing });
        }
        if self.units + new.iter().map(|span| u64::from(span.length)).sum::<u64>() > self.most_units {
            return Ok(Outcome::Refused(Closing::TooLarge("the section holds all that it can")));
        }
        let weighed = self.levels.weigh(&self.document.transact(), &incoming, |client| self.clock(client));
        let types = match weighed {
            Ok(types) => types,
            Err(closing) => return Ok(Outcome::Refused(closing)),
        };
        if !self.neighbours_agree(&incoming) {
            return Ok(Outcome::Refused(Closing::Malformed("its neighbours do not stand together")));
        }
        if self.order_of_neighbours(&incoming) == Order::Wrong {
            return Ok(Outcome::Refused(Closing::Malformed("its neighbours stand the wrong way round")));
        }
        // The last reason to refuse comes before authorship takes note of anything.
        let Some(decoded) = decode(update) else {
            return Ok(Outcome::Refused(Closing::Malformed("it cannot be decoded")));
        };
        let inserted = incoming.new_text(|client| self.clock(client));
        let mut removed = self.authorship.removed(&self.document.transact(), &incoming.deleted);
        let found = self.authorship.carried(hand.sender, &inserted, &mut removed);
        let carried = known.unwrap_or(found.carried);
        let applied = self.apply(decoded)?;
        if applied.has_gap {
            return Err(Broken("it rests on itself"));
        }
        if new.is_empty() && applied.gone.is_empty() {
            return Ok(Outcome::Nothing);
        }
        self.levels.settle(types);
        self.typing.settle(&incoming);
        self.settle(Some(hand), &inserted, &new, &carried, removed, applied);
        Ok(Outcome::Taken { carried, new })
    }

    /// Binds a client id to a member before anything was written under it.
    ///
    /// # Errors
    /// [`Closing::ForeignText`] if it is somebody else's, or an epoch's.
    pub(super) fn bind(&mut self, client: u64, member: MemberId) -> Result<(), Closing> {
        if client >= FIRST_EPOCH_CLIENT {
            return Err(Closing::ForeignText);
        }
        match self.authorship.writers.get(&client) {
            Some(owner) if *owner != member => Err(Closing::ForeignText),
            Some(_) => Ok(()),
            None => {
                self.authorship.writers.insert(client, member);
                Ok(())
            }
        }
    }

    /// The same document, which takes no more than so many units.
    pub(super) fn bounded(mut self, most_units: u64) -> Self {
        self.most_units = most_units;
        self
    }

    /// A client id that nobody has used, bound to a member.
    pub(super) fn mint_client(&mut self, member: MemberId) -> u64 {
        loop {
            // As wide as Yjs draws its own, so that it takes no more bytes than they do.
            let client = u64::from(rand::random::<u32>());
            if !self.known.contains_key(&client) && !self.authorship.writers.contains_key(&client) {
                self.authorship.writers.insert(client, member);
                return client;
            }
        }
    }

    /// Forgets whose a client id is, if nothing was written under it.
    pub(super) fn release(&mut self, client: u64) {
        if !self.known.contains_key(&client) {
            self.authorship.writers.remove(&client);
        }
    }

    /// How many units it holds, deleted ones included.
    pub(super) fn units(&self) -> u64 {
        self.units
    }

    /// How many units of each client it holds.
    pub(super) fn known(&self) -> &HashMap<u64, u32> {
        &self.known
    }

    /// What of an update is new; `None` if it rests on what is not here.
    fn weigh(&self, incoming: &Incoming<'_>) -> Option<Vec<Span>> {
        let mut reach: HashMap<u64, u32> = HashMap::new();
        let mut new = Vec::new();
        for span in &incoming.structs {
            let end = reach.entry(span.client).or_insert_with(|| self.clock(span.client));
            if span.clock > *end {
                return None;
            }
            if span.end() > *end {
                new.push(Span { client: span.client, clock: *end, length: span.end() - *end });
                *end = span.end();
            }
        }
        let reach = |client| reach.get(&client).copied().unwrap_or_else(|| self.clock(client));
        let stands = incoming.rests_on.iter().all(|id| id.clock < reach(id.client))
            && incoming.deleted.iter().all(|span| span.end() <= reach(span.client));
        stands.then_some(new)
    }

    /// Whether nothing new stands between something thrown away and something living.
    fn neighbours_agree(&self, incoming: &Incoming<'_>) -> bool {
        if !self.has_collected && incoming.collected.is_empty() {
            return true;
        }
        let stands = |id| self.authorship.stands(id);
        collected::neighbours_agree(&self.document.transact(), incoming, |client| self.clock(client), stands)
    }

    pub(super) fn clock(&self, client: u64) -> u32 {
        self.known.get(&client).copied().unwrap_or(0)
    }

    /// Whether any of these are words or elements that stand. Yjs takes out marks that say nothing any more, also
    /// for those who only read. Looks at the whole document, so it is asked only of those who may not write.
    fn deletes_something(&self, deleted: &[Span]) -> bool {
        if deleted.is_empty() {
            return false;
        }
        let gone = joined(spans(&self.document.transact().snapshot().delete_set).collect());
        remainder(deleted, &gone).any(|span| self.authorship.stands_in(span) || self.levels.has_type_in(span))
    }

    fn settle(
        &mut self,
        hand: Option<Hand>,
        inserted: &[Inserted<'_>],
        new: &[Span],
        carried: &[Carried],
        removed: Vec<Segment>,
        applied: Applied,
    ) {
        self.has_collected |= applied.gone.iter().any(|span| self.levels.has_type_in(*span));
        for span in new {
            self.known.insert(span.client, span.end());
            self.units += u64::from(span.length);
            if let Some(hand) = hand {
                self.authorship.writers.entry(span.client).or_insert(hand.author);
            }
        }
        let sender = hand.map(|hand| hand.sender);
        self.authorship.settle(sender, inserted, carried, removed, applied.gone.into_iter());
    }

    fn apply(&self, update: Update) -> Result<Applied, Broken> {
        // yrs has panicked on hostile updates before; the guard in `update` is the first line, this is the last.
        catch_unwind(AssertUnwindSafe(|| {
            let mut transaction = self.document.transact_mut();
            transaction.apply_update(update).map_err(|_| Broken("it could not be integrated"))?;
            let gone = spans(transaction.delete_set()).collect();
            Ok(Applied { gone, has_gap: transaction.has_missing_updates() })
        }))
        .unwrap_or(Err(Broken("it panicked")))
    }
}

/// yrs' own reading of an update. Nothing has been touched if there is none.
fn decode(update: &[u8]) -> Option<Update> {
    catch_unwind(AssertUnwindSafe(|| Update::decode_v1(update).ok())).unwrap_or(None)
}

/// What applying an update did to the document.
struct Applied {
    gone: Vec<Span>,
    has_gap: bool,
}

fn spans(set: &yrs::IdSet) -> impl Iterator<Item = Span> {
    set.iter().flat_map(|(client, ranges)| {
        let client = client.get();
        ranges.iter().map(move |range| Span { client, clock: range.start, length: range.end - range.start })
    })
}

impl<'a> Incoming<'a> {
    /// The inserted characters from each client's known clock on.
    fn new_text(&self, known: impl Fn(u64) -> u32) -> Vec<Inserted<'a>> {
        let new = |run: &Inserted<'a>| {
            let Span { client, clock, length } = run.span;
            let skip = known(client).saturating_sub(clock);
            if skip == 0 {
                return Some(*run);
            }
            if skip >= length {
                return None;
            }
            // Its first part is known: a client that resends joins what it sent in parts.
            let mut units = 0;
            let at = run.text.char_indices().find_map(|(at, character)| {
                let here = units;
                units += character.len_utf16() as u32;
                (here >= skip).then_some((at, here))
            });
            let (at, units) = at?;
            Some(Inserted {
                span: Span { client, clock: clock + units, length: length - units },
                text: &run.text[at..],
                origin: Some(Id { client, clock: clock + units - 1 }),
            })
        };
        self.inserted.iter().filter_map(new).collect()
    }
}
