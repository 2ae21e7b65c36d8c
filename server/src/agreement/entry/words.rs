//! What of an entry is names and free text, and which files belong to it.

use super::Entry;
use crate::agreement::decision::Attachment;
use crate::agreement::digest::Digest;
use crate::agreement::words::Words;

/// The words of an entry, by `iter` to read them or by `iter_mut` to put their content back.
macro_rules! words_of {
    ($entry:expr, $iter:ident $(, $mutable:tt)?) => {
        match $entry {
            Self::AgreementFounded { matter } => vec![&$($mutable)? matter.title],
            Self::AgreementChanged { change } => change.title.$iter().collect(),
            Self::MemberAdded { member } => vec![&$($mutable)? member.name, &$($mutable)? member.email],
            Self::RevisionSaved { revision } => revision.name.$iter().chain(revision.note.$iter()).collect(),
            Self::AgreementRevisionSaved { revision } => {
                revision.name.$iter().chain(revision.note.$iter()).collect()
            }
            Self::RevisionNamed { name, note, .. } => name.$iter().chain(note.$iter()).collect(),
            Self::MandateRecorded { mandate } => vec![&$($mutable)? mandate.issuer, &$($mutable)? mandate.paragraph],
            Self::SignOffWithdrawn { reason, .. }
            | Self::SectionLocked { reason, .. }
            | Self::SectionReopened { reason, .. }
            | Self::SectionRetired { reason, .. }
            | Self::WordsErased { reason, .. } => vec![reason],
            Self::MemberAnonymised { ground, .. } => ground.$iter().collect(),
            Self::ReservationMade { reservation } => vec![&$($mutable)? reservation.text],
            Self::ReviewAsked { review } => vec![&$($mutable)? review.question],
            Self::ReviewAnswered { answer } => answer.because.$iter().collect(),
            Self::AnchoringSheetMade { sheet } => {
                sheet.questions.$iter().chain([&$($mutable)? sheet.mandate_asked]).collect()
            }
            Self::DecisionRecorded { decision } => {
                let minutes = decision.minutes.$iter().map(|minutes| &$($mutable)? minutes.name);
                [&$($mutable)? decision.paragraph].into_iter().chain(minutes).collect()
            }
            Self::SigningRecorded { signing } => {
                let people = signing.signatories.$iter();
                let people = people.flat_map(|one| {
                    [&$($mutable)? one.name, &$($mutable)? one.title, &$($mutable)? one.authority]
                });
                let scan = signing.scan.$iter().map(|scan| &$($mutable)? scan.name);
                [&$($mutable)? signing.place].into_iter().chain(people).chain(scan).collect()
            }
            Self::MeetingCalled { meeting } => {
                [&$($mutable)? meeting.title].into_iter().chain(meeting.place.$iter()).collect()
            }
            Self::MeetingChanged { change, .. } => change.title.$iter().chain(change.place.$iter()).collect(),
            Self::MeetingAttended { attendance, .. } => attendance.guests.$iter().collect(),
            Self::MeetingFileAdded { file, .. } => vec![&$($mutable)? file.name],
            Self::MeetingCancelled { reason, .. } => vec![reason],
            Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::SectionSignedOff { .. }
            | Self::ReviewExtended { .. }
            | Self::ReviewClosed { .. }
            | Self::PlanChanged { .. }
            | Self::PartyChanged { .. }
            | Self::OrganisationRenamed { .. }
            | Self::OrganisationRemoved { .. }
            | Self::SectionsOrdered { .. }
            | Self::SectionBroughtBack { .. }
            | Self::ResponsibleChanged { .. }
            | Self::WorkingMaterialPurged { .. }
            | Self::CoAuthorsOrdered { .. }
            | Self::CoAuthorWithheld { .. }
            | Self::MeetingFileRemoved { .. }
            | Self::MeetingNotesClosed { .. }
            | Self::MeetingNotesReopened { .. } => vec![],
        }
    };
}

impl Entry {
    /// The names and free text in it.
    pub fn words(&self) -> Vec<&Words> {
        words_of!(self, iter)
    }

    /// The names and free text in it, to put their content back.
    pub fn words_mut(&mut self) -> Vec<&mut Words> {
        words_of!(self, iter_mut, mut)
    }

