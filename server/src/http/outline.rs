//! Which sections the text has, in which order, under which headings.

use super::App;
use super::identity::{InAgreement, InSection};
use super::openapi::CommandProblems;
use super::problem::Problem;
use super::sent::{Second, Sent};
use super::shaping::NothingMore;
use crate::agreement::decide::Command;
use crate::agreement::entry::Entry;
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::section::SectionKind;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(order))
        .routes(routes!(bring_back))
        .routes(routes!(head))
        .routes(routes!(retire))
}

/// A section to be added, as the last.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SectionRequest {
    kind: SectionKind,
    /// 1 to 200 characters.
    title: String,
    /// The parties that answer for it; may be empty.
    responsible: Vec<PartyId>,
}

/// The section that was added.
#[derive(Serialize, ToSchema)]
struct AddedSection {
    id: SectionId,
}

/// The order of the text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrderRequest {
    /// Every section that is in the text, once.
    sections: Vec<SectionId>,
}

/// What of a section's heading is to be another; what is left out or null stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeadingRequest {
    /// 1 to 200 characters.
    title: Option<String>,
    /// The parties that answer for it; may be empty.
    responsible: Option<Vec<PartyId>>,
}

/// Why a section is taken out of the text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RetireRequest {
    /// 1 to 10,000 characters.
    reason: String,
}

/// Adds a section with the first text that its kind suggests. For coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/sections", tag = "shaping",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = SectionRequest,
    responses((status = 201, body = AddedSection), CommandProblems),
)]
async fn add(
    within: InAgreement,
    State(app): State<App>,
    Sent(SectionRequest { kind, title, responsible }): Sent<SectionRequest>,
) -> Result<(StatusCode, Json<AddedSection>), Problem> {
    let command = Command::AddSection { kind, title, responsible };
    let done = app.approving.add_section(within.state.agreement(), command, within.actor()).await?;
    let added = done.entries.iter().find_map(|entry| match entry {
        Entry::SectionAdded { section } => Some(section.id),
        _ => None,
    });
    let id = added.ok_or_else(|| Problem::internal("the section is not there"))?;
    Ok((StatusCode::CREATED, Json(AddedSection { id })))
}

/// Puts the sections into another order. For coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/sections/order", tag = "shaping",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = OrderRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn order(
    within: InAgreement,
    State(app): State<App>,
    Sent(OrderRequest { sections }): Sent<OrderRequest>,
) -> Result<StatusCode, Problem> {
    within.carry_out(&app, Command::OrderSections { sections }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a retired section into the text again, as its last. For coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/sections/{section}/bring-back", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("section" = Uuid, Path, description = "The section's id"),
    ),
    request_body = NothingMore,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn bring_back(
    within: InAgreement,
    State(app): State<App>,
    Second(section): Second<SectionId>,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<StatusCode, Problem> {
    let section = section.ok_or(Problem::SectionUnknown)?;
    within.carry_out(&app, Command::BringBackSection { section }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a section another title, or lets other parties answer for it; approvals before are of another text then.
/// For coordinators, while the section takes text.
#[utoipa::path(post, path = "/api/sections/{id}/heading", tag = "shaping",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = HeadingRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn head(
    InSection { within, section }: InSection,
    State(app): State<App>,
    Sent(HeadingRequest { title, responsible }): Sent<HeadingRequest>,
) -> Result<StatusCode, Problem> {
    if let Some(title) = title {
        within.carry_out(&app, Command::RenameSection { section, title }).await?;
    }
    if let Some(responsible) = responsible {
        within.carry_out(&app, Command::ChangeResponsible { section, responsible }).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a section out of the text; its revisions stay in the record. For coordinators, while it takes text.
#[utoipa::path(post, path = "/api/sections/{id}/retire", tag = "shaping",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = RetireRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn retire(
    InSection { within, section }: InSection,
    State(app): State<App>,
    Sent(RetireRequest { reason }): Sent<RetireRequest>,
) -> Result<StatusCode, Problem> {
    within.carry_out(&app, Command::RetireSection { section, reason }).await?;
    Ok(StatusCode::NO_CONTENT)
}
