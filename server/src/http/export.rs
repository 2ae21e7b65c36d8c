//! The agreement as a file that anybody can check.

use super::App;
use super::agreements::is_known;
use super::download;
use super::identity::InAgreement;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use crate::agreement::state;
use crate::archive::{Export, ExportError};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Characters of a title in a file's name.
const LONGEST_TITLE: usize = 80;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// The whole agreement as one ZIP: its record, every revision, attached files, the register of members, and the
/// server's signature; docs/export-format.md tells how to check it. The same record always gives the same bytes. For
/// coordinators, because it holds names and addresses.
#[utoipa::path(get, path = "/api/agreements/{id}/export", tag = "record",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, description = "The export", content_type = "application/zip"),
        (status = 304, description = "The record has not moved since the export with this ETag"),
        (status = 403, description = "`not-a-coordinator` or `not-a-member`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn export(
    InAgreement { member, state, .. }: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    state.may_export(member)?;
    let begun = Export::begin(Arc::clone(&app.store), Arc::clone(&app.signatory), state.agreement());
    let export = begun.await.map_err(problem)?;
    let tag = format!("\"export-{}\"", export.position());
    // It holds what may be erased the next day, and may be kept by nobody on the way.
    let about = [
        (CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (CONTENT_DISPOSITION, download::disposition(&file_name(&state))),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (ETAG, HeaderValue::from_str(&tag).map_err(Problem::internal)?),
    ];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let pieces = stream::try_unfold(export, |mut export| async move {
        let piece =
            export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        Ok::<_, ExportError>(piece.map(|piece| (piece, export)))
    });
    Ok((about, Body::from_stream(pieces)).into_response())
}

/// A name that tells one agreement's exports from another's, and the later from the earlier.
fn file_name(state: &state::State) -> String {
    let title: String = state.title().unwrap_or("Överens").chars().take(LONGEST_TITLE).collect();
    let day = state.last_at().map(|at| state.day_of(at).to_string()).unwrap_or_default();
    format!("{} {day}.zip", title.replace(['/', '\\'], "-").trim())
}

fn problem(error: ExportError) -> Problem {
    match error {
        ExportError::Unknown(_) => Problem::AgreementUnknown,
        ExportError::Store(error) => error.into(),
        error @ (ExportError::Damaged(_)
        | ExportError::Gone(_)
        | ExportError::Register { .. }
        | ExportError::TooLarge(_)
        | ExportError::Closing(_)
        | ExportError::Log { .. }
        | ExportError::Day(_)) => Problem::internal(error),
    }
}