    /// The digests of the words whose content it erases.
    pub fn erased(&self) -> &[Digest] {
        match self {
            Self::MemberAnonymised { erased, .. } => erased,
            Self::WordsErased { words, .. } => std::slice::from_ref(words),
            Self::AgreementFounded { .. }
            | Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::MemberAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::RevisionSaved { .. }
            | Self::RevisionNamed { .. }
            | Self::AgreementRevisionSaved { .. }
            | Self::MandateRecorded { .. }
            | Self::SectionSignedOff { .. }
            | Self::SignOffWithdrawn { .. }
            | Self::ReservationMade { .. }
            | Self::ReviewAsked { .. }
            | Self::ReviewAnswered { .. }
            | Self::ReviewExtended { .. }
            | Self::ReviewClosed { .. }
            | Self::AnchoringSheetMade { .. }
            | Self::SectionLocked { .. }
            | Self::SectionReopened { .. }
            | Self::DecisionRecorded { .. }
            | Self::SigningRecorded { .. }
            | Self::AgreementChanged { .. }
            | Self::PlanChanged { .. }
            | Self::PartyChanged { .. }
            | Self::OrganisationRenamed { .. }
            | Self::OrganisationRemoved { .. }
            | Self::SectionsOrdered { .. }
            | Self::SectionRetired { .. }
            | Self::SectionBroughtBack { .. }
            | Self::ResponsibleChanged { .. }
            | Self::WorkingMaterialPurged { .. }
            | Self::CoAuthorsOrdered { .. }
            | Self::CoAuthorWithheld { .. }
            | Self::MeetingCalled { .. }
            | Self::MeetingChanged { .. }
            | Self::MeetingAttended { .. }
            | Self::MeetingFileAdded { .. }
            | Self::MeetingFileRemoved { .. }
            | Self::MeetingCancelled { .. }
            | Self::MeetingNotesClosed { .. }
            | Self::MeetingNotesReopened { .. } => &[],
        }
    }

    /// The files that belong to it.
    pub fn attachments(&self) -> Vec<&Attachment> {
        match self {
            Self::DecisionRecorded { decision } => decision.minutes.iter().collect(),
            Self::SigningRecorded { signing } => signing.scan.iter().collect(),
            Self::MeetingFileAdded { file, .. } => vec![file],
            Self::AgreementFounded { .. }
            | Self::PartyAdded { .. }
            | Self::OrganisationAdded { .. }
            | Self::MemberAdded { .. }
            | Self::SectionAdded { .. }
            | Self::PhaseEntered { .. }
            | Self::RolesChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::SectionRenamed { .. }
            | Self::ApprovalChanged { .. }
            | Self::RevisionSaved { .. }
            | Self::RevisionNamed { .. }
            | Self::AgreementRevisionSaved { .. }
            | Self::MandateRecorded { .. }
            | Self::SectionSignedOff { .. }
            | Self::SignOffWithdrawn { .. }
            | Self::ReservationMade { .. }
            | Self::ReviewAsked { .. }
            | Self::ReviewAnswered { .. }
            | Self::ReviewExtended { .. }
            | Self::ReviewClosed { .. }
            | Self::AnchoringSheetMade { .. }
            | Self::SectionLocked { .. }
            | Self::SectionReopened { .. }
            | Self::AgreementChanged { .. }
            | Self::PlanChanged { .. }
            | Self::PartyChanged { .. }
            | Self::OrganisationRenamed { .. }
            | Self::OrganisationRemoved { .. }
            | Self::SectionsOrdered { .. }
            | Self::SectionRetired { .. }
            | Self::SectionBroughtBack { .. }
            | Self::ResponsibleChanged { .. }
            | Self::MemberAnonymised { .. }
            | Self::WordsErased { .. }
            | Self::WorkingMaterialPurged { .. }
            | Self::CoAuthorsOrdered { .. }
            | Self::CoAuthorWithheld { .. }
            | Self::MeetingCalled { .. }
            | Self::MeetingChanged { .. }
            | Self::MeetingAttended { .. }
            | Self::MeetingFileRemoved { .. }
            | Self::MeetingCancelled { .. }
            | Self::MeetingNotesClosed { .. }
            | Self::MeetingNotesReopened { .. } => vec![],
        }
    }
}
