//! Where somebody is signed in: the list, and ending one or all others.

use super::App;
use super::problem::{Problem, ProblemBody};
use crate::access::identity::Identity;
use crate::access::session::SessionId;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(end)).routes(routes!(end_others))
}

/// A browser in which I am signed in.
#[derive(Serialize, ToSchema)]
struct ListedSession {
    id: SessionId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To within a few minutes.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Browser and system as it said itself; null if it did not.
    #[schema(example = "Firefox, Linux")]
    device: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

/// My sessions, the latest used first. Needs a session: a token is no person.
#[utoipa::path(get, path = "/api/sessions", tag = "identity", security(("session" = [])), responses(
    (status = 200, body = [ListedSession]),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
    (status = 403, description = "`session-needed`", body = ProblemBody),
))]
async fn list(identity: Identity, State(app): State<App>) -> Result<Json<Vec<ListedSession>>, Problem> {
    identity.in_person()?;
    let sessions = app.access.sessions(identity.account.id, Timestamp::now()).await?;
    let listed = sessions.into_iter().map(|(hash, session)| ListedSession {
        id: SessionId::of(hash),
        created_at: session.created_at,
        last_seen_at: session.last_seen_at.unwrap_or(session.created_at),
        expires_at: session.expires_at,
        device: session.device,
        current: hash == identity.credential(),
    });
    Ok(Json(listed.collect()))
}

/// Ends one of my sessions, on its open connections too. Ending the one that asks is signing out.
#[utoipa::path(post, path = "/api/sessions/{id}/end", tag = "identity", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The session's id")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`session-needed` or `wrong-origin`", body = ProblemBody),
        (status = 404, description = "`session-unknown`", body = ProblemBody),
    ),
)]
async fn end(
    identity: Identity,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    identity.in_person()?;
    let id = SessionId(id.parse().map_err(|_| Problem::SessionUnknown)?);
    let ended = app.access.end_session_named(identity.account.id, id, Timestamp::now()).await?;
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::SessionUnknown) }
}

/// Ends all of my sessions but the one that asks.
#[utoipa::path(post, path = "/api/sessions/end-others", tag = "identity", security(("session" = [])), responses(
    (status = 204, description = "Ended"),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
    (status = 403, description = "`session-needed` or `wrong-origin`", body = ProblemBody),
))]
async fn end_others(identity: Identity, State(app): State<App>) -> Result<StatusCode, Problem> {
    identity.in_person()?;
    let but = Some(identity.credential());
    app.access.end_other_sessions(identity.account.id, but, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
