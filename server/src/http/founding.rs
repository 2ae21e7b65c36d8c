//! Founding an agreement in the browser.

use super::App;
use super::identity::Identity;
use super::joining::invitation;
use super::me::{may_found, own_agreements};
use super::openapi::CommandProblems;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use crate::agreement::description::Description;
use crate::agreement::founding::founder;
use crate::agreement::id::AgreementId;
use crate::agreement::refusal::{Language, Refusal};
use crate::founding::{self, FoundingError, Prepared};
use crate::mail::telling::language_of;
use crate::store::StoreError;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bytes of a description: long first texts for a hundred sections.
const DESCRIPTION_SIZE: usize = 4 * 1024 * 1024;

/// How often to begin anew when an account changes while its agreement is prepared.
const TRIES: usize = 5;

pub(super) fn router() -> OpenApiRouter<App> {
    let found = OpenApiRouter::new().routes(routes!(found)).layer(DefaultBodyLimit::max(DESCRIPTION_SIZE));
    OpenApiRouter::new().routes(routes!(template)).merge(found)
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TemplateQuestion {
    /// `sv` or `en`; Swedish unless said otherwise.
    #[param(inline)]
    language: Option<TemplateLanguage>,
}

/// A language that there is a template in.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum TemplateLanguage {
    /// Swedish.
    Sv,
    /// English.
    En,
}

/// The agreement that was founded.
#[derive(Serialize, ToSchema)]
struct Founded {
    id: AgreementId,
}

/// A description to begin with: the sections of an agreement, without title, parties and members.
#[utoipa::path(get, path = "/api/template", tag = "shaping", params(TemplateQuestion), responses(
    (status = 200, body = Description),
    (status = 400, description = "`bad-request`", body = ProblemBody),
    (status = 401, description = "`not-signed-in`", body = ProblemBody),
))]
async fn template(_: Identity, Queried(question): Queried<TemplateQuestion>) -> Json<Description> {
    let language = match question.language {
        Some(TemplateLanguage::En) => Language::English,
        Some(TemplateLanguage::Sv) | None => Language::Swedish,
    };
    Json(founding::template(language))
}

/// Founds an agreement. I am among its members, as a coordinator, and every party has one: nobody else could invite
/// one later. Everybody else is invited. For those who coordinate an agreement, or whom the operator has admitted.
#[utoipa::path(post, path = "/api/agreements", tag = "shaping",
    request_body(content = Description, content_type = "application/json"),
    responses((status = 201, body = Founded), CommandProblems),
)]
async fn found(
    identity: Identity,
    State(app): State<App>,
    description: String,
) -> Result<(StatusCode, Json<Founded>), Problem> {
    identity.in_person()?;
    if !may_found(&identity, &own_agreements(&app, &identity).await?) {
        return Err(Refusal::NotAFounder.into());
    }
    let description = Description::parse(&description).map_err(Refusal::Description)?;
    let founder = founder(&description, &identity.account.email)?;
    for _ in 0..TRIES {
        let now = Timestamp::now();
        let prepared = founding::prepare(&app.records, &app.access, &description, Some(founder), now).await?;
        let Prepared { state, mut batch, .. } = prepared;
        let agreement = state.agreement();
        let by = state.members().get(founder).map(|member| member.id);
        for member in state.members().iter().filter(|member| Some(member.id) != by) {
            let writes = invitation(&app.mail, agreement, member.id, by, language_of(&state), now)?;
            batch.register.extend(writes);
        }
        match app.store.commit(batch).await {
            Err(StoreError::Changed { .. }) => {}
            done => {
                done?;
                app.mail.wake();
                return Ok((StatusCode::CREATED, Json(Founded { id: agreement })));
            }
        }
    }
    Err(Problem::Contended)
}

impl From<FoundingError> for Problem {
    fn from(error: FoundingError) -> Self {
        match error {
            FoundingError::Run(error) => error.into(),
            FoundingError::Store(error) => error.into(),
            FoundingError::FirstText(_) => Self::internal(error),
        }
    }
}
