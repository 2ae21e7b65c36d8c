//! How the parties stand to a section.

use super::SignOff;
use crate::agreement::id::{MemberId, PartyId};
use crate::agreement::party;
use crate::agreement::section;
use crate::agreement::sign_off::{GivenSignOff, Standing};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How one party stands to one section.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct PartyApproval {
    party: PartyId,
    /// How many approvers its rule asks for.
    needed: usize,
    /// Whether the rule is met on the text as it stands.
    met: bool,
    /// One of each approver, newest first: the one that counts, or else the latest.
    sign_offs: Vec<SignOff>,
}

impl PartyApproval {
    pub(super) fn of(section: &section::Section, party: &party::Party) -> Self {
        let needed = party.approval.needed();
        let mut shown: BTreeMap<MemberId, &GivenSignOff> = BTreeMap::new();
        for one in section.sign_offs.iter().filter(|one| one.given.party == party.id) {
            let counts = |one| section.standing(one) == Standing::Current;
            let known = shown.entry(one.given.member).or_insert(one);
            // An older one counts while a later was withdrawn, if its text has come back.
            if counts(one) || !counts(known) {
                *known = one;
            }
        }
        let mut shown: Vec<&GivenSignOff> = shown.into_values().collect();
        shown.sort_by_key(|one| std::cmp::Reverse(one.given.position.0));
        Self {
            party: party.id,
            needed,
            met: section.approvers_of(party.id) >= needed,
            sign_offs: shown.into_iter().map(|one| SignOff::of(section, one)).collect(),
        }
    }
}
