//! Agreements: one's own, and one of them whole.

use super::identity::InAgreement;
use super::me::own_agreements;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use super::view::{Agreement, Decision, Member, Party, Section, case_number};
use super::{App, language};
use crate::access::identity::Identity;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::section::Phase;
use crate::drafting::Whereabouts;
use axum::Json;
use axum::extract::State as Within;
use axum::http::header::{ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(parties))
        .routes(routes!(members))
        .routes(routes!(sections))
        .routes(routes!(decisions))
        .routes(routes!(presence))
}

/// An agreement in a list.
#[derive(Serialize, ToSchema)]
struct ListedAgreement {
    id: AgreementId,
    title: String,
    /// Null while there is none.
    case_number: Option<String>,
    phase: Phase,
    /// How many it has.
    sections: usize,
    /// Who I am in it.
    member: Member,
}

/// Who has which section open.
#[derive(Serialize, ToSchema)]
struct Presence {
    #[schema(value_type = HashMap<SectionId, Vec<MemberId>>)]
    sections: Arc<Whereabouts>,
}

/// The agreements one is a member of.
#[utoipa::path(get, path = "/api/agreements", tag = "agreements", responses(
    (status = 200, body = [ListedAgreement]),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn list(identity: Identity, Within(app): Within<App>) -> Result<Json<Vec<ListedAgreement>>, Problem> {
    let own = own_agreements(&app, &identity).await?;
    let listed = own.into_iter().map(|(state, member)| ListedAgreement {
        id: state.agreement(),
        title: state.title().unwrap_or_default().to_owned(),
        case_number: case_number(&state),
        phase: state.phase(),
        sections: state.sections().len(),
        member,
    });
    Ok(Json(listed.collect()))
}

/// One agreement. With If-None-Match, one that has not changed for me is not sent again.
#[utoipa::path(get, path = "/api/agreements/{id}", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = Agreement),
        (status = 304, description = "Not changed"),
        InAgreementProblems,
    ),
)]
async fn one(
    InAgreement { member, state, .. }: InAgreement,
    Within(app): Within<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // Anew, so that the state and the hash are of the same moment.
    let (state, tip) = app.records.head(state.agreement()).await?;
    let language = language::preferred(&headers);
    // What I may do depends on who I am, and why not is said in my language.
    let tag = format!("\"{}-{member}-{}\"", state.position(), language::tag(language));
    let about = [(ETAG, tag.as_str()), (VARY, "cookie, authorization, accept-language")];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let agreement = Agreement::of(&state, tip.hash(), member, language).ok_or(Problem::NotAMember)?;
    Ok((about, Json(agreement)).into_response())
}

/// Whether `tag` is among those that a client has. A proxy that compresses may have made it a weak one.
pub(super) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|tags| tags.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

/// Its parties.
#[utoipa::path(get, path = "/api/agreements/{id}/parties", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Party]), InAgreementProblems),
)]
async fn parties(InAgreement { state, .. }: InAgreement) -> Json<Vec<Party>> {
    Json(state.parties().iter().map(|party| Party::of(&state, party)).collect())
}

/// Who takes part now.
#[utoipa::path(get, path = "/api/agreements/{id}/members", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Member]), InAgreementProblems),
)]
async fn members(InAgreement { state, .. }: InAgreement) -> Json<Vec<Member>> {
    Json(state.members().iter().map(|member| Member::of(&state, member)).collect())
}

/// The decisions of the parties' bodies, in the order they were recorded.
#[utoipa::path(get, path = "/api/agreements/{id}/decisions", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Decision]), InAgreementProblems),
)]
async fn decisions(InAgreement { state, .. }: InAgreement) -> Json<Vec<Decision>> {
    Json(state.decisions().iter().map(|decision| Decision::of(&state, decision)).collect())
}

/// Its sections, in the order of the text.
#[utoipa::path(get, path = "/api/agreements/{id}/sections", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Section]), InAgreementProblems),
)]
async fn sections(InAgreement { state, .. }: InAgreement) -> Json<Vec<Section>> {
    Json(state.sections().iter().map(|section| Section::of(&state, section)).collect())
}

/// Who has which section open now. Sections that nobody has open are left out.
#[utoipa::path(get, path = "/api/agreements/{id}/presence", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = Presence),
        InAgreementProblems,
    ),
)]
async fn presence(InAgreement { state, .. }: InAgreement, Within(app): Within<App>) -> Json<Presence> {
    Json(Presence { sections: app.rooms.presence(state.agreement()) })
}
