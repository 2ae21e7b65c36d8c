//! What the agreement is about, when it is planned to go on, and its parties with their organisations.

use super::App;
use super::identity::InAgreement;
use super::openapi::CommandProblems;
use super::problem::Problem;
use super::sent::{Second, Sent};
use super::view::{Organisation, Party, PlannedPhase};
use crate::agreement::decide::{AgreementChange, Command, NewParty, PartyChange};
use crate::agreement::entry::Entry;
use crate::agreement::id::{OrganisationId, PartyId};
use crate::agreement::party::{Approval, Letter, PartyKind};
use crate::agreement::refusal::Refusal;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(change_matter))
        .routes(routes!(change_plan))
        .routes(routes!(add_party))
        .routes(routes!(change_party))
        .routes(routes!(change_approval))
        .routes(routes!(add_organisation))
        .routes(routes!(rename_organisation))
        .routes(routes!(remove_organisation))
}

/// What of the agreement is to be another; what is left out or null stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatterRequest {
    /// 1 to 200 characters.
    title: Option<String>,
    /// At most 200 characters; empty: none.
    case_number: Option<String>,
    /// IANA name.
    #[schema(example = "Europe/Stockholm")]
    time_zone: Option<String>,
    /// BCP 47 tags; the first leads.
    languages: Option<Vec<String>>,
    /// Whether the parties shall have equally many drafters.
    parity: Option<bool>,
    /// Whether somebody of another party than its author's accepts a proposal.
    accepted_by_another_party: Option<bool>,
}

/// When phases are planned to begin; those that are left out have no planned day.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanRequest {
    plan: Vec<PlannedPhase>,
}

/// How a party approves.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApprovalRequest {
    rule: ApprovalRule,
    /// How many approvers, at least one; with `at_least` only.
    count: Option<u32>,
}

/// The rules by which a party may approve.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ApprovalRule {
    /// Any one approver.
    Any,
    /// So many approvers.
    AtLeast,
}

/// A party to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartyRequest {
    /// A to Z; one that no other has.
    #[schema(value_type = String, example = "C")]
    letter: Letter,
    /// 1 to 200 characters.
    name: String,
    kind: PartyKind,
    approval: ApprovalRequest,
    /// The bodies that must decide for it, by name.
    bodies: Vec<String>,
    coordinator: FirstCoordinator,
}

/// A party's first coordinator. Whoever comes later is invited by the party itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FirstCoordinator {
    name: String,
    email: String,
}

/// What of my party is to be another; what is left out or null stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartyChangeRequest {
    name: Option<String>,
    kind: Option<PartyKind>,
    /// The bodies that must decide for it, by name.
    bodies: Option<Vec<String>>,
}

/// What an organisation is called.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrganisationRequest {
    /// 1 to 200 characters; one that no other of the party has.
    name: String,
}

/// Nothing more to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NothingMore {}

impl From<ApprovalRequest> for Approval {
    fn from(request: ApprovalRequest) -> Self {
        match request.rule {
            ApprovalRule::Any => Self::Any,
            // One that is missing is as none at all, and refused as such.
            ApprovalRule::AtLeast => Self::AtLeast { count: request.count.unwrap_or(0) },
        }
    }
}

