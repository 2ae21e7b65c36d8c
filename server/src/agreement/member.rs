//! Members and their roles.

use super::id::{MemberId, OrganisationId, PartyId};
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What a member may do. The order here is the order in the record.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages the members of the own party; with the others, what concerns the whole.
    Coordinator,
    /// Writes text.
    Drafter,
    /// Comments and proposes.
    Reviewer,
    /// Approves for the own party, under a mandate.
    Approver,
    /// Reads.
    Observer,
}

/// Every role, in order.
pub const ROLES: [Role; 5] =
    [Role::Coordinator, Role::Drafter, Role::Reviewer, Role::Approver, Role::Observer];

/// A person in one agreement, as the record holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Which member.
    pub id: MemberId,
    /// What they are called.
    pub name: Words,
    /// Where they get mail; one member per address (upper or lower case alike) and agreement.
    pub email: Words,
    /// Their party; `None` for a neutral process leader, who may not approve and stands outside parity.
    pub party: Option<PartyId>,
    /// Their organisation, which belongs to their party.
    pub organisation: Option<OrganisationId>,
    /// What they may do; at least one.
    pub roles: BTreeSet<Role>,
}

impl Member {
    /// Whether they hold a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Whether two addresses are one: upper and lower case, and how a letter is composed, do not matter.
pub(super) fn is_same_address(one: &str, other: &str) -> bool {
    let plain = |address: &str| address.trim().nfc().flat_map(char::to_lowercase).collect::<String>();
    plain(one) == plain(other)
}
