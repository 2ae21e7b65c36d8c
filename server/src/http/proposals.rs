//! Proposals: other wordings of a run of a section's blocks.

use super::App;
use super::identity::{Identity, InAgreement, InSection, first_parameter, within};
use super::language;
use super::openapi::problems;
use super::problem::{Problem, ProblemBody};
use super::sent::{Queried, Sent};
use super::view::Proposal;
use crate::agreement::id::{ProposalId, SectionId};
use crate::agreement::refusal::ProposalRefusal;
use crate::discussing::{self, Discussion, Proposed, Proposing, agreement_of_proposal};
use crate::text::block::Block;
use crate::text::passage::SeenBlock;
use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::openapi::RefOr;
use utoipa::openapi::response::Response;
use utoipa::{IntoParams, IntoResponses, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bytes of a request with blocks: as they were seen, and as they are to be.
const BLOCKS_SIZE: usize = 1024 * 1024;

/// Closed proposals of one answer: the ones made last.
const MOST_CLOSED: usize = 200;

pub(super) fn router() -> OpenApiRouter<App> {
    let with_blocks = OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(accept))
        .routes(routes!(renew))
        .layer(DefaultBodyLimit::max(BLOCKS_SIZE));
    with_blocks.routes(routes!(one)).routes(routes!(reject)).routes(routes!(withdraw))
}

/// A section's proposals.
#[derive(Serialize, ToSchema)]
struct ProposalList {
    /// In the order in which they were made.
    proposals: Vec<Proposal>,
    /// How many entries the agreement's discussion log has.
    position: u64,
}

/// Which proposals.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Open ones or closed ones; all of them unless given. Of the closed ones, the 200 made last.
    #[param(inline)]
    state: Option<OpenOrClosed>,
}

/// Whether proposals have ended.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OpenOrClosed {
    Open,
    Closed,
}

/// Another wording of a run of blocks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProposalRequest {
    /// The run as I see it: whole blocks, one after the other, in their order.
    base: Vec<SeenBlock>,
    /// What is to stand there instead, in ProseMirror's JSON form; none takes the run out.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// Why; may be left out. At most 10,000 characters.
    reason: Option<String>,
}

/// That a proposal is put into the text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AcceptanceRequest {
    /// The run as I see it.
    seen: Vec<SeenBlock>,
    /// What is to stand there, if not just what was proposed. Needed where the run has changed since.
    #[schema(value_type = Option<Vec<Object>>)]
    blocks: Option<Vec<Block>>,
}

/// Why a proposal does not come into the text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RejectionRequest {
    /// 1 to 10,000 characters.
    reason: String,
}

/// Why a proposal is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalRequest {
    /// May be left out. At most 10,000 characters.
    reason: Option<String>,
}

/// The problems of looking at proposals.
struct ReadingProblems;

/// The problems of every route that makes a proposal or decides on one; each gives those that can occur there.
struct ChangeProblems;

impl IntoResponses for ReadingProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("401", "`not-signed-in`"),
            ("403", "`not-a-member`"),
            ("404", "`section-unknown` or `no-such-proposal`"),
            ("503", "`store-unavailable` or `stopping`"),
        ])
    }
}

impl IntoResponses for ChangeProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "`bad-request`"),
            ("401", "`not-signed-in`"),
            (
                "403",
                "`observers-read`, `not-a-drafter`, `not-a-drafter-or-coordinator`, `another-party-accepts`, \
                 `proposal-of-another`, `not-a-member` or `wrong-origin`",
            ),
            ("404", "`no-such-proposal`, `section-unknown` or `no-such-section`"),
            (
                "409",
                "`proposal-text-changed`: the run is not as it was seen; `proposal-must-be-looked-at`: it has changed \
                 since it was proposed, so `blocks` is needed; `proposal-gone`: it is not there; `proposal-closed`; \
                 `section-locked`, `section-agreed`, `text-is-fixed`, `too-many-proposals` or `contended`",
            ),
            ("413", "`too-large`"),
            (
                "422",
                "`proposal-without-blocks`, `proposal-changes-nothing`, `proposal-strange`, `proposal-unreadable`, \
                 `proposal-too-large`, `field-missing`, `field-too-long` or `field-unreadable`",
            ),
            ("503", "`store-unavailable` or `stopping`"),
        ])
    }
}

