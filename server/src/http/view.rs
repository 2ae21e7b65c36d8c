//! The domain as clients read it: the shapes of the JSON, made from an agreement's state.
//!
//! Where a name or a title was erased, the text is empty.

use crate::agreement::id::{AgreementId, MemberId, OrganisationId, PartyId, SectionId};
use crate::agreement::member::{self, Role};
use crate::agreement::party::{self, Approval, PartyKind};
use crate::agreement::section::{self, SectionKind, SectionState};
use crate::agreement::state::State;
use serde::Serialize;
use utoipa::ToSchema;

/// An agreement by its title.
#[derive(Serialize, ToSchema)]
pub(super) struct AgreementTitle {
    id: AgreementId,
    title: String,
}

impl AgreementTitle {
    pub(super) fn of(state: &State) -> Self {
        Self { id: state.agreement(), title: state.title().unwrap_or_default().to_owned() }
    }
}

/// A side of an agreement.
#[derive(Serialize, ToSchema)]
pub(super) struct Party {
    id: PartyId,
    /// A letter from A to Z.
    #[schema(example = "A")]
    letter: String,
    name: String,
    kind: PartyKind,
    approval: Approval,
    organisations: Vec<Organisation>,
}

/// A body or association of a party.
#[derive(Serialize, ToSchema)]
struct Organisation {
    id: OrganisationId,
    name: String,
}

impl Party {
    pub(super) fn of(state: &State, party: &party::Party) -> Self {
        let organisations = state
            .organisations_of(party.id)
            .map(|organisation| Organisation { id: organisation.id, name: organisation.name.clone() });
        Self {
            id: party.id,
            letter: party.letter.to_string(),
            name: party.name.clone(),
            kind: party.kind,
            approval: party.approval,
            organisations: organisations.collect(),
        }
    }
}

/// A person in an agreement.
#[derive(Serialize, ToSchema)]
pub(super) struct Member {
    id: MemberId,
    name: String,
    /// Null for somebody who belongs to no party.
    party: Option<PartyId>,
    /// The organisation's name.
    organisation: Option<String>,
    roles: Vec<Role>,
}

impl Member {
    pub(super) fn of(state: &State, member: &member::Member) -> Self {
        let organisation = member.organisation.and_then(|id| state.organisation(id));
        Self {
            id: member.id,
            name: member.name.text().unwrap_or_default().to_owned(),
            party: member.party,
            organisation: organisation.map(|organisation| organisation.name.clone()),
            roles: member.roles.iter().copied().collect(),
        }
    }

    /// The member who asks. `None` cannot be while the state is the one that let them in.
    pub(super) fn me(state: &State, id: MemberId) -> Option<Self> {
        state.member(id).map(|member| Self::of(state, member))
    }
}

/// A section, without its text.
#[derive(Serialize, ToSchema)]
pub(super) struct Section {
    id: SectionId,
    kind: SectionKind,
    title: String,
    /// From 1 among the principles; null for other kinds.
    number: Option<usize>,
    state: SectionState,
    responsible: Vec<PartyId>,
}

impl Section {
    pub(super) fn of(state: &State, section: &section::Section) -> Self {
        Self {
            id: section.id,
            kind: section.kind,
            title: section.title.clone(),
            number: state.number(section.id),
            state: state.section_state(section),
            responsible: section.responsible.clone(),
        }
    }
}
