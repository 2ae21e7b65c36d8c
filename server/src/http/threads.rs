//! Threads: read, begun, answered, settled.

mod shown;
mod within;

use super::App;
use super::identity::{InAgreement, InSection};
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::{Problem, ProblemBody};
use super::sent::{Queried, Second, Sent};
use super::shaping::NothingMore;
use super::view::{Thread, ThreadState};
use crate::agreement::id::{CommentId, MemberId, ThreadId};
use crate::agreement::refusal::Refusal;
use crate::discussing::{self, Discussion, MOST_SPANS, Mark, Said};
use crate::drafting::Units;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use shown::{listed, shown_one};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use within::{InThread, Undone};

/// Bytes of a new thread: the ids of its passage, its quote and its comment, all as long as they may be.
const BODY_SIZE: usize = 512 * 1024;

pub(super) fn router() -> OpenApiRouter<App> {
    let open = OpenApiRouter::new().routes(routes!(open)).layer(DefaultBodyLimit::max(BODY_SIZE));
    OpenApiRouter::new()
        .routes(routes!(in_agreement))
        .routes(routes!(in_section))
        .merge(open)
        .routes(routes!(one))
        .routes(routes!(reply))
        .routes(routes!(edit))
        .routes(routes!(delete))
        .routes(routes!(resolve))
        .routes(routes!(reopen))
        .routes(routes!(read))
}

/// Which threads.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Only those that are open, or only those that are resolved; all of them unless given.
    #[param(inline)]
    state: Option<ThreadState>,
}

/// Threads, in the order of the text; then those about the whole section, and those whose passage is lost, oldest
/// first.
#[derive(Serialize, ToSchema)]
struct Threads {
    threads: Vec<Thread>,
    /// How many entries the agreement's discussion has.
    position: u64,
}

/// A thread to be begun.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ThreadRequest {
    /// The passage; null if it is about the whole section.
    anchor: Option<AnchorRequest>,
    /// 1 to 10,000 characters.
    text: String,
    /// Members who are named in it; at most 50.
    #[serde(default)]
    mentions: Vec<MemberId>,
    /// A name for the comment that I have drawn, so that the thread that I begin again because no answer came is begun once; one is drawn unless given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Uuid)]
    id: Option<CommentId>,
}

/// A passage, as it stands in the live text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnchorRequest {
    /// The ids of its characters: client id, clock of the first, how many UTF-16 units. At most 5,000 characters.
    #[schema(value_type = Vec<Vec<u64>>)]
    ids: Vec<(u64, u32, u32)>,
    /// What they say, with a line for each block.
    quote: String,
}

/// What is said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReplyRequest {
    /// 1 to 10,000 characters.
    text: String,
    /// Members who are named in it; at most 50.
    #[serde(default)]
    mentions: Vec<MemberId>,
    /// A name that I have drawn, so that what I say again because no answer came is said once; one is drawn unless given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Uuid)]
    id: Option<CommentId>,
}

/// What is said instead of a comment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommentRequest {
    /// 1 to 10,000 characters.
    text: String,
    /// Members who are named in it; at most 50.
    #[serde(default)]
    mentions: Vec<MemberId>,
}

/// How far somebody has read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadingRequest {
    /// How many of the thread's comments, from the first on; deleted ones are counted.
    comments: usize,
}

/// The threads of all sections that are in the text, section by section.
#[utoipa::path(get, path = "/api/agreements/{id}/threads", tag = "threads",
    params(("id" = Uuid, Path, description = "The agreement's id"), Wanted),
    responses(
        (status = 200, body = Threads),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn in_agreement(
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
    Queried(wanted): Queried<Wanted>,
) -> Result<Json<Threads>, Problem> {
    listed(&app, &within, &headers, &wanted, None).await
}

/// The threads of a section.
#[utoipa::path(get, path = "/api/sections/{id}/threads", tag = "threads",
    params(("id" = Uuid, Path, description = "The section's id"), Wanted),
    responses(
        (status = 200, body = Threads),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn in_section(
    at: InSection,
    State(app): State<App>,
    headers: HeaderMap,
    Queried(wanted): Queried<Wanted>,
) -> Result<Json<Threads>, Problem> {
    at.found()?;
    listed(&app, &at.within, &headers, &wanted, Some(at.section)).await
}

/// Begins a thread about a passage, or about the whole section. For every member but those who only observe.
///
/// `passage-changed` says that what was marked is not what stands there: mark it again.
#[utoipa::path(post, path = "/api/sections/{id}/threads", tag = "threads",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = ThreadRequest,
    responses((status = 201, body = Thread), CommandProblems),
)]
async fn open(
    at: InSection,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(ThreadRequest { anchor, text, mentions, id }): Sent<ThreadRequest>,
) -> Result<(StatusCode, Json<Thread>), Problem> {
    let section = at.found()?;
    let (state, member) = (&at.within.state, at.within.member);
    state.may_comment(member)?;
    let said = Said::new(state, &text, &mentions)?.called(id);
    let discussion = app.discussions.state(state.agreement()).await?;
    if let Some(begun) = discussion.threads.begun_by(member, at.section, &said) {
        return Ok((StatusCode::CREATED, shown_one(&app, &at.within, &headers, &discussion, begun).await?));
    }
    let anchor = match anchor {
        None => None,
        Some(AnchorRequest { ids, .. }) if ids.len() > MOST_SPANS => {
            return Err(Problem::BadRequest(format!("anchor.ids: more than {MOST_SPANS}")));
        }
        Some(AnchorRequest { ids, quote }) => {
            let ids = ids.into_iter().map(|(client, clock, length)| Units { client, clock, length });
            let mark = Mark { ids: ids.collect(), quote };
            let passages = app.rooms.passages(at.section).await?;
            Some(mark.anchor(&passages, section.latest().map(|latest| latest.number))?)
        }
    };
    let thread = ThreadId::new();
    let decide = |discussion: &Discussion| {
        let opening = (thread, at.section, anchor.as_ref());
        Ok::<_, Undone>(discussion.threads.open(state, member, opening, &said)?)
    };
    let discussion = app.discussions.run(state.agreement(), member, Timestamp::now(), decide).await?;
    let begun = discussion.threads.begun_by(member, at.section, &said).unwrap_or(thread);
    Ok((StatusCode::CREATED, shown_one(&app, &at.within, &headers, &discussion, begun).await?))
}

