//! Somebody at a thread: who they are, and what they do in it.

use super::shown::shown_one;
use crate::agreement::id::{MemberId, ThreadId};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use crate::discussing::{Addition, Discussion, DiscussionError, Threads};
use crate::http::App;
use crate::http::identity::{Identity, InAgreement, first_parameter, within};
use crate::http::problem::Problem;
use crate::http::view::Thread;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use std::sync::Arc;

/// Somebody at a thread of an agreement they are a member of.
pub(super) struct InThread {
    pub(super) within: InAgreement,
    pub(super) thread: ThreadId,
}

impl FromRequestParts<App> for InThread {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let unknown = || Problem::Refused(Refusal::NoSuchThread);
        let thread: ThreadId = first_parameter(parts, app).await.ok_or_else(unknown)?;
        let agreement = app.discussions.of_thread(thread).await?.ok_or_else(unknown)?;
        let within = within(identity, app.records.state(agreement).await?)?;
        let discussion = app.discussions.state(agreement).await?;
        let section = discussion.threads.get(thread).map(|thread| thread.section);
        // What was said of a section that was taken out of the text comes back with it.
        section.filter(|section| within.state.section(*section).is_some()).ok_or_else(unknown)?;
        Ok(Self { within, thread })
    }
}

/// Why something was not done in a discussion.
pub(super) enum Undone {
    Refused(Refusal),
    Failed(DiscussionError),
}

impl From<Refusal> for Undone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DiscussionError> for Undone {
    fn from(error: DiscussionError) -> Self {
        Self::Failed(error)
    }
}

impl From<Undone> for Problem {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Refused(refusal) => refusal.into(),
            Undone::Failed(error) => error.into(),
        }
    }
}

/// How a thread is settled, or taken up again.
type Settling = fn(&Threads, &State, MemberId, ThreadId) -> Result<Addition, Refusal>;

impl InThread {
    /// Settles the thread, or takes it up again, and shows it as it is then.
    pub(super) async fn settle(
        &self,
        app: &App,
        headers: &HeaderMap,
        settling: Settling,
    ) -> Result<Json<Thread>, Problem> {
        let (state, member) = (&self.within.state, self.within.member);
        self.run(app, headers, |discussion| settling(&discussion.threads, state, member, self.thread)).await
    }

    /// Does something in the thread, and shows it as it is then.
    pub(super) async fn run(
        &self,
        app: &App,
        headers: &HeaderMap,
        decide: impl Fn(&Discussion) -> Result<Addition, Refusal>,
    ) -> Result<Json<Thread>, Problem> {
        let discussion = self.change(app, decide).await?;
        shown_one(app, &self.within, headers, &discussion, self.thread).await
    }

    pub(super) async fn change(
        &self,
        app: &App,
        decide: impl Fn(&Discussion) -> Result<Addition, Refusal>,
    ) -> Result<Arc<Discussion>, Problem> {
        let (agreement, by) = (self.within.state.agreement(), self.within.member);
        let decide = |discussion: &Discussion| Ok::<_, Undone>(decide(discussion)?);
        Ok(app.discussions.run(agreement, by, Timestamp::now(), decide).await?)
    }
}
