//! Threads, as they are shown to who asks.

use super::{Threads, Wanted};
use crate::agreement::id::{CommentId, SectionId, ThreadId};
use crate::agreement::refusal::Refusal;
use crate::discussing::{self, Discussion};
use crate::http::App;
use crate::http::identity::InAgreement;
use crate::http::language;
use crate::http::problem::Problem;
use crate::http::view::{Reader, Thread, ThreadState};
use axum::Json;
use axum::http::HeaderMap;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Shows threads to who asks.
async fn shown(
    app: &App,
    within: &InAgreement,
    headers: &HeaderMap,
    threads: &[Arc<discussing::Thread>],
) -> Result<Vec<Thread>, Problem> {
    let agreement = within.state.agreement();
    let comments = threads.iter().flat_map(|thread| &thread.comments).filter(|comment| !comment.deleted);
    let comments: Vec<CommentId> = comments.map(|comment| comment.id).collect();
    let words = app.discussions.words(agreement, &comments).await?;
    let readings = app.discussions.readings(agreement, within.member).await?;
    let reader = Reader {
        state: &within.state,
        member: within.member,
        language: language::preferred(headers),
        words: &words,
        readings: &readings,
    };
    let mut passages = HashMap::new();
    for thread in threads {
        if let Entry::Vacant(unseen) = passages.entry(thread.section) {
            unseen.insert(app.rooms.passages(thread.section).await?);
        }
    }
    let order: HashMap<SectionId, usize> =
        within.state.sections().iter().enumerate().map(|(index, section)| (section.id, index)).collect();
    let mut placed = Vec::with_capacity(threads.len());
    for thread in threads {
        let Some(passages) = passages.get(&thread.section) else { continue };
        let (shown, place) = Thread::of(thread, &reader, passages);
        let is_lost = thread.anchor.is_some() && place.is_none();
        let section = order.get(&thread.section).copied();
        placed.push(((section, is_lost, place.is_none(), place, thread.id), shown));
    }
    placed.sort_by_key(|(place, _)| *place);
    Ok(placed.into_iter().map(|(_, thread)| thread).collect())
}

/// Lists those that are wanted, of one section or of all that are in the text.
pub(super) async fn listed(
    app: &App,
    within: &InAgreement,
    headers: &HeaderMap,
    wanted: &Wanted,
    section: Option<SectionId>,
) -> Result<Json<Threads>, Problem> {
    let discussion = app.discussions.state(within.state.agreement()).await?;
    let is_wanted = |thread: &&Arc<discussing::Thread>| {
        let state = if thread.resolved.is_some() { ThreadState::Resolved } else { ThreadState::Open };
        section.map_or_else(|| within.state.section(thread.section).is_some(), |one| thread.section == one)
            && wanted.state.is_none_or(|wanted| wanted == state)
    };
    let threads: Vec<_> = discussion.threads.iter().filter(is_wanted).cloned().collect();
    let position = discussion.position().0;
    Ok(Json(Threads { threads: shown(app, within, headers, &threads).await?, position }))
}

/// Shows one as it is in a discussion.
pub(super) async fn shown_one(
    app: &App,
    within: &InAgreement,
    headers: &HeaderMap,
    discussion: &Discussion,
    thread: ThreadId,
) -> Result<Json<Thread>, Problem> {
    let thread = discussion.threads.get(thread).ok_or(Refusal::NoSuchThread)?;
    let mut shown = shown(app, within, headers, std::slice::from_ref(thread)).await?;
    shown.pop().map(Json).ok_or_else(|| Problem::internal("a thread is not shown"))
}
