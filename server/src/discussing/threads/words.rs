//! What lies in the register of threads.
//!
//! | key | value |
//! | --- | --- |
//! | `comment/{agreement}/{comment}` | a comment's words; deleted with it |
//! | `reading/{agreement}/{member}/{thread}` | how many of its comments the member has read |
//! | `thread/{thread}` | the id of its agreement |

use crate::agreement::id::{AgreementId, CommentId, MemberId, ThreadId};
use crate::discussing::{DiscussionError, Discussions};
use crate::store::{Batch, Expected, RegisterWrite, StoreError};
use std::collections::HashMap;

/// How often a mark is set anew because the same person's other page set it just then.
const ATTEMPTS: usize = 10;

/// What the keys of an agreement's comments begin with.
pub fn comment_prefix(agreement: AgreementId) -> String {
    format!("comment/{agreement}/")
}

/// What the keys of the marks of what was read in an agreement begin with.
pub fn reading_prefix(agreement: AgreementId) -> String {
    format!("reading/{agreement}/")
}

/// Where it is kept which agreement a thread belongs to.
pub fn thread_key(thread: ThreadId) -> String {
    format!("thread/{thread}")
}

fn comment_key(agreement: AgreementId, comment: CommentId) -> String {
    format!("{}{comment}", comment_prefix(agreement))
}

fn reading_key(agreement: AgreementId, member: MemberId, thread: ThreadId) -> String {
    format!("{}{member}/{thread}", reading_prefix(agreement))
}

pub(super) fn write(agreement: AgreementId, comment: CommentId, text: &str) -> RegisterWrite {
    let key = comment_key(agreement, comment);
    RegisterWrite { key, expected: Expected::Anything, value: Some(text.to_owned().into()) }
}

pub(super) fn delete(agreement: AgreementId, comment: CommentId) -> RegisterWrite {
    RegisterWrite { key: comment_key(agreement, comment), expected: Expected::Anything, value: None }
}

pub(super) fn reading(
    agreement: AgreementId,
    member: MemberId,
    thread: ThreadId,
    comments: usize,
) -> RegisterWrite {
    let key = reading_key(agreement, member, thread);
    RegisterWrite { key, expected: Expected::Anything, value: Some(comments.to_string().into()) }
}

impl Discussions {
    /// Which agreement a thread belongs to.
    ///
    /// # Errors
    /// If the store does not say.
    pub async fn of_thread(&self, thread: ThreadId) -> Result<Option<AgreementId>, StoreError> {
        let kept = self.store.get(&thread_key(thread)).await?;
        Ok(kept.and_then(|kept| std::str::from_utf8(&kept.value).ok()?.parse().ok()))
    }

    /// The words of comments; none of what was deleted meanwhile.
    ///
    /// # Errors
    /// If the store does not say.
    pub async fn words(
        &self,
        agreement: AgreementId,
        comments: &[CommentId],
    ) -> Result<HashMap<CommentId, String>, StoreError> {
        let mut words = HashMap::new();
        for comment in comments {
            if let Some(kept) = self.store.get(&comment_key(agreement, *comment)).await? {
                words.insert(*comment, String::from_utf8_lossy(&kept.value).into_owned());
            }
        }
        Ok(words)
    }

    /// How many comments of each thread a member has read.
    ///
    /// # Errors
    /// If the store does not say.
    pub async fn readings(
        &self,
        agreement: AgreementId,
        member: MemberId,
    ) -> Result<HashMap<ThreadId, usize>, StoreError> {
        let prefix = format!("{}{member}/", reading_prefix(agreement));
        let mark = |(key, kept): (String, crate::store::Versioned)| {
            let thread = key.strip_prefix(&prefix)?.parse().ok()?;
            Some((thread, number(&kept.value)))
        };
        Ok(self.store.scan(&prefix).await?.into_iter().filter_map(mark).collect())
    }

    /// Notes that a member has read the first so many comments of a thread; never fewer than before.
    ///
    /// # Errors
    /// If it cannot be noted.
    pub async fn note_reading(
        &self,
        agreement: AgreementId,
        member: MemberId,
        thread: ThreadId,
        comments: usize,
    ) -> Result<(), DiscussionError> {
        let mut mark = reading(agreement, member, thread, comments);
        for _ in 0..ATTEMPTS {
            let kept = self.store.get(&mark.key).await?;
            if kept.as_ref().is_some_and(|kept| number(&kept.value) >= comments) {
                return Ok(());
            }
            mark.expected = kept.map_or(Expected::Absent, |kept| Expected::Version(kept.version));
            let batch = Batch { register: vec![mark.clone()], ..Batch::default() };
            match self.store.commit(batch).await {
                Err(StoreError::Changed { .. }) => {}
                noted => return Ok(noted?),
            }
        }
        Err(DiscussionError::Contended)
    }

    /// What of an agreement's threads lies in the register: all of it goes with a purge, in the same batch.
    ///
    /// # Errors
    /// If the store does not say.
    pub async fn purged_register(
        &self,
        agreement: AgreementId,
    ) -> Result<Vec<RegisterWrite>, DiscussionError> {
        let discussion = self.state(agreement).await?;
        let mut keys: Vec<String> = discussion.threads.all.keys().map(|id| thread_key(*id)).collect();
        for prefix in [comment_prefix(agreement), reading_prefix(agreement)] {
            keys.extend(self.store.scan(&prefix).await?.into_iter().map(|(key, _)| key));
        }
        let gone = |key| RegisterWrite { key, expected: Expected::Anything, value: None };
        Ok(keys.into_iter().map(gone).collect())
    }
}

fn number(value: &[u8]) -> usize {
    std::str::from_utf8(value).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}
