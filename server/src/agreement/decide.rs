//! What is asked for, and whether the rules allow it.

use super::chance::{Chance, Seed};
use super::description::Description;
use super::entry::{Actor, Entry};
use super::founding;
use super::id::{MemberId, PartyId};
use super::member::{Member, Role};
use super::refusal::Refusal;
use super::state::State;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Something to be done to an agreement.
#[derive(Clone, Debug)]
pub enum Command {
    /// Found it.
    Found(Box<Description>),
    /// Let a member hold just these roles.
    ChangeRoles {
        /// Whose.
        member: MemberId,
        /// Which.
        roles: BTreeSet<Role>,
    },
    /// Let a member leave.
    RemoveMember {
        /// Who.
        member: MemberId,
    },
}

/// What a decision rests on besides the state.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who asks, as their connection was authenticated.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What new ids and salts are drawn from.
    pub seed: Seed,
}

/// What to append to the record; nothing if it is so already.
///
/// # Errors
/// The rule that forbids it.
pub fn decide(state: &State, command: Command, context: &Context) -> Result<Vec<Entry>, Refusal> {
    match command {
        Command::Found(description) => found(state, &description, context),
        Command::ChangeRoles { member, roles } => change_roles(state, member, roles, context.by),
        Command::RemoveMember { member } => remove_member(state, member, context.by),
    }
}

fn found(state: &State, description: &Description, context: &Context) -> Result<Vec<Entry>, Refusal> {
    match context.by {
        Actor::Operator => {}
        Actor::Member { .. } => return Err(Refusal::OnlyTheOperator),
    }
    if state.matter().is_some() {
        return Err(Refusal::AlreadyFounded);
    }
    description.check().map_err(Refusal::Description)?;
    Ok(founding::entries(description, &mut Chance::new(context.seed.clone(), context.at)))
}

fn change_roles(
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

fn remove_member(state: &State, member: MemberId, by: Actor) -> Result<Vec<Entry>, Refusal> {
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
