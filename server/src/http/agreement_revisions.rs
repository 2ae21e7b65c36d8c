//! Revisions of the whole agreement: title, parties and the texts of all sections at one moment.

use super::App;
use super::identity::InAgreement;
use super::problem::{Problem, ProblemBody};
use super::revisions::{NameAndNote, RevisionText, canonical_bytes, numbered};
use super::sent::Sent;
use super::view::AgreementRevision;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, PartyId};
use crate::agreement::refusal::Refusal;
use crate::approving::When;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, save)).routes(routes!(one)).routes(routes!(canonical))
}

/// An agreement revision with the texts of its sections.
#[derive(Serialize, ToSchema)]
struct AgreementRevisionText {
    revision: AgreementRevision,
    agreement: RevisedAgreement,
    parties: Vec<LetteredParty>,
    /// In the order of the text.
    sections: Vec<RevisionText>,
}

/// The agreement of a revision.
#[derive(Serialize, ToSchema)]
struct RevisedAgreement {
    id: AgreementId,
    title: String,
    case_number: String,
}

/// A party with its letter.
#[derive(Serialize, ToSchema)]
struct LetteredParty {
    id: PartyId,
    letter: String,
    name: String,
}

/// The agreement's revisions, newest first; without their texts.
#[utoipa::path(get, path = "/api/agreements/{id}/revisions", tag = "revisions",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = [AgreementRevision]),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
    ),
)]
async fn list(InAgreement { state, .. }: InAgreement) -> Json<Vec<AgreementRevision>> {
    Json(state.revisions().iter().rev().map(|one| AgreementRevision::of(&state, one)).collect())
}

/// Saves the whole text: first a revision of each section that has changed, then the agreement's.
#[utoipa::path(post, path = "/api/agreements/{id}/revisions", tag = "revisions",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = NameAndNote,
    responses(
        (status = 201, description = "It was saved", body = AgreementRevision),
        (status = 200, description = "Nothing has changed since this one", body = AgreementRevision),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-drafter-or-coordinator`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
        (status = 409, description = "`contended`", body = ProblemBody),
        (status = 422, description = "`field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn save(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    Sent(asked): Sent<NameAndNote>,
) -> Result<(StatusCode, Json<AgreementRevision>), Problem> {
    let by = Actor::Member { member };
    let named = (asked.name.as_str(), asked.note.as_str());
    let saved = app.approving.save_whole(state.agreement(), named, by, When::Now).await?;
    let revision = saved.state.revision(saved.number).ok_or(Refusal::NoSuchRevision)?;
    let status = if saved.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(AgreementRevision::of(&saved.state, revision))))
}

/// An agreement revision with the texts of its sections.
#[utoipa::path(get, path = "/api/agreements/{id}/revisions/{number}", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses(
        (status = 200, body = AgreementRevisionText),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn one(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Result<Json<AgreementRevisionText>, Problem> {
    let revision = state.revision(numbered(&path.1)?).ok_or(Refusal::NoSuchRevision)?;
    let mut sections = Vec::with_capacity(revision.sections.len());
    for one in &revision.sections {
        let section = state.section(one.section).ok_or(Problem::SectionUnknown)?;
        let content = app.approving.content(one.hash).await?;
        sections.push(RevisionText::of(&state, section, one.revision, content)?);
    }
    let party = |party: &crate::agreement::party::Party| LetteredParty {
        id: party.id,
        letter: party.letter.to_string(),
        name: party.name.clone(),
    };
    Ok(Json(AgreementRevisionText {
        revision: AgreementRevision::of(&state, revision),
        agreement: RevisedAgreement {
            id: state.agreement(),
            title: state.title().unwrap_or_default().to_owned(),
            case_number: state.matter().map(|matter| matter.case_number.clone()).unwrap_or_default(),
        },
        parties: state.parties().iter().map(party).collect(),
        sections,
    }))
}

/// The very bytes that an agreement revision's hash is taken of: RFC 8785 JSON. The ETag is the hash.
#[utoipa::path(get, path = "/api/agreements/{id}/revisions/{number}/canonical", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses(
        (status = 200, description = "The canonical form", body = serde_json::Value),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn canonical(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
    Path(path): Path<(String, String)>,
) -> Result<Response, Problem> {
    let revision = state.revision(numbered(&path.1)?).ok_or(Refusal::NoSuchRevision)?;
    canonical_bytes(&app, revision.hash).await
}