/// A thread.
#[utoipa::path(get, path = "/api/threads/{id}", tag = "threads",
    params(("id" = Uuid, Path, description = "The thread's id")),
    responses((status = 200, body = Thread), InAgreementProblems),
)]
async fn one(at: InThread, State(app): State<App>, headers: HeaderMap) -> Result<Json<Thread>, Problem> {
    let discussion = app.discussions.state(at.within.state.agreement()).await?;
    shown_one(&app, &at.within, &headers, &discussion, at.thread).await
}

/// Answers in an open thread. For every member but those who only observe.
#[utoipa::path(post, path = "/api/threads/{id}/comments", tag = "threads",
    params(("id" = Uuid, Path, description = "The thread's id")),
    request_body = ReplyRequest,
    responses((status = 201, body = Thread), CommandProblems),
)]
async fn reply(
    at: InThread,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(ReplyRequest { text, mentions, id }): Sent<ReplyRequest>,
) -> Result<(StatusCode, Json<Thread>), Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    state.may_comment(member)?;
    let said = Said::new(state, &text, &mentions)?.called(id);
    let decide = |discussion: &Discussion| discussion.threads.reply(state, member, at.thread, &said);
    Ok((StatusCode::CREATED, at.run(&app, &headers, decide).await?))
}

/// Changes a comment of mine.
#[utoipa::path(post, path = "/api/threads/{id}/comments/{comment}/edits", tag = "threads",
    params(
        ("id" = Uuid, Path, description = "The thread's id"),
        ("comment" = Uuid, Path, description = "The comment's id"),
    ),
    request_body = CommentRequest,
    responses((status = 200, body = Thread), CommandProblems),
)]
async fn edit(
    at: InThread,
    State(app): State<App>,
    headers: HeaderMap,
    Second(comment): Second<CommentId>,
    Sent(CommentRequest { text, mentions }): Sent<CommentRequest>,
) -> Result<Json<Thread>, Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    state.may_comment(member)?;
    let comment = comment.ok_or(Refusal::NoSuchComment)?;
    let said = Said::new(state, &text, &mentions)?;
    let which = (at.thread, comment);
    at.run(&app, &headers, |discussion| discussion.threads.edit(state, member, which, &said)).await
}

/// Deletes a comment of mine; its words are gone. A thread of which nothing is left is gone, too.
#[utoipa::path(delete, path = "/api/threads/{id}/comments/{comment}", tag = "threads",
    params(
        ("id" = Uuid, Path, description = "The thread's id"),
        ("comment" = Uuid, Path, description = "The comment's id"),
    ),
    responses((status = 204, description = "It is gone"), CommandProblems),
)]
async fn delete(
    at: InThread,
    State(app): State<App>,
    Second(comment): Second<CommentId>,
) -> Result<StatusCode, Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    state.may_comment(member)?;
    let which = (at.thread, comment.ok_or(Refusal::NoSuchComment)?);
    at.change(&app, |discussion| discussion.threads.delete(state, member, which)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Settles a thread. One that is settled stays as it is. For every member but those who only observe.
#[utoipa::path(post, path = "/api/threads/{id}/resolutions", tag = "threads",
    params(("id" = Uuid, Path, description = "The thread's id")),
    request_body = NothingMore,
    responses((status = 200, body = Thread), CommandProblems),
)]
async fn resolve(
    at: InThread,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Thread>, Problem> {
    at.settle(&app, &headers, discussing::Threads::resolve).await
}

/// Takes a thread up again. One that is open stays as it is. For every member but those who only observe.
#[utoipa::path(post, path = "/api/threads/{id}/reopenings", tag = "threads",
    params(("id" = Uuid, Path, description = "The thread's id")),
    request_body = NothingMore,
    responses((status = 200, body = Thread), CommandProblems),
)]
async fn reopen(
    at: InThread,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Thread>, Problem> {
    at.settle(&app, &headers, discussing::Threads::reopen).await
}

/// Notes how far I have read in a thread; never less than before.
#[utoipa::path(post, path = "/api/threads/{id}/readings", tag = "threads",
    params(("id" = Uuid, Path, description = "The thread's id")),
    request_body = ReadingRequest,
    responses((status = 204, description = "It is noted"), CommandProblems),
)]
async fn read(
    at: InThread,
    State(app): State<App>,
    Sent(ReadingRequest { comments }): Sent<ReadingRequest>,
) -> Result<StatusCode, Problem> {
    let agreement = at.within.state.agreement();
    let discussion = app.discussions.state(agreement).await?;
    let thread = discussion.threads.get(at.thread).ok_or(Refusal::NoSuchThread)?;
    // What is not there cannot have been read.
    let comments = comments.min(thread.comments.len());
    app.discussions.note_reading(agreement, at.within.member, at.thread, comments).await?;
    Ok(StatusCode::NO_CONTENT)
}
