//! What one person has read in one agreement: in the list, and in the threads themselves.

use super::marks::{Mark, Marks};
use super::notice::{About, Notice};
use super::{NoticeError, Notices, Place};
use crate::agreement::id::ThreadId;
use crate::discussing::Discussion;
use std::collections::HashMap;
use std::sync::Arc;

/// What one person has read in one agreement.
pub(super) struct Reading {
    mark: Option<Mark>,
    /// Of how many comments, in each thread.
    threads: HashMap<ThreadId, usize>,
    discussion: Arc<Discussion>,
}

impl Reading {
    /// Whether they have read what a notice tells.
    pub(super) fn has(&self, notice: &Notice) -> bool {
        self.mark.as_ref().is_some_and(|mark| mark.has(notice)) || self.has_in_thread(notice)
    }

    fn has_in_thread(&self, notice: &Notice) -> bool {
        let (About::Mention(said) | About::Reply(said)) = notice.about else { return false };
        let Some(read) = self.threads.get(&said.thread) else { return false };
        let Some(thread) = self.discussion.threads.get(said.thread) else { return false };
        // Who is named in a comment later on has read what it said before.
        let first = |at: &jiff::Timestamp| *at == notice.at;
        let index = thread.comments.iter().position(|one| one.id == said.comment && first(&one.at));
        index.is_some_and(|index| index < *read)
    }
}

impl Notices {
    pub(super) async fn reading(&self, marks: &Marks, place: &Place) -> Result<Reading, NoticeError> {
        let agreement = place.state.agreement();
        Ok(Reading {
            mark: marks.get(&agreement).cloned(),
            threads: self.discussions.readings(agreement, place.member).await?,
            discussion: self.discussions.state(agreement).await?,
        })
    }
}
