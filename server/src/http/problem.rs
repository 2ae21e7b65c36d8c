//! Everything that can go wrong with a request: one enum, each kind with a stable code and a status.
//!
//! Refusals of the domain's rules, errors of the store, and what axum itself refuses all end here. Details of
//! a failure on our side are logged and not shown. The texts stand in [`words`](super::words); the answer is
//! written in [`refusal`](super::refusal).

use super::rules;
use crate::access::identity::IdentifyError;
use crate::access::link::LinkError;
use crate::agreement::refusal::{ProposalRefusal, Refusal};
use crate::approving::ApprovingError;
use crate::discussing::{DiscussionError, ProposingError};
use crate::drafting::Closing;
use crate::drafting::past::PastError;
use crate::record::{AttemptError, RecordError, RunError};
use crate::store::StoreError;
use crate::text::history::HistoryError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

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
    /// The session is too old for this; a person who signs in anew can.
    FreshSignInNeeded,
    /// A rule of the domain says no.
    Refused(Refusal),
    /// Others changed the record at the same moment, again and again.
    Contended,
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
    /// The sign-in link was ended before its time.
    LinkRevoked,
    /// No such link to end letters by.
    UnsubscribeUnknown,
    /// The account has no such session.
    SessionUnknown,
    /// The same was asked for too often.
    TooManyRequests {
        /// When it may be asked for again.
        seconds: u64,
    },
    /// This server sends no e-mail.
    NoMail,
    /// The account has no such token.
    TokenUnknown,
    /// Nothing of this hash was uploaded to the agreement.
    AttachmentUnknown,
    /// Files of this kind are not taken.
    UnsupportedMedia,
    /// How the text came to be as far back was purged.
    HistoryPurged,
    /// The section's history has no such moment.
    MomentUnknown,
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
            Self::FreshSignInNeeded => "fresh-sign-in-needed",
            Self::Refused(refusal) => refusal.code(),
            Self::Contended => "contended",
            Self::AgreementUnknown => "agreement-unknown",
            Self::SectionUnknown => "section-unknown",
            Self::LinkUnknown => "link-unknown",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::LinkRevoked => "link-revoked",
            Self::UnsubscribeUnknown => "unsubscribe-unknown",
            Self::SessionUnknown => "session-unknown",
            Self::TooManyRequests { .. } => "too-many-requests",
            Self::NoMail => "no-mail",
            Self::TokenUnknown => "token-unknown",
            Self::AttachmentUnknown => "attachment-unknown",
            Self::UnsupportedMedia => "unsupported-media",
            Self::HistoryPurged => "history-purged",
            Self::MomentUnknown => "moment-unknown",
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
            Self::WrongOrigin | Self::NotAMember | Self::SessionNeeded | Self::FreshSignInNeeded => {
                StatusCode::FORBIDDEN
            }
            Self::Refused(refusal) => rules::status(refusal),
            Self::Contended | Self::NoMail => StatusCode::CONFLICT,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::AgreementUnknown
            | Self::SectionUnknown
            | Self::LinkUnknown
            | Self::TokenUnknown
            | Self::UnsubscribeUnknown
            | Self::SessionUnknown
            | Self::AttachmentUnknown
            | Self::MomentUnknown
            | Self::NotFound => StatusCode::NOT_FOUND,
            Self::LinkExpired | Self::LinkUsed | Self::LinkRevoked | Self::HistoryPurged => StatusCode::GONE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
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
    pub(super) fn of_status(status: StatusCode) -> Self {
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
    pub(super) r#type: String,
    /// What happened, in a few words, in the reader's language.
    pub(super) title: String,
    /// The HTTP status.
    pub(super) status: u16,
    /// What happened and what to do, in the reader's language.
    pub(super) detail: String,
    /// What was wrong with the request, in technical English; only for `bad-request`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) reason: Option<String>,
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
            | StoreError::Purged { .. }
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

impl From<PastError> for Problem {
    fn from(error: PastError) -> Self {
        match error {
            PastError::Purged(_) => Self::HistoryPurged,
            PastError::NoSuchMoment(_) => Self::MomentUnknown,
            PastError::Nothing => Self::SectionUnknown,
            PastError::Unavailable(reason) => {
                tracing::warn!(%reason, "the store cannot be used now");
                Self::StoreUnavailable
            }
            error @ PastError::Unreadable(_) => Self::internal(error),
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

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<RunError> for Problem {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Refused(refusal) => refusal.into(),
            RunError::Contended => Self::Contended,
            RunError::Record(error) => error.into(),
        }
    }
}

impl From<AttemptError> for Problem {
    fn from(error: AttemptError) -> Self {
        match error {
            AttemptError::Refused(refusal) => refusal.into(),
            // Whoever plans anew a few times in vain gives up with this.
            AttemptError::Moved => Self::Contended,
            AttemptError::Record(error) => error.into(),
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

impl From<ApprovingError> for Problem {
    fn from(error: ApprovingError) -> Self {
        match error {
            ApprovingError::Refused(refusal) => refusal.into(),
            ApprovingError::Contended => Self::Contended,
            ApprovingError::Text(closing) => closing.into(),
            ApprovingError::Record(error) => error.into(),
            ApprovingError::Discussion(error) => error.into(),
            ApprovingError::Store(error) => error.into(),
            error @ ApprovingError::Content(_) => Self::internal(error),
        }
    }
}

impl From<DiscussionError> for Problem {
    fn from(error: DiscussionError) -> Self {
        match error {
            DiscussionError::Contended => Self::Contended,
            DiscussionError::Store(error) => error.into(),
            DiscussionError::Damaged { .. } | DiscussionError::Unwritable(_) | DiscussionError::Failed(_) => {
                Self::internal(error)
            }
        }
    }
}

impl From<ProposalRefusal> for Problem {
    fn from(refusal: ProposalRefusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<ProposingError> for Problem {
    fn from(error: ProposingError) -> Self {
        match error {
            ProposingError::Refused(refusal) => refusal.into(),
            ProposingError::Text(closing) => closing.into(),
            ProposingError::Contended => Self::Contended,
            ProposingError::Discussion(error) => error.into(),
            ProposingError::Record(error) => error.into(),
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
            LinkError::Revoked => Self::LinkRevoked,
            LinkError::Store(error) => error.into(),
        }
    }
}
