//! When people are told what has happened: each day at an hour of theirs, and of some things at once.
//!
//! A letter and how far it tells are written in one batch. So a crash neither loses what was to be told nor has it told
//! in another letter; a letter that is in the queue may, as every letter, be handed in twice.

use super::Office;
use super::address::one_line;
use super::compose::More;
use super::letter::{Letter, Recipe};
use super::words::telling::{InAgreement, InSection, Item, News, What, news};
use super::worker::Written;
use crate::access::account::{Account, AccountId};
use crate::access::telling::LetterKind;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::refusal::Language;
use crate::agreement::state::State;
use crate::discussing::DiscussionError;
use crate::notices::letters::Range;
use crate::notices::notice::{About, Notice, Source};
use crate::notices::shown::Shown;
use crate::notices::{NoticeError, path_from_letter, zone_of};
use crate::record::RecordError;
use crate::store::{Batch, StoreError};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The longest pause between two looks.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// The shortest.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Things that one letter tells; the list has the others.
const MOST_ITEMS: usize = 60;

/// When people are told what has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// When those get their digest who chose no hour; `None`: nobody gets any.
    pub hour: Option<i8>,
    /// Instead of once a day, so often.
    pub every: Option<Duration>,
    /// How long what is told at once waits, so that what is deleted or read soon is not told.
    pub delay: Duration,
}

