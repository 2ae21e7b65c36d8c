//! The description of the HTTP interface, made from the handlers themselves.

use super::App;
use super::problem::ProblemBody;
use axum::Extension;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The name of the session cookie's scheme.
const SESSION: &str = "session";
/// The name of the tokens' scheme.
const TOKEN: &str = "token";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Överens",
        description = "Agreement text, written together. Errors are application/problem+json with a stable \
                       `type`, in Swedish or English by Accept-Language. Browsers send a session cookie, \
                       other clients a personal access token as a bearer token; a token speaks for one \
                       member of one agreement.",
    ),
    components(schemas(ProblemBody)),
    security(("session" = []), ("token" = [])),
    modifiers(&Schemes),
)]
struct Description;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let components = description.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::new("overens_session"));
        components.add_security_scheme(SESSION, SecurityScheme::ApiKey(cookie));
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    }
}

/// A router for described routes; the description itself is the first of them.
pub(super) fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi()).routes(routes!(openapi_json))
}

/// The finished description, as [`openapi_json`] serves it.
#[derive(Clone)]
pub(super) struct Written(Bytes);

impl Written {
    /// Writes a description out, once.
    pub(super) fn new(description: &utoipa::openapi::OpenApi) -> Self {
        Self(serde_json::to_vec(description).unwrap_or_default().into())
    }
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "operation", security(()), responses(
    (status = 200, description = "OpenAPI", body = serde_json::Value),
))]
async fn openapi_json(Extension(Written(json)): Extension<Written>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], json)
}
