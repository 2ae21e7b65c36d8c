//! Approving a section: what is seen before, the sign-off itself, reservations, lock and reopening.

use super::App;
use super::identity::InSection;
use super::language;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::view::{Mandate, Reservation, Revision, Section, SignOff};
use crate::access::identity::Scope;
use crate::agreement::decide::Command;
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MandateId};
use crate::agreement::refusal::Language;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::sign_off::Standing;
use crate::approving::{SignedOff, When, Whose};
use crate::mail::letter::Recipe;
use crate::store::RegisterWrite;
use crate::text::block::Block;
use crate::text::comparison::Comparison;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(panel))
        .routes(routes!(sign_off))
        .routes(routes!(reservations, reserve))
        .routes(routes!(lock))
        .routes(routes!(reopen))
}

/// What an approver sees before signing.
#[derive(Serialize, ToSchema)]
struct ApprovalView {
    /// The revision to approve; null before the first.
    revision: Option<Revision>,
    /// Its text: blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    changes: Changes,
    /// What must hold, and what is worth knowing; in the order to see to it.
    conditions: Vec<Condition>,
    /// One's own mandates, valid ones first.
    mandates: Vec<Mandate>,
    /// The name to type.
    name: String,
    /// Whether one must sign in anew first.
    sign_in_needed: bool,
    /// When one signed in; null for a token.
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_in_at: Option<Timestamp>,
    /// One's own sign-off that counts already.
    own: Option<SignOff>,
}

/// What has changed since one approved last, or one's party did.
#[derive(Serialize, ToSchema)]
struct Changes {
    /// The revision that was approved; null if none was.
    from: Option<RevisionNumber>,
    whose: Option<WhoseApproval>,
    #[schema(value_type = Option<Comparison>)]
    comparison: Option<Arc<Comparison>>,
}

/// Whose approval.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WhoseApproval {
    /// One's own.
    Own,
    /// Another approver's of one's party.
    Party,
}

/// Something that must hold, or is worth knowing.
#[derive(Serialize, ToSchema)]
struct Condition {
    /// A name that does not change.
    code: &'static str,
    met: bool,
    /// Whether nobody can approve while it is not met.
    hinders: bool,
    /// In the reader's language.
    sentence: String,
}

/// An approval.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSignOff {
    /// The revision one has read.
    revision: RevisionNumber,
    /// The hash one was shown.
    hash: Digest,
    /// By what authority one approves.
    mandate: MandateId,
    /// One's name, typed.
    name: String,
    /// One's party's reservation, if it has one.
    reservation: Option<String>,
}

/// A reservation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReservation {
    /// The latest revision, as one has read it.
    revision: RevisionNumber,
    text: String,
    /// For oneself, and not for one's party.
    personal: bool,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    reason: String,
}

/// What an approver sees before signing: exactly the text, what has changed, and what stands in the way.
#[utoipa::path(get, path = "/api/sections/{id}/approval", tag = "sign-offs",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = ApprovalView),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-an-approver` or `not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn panel(
    at: InSection,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<ApprovalView>, Problem> {
    let language = language::preferred(&headers);
    let now = Timestamp::now();
    let (state, member) = (&at.within.state, at.within.member);
    let panel = app.approving.panel(state, at.section, member, now).await?;
    let section = at.found()?;
    let today = state.day_of(now);
    let condition = |(condition, met): &(crate::approving::Condition, bool)| Condition {
        code: super::conditions::code(condition),
        met: *met,
        hinders: condition.hinders(),
        sentence: super::conditions::sentence(state, condition, *met, language),
    };
    let own = section
        .sign_offs
        .iter()
        .rev()
        .find(|one| one.given.member == member && section.standing(one) == Standing::Current);
    let (from, whose, comparison) = match panel.before {
        Some(before) => {
            let whose = match before.whose {
                Whose::Own => WhoseApproval::Own,
                Whose::Party => WhoseApproval::Party,
            };
            (Some(before.revision), Some(whose), Some(before.compared.comparison.clone()))
        }
        None => (None, None, None),
    };
    let signed_in_at = match at.within.identity.scope {
        Scope::Session { signed_in_at, .. } => Some(signed_in_at),
        Scope::Token { .. } => None,
    };
    Ok(Json(ApprovalView {
        revision: section.latest().map(Revision::of),
        blocks: panel.blocks,
        changes: Changes { from, whose, comparison },
        conditions: panel.conditions.iter().map(condition).collect(),
        mandates: panel.mandates.iter().map(|(mandate, _)| Mandate::of(mandate, today)).collect(),
        name: state.member(member).and_then(|one| one.name.text()).unwrap_or_default().to_owned(),
        sign_in_needed: !app.settings.is_fresh(signed_in_at, now),
        signed_in_at,
        own: own.map(|one| SignOff::of(section, one)),
    }))
}

