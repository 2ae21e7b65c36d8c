//! The description of the HTTP interface, made from the handlers themselves.

use super::App;
use super::problem::ProblemBody;
use axum::Extension;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The name of the session cookie's scheme.
const SESSION: &str = "session";
/// The name of the tokens' scheme.
const TOKEN: &str = "token";

/// What every problem is sent as.
const PROBLEM: &str = "application/problem+json";

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

/// The problems of every route in an agreement.
pub(super) struct InAgreementProblems;

/// The problems of every route that changes something in an agreement.
pub(super) struct CommandProblems;

impl IntoResponses for InAgreementProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[("401", "`not-signed-in`"), ("403", "`not-a-member`"), ("404", "`agreement-unknown`")])
    }
}

impl IntoResponses for CommandProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "`bad-request`"),
            ("401", "`not-signed-in`"),
            ("403", "`not-a-member`, `session-needed`, `wrong-origin`, or the rule that keeps this from me"),
            ("404", "`agreement-unknown`, or what else is named and not there"),
            ("409", "The rule that forbids this as things stand; or `contended`"),
            ("413", "`too-large`"),
            ("422", "`field-missing`, `field-too-long`, or what else needs correcting"),
        ])
    }
}

/// Problems by status, each with the codes it may have.
pub(super) fn problems(kinds: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    let problem = |description: &str| {
        ResponseBuilder::new().description(description).content(PROBLEM, content.clone()).build()
    };
    kinds.iter().map(|(status, description)| ((*status).to_owned(), problem(description).into())).collect()
}

/// The description with what holds for all of it.
pub(super) fn finished(description: &utoipa::openapi::OpenApi) -> Value {
    let mut description = serde_json::to_value(description).unwrap_or_default();
    for schema in values_of(&mut description["components"]["schemas"]) {
        require_what_may_be_null(schema);
    }
    for path in values_of(&mut description["paths"]) {
        for operation in values_of(path) {
            for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
                if status.starts_with(['4', '5']) {
                    send_as_problem(response);
                }
            }
        }
    }
    description
}

/// A field is always there, null or not; by itself, the description lets those that may be null be left out.
fn require_what_may_be_null(schema: &mut Value) {
    let nullable: Vec<Value> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, property)| may_be_null(property))
        .map(|(name, _)| Value::from(name.as_str()))
        .collect();
    if !nullable.is_empty() {
        let mut required = schema["required"].as_array().cloned().unwrap_or_default();
        required.extend(nullable);
        schema["required"] = required.into();
    }
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        require_what_may_be_null(part);
    }
}

fn may_be_null(property: &Value) -> bool {
    let is_null = |kind: &Value| kind == "null";
    let kinds = property["type"].as_array().into_iter().flatten();
    let choices = property["oneOf"].as_array().into_iter().flatten().map(|choice| &choice["type"]);
    kinds.chain(choices).any(is_null)
}

fn send_as_problem(response: &mut Value) {
    if let Some(content) = response["content"].as_object_mut()
        && let Some(problem) = content.remove("application/json")
    {
        content.insert(PROBLEM.to_owned(), problem);
    }
}

fn values_of(map: &mut Value) -> impl Iterator<Item = &mut Value> {
    map.as_object_mut().into_iter().flat_map(|map| map.values_mut())
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
        Self(finished(description).to_string().into())
    }
}

/// This description.
#[utoipa::path(get, path = "/api/openapi.json", tag = "operation", security(()), responses(
    (status = 200, description = "OpenAPI", body = serde_json::Value),
))]
async fn openapi_json(Extension(Written(json)): Extension<Written>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], json)
}
