//! What every answer tells the browser not to do.

use super::App;
use crate::access::public_url::PublicUrl;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The Content-Security-Policy: scripts, styles and fonts are files of ours, and nothing stands inline.
/// WebSockets are named in full, because older Safari does not count them as 'self'.
pub(super) fn content_security_policy(public_urls: &[PublicUrl]) -> HeaderValue {
    let sockets: String = public_urls.iter().map(|url| format!(" {}", url.web_socket_origin())).collect();
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{sockets}; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; \
         base-uri 'none'; form-action 'self'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// Sets the headers that do not depend on the answer.
pub(super) async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_secret = path.starts_with("/sign-in/") || path.starts_with("/unsubscribe/");
    let is_private = is_secret || path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A file that somebody uploaded has a stricter one.
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(app.settings.content_security_policy.clone());
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static(
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    );
    // Under `no-referrer` a form's POST says `Origin: null`, and the button of a sign-in page would be refused.
    // `strict-origin` still never says which page, and so keeps the link's secret.
    let referrer = if is_secret { "strict-origin" } else { "no-referrer" };
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer));
    // A browser that was here once comes by TLS from then on, also if somebody in between would rather it did not.
    // For this host only: what its neighbours speak is not ours to say.
    if app.settings.is_behind_tls() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if is_private {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
