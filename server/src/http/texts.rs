//! The texts of an agreement as they stand: what changes without the record's doing.

use super::App;
use super::identity::InAgreement;
use super::problem::{Problem, ProblemBody};
use super::view::Contributor;
use crate::agreement::digest::Digest;
use crate::agreement::id::SectionId;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(texts))
}

/// The texts of an agreement as they stand.
#[derive(Serialize, ToSchema)]
struct Texts {
    /// By section.
    sections: BTreeMap<SectionId, TextStanding>,
}

/// A section's text as it stands.
#[derive(Serialize, ToSchema)]
struct TextStanding {
    /// SHA-256 of its canonical form.
    hash: Digest,
    /// Whether it differs from the latest revision; before the first revision it does.
    edited: bool,
    /// Most first; only those of whom something stands.
    contributors: Vec<Contributor>,
    /// How many measures it has.
    measures: usize,
    /// UTF-16 units, the template's words included.
    characters: u64,
}

/// The texts of all sections as they stand: who wrote them, and whether they were edited after their latest
/// revision.
#[utoipa::path(get, path = "/api/agreements/{id}/texts", tag = "agreements",
    params(("id" = Uuid, Path, description = "The agreement's id")),
    responses(
        (status = 200, body = Texts),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`agreement-unknown`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn texts(
    InAgreement { state, .. }: InAgreement,
    State(app): State<App>,
) -> Result<Json<Texts>, Problem> {
    let mut sections = BTreeMap::new();
    for section in state.sections() {
        let now = app.approving.now(&state, section.id).await?;
        let standing = TextStanding {
            hash: now.text.hash,
            edited: section.latest().is_none_or(|latest| latest.hash != now.text.hash),
            contributors: now.text.contributors.iter().map(Contributor::of).collect(),
            measures: now.measures,
            characters: now.text.characters,
        };
        sections.insert(section.id, standing);
    }
    Ok(Json(Texts { sections }))
}
