//! Threads: what is said about a passage or a section.

mod anchor;
mod decide;
mod event;
mod words;

pub use anchor::{MOST_SPANS, Mark, Standing};
pub use decide::Said;
pub use event::{Anchor, Id, ThreadEvent};
pub use words::{comment_prefix, reading_prefix, thread_key};

use crate::agreement::id::{CommentId, MemberId, SectionId, ThreadId};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All threads of an agreement.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    /// In the order in which they began, as their ids are.
    all: BTreeMap<ThreadId, Arc<Thread>>,
}

/// One thread.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its name.
    pub id: ThreadId,
    /// What it is about.
    pub section: SectionId,
    /// When it began.
    pub at: Timestamp,
    /// Who began it.
    pub author: MemberId,
    /// Which passage it is about; the whole section if none.
    pub anchor: Option<Anchor>,
    /// What was said, deleted ones included: marks of what was read count them.
    pub comments: Vec<Comment>,
    /// Who settled it, and when; none while it is open.
    pub resolved: Option<(MemberId, Timestamp)>,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub struct Comment {
    /// Its name.
    pub id: CommentId,
    /// Who.
    pub author: MemberId,
    /// When.
    pub at: Timestamp,
    /// When it was last said otherwise.
    pub edited: Option<Timestamp>,
    /// Who is named in it.
    pub mentions: Vec<MemberId>,
    /// Whether its author took it back.
    pub deleted: bool,
}

impl Threads {
    pub(super) fn apply(&mut self, at: Timestamp, by: MemberId, event: ThreadEvent) {
        let said = |id, mentions| Comment { id, author: by, at, edited: None, mentions, deleted: false };
        match event {
            ThreadEvent::Opened { thread: id, section, anchor, comment, mentions } => {
                let comments = vec![said(comment, mentions)];
                let thread = Thread { id, section, at, author: by, anchor, comments, resolved: None };
                self.all.insert(id, Arc::new(thread));
            }
            ThreadEvent::CommentAdded { thread, comment, mentions } => {
                self.change(thread, |thread| thread.comments.push(said(comment, mentions)));
            }
            ThreadEvent::CommentEdited { thread, comment, mentions } => {
                self.change_comment(thread, comment, |comment| {
                    comment.edited = Some(at);
                    comment.mentions = mentions;
                });
            }
            ThreadEvent::CommentDeleted { thread, comment } => {
                self.change_comment(thread, comment, |comment| {
                    comment.deleted = true;
                    comment.mentions.clear();
                });
            }
            ThreadEvent::Resolved { thread } => {
                self.change(thread, |thread| thread.resolved = Some((by, at)));
            }
            ThreadEvent::Reopened { thread } => self.change(thread, |thread| thread.resolved = None),
        }
    }

    /// How many there are, with those of which everything is deleted.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// One of them; none if everything in it is deleted.
    pub fn get(&self, id: ThreadId) -> Option<&Arc<Thread>> {
        self.all.get(&id).filter(|thread| thread.says_something())
    }

    /// Those in which something is said, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Thread>> {
        self.all.values().filter(|thread| thread.says_something())
    }

    fn change(&mut self, id: ThreadId, change: impl FnOnce(&mut Thread)) {
        if let Some(thread) = self.all.get_mut(&id) {
            change(Arc::make_mut(thread));
        }
    }

    fn change_comment(&mut self, id: ThreadId, comment: CommentId, change: impl FnOnce(&mut Comment)) {
        self.change(id, |thread| {
            if let Some(comment) = thread.comments.iter_mut().find(|one| one.id == comment) {
                change(comment);
            }
        });
    }
}

impl Thread {
    /// A comment that was not deleted.
    pub fn comment(&self, id: CommentId) -> Option<&Comment> {
        self.comments.iter().find(|comment| comment.id == id && !comment.deleted)
    }

    /// How many comments of others a member has not read who has read the first so many.
    pub fn unread(&self, member: MemberId, read: usize) -> usize {
        let news = self.comments.iter().skip(read);
        news.filter(|comment| comment.author != member && !comment.deleted).count()
    }

    fn says_something(&self) -> bool {
        self.comments.iter().any(|comment| !comment.deleted)
    }
}
