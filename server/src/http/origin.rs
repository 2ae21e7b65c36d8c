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
/// Browsers send `Origin` with both, always. Whoever sends none is no browser, so nobody's cookie is at stake; should
/// one send none after all, it still says by `Sec-Fetch-Site` where the request came from.
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

/// The header in which browsers say whose page asks.
const SEC_FETCH_SITE: &str = "sec-fetch-site";

fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    if !headers.contains_key(ORIGIN) {
        let mut sites = headers.get_all(SEC_FETCH_SITE).iter();
        return sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    }
    headers.get_all(ORIGIN).iter().all(|origin| {
        app.settings.public_urls.iter().any(|ours| ours.origin().as_bytes() == origin.as_bytes())
    })
}
