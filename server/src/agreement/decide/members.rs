//! Members: their roles, and who leaves. Neither side acts for the other.

use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{MemberId, PartyId};
use crate::agreement::member::{Member, Role};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use std::collections::BTreeSet;

pub(super) fn change_roles(
    state: &State,
    member: MemberId,
    roles: BTreeSet<Role>,
    by: Actor,
) -> Result<Vec<Entry>, Refusal> {
    let changed = managed(state, member, by)?;
    if roles.is_empty() {
        return Err(Refusal::NoRoles);
    }
    match changed.party {
        None if roles.contains(&Role::Approver) => return Err(Refusal::NeutralApprover),
        Some(party) if !roles.contains(&Role::Coordinator) => {
            another_coordinator(state, party, member)?;
        }
        None | Some(_) => {}
    }
    if changed.roles == roles {
        return Ok(vec![]);
    }
    Ok(vec![Entry::RolesChanged { member, roles }])
}

pub(super) fn remove_member(state: &State, member: MemberId, by: Actor) -> Result<Vec<Entry>, Refusal> {
    let removed = managed(state, member, by)?;
    if let Some(party) = removed.party {
        another_coordinator(state, party, member)?;
    }
    Ok(vec![Entry::MemberRemoved { member }])
}

/// The member, if `by` may change anything for them: neither side acts for the other. So a
/// coordinator manages the own party, and the operator, who is of no side, those of no party.
fn managed(state: &State, member: MemberId, by: Actor) -> Result<&Member, Refusal> {
    let own_party = match by {
        Actor::Operator => None,
        Actor::Server => return Err(Refusal::MembersOnly),
        Actor::Member { member } => {
            let coordinator = state.member(member).ok_or(Refusal::NotAMember)?;
            if !coordinator.is(Role::Coordinator) {
                return Err(Refusal::NotACoordinator);
            }
            Some(coordinator.party)
        }
    };
    let managed = state.member(member).ok_or(Refusal::NoSuchMember(member))?;
    let allowed = match own_party {
        None => managed.party.is_none(),
        // A neutral coordinator has no party, and so nobody to manage.
        Some(party) => party.is_some() && party == managed.party,
    };
    if allowed {
        return Ok(managed);
    }
    let party = managed.party.and_then(|party| state.party(party));
    Err(Refusal::OtherParty(party.map(|party| party.letter)))
}

/// Refuses if the party has no coordinator besides `leaving`.
fn another_coordinator(state: &State, party: PartyId, leaving: MemberId) -> Result<(), Refusal> {
    let mut others = state.members_of(party).filter(|member| member.id != leaving);
    match state.party(party) {
        Some(party) if !others.any(|member| member.is(Role::Coordinator)) => {
            Err(Refusal::LastCoordinator(party.letter))
        }
        Some(_) | None => Ok(()),
    }
}
