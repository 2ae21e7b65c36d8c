//! Taking the agreement from phase to phase.

use super::App;
use super::identity::InAgreement;
use super::openapi::CommandProblems;
use super::problem::Problem;
use super::sent::Sent;
use crate::agreement::decide::Command;
use crate::agreement::section::Phase;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(enter))
}

/// The phase to go to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PhaseRequest {
    phase: Phase,
}

/// Takes the agreement into another phase. Into `decided` and `signed` it is taken by the last decision and by the
/// signing.
#[utoipa::path(post, path = "/api/agreements/{id}/phase", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = PhaseRequest,
    responses((status = 204, description = "The agreement is in that phase"), CommandProblems),
)]
async fn enter(
    within: InAgreement,
    State(app): State<App>,
    Sent(PhaseRequest { phase }): Sent<PhaseRequest>,
) -> Result<StatusCode, Problem> {
    let command = Command::EnterPhase { phase };
    app.records.run(within.state.agreement(), command, within.actor(), Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
