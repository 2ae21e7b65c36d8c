//! Sign-offs that were given: the list, taking one back, and its receipt.

use super::identity::InAgreement;
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::{Problem, ProblemBody};
use super::sent::{Second, Sent};
use super::view::SignOff;
use super::{App, download};
use crate::agreement::decide::Command;
use crate::agreement::id::SignOffId;
use crate::agreement::refusal::Refusal;
use crate::record::receipt::Receipt;
use crate::record::signature::Signed;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, HeaderName};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(withdraw)).routes(routes!(receipt))
}

/// Why a sign-off is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalRequest {
    /// 1 to 10,000 characters.
    reason: String,
}

/// Every sign-off of every section, newest first.
#[utoipa::path(get, path = "/api/agreements/{id}/sign-offs", tag = "approval",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [SignOff]), InAgreementProblems),
)]
async fn list(InAgreement { state, .. }: InAgreement) -> Json<Vec<SignOff>> {
    let sections = state.sections().iter();
    let given = sections.flat_map(|section| section.sign_offs.iter().map(move |one| (section, one)));
    let mut given: Vec<_> = given.collect();
    given.sort_by_key(|(_, one)| std::cmp::Reverse(one.given.position.0));
    Json(given.into_iter().map(|(section, one)| SignOff::of(section, one)).collect())
}

/// Takes a sign-off of mine back. Needs a session: it is a person's own act, as the sign-off was.
#[utoipa::path(post, path = "/api/agreements/{id}/sign-offs/{sign_off}/withdrawal", tag = "approval",
    security(("session" = [])),
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("sign_off" = SignOffId, Path, description = "The sign-off's id"),
    ),
    request_body = WithdrawalRequest,
    responses((status = 200, body = SignOff), CommandProblems),
)]
async fn withdraw(
    within: InAgreement,
    State(app): State<App>,
    Second(sign_off): Second<SignOffId>,
    Sent(WithdrawalRequest { reason }): Sent<WithdrawalRequest>,
) -> Result<Json<SignOff>, Problem> {
    within.identity.in_person()?;
    let sign_off = sign_off.ok_or(Refusal::NoSuchSignOff)?;
    let command = Command::WithdrawSignOff { sign_off, reason };
    let state = app.records.run(within.state.agreement(), command, within.actor(), Timestamp::now()).await?;
    let (section, given) = state.sign_off(sign_off).ok_or(Refusal::NoSuchSignOff)?;
    Ok(Json(SignOff::of(section, given)))
}

/// Proof of a sign-off, signed by the server, as a download. For its giver, and coordinators of their party.
#[utoipa::path(get, path = "/api/agreements/{id}/sign-offs/{sign_off}/receipt", tag = "approval",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("sign_off" = SignOffId, Path, description = "The sign-off's id"),
    ),
    responses(
        (status = 200, body = Signed<Receipt>),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member` or `receipt-of-another`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown` or `no-such-sign-off`", body = ProblemBody),
    ),
)]
async fn receipt(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    Second(sign_off): Second<SignOffId>,
) -> Result<([(HeaderName, HeaderValue); 1], Json<Signed<Receipt>>), Problem> {
    let sign_off = sign_off.ok_or(Refusal::NoSuchSignOff)?;
    let (_, given) = state.sign_off(sign_off).ok_or(Refusal::NoSuchSignOff)?;
    state.may_have_receipt(member, given)?;
    let receipt = app.records.receipt(state.agreement(), sign_off).await?;
    let signed = app.signatory.sign(receipt.ok_or(Refusal::NoSuchSignOff)?).map_err(Problem::internal)?;
    let disposition = download::disposition(&format!("receipt-{sign_off}.json"));
    Ok(([(CONTENT_DISPOSITION, disposition)], Json(signed)))
}
