//! What approvers' authority rests on.

use super::App;
use super::identity::InAgreement;
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::Problem;
use super::sent::Sent;
use super::view::Mandate;
use crate::agreement::decide::{Command, NewMandate};
use crate::agreement::id::{MemberId, SheetId};
use crate::agreement::sign_off::MandateKind;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, record))
}

/// A mandate to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MandateRequest {
    /// Whose: a member of my party.
    member: MemberId,
    kind: MandateKind,
    /// Who gave it: 1 to 200 characters.
    issuer: String,
    /// Not after today.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// Where it stands in its paper: 1 to 200 characters.
    paragraph: String,
    /// The last day it holds; null: until further notice.
    #[schema(value_type = Option<String>, format = Date)]
    valid_until: Option<Date>,
    /// The anchoring sheet that it answers: one of the member's organisation. May be left out.
    sheet: Option<SheetId>,
}

/// Every mandate, in the order they were recorded.
#[utoipa::path(get, path = "/api/agreements/{id}/mandates", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Mandate]), InAgreementProblems),
)]
async fn list(InAgreement { state, .. }: InAgreement) -> Json<Vec<Mandate>> {
    let today = state.day_of(Timestamp::now());
    Json(state.mandates().iter().map(|mandate| Mandate::of(mandate, today)).collect())
}

/// Records what a member of my party approves by. For coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/mandates", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = MandateRequest,
    responses((status = 201, body = Mandate), CommandProblems),
)]
async fn record(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<MandateRequest>,
) -> Result<(StatusCode, Json<Mandate>), Problem> {
    let MandateRequest { member, kind, issuer, date, paragraph, valid_until, sheet } = request;
    let now = Timestamp::now();
    let new = NewMandate { member, kind, issuer, date, paragraph, valid_until, sheet };
    let command = Command::RecordMandate(new);
    let state = app.records.run(within.state.agreement(), command, within.actor(), now).await?;
    let recorded =
        state.mandates().last().ok_or_else(|| Problem::internal("the mandate is not in its state"))?;
    Ok((StatusCode::CREATED, Json(Mandate::of(recorded, state.day_of(now)))))
}
