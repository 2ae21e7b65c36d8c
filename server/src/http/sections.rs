//! A section: what it is, its text, and who wrote it.

use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::view::{AgreementTitle, Contributor, Permission, Section};
use super::{App, language};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::refusal::Language;
use crate::agreement::state::State;
use crate::text::block::Block;
use crate::text::canonical::canonical_blocks;
use crate::text::log::EpochId;
use crate::text::passage::BlockId;
use axum::Json;
use axum::extract::State as Within;
use axum::http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(one)).routes(routes!(text))
}

/// A section and what I may do in it.
#[derive(Serialize, ToSchema)]
struct SectionInfo {
    section: Section,
    agreement: AgreementTitle,
    epoch: EpochId,
    may_write: bool,
    /// The code of the rule that says no; null if I may write.
    why_not: Option<&'static str>,
    /// Most first; only those of whom something stands.
    contributors: Vec<Contributor>,
    /// SHA-256 of the canonical form of the text as it stands.
    hash: Digest,
    /// Whether the text differs from the latest revision; before the first revision it does.
    edited: bool,
    may: SectionPermissions,
}

/// What I may do in a section now.
#[derive(Serialize, ToSchema)]
struct SectionPermissions {
    save_revision: Permission,
    /// Offer another wording.
    propose: Permission,
    restore: Permission,
    lock: Permission,
    reopen: Permission,
    sign_off: Permission,
    /// For my party.
    reserve: Permission,
    /// For myself.
    reserve_personally: Permission,
    /// Begin discussions and take part in them.
    comment: Permission,
}

impl SectionPermissions {
    fn of(state: &State, member: MemberId, section: SectionId, language: Language) -> Self {
        let by = Actor::Member { member };
        Self {
            save_revision: Permission::of(state.may_save(by), language),
            propose: Permission::of(state.may_propose(member, section), language),
            restore: Permission::of(state.may_write(member, section), language),
            lock: Permission::of(state.may_lock(member, section), language),
            reopen: Permission::of(state.may_reopen(member, section), language),
            sign_off: Permission::of(state.may_sign_off(member, section), language),
            reserve: Permission::of(state.may_reserve(member, section, false), language),
            reserve_personally: Permission::of(state.may_reserve(member, section, true), language),
            comment: Permission::of(state.may_comment(member), language),
        }
    }
}

/// A section's text in its canonical form.
#[derive(Serialize, ToSchema)]
struct CanonicalText {
    epoch: EpochId,
    /// SHA-256 over the section's canonical form, in hexadecimal.
    hash: Digest,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// Which item of the Yjs document each block is; null for what no editor wrote. A proposal names its run so.
    ids: Vec<Option<BlockItem>>,
}

/// An item of the Yjs document.
#[derive(Serialize, ToSchema)]
struct BlockItem {
    client: u64,
    clock: u32,
}

/// A section, without its text.
#[utoipa::path(get, path = "/api/sections/{id}", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = SectionInfo),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
    ),
)]
async fn one(
    at: InSection,
    Within(app): Within<App>,
    headers: HeaderMap,
) -> Result<Json<SectionInfo>, Problem> {
    let language = language::preferred(&headers);
    let (state, member) = (&at.within.state, at.within.member);
    let section = at.found()?;
    let why_not = state.may_write(member, at.section).err();
    let now = app.approving.now(state, at.section).await?;
    Ok(Json(SectionInfo {
        section: Section::of(state, section),
        agreement: AgreementTitle::of(state),
        epoch: now.read.epoch,
        may_write: why_not.is_none(),
        why_not: why_not.map(|refusal| refusal.code()),
        contributors: now.text.contributors.iter().map(Contributor::of).collect(),
        hash: now.text.hash,
        edited: section.latest().is_none_or(|latest| latest.hash != now.text.hash),
        may: SectionPermissions::of(state, member, at.section, language),
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
    let now = app.approving.now(&at.within.state, at.section).await?;
    let blocks = canonical_blocks(&now.read.blocks);
    let item = |id: BlockId| BlockItem { client: id.client, clock: id.clock };
    let ids = now.read.ids.iter().map(|id| id.map(item)).collect();
    Ok(Json(CanonicalText { epoch: now.read.epoch, hash: now.text.hash, blocks, ids }))
}
