//! How the parties stand to a section.

use super::{SignOff, text};
use crate::agreement::id::{MemberId, PartyId, ReservationId, SectionId};
use crate::agreement::party;
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section;
use crate::agreement::sign_off::{self, GivenSignOff, Standing};
use jiff::Timestamp;
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

/// A dissent recorded beside a sign-off.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Reservation {
    id: ReservationId,
    section: SectionId,
    revision: RevisionNumber,
    member: MemberId,
    /// Null for one made by somebody who belongs to no party.
    party: Option<PartyId>,
    /// One person's own (särskilt yttrande), not the party's.
    personal: bool,
    /// Empty if it was erased.
    text: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl Reservation {
    pub(in crate::http) fn of(reservation: &Recorded<sign_off::Reservation>) -> Self {
        Self {
            id: reservation.id,
            section: reservation.section,
            revision: reservation.revision,
            member: reservation.member,
            party: reservation.party,
            personal: reservation.personal,
            text: text(&reservation.text),
            at: reservation.at,
        }
    }
}
