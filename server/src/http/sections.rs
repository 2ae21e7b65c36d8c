//! A section: what it is, its text, and who wrote it.

use super::App;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::view::{AgreementTitle, Section};
use crate::agreement::id::{MemberId, PartyId};
use crate::agreement::section;
use crate::agreement::state::State;
use crate::drafting;
use crate::text::block::Block;
use crate::text::canonical::{SectionText, TextHash, canonical_blocks};
use crate::text::log::EpochId;
use axum::Json;
use axum::extract::State as Within;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(one)).routes(routes!(text)).routes(routes!(authors))
}

/// A section and what I may do in it.
#[derive(Serialize, ToSchema)]
struct OneSection {
    section: Section,
    agreement: AgreementTitle,
    epoch: EpochId,
    may_write: bool,
    /// The code of the rule that says no; null if I may write.
    why_not: Option<&'static str>,
    /// Most first; only those of whom something stands.
    contributors: Vec<Contributor>,
}

/// How much of somebody stands in a text.
#[derive(Serialize, ToSchema)]
struct Contributor {
    member: MemberId,
    /// UTF-16 units.
    characters: u64,
}

/// A section's text in its canonical form.
#[derive(Serialize, ToSchema)]
struct CanonicalText {
    epoch: EpochId,
    /// SHA-256 over the section's canonical form, in hexadecimal.
    hash: TextHash,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
}

/// A section's text by who wrote it.
#[derive(Serialize, ToSchema)]
struct Authors {
    epoch: EpochId,
    /// In the order of the text.
    runs: Vec<Run>,
    /// Most first; only those of whom something stands.
    contributors: Vec<Contributor>,
}

/// Characters that one person wrote.
#[derive(Serialize, ToSchema)]
struct Run {
    text: String,
    /// Who wrote them; null for the template's words.
    member: Option<MemberId>,
    /// The client id under which they stand in the document.
    client: u64,
    /// The first one's clock.
    clock: u32,
}

/// A section, without its text.
#[utoipa::path(get, path = "/api/sections/{id}", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = OneSection),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn one(at: InSection, Within(app): Within<App>) -> Result<Json<OneSection>, Problem> {
    let state = &at.within.state;
    let section = found(&at)?;
    let why_not = state.may_write(at.within.member, at.section).err();
    let written = app.rooms.authors(at.section).await?;
    Ok(Json(OneSection {
        section: Section::of(state, section),
        agreement: AgreementTitle::of(state),
        epoch: written.epoch,
        may_write: why_not.is_none(),
        why_not: why_not.map(|refusal| refusal.code()),
        contributors: contributors(&written.contributors),
    }))
}

/// A section's text as it stands, in its canonical form.
#[utoipa::path(get, path = "/api/sections/{id}/text", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = CanonicalText),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn text(at: InSection, Within(app): Within<App>) -> Result<Json<CanonicalText>, Problem> {
    let section = found(&at)?;
    let text = app.rooms.text(at.section).await?;
    let hash = hash(&at.within.state, section, &text.blocks)?;
    Ok(Json(CanonicalText { epoch: text.epoch, hash, blocks: canonical_blocks(&text.blocks) }))
}

/// Who wrote what of a section's text.
#[utoipa::path(get, path = "/api/sections/{id}/authors", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = Authors),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn authors(at: InSection, Within(app): Within<App>) -> Result<Json<Authors>, Problem> {
    let written = app.rooms.authors(at.section).await?;
    let contributors = contributors(&written.contributors);
    let run =
        |run: drafting::Run| Run { text: run.text, member: run.member, client: run.client, clock: run.clock };
    let runs = written.runs.into_iter().map(run).collect();
    Ok(Json(Authors { epoch: written.epoch, runs, contributors }))
}

fn found(at: &InSection) -> Result<&section::Section, Problem> {
    at.within.state.section(at.section).ok_or(Problem::SectionUnknown)
}

fn contributors(contributors: &[drafting::Contributor]) -> Vec<Contributor> {
    contributors.iter().map(|one| Contributor { member: one.member, characters: one.characters }).collect()
}

fn hash(state: &State, section: &section::Section, blocks: &[Block]) -> Result<TextHash, Problem> {
    let responsible: Vec<(PartyId, &str)> =
        section.responsible.iter().filter_map(|id| Some((*id, state.party(*id)?.name.as_str()))).collect();
    // The kind as the API spells it.
    let kind = serde_json::to_value(section.kind).map_err(Problem::internal)?;
    let text = SectionText {
        agreement: state.agreement(),
        section: section.id,
        kind: kind.as_str().unwrap_or_default(),
        title: &section.title,
        responsible: &responsible,
        blocks,
    };
    Ok(text.hash())
}
