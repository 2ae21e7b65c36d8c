//! Mandates.

use super::{Actor, text};
use crate::agreement::id::{MandateId, MemberId, SheetId};
use crate::agreement::recorded::Recorded;
use crate::agreement::sign_off::{self, MandateKind};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// What an approver's authority rests on.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Mandate {
    id: MandateId,
    member: MemberId,
    kind: MandateKind,
    /// Who gave it.
    issuer: String,
    /// It holds from then on.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// Where it stands in its paper.
    paragraph: String,
    /// The last day it holds; null: until further notice.
    #[schema(value_type = Option<String>, format = Date)]
    valid_until: Option<Date>,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Timestamp,
    recorded_by: Actor,
    /// The anchoring sheet that it answers; null for any other.
    sheet: Option<SheetId>,
    /// Whether it can be used today.
    valid: bool,
}

impl Mandate {
    pub(in crate::http) fn of(mandate: &Recorded<sign_off::Mandate>, today: Date) -> Self {
        Self {
            id: mandate.id,
            member: mandate.member,
            kind: mandate.kind,
            issuer: text(&mandate.issuer),
            date: mandate.date,
            paragraph: text(&mandate.paragraph),
            valid_until: mandate.valid_until,
            recorded_at: mandate.at,
            recorded_by: Actor::of(mandate.by),
            sheet: mandate.sheet,
            valid: mandate.is_valid_on(today),
        }
    }
}
