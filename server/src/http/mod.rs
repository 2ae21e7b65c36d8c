//! Routes, cookies, problem+json, OpenAPI and the web client; no rules of its own.
//!
//! Each feature has a file with its handlers and a `router()`; [`router`] merges them and puts round them
//! what holds for every request. Who asks is found out by the extractors in [`identity`].

mod agreement_revisions;
mod agreements;
mod approval;
mod attachments;
mod authors;
mod client;
mod co_authors;
mod comparison;
mod conditions;
mod cookie;
mod decisions;
mod discussion;
mod download;
mod export;
pub mod figures;
mod forgetting;
mod founding;
mod headers;
mod health;
mod history;
pub mod identity;
mod joining;
mod language;
mod letters;
pub mod listen;
mod log;
mod mandates;
mod manual;
mod me;
mod measures;
mod media;
mod meetings;
mod members;
mod moments;
mod notices;
mod openapi;
mod origin;
mod outline;
pub mod pace;
mod phases;
pub mod problem;
mod proposals;
mod record;
mod refusal;
mod reviews;
mod revisions;
mod rules;
mod sections;
mod sent;
mod server;
mod sessions;
mod shaping;
mod sheets;
mod sign_in;
mod sign_offs;
mod signing;
mod spreadsheet;
mod sync;
#[cfg(test)]
mod tests;
mod texts;
mod threads;
mod timeline;
mod tokens;
mod unsubscribe;
mod view;
mod web;
mod words;

use crate::access::Access;
use crate::access::public_url::PublicUrl;
use crate::approving::Approving;
use crate::discussing::Discussions;
use crate::drafting::Rooms;
use crate::mail::Mail;
use crate::notices::Notices;
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::Store;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use jiff::{SignedDuration, Timestamp};
use pace::Paces;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::OpenApiRouter;

/// Bytes of a request's body, unless the route takes files: a reservation in full, with much to spare.
const BODY_SIZE: usize = 64 * 1024;

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    /// Logs and register.
    pub store: Arc<dyn Store>,
    /// The agreements.
    pub records: Arc<Records>,
    /// Who is asking.
    pub access: Access,
    /// Signs for this server.
    pub signatory: Arc<Signatory>,
    /// The live texts.
    pub rooms: Arc<Rooms>,
    /// Revisions and sign-offs.
    pub approving: Approving,
    /// What people are told.
    pub notices: Arc<Notices>,
    /// Proposals and threads.
    pub discussions: Arc<Discussions>,
    /// The way to the queue of letters.
    pub mail: Mail,
    /// Who asked how often for a letter or a link.
    pub paces: Arc<Paces>,
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// Whether the server takes on work; not any more once it is stopping.
    pub readiness: Readiness,
}

/// What the operator decided about HTTP.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach the server; the first is the one in links. Never empty, all http or all https.
    pub public_urls: Vec<PublicUrl>,
    /// How long a request may take; a WebSocket counts only until it is open.
    pub request_timeout: Duration,
    /// How long signing in is fresh enough for an approval; `None`: always.
    pub fresh_sign_in: Option<SignedDuration>,
    /// Proxies whose word on where a request came from is believed.
    pub trusted_proxies: Vec<IpAddr>,
    content_security_policy: HeaderValue,
}

impl Settings {
    /// Settings for these public URLs.
    pub fn new(
        public_urls: Vec<PublicUrl>,
        request_timeout: Duration,
        fresh_sign_in: Option<SignedDuration>,
    ) -> Self {
        let content_security_policy = headers::content_security_policy(&public_urls);
        Self {
            public_urls,
            request_timeout,
            fresh_sign_in,
            trusted_proxies: Vec::new(),
            content_security_policy,
        }
    }

    /// The same behind proxies whose word is believed.
    #[must_use]
    pub fn behind(mut self, trusted_proxies: Vec<IpAddr>) -> Self {
        self.trusted_proxies = trusted_proxies;
        self
    }

    /// Whether somebody signed in lately enough to approve; `None` is a token, which has not signed in.
    pub fn is_fresh(&self, signed_in_at: Option<Timestamp>, now: Timestamp) -> bool {
        let Some(signed_in_at) = signed_in_at else { return false };
        self.fresh_sign_in.is_none_or(|most| now.duration_since(signed_in_at) <= most)
    }

    /// Whether people come by TLS, so that cookies must not be sent without it.
    pub fn is_behind_tls(&self) -> bool {
        self.public_urls.iter().any(PublicUrl::is_https)
    }
}

/// Tells /readyz that the server is stopping.
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// The server is stopping: whoever spreads the load should send nobody here any more.
    pub fn withdraw(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_withdrawn(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Every route and its description.
fn routes() -> OpenApiRouter<App> {
    openapi::described()
        .merge(health::router())
        .merge(server::router())
        .merge(me::router())
        .merge(sign_in::router())
        .merge(sessions::router())
        .merge(notices::router())
        .merge(letters::router())
        .merge(unsubscribe::router())
        .merge(tokens::router())
        .merge(agreements::router())
        .merge(members::router())
        .merge(founding::router())
        .merge(shaping::router())
        .merge(outline::router())
        .merge(forgetting::router())
        .merge(phases::router())
        .merge(mandates::router())
        .merge(sign_offs::router())
        .merge(attachments::router())
        .merge(signing::router())
        .merge(record::router())
        .merge(export::router())
        .merge(sections::router())
        .merge(revisions::router())
        .merge(comparison::router())
        .merge(approval::router())
        .merge(reviews::router())
        .merge(sheets::router())
        .merge(texts::router())
        .merge(agreement_revisions::router())
        .merge(decisions::router())
        .merge(history::router())
        .merge(co_authors::router())
        .merge(measures::router())
        .merge(meetings::router())
        .merge(authors::router())
        .merge(timeline::router())
        .merge(moments::router())
        .merge(threads::router())
        .merge(discussion::router())
        .merge(proposals::router())
        .merge(sync::router())
}

/// The OpenAPI description of every route, as JSON for people to read.
pub fn description() -> String {
    let (_, description) = routes().split_for_parts();
    format!("{:#}\n", openapi::finished(&description))
}

/// The whole server as one service.
pub fn router(app: App) -> Router {
    let (routes, description) = routes().split_for_parts();
    let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, app.settings.request_timeout);
    // A later layer is further out: the log sees what was refused, and problems get the protecting headers too.
    routes
        .fallback(web::serve_web)
        .with_state(app.clone())
        .layer(Extension(openapi::Written::new(&description)))
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(BODY_SIZE))
        .layer(timeout)
        .layer(from_fn_with_state(app.clone(), origin::check_origin))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(from_fn(refusal::write_problems))
        .layer(from_fn_with_state(app, headers::protect))
        .layer(from_fn(log::log_requests))
}
