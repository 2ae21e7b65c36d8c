//! An agreement of invented people, a discussion in it, and a clock that is set by hand.

use crate::access::Access;
use crate::access::account::{Account, AccountId};
use crate::access::telling::{LetterKind, LetterSettings};
use crate::agreement::decide::{Command, NewMandate, NewMeeting, NewSignOff, SaveRevision};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, CommentId, MandateId, MeetingId, MemberId, SectionId, ThreadId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::TextNow;
use crate::agreement::sample::{description, named, noon};
use crate::agreement::section::Phase;
use crate::agreement::sign_off::MandateKind;
use crate::agreement::state::State;
use crate::discussing::{Addition, Discussion, Discussions, Said, discussion_log};
use crate::founding;
use crate::notices::letters::{AtOnce, Range};
use crate::notices::marks::Marks;
use crate::notices::notice::{Notice, Source};
use crate::notices::shown::Shown;
use crate::notices::{Notices, Place};
use crate::record::Records;
use crate::store::{Batch, LogId, MemoryStore, Store};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

pub(super) const ASTRID: &str = "Astrid";
pub(super) const BO: &str = "Bo";
pub(super) const CILLA: &str = "Cilla";
pub(super) const DAVID: &str = "David";
pub(super) const ELIN: &str = "Elin";
pub(super) const ALL: [&str; 5] = [ASTRID, BO, CILLA, DAVID, ELIN];

/// Why something was not said.
pub(super) type Unsaid = Box<dyn std::error::Error>;

pub(super) struct House {
    pub(super) store: Arc<dyn Store>,
    pub(super) records: Arc<Records>,
    pub(super) discussions: Arc<Discussions>,
    pub(super) access: Access,
    pub(super) notices: Arc<Notices>,
    pub(super) agreement: AgreementId,
    pub(super) now: Timestamp,
    founded: Arc<State>,
    accounts: Vec<AccountId>,
    texts: u32,
}

