//! What an approver sees before signing: the text, what changed since, and what stands in the way.

use super::{Approving, ApprovingError, Compared};
use crate::agreement::id::{MemberId, PartyId, SectionId};
use crate::agreement::recorded::Recorded;
use crate::agreement::refusal::Refusal;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section::Section;
use crate::agreement::sign_off::{Mandate, Standing};
use crate::agreement::state::State;
use crate::text::block::Block;
use jiff::Timestamp;
use std::sync::Arc;

/// Whose earlier approval the text is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The approver's own.
    Own,
    /// Another approver's of the same party.
    Party,
}

/// The revision that the approver or their party approved last, and what has changed since.
#[derive(Clone, Debug)]
pub struct SeenBefore {
    /// Which revision.
    pub revision: RevisionNumber,
    /// Whose approval it has.
    pub whose: Whose,
    /// What is different in the latest one.
    pub compared: Arc<Compared>,
}

/// Something that must hold, or that is worth knowing, before a sign-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// There is a revision to approve.
    Revision,
    /// The phase allows approvals.
    Phase,
    /// Nothing was edited after the latest revision.
    Unedited(Option<RevisionNumber>),
    /// All of the text can be shown.
    Sound,
    /// So many proposals that were open when the revision was saved still are; none may be.
    Proposals(usize),
    /// The approver has a mandate that holds today.
    Mandate,
    /// How many approvers of another party have approved this very text, of how many it takes.
    Other {
        /// Which party.
        party: PartyId,
        /// So many have.
        given: usize,
        /// So many it takes.
        needed: usize,
    },
    /// There are reservations on it.
    Reservations(usize),
}

/// What an approver sees.
#[derive(Clone, Debug)]
pub struct Panel {
    /// The text to approve, in canonical form; empty before the first revision.
    pub blocks: Vec<Block>,
    /// What it is compared with; `None` if neither the approver nor their party has approved any.
    pub before: Option<SeenBefore>,
    /// In the order to see to them: each with whether it holds.
    pub conditions: Vec<(Condition, bool)>,
    /// The approver's mandates with whether each holds today, valid ones first, newest first.
    pub mandates: Vec<(Arc<Recorded<Mandate>>, bool)>,
}

impl Condition {
    /// Whether nobody can approve while it does not hold. The others are worth knowing only.
    pub fn hinders(&self) -> bool {
        match self {
            Self::Revision
            | Self::Phase
            | Self::Unedited(_)
            | Self::Sound
            | Self::Proposals(_)
            | Self::Mandate => true,
            Self::Other { .. } | Self::Reservations(_) => false,
        }
    }
}

impl Approving {
    /// What an approver sees before signing.
    ///
    /// # Errors
    /// [`Refusal::NotAnApprover`] for anybody else, or what failed.
    pub async fn panel(
        &self,
        state: &State,
        section: SectionId,
        member: MemberId,
        at: Timestamp,
    ) -> Result<Panel, ApprovingError> {
        let party = match state.may_sign_off(member, section) {
            Ok((_, party)) => Some(party),
            // What stands in the way is what the panel tells.
            Err(Refusal::NoRevision | Refusal::NotToBeApproved) => {
                state.member(member).and_then(|member| member.party)
            }
            Err(refusal) => return Err(refusal.into()),
        };
        let party = party.ok_or(Refusal::NotAnApprover)?;
        let section = state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let mandates = mandates(state, member, at);
        let now = self.now(state, section.id).await?;
        let latest = section.latest();
        let blocks = match latest {
            Some(latest) => self.content(latest.hash).await?.section.blocks,
            None => Vec::new(),
        };
        let unedited = latest.is_some_and(|latest| latest.hash == now.text.hash);
        let open_proposals = self.open_since_the_latest(state, section.id).await?;
        let mut conditions = vec![
            (Condition::Revision, latest.is_some()),
            (Condition::Phase, state.phase().allows_sign_off()),
            (Condition::Unedited(latest.map(|latest| latest.number)), unedited),
            (Condition::Sound, now.text.sound),
            (Condition::Proposals(open_proposals), open_proposals == 0),
            (Condition::Mandate, mandates.iter().any(|(_, valid)| *valid)),
        ];
        for other in state.parties().iter().filter(|other| other.id != party) {
            let (given, needed) = (section.approvers_of(other.id), other.approval.needed());
            conditions.push((Condition::Other { party: other.id, given, needed }, given >= needed));
        }
        let reservations = section.reservations.iter();
        let reservations =
            reservations.filter(|one| latest.is_some_and(|latest| latest.number == one.revision)).count();
        conditions.push((Condition::Reservations(reservations), reservations == 0));
        let before = match seen_before(section, member, party) {
            Some((revision, whose)) => {
                let to = latest.map(|latest| latest.number);
                let compared = self.compare(state, section.id, revision, to).await?;
                Some(SeenBefore { revision, whose, compared })
            }
            None => None,
        };
        Ok(Panel { blocks, before, conditions, mandates })
    }
}

/// The revision approved last by the member, else by their party.
fn seen_before(section: &Section, member: MemberId, party: PartyId) -> Option<(RevisionNumber, Whose)> {
    let given = || {
        let all = section.sign_offs.iter().rev();
        all.filter(|one| section.standing(one) != Standing::Withdrawn).map(|one| &one.given)
    };
    let own = given().find(|one| one.member == member).map(|one| (one.revision, Whose::Own));
    own.or_else(|| given().find(|one| one.party == party).map(|one| (one.revision, Whose::Party)))
}

fn mandates(state: &State, member: MemberId, at: Timestamp) -> Vec<(Arc<Recorded<Mandate>>, bool)> {
    let today = state.day_of(at);
    let own = state.mandates().iter().rev().filter(|mandate| mandate.member == member);
    let mut own: Vec<_> = own.map(|mandate| (mandate.clone(), mandate.is_valid_on(today))).collect();
    own.sort_by_key(|(_, valid)| !valid);
    own
}
