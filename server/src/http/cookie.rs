//! The session cookie.

use super::Settings;
use crate::access::session::{NewSession, SESSION_LIFETIME};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::AppendHeaders;

/// Its name where people come by plain HTTP, on their own machine.
const NAME: &str = "overens_session";

/// Its name behind TLS. Browsers take a `__Host-` cookie only from this very host, so that
/// no neighbouring site under the same domain can plant one.
const NAME_BEHIND_TLS: &str = "__Host-overens_session";

fn name(settings: &Settings) -> &'static str {
    if settings.is_behind_tls() { NAME_BEHIND_TLS } else { NAME }
}

/// The session's secret, as the browser sends it back.
pub(super) fn session_secret<'a>(settings: &Settings, headers: &'a HeaderMap) -> Option<&'a str> {
    let wanted = name(settings);
    headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()).find_map(|header| {
        header.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == wanted).then_some(value)
        })
    })
}

/// Has the browser keep a session just made.
pub(super) fn set(settings: &Settings, session: &NewSession) -> AppendHeaders<[(HeaderName, String); 1]> {
    header(settings, session.secret.reveal(), SESSION_LIFETIME.as_secs())
}

/// Has the browser forget its session.
pub(super) fn clear(settings: &Settings) -> AppendHeaders<[(HeaderName, String); 1]> {
    header(settings, "", 0)
}

fn header(settings: &Settings, value: &str, seconds: i64) -> AppendHeaders<[(HeaderName, String); 1]> {
    let secure = if settings.is_behind_tls() { "; Secure" } else { "" };
    let name = name(settings);
    let cookie = format!("{name}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}{secure}");
    AppendHeaders([(SET_COOKIE, cookie)])
}
