//! What a client sends: a JSON body or a query, read into a type, or a problem that says what is wrong with it.

use super::problem::Problem;
use axum::Json;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A JSON body.
pub(super) struct Sent<T>(pub(super) T);

/// What the path names within the agreement or section, by its second parameter; `None` if that is no such name.
pub(super) struct Second<T>(pub(super) Option<T>);

/// The query of the address.
pub(super) struct Queried<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(sent) = Json::from_request(request, state).await?;
        Ok(Self(sent))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Queried<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(queried) = Query::from_request_parts(parts, state).await?;
        Ok(Self(queried))
    }
}

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Second<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(parameters) = RawPathParams::from_request_parts(parts, state).await else {
            return Ok(Self(None));
        };
        let second = parameters.iter().nth(1);
        Ok(Self(second.and_then(|(_, value)| value.parse().ok())))
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        of_rejection(rejection.status(), rejection.body_text())
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        of_rejection(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::BadRequest(rejection.body_text())
    }
}

fn of_rejection(status: StatusCode, reason: String) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::BadRequest(reason),
    }
}
