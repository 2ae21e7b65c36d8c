//! Everything that can go wrong with a request: one enum, each kind with a stable code and a status.
//!
//! Refusals of the domain's rules, errors of the store, and what axum itself refuses all end here. Details of
//! a failure on our side are logged and not shown. The texts stand in [`words`](super::words).

use super::{language, words};
use crate::access::identity::IdentifyError;
use crate::access::link::LinkError;
use crate::agreement::refusal::Language;
use crate::drafting::Closing;
use crate::record::RecordError;
use crate::store::StoreError;
use crate::text::history::HistoryError;
use axum::extract::Request;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Seconds after which a client may ask again when the store cannot be used.
const TRY_AGAIN_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No session and no token, or none that holds.
    NotSignedIn,
    /// A browser asked on behalf of another site.
    WrongOrigin,
    /// Somebody who is no member of the agreement.
    NotAMember,
    /// A token cannot do this; a person who signed in can.
    SessionNeeded,
    /// No such agreement.
    AgreementUnknown,
    /// No such section.
    SectionUnknown,
    /// No such sign-in link.
    LinkUnknown,
    /// The sign-in link's time is out.
    LinkExpired,
    /// The sign-in link was used.
    LinkUsed,
    /// The account has no such token.
    TokenUnknown,
    /// No such address.
    NotFound,
    /// The address exists, and does not do this.
    MethodNotAllowed,
    /// The request is not as it should be; says what is wrong, in technical English.
    BadRequest(String),
    /// The request is larger than anything that is asked for here.
    TooLarge,
    /// The request took too long.
    TimedOut,
    /// The store cannot be used now.
    StoreUnavailable,
    /// The server is stopping.
    Stopping,
    /// Something failed on our side; the log says what.
    Internal,
}

impl Problem {
    /// The last part of its `type`; never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::WrongOrigin => "wrong-origin",
            Self::NotAMember => "not-a-member",
            Self::SessionNeeded => "session-needed",
            Self::AgreementUnknown => "agreement-unknown",
            Self::SectionUnknown => "section-unknown",
            Self::LinkUnknown => "link-unknown",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::TokenUnknown => "token-unknown",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::BadRequest(_) => "bad-request",
            Self::TooLarge => "too-large",
            Self::TimedOut => "timed-out",
            Self::StoreUnavailable => "store-unavailable",
            Self::Stopping => "stopping",
            Self::Internal => "internal",
        }
    }

    /// Its HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::WrongOrigin | Self::NotAMember | Self::SessionNeeded => StatusCode::FORBIDDEN,
            Self::AgreementUnknown
            | Self::SectionUnknown
            | Self::LinkUnknown
            | Self::TokenUnknown
            | Self::NotFound => StatusCode::NOT_FOUND,
            Self::LinkExpired | Self::LinkUsed => StatusCode::GONE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::StoreUnavailable | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A failure on our side: `error` goes into the log and nowhere else.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self::Internal
    }

    /// The problem behind a bare status of axum or one of its layers.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::REQUEST_TIMEOUT => Self::TimedOut,
            status if status.is_server_error() => Self::Internal,
            status => Self::BadRequest(status.canonical_reason().unwrap_or_default().to_owned()),
        }
    }
}

/// What a client gets: application/problem+json (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `/problems/` and a code that never changes.
    #[schema(example = "/problems/not-signed-in")]
    r#type: String,
    /// What happened, in a few words, in the reader's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What happened and what to do, in the reader's language.
    detail: String,
    /// What was wrong with the request, in technical English; only for `bad-request`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer after a handler panicked. The panic's own message is logged by the hook that the program sets.
pub(super) fn of_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::Internal.into_response()
}

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
    let (title, detail) = words::of(problem, language);
    let reason = match problem {
        Problem::BadRequest(reason) => Some(reason.clone()),
        _ => None,
    };
    let r#type = format!("/problems/{}", problem.code());
    let body = ProblemBody { r#type, title, status: problem.status().as_u16(), detail, reason };
    let (mut parts, _) = refused.into_parts();
    parts.status = problem.status();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language::tag(language)));
    parts.headers.append(VARY, HeaderValue::from_static("accept-language"));
    if problem.status() == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.insert(RETRY_AFTER, TRY_AGAIN_AFTER);
    }
    let body = serde_json::to_vec(&body).unwrap_or_default();
    Response::from_parts(parts, body.into())
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(reason) => {
                tracing::warn!(%reason, "the store cannot be used now");
                Self::StoreUnavailable
            }
            StoreError::Conflict { .. }
            | StoreError::Changed { .. }
            | StoreError::Damaged(_)
            | StoreError::Packed { .. }
            | StoreError::Invalid(_) => Self::internal(error),
        }
    }
}

impl From<HistoryError> for Problem {
    fn from(error: HistoryError) -> Self {
        match error {
            HistoryError::Store(error) => error.into(),
            error @ HistoryError::Pack { .. } => Self::internal(error),
        }
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Unknown(_) => Self::AgreementUnknown,
            RecordError::Store(error) => error.into(),
            RecordError::Broken { .. }
            | RecordError::Words { .. }
            | RecordError::Register { .. }
            | RecordError::Unwritable(_) => Self::internal(error),
        }
    }
}

impl From<Closing> for Problem {
    fn from(closing: Closing) -> Self {
        match closing {
            Closing::Restart => Self::Stopping,
            Closing::NoSuchSection => Self::SectionUnknown,
            Closing::Unavailable => Self::StoreUnavailable,
            // A reader sends nothing that a room could refuse.
            _ => Self::internal(closing),
        }
    }
}

impl From<IdentifyError> for Problem {
    fn from(error: IdentifyError) -> Self {
        match error {
            IdentifyError::Refused => Self::NotSignedIn,
            IdentifyError::Store(error) => error.into(),
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unknown => Self::LinkUnknown,
            LinkError::Expired => Self::LinkExpired,
            LinkError::Used => Self::LinkUsed,
            LinkError::Store(error) => error.into(),
        }
    }
}
