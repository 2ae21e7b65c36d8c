//! What may be done in threads, and the events it leads to.

use super::event::{Anchor, ThreadEvent};
use super::words::{self, thread_key};
use super::{Comment, Thread, Threads};
use crate::agreement::decide::needed;
use crate::agreement::id::{CommentId, MemberId, SectionId, ThreadId};
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::agreement::state::State;
use crate::discussing::{Addition, Event};
use crate::store::{Expected, RegisterWrite};
use std::sync::Arc;

/// Threads of an agreement: more than two years of work lead to.
const MOST_THREADS: usize = 10_000;

/// Comments of a thread.
const MOST_COMMENTS: usize = 500;

/// Who is named in one comment.
const MOST_MENTIONS: usize = 50;

/// What somebody wants to say.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is to be called; a name of its own unless given.
    id: CommentId,
    text: String,
    mentions: Vec<MemberId>,
}

impl Said {
    /// What is to be said, if it can be.
    ///
    /// # Errors
    /// If there is nothing in it, too much, or somebody is named who does not take part.
    pub fn new(state: &State, text: &str, mentions: &[MemberId]) -> Result<Self, Refusal> {
        let text = needed(Field::Comment, text)?.to_owned();
        if mentions.len() > MOST_MENTIONS {
            return Err(Refusal::TooMany(Limit::Mentions, MOST_MENTIONS));
        }
        let mut named = Vec::new();
        for member in mentions {
            state.member(*member).ok_or(Refusal::NoSuchMember(*member))?;
            if !named.contains(member) {
                named.push(*member);
            }
        }
        Ok(Self { id: CommentId::new(), text, mentions: named })
    }

    /// The same under a name that its author has drawn, if any: said again under it, it is said once.
    #[must_use]
    pub fn called(self, id: Option<CommentId>) -> Self {
        Self { id: id.unwrap_or(self.id), ..self }
    }
}

impl Threads {
    /// Begins a thread. What was said already, under the name that its author has drawn, begins none.
    ///
    /// # Errors
    /// Why not.
    pub fn open(
        &self,
        state: &State,
        by: MemberId,
        (thread, section, anchor): (ThreadId, SectionId, Option<&Anchor>),
        said: &Said,
    ) -> Result<Addition, Refusal> {
        state.may_comment(by)?;
        state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        if self.begun_by(by, section, said).is_some() {
            return Ok(Addition::default());
        }
        if self.count() >= MOST_THREADS {
            return Err(Refusal::TooMany(Limit::Threads, MOST_THREADS));
        }
        self.is_new(said.id)?;
        let (comment, mentions) = (said.id, said.mentions.clone());
        let event = ThreadEvent::Opened { thread, section, anchor: anchor.cloned(), comment, mentions };
        let agreement = state.agreement();
        let mut addition = addition(event);
        addition.register = vec![
            words::write(agreement, comment, &said.text),
            words::reading(agreement, by, thread, 1),
            RegisterWrite {
                key: thread_key(thread),
                expected: Expected::Absent,
                value: Some(agreement.to_string().into()),
            },
        ];
        Ok(addition)
    }

    /// The thread that a member has begun by saying this, if it was said before.
    pub fn begun_by(&self, member: MemberId, section: SectionId, said: &Said) -> Option<ThreadId> {
        let is_it = |thread: &&Arc<Thread>| {
            thread.section == section
                && thread.comments.first().is_some_and(|first| first.is_of(member, said))
        };
        self.iter().find(is_it).map(|thread| thread.id)
    }

    /// Answers in a thread. What was said already, under the name that its author has drawn, is not said again.
    ///
    /// # Errors
    /// Why not.
    pub fn reply(
        &self,
        state: &State,
        by: MemberId,
        thread: ThreadId,
        said: &Said,
    ) -> Result<Addition, Refusal> {
        let thread = self.known(thread)?;
        if thread.comments.iter().any(|comment| comment.is_of(by, said)) {
            return Ok(Addition::default());
        }
        thread.may_reply(state, by)?;
        self.is_new(said.id)?;
        if thread.comments.len() >= MOST_COMMENTS {
            return Err(Refusal::TooMany(Limit::Comments, MOST_COMMENTS));
        }
        let (comment, mentions) = (said.id, said.mentions.clone());
        let mut addition = addition(ThreadEvent::CommentAdded { thread: thread.id, comment, mentions });
        addition.register = vec![
            words::write(state.agreement(), comment, &said.text),
            // Whoever answers has read what was there.
            words::reading(state.agreement(), by, thread.id, thread.comments.len() + 1),
        ];
        Ok(addition)
    }