impl House {
    /// In the phase of drafting.
    pub(super) async fn new() -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        let records = Records::new(store.clone());
        let access = Access::new(store.clone());
        let founded = founding::prepare(&records, &access, &description(), None, noon()).await.unwrap();
        store.commit(founded.batch).await.unwrap();
        let discussions = Discussions::new(store.clone());
        let notices = Notices::new(store.clone(), records.clone(), discussions.clone(), access.clone());
        let agreement = founded.state.agreement();
        let (founded, accounts) = (founded.state, founded.accounts);
        let now = noon();
        let mut house = Self {
            store,
            records,
            discussions,
            access,
            notices,
            agreement,
            now,
            founded,
            accounts,
            texts: 0,
        };
        house.run(ELIN, Command::EnterPhase { phase: Phase::Drafting }).await;
        house
    }

    /// The same store, read by a process that has just begun.
    pub(super) fn begin_anew(&mut self) {
        self.records = Records::new(self.store.clone());
        self.discussions = Discussions::new(self.store.clone());
        let (records, discussions) = (self.records.clone(), self.discussions.clone());
        self.notices = Notices::new(self.store.clone(), records, discussions, self.access.clone());
    }

    pub(super) fn pass(&mut self, time: SignedDuration) {
        self.now += time;
    }

    pub(super) fn member(&self, name: &str) -> MemberId {
        named(&self.founded, name)
    }

    pub(super) fn section(&self, index: usize) -> SectionId {
        self.founded.sections()[index].id
    }

    pub(super) async fn state(&self) -> Arc<State> {
        self.records.state(self.agreement).await.unwrap()
    }

    pub(super) async fn place(&self, name: &str) -> Place {
        Place { state: self.state().await, member: self.member(name) }
    }

    pub(super) async fn account(&self, name: &str) -> Account {
        let index = self.founded.members().iter().position(|one| one.id == self.member(name)).unwrap();
        self.access.account(self.accounts[index]).await.unwrap().unwrap()
    }

    /// What was appended to the record.
    pub(super) async fn run(&mut self, by: &str, command: Command) -> Vec<Entry> {
        self.try_run(by, command).await.unwrap()
    }

    pub(super) async fn try_run(
        &mut self,
        by: &str,
        command: Command,
    ) -> Result<Vec<Entry>, crate::record::RunError> {
        let by = Actor::Member { member: self.member(by) };
        let nothing = |_: &[Entry]| Ok(crate::record::Beside::default());
        let done = self.records.run_beside(self.agreement, command, by, self.now, nothing).await?;
        Ok(done.entries)
    }

    pub(super) async fn call(&mut self, by: &str, date: &str) -> MeetingId {
        let called = NewMeeting {
            date: date.parse().unwrap(),
            title: "Arbetsgruppen".to_owned(),
            place: String::new(),
            convener: None,
            sections: Vec::new(),
        };
        let done = self.run(by, Command::CallMeeting(called)).await;
        match &done[..] {
            [Entry::MeetingCalled { meeting }] => meeting.id,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn close_notes(&mut self, by: &str, meeting: MeetingId) {
        let hash = Digest::of(&[b"notes"]);
        self.run(by, Command::CloseNotes { meeting, hash, text_position: 1 }).await;
    }

    /// The last entry of the record.
    pub(super) async fn last_recorded(&self) -> Source {
        Source::Record(self.store.head(LogId::record(self.agreement.0)).await.unwrap().0 - 1)
    }

    /// The last entry of the discussion log.
    pub(super) async fn last_discussed(&self) -> Source {
        Source::Discussion(self.store.head(discussion_log(self.agreement)).await.unwrap().0 - 1)
    }

    pub(super) fn text(&self) -> TextNow {
        let hash = Digest::of(&[&self.texts.to_le_bytes()]);
        TextNow { hash, position: 0, contributors: vec![], characters: 1, sound: true }
    }

    /// A new text, saved, and locked with a reason.
    pub(super) async fn lock(&mut self, by: &str, section: SectionId, reason: &str) {
        self.save(by, section).await;
        let text = self.text();
        self.run(by, Command::LockSection { section, text, reason: reason.to_owned() }).await;
    }

    pub(super) async fn save(&mut self, by: &str, section: SectionId) {
        self.texts += 1;
        let text = self.text();
        let (name, note) = (String::new(), String::new());
        let save = SaveRevision { section, text, name, note, restored_from: None };
        self.run(by, Command::SaveRevision(save)).await;
    }

    pub(super) async fn reopen(&mut self, by: &str, section: SectionId) {
        self.run(by, Command::ReopenSection { section, reason: "Ett fel.".into() }).await;
    }

    pub(super) async fn mandate(&mut self, by: &str, of: &str, until: Option<&str>) -> MandateId {
        let command = Command::RecordMandate(NewMandate {
            member: self.member(of),
            kind: MandateKind::Minutes,
            issuer: "Styrelsen".into(),
            date: "2027-01-15".parse().unwrap(),
            paragraph: "§ 4".into(),
            valid_until: until.map(|day| day.parse().unwrap()),
            sheet: None,
        });
        match self.run(by, command).await.as_slice() {
            [Entry::MandateRecorded { mandate }] => mandate.id,
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn sign(&mut self, name: &str, section: SectionId, mandate: MandateId) {
        let state = self.state().await;
        let latest = state.section(section).unwrap().latest().unwrap().clone();
        let text = TextNow { hash: latest.hash, ..self.text() };
        let full = state.member(self.member(name)).unwrap().name.text().unwrap().to_owned();
        let (revision, hash) = (latest.number, latest.hash);
        let sign = NewSignOff {
            section,
            revision,
            hash,
            text,
            mandate,
            name: full,
            reservation: None,
            open_proposals: 0,
        };
        self.run(name, Command::SignOff(sign)).await;
    }

    async fn discuss(
        &mut self,
        by: &str,
        decide: impl Fn(&Discussion, &State, MemberId) -> Result<Addition, Refusal>,
    ) -> Result<Arc<Discussion>, Unsaid> {
        let (state, by) = (self.state().await, self.member(by));
        let decide = |discussion: &Discussion| {
            decide(discussion, &state, by).map_err(|refusal| Unsaid::from(format!("{refusal:?}")))
        };
        self.discussions.run(self.agreement, by, self.now, decide).await
    }

    async fn said(&self, text: &str, mentions: &[&str]) -> Said {
        let mentions: Vec<_> = mentions.iter().map(|name| self.member(name)).collect();
        Said::new(&*self.state().await, text, &mentions).unwrap()
    }

    pub(super) async fn open(
        &mut self,
        by: &str,
        section: usize,
        text: &str,
        mentions: &[&str],
    ) -> (ThreadId, CommentId) {
        let (thread, section, said) =
            (ThreadId::new(), self.section(section), self.said(text, mentions).await);
        let open = |discussion: &Discussion, state: &State, by| {
            discussion.threads.open(state, by, (thread, section, None), &said)
        };
        let discussion = self.discuss(by, open).await.unwrap();
        (thread, discussion.threads.get(thread).unwrap().comments[0].id)
    }

    pub(super) async fn reply(
        &mut self,
        by: &str,
        thread: ThreadId,
        text: &str,
        mentions: &[&str],
    ) -> Option<CommentId> {
        let said = self.said(text, mentions).await;
        let reply =
            |discussion: &Discussion, state: &State, by| discussion.threads.reply(state, by, thread, &said);
        let discussion = self.discuss(by, reply).await.ok()?;
        Some(discussion.threads.get(thread).unwrap().comments.last().unwrap().id)
    }

    pub(super) async fn edit(
        &mut self,
        by: &str,
        comment: (ThreadId, CommentId),
        text: &str,
        mentions: &[&str],
    ) -> bool {
        let said = self.said(text, mentions).await;
        let edit =
            |discussion: &Discussion, state: &State, by| discussion.threads.edit(state, by, comment, &said);
        self.discuss(by, edit).await.is_ok()
    }

    pub(super) async fn delete(&mut self, by: &str, comment: (ThreadId, CommentId)) -> bool {
        let delete =
            |discussion: &Discussion, state: &State, by| discussion.threads.delete(state, by, comment);
        self.discuss(by, delete).await.is_ok()
    }

    pub(super) async fn wants(&self, name: &str, wanted: LetterSettings) {
        let account = self.account(name).await.id;
        let now = self.now;
        let change = |before: LetterSettings| {
            let is_again = wanted.digest && !before.digest;
            let digest_since = if is_again { Some(now) } else { before.digest_since };
            LetterSettings { digest_since, ..wanted }
        };
        self.access.change_letters(account, change).await.unwrap();
    }

    /// All that somebody is told, newest first.
    pub(super) async fn told(&self, name: &str) -> Vec<Notice> {
        let place = self.place(name).await;
        if place.state.member(place.member).is_none() {
            return Vec::new();
        }
        self.notices.told(&place, self.now).await.unwrap()
    }

    /// Notes that somebody has read some, or everything up to now.
    pub(super) async fn reads(&self, name: &str, read: &[Source]) {
        let place = self.place(name).await;
        let read: Vec<_> = read.iter().map(|source| (self.agreement, *source)).collect();
        let account = self.account(name).await.id;
        self.notices.note_read(account, &[place], &read, &Marks::new(), self.now).await.unwrap();
    }

    pub(super) async fn reads_all(&self, name: &str) {
        let account = self.account(name).await.id;
        let places = self.notices.places(account).await.unwrap();
        let wanted = crate::notices::Wanted { unread_only: false, most: 1000 };
        let seen = self.notices.list(account, &places, wanted, self.now).await.unwrap().seen;
        self.notices.note_read(account, &places, &[], &seen, self.now).await.unwrap();
    }

    /// Queues the digest of a moment, as the clock would; what it is to tell.
    pub(super) async fn digest(&self, name: &str, moment: Timestamp) -> Option<Vec<Range>> {
        let account = self.account(name).await;
        let (ranges, told) = self.notices.digest(&account, moment).await.unwrap()?;
        self.store.commit(Batch { register: vec![told], ..Batch::default() }).await.unwrap();
        (!ranges.is_empty()).then_some(ranges)
    }

    /// What a digest says when it is sent.
    pub(super) async fn says(&self, name: &str, ranges: &[Range], moment: Timestamp) -> Vec<Shown> {
        let account = self.account(name).await.id;
        self.notices.digest_says(account, ranges, moment).await.unwrap().into_iter().flatten().collect()
    }

    /// The digest of now, queued and sent.
    pub(super) async fn digest_says(&self, name: &str) -> Vec<Shown> {
        match self.digest(name, self.now).await {
            Some(ranges) => self.says(name, &ranges, self.now).await,
            None => Vec::new(),
        }
    }

    /// Queues what is told at once of what came about so long ago.
    pub(super) async fn at_once(&self, delay: SignedDuration) -> Vec<AtOnce> {
        let urgent = self.notices.urgent(self.agreement, self.now - delay).await.unwrap();
        let mut queued = Vec::new();
        for name in ALL {
            for kind in [LetterKind::Mention, LetterKind::SignOff] {
                let member = self.member(name);
                let is_of_it =
                    |(to, notice): &&(MemberId, Notice)| *to == member && notice.about.urgent() == Some(kind);
                let notices: Vec<_> = urgent.iter().filter(is_of_it).map(|(_, one)| one.clone()).collect();
                let told = self.notices.at_once(self.agreement, member, kind, &notices, self.now);
                if let Some(due) = told.await.unwrap() {
                    let register = vec![due.told.clone()];
                    self.store.commit(Batch { register, ..Batch::default() }).await.unwrap();
                    queued.push(due);
                }
            }
        }
        self.notices.settle(self.agreement, &urgent).await;
        queued
    }

    pub(super) async fn at_once_says(&self, due: &AtOnce) -> Vec<Shown> {
        let says = self.notices.at_once_says(due.account, due.agreement, &due.sources, self.now);
        says.await.unwrap()
    }
}
