//! What a refusal by a rule of the domain is in HTTP: its status, and the title of all that share it. Why it was
//! refused, the domain says itself.

use crate::agreement::refusal::Language::{self, English, Swedish};
use crate::agreement::refusal::{ProposalRefusal, Refusal};
use axum::http::StatusCode;

/// Who asks may not (403), it is not there (404), something in it needs correcting (422), or it cannot be done
/// as things stand (409).
pub(super) fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Proposal(refusal) => of_proposals(refusal),
        Refusal::OnlyTheOperator
        | Refusal::NotAFounder
        | Refusal::NotAMember
        | Refusal::NotACoordinator
        | Refusal::OtherParty(_)
        | Refusal::OtherPartysMatter(_)
        | Refusal::NotADrafter
        | Refusal::NotADrafterOrCoordinator
        | Refusal::NotAnApprover
        | Refusal::MembersOnly
        | Refusal::ObserversRead
        | Refusal::NoPartyToActFor
        | Refusal::MandateOfAnother
        | Refusal::ReceiptOfAnother
        | Refusal::ObserversReadNotes
        | Refusal::NotAReviewer
        | Refusal::NotYours
        | Refusal::CommentOfAnother => StatusCode::FORBIDDEN,
        Refusal::NoSuchMember(_)
        | Refusal::NoSuchSection(_)
        | Refusal::NoSuchParty
        | Refusal::NoSuchRevision
        | Refusal::NoSuchSignOff
        | Refusal::NoSuchMandate
        | Refusal::NoSuchOrganisation
        | Refusal::NoSuchReview
        | Refusal::NoSuchSheet
        | Refusal::SectionNotInReview
        | Refusal::NoSuchWords
        | Refusal::NoSuchDecision
        | Refusal::NoSuchMeeting
        | Refusal::NoSuchThread
        | Refusal::NoSuchComment => StatusCode::NOT_FOUND,
        Refusal::Missing(_)
        | Refusal::TooLong(..)
        | Refusal::Unseen(_)
        | Refusal::NameDiffers
        | Refusal::DayAhead
        | Refusal::EndsBeforeItBegins
        | Refusal::DayPast
        | Refusal::NobodyAsked
        | Refusal::NoSectionChosen
        | Refusal::Description(_)
        | Refusal::NotAnAddress
        | Refusal::TooMany(..)
        | Refusal::GroundNeeded
        | Refusal::UnknownTimeZone
        | Refusal::UnknownLanguage
        | Refusal::PlanOutOfOrder
        | Refusal::FounderLeftOut
        | Refusal::NobodyCoordinates(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::AlreadyFounded
        | Refusal::LastCoordinator(_)
        | Refusal::NoRoles
        | Refusal::NeutralApprover
        | Refusal::SectionLocked
        | Refusal::SectionAgreed
        | Refusal::TextIsFixed
        | Refusal::NoRevision
        | Refusal::StrangeText
        | Refusal::NotToBeApproved
        | Refusal::MandateNotValid
        | Refusal::AlreadyWithdrawn
        | Refusal::NotLocked
        | Refusal::ApprovalUnderWay
        | Refusal::NobodyApproves
        | Refusal::NotInApproval
        | Refusal::NotAgreedYet
        | Refusal::NotDecided
        | Refusal::BodyHasDecided
        | Refusal::WrongPhase
        | Refusal::EditedSince(_)
        | Refusal::OtherText(_)
        | Refusal::OtherAgreedText
        | Refusal::EarlierRevision(_)
        | Refusal::ObserverAsked
        | Refusal::ReviewClosed
        | Refusal::SheetOfAnother
        | Refusal::PartyDecided(_)
        | Refusal::NoSignatory(_)
        | Refusal::AddressTaken
        | Refusal::OrganisationInUse
        | Refusal::NameTaken
        | Refusal::LetterTaken(_)
        | Refusal::NotEverySection
        | Refusal::LastSection
        | Refusal::ErasedWithTheMember
        | Refusal::WhyItIsGone
        | Refusal::BodiesDecide
        | Refusal::PurgedWhenDecided
        | Refusal::MeetingCancelled
        | Refusal::NotesClosed
        | Refusal::NotesOpen
        | Refusal::NothingStands(_)
        | Refusal::ThreadResolved
        | Refusal::PassageChanged => StatusCode::CONFLICT,
    }
}

fn of_proposals(refusal: &ProposalRefusal) -> StatusCode {
    match refusal {
        ProposalRefusal::Unknown => StatusCode::NOT_FOUND,
        ProposalRefusal::OfAnother | ProposalRefusal::AnotherPartyAccepts => StatusCode::FORBIDDEN,
        ProposalRefusal::Closed(..)
        | ProposalRefusal::TextChanged
        | ProposalRefusal::LookAtIt
        | ProposalRefusal::Gone
        | ProposalRefusal::StillOpen(_)
        | ProposalRefusal::TooMany(_) => StatusCode::CONFLICT,
        ProposalRefusal::NoRun
        | ProposalRefusal::TooLarge
        | ProposalRefusal::Strange
        | ProposalRefusal::Unseen
        | ProposalRefusal::ChangesNothing => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The title of a refusal.
pub(super) fn title(refusal: &Refusal, language: Language) -> &'static str {
    match (status(refusal), language) {
        (StatusCode::FORBIDDEN, Swedish) => "Du får inte göra det här",
        (StatusCode::FORBIDDEN, English) => "You may not do this",
        (StatusCode::NOT_FOUND, Swedish) => "Det finns inte",
        (StatusCode::NOT_FOUND, English) => "It is not there",
        (StatusCode::UNPROCESSABLE_ENTITY, Swedish) => "Något behöver rättas",
        (StatusCode::UNPROCESSABLE_ENTITY, English) => "Something needs correcting",
        (_, Swedish) => "Det går inte just nu",
        (_, English) => "This cannot be done now",
    }
}
