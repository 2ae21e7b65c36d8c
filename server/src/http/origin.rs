//! Keeps other sites from acting through a signed-in person's browser.

use super::App;
use super::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{ORIGIN, UPGRADE};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses what changes something, and WebSocket handshakes, if a browser sends them from another site.
///
/// Browsers send `Origin` with both, always. Whoever sends none is no browser, so nobody's cookie is at stake.
pub(super) async fn check_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if only_reads && !request.headers().contains_key(UPGRADE) {
        return next.run(request).await;
    }
    if is_ours(&app, request.headers()) {
        next.run(request).await
    } else {
        Problem::WrongOrigin.into_response()
    }
}

fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    headers.get_all(ORIGIN).iter().all(|origin| {
        app.settings.public_urls.iter().any(|ours| ours.origin().as_bytes() == origin.as_bytes())
    })
}
