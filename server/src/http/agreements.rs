//! Agreements: one's own, and one of them whole.

use super::App;
use super::identity::InAgreement;
use super::me::own_agreements;
use super::problem::{Problem, ProblemBody};
use super::view::{Member, Party, Section};
use crate::access::identity::Identity;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::section::Phase;
use crate::agreement::state::State;
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
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(presence))
}

/// An agreement in a list.
#[derive(Serialize, ToSchema)]
struct ListedAgreement {
    id: AgreementId,
    title: String,
    case_number: String,
    phase: Phase,
    /// How many it has.
    sections: usize,
    /// Who I am in it.
    member: Member,
}

/// An agreement, its parties, members and sections; not its text.
#[derive(Serialize, ToSchema)]
struct Agreement {
    id: AgreementId,
    title: String,
    case_number: String,
    /// IANA name of the time zone in which its dates are read.
    #[schema(example = "Europe/Stockholm")]
    time_zone: String,
    /// BCP 47 tags of the languages its text is written in; the first leads.
    #[schema(example = json!(["sv"]))]
    languages: Vec<String>,
    /// Whether the parties shall have equally many drafters.
    parity: bool,
    /// Whether they have; null where it is not asked for.
    parity_met: Option<bool>,
    phase: Phase,
    /// How many entries its record has.
    position: u64,
    parties: Vec<Party>,
    /// Who takes part now.
    members: Vec<Member>,
    /// In the order of the text.
    sections: Vec<Section>,
    /// Who I am in it.
    me: Member,
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
        case_number: state.matter().map(|matter| matter.case_number.clone()).unwrap_or_default(),
        phase: state.phase(),
        sections: state.sections().len(),
        member,
    });
    Ok(Json(listed.collect()))
}

/// One agreement. Its ETag is the position of its record; with If-None-Match an unchanged one is not sent again.
#[utoipa::path(get, path = "/api/agreements/{id}", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = Agreement),
        (status = 304, description = "Not changed"),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
    ),
)]
async fn one(
    InAgreement { member, state, .. }: InAgreement,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tag = format!("\"{}\"", state.position());
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let about = [(ETAG, tag.as_str()), (VARY, "cookie, authorization")];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let me = Member::me(&state, member).ok_or(Problem::NotAMember)?;
    let matter = state.matter().ok_or(Problem::AgreementUnknown)?;
    let agreement = Agreement {
        id: state.agreement(),
        title: state.title().unwrap_or_default().to_owned(),
        case_number: matter.case_number.clone(),
        time_zone: matter.time_zone.clone(),
        languages: matter.languages.clone(),
        parity: state.parity(),
        parity_met: state.parity_met(),
        phase: state.phase(),
        position: state.position().0,
        parties: each(&state, state.parties(), Party::of),
        members: each(&state, state.members(), Member::of),
        sections: state.sections().iter().map(|section| Section::of(&state, section)).collect(),
        me,
    };
    Ok((about, Json(agreement)).into_response())
}

/// Who has which section open now. Sections that nobody has open are left out.
#[utoipa::path(get, path = "/api/agreements/{id}/presence", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = Presence),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
    ),
)]
async fn presence(InAgreement { state, .. }: InAgreement, Within(app): Within<App>) -> Json<Presence> {
    Json(Presence { sections: app.rooms.presence(state.agreement()) })
}

fn each<T, V>(state: &State, items: &[T], view: impl Fn(&State, &T) -> V) -> Vec<V> {
    items.iter().map(|item| view(state, item)).collect()
}
