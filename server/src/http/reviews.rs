//! Reviews before a consultation: asked for, answered, moved and closed.

use super::identity::{Identity, InAgreement, first_parameter, within};
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::shaping::NothingMore;
use super::view::Review;
use super::{App, language};
use crate::agreement::decide::{Command, NewAnswer, NewReview};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, ReviewId, SectionId};
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state;
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, ask))
        .routes(routes!(one))
        .routes(routes!(answer))
        .routes(routes!(extend))
        .routes(routes!(close))
}

/// A section at its latest revision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChosenSection {
    pub(super) section: SectionId,
    /// The latest, as I have seen it.
    pub(super) revision: RevisionNumber,
}

/// A review to be asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewRequest {
    /// At least one, each at its latest revision.
    sections: Vec<ChosenSection>,
    /// At least one; of any party. Not those who only observe.
    reviewers: Vec<MemberId>,
    /// 1 to 10,000 characters.
    question: String,
    /// The last day to answer: today or later, in the agreement's time zone.
    #[schema(value_type = String, format = Date)]
    due: Date,
}

/// What I say about a section.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerRequest {
    section: SectionId,
    /// The revision that I have read: the one asked about, or a later one.
    revision: RevisionNumber,
    /// Its hash, as I was shown it.
    hash: Digest,
    ready: bool,
    /// Why not yet: 1 to 10,000 characters. May be left out if it is ready.
    because: Option<String>,
}

/// Another last day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtensionRequest {
    /// Today or later, in the agreement's time zone.
    #[schema(value_type = String, format = Date)]
    due: Date,
}

/// Somebody in an agreement they are a member of, at one of its reviews.
struct InReview {
    within: InAgreement,
    review: ReviewId,
}

impl FromRequestParts<App> for InReview {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let review: ReviewId = first_parameter(parts, app).await.ok_or(Refusal::NoSuchReview)?;
        let agreement = app.records.of_review(review).await?.ok_or(Refusal::NoSuchReview)?;
        let state = app.records.state(agreement).await?;
        Ok(Self { within: within(identity, state)?, review })
    }
}

impl InReview {
    /// The review in a state of its agreement.
    fn shown(&self, state: &state::State, headers: &HeaderMap) -> Result<Json<Review>, Problem> {
        let review = state.review(self.review).ok_or(Refusal::NoSuchReview)?;
        let language = language::preferred(headers);
        Ok(Json(Review::of(state, review, self.within.member, language, Timestamp::now())))
    }

    /// Does what is asked for, and shows the review as it is then.
    async fn carry_out(
        &self,
        app: &App,
        command: Command,
        headers: &HeaderMap,
    ) -> Result<Json<Review>, Problem> {
        let done = self.within.carry_out(app, command).await?;
        self.shown(&done.state, headers)
    }
}

/// Every review, newest first, and who has answered.
#[utoipa::path(get, path = "/api/agreements/{id}/reviews", tag = "reviews",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = [Review]), InAgreementProblems),
)]
async fn list(InAgreement { member, state, .. }: InAgreement, headers: HeaderMap) -> Json<Vec<Review>> {
    let (language, now) = (language::preferred(&headers), Timestamp::now());
    let newest_first = state.reviews().iter().rev();
    Json(newest_first.map(|review| Review::of(&state, review, member, language, now)).collect())
}

/// Asks members whether sections are ready. For coordinators, while the text can change.
#[utoipa::path(post, path = "/api/agreements/{id}/reviews", tag = "reviews",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = ReviewRequest,
    responses((status = 201, body = Review), CommandProblems),
)]
async fn ask(
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<ReviewRequest>,
) -> Result<(StatusCode, Json<Review>), Problem> {
    let ReviewRequest { sections, reviewers, question, due } = request;
    let sections = sections.into_iter().map(|one| (one.section, one.revision)).collect();
    let new = NewReview { sections, reviewers, question, due };
    let done = within.carry_out(&app, Command::AskReview(new)).await?;
    let asked = done.entries.iter().find_map(|entry| match entry {
        Entry::ReviewAsked { review } => Some(review.id),
        _ => None,
    });
    let review = asked.ok_or_else(|| Problem::internal("the review is not there"))?;
    let shown = InReview { within, review }.shown(&done.state, &headers)?;
    Ok((StatusCode::CREATED, shown))
}

/// One review, and who has answered what.
#[utoipa::path(get, path = "/api/reviews/{id}", tag = "reviews",
    params(("id" = Uuid, Path, description = "The review's id")),
    responses(
        (status = 200, body = Review),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`no-such-review`", body = ProblemBody),
    ),
)]
async fn one(at: InReview, headers: HeaderMap) -> Result<Json<Review>, Problem> {
    at.shown(&at.within.state, &headers)
}

/// Says for myself whether a section is ready. For those who were asked, until the review is closed; the latest answer
/// counts.
#[utoipa::path(post, path = "/api/reviews/{id}/answers", tag = "reviews",
    params(("id" = Uuid, Path, description = "The review's id")),
    request_body = AnswerRequest,
    responses((status = 200, body = Review), CommandProblems),
)]
async fn answer(
    at: InReview,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(request): Sent<AnswerRequest>,
) -> Result<Json<Review>, Problem> {
    let AnswerRequest { section, revision, hash, ready, because } = request;
    let (review, because) = (at.review, because.unwrap_or_default());
    let new = NewAnswer { review, section, revision, hash, ready, because };
    at.carry_out(&app, Command::AnswerReview(new), &headers).await
}

/// Moves the last day. For coordinators, until the review is closed.
#[utoipa::path(post, path = "/api/reviews/{id}/extension", tag = "reviews",
    params(("id" = Uuid, Path, description = "The review's id")),
    request_body = ExtensionRequest,
    responses((status = 200, body = Review), CommandProblems),
)]
async fn extend(
    at: InReview,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(ExtensionRequest { due }): Sent<ExtensionRequest>,
) -> Result<Json<Review>, Problem> {
    at.carry_out(&app, Command::ExtendReview { review: at.review, due }, &headers).await
}

/// Lets the review take no more answers. For coordinators.
#[utoipa::path(post, path = "/api/reviews/{id}/closing", tag = "reviews",
    params(("id" = Uuid, Path, description = "The review's id")),
    request_body = NothingMore,
    responses((status = 200, body = Review), CommandProblems),
)]
async fn close(
    at: InReview,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<Json<Review>, Problem> {
    at.carry_out(&app, Command::CloseReview { review: at.review }, &headers).await
}
