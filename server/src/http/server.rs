//! What anybody may know of this server.

use super::App;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(server))
}

/// This server.
#[derive(Serialize, ToSchema)]
struct Server {
    /// Whether it sends e-mail. If not, its operator prints sign-in links.
    mail: bool,
}

/// What a page needs to know before anybody has signed in.
#[utoipa::path(get, path = "/api/server", tag = "operation", security(()), responses(
    (status = 200, body = Server),
))]
async fn server(State(app): State<App>) -> Json<Server> {
    Json(Server { mail: app.mail.is_on() })
}
