//! Words of the record that are erased, and working material that is purged.

use super::App;
use super::identity::InAgreement;
use super::openapi::CommandProblems;
use super::problem::Problem;
use super::sent::{Second, Sent};
use crate::agreement::decide::{Command, Erasure};
use crate::agreement::digest::Digest;
use crate::agreement::id::DecisionId;
use crate::agreement::refusal::Refusal;
use crate::approving::When;
use crate::record::chain::Sealed;
use crate::store::Position;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(erase)).routes(routes!(purge))
}

/// Which words of an entry to erase, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ErasureRequest {
    /// By their digest, as the record shows it.
    words: Digest,
    /// 1 to 10,000 characters.
    reason: String,
}

/// Erases some words of an entry for good; its digest stays, and so the record stays whole. For coordinators; what
/// is a party's own, its own do.
#[utoipa::path(post, path = "/api/agreements/{id}/record/{position}/erase", tag = "record",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("position" = u64, Path, description = "Where the entry stands in the record, from 0"),
    ),
    request_body = ErasureRequest,
    responses((status = 204, description = "The words are gone"), CommandProblems),
)]
async fn erase(
    within: InAgreement,
    State(app): State<App>,
    Second(position): Second<u64>,
    Sent(ErasureRequest { words, reason }): Sent<ErasureRequest>,
) -> Result<StatusCode, Problem> {
    let position = position.ok_or(Refusal::NoSuchWords)?;
    // Who may not is told so, whatever the entry.
    within.state.may_export(within.member)?;
    let found = app.records.entry_at(within.state.agreement(), Position(position)).await?;
    let Sealed { entry, by, .. } = found.ok_or(Refusal::NoSuchWords)?;
    let erasure = Erasure { position, entry: Box::new(entry), by, words, reason };
    within.carry_out(&app, Command::EraseWords(erasure)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// On what ground working material is purged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PurgeRequest {
    /// The decision after which it is not needed any more.
    decision: DecisionId,
}

/// Purges how the texts came to be: every keystroke, and who wrote what. What the texts say stays, and so does all
/// that is recorded. For coordinators, once the agreement is decided. Whoever has a section open is shown out.
#[utoipa::path(post, path = "/api/agreements/{id}/purge", tag = "record",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = PurgeRequest,
    responses((status = 204, description = "It is purged"), CommandProblems),
)]
async fn purge(
    InAgreement { state, member, .. }: InAgreement,
    State(app): State<App>,
    Sent(PurgeRequest { decision }): Sent<PurgeRequest>,
) -> Result<StatusCode, Problem> {
    app.approving.purge(state.agreement(), decision, member, When::Now).await?;
    Ok(StatusCode::NO_CONTENT)
}