/// Somebody in an agreement they are a member of, at one of its proposals.
struct InProposal {
    within: InAgreement,
    proposal: ProposalId,
}

impl FromRequestParts<App> for InProposal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let identity = Identity::from_request_parts(parts, app).await?;
        let unknown = || Problem::Refused(ProposalRefusal::Unknown.into());
        let proposal: ProposalId = first_parameter(parts, app).await.ok_or_else(unknown)?;
        let agreement = agreement_of_proposal(&*app.store, proposal).await?.ok_or_else(unknown)?;
        let state = app.records.state(agreement).await?;
        Ok(Self { within: within(identity, state)?, proposal })
    }
}

impl InProposal {
    /// The proposal as whoever asks sees it, as it is in a discussion.
    async fn seen(
        &self,
        app: &App,
        headers: &HeaderMap,
        discussion: &Discussion,
    ) -> Result<Json<Proposal>, Problem> {
        app.proposal_seen(&self.within, headers, discussion, self.proposal).await
    }
}

impl App {
    fn proposing(&self) -> Proposing<'_> {
        Proposing { records: &self.records, rooms: &self.rooms, discussions: &self.discussions }
    }

    /// A proposal as whoever asks sees it.
    async fn proposal_seen(
        &self,
        within: &InAgreement,
        headers: &HeaderMap,
        discussion: &Discussion,
        proposal: ProposalId,
    ) -> Result<Json<Proposal>, Problem> {
        let known = discussion.proposals.get(proposal).ok_or(ProposalRefusal::Unknown)?;
        let one = vec![known.clone()];
        let seen = self.proposals_seen(within, headers, discussion, known.section, one).await?;
        Ok(Json(seen.into_iter().next().ok_or(ProposalRefusal::Unknown)?))
    }

    /// Proposals of a section as whoever asks sees them.
    async fn proposals_seen(
        &self,
        within: &InAgreement,
        headers: &HeaderMap,
        discussion: &Discussion,
        section: SectionId,
        proposals: Vec<Arc<discussing::Proposal>>,
    ) -> Result<Vec<Proposal>, Problem> {
        // What was done just now may have changed it.
        let state = self.records.state(within.state.agreement()).await?;
        let text = self.rooms.standing(section).await?;
        let reader = (within.member, language::preferred(headers));
        let mut seen = Vec::with_capacity(proposals.len());
        for proposal in proposals {
            let comparison = self.discussions.redline(&proposal).await?;
            seen.push(Proposal::of(&state, reader, discussion, &proposal, &text, comparison));
        }
        Ok(seen)
    }
}

/// A section's proposals, with how the text that they are about stands now.
#[utoipa::path(get, path = "/api/sections/{id}/proposals", tag = "proposals",
    params(("id" = Uuid, Path, description = "The section's id"), Which),
    responses(
        (status = 200, body = ProposalList),
        (status = 400, description = "`bad-request`", body = ProblemBody),
        ReadingProblems,
    ),
)]
async fn list(
    at: InSection,
    State(app): State<App>,
    Queried(which): Queried<Which>,
    headers: HeaderMap,
) -> Result<Json<ProposalList>, Problem> {
    at.found()?;
    let discussion = app.discussions.state(at.within.state.agreement()).await?;
    let mut closed = 0;
    let wanted = |proposal: &&Arc<discussing::Proposal>| match &proposal.closed {
        None => which.state != Some(OpenOrClosed::Closed),
        Some(_) => {
            closed += 1;
            which.state != Some(OpenOrClosed::Open) && closed <= MOST_CLOSED
        }
    };
    let mut proposals: Vec<_> = discussion.proposals.of(at.section).rev().filter(wanted).cloned().collect();
    proposals.reverse();
    let proposals = app.proposals_seen(&at.within, &headers, &discussion, at.section, proposals).await?;
    Ok(Json(ProposalList { proposals, position: discussion.position().0 }))
}

