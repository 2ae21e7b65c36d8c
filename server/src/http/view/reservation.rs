//! Reservations.

use super::text;
use crate::agreement::id::{MemberId, PartyId, ReservationId, SectionId};
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::sign_off;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

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
