//! What a notice says, looked up when it is shown: names and words as they stand, or that there is nothing to show.

use super::letters::Range;
use super::notice::{About, Notice, Source};
use super::place::path;
use super::recorded::stands;
use super::{NoticeError, Notices, Place};
use crate::access::account::AccountId;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::refusal::Ending;
use crate::agreement::state::State;
use crate::agreement::words::is_hidden;
use crate::discussing::{Closed, Comment, Discussion};
use jiff::Timestamp;
use std::sync::Arc;

/// Characters of what somebody wrote that are shown with a notice.
const EXCERPT: usize = 400;

/// A notice with what it says.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The notice.
    pub notice: Notice,
    /// Whom it tells.
    pub to: MemberId,
    /// The agreement as it stands.
    pub state: Arc<State>,
    /// What was written, shortened; `None` if it goes without words, or they were erased.
    pub words: Option<String>,
    /// Where it leads, on this server.
    pub path: String,
}

/// What there is to be shown of something that was written.
enum Written {
    /// Nothing at all: it was deleted.
    Deleted,
    /// That it came about, without words.
    Nothing,
    /// These words.
    Words(String),
}

impl From<Option<String>> for Written {
    fn from(words: Option<String>) -> Self {
        words.map_or(Self::Nothing, Self::Words)
    }
}

impl Shown {
    /// The name of a member, unless erased.
    pub fn name(&self, member: MemberId) -> Option<&str> {
        self.state.present_or_former(member)?.name.text()
    }

    /// The title of the section it is about.
    pub fn section(&self) -> Option<&str> {
        let section = self.state.section(self.notice.about.section()?)?;
        Some(&section.title)
    }
}

impl Notices {
    /// A notice with what it says. `None`: there is nothing to show any more, or the reader may not see it.
    ///
    /// # Errors
    /// If a log or the register cannot be read.
    pub async fn show(&self, place: &Place, notice: Notice) -> Result<Option<Shown>, NoticeError> {
        let state = &place.state;
        if state.member(place.member).is_none()
            || notice.about.section().is_some_and(|section| state.may_read(place.member, section).is_err())
        {
            return Ok(None);
        }
        let words = match self.written(state, place.member, &notice).await? {
            Written::Deleted => return Ok(None),
            Written::Nothing => None,
            Written::Words(words) => excerpt(&words),
        };
        let path = path(state.agreement(), &notice.about);
        Ok(Some(Shown { notice, to: place.member, state: state.clone(), words, path }))
    }

    /// Whether there is anything to show of a notice.
    ///
    /// # Errors
    /// If a log or the register cannot be read.
    pub async fn can_be_shown(&self, place: &Place, notice: &Notice) -> Result<bool, NoticeError> {
        Ok(self.show(place, notice.clone()).await?.is_some())
    }

    /// What a digest says now: of each agreement the notices that are still unread and still so, newest first.
    ///
    /// # Errors
    /// If a log or the register cannot be read.
    pub async fn digest_says(
        &self,
        account: AccountId,
        ranges: &[Range],
        moment: Timestamp,
    ) -> Result<Vec<Vec<Shown>>, NoticeError> {
        let mut said = Vec::new();
        for place in self.places(account).await? {
            let Some(range) = ranges.iter().find(|range| range.agreement == place.state.agreement()) else {
                continue;
            };
            let wanted = |notice: &Notice| range.holds(notice);
            said.push(self.unread(account, &place, moment, wanted).await?);
        }
        said.retain(|shown| !shown.is_empty());
        said.sort_by_key(|shown| std::cmp::Reverse(shown.first().map(|one| one.notice.at)));
        Ok(said)
    }

    /// What a letter at once says now.
    ///
    /// # Errors
    /// If a log or the register cannot be read.
    pub async fn at_once_says(
        &self,
        account: AccountId,
        agreement: AgreementId,
        sources: &[Source],
        now: Timestamp,
    ) -> Result<Vec<Shown>, NoticeError> {
        let places = self.places(account).await?;
        let Some(place) = places.iter().find(|place| place.state.agreement() == agreement) else {
            return Ok(Vec::new());
        };
        self.unread(account, place, now, |notice| sources.contains(&notice.source)).await
    }

