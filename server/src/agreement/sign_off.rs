//! Approvals: mandates, sign-offs, reservations.

use super::digest::Digest;
use super::id::{MandateId, MemberId, PartyId, ReservationId, SectionId, SheetId, SignOffId};
use super::recorded::Recorded;
use super::revision::RevisionNumber;
use super::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of paper a mandate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// A decision.
    Decision,
    /// Minutes of a meeting.
    Minutes,
}

/// What an approver's authority rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Which mandate.
    pub id: MandateId,
    /// Whose.
    pub member: MemberId,
    /// What kind of paper it is.
    pub kind: MandateKind,
    /// Who gave it: a board, a committee, a meeting.
    pub issuer: Words,
    /// Its day, in the agreement's time zone; it holds from then on.
    pub date: Date,
    /// Where it stands in that paper.
    pub paragraph: Words,
    /// The last day it holds; `None`: until further notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
    /// The anchoring sheet that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<SheetId>,
}

impl Mandate {
    /// Whether it holds on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.date <= day && self.valid_until.is_none_or(|last| day <= last)
    }
}

/// An approver's approval, for their party, of exactly one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Which sign-off.
    pub id: SignOffId,
    /// Of which section.
    pub section: SectionId,
    /// The revision that was approved.
    pub revision: RevisionNumber,
    /// Its hash: what was approved.
    pub hash: Digest,
    /// Who approved.
    pub member: MemberId,
    /// For whom.
    pub party: PartyId,
    /// By what authority.
    pub mandate: MandateId,
}

/// A sign-off and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenSignOff {
    /// As it was given.
    pub given: Recorded<SignOff>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<Recorded<Words>>,
}

/// Whether a sign-off counts. Derived, never recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is of the latest revision's text.
    Current,
    /// The text is another since.
    Stale,
    /// Its giver took it back.
    Withdrawn,
}

/// A dissent recorded beside a sign-off, instead of blocking in silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// Which reservation.
    pub id: ReservationId,
    /// On which section.
    pub section: SectionId,
    /// On which revision.
    pub revision: RevisionNumber,
    /// Who made it.
    pub member: MemberId,
    /// The party that makes it; for a personal one the party of the member, if any.
    pub party: Option<PartyId>,
    /// One person's own (*särskilt yttrande*), and not the party's.
    pub personal: bool,
    /// What it says.
    pub text: Words,
}
