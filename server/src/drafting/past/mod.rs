//! How the texts came to be: who wrote what and when, the sittings it was written in, and the text of any moment.
//!
//! All of it is worked out from the logs when somebody asks, in threads of its own, and kept in memory within
//! bounds; nothing of it is durable, and no room is asked. A section's log is read once, from its beginning
//! (`chronicle`), and from then on only what has come since; keyframes on the way make any moment of it a short
//! replay.

mod change;
mod chronicle;
mod moment;
mod now;
mod piece;
mod session;
#[cfg(test)]
mod tests;
mod times;

pub use change::{Gone, Stretch};
pub use chronicle::{Chronicle, Progress};
pub use moment::{Moment, What};
pub use now::{Authors, Run};
pub use session::{Part, Session, Step};

use super::load::LoadError;
use crate::agreement::id::SectionId;
use crate::store::{Position, Store, StoreError};
use crate::text::log::text_log;
use moka::future::Cache;
use moka::policy::EvictionPolicy;
use now::Follower;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Mutex as AsyncMutex, Semaphore, watch};

/// What all chronicles may take in memory.
const MOST_CHRONICLE_BYTES: u64 = 64 << 20;

/// What all kept moments may take in memory.
const MOST_MOMENT_BYTES: u64 = 16 << 20;

/// Documents that are followed beside their rooms.
const MOST_FOLLOWED: u64 = 8;

/// Whatever nobody has asked for in this time is let go.
const KEPT: Duration = Duration::from_secs(5 * 60);

/// Logs that are read from their beginning at once: each takes a core for as long as it lasts.
const READ_AT_ONCE: usize = 1;

/// Moments, and looks at what stands now, that are worked out at once.
const LOOKS_AT_ONCE: usize = 2;

/// Why something of the past cannot be told.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PastError {
    /// It was before what is left of the log.
    #[error("how the text came to be is purged up to {0}")]
    Purged(Position),
    /// The log has not come so far, or it is before its beginning.
    #[error("there is no such moment; the text log ends at {0}")]
    NoSuchMoment(Position),
    /// The section has no text.
    #[error("the section has no text log")]
    Nothing,
    /// The store cannot be used now.
    #[error("the store cannot be used now: {0}")]
    Unavailable(String),
    /// The log cannot be read.
    #[error("{0}")]
    Unreadable(Arc<str>),
}

/// A section's past, if it has been read.
pub enum Timeline {
    /// All of it.
    Read(Arc<Chronicle>),
    /// It is being read.
    Reading(Progress),
}

/// The past of every section.
pub struct Past {
    store: Arc<dyn Store>,
    chronicles: Cache<SectionId, Arc<Chronicle>>,
    reading: Mutex<HashMap<SectionId, Reading>>,
    moments: Cache<(SectionId, Position, Position), Arc<Moment>>,
    followed: Cache<SectionId, Arc<AsyncMutex<Option<Follower>>>>,
    readers: Arc<Semaphore>,
    lookers: Arc<Semaphore>,
}

/// A log that is being read.
#[derive(Clone)]
struct Reading {
    progress: watch::Receiver<Progress>,
    outcome: watch::Receiver<Option<Result<Arc<Chronicle>, PastError>>>,
}

impl Past {
    pub(super) fn new(store: Arc<dyn Store>) -> Arc<Self> {
        let weight = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        let chronicles = Cache::builder()
            .max_capacity(MOST_CHRONICLE_BYTES)
            .weigher(move |_, chronicle: &Arc<Chronicle>| weight(chronicle.bytes()));
        let moments = Cache::builder()
            .max_capacity(MOST_MOMENT_BYTES)
            .weigher(move |_, moment: &Arc<Moment>| weight(moment.bytes()));
        let lru = EvictionPolicy::lru;
        Arc::new(Self {
            store,
            chronicles: chronicles.eviction_policy(lru()).time_to_idle(KEPT).build(),
            reading: Mutex::default(),
            moments: moments.eviction_policy(lru()).time_to_idle(KEPT).build(),
            followed: Cache::builder()
                .max_capacity(MOST_FOLLOWED)
                .eviction_policy(lru())
                .time_to_idle(KEPT)
                .build(),
            readers: Arc::new(Semaphore::new(READ_AT_ONCE)),
            lookers: Arc::new(Semaphore::new(LOOKS_AT_ONCE)),
        })
    }

    /// Who wrote what stands now, and when. What was in the log when this was called is in it.
    ///
    /// # Errors
    /// [`PastError`] if the log cannot be read.
    pub async fn authors(self: &Arc<Self>, section: SectionId) -> Result<Arc<Authors>, PastError> {
        let place = self.followed.get_with(section, async { Arc::default() }).await;
        // Whoever asks meanwhile waits, and finds it done.
        let mut followed = place.lock().await;
        let before = followed.take();
        let (follower, said) = self
            .apart(&self.lookers, move |store| {
                Handle::current().block_on(now::follow(&*store, section, before))
            })
            .await?;
        *followed = Some(follower);
        Ok(said)
    }

