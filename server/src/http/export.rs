//! The agreement as a file that anybody can check.

use super::App;
use super::agreements::is_known;
use super::download;
use super::identity::InAgreement;
use super::openapi::InAgreementProblems;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use crate::agreement::state;
use crate::archive::{ExportError, Outgoing};
use axum::BoxError;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Characters of a title in a file's name.
const LONGEST_TITLE: usize = 80;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export)).routes(routes!(working_material))
}

/// The whole agreement as one ZIP: its record, every revision, attached files, the register of members, and the
/// server's signature; docs/export-format.md tells how to check it. The same record always gives the same bytes. For
/// coordinators, because it holds all names.
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
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    send(&within, &app, &headers, None).await
}

/// Up to when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AsOf {
    /// The last day, in the agreement's time zone.
    #[param(value_type = String, format = Date)]
    as_of: Date,
}

/// How the texts came to be, up to and including a day, as one ZIP: every change with its time and sender, and the texts
/// as they stood then; docs/export-format.md has the format. For coordinators.
#[utoipa::path(get, path = "/api/agreements/{id}/working-material", tag = "record",
    params(("id" = Uuid, Path, description = "The agreement's id"), AsOf),
    responses(
        (status = 200, description = "The working material", content_type = "application/zip"),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 403, description = "`not-a-coordinator` or `not-a-member`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
        InAgreementProblems,
    ),
)]
async fn working_material(
    within: InAgreement,
    State(app): State<App>,
    headers: HeaderMap,
    Queried(AsOf { as_of }): Queried<AsOf>,
) -> Result<Response, Problem> {
    send(&within, &app, &headers, Some(as_of)).await
}

async fn send(
    within: &InAgreement,
    app: &App,
    headers: &HeaderMap,
    as_of: Option<Date>,
) -> Result<Response, Problem> {
    let state = &within.state;
    state.may_export(within.member)?;
    let (store, signatory) = (Arc::clone(&app.store), Arc::clone(&app.signatory));
    let outgoing = Outgoing::begin(store, signatory, state.agreement(), as_of).await.map_err(problem)?;
    let mut about = HeaderMap::new();
    about.insert(CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    about.insert(CONTENT_DISPOSITION, download::disposition(&file_name(state, as_of)));
    // Texts move without the record, so only the record's export is told by its position.
    if as_of.is_none() {
        let tag = format!("\"export-{}\"", outgoing.position());
        about.insert(ETAG, HeaderValue::from_str(&tag).map_err(Problem::internal)?);
        if is_known(headers, &tag) {
            return Ok((StatusCode::NOT_MODIFIED, about).into_response());
        }
    }
    let (records, agreement, member) = (Arc::clone(&app.records), state.agreement(), within.member);
    let pieces = stream::try_unfold(outgoing, move |mut outgoing| {
        let records = Arc::clone(&records);
        async move {
            // A slow reader may have lost the role since the last piece.
            records.state(agreement).await?.may_export(member).map_err(|refusal| refusal.code())?;
            let piece = outgoing.next().await;
            let piece = piece.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
            Ok::<_, BoxError>(piece.map(|piece| (piece, outgoing)))
        }
    });
    Ok((about, Body::from_stream(pieces)).into_response())
}

/// A name that tells one agreement's exports from another's, and the later from the earlier.
fn file_name(state: &state::State, as_of: Option<Date>) -> String {
    let title: String = state.title().unwrap_or("Överens").chars().take(LONGEST_TITLE).collect();
    let title = title.replace(['/', '\\'], "-");
    let day = as_of.or_else(|| state.last_at().map(|at| state.day_of(at)));
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let kind = if as_of.is_some() { " (log)" } else { "" };
    format!("{}{kind} {day}.zip", title.trim())
}

fn problem(error: ExportError) -> Problem {
    match error {
        ExportError::Unknown(_) => Problem::AgreementUnknown,
        error @ ExportError::Day(_) => Problem::BadRequest(error.to_string()),
        ExportError::Store(error) => error.into(),
        error @ (ExportError::Damaged(_)
        | ExportError::Gone(_)
        | ExportError::Register { .. }
        | ExportError::TooLarge(_)
        | ExportError::Closing(_)
        | ExportError::Log { .. }
        | ExportError::Discussion(_)) => Problem::internal(error),
    }
}
