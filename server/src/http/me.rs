//! Who I am, and signing out.

use super::problem::{Problem, ProblemBody};
use super::view::{AgreementTitle, Member};
use super::{App, cookie};
use crate::access::account::AccountId;
use crate::access::identity::Identity;
use crate::agreement::member::Role;
use crate::agreement::state::State;
use axum::Json;
use axum::extract::State as Within;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(me)).routes(routes!(sign_out))
}

/// Who asks, and where they are a member.
#[derive(Serialize, ToSchema)]
struct Me {
    account: Account,
    memberships: Vec<Membership>,
    /// Whether I may found an agreement: I am signed in, and coordinate one, or was admitted by the operator.
    may_found: bool,
}

/// A person on this server.
#[derive(Serialize, ToSchema)]
struct Account {
    id: AccountId,
    name: String,
    email: String,
}

/// A place in an agreement.
#[derive(Serialize, ToSchema)]
struct Membership {
    agreement: AgreementTitle,
    member: Member,
}

/// Who asks, and where they are a member. A token is a member of its own agreement only.
#[utoipa::path(get, path = "/api/me", tag = "identity", responses(
    (status = 200, body = Me),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn me(identity: Identity, Within(app): Within<App>) -> Result<Json<Me>, Problem> {
    let own = own_agreements(&app, &identity).await?;
    let may_found = may_found(&identity, &own);
    let memberships = own
        .into_iter()
        .map(|(state, member)| Membership { agreement: AgreementTitle::of(&state), member })
        .collect();
    let account = identity.account;
    let account = Account { id: account.id, name: account.name, email: account.email };
    Ok(Json(Me { account, memberships, may_found }))
}

/// Whether somebody may found an agreement, who is a member of these.
pub(super) fn may_found(identity: &Identity, own: &[(Arc<State>, Member)]) -> bool {
    let coordinates = || own.iter().any(|(_, member)| member.is(Role::Coordinator));
    identity.in_person().is_ok() && (identity.account.may_found || coordinates())
}

/// The agreements in which an identity is a member now, and as whom.
pub(super) async fn own_agreements(
    app: &App,
    identity: &Identity,
) -> Result<Vec<(Arc<State>, Member)>, Problem> {
    let mut own = Vec::new();
    for agreement in identity.agreements() {
        let state = app.records.state(agreement).await?;
        if let Some(member) = identity.member_in(&state).and_then(|id| Member::me(&state, id)) {
            own.push((state, member));
        }
    }
    Ok(own)
}

/// Ends the session, here and on every connection opened by it.
#[utoipa::path(post, path = "/api/sign-out", tag = "identity", security(("session" = [])), responses(
    (status = 204, description = "Signed out; the cookie is cleared"),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
    (status = 403, description = "`session-needed`: a token cannot sign out, only be revoked", body = ProblemBody),
))]
async fn sign_out(identity: Identity, Within(app): Within<App>) -> Result<Response, Problem> {
    identity.in_person()?;
    app.access.end_session(identity.credential()).await?;
    Ok((StatusCode::NO_CONTENT, cookie::clear(&app.settings)).into_response())
}