    /// Says one's own comment otherwise.
    ///
    /// # Errors
    /// Why not.
    pub fn edit(
        &self,
        state: &State,
        by: MemberId,
        (thread, comment): (ThreadId, CommentId),
        said: &Said,
    ) -> Result<Addition, Refusal> {
        let thread = self.known(thread)?;
        let comment = thread.comment(comment).ok_or(Refusal::NoSuchComment)?;
        comment.may_change(state, by)?;
        let (comment, mentions) = (comment.id, said.mentions.clone());
        let mut addition = addition(ThreadEvent::CommentEdited { thread: thread.id, comment, mentions });
        addition.register = vec![words::write(state.agreement(), comment, &said.text)];
        addition.forget = true;
        Ok(addition)
    }

    /// Takes one's own comment back.
    ///
    /// # Errors
    /// Why not.
    pub fn delete(
        &self,
        state: &State,
        by: MemberId,
        (thread, comment): (ThreadId, CommentId),
    ) -> Result<Addition, Refusal> {
        let thread = self.known(thread)?;
        let comment = thread.comment(comment).ok_or(Refusal::NoSuchComment)?;
        comment.may_change(state, by)?;
        let comment = comment.id;
        let mut addition = addition(ThreadEvent::CommentDeleted { thread: thread.id, comment });
        addition.register = vec![words::delete(state.agreement(), comment)];
        addition.forget = true;
        Ok(addition)
    }

    /// Settles a thread; nothing is done if somebody has.
    ///
    /// # Errors
    /// Why not.
    pub fn resolve(&self, state: &State, by: MemberId, thread: ThreadId) -> Result<Addition, Refusal> {
        state.may_comment(by)?;
        let thread = self.known(thread)?;
        let event = ThreadEvent::Resolved { thread: thread.id };
        Ok(if thread.resolved.is_some() { Addition::default() } else { addition(event) })
    }

    /// Takes a thread up again; nothing is done if it is open.
    ///
    /// # Errors
    /// Why not.
    pub fn reopen(&self, state: &State, by: MemberId, thread: ThreadId) -> Result<Addition, Refusal> {
        state.may_comment(by)?;
        let thread = self.known(thread)?;
        let event = ThreadEvent::Reopened { thread: thread.id };
        Ok(if thread.resolved.is_none() { Addition::default() } else { addition(event) })
    }

    /// Whether a comment may be called so: nobody's words are put in place of another's.
    fn is_new(&self, comment: CommentId) -> Result<(), Refusal> {
        let mut all = self.all.values().flat_map(|thread| &thread.comments);
        if all.any(|known| known.id == comment) { Err(Refusal::CommentOfAnother) } else { Ok(()) }
    }

    fn known(&self, thread: ThreadId) -> Result<&Thread, Refusal> {
        self.get(thread).map(|thread| &**thread).ok_or(Refusal::NoSuchThread)
    }
}

impl Thread {
    /// Whether a member may answer in it.
    ///
    /// # Errors
    /// Why not.
    pub fn may_reply(&self, state: &State, by: MemberId) -> Result<(), Refusal> {
        state.may_comment(by)?;
        if self.resolved.is_some() { Err(Refusal::ThreadResolved) } else { Ok(()) }
    }
}

impl Comment {
    /// Whether it is what a member has said.
    fn is_of(&self, member: MemberId, said: &Said) -> bool {
        self.id == said.id && self.author == member
    }

    /// Whether a member may say it otherwise or take it back.
    ///
    /// # Errors
    /// Why not.
    pub fn may_change(&self, state: &State, by: MemberId) -> Result<(), Refusal> {
        state.may_comment(by)?;
        if self.author == by { Ok(()) } else { Err(Refusal::CommentOfAnother) }
    }
}

fn addition(event: ThreadEvent) -> Addition {
    Addition { events: vec![Event::Thread(event)], ..Addition::default() }
}
