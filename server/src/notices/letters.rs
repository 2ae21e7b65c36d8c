//! What letters tell, and how far each person was told by them. What a letter holds is a range, and no words.

use super::marks::{Mark, Marks};
use super::notice::{Notice, Source};
use super::recorded::stands;
use super::{NoticeError, Notices, Place, write};
use crate::access::account::{Account, AccountId};
use crate::access::telling::{LetterKind, told_key};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Expected, LogKind, RegisterWrite};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How far back a letter looks at most: after a long rest nobody wants the past.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(31 * 24);

/// After this nothing is told at once any more; the next digest has it.
const TOO_LATE_FOR_AT_ONCE: SignedDuration = SignedDuration::from_hours(24);

/// How far letters have told one person what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The moment of the last digest.
    pub digest: Option<Timestamp>,
    /// In each agreement.
    pub marks: Marks,
}

/// What of one agreement a digest tells: what is behind one mark, and not behind the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Which agreement.
    pub agreement: AgreementId,
    /// What was told before.
    pub after: Mark,
    /// What is told now.
    pub until: Mark,
    /// What is older is not told.
    pub since: Timestamp,
}

impl Range {
    /// Whether a notice belongs to it.
    pub fn holds(&self, notice: &Notice) -> bool {
        notice.at > self.since && self.until.has(notice) && !self.after.has(notice)
    }
}

/// What is to be told one person at once.
#[derive(Clone, Debug)]
pub struct AtOnce {
    /// Whom.
    pub account: AccountId,
    /// In which agreement.
    pub agreement: AgreementId,
    /// What kind of thing it is.
    pub kind: LetterKind,
    /// Which.
    pub sources: Vec<Source>,
    /// That they were told; to be written in the batch that queues the letter.
    pub told: RegisterWrite,
}

/// The mark behind which all these notices are that came about by a moment.
pub(super) fn behind(notices: &[Notice], moment: Timestamp) -> Mark {
    let mut mark = Mark { until: moment, ..Mark::START };
    for notice in notices.iter().filter(|notice| notice.at <= moment) {
        match notice.source {
            Source::Record(position) => mark.record = mark.record.max(position + 1),
            Source::Discussion(position) => mark.discussion = mark.discussion.max(position + 1),
            Source::Deadline(_) => {}
        }
    }
    mark
}

/// What of one agreement the digest of a moment tells somebody who was told up to `told`, and nothing from before
/// `since`. `None`: nothing new.
pub(super) fn range(
    agreement: AgreementId,
    notices: &[Notice],
    told: &Mark,
    since: Timestamp,
    moment: Timestamp,
) -> Option<Range> {
    let range = Range { agreement, after: told.clone(), until: behind(notices, moment), since };
    notices.iter().any(|notice| range.holds(notice)).then_some(range)
}

impl Notices {
    /// How far letters have told somebody, and the version of that.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn told_by_letters(&self, account: AccountId) -> Result<(Told, Expected), NoticeError> {
        Ok(match self.load::<Told>(&told_key(account)).await? {
            Some((told, version)) => (told, Expected::Version(version)),
            None => (Told::default(), Expected::Absent),
        })
    }

    /// What the digest of a moment tells somebody, and what notes that they were told. `None`: there is nothing new, or
    /// that digest was made before, or they want none.
    ///
    /// # Errors
    /// If a log cannot be read.
    pub async fn digest(
        &self,
        account: &Account,
        moment: Timestamp,
    ) -> Result<Option<(Vec<Range>, RegisterWrite)>, NoticeError> {
        if !account.letters.digest {
            return Ok(None);
        }
        let rested = moment.saturating_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
        let since = account.letters.digest_since.unwrap_or(Timestamp::MIN).max(rested);
        let (mut told, expected) = self.told_by_letters(account.id).await?;
        if told.digest.is_some_and(|last| last >= moment) {
            return Ok(None);
        }
        let read = self.read(account.id).await?;
        let (mut ranges, mut is_new) = (Vec::new(), false);
        for place in self.places(account.id).await? {
            let agreement = place.state.agreement();
            let notices = self.told(&place, moment).await?;
            let mark = told.marks.entry(agreement).or_insert(Mark::START);
            if let Some(range) = range(agreement, &notices, mark, since, moment) {
                mark.reach(&range.until);
                is_new = true;
                let reading = self.reading(&read, &place).await?;
                let unread = |notice: &Notice| {
                    range.holds(notice) && stands(&place.state, place.member, notice) && !reading.has(notice)
                };
                if notices.iter().any(unread) {
                    ranges.push(range);
                }
            }
        }
        if !is_new {
            return Ok(None);
        }
        told.digest = Some(moment);
        let told = RegisterWrite { key: told_key(account.id), expected, value: Some(write(&told)?) };
        Ok(Some((ranges, told)))
    }

    /// The agreements in which somebody may have to be told something at once.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn agreements(&self) -> Result<Vec<AgreementId>, NoticeError> {
        let logs = self.store.logs(LogKind::Record).await?;
        Ok(logs.into_iter().map(|log| AgreementId(log.owner)).collect())
    }

    /// What came about in an agreement before `until` and is worth a letter at once, and was not settled yet.
    ///
    /// # Errors
    /// If a log cannot be read.
    pub async fn urgent(
        &self,
        agreement: AgreementId,
        until: Timestamp,
    ) -> Result<Vec<(MemberId, Notice)>, NoticeError> {
        let feed = self.feed(agreement);
        let mut feed = feed.lock().await;
        feed.catch_up(&*self.store).await?;
        let due = feed.urgent().iter().filter(|(_, notice)| notice.at <= until);
        Ok(due.cloned().collect())
    }

    /// These were told at once, or need not be.
    pub async fn settle(&self, agreement: AgreementId, settled: &[(MemberId, Notice)]) {
        self.feed(agreement).lock().await.settle(settled);
    }

    /// What of these is to be told one member at once, if they want that, and what notes that they were told.
    ///
    /// # Errors
    /// If a log cannot be read.
    pub async fn at_once(
        &self,
        agreement: AgreementId,
        member: MemberId,
        kind: LetterKind,
        notices: &[Notice],
        now: Timestamp,
    ) -> Result<Option<AtOnce>, NoticeError> {
        let state = self.records.state(agreement).await?;
        let Some(account) = self.access.account_of_member(member).await? else { return Ok(None) };
        let Some(account) = self.access.account(account).await? else { return Ok(None) };
        if !account.letters.wants(kind) || state.member(member).is_none() {
            return Ok(None);
        }
        let (mut told, expected) = self.told_by_letters(account.id).await?;
        let mark = told.marks.entry(agreement).or_insert(Mark::START);
        let place = Place { state, member };
        let reading = self.reading(&self.read(account.id).await?, &place).await?;
        let mut sources = Vec::new();
        for notice in notices {
            let is_due = now.duration_since(notice.at) < TOO_LATE_FOR_AT_ONCE
                && !mark.has(notice)
                && !reading.has(notice)
                && stands(&place.state, member, notice);
            if is_due && self.can_be_shown(&place, notice).await? && mark.add(notice) {
                sources.push(notice.source);
            }
        }
        if sources.is_empty() {
            return Ok(None);
        }
        let told = RegisterWrite { key: told_key(account.id), expected, value: Some(write(&told)?) };
        Ok(Some(AtOnce { account: account.id, agreement, kind, sources, told }))
    }
}
