//! The signing of the agreement.

use super::identity::InAgreement;
use super::openapi::CommandProblems;
use super::problem::Problem;
use super::sent::Sent;
use super::view::{Attachment, Signatory, Signing};
use super::{App, attachments};
use crate::agreement::decide::{Command, NewSignatory, NewSigning};
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
    OpenApiRouter::new().routes(routes!(record))
}

/// A signing to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SigningRequest {
    /// Not after today.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// 1 to 200 characters.
    place: String,
    /// At least one for each party.
    signatories: Vec<Signatory>,
    /// The signed paper, uploaded before.
    scan: Option<Attachment>,
}

/// Records that the agreement was signed. For coordinators, once every body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/signing", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = SigningRequest,
    responses((status = 201, body = Signing), CommandProblems),
)]
async fn record(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<SigningRequest>,
) -> Result<(StatusCode, Json<Signing>), Problem> {
    let agreement = within.state.agreement();
    let SigningRequest { date, place, signatories, scan } = request;
    within.state.may_record_signing(within.member)?;
    let scan = attachments::named(&app, agreement, scan).await?;
    let signatories = signatories.into_iter().map(|one| {
        let Signatory { party, name, title, authority } = one;
        NewSignatory { party, name, title, authority }
    });
    let signing = NewSigning { date, place, signatories: signatories.collect(), scan };
    let command = Command::RecordSigning(signing);
    let state = app.records.run(agreement, command, within.actor(), Timestamp::now()).await?;
    let recorded = state.signing().ok_or_else(|| Problem::internal("the signing is not in its state"))?;
    Ok((StatusCode::CREATED, Json(Signing::of(recorded))))
}
