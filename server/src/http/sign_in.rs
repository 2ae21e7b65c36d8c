//! Signing in by a link: asking for one, a page that looks, and a button that spends.

use super::client::Client;
use super::problem::{Problem, ProblemBody};
use super::sent::Sent;
use super::view::{AgreementTitle, Party};
use super::{App, cookie, language, web};
use crate::access::device::device;
use crate::access::link::LinkError;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ask)).routes(routes!(page, spend)).routes(routes!(look))
}

/// Bytes of an address; what is longer is nobody's.
const LONGEST_ADDRESS: usize = 320;

/// Seconds after which to ask again while very many ask.
const TRY_AGAIN_AFTER: u64 = 5;

/// Who asks for a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignInRequest {
    /// The address under which one is known here.
    email: String,
}

/// Whom a link signs in.
#[derive(Serialize, ToSchema)]
struct SignIn {
    /// The person's name.
    name: String,
    /// The agreement it leads to; null for a link that was asked for just to sign in.
    agreement: Option<AgreementTitle>,
    /// The person's party there; null for somebody who belongs to none, and without an agreement.
    party: Option<Party>,
    /// From when on it signs in nobody.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Asks for a link to sign in by, to be mailed. The answer is the same whether anybody has that address or not, and so
/// is how long it takes.
#[utoipa::path(post, path = "/api/sign-in", tag = "identity", security(()),
    request_body = SignInRequest,
    responses(
        (status = 202, description = "If the address is known here, a letter is on its way"),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 403, description = "`wrong-origin`", body = ProblemBody),
        (status = 409, description = "`no-mail`: this server sends none", body = ProblemBody),
        (status = 413, description = "`too-large`", body = ProblemBody),
        (status = 429, description = "`too-many-requests`; `Retry-After` says when to come back", body = ProblemBody),
    ),
)]
async fn ask(
    State(app): State<App>,
    Client(client): Client,
    headers: HeaderMap,
    Sent(SignInRequest { email }): Sent<SignInRequest>,
) -> Result<StatusCode, Problem> {
    if !app.mail.is_on() {
        return Err(Problem::NoMail);
    }
    app.paces.letter(client, &email)?;
    if email.len() <= LONGEST_ADDRESS {
        let asked = app.mail.ask_to_sign_in(email, language::preferred(&headers));
        asked.map_err(|_| Problem::TooManyRequests { seconds: TRY_AGAIN_AFTER })?;
    }
    Ok(StatusCode::ACCEPTED)
}

/// The page that shows who signs in, with a button. Opening it spends nothing: mail scanners open links.
#[utoipa::path(get, path = "/sign-in/{secret}", tag = "identity", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses((status = 200, description = "The web client", body = String, content_type = "text/html")),
)]
async fn page(headers: HeaderMap) -> Response {
    web::first_page(&headers)
}

/// Whom a link would sign in. Spends nothing.
#[utoipa::path(get, path = "/api/sign-in/{secret}", tag = "identity", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses(
        (status = 200, body = SignIn),
        (status = 404, description = "`link-unknown`", body = ProblemBody),
        (status = 410, description = "`link-expired`, `link-used` or `link-revoked`", body = ProblemBody),
        (status = 429, description = "`too-many-requests`", body = ProblemBody),
    ),
)]
async fn look(
    State(app): State<App>,
    Client(client): Client,
    Path(secret): Path<String>,
) -> Result<Json<SignIn>, Problem> {
    app.paces.link(client)?;
    let link = app.access.look_at_link(&secret, Timestamp::now()).await?;
    let expires_at = link.expires_at;
    let Some(place) = link.place() else {
        let account = app.access.account(link.account).await?.ok_or(Problem::LinkRevoked)?;
        return Ok(Json(SignIn { name: account.name, agreement: None, party: None, expires_at }));
    };
    let state = app.records.state(place.agreement).await?;
    // Somebody who has left the agreement since has no link to it.
    let member = state.member(place.member).ok_or(Problem::LinkRevoked)?;
    let party = member.party.and_then(|party| state.party(party));
    Ok(Json(SignIn {
        name: member.name.text().unwrap_or_default().to_owned(),
        agreement: Some(AgreementTitle::of(&state)),
        party: party.map(|party| Party::of(&state, party)),
        expires_at,
    }))
}

/// Signs in, by a plain form without fields. A link that will not do leads back to its page, which says why.
#[utoipa::path(post, path = "/sign-in/{secret}", tag = "identity", security(()),
    params(("secret" = String, Path, description = "The link's secret")),
    responses(
        (status = 303, description = "To the agreement, or to the first page, with the session's cookie; or back to the link's page"),
        (status = 403, description = "`wrong-origin`", body = ProblemBody),
        (status = 429, description = "`too-many-requests`", body = ProblemBody),
    ),
)]
async fn spend(
    State(app): State<App>,
    Client(client): Client,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.paces.link(client)?;
    // Somebody who has left the agreement since has no link to it.
    if let Ok(link) = app.access.look_at_link(&secret, Timestamp::now()).await
        && let Some(place) = link.place()
        && app.records.state(place.agreement).await?.member(place.member).is_none()
    {
        return Ok(Redirect::to(&format!("/sign-in/{secret}")).into_response());
    }
    let device = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).and_then(device);
    match app.access.spend_link(&secret, device, Timestamp::now()).await {
        Ok((link, session)) => {
            let to = match link.agreement {
                Some(agreement) => Redirect::to(&format!("/agreements/{agreement}")),
                None => Redirect::to("/"),
            };
            Ok((cookie::set(&app.settings, &session), to).into_response())
        }
        Err(LinkError::Store(error)) => Err(error.into()),
        // Whatever stood in the path is no link of ours, and is not led back to.
        Err(LinkError::Unknown) => Ok(Redirect::to("/sign-in/unknown").into_response()),
        Err(LinkError::Expired | LinkError::Used | LinkError::Revoked) => {
            Ok(Redirect::to(&format!("/sign-in/{secret}")).into_response())
        }
    }
}
