//! Who stands under a section's title: those of whom something stands in its text, in an order, but for those who
//! prefer not to.

use super::App;
use super::identity::{InAgreement, InSection};
use super::language;
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::Problem;
use super::revisions::numbered;
use super::sent::Sent;
use super::view::Permission;
use crate::agreement::decide::Command;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::refusal::{Language, Refusal};
use crate::agreement::revision::Contribution;
use crate::agreement::section::Section;
use crate::agreement::state::State;
use crate::approving::When;
use axum::Json;
use axum::extract::{Path, State as Within};
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// More than an agreement has members.
const MOST: usize = 5_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(now))
        .routes(routes!(of_revision))
        .routes(routes!(order))
        .routes(routes!(withhold))
}

/// Who stands under a section's title.
#[derive(Serialize, ToSchema)]
struct CoAuthors {
    /// In the order in which they stand; those who prefer not to stand there with them.
    co_authors: Vec<CoAuthor>,
    /// Whether I prefer not to stand there, be something of mine in the text or not.
    withheld: bool,
    may: MayWithCoAuthors,
}

/// Somebody of whom something stands in a text.
#[derive(Serialize, ToSchema)]
struct CoAuthor {
    member: MemberId,
    /// UTF-16 units that stand.
    characters: u64,
    /// Whether they prefer not to be named.
    withheld: bool,
}

/// What I may do with the co-authors' line now.
#[derive(Serialize, ToSchema)]
struct MayWithCoAuthors {
    order: Permission,
    /// Leave myself out, or not any more.
    withhold: Permission,
}

/// The order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderRequest {
    /// Those who come first; only those of whom something stands. The others come after them, most first.
    order: Vec<MemberId>,
}

/// What I prefer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithholdRequest {
    /// Whether I am left out.
    withheld: bool,
}

impl CoAuthors {
    fn of(
        state: &State,
        section: &Section,
        standing: &[Contribution],
        me: MemberId,
        language: Language,
    ) -> Self {
        let withheld = &section.co_authors.withheld;
        let co_author = |one: &Contribution| CoAuthor {
            member: one.member,
            characters: one.characters,
            withheld: withheld.contains(&one.member),
        };
        let ordered = section.co_authors.ordered(standing.iter().collect(), |one| one.member);
        Self {
            co_authors: ordered.into_iter().map(co_author).collect(),
            withheld: withheld.contains(&me),
            may: MayWithCoAuthors {
                order: Permission::of(state.may_order_co_authors(me, section.id), language),
                withhold: Permission::of(state.may_withhold(me, section.id), language),
            },
        }
    }

    async fn now(
        app: &App,
        state: &State,
        section: SectionId,
        me: MemberId,
        headers: &HeaderMap,
    ) -> Result<Json<Self>, Problem> {
        let text = app.approving.now(state, section).await?;
        let section = state.section(section).ok_or(Problem::SectionUnknown)?;
        let language = language::preferred(headers);
        Ok(Json(Self::of(state, section, &text.text.contributors, me, language)))
    }
}

/// Who stands under a section's title, by what stands in its text now.
#[utoipa::path(get, path = "/api/sections/{id}/co-authors", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses((status = 200, body = CoAuthors), InAgreementProblems),
)]
async fn now(
    at: InSection,
    Within(app): Within<App>,
    headers: HeaderMap,
) -> Result<Json<CoAuthors>, Problem> {
    let InAgreement { member, state, .. } = &at.within;
    CoAuthors::now(&app, state, at.section, *member, &headers).await
}

/// Who stands under a section's title, by what stands in one of its revisions.
#[utoipa::path(get, path = "/api/sections/{id}/revisions/{number}/co-authors", tag = "revisions",
    params(
        ("id" = Uuid, Path, description = "The section's id"),
        ("number" = u32, Path, description = "The revision's number"),
    ),
    responses((status = 200, body = CoAuthors), InAgreementProblems),
)]
async fn of_revision(
    at: InSection,
    Path(path): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<CoAuthors>, Problem> {
    let section = at.found()?;
    let revision = section.revision(numbered(&path.1)?).ok_or(Refusal::NoSuchRevision)?;
    let InAgreement { member, state, .. } = &at.within;
    let language = language::preferred(&headers);
    Ok(Json(CoAuthors::of(state, section, &revision.contributors, *member, language)))
}

/// Puts the co-authors into an order. For drafters and coordinators.
#[utoipa::path(post, path = "/api/sections/{id}/co-authors/order", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = OrderRequest,
    responses((status = 200, body = CoAuthors), CommandProblems),
)]
async fn order(
    at: InSection,
    Within(app): Within<App>,
    headers: HeaderMap,
    Sent(OrderRequest { order }): Sent<OrderRequest>,
) -> Result<Json<CoAuthors>, Problem> {
    let InAgreement { member, state, .. } = &at.within;
    state.may_order_co_authors(*member, at.section)?;
    if order.len() > MOST {
        return Err(Problem::BadRequest("there are more ids than an agreement has members".to_owned()));
    }
    let by = at.within.actor();
    let state = app.approving.order_co_authors(state, at.section, order, by, When::Now).await?;
    CoAuthors::now(&app, &state, at.section, *member, &headers).await
}

/// Leaves me out from under a section's title, or not any more. For whom it is about, and nobody else.
#[utoipa::path(post, path = "/api/sections/{id}/co-authors/withheld", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = WithholdRequest,
    responses((status = 200, body = CoAuthors), CommandProblems),
)]
async fn withhold(
    at: InSection,
    Within(app): Within<App>,
    headers: HeaderMap,
    Sent(WithholdRequest { withheld }): Sent<WithholdRequest>,
) -> Result<Json<CoAuthors>, Problem> {
    let command = Command::WithholdCoAuthor { section: at.section, withheld };
    let done = at.within.carry_out(&app, command).await?;
    CoAuthors::now(&app, &done.state, at.section, at.within.member, &headers).await
}
