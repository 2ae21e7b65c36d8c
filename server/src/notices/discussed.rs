//! Who is told what of an entry of the discussion log. Pure, apart from remembering who takes part in what.

use super::notice::{About, Notice, Outcome, Said, Source};
use crate::agreement::id::{CommentId, MemberId, ProposalId, SectionId, ThreadId};
use crate::discussing::{Entry, Event, ProposalEvent, ThreadEvent};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

/// What must be known of a discussion to know whom its next entry concerns.
#[derive(Debug, Default)]
pub(super) struct Talk {
    threads: HashMap<ThreadId, Thread>,
    proposals: HashMap<ProposalId, Proposed>,
}

#[derive(Debug)]
struct Thread {
    section: SectionId,
    /// Who has said something in it, or was named in it.
    people: BTreeSet<MemberId>,
    /// Who was ever named in each comment.
    named: HashMap<CommentId, BTreeSet<MemberId>>,
}

#[derive(Debug)]
struct Proposed {
    section: SectionId,
    author: MemberId,
    /// Who was told that it is about words of theirs.
    concerned: BTreeSet<MemberId>,
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
            Event::Thread(event) => self.in_thread(when, event),
            Event::Proposal(event) => self.of_proposal(when, event),
            Event::Purged {} => {
                *self = Self::default();
                Vec::new()
            }
        }
    }

    fn in_thread(&mut self, when: When, event: &ThreadEvent) -> Vec<(MemberId, Notice)> {
        match event {
            ThreadEvent::Opened { thread, section, comment, mentions, .. } => {
                self.threads.insert(*thread, Thread::of(*section));
                self.said(when, *thread, *comment, mentions)
            }
            ThreadEvent::CommentAdded { thread, comment, mentions } => {
                self.said(when, *thread, *comment, mentions)
            }
            ThreadEvent::CommentEdited { thread, comment, mentions } => {
                self.said_otherwise(when, *thread, *comment, mentions)
            }
            ThreadEvent::CommentDeleted { .. }
            | ThreadEvent::Resolved { .. }
            | ThreadEvent::Reopened { .. } => Vec::new(),
        }
    }

    /// Somebody said something: told are those named in it, and those who take part in the thread.
    fn said(
        &mut self,
        when: When,
        thread: ThreadId,
        comment: CommentId,
        mentions: &[MemberId],
    ) -> Vec<(MemberId, Notice)> {
        let Some(known) = self.threads.get_mut(&thread) else { return Vec::new() };
        let said = Said { section: known.section, thread, comment };
        let named: BTreeSet<MemberId> = mentions.iter().copied().collect();
        let mention = named.iter().map(|one| (*one, when.notice(About::Mention(said))));
        let others = known.people.difference(&named);
        let reply = others.map(|one| (*one, when.notice(About::Reply(said))));
        let told = mention.chain(reply).filter(|(to, _)| *to != when.by).collect();
        known.people.extend(named.iter().copied().chain([when.by]));
        known.named.insert(comment, named);
        told
    }

    /// Somebody changed what they had said: told are those who were not named in it before.
    fn said_otherwise(
        &mut self,
        when: When,
        thread: ThreadId,
        comment: CommentId,
        mentions: &[MemberId],
    ) -> Vec<(MemberId, Notice)> {
        let Some(known) = self.threads.get_mut(&thread) else { return Vec::new() };
        let said = Said { section: known.section, thread, comment };
        let before = known.named.entry(comment).or_default();
        let is_new = |to: &&MemberId| !before.contains(to) && **to != when.by;
        let new = mentions.iter().filter(is_new);
        let told = new.map(|one| (*one, when.notice(About::Mention(said)))).collect();
        before.extend(mentions);
        known.people.extend(mentions);
        told
    }

    /// Told are those whose words it would replace, and in the end its author.
    fn of_proposal(&mut self, when: When, event: &ProposalEvent) -> Vec<(MemberId, Notice)> {
        let outcome = |known: &Proposed, proposal, outcome| -> Vec<(MemberId, Notice)> {
            let about = About::Outcome { section: known.section, proposal, outcome };
            let author = Some(known.author).filter(|author| *author != when.by);
            author.map(|author| (author, when.notice(about))).into_iter().collect()
        };
        match event {
            ProposalEvent::Made { proposal, section, wording } => {
                let fresh = Proposed { section: *section, author: when.by, concerned: BTreeSet::new() };
                self.proposals.insert(*proposal, fresh);
                self.concerned(when, *proposal, &wording.concerns)
            }
            ProposalEvent::Renewed { proposal, wording } => {
                self.concerned(when, *proposal, &wording.concerns)
            }
            ProposalEvent::Accepted { proposal, .. } => self
                .proposals
                .get(proposal)
                .map_or_else(Vec::new, |known| outcome(known, *proposal, Outcome::Accepted)),
            ProposalEvent::Rejected { proposal, .. } => self
                .proposals
                .get(proposal)
                .map_or_else(Vec::new, |known| outcome(known, *proposal, Outcome::Rejected)),
            ProposalEvent::Withdrawn { .. } => Vec::new(),
        }
    }

    /// Those whose words a proposal is about, and who were not told of it before.
    fn concerned(
        &mut self,
        when: When,
        proposal: ProposalId,
        concerns: &[MemberId],
    ) -> Vec<(MemberId, Notice)> {
        let Some(known) = self.proposals.get_mut(&proposal) else { return Vec::new() };
        let about = About::Proposal { section: known.section, proposal };
        let new = concerns.iter().filter(|to| **to != when.by && known.concerned.insert(**to));
        new.map(|to| (*to, when.notice(about))).collect()
    }
}

impl Thread {
    fn of(section: SectionId) -> Self {
        Self { section, people: BTreeSet::new(), named: HashMap::new() }
    }
}
