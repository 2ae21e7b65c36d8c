//! Random days of five people: what letters tell is held against a model that knows what happened, and to whom it
//! matters. Nothing is told twice, nothing is lost, and nothing reaches whom it does not concern.

use super::house::{ALL, ASTRID, BO, CILLA, DAVID, House};
use crate::access::telling::LetterSettings;
use crate::agreement::decide::{Command, MeetingPlan};
use crate::agreement::id::{CommentId, MandateId, MeetingId, SectionId, ThreadId};
use crate::notices::letters::{AtOnce, Range};
use crate::notices::notice::{MeetingNews, Source};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const DELAY: SignedDuration = SignedDuration::from_mins(2);

/// Of meetings: so far ahead that it does not come near.
const DAY: Date = date(2040, 1, 1);

/// What happens next. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Open(usize, Vec<usize>),
    Reply(usize, usize, Vec<usize>),
    Edit(usize, Vec<usize>),
    Delete(usize),
    Lock(usize),
    Reopen(usize),
    Sign(usize, usize),
    Call(usize),
    Move(usize, usize),
    CloseNotes(usize),
    CallOff(usize),
    Leave,
    Want(usize, bool, bool, bool),
    ReadAll(usize),
    ReadOne(usize, usize),
    ReadThread(usize, usize),
    Pass(i64),
    AtOnce,
    Digest(usize),
    /// What a crash before the batch leaves: nothing.
    DigestInVain(usize),
    Send(usize),
    BeginAnew,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..ALL.len();
    let named = prop::collection::vec(0..ALL.len(), 0..3);
    let step = prop_oneof![
        4 => (who.clone(), named.clone()).prop_map(|(by, named)| Step::Open(by, named)),
        5 => (who.clone(), 0..9_usize, named.clone()).prop_map(|(by, of, named)| Step::Reply(by, of, named)),
        2 => (0..20_usize, named).prop_map(|(which, named)| Step::Edit(which, named)),
        2 => (0..20_usize).prop_map(Step::Delete),
        2 => (0..3_usize).prop_map(Step::Lock),
        1 => (0..3_usize).prop_map(Step::Reopen),
        1 => (0..3_usize, 0..3_usize).prop_map(|(by, of)| Step::Sign(by, of)),
        2 => (0..2_usize).prop_map(Step::Call),
        2 => (0..2_usize, 0..5_usize).prop_map(|(by, which)| Step::Move(by, which)),
        2 => (0..5_usize).prop_map(Step::CloseNotes),
        1 => (0..5_usize).prop_map(Step::CallOff),
        1 => Just(Step::Leave),
        1 => (who.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(who, a, b, c)| Step::Want(who, a, b, c)),
        1 => who.clone().prop_map(Step::ReadAll),
        2 => (who.clone(), 0..20_usize).prop_map(|(who, which)| Step::ReadOne(who, which)),
        2 => (who.clone(), 0..9_usize).prop_map(|(who, which)| Step::ReadThread(who, which)),
        5 => prop_oneof![Just(1), Just(119), Just(3_600), Just(30_000)].prop_map(Step::Pass),
        3 => Just(Step::AtOnce),
        4 => who.clone().prop_map(Step::Digest),
        1 => who.prop_map(Step::DigestInVain),
        4 => (0..5_usize).prop_map(Step::Send),
        1 => Just(Step::BeginAnew),
    ];
    prop::collection::vec(step, 1..60)
}