    /// A section's past up to its log's head; if that is not known within `patience`, how far its reading has come.
    ///
    /// # Errors
    /// [`PastError`] if the log cannot be read.
    pub async fn timeline(
        self: &Arc<Self>,
        section: SectionId,
        patience: Duration,
    ) -> Result<Timeline, PastError> {
        let head = self.store.head(text_log(section)).await?;
        let reading = match self.known(section, head).await? {
            Ok(chronicle) => return Ok(Timeline::Read(chronicle)),
            Err(reading) => reading,
        };
        match tokio::time::timeout(patience, reading.clone().finished()).await {
            Ok(read) => Ok(Timeline::Read(read?)),
            Err(_) => Ok(Timeline::Reading(*reading.progress.borrow())),
        }
    }

    /// The text of a moment, and what had become of it since an earlier one; since the entry before, unless given.
    ///
    /// # Errors
    /// [`PastError::Purged`] and [`PastError::NoSuchMoment`] for a moment that is not there, or the log cannot be read.
    pub async fn moment(
        self: &Arc<Self>,
        section: SectionId,
        position: Position,
        since: Option<Position>,
    ) -> Result<Arc<Moment>, PastError> {
        let log = text_log(section);
        let head = self.store.head(log).await?;
        let first = self.store.packed(log).await?.purged.after(1);
        if position > head || position == Position::START {
            return Err(PastError::NoSuchMoment(head));
        }
        if position < first {
            return Err(PastError::Purged(first));
        }
        let since = since.unwrap_or(Position(position.0 - 1)).clamp(first, position);
        let key = (section, since, position);
        if let Some(moment) = self.moments.get(&key).await {
            return Ok(moment);
        }
        let chronicle = match self.known(section, position).await? {
            Ok(chronicle) => chronicle,
            Err(reading) => reading.finished().await?,
        };
        let is_known = chronicle.until >= position;
        let moment = self.apart(&self.lookers, move |store| {
            Handle::current().block_on(moment::look(&*store, section, &chronicle, since, position))
        });
        let moment = Arc::new(moment.await?);
        // What the log grew by while it was read has no times yet.
        if is_known {
            self.moments.insert(key, moment.clone()).await;
        }
        Ok(moment)
    }

    /// What is known of a section's past, if it reaches `least`; else how its reading goes, which is begun.
    async fn known(
        self: &Arc<Self>,
        section: SectionId,
        least: Position,
    ) -> Result<Result<Arc<Chronicle>, Reading>, PastError> {
        let begins = self.store.packed(text_log(section)).await?.purged;
        let known = self.chronicles.get(&section).await.filter(|known| known.begins == begins);
        if let Some(known) = known.clone()
            && known.until >= least
        {
            return Ok(Ok(known));
        }
        let mut reading = self.reading();
        if let Some(reading) = reading.get(&section) {
            return Ok(Err(reading.clone()));
        }
        let (progress, follow_progress) = watch::channel(Progress::default());
        let (outcome, follow_outcome) = watch::channel(None);
        let begun = Reading { progress: follow_progress, outcome: follow_outcome };
        reading.insert(section, begun.clone());
        drop(reading);
        let past = self.clone();
        tokio::spawn(async move {
            let read = past.apart(&past.readers, move |store| {
                let read = chronicle::read_on(&*store, section, known.as_deref(), &progress);
                Handle::current().block_on(read)
            });
            let read = read.await.map(Arc::new);
            if let Ok(chronicle) = &read {
                past.chronicles.insert(section, chronicle.clone()).await;
            }
            past.reading().remove(&section);
            outcome.send_replace(Some(read));
        });
        Ok(Err(begun))
    }

    /// Does something in a thread of its own, when its turn has come.
    async fn apart<T: Send + 'static>(
        &self,
        turns: &Arc<Semaphore>,
        work: impl FnOnce(Arc<dyn Store>) -> Result<T, LoadError> + Send + 'static,
    ) -> Result<T, PastError> {
        let turn = turns.clone().acquire_owned().await.map_err(|_| LoadError::Panicked)?;
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            std::panic::catch_unwind(AssertUnwindSafe(|| work(store))).unwrap_or(Err(LoadError::Panicked))
        });
        Ok(done.await.map_err(|_| LoadError::Panicked)??)
    }

    fn reading(&self) -> MutexGuard<'_, HashMap<SectionId, Reading>> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reading {
    async fn finished(mut self) -> Result<Arc<Chronicle>, PastError> {
        let outcome = self.outcome.wait_for(Option::is_some).await;
        // It ends without an outcome only if the program does.
        let outcome = outcome.map_err(|_| PastError::from(LoadError::Panicked))?;
        outcome.clone().unwrap_or(Err(LoadError::Panicked.into()))
    }
}

impl From<LoadError> for PastError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Purged(until) => Self::Purged(until),
            LoadError::Short(at) => Self::NoSuchMoment(at),
            LoadError::Nothing => Self::Nothing,
            LoadError::Store(StoreError::Unavailable(reason)) => Self::Unavailable(reason),
            LoadError::Store(_)
            | LoadError::History(_)
            | LoadError::Entry { .. }
            | LoadError::Broken { .. }
            | LoadError::Panicked => Self::Unreadable(error.to_string().into()),
        }
    }
}

impl From<StoreError> for PastError {
    fn from(error: StoreError) -> Self {
        LoadError::from(error).into()
    }
}