/// Changes what the agreement is about. For coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/matter", tag = "shaping",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = MatterRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn change_matter(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<MatterRequest>,
) -> Result<StatusCode, Problem> {
    let MatterRequest { title, case_number, time_zone, languages, parity, accepted_by_another_party } =
        request;
    let change =
        AgreementChange { title, case_number, time_zone, languages, parity, accepted_by_another_party };
    within.carry_out(&app, Command::ChangeAgreement(change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Plans when phases are to begin, instead of the plan before. For coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/plan", tag = "shaping",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = PlanRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn change_plan(
    within: InAgreement,
    State(app): State<App>,
    Sent(PlanRequest { plan }): Sent<PlanRequest>,
) -> Result<StatusCode, Problem> {
    let count = plan.len();
    let plan: BTreeMap<_, _> = plan.into_iter().map(|planned| (planned.phase, planned.date)).collect();
    if plan.len() < count {
        // A phase has two days.
        return Err(Refusal::PlanOutOfOrder.into());
    }
    within.carry_out(&app, Command::ChangePlan { plan }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a party with its first coordinator. For coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/parties", tag = "shaping",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = PartyRequest,
    responses((status = 201, body = Party), CommandProblems),
)]
async fn add_party(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<PartyRequest>,
) -> Result<(StatusCode, Json<Party>), Problem> {
    let PartyRequest { letter, name, kind, approval, bodies, coordinator } = request;
    let FirstCoordinator { name: first, email } = &coordinator;
    let coordinator = (first.clone(), email.clone());
    let new = NewParty { letter, name, kind, approval: approval.into(), bodies, coordinator };
    let done = within.let_join(&app, Command::AddParty(new), (first, email)).await?;
    let added = done.state.parties().last().ok_or_else(|| Problem::internal("the party is not there"))?;
    Ok((StatusCode::CREATED, Json(Party::of(&done.state, added))))
}

/// Changes what my party is called, is, or who decides for it. For its coordinators, until a body has decided.
#[utoipa::path(post, path = "/api/agreements/{id}/parties/{party}", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("party" = Uuid, Path, description = "The party's id"),
    ),
    request_body = PartyChangeRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn change_party(
    within: InAgreement,
    State(app): State<App>,
    Second(party): Second<PartyId>,
    Sent(PartyChangeRequest { name, kind, bodies }): Sent<PartyChangeRequest>,
) -> Result<StatusCode, Problem> {
    let party = party.ok_or(Refusal::NoSuchParty)?;
    let change = PartyChange { name, kind, bodies };
    within.carry_out(&app, Command::ChangeParty { party, change }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes how my party approves. For its coordinators, while no section is being approved.
#[utoipa::path(post, path = "/api/agreements/{id}/parties/{party}/approval", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("party" = Uuid, Path, description = "The party's id"),
    ),
    request_body = ApprovalRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn change_approval(
    within: InAgreement,
    State(app): State<App>,
    Second(party): Second<PartyId>,
    Sent(approval): Sent<ApprovalRequest>,
) -> Result<StatusCode, Problem> {
    let party = party.ok_or(Refusal::NoSuchParty)?;
    within.carry_out(&app, Command::ChangeApproval { party, approval: approval.into() }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds an organisation to my party. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/parties/{party}/organisations", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("party" = Uuid, Path, description = "The party's id"),
    ),
    request_body = OrganisationRequest,
    responses((status = 201, body = Organisation), CommandProblems),
)]
async fn add_organisation(
    within: InAgreement,
    State(app): State<App>,
    Second(party): Second<PartyId>,
    Sent(OrganisationRequest { name }): Sent<OrganisationRequest>,
) -> Result<(StatusCode, Json<Organisation>), Problem> {
    let party = party.ok_or(Refusal::NoSuchParty)?;
    let done = within.carry_out(&app, Command::AddOrganisation { party, name }).await?;
    let added = done.entries.iter().find_map(|entry| match entry {
        Entry::OrganisationAdded { organisation } => Some(organisation),
        _ => None,
    });
    let added = added.ok_or_else(|| Problem::internal("the organisation is not there"))?;
    Ok((StatusCode::CREATED, Json(Organisation::of(added))))
}

/// Gives an organisation of my party another name. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/organisations/{organisation}", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("organisation" = Uuid, Path, description = "The organisation's id"),
    ),
    request_body = OrganisationRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn rename_organisation(
    within: InAgreement,
    State(app): State<App>,
    Second(organisation): Second<OrganisationId>,
    Sent(OrganisationRequest { name }): Sent<OrganisationRequest>,
) -> Result<StatusCode, Problem> {
    let organisation = organisation.ok_or(Refusal::NoSuchOrganisation)?;
    within.carry_out(&app, Command::RenameOrganisation { organisation, name }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an organisation of my party go to which nobody belongs. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/organisations/{organisation}/remove", tag = "shaping",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("organisation" = Uuid, Path, description = "The organisation's id"),
    ),
    request_body = NothingMore,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn remove_organisation(
    within: InAgreement,
    State(app): State<App>,
    Second(organisation): Second<OrganisationId>,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<StatusCode, Problem> {
    let organisation = organisation.ok_or(Refusal::NoSuchOrganisation)?;
    within.carry_out(&app, Command::RemoveOrganisation { organisation }).await?;
    Ok(StatusCode::NO_CONTENT)
}
