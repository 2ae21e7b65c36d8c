//! The kinds of entries, by the names that they have in the record.

use crate::agreement::entry::Entry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an entry tells; docs/record-format.md has the kinds in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum EntryKind {
    /// The agreement exists.
    AgreementFounded,
    /// A party takes part.
    PartyAdded,
    /// An organisation belongs to a party.
    OrganisationAdded,
    /// A person takes part.
    MemberAdded,
    /// The text has one more section.
    SectionAdded,
    /// A phase began.
    PhaseEntered,
    /// A member holds other roles.
    RolesChanged,
    /// A member has left.
    MemberRemoved,
    /// A section has another title.
    SectionRenamed,
    /// A party approves by another rule.
    ApprovalChanged,
    /// A section's text was fixed.
    RevisionSaved,
    /// A revision was given a name.
    RevisionNamed,
    /// The whole text was fixed.
    AgreementRevisionSaved,
    /// An approver's authority is known.
    MandateRecorded,
    /// A revision was approved.
    SectionSignedOff,
    /// An approval was taken back.
    SignOffWithdrawn,
    /// Somebody dissents.
    ReservationMade,
    /// A section takes no more text.
    SectionLocked,
    /// A section takes text again.
    SectionReopened,
    /// A body has decided.
    DecisionRecorded,
    /// The agreement was signed.
    SigningRecorded,
}

impl EntryKind {
    /// An entry's.
    pub(in crate::http) fn of(entry: &Entry) -> Self {
        match entry {
            Entry::AgreementFounded { .. } => Self::AgreementFounded,
            Entry::PartyAdded { .. } => Self::PartyAdded,
            Entry::OrganisationAdded { .. } => Self::OrganisationAdded,
            Entry::MemberAdded { .. } => Self::MemberAdded,
            Entry::SectionAdded { .. } => Self::SectionAdded,
            Entry::PhaseEntered { .. } => Self::PhaseEntered,
            Entry::RolesChanged { .. } => Self::RolesChanged,
            Entry::MemberRemoved { .. } => Self::MemberRemoved,
            Entry::SectionRenamed { .. } => Self::SectionRenamed,
            Entry::ApprovalChanged { .. } => Self::ApprovalChanged,
            Entry::RevisionSaved { .. } => Self::RevisionSaved,
            Entry::RevisionNamed { .. } => Self::RevisionNamed,
            Entry::AgreementRevisionSaved { .. } => Self::AgreementRevisionSaved,
            Entry::MandateRecorded { .. } => Self::MandateRecorded,
            Entry::SectionSignedOff { .. } => Self::SectionSignedOff,
            Entry::SignOffWithdrawn { .. } => Self::SignOffWithdrawn,
            Entry::ReservationMade { .. } => Self::ReservationMade,
            Entry::SectionLocked { .. } => Self::SectionLocked,
            Entry::SectionReopened { .. } => Self::SectionReopened,
            Entry::DecisionRecorded { .. } => Self::DecisionRecorded,
            Entry::SigningRecorded { .. } => Self::SigningRecorded,
        }
    }
}
