//! A section's revisions: saved, listed, read, compared, brought back.

use super::App;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::view::{AgreementTitle, Reservation, Revision, Section, SignOff};
use crate::agreement::entry::Actor;
use crate::agreement::id::PartyId;
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::{section, state};
use crate::approving::{Content, When};
use crate::text::block::Block;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, save))
        .routes(routes!(one))
        .routes(routes!(canonical))
        .routes(routes!(restore))
}

/// What a revision is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NameAndNote {
    /// Its name; may be empty. At most 200 characters.
    #[serde(default)]
    pub(super) name: String,
    /// What is to be said about it; may be empty. At most 10,000 characters.
    #[serde(default)]
    pub(super) note: String,
}

/// Nothing needs to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// A revision with its text.
#[derive(Serialize, ToSchema)]
pub(super) struct RevisionText {
    revision: Revision,
    /// The section as it is now.
    section: Section,
    agreement: AgreementTitle,
    /// The title that the revision has.
    title: String,
    /// The parties that answer for it, as the revision has them.
    responsible: Vec<ResponsibleParty>,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// The sign-offs of this very text.
    sign_offs: Vec<SignOff>,
    /// The reservations on this revision.
    reservations: Vec<Reservation>,
}

/// A party that answers for a section.
#[derive(Serialize, ToSchema)]
struct ResponsibleParty {
    id: PartyId,
    name: String,
}

impl RevisionText {
    pub(super) fn of(
        state: &state::State,
        section: &section::Section,
        number: RevisionNumber,
        content: Content,
    ) -> Result<Self, Problem> {
        let revision = section.revision(number).ok_or(Refusal::NoSuchRevision)?;
        let sign_offs = section.sign_offs.iter().filter(|one| one.given.hash == revision.hash);
        let reservations = section.reservations.iter().filter(|one| one.revision == number);
        let responsible = content.section.responsible.into_iter();
        Ok(Self {
            revision: Revision::of(revision),
            section: Section::of(state, section),
            agreement: AgreementTitle::of(state),
            title: content.section.title,
            responsible: responsible.map(|(id, name)| ResponsibleParty { id, name }).collect(),
            blocks: content.section.blocks,
            sign_offs: sign_offs.map(|one| SignOff::of(section, one)).collect(),
            reservations: reservations.map(Reservation::of).collect(),
        })
    }
}

/// A section's revisions, newest first; without their texts.
#[utoipa::path(get, path = "/api/sections/{id}/revisions", tag = "revisions",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = [Revision]),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn list(at: InSection) -> Result<Json<Vec<Revision>>, Problem> {
    let revisions = at.found()?.revisions.iter().rev();
    Ok(Json(revisions.map(|revision| Revision::of(revision)).collect()))
}

/// Saves the section's text as a revision. Unchanged text makes none: the answer is the latest one, which takes
/// the name and note if it had neither.
#[utoipa::path(post, path = "/api/sections/{id}/revisions", tag = "revisions",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = NameAndNote,
    responses(
        (status = 201, description = "It was saved", body = Revision),
        (status = 200, description = "Nothing has changed since this one", body = Revision),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-drafter-or-coordinator`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 409, description = "`contended`", body = ProblemBody),
        (status = 422, description = "`field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn save(
    at: InSection,
    State(app): State<App>,
    Sent(asked): Sent<NameAndNote>,
) -> Result<(StatusCode, Json<Revision>), Problem> {
    let by = Actor::Member { member: at.within.member };
    let agreement = at.within.state.agreement();
    let named = (asked.name.as_str(), asked.note.as_str());
    let saved = app.approving.save(agreement, at.section, named, by, When::Now).await?;
    answer(&saved, &at)
}

/// A revision with its text, who approved it, and what was reserved.
#[utoipa::path(get, path = "/api/sections/{id}/revisions/{number}", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses(
        (status = 200, body = RevisionText),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn one(
    at: InSection,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Result<Json<RevisionText>, Problem> {
    let section = at.found()?;
    let number = numbered(&path.1)?;
    let revision = section.revision(number).ok_or(Refusal::NoSuchRevision)?;
    let content = app.approving.content(revision.hash).await?;
    Ok(Json(RevisionText::of(&at.within.state, section, number, content)?))
}

/// The very bytes that a revision's hash is taken of: RFC 8785 JSON. The ETag is the hash.
#[utoipa::path(get, path = "/api/sections/{id}/revisions/{number}/canonical", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses(
        (status = 200, description = "The canonical form", body = serde_json::Value),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn canonical(
    at: InSection,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Result<Response, Problem> {
    let revision = at.found()?.revision(numbered(&path.1)?).ok_or(Refusal::NoSuchRevision)?;
    canonical_bytes(&app, revision.hash).await
}

/// Bytes kept under their hash, as they are.
pub(super) async fn canonical_bytes(
    app: &App,
    hash: crate::agreement::digest::Digest,
) -> Result<Response, Problem> {
    let bytes = app.approving.canonical(hash).await?;
    let tag = format!("\"{hash}\"");
    // It can never be another; but it is for members only.
    let about = [
        (CONTENT_TYPE, "application/json"),
        (ETAG, tag.as_str()),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((about, bytes).into_response())
}

/// Brings a revision's text back, by a new edit in the asker's name; later revisions stay. Saves the outcome as a
/// revision.
#[utoipa::path(post, path = "/api/sections/{id}/revisions/{number}/restoration", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    request_body = Nothing,
    responses(
        (status = 201, description = "The new revision", body = Revision),
        (status = 200, description = "The text was that already; the latest revision", body = Revision),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-drafter`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 409, description = "`section-locked`, `section-agreed`, `text-is-fixed` or `contended`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn restore(
    at: InSection,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
    Sent(nothing): Sent<Nothing>,
) -> Result<(StatusCode, Json<Revision>), Problem> {
    let Nothing {} = nothing;
    let agreement = at.within.state.agreement();
    let number = numbered(&path.1)?;
    let restored = app.approving.restore(agreement, at.section, number, at.within.member, When::Now).await?;
    answer(&restored, &at)
}

/// A revision's number in a path. One that is no number names nothing.
pub(super) fn numbered(number: &str) -> Result<RevisionNumber, Problem> {
    number.parse().map(RevisionNumber).map_err(|_| Refusal::NoSuchRevision.into())
}

fn answer(saved: &crate::approving::Saved, at: &InSection) -> Result<(StatusCode, Json<Revision>), Problem> {
    let section = saved.state.section(at.section).ok_or(Problem::SectionUnknown)?;
    let revision = section.revision(saved.number).ok_or(Refusal::NoSuchRevision)?;
    let status = if saved.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Revision::of(revision))))
}
