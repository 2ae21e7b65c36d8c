//! Threads as clients read them, with where their passages stand now.

use super::Permission;
use crate::agreement::id::{CommentId, MemberId, SectionId, ThreadId};
use crate::agreement::refusal::Language;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use crate::discussing::{self, Standing};
use crate::drafting::{Passages, Units};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use utoipa::ToSchema;

/// Whether a thread is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum ThreadState {
    Open,
    Resolved,
}

/// A discussion of a passage or a section.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Thread {
    id: ThreadId,
    section: SectionId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    author: MemberId,
    state: ThreadState,
    /// Who settled it; null while it is open.
    resolved: Option<Resolved>,
    /// Which passage it is about; null if it is about the whole section.
    anchor: Option<Passage>,
    /// In the order in which they were said.
    comments: Vec<Comment>,
    /// How many comments of others I have not read.
    unread: usize,
    may: ThreadPermissions,
}

/// Who settled a thread, and when.
#[derive(Serialize, ToSchema)]
struct Resolved {
    by: MemberId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// The passage that a thread is about.
#[derive(Serialize, ToSchema)]
struct Passage {
    /// What it said when the thread began; a line for each block.
    quote: String,
    /// The section's latest revision then; null if there was none.
    #[schema(value_type = Option<u32>)]
    revision: Option<RevisionNumber>,
    standing: PassageStanding,
    /// Where its characters stand now, in the order of the text: client id, clock of the first, how many UTF-16 units.
    /// Empty if it is lost.
    #[schema(value_type = Vec<Vec<u64>>)]
    spans: Vec<Span>,
}

/// Whether a passage still stands: `changed` if less than half of it does, `lost` if less than a quarter.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PassageStanding {
    Whole,
    Changed,
    Lost,
}

struct Span(Units);

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Units { client, clock, length } = self.0;
        (client, clock, length).serialize(serializer)
    }
}

/// What somebody said in a thread.
#[derive(Serialize, ToSchema)]
struct Comment {
    id: CommentId,
    author: MemberId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Null if it was deleted.
    text: Option<String>,
    /// When it was last changed; null if it never was.
    #[schema(value_type = Option<String>, format = DateTime)]
    edited: Option<Timestamp>,
    /// Who is named in it.
    mentions: Vec<MemberId>,
    may: CommentPermissions,
}

/// What I may do in a thread now.
#[derive(Serialize, ToSchema)]
struct ThreadPermissions {
    reply: Permission,
    resolve: Permission,
    reopen: Permission,
}

/// What I may do with a comment now.
#[derive(Serialize, ToSchema)]
struct CommentPermissions {
    edit: Permission,
    delete: Permission,
}

/// What it takes to show threads to somebody.
pub(in crate::http) struct Reader<'a> {
    pub(in crate::http) state: &'a State,
    pub(in crate::http) member: MemberId,
    pub(in crate::http) language: Language,
    /// The words of the comments.
    pub(in crate::http) words: &'a HashMap<CommentId, String>,
    /// How many comments of each thread they have read.
    pub(in crate::http) readings: &'a HashMap<ThreadId, usize>,
}

impl Thread {
    /// The thread, and how many characters stand before its passage in the text.
    pub(in crate::http) fn of(
        thread: &discussing::Thread,
        reader: &Reader<'_>,
        passages: &Passages,
    ) -> (Self, Option<u64>) {
        let Reader { state, member, language, readings, .. } = *reader;
        let found = thread.anchor.as_ref().map(|anchor| (anchor, anchor.standing(passages)));
        let place = found.as_ref().and_then(|(_, (_, found))| found.place);
        let anchor = found.map(|(anchor, (standing, found))| Passage {
            quote: anchor.quote.clone(),
            revision: anchor.revision,
            standing: match standing {
                Standing::Whole => PassageStanding::Whole,
                Standing::Changed => PassageStanding::Changed,
                Standing::Lost => PassageStanding::Lost,
            },
            spans: found.spans.into_iter().map(Span).collect(),
        });
        let read = readings.get(&thread.id).copied().unwrap_or(0);
        let shown = Self {
            id: thread.id,
            section: thread.section,
            at: thread.at,
            author: thread.author,
            state: if thread.resolved.is_some() { ThreadState::Resolved } else { ThreadState::Open },
            resolved: thread.resolved.map(|(by, at)| Resolved { by, at }),
            anchor,
            comments: thread.comments.iter().map(|comment| Comment::of(comment, reader)).collect(),
            unread: thread.unread(member, read),
            may: ThreadPermissions {
                reply: Permission::of(thread.may_reply(state, member), language),
                resolve: Permission::of(state.may_comment(member), language),
                reopen: Permission::of(state.may_comment(member), language),
            },
        };
        (shown, place)
    }
}

impl Comment {
    fn of(comment: &discussing::Comment, reader: &Reader<'_>) -> Self {
        let may_change = || Permission::of(comment.may_change(reader.state, reader.member), reader.language);
        Self {
            id: comment.id,
            author: comment.author,
            at: comment.at,
            text: reader.words.get(&comment.id).filter(|_| !comment.deleted).cloned(),
            edited: comment.edited,
            mentions: comment.mentions.clone(),
            may: CommentPermissions { edit: may_change(), delete: may_change() },
        }
    }
}
