//! Personal access tokens: made by a person who is signed in, shown once, revoked at any time.

use super::App;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::view::AgreementTitle;
use crate::access::identity::{Identity, Scope};
use crate::access::token::{Token, TokenId, TokenOwner};
use crate::agreement::id::AgreementId;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Characters of a label.
const LABEL_LENGTH: usize = 100;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A token, without the token itself.
#[derive(Serialize, ToSchema)]
struct ListedToken {
    id: TokenId,
    label: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    agreement: AgreementTitle,
}

/// What to make a token for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    /// The one agreement it will be good for.
    agreement: AgreementId,
    /// What its owner calls it; 1 to 100 characters.
    label: String,
}

/// A token just made. It is not shown again.
#[derive(Serialize, ToSchema)]
struct CreatedToken {
    id: TokenId,
    label: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// For `Authorization: Bearer`; begins with `overens_`.
    token: String,
}

/// One's own tokens, oldest first. Asked with a token: those of its member.
#[utoipa::path(get, path = "/api/tokens", tag = "identity", responses(
    (status = 200, body = [ListedToken]),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn list(identity: Identity, State(app): State<App>) -> Result<Json<Vec<ListedToken>>, Problem> {
    let mut listed = Vec::new();
    for token in own_tokens(&app, &identity).await? {
        let state = app.records.state(token.agreement).await?;
        listed.push(ListedToken {
            id: token.id,
            label: token.label,
            created_at: token.created_at,
            agreement: AgreementTitle::of(&state),
        });
    }
    Ok(Json(listed))
}

/// Makes a token. Needs a session: a token that leaked could otherwise outlive its revocation.
#[utoipa::path(post, path = "/api/tokens", tag = "identity", security(("session" = [])),
    request_body = TokenRequest,
    responses(
        (status = 201, body = CreatedToken),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`, `session-needed` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
        (status = 413, description = "`too-large`", body = ProblemBody),
    ),
)]
async fn create(
    identity: Identity,
    State(app): State<App>,
    Sent(request): Sent<TokenRequest>,
) -> Result<(StatusCode, Json<CreatedToken>), Problem> {
    identity.in_person()?;
    let label = request.label.trim();
    if label.is_empty() || label.chars().count() > LABEL_LENGTH || label.contains(char::is_control) {
        return Err(Problem::BadRequest(format!(
            "label: must be 1 to {LABEL_LENGTH} characters on one line"
        )));
    }
    let state = app.records.state(request.agreement).await?;
    let member = identity.member_in(&state).ok_or(Problem::NotAMember)?;
    let owner = TokenOwner { account: identity.account.id, agreement: request.agreement, member };
    let (token, secret) = app.access.create_token(owner, label, Timestamp::now()).await?;
    let created = CreatedToken {
        id: token.id,
        label: token.label,
        created_at: token.created_at,
        token: secret.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// Revokes a token at once, on open connections too. A token revokes itself, and no other.
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "identity",
    params(("id" = Uuid, Path, description = "The token's id")),
    responses(
        (status = 204, description = "Revoked"),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`session-needed` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`token-unknown`", body = ProblemBody),
    ),
)]
async fn revoke(
    identity: Identity,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let id = TokenId(id.parse().map_err(|_| Problem::TokenUnknown)?);
    match identity.scope {
        Scope::Session { .. } => {}
        Scope::Token { token, .. } if token == id => {}
        Scope::Token { .. } => return Err(Problem::SessionNeeded),
    }
    if app.access.revoke_token(identity.account.id, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::TokenUnknown)
    }
}

async fn own_tokens(app: &App, identity: &Identity) -> Result<Vec<Token>, Problem> {
    let mut tokens = app.access.tokens(identity.account.id).await?;
    if let Scope::Token { member, .. } = identity.scope {
        tokens.retain(|token| token.member == member);
    }
    Ok(tokens)
}
