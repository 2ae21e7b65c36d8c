//! Proposals, as somebody sees them.

use super::Permission;
use crate::agreement::id::{MemberId, PartyId, ProposalId, SectionId};
use crate::agreement::refusal::{Ending, Language};
use crate::agreement::state::State;
use crate::discussing::{self, Discussion};
use crate::drafting::Text;
use crate::text::block::Block;
use crate::text::comparison::Comparison;
use crate::text::passage::{SeenBlock, Standing, stands};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Another wording of a run of blocks, what it would change, and what I may do with it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Proposal {
    id: ProposalId,
    section: SectionId,
    author: MemberId,
    /// The author's; null for somebody of no party.
    party: Option<PartyId>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why; null if its author did not say.
    reason: Option<String>,
    state: ProposalState,
    /// How it ended; null while it is open.
    closed: Option<ProposalEnd>,
    /// The run that it is about, as it stood when it was proposed.
    base: Vec<SeenBlock>,
    /// What is to stand there: blocks in ProseMirror's JSON form. None: the run is to be taken out.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// How the run stands now.
    standing: Standing,
    /// The run as it stands now; null if it is gone.
    now: Option<Vec<SeenBlock>>,
    /// Which blocks of the run say something else now, counted from 0.
    changed: Vec<usize>,
    /// What it would change in the text that it was made on.
    #[schema(value_type = Comparison)]
    comparison: Arc<Comparison>,
    /// The others that are open on any of the same blocks.
    conflicts: Vec<ProposalId>,
    /// Whose words stood in the run, most first.
    concerns: Vec<MemberId>,
    may: ProposalPermissions,
}

/// What has become of a proposal.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ProposalState {
    Open,
    Accepted,
    Rejected,
    Withdrawn,
}

/// How a proposal ended.
#[derive(Serialize, ToSchema)]
struct ProposalEnd {
    by: MemberId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why; null if nobody said.
    reason: Option<String>,
    /// Whether another wording was put in than the one proposed.
    edited: bool,
    /// That wording: blocks in ProseMirror's JSON form; null if there is none.
    #[schema(value_type = Option<Vec<Object>>)]
    blocks: Option<Vec<Block>>,
}

/// What I may do with a proposal now. Once it is closed, nothing.
#[derive(Serialize, ToSchema)]
struct ProposalPermissions {
    accept: Permission,
    reject: Permission,
    withdraw: Permission,
    /// Offer it anew, on the text as it is now.
    renew: Permission,
}

impl Proposal {
    /// As a member sees it, in a section that says this.
    pub(in crate::http) fn of(
        state: &State,
        (member, language): (MemberId, Language),
        discussion: &Discussion,
        proposal: &discussing::Proposal,
        text: &Text,
        comparison: Arc<Comparison>,
    ) -> Self {
        let discussing::Proposal { id, section, author, made, ref wording, ref closed, .. } = *proposal;
        let discussing::Wording { base, blocks, reason, concerns } = wording.clone();
        let stands = stands(&base, &text.ids, &text.blocks);
        let now = (stands.standing != Standing::Gone).then_some(stands.now);
        Self {
            id,
            section,
            author,
            party: state.present_or_former(author).and_then(|author| author.party),
            at: made,
            reason,
            state: match closed.as_ref().map(|closed| closed.ending) {
                None => ProposalState::Open,
                Some(Ending::Accepted) => ProposalState::Accepted,
                Some(Ending::Rejected) => ProposalState::Rejected,
                Some(Ending::Withdrawn) => ProposalState::Withdrawn,
            },
            closed: closed.as_ref().map(ProposalEnd::of),
            base,
            blocks,
            standing: stands.standing,
            now,
            changed: stands.changed,
            comparison,
            conflicts: discussion.proposals.conflicts_of(proposal),
            concerns,
            may: ProposalPermissions::of(state, (member, language), proposal),
        }
    }
}

impl ProposalEnd {
    fn of(closed: &discussing::Closed) -> Self {
        let discussing::Closed { at, by, reason, edited, .. } = closed.clone();
        Self { by, at, reason, edited: edited.is_some(), blocks: edited }
    }
}

impl ProposalPermissions {
    fn of(state: &State, (member, language): (MemberId, Language), proposal: &discussing::Proposal) -> Self {
        let (section, author) = (proposal.section, proposal.author);
        let open = proposal.still_open(state);
        let permission = |may: Result<(), _>| Permission::of(may.and(open.clone()), language);
        Self {
            accept: permission(state.may_accept(member, section, author).map(drop)),
            reject: permission(state.may_reject(member, section).map(drop)),
            withdraw: permission(state.may_withdraw_proposal(member, section, author).map(drop)),
            renew: permission(state.may_renew(member, section, author).map(drop)),
        }
    }
}