    async fn unread(
        &self,
        account: AccountId,
        place: &Place,
        now: Timestamp,
        wanted: impl Fn(&Notice) -> bool,
    ) -> Result<Vec<Shown>, NoticeError> {
        let reading = self.reading(&self.read(account).await?, place).await?;
        let mut shown = Vec::new();
        for notice in self.told(place, now).await? {
            if wanted(&notice) && !reading.has(&notice) && stands(&place.state, place.member, &notice) {
                shown.extend(self.show(place, notice).await?);
            }
        }
        Ok(shown)
    }

    async fn written(&self, state: &State, to: MemberId, notice: &Notice) -> Result<Written, NoticeError> {
        Ok(match notice.about {
            About::Mention(_) | About::Reply(_) | About::Proposal { .. } | About::Outcome { .. } => {
                let discussion = self.discussions.state(state.agreement()).await?;
                self.discussed(&discussion, to, notice).await?
            }
            About::SignOff { section } => {
                let lock = state.section(section).and_then(|section| section.lock.as_ref());
                let own = lock.filter(|lock| Source::Record(lock.position.0) == notice.source);
                let reason = own.and_then(|lock| lock.reason.as_ref());
                reason
                    .and_then(|reason| reason.text())
                    .map_or(Written::Nothing, |text| Written::Words(text.to_owned()))
            }
            About::Review { review } => {
                let question = state.review(review).and_then(|review| review.asked.question.text());
                question.map_or(Written::Nothing, |text| Written::Words(text.to_owned()))
            }
            About::Meeting { meeting, .. } => {
                let called = state.meeting(meeting).map(|meeting| &meeting.called);
                let words =
                    called.into_iter().flat_map(|called| [Some(&called.title), called.place.as_ref()]);
                let said: Vec<&str> = words.flatten().filter_map(|words| words.text()).collect();
                if said.is_empty() { Written::Nothing } else { Written::Words(said.join(" · ")) }
            }
            About::ReviewNear { .. } | About::Plan | About::PhaseNear { .. } | About::MandateNear { .. } => {
                Written::Nothing
            }
        })
    }

    async fn discussed(
        &self,
        discussion: &Discussion,
        to: MemberId,
        notice: &Notice,
    ) -> Result<Written, NoticeError> {
        let said = match notice.about {
            About::Mention(said) | About::Reply(said) => said,
            About::Proposal { proposal, .. } => {
                let known = discussion.proposals.get(proposal);
                // What its author took back is nobody's to look at.
                let withdrawn = |one: &Closed| one.ending == Ending::Withdrawn;
                let stands = known.filter(|one| !one.closed.as_ref().is_some_and(withdrawn));
                return Ok(stands.map_or(Written::Deleted, |one| one.wording.reason.clone().into()));
            }
            About::Outcome { proposal, .. } => {
                let closed = discussion.proposals.get(proposal).and_then(|one| one.closed.as_ref());
                return Ok(closed.map_or(Written::Deleted, |closed| closed.reason.clone().into()));
            }
            _ => return Ok(Written::Nothing),
        };
        let comment = discussion.threads.get(said.thread).and_then(|thread| thread.comment(said.comment));
        let is_named = |comment: &&Comment| comment.mentions.contains(&to);
        let still = match notice.about {
            // Whose name was taken out again is not named.
            About::Mention(_) => comment.filter(is_named),
            _ => comment,
        };
        if still.is_none() {
            return Ok(Written::Deleted);
        }
        let mut words = self.discussions.words(discussion.agreement(), &[said.comment]).await?;
        Ok(words.remove(&said.comment).map_or(Written::Deleted, Written::Words))
    }
}

/// The beginning of what somebody wrote, on one line, without what nobody sees.
pub(super) fn excerpt(words: &str) -> Option<String> {
    let seen: String = words.chars().filter(|letter| !is_hidden(*letter)).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_longer = line.chars().count() > EXCERPT;
    let mut short: String = line.chars().take(EXCERPT).collect();
    if is_longer {
        // Not in the middle of a word, if there are words.
        if let Some((whole, _)) = short.rsplit_once(' ') {
            short.truncate(whole.len());
        }
        short.push('…');
    }
    (!short.is_empty()).then_some(short)
}