/// Tells until `stop`.
pub(super) async fn tell(office: Arc<Office>, stop: CancellationToken) {
    let mut teller = Teller { office, looked: HashMap::new() };
    let Telling { every, delay, .. } = teller.office.settings.telling;
    let pause = LOOK_AGAIN.min(every.unwrap_or(LOOK_AGAIN) / 4).min(delay / 4).max(SHORTEST_PAUSE);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = teller.look() => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

struct Teller {
    office: Arc<Office>,
    /// The digest that was looked into last for each account, and had nothing to tell.
    looked: HashMap<AccountId, Timestamp>,
}

impl Teller {
    /// Queues what is due.
    async fn look(&mut self) {
        let now = Timestamp::now();
        match self.office.notices.agreements().await {
            Err(error) => tracing::warn!(%error, "it cannot be found out what is to be told"),
            Ok(agreements) => {
                for agreement in agreements {
                    if let Err(error) = self.office.tell_at_once(agreement, now).await {
                        tracing::warn!(%agreement, %error, "what is to be told at once was not told");
                    }
                }
            }
        }
        if let Err(error) = self.tell_daily(now).await {
            tracing::warn!(%error, "the daily letters were not made");
        }
    }

    async fn tell_daily(&mut self, now: Timestamp) -> Result<(), NoticeError> {
        let Some(hour) = self.office.settings.telling.hour else { return Ok(()) };
        for account in self.office.access.accounts().await? {
            let Some(moment) = self.office.moment(&account, hour, now).await? else { continue };
            if self.looked.get(&account.id).is_some_and(|last| *last >= moment) {
                continue;
            }
            match self.office.tell_what_is_new(&account, moment, now).await {
                Ok(()) => {
                    self.looked.insert(account.id, moment);
                }
                // Somebody else was quicker; looked into again.
                Err(NoticeError::Store(StoreError::Changed { .. })) => {}
                Err(error) => tracing::warn!(%error, "a daily letter was not made"),
            }
        }
        Ok(())
    }
}

impl Office {
    /// The latest moment at which somebody's digest was due; `None` if they take part in nothing.
    async fn moment(
        &self,
        account: &Account,
        hour: i8,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, NoticeError> {
        if let Some(every) = self.settings.telling.every {
            let seconds = i64::try_from(every.as_secs()).unwrap_or(i64::MAX).max(1);
            let since = now.as_second() - now.as_second().rem_euclid(seconds);
            return Ok(Timestamp::from_second(since).ok());
        }
        let Some(first) = account.memberships.first() else { return Ok(None) };
        let state = match self.records.state(first.agreement).await {
            Ok(state) => state,
            Err(error @ RecordError::Store(_)) => return Err(error.into()),
            Err(_) => return Ok(None),
        };
        Ok(latest_hour(account.letters.hour.unwrap_or(hour), &zone_of(&state), now))
    }

    /// Queues a person's digest, with the note of how far it tells.
    async fn tell_what_is_new(
        &self,
        account: &Account,
        moment: Timestamp,
        now: Timestamp,
    ) -> Result<(), NoticeError> {
        let Some((ranges, told)) = self.notices.digest(account, moment).await? else { return Ok(()) };
        let mut register = vec![told];
        if let Some(first) = ranges.first() {
            let language = self.language(account, first.agreement).await?;
            let recipe = Recipe::Digest { account: account.id, moment, ranges };
            register.push(Letter::new(recipe, language, now).queue()?);
        }
        self.store.commit(Batch { register, ..Batch::default() }).await?;
        self.queued.notify_one();
        Ok(())
    }

    /// Queues what of an agreement is to be told at once, each with the note that it was told.
    async fn tell_at_once(&self, agreement: AgreementId, now: Timestamp) -> Result<(), NoticeError> {
        let delay = SignedDuration::try_from(self.settings.telling.delay).unwrap_or(SignedDuration::MAX);
        let until = now.saturating_sub(delay).unwrap_or(Timestamp::MIN);
        let urgent = self.notices.urgent(agreement, until).await?;
        let mut letters: BTreeMap<(MemberId, LetterKind), Vec<Notice>> = BTreeMap::new();
        for (member, notice) in &urgent {
            if let Some(kind) = notice.about.urgent() {
                letters.entry((*member, kind)).or_default().push(notice.clone());
            }
        }
        for ((member, kind), notices) in letters {
            match self.queue_at_once(agreement, member, kind, &notices, now).await {
                Ok(()) => {
                    let settled: Vec<_> = notices.into_iter().map(|notice| (member, notice)).collect();
                    self.notices.settle(agreement, &settled).await;
                }
                // Told elsewhere just now; looked into again.
                Err(NoticeError::Store(StoreError::Changed { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn queue_at_once(
        &self,
        agreement: AgreementId,
        member: MemberId,
        kind: LetterKind,
        notices: &[Notice],
        now: Timestamp,
    ) -> Result<(), NoticeError> {
        let due = self.notices.at_once(agreement, member, kind, notices, now).await?;
        let Some(due) = due else { return Ok(()) };
        let Some(account) = self.access.account(due.account).await? else { return Ok(()) };
        let language = self.language(&account, agreement).await?;
        let recipe = Recipe::AtOnce { account: account.id, about: kind, agreement, sources: due.sources };
        let register = vec![due.told, Letter::new(recipe, language, now).queue()?];
        self.store.commit(Batch { register, ..Batch::default() }).await?;
        self.queued.notify_one();
        Ok(())
    }

    /// The language somebody wants letters in, or else that of the agreement, if it is one of ours.
    async fn language(&self, account: &Account, agreement: AgreementId) -> Result<Language, NoticeError> {
        if let Some(language) = account.letters.language {
            return Ok(language);
        }
        Ok(language_of(&*self.records.state(agreement).await?))
    }

    /// The words of a digest, as things are now. `None`: there is nothing to tell any more, or they want none.
    pub(super) async fn digest(
        &self,
        account: AccountId,
        moment: Timestamp,
        ranges: &[Range],
        letter: &Letter,
        batch: &mut Batch,
    ) -> Result<Option<Written>, RecordError> {
        let said = self.notices.digest_says(account, ranges, moment).await.map_err(as_record)?;
        self.told(account, LetterKind::Digest, said, letter, batch).await
    }

    /// The words of a letter that goes at once. `None` as with a digest.
    pub(super) async fn at_once(
        &self,
        account: AccountId,
        kind: LetterKind,
        agreement: AgreementId,
        sources: &[Source],
        letter: &Letter,
        batch: &mut Batch,
    ) -> Result<Option<Written>, RecordError> {
        let now = Timestamp::now();
        let said = self.notices.at_once_says(account, agreement, sources, now).await.map_err(as_record)?;
        let said = if said.is_empty() { vec![] } else { vec![said] };
        self.told(account, kind, said, letter, batch).await
    }

    async fn told(
        &self,
        account: AccountId,
        kind: LetterKind,
        said: Vec<Vec<Shown>>,
        letter: &Letter,
        batch: &mut Batch,
    ) -> Result<Option<Written>, RecordError> {
        let Some(account) = self.access.account(account).await? else { return Ok(None) };
        if said.is_empty() || !account.letters.wants(kind) {
            return Ok(None);
        }
        let secret = self.access.new_unsubscription(account.id, kind, Timestamp::now(), batch)?;
        let origin = self.settings.public_url.origin();
        let unsubscribe = format!("{origin}/unsubscribe/{}", secret.reveal());
        let count: usize = said.iter().map(Vec::len).sum();
        let mut room = MOST_ITEMS;
        let mut agreements = Vec::new();
        for mut shown in said {
            shown.truncate(room);
            room -= shown.len();
            agreements.extend(in_agreement(&shown, origin));
        }
        let name = one_line(&account.name);
        let facts = News {
            name: name.clone(),
            kind,
            agreements,
            more: count.saturating_sub(MOST_ITEMS),
            list: format!("{origin}/notices"),
            settings: format!("{origin}/account#letters"),
            unsubscribe: unsubscribe.clone(),
        };
        let words = news(&facts, letter.language);
        Ok(Some((name, account.email, words, More::Unsubscribe(unsubscribe))))
    }
}

/// What there is from one agreement: by section, that with the newest first; newest first in each.
fn in_agreement(shown: &[Shown], origin: &str) -> Option<InAgreement> {
    let first = shown.first()?;
    let mut sections: Vec<InSection> = Vec::new();
    for one in shown {
        let title = one.section().map(one_line);
        let item = item(one, origin)?;
        match sections.iter_mut().find(|section| section.title == title) {
            Some(section) => section.items.push(item),
            None => sections.push(InSection { title, items: vec![item] }),
        }
    }
    Some(InAgreement { title: one_line(first.state.title().unwrap_or_default()), sections })
}

fn item(shown: &Shown, origin: &str) -> Option<Item> {
    let Shown { notice, to, state, words, path } = shown;
    let who = notice.by.and_then(|by| shown.name(by)).map(one_line);
    let what = match notice.about {
        About::Mention(_) => What::Mention(who),
        About::Reply(_) => What::Reply(who),
        About::Proposal { .. } => What::Proposal(who),
        About::Outcome { outcome, .. } => What::Outcome(who, outcome),
        About::SignOff { .. } => What::SignOff,
        About::Review { .. } => What::Review(who),
        About::ReviewNear { date, .. } => What::ReviewNear(date),
        About::Meeting { news, date, .. } => What::Meeting(who, news, date),
        About::Plan => What::Plan(who),
        About::PhaseNear { phase, date } => What::Phase(phase, date),
        About::MandateNear { member, date } => {
            let whose = (member != *to).then(|| shown.name(member).map(one_line).unwrap_or_default());
            What::Mandate(whose, date)
        }
    };
    let link = format!("{origin}{}", path_from_letter(path, state.agreement(), notice.source));
    Some(Item { what, words: words.clone(), link })
}

fn as_record(error: NoticeError) -> RecordError {
    match error {
        NoticeError::Record(error) => error,
        NoticeError::Store(error) | NoticeError::Discussion(DiscussionError::Store(error)) => error.into(),
        NoticeError::Discussion(error) => RecordError::Unwritable(error.to_string()),
    }
}

/// The language in which an agreement writes to people it knows nothing else of: that of its text.
pub fn language_of(state: &State) -> Language {
    let leading = state.matter().and_then(|matter| matter.languages.first());
    match leading.map(|tag| tag.split('-').next()) {
        Some(Some("sv")) | None => Language::Swedish,
        Some(_) => Language::English,
    }
}

/// The last time it was so late in a zone.
fn latest_hour(hour: i8, zone: &TimeZone, now: Timestamp) -> Option<Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    [Some(today), today.yesterday().ok()].into_iter().flatten().find_map(|day| {
        // Where clocks are set forward and there is no such hour, the one after it.
        let at = day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp();
        (at <= now).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::latest_hour;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    #[test]
    fn an_hour_is_counted_where_the_agreement_is_at_home_through_both_changes_of_its_clocks() {
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap();
        for (hour, now, due) in [
            (7, "2027-01-10T05:59:59Z", "2027-01-09T06:00:00Z"),
            (7, "2027-01-10T06:00:00Z", "2027-01-10T06:00:00Z"),
            (7, "2027-07-10T05:00:00Z", "2027-07-10T05:00:00Z"),
            (23, "2027-07-10T20:59:59Z", "2027-07-09T21:00:00Z"),
            (0, "2027-07-09T22:00:00Z", "2027-07-09T22:00:00Z"),
            // The hour that is left out in March, and the one that comes twice in October.
            (2, "2027-03-28T12:00:00Z", "2027-03-28T01:00:00Z"),
            (2, "2027-10-31T12:00:00Z", "2027-10-31T00:00:00Z"),
        ] {
            let now: Timestamp = now.parse().unwrap();
            assert_eq!(latest_hour(hour, &stockholm, now), Some(due.parse().unwrap()), "{hour} at {now}");
        }
    }
}
