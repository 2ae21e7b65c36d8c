//! Being told: who is told what of what happens in an agreement, how far each was told by letter, and has read.
//!
//! Nothing of it is written twice. What there is to tell follows from the record, the discussion log and the calendar
//! each time; kept is only how far somebody has come ([`marks`]), in the register. What a notice says is looked up when
//! it is shown or sent, so that what was erased or deleted meanwhile is not said. Letters are the next floor's.

mod deadlines;
mod discussed;
mod feed;
pub mod letters;
pub mod marks;
pub mod notice;
mod place;
mod reading;
mod recorded;
pub mod shown;
#[cfg(test)]
mod tests;

pub use deadlines::zone_of;
pub use place::path_from_letter;

use crate::access::Access;
use crate::access::account::AccountId;
use crate::access::telling::read_key;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::state::State;
use crate::discussing::{DiscussionError, Discussions};
use crate::record::{RecordError, Records};
use crate::store::{Batch, Expected, RegisterWrite, Store, StoreError};
use feed::Feed;
use jiff::Timestamp;
use marks::{Mark, Marks};
use notice::{Notice, Source};
use serde::de::DeserializeOwned;
use shown::Shown;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How often a mark is moved anew because the same person moved it elsewhere first.
const ATTEMPTS: usize = 20;

/// Unread notices are counted up to this.
pub const MOST_COUNTED: usize = 100;

/// Why somebody cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The discussion cannot be read.
    #[error(transparent)]
    Discussion(#[from] DiscussionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The notices of all agreements in a store.
pub struct Notices {
    store: Arc<dyn Store>,
    records: Arc<Records>,
    discussions: Arc<Discussions>,
    access: Access,
    feeds: Mutex<HashMap<AgreementId, Arc<tokio::sync::Mutex<Feed>>>>,
}

/// A person in one agreement in which they take part.
#[derive(Clone, Debug)]
pub struct Place {
    /// The agreement as it stands.
    pub state: Arc<State>,
    /// As whom.
    pub member: MemberId,
}

/// Which notices are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Only those that were not read.
    pub unread_only: bool,
    /// So many at most.
    pub most: usize,
}

/// A part of what somebody is told.
#[derive(Debug)]
pub struct Listed {
    /// Newest first, each with whether it was read, and whether it still is so or calls for something.
    pub shown: Vec<(Shown, bool, bool)>,
    /// Whether there are others.
    pub more: bool,
    /// How many were not read, up to [`MOST_COUNTED`].
    pub unread: usize,
    /// How far this goes in each agreement.
    pub seen: Marks,
}

impl Notices {
    /// The notices of the agreements in a store. Nothing is read before it is asked for.
    pub fn new(
        store: Arc<dyn Store>,
        records: Arc<Records>,
        discussions: Arc<Discussions>,
        access: Access,
    ) -> Arc<Self> {
        Arc::new(Self { store, records, discussions, access, feeds: Mutex::default() })
    }

    /// What a person is told in one agreement, newest first. Whether it can still be shown is not asked.
    ///
    /// # Errors
    /// If a log cannot be read.
    pub async fn told(&self, place: &Place, now: Timestamp) -> Result<Vec<Notice>, NoticeError> {
        let feed = self.feed(place.state.agreement());
        let mut feed = feed.lock().await;
        feed.catch_up(&*self.store).await?;
        let mut told = feed.told(place.member).to_vec();
        drop(feed);
        told.extend(deadlines::near(&place.state, place.member, now));
        told.sort_by_key(|notice| std::cmp::Reverse((notice.at, notice.source)));
        Ok(told)
    }

    /// What a person is told in all these places, newest first, with what they have not read counted.
    ///
    /// # Errors
    /// If a log or the register cannot be read.
    pub async fn list(
        &self,
        account: AccountId,
        places: &[Place],
        wanted: Wanted,
        now: Timestamp,
    ) -> Result<Listed, NoticeError> {
        let marks = self.read(account).await?;
        let mut told = Vec::new();
        let mut seen = Marks::new();
        for place in places {
            let agreement = place.state.agreement();
            let notices = self.told(place, now).await?;
            seen.insert(agreement, letters::behind(&notices, now));
            let reading = self.reading(&marks, place).await?;
            told.extend(notices.into_iter().map(|notice| {
                let read = reading.has(&notice);
                (place, notice, read)
            }));
        }
        told.sort_by_key(|(_, notice, _)| std::cmp::Reverse(notice.at));
        let mut listed = Listed { shown: Vec::new(), more: false, unread: 0, seen };
        for (place, notice, read) in told {
            let is_wanted = !(wanted.unread_only && read);
            let has_room = listed.shown.len() < wanted.most;
            let counts = !read && listed.unread < MOST_COUNTED;
            listed.more |= is_wanted && !has_room;
            if !(counts || is_wanted && has_room) {
                continue;
            }
            let Some(shown) = self.show(place, notice).await? else { continue };
            listed.unread += usize::from(counts);
            if is_wanted && has_room {
                let current = recorded::stands(&place.state, place.member, &shown.notice);
                listed.shown.push((shown, read, current));
            }
        }
        Ok(listed)
    }

