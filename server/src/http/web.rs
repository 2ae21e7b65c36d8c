//! The web client, carried within the binary: its files, and its first page for every address of its own.

use super::manual::serve_manual;
use super::problem::Problem;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// What the web client's build left.
#[derive(RustEmbed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Web;

/// Where the build puts files that carry a hash of their content in their name.
const HASHED: &str = "assets/";

/// For files whose name changes with their content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For all others: ask each time whether it changed.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

const NOT_BUILT: &str = "<!doctype html><title>Överens</title><p>The web client is not part of this build: run <code>make</code>, or <code>npm run build</code> in web/, and build the server again.";

/// Answers whatever no route answers.
pub(super) async fn serve_web(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Problem::NotFound.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return Problem::MethodNotAllowed.into_response();
    }
    if let Some(rest) = path.strip_prefix("manual").filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        return serve_manual(rest, &headers);
    }
    if let Some(file) = Web::get(path) {
        let caching = if path.starts_with(HASHED) { FOR_EVER } else { ASK_AGAIN };
        return answer(file, &headers, caching);
    }
    if path.starts_with(HASHED) {
        return Problem::NotFound.into_response();
    }
    first_page(&headers)
}

/// The web client's one page, which finds out by its address what to show.
pub(super) fn first_page(headers: &HeaderMap) -> Response {
    match Web::get("index.html") {
        Some(page) => answer(page, headers, ASK_AGAIN),
        None => ([(CACHE_CONTROL, ASK_AGAIN)], Html(NOT_BUILT)).into_response(),
    }
}

/// A file, or that it is the one that is known already.
pub(super) fn answer(file: EmbeddedFile, headers: &HeaderMap, caching: HeaderValue) -> Response {
    let tag = format!("\"{}\"", hex::encode(file.metadata.sha256_hash()));
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers = [(CONTENT_TYPE, file.metadata.mimetype()), (ETAG, &tag)];
    let caching = [(CACHE_CONTROL, caching)];
    if known {
        return (StatusCode::NOT_MODIFIED, headers, caching).into_response();
    }
    (headers, caching, Body::from(file.data)).into_response()
}