/// One thing that one person is to be told.
#[derive(Clone, Debug)]
struct Fact {
    to: &'static str,
    source: Source,
    at: Timestamp,
    about: About,
    read: bool,
    /// In a letter, or behind a digest that did not tell it.
    past: bool,
    /// From when no digest was wanted, and so for none.
    old: bool,
    /// Looked into for a letter at once, by this process.
    settled: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum About {
    /// The comment, and whether one must still be named in it.
    Said(usize, bool),
    Lock(SectionId),
    /// The meeting, what of it, and its day then.
    Met(usize, MeetingNews, Date),
}

/// A meeting as the model knows it.
struct Meeting {
    id: MeetingId,
    date: Date,
    closed: bool,
    cancelled: bool,
}

/// Who calls meetings, and changes them.
const CALLERS: [&str; 2] = [ASTRID, CILLA];

#[derive(Clone, Debug)]
struct Comment {
    id: (ThreadId, CommentId),
    by: &'static str,
    text: String,
    named: BTreeSet<&'static str>,
    ever_named: BTreeSet<&'static str>,
    deleted: bool,
    at: Timestamp,
}

/// A letter in the queue: for whom, and which facts it may tell.
enum Letter {
    Digest(&'static str, Vec<Range>, Timestamp, Vec<usize>),
    AtOnce(&'static str, AtOnce, Vec<usize>),
}

struct World {
    house: House,
    facts: Vec<Fact>,
    comments: Vec<Comment>,
    threads: Vec<(ThreadId, BTreeSet<&'static str>)>,
    locked: BTreeMap<SectionId, (Source, BTreeSet<&'static str>)>,
    mandates: [(&'static str, MandateId); 3],
    meetings: Vec<Meeting>,
    wants: BTreeMap<&'static str, LetterSettings>,
    gone: BTreeSet<&'static str>,
    queue: Vec<Letter>,
    told: BTreeSet<(&'static str, Source)>,
    count: usize,
}

impl World {
    async fn new() -> Self {
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

    fn names(&self, which: &[usize]) -> Vec<&'static str> {
        let names = which.iter().map(|index| ALL[*index]);
        names.filter(|name| !self.gone.contains(name)).collect()
    }

    fn here(&self, which: usize) -> Option<&'static str> {
        Some(ALL[which]).filter(|name| !self.gone.contains(name))
    }

    fn fact(&mut self, to: &'static str, source: Source, about: About) {
        let at = self.house.now;
        self.facts.push(Fact { to, source, at, about, read: false, past: false, old: false, settled: false });
    }

    /// Whether a letter may still tell it.
    fn stands(&self, fact: &Fact) -> bool {
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

    async fn said(&mut self, by: &'static str, thread: usize, comment: CommentId, named: Vec<&'static str>) {
        let source = self.house.last_discussed().await;
        let named: BTreeSet<_> = named.into_iter().collect();
        let (id, people) = self.threads[thread].clone();
        self.comments.push(Comment {
            id: (id, comment),
            by,
            text: format!("ord {}", self.count),
            named: named.clone(),
            ever_named: named.clone(),
            deleted: false,
            at: self.house.now,
        });
        let index = self.comments.len() - 1;
        for to in named.iter().filter(|to| **to != by) {
            self.fact(to, source, About::Said(index, true));
        }
        for to in people.iter().filter(|to| **to != by && !named.contains(*to)) {
            self.fact(to, source, About::Said(index, false));
        }
        self.threads[thread].1.extend(named.into_iter().chain([by]));
    }

    async fn step(&mut self, step: Step) {
        self.count += 1;
        let text = format!("ord {}", self.count);
        match step {
            Step::Open(by, named) => {
                let Some(by) = self.here(by) else { return };
                let named = self.names(&named);
                let (thread, comment) = self.house.open(by, 0, &text, &named).await;
                self.threads.push((thread, BTreeSet::new()));
                self.said(by, self.threads.len() - 1, comment, named).await;
            }
            Step::Reply(by, of, named) => {
                let Some(by) = self.here(by).filter(|_| !self.threads.is_empty()) else { return };
                let of = of % self.threads.len();
                let (thread, named) = (self.threads[of].0, self.names(&named));
                // Nobody answers in a thread of which nothing is left.
                if let Some(comment) = self.house.reply(by, thread, &text, &named).await {
                    // Whoever answers has read what was there.
                    self.has_read(by, thread);
                    self.said(by, of, comment, named).await;
                }
            }
            Step::Edit(which, named) => self.edit(which, text, named).await,
            Step::Delete(which) => {
                let Some(index) = self.comment(which) else { return };
                let Comment { id, by, .. } = self.comments[index];
                self.comments[index].deleted |= self.house.delete(by, id).await;
            }
            Step::Lock(which) => {
                let section = self.house.section(which);
                if self.locked.contains_key(&section) {
                    return;
                }
                self.house.lock(ASTRID, section, &text).await;
                let source = self.house.last_recorded().await;
                for to in
                    [BO, CILLA, DAVID].into_iter().filter(|to| !self.gone.contains(to)).collect::<Vec<_>>()
                {
                    self.fact(to, source, About::Lock(section));
                }
                self.locked.insert(section, (source, BTreeSet::new()));
            }
            Step::Reopen(which) => {
                let section = self.house.section(which);
                if self.locked.remove(&section).is_some() {
                    self.house.reopen(ASTRID, section).await;
                }
            }
            Step::Sign(who, which) => self.sign(who, which).await,
            Step::Call(by) => {
                let id = self.house.call(CALLERS[by], &DAY.to_string()).await;
                self.meetings.push(Meeting { id, date: DAY, closed: false, cancelled: false });
                self.met(CALLERS[by], self.meetings.len() - 1, MeetingNews::Called).await;
            }
            Step::Move(by, which) => {
                let Some(index) = self.meeting(which) else { return };
                let date = self.meetings[index].date.tomorrow().unwrap();
                let plan = MeetingPlan { date: Some(date), ..MeetingPlan::default() };
                let meeting = self.meetings[index].id;
                self.house.run(CALLERS[by], Command::ChangeMeeting { meeting, plan }).await;
                self.meetings[index].date = date;
                self.met(CALLERS[by], index, MeetingNews::Moved).await;
            }
            Step::CloseNotes(which) => {
                let Some(index) = self.meeting(which) else { return };
                let Meeting { id, closed, .. } = self.meetings[index];
                self.meetings[index].closed = !closed;
                if closed {
                    self.house.run(ASTRID, Command::ReopenNotes { meeting: id }).await;
                } else {
                    self.house.close_notes(ASTRID, id).await;
                    self.met(ASTRID, index, MeetingNews::NotesClosed).await;
                }
            }
            Step::CallOff(which) => {
                let Some(index) = self.meeting(which) else { return };
                let (meeting, reason) = (self.meetings[index].id, "Snö".to_owned());
                self.house.run(CILLA, Command::CancelMeeting { meeting, reason }).await;
                self.meetings[index].cancelled = true;
                self.met(CILLA, index, MeetingNews::Cancelled).await;
            }
            Step::Leave => {
                if self.gone.insert(DAVID) {
                    let member = self.house.member(DAVID);
                    self.house.run(CILLA, Command::RemoveMember { member }).await;
                }
            }
            Step::Want(who, digest, mention, sign_off) => {
                let wanted = LetterSettings { digest, mention, sign_off, ..LetterSettings::default() };
                self.house.wants(ALL[who], wanted).await;
                let before = self.wants.insert(ALL[who], wanted).unwrap();
                if digest && !before.digest {
                    self.facts.iter_mut().filter(|fact| fact.to == ALL[who]).for_each(|fact| fact.old = true);
                }
            }
            Step::ReadAll(who) => {
                let Some(who) = self.here(who) else { return };
                self.house.reads_all(who).await;
                self.facts.iter_mut().filter(|fact| fact.to == who).for_each(|fact| fact.read = true);
            }
            Step::ReadOne(who, which) => {
                let Some(who) = self.here(who) else { return };
                let own: Vec<_> = (0..self.facts.len()).filter(|one| self.facts[*one].to == who).collect();
                let Some(index) = own.get(which % own.len().max(1)) else { return };
                self.house.reads(who, &[self.facts[*index].source]).await;
                self.facts[*index].read = true;
            }
            Step::ReadThread(who, which) => self.read_thread(who, which).await,
            Step::Pass(seconds) => self.house.pass(SignedDuration::from_secs(seconds)),
            Step::AtOnce => self.at_once().await,
            Step::Digest(who) => self.digest(ALL[who]).await,
            Step::DigestInVain(who) => {
                let account = self.house.account(ALL[who]).await;
                self.house.notices.digest(&account, self.house.now).await.unwrap();
            }
            Step::Send(which) => self.send(which).await,
            Step::BeginAnew => {
                self.house.begin_anew();
                self.facts.iter_mut().for_each(|fact| fact.settled = false);
            }
        }
    }

    /// One that is to be held.
    fn meeting(&self, which: usize) -> Option<usize> {
        let held: Vec<_> = (0..self.meetings.len()).filter(|one| !self.meetings[*one].cancelled).collect();
        held.get(which % held.len().max(1)).copied()
    }

    async fn met(&mut self, by: &'static str, index: usize, news: MeetingNews) {
        let (source, date) = (self.house.last_recorded().await, self.meetings[index].date);
        let others = ALL.into_iter().filter(|to| *to != by && !self.gone.contains(to));
        for to in others.collect::<Vec<_>>() {
            self.fact(to, source, About::Met(index, news, date));
        }
    }

    /// One that is there.
    fn comment(&self, which: usize) -> Option<usize> {
        let is_there =
            |index: &usize| !self.comments[*index].deleted && !self.gone.contains(self.comments[*index].by);
        let there: Vec<_> = (0..self.comments.len()).filter(is_there).collect();
        there.get(which % there.len().max(1)).copied()
    }

    async fn edit(&mut self, which: usize, text: String, named: Vec<usize>) {
        let Some(index) = self.comment(which) else { return };
        let named = self.names(&named);
        let Comment { id, by, .. } = self.comments[index];
        assert!(self.house.edit(by, id, &text, &named).await);
        let source = self.house.last_discussed().await;
        let comment = &mut self.comments[index];
        comment.text = text;
        comment.named = named.iter().copied().collect();
        let new: Vec<_> = comment.named.difference(&comment.ever_named).copied().collect();
        comment.ever_named.extend(new.iter().copied());
        for to in new.iter().filter(|to| **to != by) {
            self.fact(to, source, About::Said(index, true));
        }
        let thread = self.threads.iter_mut().find(|(thread, _)| *thread == id.0).unwrap();
        thread.1.extend(named);
    }

    async fn sign(&mut self, who: usize, which: usize) {
        let (name, mandate) = self.mandates[who];
        let section = self.house.section(which);
        let is_asked = self.locked.get(&section).is_some_and(|(_, signed)| !signed.contains(name));
        if is_asked && !self.gone.contains(name) {
            self.house.sign(name, section, mandate).await;
            self.locked.get_mut(&section).unwrap().1.insert(name);
        }
    }

    async fn read_thread(&mut self, who: usize, which: usize) {
        let Some(who) = self.here(who).filter(|_| !self.threads.is_empty()) else { return };
        let thread = self.threads[which % self.threads.len()].0;
        let count = self.comments.iter().filter(|comment| comment.id.0 == thread).count();
        let member = self.house.member(who);
        self.house.discussions.note_reading(self.house.agreement, member, thread, count).await.unwrap();
        self.has_read(who, thread);
    }

    /// Somebody has read what was said in a thread so far.
    fn has_read(&mut self, who: &'static str, thread: ThreadId) {
        for index in 0..self.facts.len() {
            let About::Said(comment, _) = self.facts[index].about else { continue };
            let comment = &self.comments[comment];
            // Being named later on is not read by having read what it said before.
            if comment.id.0 == thread && comment.at == self.facts[index].at && self.facts[index].to == who {
                self.facts[index].read = true;
            }
        }
    }

    fn wanted(&self, fact: &Fact) -> Option<bool> {
        match fact.about {
            About::Said(_, true) => Some(self.wants[fact.to].mention),
            About::Said(_, false) | About::Met(..) => None,
            About::Lock(_) => Some(self.wants[fact.to].sign_off),
        }
    }

    async fn at_once(&mut self) {
        let due = self.house.at_once(DELAY).await;
        let now = self.house.now;
        let mut expected: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
        for index in 0..self.facts.len() {
            let fact = self.facts[index].clone();
            let Some(wanted) = self.wanted(&fact) else { continue };
            if fact.at > now - DELAY || fact.settled {
                continue;
            }
            self.facts[index].settled = true;
            let is_late = now.duration_since(fact.at) >= SignedDuration::from_hours(24);
            if wanted && !fact.past && !is_late && self.stands(&fact) {
                let is_lock = matches!(fact.about, About::Lock(_));
                expected.entry((fact.to, is_lock)).or_default().push(index);
                self.facts[index].past = true;
            }
        }
        assert_eq!(due.len(), expected.len(), "{:?}", expected);
        for ((name, is_lock), facts) in expected {
            let account = self.house.account(name).await.id;
            let is_it = |one: &&AtOnce| {
                one.account == account && (one.kind == crate::access::telling::LetterKind::SignOff) == is_lock
            };
            let due = due.iter().find(is_it).unwrap().clone();
            let sources: BTreeSet<_> = due.sources.iter().copied().collect();
            assert_eq!(sources, facts.iter().map(|index| self.facts[*index].source).collect());
            self.queue.push(Letter::AtOnce(name, due, facts));
        }
    }

    async fn digest(&mut self, name: &'static str) {
        let moment = self.house.now;
        let ranges = self.house.digest(name, moment).await;
        if !self.wants[name].digest || self.gone.contains(name) {
            assert_eq!(ranges, None, "{name}");
            return;
        }
        let is_new = |fact: &Fact| fact.to == name && !fact.past && !fact.old;
        let held: Vec<_> = (0..self.facts.len()).filter(|index| is_new(&self.facts[*index])).collect();
        if !held.is_empty() {
            // Also what came about before it was turned on again is behind it now.
            self.facts.iter_mut().filter(|fact| fact.to == name).for_each(|fact| fact.past = true);
        }
        let tells = held.iter().any(|index| self.stands(&self.facts[*index]));
        // A letter may turn out to have nothing to say, but none is made without anything new.
        assert!(ranges.is_none() || !held.is_empty(), "{name} is told nothing: {ranges:?}");
        assert!(ranges.is_some() || !tells, "{name} is told something");
        if let Some(ranges) = ranges {
            self.queue.push(Letter::Digest(name, ranges, moment, held));
        }
    }

    async fn send(&mut self, which: usize) {
        if self.queue.is_empty() {
            return;
        }
        let letter = self.queue.remove(which % self.queue.len());
        let (name, shown, held) = match letter {
            Letter::Digest(name, ranges, moment, held) => {
                (name, self.house.says(name, &ranges, moment).await, held)
            }
            Letter::AtOnce(name, due, held) => (name, self.house.at_once_says(&due).await, held),
        };
        let expected: BTreeSet<_> = held
            .iter()
            .filter(|index| self.stands(&self.facts[**index]))
            .map(|index| self.facts[*index].source)
            .collect();
        assert_eq!(shown.iter().map(|one| one.notice.source).collect::<BTreeSet<_>>(), expected, "{name}");
        assert_eq!(shown.len(), expected.len(), "each once");
        assert!(shown.is_sorted_by(|one, next| one.notice.at >= next.notice.at), "newest first");
        for one in shown {
            assert_eq!(one.to, self.house.member(name));
            assert_ne!(one.notice.by, Some(one.to), "nobody is told what they did");
            assert!(
                self.told.insert((name, one.notice.source)),
                "{name} is told {} again",
                one.notice.source
            );
            let fact = self.facts.iter().find(|fact| fact.to == name && fact.source == one.notice.source);
            if let About::Said(comment, _) = fact.unwrap().about {
                assert_eq!(one.words.as_deref(), Some(self.comments[comment].text.as_str()));
            }
        }
    }

    /// The list of each: everything that there is to see, with what was read.
    async fn lists(&self) {
        for name in ALL {
            let account = self.house.account(name).await.id;
            let places = self.house.notices.places(account).await.unwrap();
            let wanted = crate::notices::Wanted { unread_only: false, most: 1000 };
            let listed = self.house.notices.list(account, &places, wanted, self.house.now).await.unwrap();
            let shown: BTreeMap<_, _> =
                listed.shown.iter().map(|(one, read, _)| (one.notice.source, *read)).collect();
            let is_there = |fact: &&Fact| match fact.about {
                _ if fact.to != name || self.gone.contains(name) => false,
                About::Said(comment, needs_name) => {
                    let comment = &self.comments[comment];
                    !comment.deleted && (!needs_name || comment.named.contains(name))
                }
                About::Lock(_) | About::Met(..) => true,
            };
            let there = self.facts.iter().filter(is_there).map(|fact| (fact.source, fact.read));
            assert_eq!(shown, there.collect(), "{name}");
            assert_eq!(listed.unread, shown.values().filter(|read| !**read).count(), "{name}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_is_told_twice_nothing_is_lost_and_nothing_reaches_the_wrong_person(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps {
                // Two things never come about at the very same moment.
                world.house.pass(SignedDuration::from_millis(1));
                world.step(step).await;
            }
            // In the end everybody's digest goes out, and then there is no more to tell.
            world.house.pass(SignedDuration::from_secs(1));
            for name in ALL {
                world.digest(name).await;
            }
            while !world.queue.is_empty() {
                world.send(0).await;
            }
            world.lists().await;
            world.house.pass(SignedDuration::from_secs(1));
            for name in ALL {
                assert!(world.house.digest(name, world.house.now).await.is_none(), "{name}");
            }
        });
    }
}
