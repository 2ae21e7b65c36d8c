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
    /// Members are asked whether sections are ready.
    ReviewAsked,
    /// A reviewer says whether a section is ready.
    ReviewAnswered,
    /// A review has another last day.
    ReviewExtended,
    /// A review takes no more answers.
    ReviewClosed,
    /// An organisation is asked for a mandate.
    AnchoringSheetMade,
    /// A section takes no more text.
    SectionLocked,
    /// A section takes text again.
    SectionReopened,
    /// A body has decided.
    DecisionRecorded,
    /// The agreement was signed.
    SigningRecorded,
    /// What the agreement is about is another.
    AgreementChanged,
    /// Phases are planned otherwise.
    PlanChanged,
    /// A party is called or made up otherwise.
    PartyChanged,
    /// An organisation has another name.
    OrganisationRenamed,
    /// An organisation is gone.
    OrganisationRemoved,
    /// The sections stand in another order.
    SectionsOrdered,
    /// A section is no part of the text any more.
    SectionRetired,
    /// A section is part of the text again.
    SectionBroughtBack,
    /// Other parties answer for a section.
    ResponsibleChanged,
    /// A member's name and address were erased.
    MemberAnonymised,
    /// Words of an earlier entry were erased.
    WordsErased,
    /// How the texts came to be was purged.
    WorkingMaterialPurged,
    /// Co-authors stand in another order.
    CoAuthorsOrdered,
    /// A co-author prefers not to be named, or is named again.
    CoAuthorWithheld,
    /// A meeting was called.
    MeetingCalled,
    /// Something about a meeting is another.
    MeetingChanged,
    /// Who was at a meeting.
    MeetingAttended,
    /// A file belongs to a meeting.
    MeetingFileAdded,
    /// A file is not shown with a meeting any more.
    MeetingFileRemoved,
    /// A meeting will not be held.
    MeetingCancelled,
    /// A meeting's notes were fixed.
    MeetingNotesClosed,
    /// A meeting's notes take text again.
    MeetingNotesReopened,
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
            Entry::ReviewAsked { .. } => Self::ReviewAsked,
            Entry::ReviewAnswered { .. } => Self::ReviewAnswered,
            Entry::ReviewExtended { .. } => Self::ReviewExtended,
            Entry::ReviewClosed { .. } => Self::ReviewClosed,
            Entry::AnchoringSheetMade { .. } => Self::AnchoringSheetMade,
            Entry::SectionLocked { .. } => Self::SectionLocked,
            Entry::SectionReopened { .. } => Self::SectionReopened,
            Entry::DecisionRecorded { .. } => Self::DecisionRecorded,
            Entry::SigningRecorded { .. } => Self::SigningRecorded,
            Entry::AgreementChanged { .. } => Self::AgreementChanged,
            Entry::PlanChanged { .. } => Self::PlanChanged,
            Entry::PartyChanged { .. } => Self::PartyChanged,
            Entry::OrganisationRenamed { .. } => Self::OrganisationRenamed,
            Entry::OrganisationRemoved { .. } => Self::OrganisationRemoved,
            Entry::SectionsOrdered { .. } => Self::SectionsOrdered,
            Entry::SectionRetired { .. } => Self::SectionRetired,
            Entry::SectionBroughtBack { .. } => Self::SectionBroughtBack,
            Entry::ResponsibleChanged { .. } => Self::ResponsibleChanged,
            Entry::MemberAnonymised { .. } => Self::MemberAnonymised,
            Entry::WordsErased { .. } => Self::WordsErased,
            Entry::WorkingMaterialPurged { .. } => Self::WorkingMaterialPurged,
            Entry::CoAuthorsOrdered { .. } => Self::CoAuthorsOrdered,
            Entry::CoAuthorWithheld { .. } => Self::CoAuthorWithheld,
            Entry::MeetingCalled { .. } => Self::MeetingCalled,
            Entry::MeetingChanged { .. } => Self::MeetingChanged,
            Entry::MeetingAttended { .. } => Self::MeetingAttended,
            Entry::MeetingFileAdded { .. } => Self::MeetingFileAdded,
            Entry::MeetingFileRemoved { .. } => Self::MeetingFileRemoved,
            Entry::MeetingCancelled { .. } => Self::MeetingCancelled,
            Entry::MeetingNotesClosed { .. } => Self::MeetingNotesClosed,
            Entry::MeetingNotesReopened { .. } => Self::MeetingNotesReopened,
        }
    }
}