    /// How far somebody has read.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn read(&self, account: AccountId) -> Result<Marks, NoticeError> {
        Ok(self.load::<Marks>(&read_key(account)).await?.map(|(marks, _)| marks).unwrap_or_default())
    }

    /// Notes that somebody has read these, and everything up to the marks that they were shown.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn note_read(
        &self,
        account: AccountId,
        places: &[Place],
        read: &[(AgreementId, Source)],
        seen: &Marks,
        now: Timestamp,
    ) -> Result<(), NoticeError> {
        let key = read_key(account);
        for _ in 0..ATTEMPTS {
            let found = self.load::<Marks>(&key).await?;
            let expected =
                found.as_ref().map_or(Expected::Absent, |(_, version)| Expected::Version(*version));
            let before = found.map(|(marks, _)| marks).unwrap_or_default();
            let mut marks = before.clone();
            for place in places {
                let agreement = place.state.agreement();
                let told = self.told(place, now).await?;
                let mark = marks.entry(agreement).or_insert(Mark::START);
                if let Some(seen) = seen.get(&agreement) {
                    mark.reach(&within(seen, &told, now));
                }
                let is_read = |notice: &&Notice| read.contains(&(agreement, notice.source));
                told.iter().filter(is_read).for_each(|notice| {
                    mark.add(notice);
                });
            }
            marks.retain(|_, mark| *mark != Mark::START);
            if marks == before {
                return Ok(());
            }
            let register = vec![RegisterWrite { key: key.clone(), expected, value: Some(write(&marks)?) }];
            match self.store.commit(Batch { register, ..Batch::default() }).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Changed { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Changed { key }.into())
    }

    /// Where somebody takes part now.
    ///
    /// # Errors
    /// If a record cannot be read.
    pub async fn places(&self, account: AccountId) -> Result<Vec<Place>, NoticeError> {
        let mut places = Vec::new();
        let Some(account) = self.access.account(account).await? else { return Ok(places) };
        for one in &account.memberships {
            match self.records.state(one.agreement).await {
                Ok(state) if state.member(one.member).is_some() => {
                    places.push(Place { state, member: one.member });
                }
                Ok(_) | Err(RecordError::Unknown(_)) => {}
                Err(error @ RecordError::Store(_)) => return Err(error.into()),
                // An agreement that is damaged keeps nobody from being told of the others.
                Err(error) => tracing::error!(%error, "an agreement cannot be read"),
            }
        }
        Ok(places)
    }

    fn feed(&self, agreement: AgreementId) -> Arc<tokio::sync::Mutex<Feed>> {
        // A thread that panicked here left the map whole: each use is one insertion.
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Arc::new(tokio::sync::Mutex::new(Feed::of(agreement)));
        feeds.entry(agreement).or_insert_with(fresh).clone()
    }

    async fn load<T: DeserializeOwned>(&self, key: &str) -> Result<Option<(T, u64)>, NoticeError> {
        let Some(found) = self.store.get(key).await? else { return Ok(None) };
        let damaged = |error| {
            let kind = key.split('/').next().unwrap_or_default();
            StoreError::Damaged(format!("a value under {kind}/ in the register cannot be read: {error}"))
        };
        Ok(Some((serde_json::from_slice(&found.value).map_err(damaged)?, found.version)))
    }
}

/// A mark that somebody was shown, as far as there was anything to be shown.
fn within(seen: &Mark, told: &[Notice], now: Timestamp) -> Mark {
    let all = letters::behind(told, now);
    Mark {
        record: seen.record.min(all.record),
        discussion: seen.discussion.min(all.discussion),
        until: seen.until.min(now),
        ..Mark::START
    }
}

fn write<T: serde::Serialize>(value: &T) -> Result<bytes::Bytes, StoreError> {
    serde_json::to_vec(value).map(Into::into).map_err(|error| StoreError::Invalid(error.to_string()))
}