/// Offers another wording of a run of blocks. The text stays as it is.
#[utoipa::path(post, path = "/api/sections/{id}/proposals", tag = "proposals",
    params(("id" = Uuid, Path, description = "The section's id")),
    request_body = ProposalRequest,
    responses((status = 201, body = Proposal), ChangeProblems),
)]
async fn make(
    at: InSection,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<ProposalRequest>,
) -> Result<(StatusCode, Json<Proposal>), Problem> {
    at.found()?;
    let (state, member) = (&at.within.state, at.within.member);
    let (discussion, proposal) = app.proposing().make(state, at.section, member, asked.into()).await?;
    let seen = app.proposal_seen(&at.within, &headers, &discussion, proposal).await?;
    Ok((StatusCode::CREATED, seen))
}

/// A proposal, with how the text that it is about stands now.
#[utoipa::path(get, path = "/api/proposals/{id}", tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal's id")),
    responses((status = 200, body = Proposal), ReadingProblems),
)]
async fn one(at: InProposal, State(app): State<App>, headers: HeaderMap) -> Result<Json<Proposal>, Problem> {
    let discussion = app.discussions.state(at.within.state.agreement()).await?;
    at.seen(&app, &headers, &discussion).await
}

/// Puts a proposal into the text. Its words are the proposer's; those that stood and stay are whose they were; what
/// I changed in it is mine. Whoever has the section open gets it as one change.
#[utoipa::path(post, path = "/api/proposals/{id}/acceptances", tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal's id")),
    request_body = AcceptanceRequest,
    responses((status = 200, body = Proposal), ChangeProblems),
)]
async fn accept(
    at: InProposal,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<AcceptanceRequest>,
) -> Result<Json<Proposal>, Problem> {
    let AcceptanceRequest { seen, blocks } = asked;
    let (agreement, member) = (at.within.state.agreement(), at.within.member);
    let discussion = app.proposing().accept(agreement, at.proposal, member, seen, blocks).await?;
    at.seen(&app, &headers, &discussion).await
}

/// Decides that a proposal does not come into the text.
#[utoipa::path(post, path = "/api/proposals/{id}/rejections", tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal's id")),
    request_body = RejectionRequest,
    responses((status = 200, body = Proposal), ChangeProblems),
)]
async fn reject(
    at: InProposal,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<RejectionRequest>,
) -> Result<Json<Proposal>, Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    let discussion = app.proposing().reject(state, at.proposal, member, &asked.reason).await?;
    at.seen(&app, &headers, &discussion).await
}

/// Takes a proposal of mine back.
#[utoipa::path(post, path = "/api/proposals/{id}/withdrawals", tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal's id")),
    request_body = WithdrawalRequest,
    responses((status = 200, body = Proposal), ChangeProblems),
)]
async fn withdraw(
    at: InProposal,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<WithdrawalRequest>,
) -> Result<Json<Proposal>, Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    let reason = asked.reason.unwrap_or_default();
    let discussion = app.proposing().withdraw(state, at.proposal, member, &reason).await?;
    at.seen(&app, &headers, &discussion).await
}

/// Offers a proposal of mine anew, on the text as it is now. It stays the one it is, with another wording.
#[utoipa::path(post, path = "/api/proposals/{id}/renewals", tag = "proposals",
    params(("id" = Uuid, Path, description = "The proposal's id")),
    request_body = ProposalRequest,
    responses((status = 200, body = Proposal), ChangeProblems),
)]
async fn renew(
    at: InProposal,
    State(app): State<App>,
    headers: HeaderMap,
    Sent(asked): Sent<ProposalRequest>,
) -> Result<Json<Proposal>, Problem> {
    let (state, member) = (&at.within.state, at.within.member);
    let discussion = app.proposing().renew(state, at.proposal, member, asked.into()).await?;
    at.seen(&app, &headers, &discussion).await
}

impl From<ProposalRequest> for Proposed {
    fn from(ProposalRequest { base, blocks, reason }: ProposalRequest) -> Self {
        Self { base, blocks, reason: reason.unwrap_or_default() }
    }
}
