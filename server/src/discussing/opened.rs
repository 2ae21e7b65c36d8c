//! One agreement's discussion in memory. Whoever asks is given what the log holds at that moment.

use super::discussion::Discussion;
use super::entry::Entry;
use super::error::DiscussionError;
use super::{Addition, discussion_log};
use crate::agreement::id::{AgreementId, MemberId};
use crate::store::{Batch, LogId, Store, StoreError};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Entries read from the log at one go.
const PAGE: usize = 512;

/// How often something is decided anew because another process added first.
const ATTEMPTS: usize = 50;

/// Longest pause before that, in milliseconds; drawn anew each time, so that two do not keep step.
const PAUSE: u64 = 10;

pub(super) struct Opened {
    store: Arc<dyn Store>,
    agreement: AgreementId,
    log: LogId,
    /// Held while the log is read or added to: so nobody here decides in vain, and nobody reads it twice.
    known: Mutex<Option<Arc<Discussion>>>,
}

impl Opened {
    pub(super) fn new(store: Arc<dyn Store>, agreement: AgreementId) -> Self {
        Self { store, agreement, log: discussion_log(agreement), known: Mutex::default() }
    }

    /// The discussion with all that is in its log now.
    pub(super) async fn now(&self) -> Result<Arc<Discussion>, DiscussionError> {
        self.caught_up(&mut *self.known.lock().await).await
    }

    pub(super) async fn run<Refused: From<DiscussionError>>(
        &self,
        by: MemberId,
        at: Timestamp,
        decide: impl Fn(&Discussion) -> Result<Addition, Refused>,
    ) -> Result<Arc<Discussion>, Refused> {
        let mut known = self.known.lock().await;
        for _ in 0..ATTEMPTS {
            let seen = self.caught_up(&mut known).await?;
            let Addition { events, register, forget } = decide(&seen)?;
            if events.is_empty() && register.is_empty() {
                return Ok(seen);
            }
            let append = seen.append(by, at, events)?;
            let batch = Batch { appends: vec![append], register, forget, ..Batch::default() };
            match self.store.commit(batch).await {
                Ok(()) => return Ok(self.caught_up(&mut known).await?),
                Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) => {
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=PAUSE))).await;
                }
                Err(error) => return Err(DiscussionError::from(error).into()),
            }
        }
        Err(DiscussionError::Contended.into())
    }

    async fn caught_up(
        &self,
        known: &mut Option<Arc<Discussion>>,
    ) -> Result<Arc<Discussion>, DiscussionError> {
        let head = self.store.head(self.log).await?;
        if let Some(known) = known
            && known.position() == head
        {
            return Ok(known.clone());
        }
        let purged = self.store.packed(self.log).await?.purged;
        // What was known of a time that is purged since is not to be gone on from.
        let mut discussion = match known.take() {
            Some(known) if known.position() >= purged => Arc::unwrap_or_clone(known),
            _ => Discussion::at(self.agreement, purged),
        };
        loop {
            let page = self.store.read(self.log, discussion.position(), PAGE).await?;
            for bytes in &page {
                let position = discussion.position();
                let entry = Entry::decode(bytes)
                    .map_err(|error| DiscussionError::Damaged { position, why: error.to_string() })?;
                discussion.apply(entry);
            }
            if page.len() < PAGE {
                break;
            }
        }
        let discussion = Arc::new(discussion);
        *known = Some(discussion.clone());
        Ok(discussion)
    }
}
