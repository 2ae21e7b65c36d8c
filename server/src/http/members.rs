//! People: who takes part for whom, inviting them, their roles, and letting them go.

use super::App;
use super::identity::InAgreement;
use super::joining::invitation;
use super::openapi::{CommandProblems, InAgreementProblems};
use super::problem::Problem;
use super::sent::{Second, Sent};
use super::shaping::NothingMore;
use super::view::{Member, People};
use super::{language, view};
use crate::agreement::decide::{Command, NewMember};
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, OrganisationId};
use crate::agreement::member::Role;
use crate::agreement::refusal::Refusal;
use crate::mail::telling::language_of;
use crate::store::Batch;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(people))
        .routes(routes!(invite))
        .routes(routes!(change_roles))
        .routes(routes!(remove))
        .routes(routes!(anonymise))
        .routes(routes!(invite_again))
}

/// Somebody to be invited into my party.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberRequest {
    /// 1 to 200 characters.
    name: String,
    /// Where the invitation is sent; one address is one member.
    email: String,
    /// One of my party's, if any.
    organisation: Option<OrganisationId>,
    /// At least one.
    roles: Vec<Role>,
}

/// What a member may do from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolesRequest {
    /// At least one.
    roles: Vec<Role>,
}

/// On which ground somebody is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AnonymisationRequest {
    /// The legal ground; needed for somebody who has approved a text.
    ground: Option<String>,
}

/// Everybody by party, with what became of invitations. Addresses and invitations are shown to the coordinators of
/// one's own party only, and one's own to oneself.
#[utoipa::path(get, path = "/api/agreements/{id}/people", tag = "people",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses((status = 200, body = People), InAgreementProblems),
)]
async fn people(
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Json<People>, Problem> {
    let (state, me) = (&within.state, within.member);
    let mut invitations = Vec::new();
    for member in state.members() {
        if !view::is_shown(state, me, member) {
            continue;
        }
        if let Some((invitation, _)) = app.access.invitation(member.id).await? {
            invitations.push((member.id, invitation));
        }
    }
    let language = language::preferred(&headers);
    let invitations = invitations.into_iter().collect();
    Ok(Json(People::of(state, me, &invitations, app.mail.is_on(), language, Timestamp::now())))
}

/// Invites somebody into my party, by a letter if this server sends any. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/members", tag = "people",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    request_body = MemberRequest,
    responses((status = 201, body = Member), CommandProblems),
)]
async fn invite(
    within: InAgreement,
    State(app): State<App>,
    Sent(request): Sent<MemberRequest>,
) -> Result<(StatusCode, Json<Member>), Problem> {
    let MemberRequest { name, email, organisation, roles } = request;
    let party = Some(within.state.may_manage(within.member)?.id);
    let roles = roles.into_iter().collect();
    let new = NewMember { name: name.clone(), email: email.clone(), party, organisation, roles };
    let done = within.let_join(&app, Command::InviteMember(new), (&name, &email)).await?;
    let added = done.entries.iter().find_map(|entry| match entry {
        Entry::MemberAdded { member } => Some(member),
        _ => None,
    });
    let added = added.ok_or_else(|| Problem::internal("the member is not there"))?;
    Ok((StatusCode::CREATED, Json(Member::of(&done.state, added))))
}

/// Gives a member of my party other roles, on open connections within a second. For its coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/members/{member}/roles", tag = "people",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("member" = Uuid, Path, description = "The member's id"),
    ),
    request_body = RolesRequest,
    responses((status = 204, description = "It is so"), CommandProblems),
)]
async fn change_roles(
    within: InAgreement,
    State(app): State<App>,
    Second(member): Second<MemberId>,
    Sent(RolesRequest { roles }): Sent<RolesRequest>,
) -> Result<StatusCode, Problem> {
    let member = known(&within, member)?;
    let roles = roles.into_iter().collect();
    within.carry_out(&app, Command::ChangeRoles { member, roles }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a member of my party; for somebody who never came, this takes the invitation back. Their links and tokens end,
/// and open connections within a second. What they wrote stays theirs. For the party's coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/members/{member}/remove", tag = "people",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("member" = Uuid, Path, description = "The member's id"),
    ),
    request_body = NothingMore,
    responses((status = 204, description = "They have left"), CommandProblems),
)]
async fn remove(
    within: InAgreement,
    State(app): State<App>,
    Second(member): Second<MemberId>,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<StatusCode, Problem> {
    let member = known(&within, member)?;
    within.let_go(&app, Command::RemoveMember { member }, member, false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Erases the name and address of somebody who takes part for my party or did. Who still takes part leaves by it. For
/// the party's coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/members/{member}/anonymise", tag = "people",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("member" = Uuid, Path, description = "The member's id"),
    ),
    request_body = AnonymisationRequest,
    responses((status = 204, description = "They are forgotten"), CommandProblems),
)]
async fn anonymise(
    within: InAgreement,
    State(app): State<App>,
    Second(member): Second<MemberId>,
    Sent(AnonymisationRequest { ground }): Sent<AnonymisationRequest>,
) -> Result<StatusCode, Problem> {
    let member = known(&within, member)?;
    let ground = ground.unwrap_or_default();
    within.let_go(&app, Command::AnonymiseMember { member, ground }, member, true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a member of my party a new link; those before it end. For the party's coordinators.
#[utoipa::path(post, path = "/api/agreements/{id}/members/{member}/invite-again", tag = "people",
    params(
        ("id" = Uuid, Path, description = "The agreement's id"),
        ("member" = Uuid, Path, description = "The member's id"),
    ),
    request_body = NothingMore,
    responses((status = 202, description = "A letter is on its way"), CommandProblems),
)]
async fn invite_again(
    within: InAgreement,
    State(app): State<App>,
    Second(member): Second<MemberId>,
    Sent(NothingMore {}): Sent<NothingMore>,
) -> Result<StatusCode, Problem> {
    let member = known(&within, member)?;
    let state = &within.state;
    state.may_manage(within.member)?;
    let person = state.member(member).ok_or(Refusal::NoSuchMember(member))?;
    state.may_change(within.actor(), person)?;
    if !app.mail.is_on() {
        return Err(Problem::NoMail);
    }
    let now = Timestamp::now();
    let mut batch = Batch::default();
    app.access.end_links_of(member, now, &mut batch).await?;
    let by = Some(within.member);
    let writes = invitation(&app.mail, state.agreement(), member, by, language_of(state), now)?;
    batch.register.extend(writes);
    app.store.commit(batch).await?;
    app.mail.wake();
    Ok(StatusCode::ACCEPTED)
}

/// Whom the path names. Who may manage nobody is told so, whoever it is.
fn known(within: &InAgreement, member: Option<MemberId>) -> Result<MemberId, Problem> {
    within.state.may_manage(within.member)?;
    Ok(member.ok_or(Refusal::NoSuchMember(within.member))?)
}
