//! How a problem is answered: as problem+json, in the reader's language.

use super::problem::{Problem, ProblemBody};
use super::{language, words};
use crate::agreement::refusal::Language;
use crate::meters::{self, Door};
use axum::extract::Request;
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Seconds after which a client may ask again when the store cannot be used.
const TRY_AGAIN_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Writes problems out in the reader's language, and turns what axum itself refuses into problems. WebSocket
/// handshakes that were refused are among them.
pub(super) async fn write_problems(request: Request, next: Next) -> Response {
    let language = language::preferred(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::of_status(status),
    };
    written(response, &problem, language)
}

/// `refused` with the problem for a body; its headers (`Allow`, say) stay.
fn written(refused: Response, problem: &Problem, language: Language) -> Response {
    meters::refused(Door::Http, problem.code());
    let (title, detail) = words::of(problem, language);
    let reason = match problem {
        Problem::BadRequest(reason) => Some(reason.clone()),
        _ => None,
    };
    let r#type = format!("/problems/{}", problem.code());
    let body = ProblemBody { r#type, title, status: problem.status().as_u16(), detail, reason };
    let (mut parts, _) = refused.into_parts();
    parts.status = problem.status();
    // Of the body that was there before.
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.remove(CONTENT_ENCODING);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language::tag(language)));
    parts.headers.append(VARY, HeaderValue::from_static("accept-language"));
    if problem.status() == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.insert(RETRY_AFTER, TRY_AGAIN_AFTER);
    }
    if let Problem::TooManyRequests { seconds } = problem {
        parts.headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
    }
    let body = serde_json::to_vec(&body).unwrap_or_default();
    Response::from_parts(parts, body.into())
}
