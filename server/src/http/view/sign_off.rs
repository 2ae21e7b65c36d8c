//! Sign-offs: who has approved exactly which text, and whether it counts.

use super::text;
use crate::agreement::digest::Digest;
use crate::agreement::id::{MandateId, MemberId, PartyId, SectionId, SignOffId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section;
use crate::agreement::sign_off::{GivenSignOff, Standing};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// An approver's approval, for a party, of exactly one text.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SignOff {
    id: SignOffId,
    section: SectionId,
    revision: RevisionNumber,
    hash: Digest,
    member: MemberId,
    party: PartyId,
    mandate: MandateId,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    standing: Standing,
    /// The later revision that brought the approved text back, if that is why it counts again.
    again_since: Option<RevisionNumber>,
    /// Null if it was not.
    withdrawn: Option<Withdrawal>,
}

/// When and why a sign-off was taken back.
#[derive(Serialize, ToSchema)]
struct Withdrawal {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    reason: String,
}

impl SignOff {
    pub(in crate::http) fn of(section: &section::Section, sign_off: &GivenSignOff) -> Self {
        let given = &sign_off.given;
        let withdrawn = sign_off.withdrawn.as_ref();
        Self {
            id: given.id,
            section: given.section,
            revision: given.revision,
            hash: given.hash,
            member: given.member,
            party: given.party,
            mandate: given.mandate,
            at: given.at,
            standing: section.standing(sign_off),
            again_since: section.again_since(sign_off),
            withdrawn: withdrawn.map(|one| Withdrawal { at: one.at, reason: text(&one.what) }),
        }
    }
}
