//! Who wrote each run of a text, also after the editor has taken it out and put it in again.
//!
//! Text is bound to the member whose connection first sent its client id. But an editor splits, joins, wraps,
//! moves and undoes by deleting words and inserting the same words under the acting client's id, so the id alone
//! would make whoever presses Enter the author of the rest of the paragraph. Therefore, before an update is
//! applied, what it removes is read ([`Standing`]), and what it inserts is looked for in that, and in what its
//! sender lately removed ([`Lately`]). Runs found verbatim are [`Carried`]: they keep their first author.

mod carry;
mod grams;
mod lately;
mod matching;
mod removed;
mod standing;

pub(in crate::drafting) use carry::{CarryMap, Origin};
pub(super) use lately::{Kept, Lately};
pub(super) use removed::Segment;
pub(super) use standing::Standing;

use super::update::{Id, Inserted, Span, joined};
use crate::agreement::id::MemberId;
use crate::text::log::Carried;
use std::collections::HashMap;
use yrs::ReadTxn;

/// What is known of one document's authors.
#[derive(Debug, Default)]
pub(super) struct Authorship {
    /// Client ids and the member who first wrote under each. Ids of an epoch are nobody's.
    pub(super) writers: HashMap<u64, MemberId>,
    pub(super) carries: CarryMap,
    standing: Standing,
    lately: HashMap<MemberId, Lately>,
}

/// What of an update's words stood before.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Those that were another's.
    pub(super) carried: Vec<Carried>,
    /// Units in all, the sender's own included.
    pub(super) back: u64,
    /// Units of these that the same update removes.
    pub(super) moved: u64,
}

impl Authorship {
    /// Whether a character with this id stands in the document.
    pub(super) fn stands(&self, id: Id) -> bool {
        self.standing.has(id)
    }

    /// Whether any character of a span stands in the document.
    pub(super) fn stands_in(&self, span: Span) -> bool {
        !self.standing.pieces(span).is_empty()
    }

    /// What an update is about to remove; asked before it is applied.
    pub(super) fn removed(&self, transaction: &impl ReadTxn, deleted: &[Span]) -> Vec<Segment> {
        removed::segments(transaction, &self.standing, deleted)
    }

    /// Which of the inserted runs stood before and keep their author.
    pub(super) fn carried(
        &mut self,
        member: MemberId,
        inserted: &[Inserted<'_>],
        removed: &mut Vec<Segment>,
    ) -> Found {
        if inserted.is_empty() {
            return Found::default();
        }
        let mut lately = self.lately.get_mut(&member);
        let found = matching::find(inserted, removed, lately.as_deref_mut());
        if found.is_empty() {
            return Found::default();
        }
        let just_now = joined(removed.iter().flat_map(Segment::ids).copied().collect());
        let (mut back_units, mut moved_units) = (0, 0);
        for (_, before) in &found {
            back_units += u64::from(before.length);
            if before.is_within(&just_now) {
                moved_units += u64::from(before.length);
            }
        }
        // What was brought back is not removed any more: bringing it back once more is a copy.
        let back = joined(found.iter().map(|(_, before)| *before).collect());
        removed.retain(|segment| !segment.is_within(&back));
        if let Some(lately) = lately {
            lately.forget(&back);
        }
        let mut carried = Vec::new();
        for (now, before) in found {
            let mut clock = now.clock;
            // The writer's own words, too: their author needs no record, but what is anchored in them does.
            for root in self.carries.roots(before) {
                note(&mut carried, Span { client: now.client, clock, length: root.length }, root);
                clock += root.length;
            }
        }
        Found { carried, back: back_units, moved: moved_units }
    }

    /// Takes in what an applied update did.
    pub(super) fn settle(
        &mut self,
        member: Option<MemberId>,
        inserted: &[Inserted<'_>],
        carried: &[Carried],
        removed: Vec<Segment>,
        gone: impl Iterator<Item = Span>,
    ) {
        for run in inserted {
            self.standing.insert(run);
        }
        for run in carried {
            self.carries.insert(run);
        }
        if let Some(member) = member
            && !removed.is_empty()
        {
            let lately = self.lately.entry(member).or_default();
            for segment in removed {
                lately.push(segment);
            }
        }
        for span in gone {
            self.standing.remove(span);
        }
    }

    /// Who wrote the units of a run, in order: lengths and members; `None` for the words the server wrote.
    pub(super) fn authors(&self, run: Span) -> Vec<(u32, Option<MemberId>)> {
        let mut authors: Vec<(u32, Option<MemberId>)> = Vec::new();
        for root in self.carries.roots(run) {
            let member = self.writers.get(&root.client).copied();
            match authors.last_mut() {
                Some((length, last)) if *last == member => *length += root.length,
                _ => authors.push((root.length, member)),
            }
        }
        authors
    }

    /// Where the units of a run come from, in order.
    pub(super) fn origins(&self, run: Span) -> Vec<Origin> {
        self.carries.origins(run)
    }

    /// Takes over who wrote under the ids that live on.
    pub(super) fn inherit(&mut self, before: &Self, lives_on: impl Fn(u64) -> bool) {
        let writers = before.writers.iter().filter(|(client, _)| lives_on(**client));
        self.writers.extend(writers.map(|(client, member)| (*client, *member)));
        for carried in before.carries.records() {
            if lives_on(carried.client) {
                self.carries.insert(&carried);
            }
        }
    }

    /// What to keep in a checkpoint of what members lately removed.
    pub(super) fn keep(&self) -> Vec<(MemberId, Vec<Kept>)> {
        self.lately.iter().map(|(member, lately)| (*member, lately.keep())).collect()
    }

    /// The opposite of [`Authorship::keep`].
    pub(super) fn recall(&mut self, kept: Vec<(MemberId, Vec<Kept>)>) {
        for (member, segments) in kept {
            let lately = self.lately.entry(member).or_default();
            for segment in segments {
                lately.push(segment.into());
            }
        }
    }
}

/// Notes where a run comes from, in one record with the run before it if they were one before.
pub(super) fn note(carried: &mut Vec<Carried>, run: Span, root: Span) {
    if let Some(last) = carried.last_mut()
        && (last.client, last.clock + last.length) == (run.client, run.clock)
        && (last.root_client, last.root_clock + last.length) == (root.client, root.clock)
    {
        last.length += run.length;
        return;
    }
    carried.push(Carried {
        client: run.client,
        clock: run.clock,
        length: run.length,
        root_client: root.client,
        root_clock: root.clock,
    });
}
