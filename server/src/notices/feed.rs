//! What everybody in one agreement is told, derived from its two logs as far as they have been read.

use super::NoticeError;
use super::discussed::Talk;
use super::notice::{Notice, Source};
use super::recorded;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::state::State;
use crate::discussing::{self, DiscussionError, Event, discussion_log};
use crate::record::RecordError;
use crate::record::chain::{BrokenChain, Sealed};
use crate::store::{LogId, Position, Store};
use std::collections::HashMap;

/// Entries read from a log at one go.
const PAGE: usize = 512;

/// One agreement's notices.
pub(super) struct Feed {
    agreement: AgreementId,
    /// As it stands after what was read of the record; without names and words.
    state: State,
    talk: Talk,
    discussion: Position,
    told: HashMap<MemberId, Vec<Notice>>,
    /// Those that may be worth a letter at once, and were not looked into yet.
    urgent: Vec<(MemberId, Notice)>,
}

impl Feed {
    pub(super) fn of(agreement: AgreementId) -> Self {
        Self {
            agreement,
            state: State::before(agreement),
            talk: Talk::default(),
            discussion: Position::START,
            told: HashMap::new(),
            urgent: Vec::new(),
        }
    }

    /// Takes in what was written to the logs since.
    pub(super) async fn catch_up(&mut self, store: &dyn Store) -> Result<(), NoticeError> {
        self.read_record(store).await?;
        self.read_discussion(store).await
    }

    async fn read_record(&mut self, store: &dyn Store) -> Result<(), NoticeError> {
        let (agreement, log) = (self.agreement, LogId::record(self.agreement.0));
        loop {
            let page = store.read(log, self.state.position(), PAGE).await?;
            for bytes in &page {
                let position = self.state.position();
                let broken = |why| RecordError::Broken { agreement, broken: BrokenChain { position, why } };
                let Sealed { entry, by, at, .. } = Sealed::read(bytes).map_err(broken)?;
                let told = recorded::told(&self.state, &entry, by, at);
                self.state.apply(&entry, by, at);
                self.take(told);
            }
            if page.len() < PAGE {
                return Ok(());
            }
        }
    }

    async fn read_discussion(&mut self, store: &dyn Store) -> Result<(), NoticeError> {
        let log = discussion_log(self.agreement);
        if store.head(log).await? == self.discussion {
            return Ok(());
        }
        let purged = store.packed(log).await?.purged;
        if purged > self.discussion {
            self.forget_discussion();
            self.discussion = purged;
        }
        loop {
            let page = store.read(log, self.discussion, PAGE).await?;
            for bytes in &page {
                let position = self.discussion;
                let entry = discussing::Entry::decode(bytes)
                    .map_err(|error| DiscussionError::Damaged { position, why: error.to_string() })?;
                if matches!(entry.event, Event::Purged {}) {
                    self.forget_discussion();
                }
                let told = self.talk.told(position.0, &entry);
                self.discussion = position.after(1);
                self.take(told);
            }
            if page.len() < PAGE {
                return Ok(());
            }
        }
    }

    /// What was discussed before is gone.
    fn forget_discussion(&mut self) {
        self.talk = Talk::default();
        let stays = |notice: &Notice| !matches!(notice.source, Source::Discussion(_));
        self.told.values_mut().for_each(|told| told.retain(stays));
        self.urgent.retain(|(_, notice)| stays(notice));
    }

    fn take(&mut self, told: Vec<(MemberId, Notice)>) {
        for (member, notice) in told {
            if notice.about.urgent().is_some() {
                self.urgent.push((member, notice.clone()));
            }
            self.told.entry(member).or_default().push(notice);
        }
    }

    /// What a member was told, in the order of each log.
    pub(super) fn told(&self, member: MemberId) -> &[Notice] {
        self.told.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Those that may be worth a letter at once and were not looked into yet.
    pub(super) fn urgent(&self) -> &[(MemberId, Notice)] {
        &self.urgent
    }

    /// These were looked into.
    pub(super) fn settle(&mut self, settled: &[(MemberId, Notice)]) {
        self.urgent.retain(|one| !settled.contains(one));
    }
}
