//! No more letters of a kind, by the link in one: a page that looks, and a button that does it. Nobody signs in.

use super::client::Client;
use super::problem::{Problem, ProblemBody};
use super::{App, web};
use crate::access::telling::LetterKind;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(page, unsubscribe)).routes(routes!(look))
}

/// What a link ends.
#[derive(Serialize, ToSchema)]
struct Unsubscription {
    kind: LetterKind,
    /// Whether such letters are sent still.
    on: bool,
}

/// The page that says what will end, with a button. Opening it ends nothing: mail scanners open links.
#[utoipa::path(get, path = "/unsubscribe/{secret}", tag = "notices", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses((status = 200, description = "The web client", body = String, content_type = "text/html")),
)]
async fn page(headers: HeaderMap) -> Response {
    web::first_page(&headers)
}

/// What a link would end. Ends nothing.
#[utoipa::path(get, path = "/api/unsubscribe/{secret}", tag = "notices", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses(
        (status = 200, body = Unsubscription),
        (status = 404, description = "`unsubscribe-unknown`", body = ProblemBody),
        (status = 429, description = "`too-many-requests`", body = ProblemBody),
    ),
)]
async fn look(
    State(app): State<App>,
    Client(client): Client,
    Path(secret): Path<String>,
) -> Result<Json<Unsubscription>, Problem> {
    app.paces.link(client)?;
    let (found, account) = app.access.unsubscription(&secret).await?.ok_or(Problem::UnsubscribeUnknown)?;
    Ok(Json(Unsubscription { kind: found.kind, on: account.letters.wants(found.kind) }))
}

/// Ends letters of a kind, also by the button of a mail program (RFC 8058); what is sent along does not matter. Done
/// again, it changes nothing.
#[utoipa::path(post, path = "/unsubscribe/{secret}", tag = "notices", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses(
        (status = 204, description = "No more such letters"),
        (status = 403, description = "`wrong-origin`", body = ProblemBody),
        (status = 404, description = "`unsubscribe-unknown`", body = ProblemBody),
        (status = 429, description = "`too-many-requests`", body = ProblemBody),
    ),
)]
async fn unsubscribe(
    State(app): State<App>,
    Client(client): Client,
    Path(secret): Path<String>,
) -> Result<StatusCode, Problem> {
    app.paces.link(client)?;
    let (found, account) = app.access.unsubscription(&secret).await?.ok_or(Problem::UnsubscribeUnknown)?;
    let changed = app.access.change_letters(account.id, |letters| letters.without(found.kind)).await?;
    changed.map(|_| StatusCode::NO_CONTENT).ok_or(Problem::UnsubscribeUnknown)
}
