//! Who is told what of an entry of the discussion log. Pure, apart from remembering who takes part in what.

use super::notice::{About, Notice, Outcome, Said, Source};
use crate::agreement::id::{CommentId, MemberId, ProposalId, SectionId, ThreadId};
use crate::discussing::{Entry, Event};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

/// What must be known of a discussion to know whom its next entry concerns.
#[derive(Debug, Default)]
pub(super) struct Talk {
    threads: HashMap<ThreadId, Thread>,
    proposals: HashMap<ProposalId, (SectionId, MemberId)>,
}

#[derive(Debug)]
struct Thread {
    section: SectionId,
    /// Who has said something in it, or was named in it.
    people: BTreeSet<MemberId>,
}

/// The circumstances of an entry.
#[derive(Clone, Copy)]
struct When {
    position: u64,
    at: Timestamp,
    by: MemberId,
}

impl When {
    fn notice(self, about: About) -> Notice {
        Notice { source: Source::Discussion(self.position), at: self.at, by: Some(self.by), about }
    }
}

impl Talk {
    /// Takes in the entry at a position, and says whom it concerns. Never whoever did it.
    pub(super) fn told(&mut self, position: u64, entry: &Entry) -> Vec<(MemberId, Notice)> {
        let when = When { position, at: entry.at, by: entry.by };
        match &entry.event {
            Event::Purged {} => *self = Self::default(),
            _ => {}
        }
        let _ = when;
        Vec::new()
    }

    /// Somebody said something: who is named in it, and who takes part in the thread besides.
    fn said(&mut self, when: When, said: Said, mentions: &[MemberId]) -> Vec<(MemberId, Notice)> {
        let fresh = || Thread { section: said.section, people: BTreeSet::new() };
        let thread = self.threads.entry(said.thread).or_insert_with(fresh);
        let named: BTreeSet<MemberId> = mentions.iter().copied().collect();
        let mention = named.iter().map(|one| (*one, when.notice(About::Mention(said))));
        let others = thread.people.difference(&named);
        let reply = others.map(|one| (*one, when.notice(About::Reply(said))));
        let told = mention.chain(reply).filter(|(to, _)| *to != when.by).collect();
        thread.people.extend(named.iter().copied().chain([when.by]));
        told
    }
}
