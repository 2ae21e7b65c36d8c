//! Decisions of the parties' bodies.

use super::App;
use super::attachments;
use super::identity::InAgreement;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::view::{Attachment, Decision};
use crate::agreement::decide::NewDecision;
use crate::agreement::digest::Digest;
use crate::agreement::id::PartyId;
use crate::approving::When;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(record))
}

/// A decision to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionToRecord {
    /// One's own party.
    party: PartyId,
    /// Which of its bodies decided.
    body: String,
    /// When it decided.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// Where it stands in the minutes.
    paragraph: String,
    /// The agreement's `agreed`, as one has seen it: the hash of the text that was decided.
    hash: Digest,
    /// The minutes, as they were attached.
    minutes: Option<Attachment>,
}

/// Records that a body of one's own party has decided. The last of them takes the agreement to `decided`.
#[utoipa::path(post, path = "/api/agreements/{id}/decisions", tag = "decisions",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = DecisionToRecord,
    responses(
        (status = 201, body = Decision),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-coordinator`, `no-party-to-act-for`, `other-partys-matter`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`, `no-such-party` or `attachment-unknown`", body = ProblemBody),
        (status = 409, description = "`not-in-approval`, `not-agreed-yet`, `other-agreed-text`, `body-has-decided` or `contended`", body = ProblemBody),
        (status = 422, description = "`field-missing`, `field-too-long` or `day-ahead`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn record(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    Sent(asked): Sent<DecisionToRecord>,
) -> Result<(StatusCode, Json<Decision>), Problem> {
    let DecisionToRecord { party, body, date, paragraph, hash, minutes } = asked;
    let agreement = state.agreement();
    let minutes = attachments::named(&app, agreement, minutes).await?;
    let decision = NewDecision { party, body, date, paragraph, minutes };
    let (state, id) = app.approving.record_decision(agreement, member, decision, hash, When::Now).await?;
    let decision = state.decision(id).ok_or(Problem::NotFound)?;
    Ok((StatusCode::CREATED, Json(Decision::of(&state, decision))))
}
