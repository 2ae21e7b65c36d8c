//! Parties and people.

use super::text;
use crate::agreement::id::{MemberId, OrganisationId, PartyId};
use crate::agreement::member::{self, Role};
use crate::agreement::party::{self, Approval, PartyKind};
use crate::agreement::state::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A side of an agreement.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Party {
    id: PartyId,
    /// A letter from A to Z.
    #[schema(example = "A")]
    letter: String,
    name: String,
    kind: PartyKind,
    approval: Approval,
    /// The bodies that must decide for it, by name.
    bodies: Vec<String>,
    organisations: Vec<Organisation>,
}

/// A body or association of a party.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Organisation {
    id: OrganisationId,
    name: String,
}

impl Organisation {
    pub(in crate::http) fn of(organisation: &party::Organisation) -> Self {
        Self { id: organisation.id, name: organisation.name.clone() }
    }
}

impl Party {
    pub(in crate::http) fn of(state: &State, party: &party::Party) -> Self {
        let organisations = state.organisations_of(party.id).map(Organisation::of);
        Self {
            id: party.id,
            letter: party.letter.to_string(),
            name: party.name.clone(),
            kind: party.kind,
            approval: party.approval,
            bodies: party.bodies.clone(),
            organisations: organisations.collect(),
        }
    }
}

/// A person in an agreement.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Member {
    id: MemberId,
    name: String,
    /// Null for somebody who belongs to no party.
    party: Option<PartyId>,
    /// The organisation's name.
    organisation: Option<String>,
    roles: Vec<Role>,
}

impl Member {
    pub(in crate::http) fn of(state: &State, member: &member::Member) -> Self {
        let organisation = member.organisation.and_then(|id| state.organisation(id));
        Self {
            id: member.id,
            name: text(&member.name),
            party: member.party,
            organisation: organisation.map(|organisation| organisation.name.clone()),
            roles: member.roles.iter().copied().collect(),
        }
    }

    /// Whether they hold a role.
    pub(in crate::http) fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// The member who asks. `None` cannot be while the state is the one that let them in.
    pub(in crate::http) fn me(state: &State, id: MemberId) -> Option<Self> {
        state.member(id).map(|member| Self::of(state, member))
    }
}
