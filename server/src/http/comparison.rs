//! Two texts of a section compared, and whose words are new.

use super::App;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::sent::Queried;
use crate::agreement::digest::Digest;
use crate::agreement::id::MemberId;
use crate::agreement::revision::RevisionNumber;
use crate::approving::Compared;
use crate::text::comparison::{Comparison, Piece};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(compare)).routes(routes!(writers))
}

/// Which revisions to compare.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The earlier one.
    from: RevisionNumber,
    /// The later one; the text as it stands unless given.
    to: Option<RevisionNumber>,
}

/// What changed in a section from one text to another.
#[derive(Serialize, ToSchema)]
struct SectionComparison {
    /// The hash of the earlier text.
    hash_before: Digest,
    /// The hash of the later one.
    hash_after: Digest,
    /// What changed in the section's title; null if nothing did.
    title: Option<Vec<Piece>>,
    /// Who answers for it, if that is different.
    responsible: Option<ComparedParties>,
    #[schema(value_type = Comparison)]
    comparison: Arc<Comparison>,
}

/// The names of parties in the earlier text and in the later.
#[derive(Serialize, ToSchema)]
struct ComparedParties {
    before: Vec<String>,
    after: Vec<String>,
}

/// Whose words are new in the later of two texts. Who removed something cannot be told.
#[derive(Serialize, ToSchema)]
struct ComparisonWriters {
    hash_before: Digest,
    hash_after: Digest,
    /// The blocks with new words; null if it is not known any more who wrote them, as after a purge.
    blocks: Option<Vec<BlockWriters>>,
}

/// Who wrote what is new in a block.
#[derive(Serialize, ToSchema)]
struct BlockWriters {
    /// Which of the comparison's blocks, from 0.
    block: usize,
    /// In the order of the text.
    writers: Vec<Writer>,
}

/// Somebody's new words in a block.
#[derive(Serialize, ToSchema)]
struct Writer {
    /// Null for words that the text began with.
    member: Option<MemberId>,
    /// How many; 0 if only signs are new.
    words: usize,
}

impl SectionComparison {
    fn of(compared: &Compared) -> Self {
        let responsible = compared.responsible.clone();
        Self {
            hash_before: compared.hashes.0,
            hash_after: compared.hashes.1,
            title: compared.title.clone(),
            responsible: responsible.map(|(before, after)| ComparedParties { before, after }),
            comparison: compared.comparison.clone(),
        }
    }
}

/// What changed from a revision to another, or to the text as it stands: by blocks, and by words in them.
#[utoipa::path(get, path = "/api/sections/{id}/comparison", tag = "revisions",
    params(("id" = Uuid, Path, description = "The section's id"), Asked),
    responses(
        (status = 200, body = SectionComparison),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn compare(
    at: InSection,
    State(app): State<App>,
    Queried(asked): Queried<Asked>,
) -> Result<Json<SectionComparison>, Problem> {
    let compared = app.approving.compare(&at.within.state, at.section, asked.from, asked.to).await?;
    Ok(Json(SectionComparison::of(&compared)))
}

/// Whose words are new in a comparison, block by block. If the text has moved on since the comparison was read, the
/// hashes say so.
#[utoipa::path(get, path = "/api/sections/{id}/comparison/writers", tag = "revisions",
    params(("id" = Uuid, Path, description = "The section's id"), Asked),
    responses(
        (status = 200, body = ComparisonWriters),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown` or `no-such-revision`", body = ProblemBody),
        (status = 503, description = "`store-unavailable` or `stopping`", body = ProblemBody),
    ),
)]
async fn writers(
    at: InSection,
    State(app): State<App>,
    Queried(asked): Queried<Asked>,
) -> Result<Json<ComparisonWriters>, Problem> {
    let state = &at.within.state;
    let asking = app.approving.compare_with_writers(state, at.section, asked.from, asked.to);
    let (compared, written) = asking.await?;
    let writer = |(member, words): &(Option<MemberId>, usize)| Writer { member: *member, words: *words };
    let blocks = written.as_deref().map(|blocks| {
        let of = |(block, writers): &(usize, Vec<(Option<MemberId>, usize)>)| BlockWriters {
            block: *block,
            writers: writers.iter().map(writer).collect(),
        };
        blocks.iter().map(of).collect()
    });
    let (hash_before, hash_after) = compared.hashes;
    Ok(Json(ComparisonWriters { hash_before, hash_after, blocks }))
}
