//! One line in the log for each request.
//!
//! It names the route and never the path, the query or a header: sign-in links carry a secret in their path,
//! cookies and tokens stand in headers.

use crate::meters;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs method, route, status and time.
pub(super) async fn log_requests(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("web", MatchedPath::as_str);
    let status = response.status();
    let took = started.elapsed();
    meters::answered(route, known(&method), status.as_u16(), took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if status.is_server_error() {
        tracing::warn!(%method, route, status = status.as_u16(), milliseconds, "request");
    } else {
        tracing::info!(%method, route, status = status.as_u16(), milliseconds, "request");
    }
    response
}

/// The methods that mean something here; a client may make up others without end.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
