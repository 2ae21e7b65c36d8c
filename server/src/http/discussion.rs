//! How much of an agreement's sections waits to be decided or read.

use super::App;
use super::agreements::is_known;
use super::identity::InAgreement;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use crate::agreement::digest::Digest;
use crate::agreement::id::SectionId;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(open))
}

/// What is proposed and discussed, and neither decided nor settled.
#[derive(Serialize, ToSchema)]
struct OpenDiscussion {
    /// By section; each that I may read.
    sections: BTreeMap<SectionId, OpenInSection>,
}

/// How much of a section is open.
#[derive(Clone, Copy, Default, Serialize, ToSchema)]
struct OpenInSection {
    /// Proposals that nobody has decided on.
    proposals: usize,
    /// Threads that are not settled.
    threads: usize,
    /// How many of these threads have a comment of somebody else's that I have not read.
    unread: usize,
}

/// How much is open, section by section. With If-None-Match, what is the same for me is not sent again.
#[utoipa::path(get, path = "/api/agreements/{id}/discussion", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = OpenDiscussion),
        (status = 304, description = "Not changed"),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn open(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let discussion = app.discussions.state(state.agreement()).await?;
    let readings = app.discussions.readings(state.agreement(), member).await?;
    let readable = state.sections().iter().filter(|section| state.may_read(member, section.id).is_ok());
    let mut sections: BTreeMap<SectionId, OpenInSection> = readable
        .map(|section| {
            let proposals = discussion.proposals.open_in(section.id).count();
            (section.id, OpenInSection { proposals, ..OpenInSection::default() })
        })
        .collect();
    for thread in discussion.threads.iter().filter(|thread| thread.resolved.is_none()) {
        let Some(open) = sections.get_mut(&thread.section) else { continue };
        let read = readings.get(&thread.id).copied().unwrap_or(0);
        open.threads += 1;
        open.unread += usize::from(thread.unread(member, read) > 0);
    }
    let body = serde_json::to_vec(&OpenDiscussion { sections }).map_err(Problem::internal)?;
    // What I have read is no entry of any log, so the answer itself is what tells whether it has changed.
    let tag = format!("\"{}\"", Digest::of(&[&body]));
    let about = [(ETAG, tag.as_str()), (VARY, "cookie, authorization"), (CONTENT_TYPE, "application/json")];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, body).into_response())
}