/// Approves the section's latest revision for one's party. Needs a session, and a sign-in that is not too old.
#[utoipa::path(post, path = "/api/sections/{id}/sign-offs", tag = "sign-offs", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = NewSignOff,
    responses(
        (status = 201, body = SignOff),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-an-approver`, `not-a-member`, `mandate-of-another`, `session-needed`, `fresh-sign-in-needed` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-mandate`", body = ProblemBody),
        (status = 409, description = "`other-text`, `edited-since`, `no-revision`, `not-to-be-approved`, `mandate-not-valid`, `strange-text` or `contended`", body = ProblemBody),
        (status = 422, description = "`name-differs` or `field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn sign_off(
    at: InSection,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<NewSignOff>,
) -> Result<(StatusCode, Json<SignOff>), Problem> {
    let now = Timestamp::now();
    match at.within.identity.scope {
        Scope::Session { signed_in_at, .. } if app.settings.is_fresh(Some(signed_in_at), now) => {}
        Scope::Session { .. } => return Err(Problem::FreshSignInNeeded),
        Scope::Token { .. } => return Err(Problem::SessionNeeded),
    }
    let NewSignOff { revision, hash, mandate, name, reservation } = asked;
    let said = SignedOff { revision, hash, mandate, name, reservation };
    let agreement = at.within.state.agreement();
    let language = language::preferred(&headers);
    let letter = |entries: &[Entry]| receipt_letters(&app, agreement, entries, language, now);
    let (state, id) =
        app.approving.sign_off(agreement, at.section, at.within.member, said, When::Now, letter).await?;
    app.mail.wake();
    let (section, given) = state.sign_off(id).ok_or(Problem::SectionUnknown)?;
    Ok((StatusCode::CREATED, Json(SignOff::of(section, given))))
}

/// What queues the letter that brings a new sign-off's receipt. Without it the sign-off stands all the same.
fn receipt_letters(
    app: &App,
    agreement: AgreementId,
    entries: &[Entry],
    language: Language,
    now: Timestamp,
) -> Vec<RegisterWrite> {
    let new = entries.iter().filter_map(|entry| match entry {
        Entry::SectionSignedOff { sign_off } => Some(sign_off.id),
        _ => None,
    });
    let letter = |sign_off| app.mail.queue(Recipe::Receipt { agreement, sign_off }, language, now);
    new.filter_map(|sign_off| letter(sign_off).ok().flatten()).collect()
}

/// The reservations on a section's revisions, oldest first.
#[utoipa::path(get, path = "/api/sections/{id}/reservations", tag = "sign-offs",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = [Reservation]),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn reservations(at: InSection) -> Result<Json<Vec<Reservation>>, Problem> {
    Ok(Json(at.found()?.reservations.iter().map(Reservation::of).collect()))
}

/// Makes a reservation on the latest revision: for one's party as its approver, or for oneself.
#[utoipa::path(post, path = "/api/sections/{id}/reservations", tag = "sign-offs",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = NewReservation,
    responses(
        (status = 201, body = Reservation),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-an-approver`, `observers-read`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 409, description = "`other-text`, `no-revision`, `text-is-fixed` or `contended`", body = ProblemBody),
        (status = 422, description = "`field-missing` or `field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn reserve(
    at: InSection,
    State(app): State<App>,
    Sent(asked): Sent<NewReservation>,
) -> Result<(StatusCode, Json<Reservation>), Problem> {
    let NewReservation { revision, text, personal } = asked;
    let (agreement, section) = (at.within.state.agreement(), at.section);
    let command = Command::MakeReservation { section, revision, text, personal };
    let by = Actor::Member { member: at.within.member };
    let state = app.records.run(agreement, command, by, Timestamp::now()).await?;
    let section = state.section(section).ok_or(Problem::SectionUnknown)?;
    let mut own = section.reservations.iter().rev().filter(|one| one.member == at.within.member);
    let made = own.next().ok_or(Problem::SectionUnknown)?;
    Ok((StatusCode::CREATED, Json(Reservation::of(made))))
}

/// Locks the section at its latest revision.
#[utoipa::path(post, path = "/api/sections/{id}/lock", tag = "sign-offs",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = Reason,
    responses(
        (status = 200, body = Section),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-drafter-or-coordinator`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 409, description = "`edited-since`, `no-revision`, `section-locked`, `section-agreed`, `not-to-be-approved`, `strange-text` or `contended`", body = ProblemBody),
        (status = 422, description = "`field-missing` or `field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn lock(
    at: InSection,
    State(app): State<App>,
    Sent(why): Sent<Reason>,
) -> Result<Json<Section>, Problem> {
    let agreement = at.within.state.agreement();
    let state = app.approving.lock(agreement, at.section, at.within.member, &why.reason, When::Now).await?;
    let section = state.section(at.section).ok_or(Problem::SectionUnknown)?;
    Ok(Json(Section::of(&state, section)))
}

/// Opens a locked section again. Its sign-offs stay in the record, and count as long as the text is the same.
#[utoipa::path(post, path = "/api/sections/{id}/reopening", tag = "sign-offs",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = Reason,
    responses(
        (status = 200, body = Section),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-drafter-or-coordinator`, `not-a-member` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 409, description = "`not-locked`, `text-is-fixed` or `contended`", body = ProblemBody),
        (status = 422, description = "`field-missing` or `field-too-long`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn reopen(
    at: InSection,
    State(app): State<App>,
    Sent(why): Sent<Reason>,
) -> Result<Json<Section>, Problem> {
    let agreement = at.within.state.agreement();
    let state = app.approving.reopen(agreement, at.section, at.within.member, &why.reason, When::Now).await?;
    let section = state.section(at.section).ok_or(Problem::SectionUnknown)?;
    Ok(Json(Section::of(&state, section)))
}
