//! For whoever watches over the server.

use super::App;
use super::problem::{Problem, ProblemBody};
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A key that is never written; reading it shows that the store answers.
const NEVER_WRITTEN: &str = "readiness";

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// The process is alive.
#[utoipa::path(get, path = "/healthz", tag = "operation", security(()), responses(
    (status = 200, description = "`ok`", body = String, content_type = "text/plain"),
))]
async fn healthz() -> &'static str {
    "ok"
}

/// The server can do its work: its store answers, and it is not stopping.
#[utoipa::path(get, path = "/readyz", tag = "operation", security(()), responses(
    (status = 200, description = "`ok`", body = String, content_type = "text/plain"),
    (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
))]
async fn readyz(State(app): State<App>) -> Result<&'static str, Problem> {
    if app.readiness.is_withdrawn() {
        return Err(Problem::Stopping);
    }
    app.store.get(NEVER_WRITTEN).await?;
    Ok("ok")
}
