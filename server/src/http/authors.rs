//! Who wrote what and when, of the text as it stands and of a revision.

use super::App;
use super::agreements::is_known;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::revisions::numbered;
use super::view::Contributor;
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::{Contribution, RevisionNumber};
use crate::drafting::past::{self, Stretch};
use crate::store::Position;
use crate::text::block::Block;
use crate::text::log::EpochId;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(authors)).routes(routes!(of_revision))
}

/// A section's text by who wrote it.
#[derive(Serialize, ToSchema)]
struct Authors {
    epoch: EpochId,
    /// How many entries of the section's log the text is the outcome of.
    position: u64,
    /// Whether how the text came to be was purged once: then nobody knows who wrote what was written before.
    purged: bool,
    /// In the order of the text.
    runs: Vec<AuthorRun>,
    /// Most first; only those of whom something stands.
    contributors: Vec<Contributor>,
}

/// Characters that one person wrote.
#[derive(Serialize, ToSchema)]
struct AuthorRun {
    text: String,
    /// Who wrote them; null for the template's words, and for those of which nobody knows.
    member: Option<MemberId>,
    /// When they were first typed, to the minute; null if nobody typed them.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
    /// The client id under which they stand in the document.
    client: u64,
    /// The first one's clock.
    clock: u32,
    /// How many UTF-16 units; so many clocks.
    length: u32,
}

/// A revision's text by who wrote it.
#[derive(Serialize, ToSchema)]
struct RevisionAuthors {
    number: RevisionNumber,
    /// Whether it is known who wrote it; if not, how it came to be was purged.
    known: bool,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// Who wrote its characters, in the order of the text.
    runs: Vec<CanonicalRun>,
}

/// Neighbouring characters of one writer and one time. The runs of a text follow one another, from its first
/// character to its last.
#[derive(Serialize, ToSchema)]
pub(super) struct CanonicalRun {
    /// UTF-16 units of the canonical text.
    length: u32,
    /// Who wrote them; null for the template's words, and for those of which nobody knows.
    member: Option<MemberId>,
    /// When they were first typed, to the minute; null if nobody typed them.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
    /// Whether they came since the earlier moment.
    new: bool,
}

impl CanonicalRun {
    pub(super) fn of(run: &Stretch) -> Self {
        Self { length: run.length, member: run.member, at: run.at.and_then(instant), new: run.is_new }
    }
}

/// A moment of a log; none for a time that no clock shows.
pub(super) fn instant(at: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(at).ok()
}

impl Authors {
    fn of(authors: &past::Authors) -> Self {
        let run = |run: &past::Run| AuthorRun {
            text: run.text.clone(),
            member: run.member,
            at: run.at.and_then(instant),
            client: run.client,
            clock: run.clock,
            length: run.length,
        };
        let contributor = |&(member, characters): &_| Contributor::of(&Contribution { member, characters });
        Self {
            epoch: authors.epoch,
            position: authors.position.0,
            purged: authors.purged,
            runs: authors.runs.iter().map(run).collect(),
            contributors: authors.contributors.iter().map(contributor).collect(),
        }
    }
}

/// Who wrote what of a section's text as it stands, and when. The ETag changes with the text.
#[utoipa::path(get, path = "/api/sections/{id}/authors", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = Authors),
        (status = 304, description = "Nothing has changed since the ETag given in If-None-Match"),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn authors(at: InSection, State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let written = app.rooms.past().authors(at.section).await?;
    let tag = format!("\"{}-{}\"", written.epoch.0, written.position.0);
    let about = [(ETAG, tag.as_str()), (CACHE_CONTROL, "private, no-cache")];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, Json(Authors::of(&written))).into_response())
}

/// Who wrote what of a revision, and when.
#[utoipa::path(get, path = "/api/sections/{id}/revisions/{number}/authors", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses(
        (status = 200, body = RevisionAuthors),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 408, description = "`timed-out`: the history is long and is still being read; try again", body = ProblemBody),
        (status = 410, description = "`history-purged`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn of_revision(
    at: InSection,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Result<Json<RevisionAuthors>, Problem> {
    let revision = at.found()?.revision(numbered(&path.1)?).ok_or(Refusal::NoSuchRevision)?;
    let position = Position(revision.text_position);
    let blocks = app.approving.content(revision.hash).await?.section.blocks;
    let moment = app.rooms.past().moment(at.section, position, Some(position)).await?;
    // A later version may read a document otherwise than the one that made the revision; then the revision counts,
    // and whose its words are is not known.
    let known = moment.blocks == blocks;
    let runs = moment.runs.iter().filter(|_| known).map(CanonicalRun::of).collect();
    Ok(Json(RevisionAuthors { number: revision.number, known, blocks, runs }))
}
