//! The model: what has happened, to whom it matters, and what they were told.

use crate::access::telling::LetterSettings;
use crate::agreement::id::{CommentId, MandateId, MeetingId, SectionId, ThreadId};
use crate::notices::letters::{AtOnce, Range};
use crate::notices::notice::{MeetingNews, Source};
use crate::notices::tests::house::{ALL, ASTRID, BO, CILLA, DAVID, House};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that one person is to be told.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) to: &'static str,
    pub(super) source: Source,
    pub(super) at: Timestamp,
    pub(super) about: About,
    pub(super) read: bool,
    /// In a letter, or behind a digest that did not tell it.
    pub(super) past: bool,
    /// From when no digest was wanted, and so for none.
    pub(super) old: bool,
    /// Looked into for a letter at once, by this process.
    pub(super) settled: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    /// The comment, and whether one must still be named in it.
    Said(usize, bool),
    Lock(SectionId),
    /// The meeting, what of it, and its day then.
    Met(usize, MeetingNews, Date),
}

/// A meeting as the model knows it.
pub(super) struct Meeting {
    pub(super) id: MeetingId,
    pub(super) date: Date,
    pub(super) closed: bool,
    pub(super) cancelled: bool,
}

/// Who calls meetings, and changes them.
pub(super) const CALLERS: [&str; 2] = [ASTRID, CILLA];

#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: (ThreadId, CommentId),
    pub(super) by: &'static str,
    pub(super) text: String,
    pub(super) named: BTreeSet<&'static str>,
    pub(super) ever_named: BTreeSet<&'static str>,
    pub(super) deleted: bool,
    pub(super) at: Timestamp,
}

/// A letter in the queue: for whom, and which facts it may tell.
pub(super) enum Letter {
    Digest(&'static str, Vec<Range>, Timestamp, Vec<usize>),
    AtOnce(&'static str, AtOnce, Vec<usize>),
}

pub(super) struct World {
    pub(super) house: House,
    pub(super) facts: Vec<Fact>,
    pub(super) comments: Vec<Comment>,
    pub(super) threads: Vec<(ThreadId, BTreeSet<&'static str>)>,
    pub(super) locked: BTreeMap<SectionId, (Source, BTreeSet<&'static str>)>,
    pub(super) mandates: [(&'static str, MandateId); 3],
    pub(super) meetings: Vec<Meeting>,
    pub(super) wants: BTreeMap<&'static str, LetterSettings>,
    pub(super) gone: BTreeSet<&'static str>,
    pub(super) queue: Vec<Letter>,
    pub(super) told: BTreeSet<(&'static str, Source)>,
    pub(super) count: usize,
}

impl World {
    pub(super) async fn new() -> Self {
        let mut house = House::new().await;
        let mandates = [
            (BO, house.mandate(ASTRID, BO, None).await),
            (CILLA, house.mandate(CILLA, CILLA, None).await),
            (DAVID, house.mandate(CILLA, DAVID, None).await),
        ];
        let wants = ALL.into_iter().map(|name| (name, LetterSettings::default())).collect();
        Self {
            house,
            facts: Vec::new(),
            comments: Vec::new(),
            threads: Vec::new(),
            locked: BTreeMap::new(),
            mandates,
            meetings: Vec::new(),
            wants,
            gone: BTreeSet::new(),
            queue: Vec::new(),
            told: BTreeSet::new(),
            count: 0,
        }
    }

    pub(super) fn names(&self, which: &[usize]) -> Vec<&'static str> {
        let names = which.iter().map(|index| ALL[*index]);
        names.filter(|name| !self.gone.contains(name)).collect()
    }

    pub(super) fn here(&self, which: usize) -> Option<&'static str> {
        Some(ALL[which]).filter(|name| !self.gone.contains(name))
    }

    pub(super) fn fact(&mut self, to: &'static str, source: Source, about: About) {
        let at = self.house.now;
        self.facts.push(Fact { to, source, at, about, read: false, past: false, old: false, settled: false });
    }

    /// Whether a letter may still tell it.
    pub(super) fn stands(&self, fact: &Fact) -> bool {
        let stands = match &fact.about {
            About::Said(comment, needs_name) => {
                let comment = &self.comments[*comment];
                !comment.deleted && (!needs_name || comment.named.contains(fact.to))
            }
            About::Met(index, news, date) => {
                let meeting = &self.meetings[*index];
                match news {
                    MeetingNews::NotesClosed => meeting.closed,
                    MeetingNews::Cancelled => true,
                    _ => !meeting.cancelled && meeting.date == *date,
                }
            }
            About::Lock(section) => self.locked.get(section).is_some_and(|(source, signed)| {
                let own_party: &[&str] = if fact.to == BO { &[BO] } else { &[CILLA, DAVID] };
                *source == fact.source
                    && !signed.contains(fact.to)
                    && !own_party.iter().all(|name| signed.contains(name))
            }),
        };
        stands && !fact.read && !self.gone.contains(fact.to)
    }

    /// One that is to be held.
    pub(super) fn meeting(&self, which: usize) -> Option<usize> {
        let held: Vec<_> = (0..self.meetings.len()).filter(|one| !self.meetings[*one].cancelled).collect();
        held.get(which % held.len().max(1)).copied()
    }

    /// One that is there.
    pub(super) fn comment(&self, which: usize) -> Option<usize> {
        let is_there =
            |index: &usize| !self.comments[*index].deleted && !self.gone.contains(self.comments[*index].by);
        let there: Vec<_> = (0..self.comments.len()).filter(is_there).collect();
        there.get(which % there.len().max(1)).copied()
    }

    /// Somebody has read what was said in a thread so far.
    pub(super) fn has_read(&mut self, who: &'static str, thread: ThreadId) {
        for index in 0..self.facts.len() {
            let About::Said(comment, _) = self.facts[index].about else { continue };
            let comment = &self.comments[comment];
            // Being named later on is not read by having read what it said before.
            if comment.id.0 == thread && comment.at == self.facts[index].at && self.facts[index].to == who {
                self.facts[index].read = true;
            }
        }
    }

    pub(super) fn wanted(&self, fact: &Fact) -> Option<bool> {
        match fact.about {
            About::Said(_, true) => Some(self.wants[fact.to].mention),
            About::Said(_, false) | About::Met(..) => None,
            About::Lock(_) => Some(self.wants[fact.to].sign_off),
        }
    }
}
