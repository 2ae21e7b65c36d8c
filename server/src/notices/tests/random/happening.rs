//! What comes about: in the house, and in the model.

use super::DAY;
use super::steps::Step;
use super::world::{About, CALLERS, Comment, Meeting, World};
use crate::access::telling::LetterSettings;
use crate::agreement::decide::{Command, MeetingPlan};
use crate::agreement::id::CommentId;
use crate::notices::notice::MeetingNews;
use crate::notices::tests::house::{ALL, ASTRID, BO, CILLA, DAVID};
use jiff::SignedDuration;
use std::collections::BTreeSet;

impl World {
    pub(super) async fn step(&mut self, step: Step) {
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

    pub(super) async fn met(&mut self, by: &'static str, index: usize, news: MeetingNews) {
        let (source, date) = (self.house.last_recorded().await, self.meetings[index].date);
        let others = ALL.into_iter().filter(|to| *to != by && !self.gone.contains(to));
        for to in others.collect::<Vec<_>>() {
            self.fact(to, source, About::Met(index, news, date));
        }
    }

    pub(super) async fn said(
        &mut self,
        by: &'static str,
        thread: usize,
        comment: CommentId,
        named: Vec<&'static str>,
    ) {
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

    pub(super) async fn edit(&mut self, which: usize, text: String, named: Vec<usize>) {
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

    pub(super) async fn sign(&mut self, who: usize, which: usize) {
        let (name, mandate) = self.mandates[who];
        let section = self.house.section(which);
        let is_asked = self.locked.get(&section).is_some_and(|(_, signed)| !signed.contains(name));
        if is_asked && !self.gone.contains(name) {
            self.house.sign(name, section, mandate).await;
            self.locked.get_mut(&section).unwrap().1.insert(name);
        }
    }

    pub(super) async fn read_thread(&mut self, who: usize, which: usize) {
        let Some(who) = self.here(who).filter(|_| !self.threads.is_empty()) else { return };
        let thread = self.threads[which % self.threads.len()].0;
        let count = self.comments.iter().filter(|comment| comment.id.0 == thread).count();
        let member = self.house.member(who);
        self.house.discussions.note_reading(self.house.agreement, member, thread, count).await.unwrap();
        self.has_read(who, thread);
    }
}
