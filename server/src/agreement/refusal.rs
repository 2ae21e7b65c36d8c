//! Why a rule says no, as a value: a stable code for programs and a sentence for people.

mod about;
mod english;
mod proposals;
mod swedish;
#[cfg(test)]
mod tests;

pub use about::{Field, Limit};
pub use proposals::{Ending, ProposalRefusal};

use super::description::Problems;
use super::id::{MemberId, SectionId};
use super::party::Letter;
use super::revision::RevisionNumber;

/// A language of the user interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Svenska.
    Swedish,
    /// English.
    English,
}

/// What was asked for is not done, because of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is such an agreement already.
    AlreadyFounded,
    /// Only the operator founds agreements.
    OnlyTheOperator,
    /// The description of the agreement does not hold together.
    Description(Problems),
    /// Who asks is no member of the agreement, or no longer.
    NotAMember,
    /// There is no such member, or no longer.
    NoSuchMember(MemberId),
    /// There is no such section.
    NoSuchSection(SectionId),
    /// Only a coordinator manages members.
    NotACoordinator,
    /// A coordinator manages members of the own party only; the operator, those of no party.
    OtherParty(Option<Letter>),
    /// Each party keeps at least one coordinator.
    LastCoordinator(Letter),
    /// A member holds at least one role.
    NoRoles,
    /// A member of no party may not approve.
    NeutralApprover,
    /// Only drafters write.
    NotADrafter,
    /// The section is locked at a revision.
    SectionLocked,
    /// The section is agreed.
    SectionAgreed,
    /// The agreement is decided; its text changes under a revision only.
    TextIsFixed,
    /// Only a member does this, and the server does not act for one.
    MembersOnly,
    /// Only drafters and coordinators do this.
    NotADrafterOrCoordinator,
    /// Who only observes takes no stand in the record.
    ObserversRead,
    /// Who belongs to no party acts for none.
    NoPartyToActFor,
    /// There is no such party.
    NoSuchParty,
    /// There is no such revision.
    NoSuchRevision,
    /// There is no such sign-off.
    NoSuchSignOff,
    /// There is no such mandate.
    NoSuchMandate,
    /// Only approvers approve, for the party they belong to.
    NotAnApprover,
    /// The section has no revision yet.
    NoRevision,
    /// The text holds what no editor wrote, so that a reader may not see all that its hash covers.
    StrangeText,
    /// No section is approved in this phase.
    NotToBeApproved,
    /// A mandate is one person's.
    MandateOfAnother,
    /// The mandate does not hold today.
    MandateNotValid,
    /// The name typed is not the member's.
    NameDiffers,
    /// Somebody else gave this approval.
    NotYours,
    /// A receipt is for whoever approved, and their party's coordinators.
    ReceiptOfAnother,
    /// The approval was withdrawn before.
    AlreadyWithdrawn,
    /// The section is not locked.
    NotLocked,
    /// A party's rule stays while sections are being approved.
    ApprovalUnderWay,
    /// A rule asks for at least one approver.
    NobodyApproves,
    /// There is no such review.
    NoSuchReview,
    /// There is no such anchoring sheet.
    NoSuchSheet,
    /// Only those who were asked in a review answer in it.
    NotAReviewer,
    /// The section is no part of the review.
    SectionNotInReview,
    /// The review takes no more answers.
    ReviewClosed,
    /// Nobody is asked.
    NobodyAsked,
    /// No section was chosen.
    NoSectionChosen,
    /// Who only observes is not asked whether a text is ready.
    ObserverAsked,
    /// What was read is older than what was asked about.
    EarlierRevision(RevisionNumber),
    /// The day is over.
    DayPast,
    /// The anchoring sheet is another organisation's.
    SheetOfAnother,
    /// Bodies decide in the phase of approval.
    NotInApproval,
    /// A section is not agreed yet.
    NotAgreedYet,
    /// Not every body has decided yet.
    NotDecided,
    /// This body has decided on this text already.
    BodyHasDecided,
    /// The agreement cannot go into that phase from here.
    WrongPhase,
    /// The day is still to come.
    DayAhead,
    /// The last day is before the first.
    EndsBeforeItBegins,
    /// The text was edited after its latest revision.
    EditedSince(RevisionNumber),
    /// Another revision than the one that was read is the latest now.
    OtherText(RevisionNumber),
    /// This party has decided, so its approvals stand.
    PartyDecided(Letter),
    /// What concerns a party is done by its own coordinators.
    OtherPartysMatter(Letter),
    /// A party has nobody to sign for it.
    NoSignatory(Letter),
    /// Something needed was left blank.
    Missing(Field),
    /// Something holds characters that nobody sees, or nothing that anybody can read.
    Unseen(Field),
    /// The agreed text is another than whoever records a decision has seen.
    OtherAgreedText,
    /// Something has more characters than this.
    TooLong(Field, usize),
    /// Somebody who takes part has this address.
    AddressTaken,
    /// No mail could go there.
    NotAnAddress,
    /// There is no such organisation in that party.
    NoSuchOrganisation,
    /// Members belong to the organisation.
    OrganisationInUse,
    /// Another is called that.
    NameTaken,
    /// Another party has this letter.
    LetterTaken(Letter),
    /// There are as many as there can be.
    TooMany(Limit, usize),
    /// Not just the sections that there are were named.
    NotEverySection,
    /// An agreement has at least one section.
    LastSection,
    /// A signer's name is erased on a legal ground only.
    GroundNeeded,
    /// A member's name and address are erased by anonymising the member.
    ErasedWithTheMember,
    /// Why something was erased is not erased itself.
    WhyItIsGone,
    /// The entry has no such words.
    NoSuchWords,
    /// Bodies have decided on the agreement as it is.
    BodiesDecide,
    /// There is no such time zone.
    UnknownTimeZone,
    /// That is no tag of a language.
    UnknownLanguage,
    /// A phase is planned before one that comes earlier.
    PlanOutOfOrder,
    /// There is no such decision.
    NoSuchDecision,
    /// Working material is purged once the agreement is decided.
    PurgedWhenDecided,
    /// Who coordinates no agreement, and was not admitted by the operator, founds none.
    NotAFounder,
    /// Who founds an agreement coordinates in it.
    FounderLeftOut,
    /// A party has no coordinator.
    NobodyCoordinates(Letter),
    /// There is no such meeting in the agreement.
    NoSuchMeeting,
    /// The meeting was called off.
    MeetingCancelled,
    /// Who only observes reads the notes of meetings.
    ObserversReadNotes,
    /// The meeting's notes are closed.
    NotesClosed,
    /// The meeting's notes are not closed.
    NotesOpen,
    /// Nothing of that member's stands in the section's text.
    NothingStands(MemberId),
    /// There is no such thread, or everything in it was deleted.
    NoSuchThread,
    /// There is no such comment, or it was deleted.
    NoSuchComment,
    /// Only its author changes or deletes a comment.
    CommentOfAnother,
    /// The thread is resolved.
    ThreadResolved,
    /// What was marked is not what stands there now.
    PassageChanged,
    /// Of a proposal.
    Proposal(ProposalRefusal),
}

impl From<ProposalRefusal> for Refusal {
    fn from(refusal: ProposalRefusal) -> Self {
        Self::Proposal(refusal)
    }
}

impl Refusal {
    /// A name that does not change: part of the address of the problem in HTTP and on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyFounded => "already-founded",
            Self::OnlyTheOperator => "only-the-operator",
            Self::Description(_) => "description-invalid",
            Self::NotAMember => "not-a-member",
            Self::NoSuchMember(_) => "no-such-member",
            Self::NoSuchSection(_) => "no-such-section",
            Self::NotACoordinator => "not-a-coordinator",
            Self::OtherParty(_) => "other-party",
            Self::LastCoordinator(_) => "last-coordinator",
            Self::NoRoles => "no-roles",
            Self::NeutralApprover => "neutral-approver",
            Self::NotADrafter => "not-a-drafter",
            Self::SectionLocked => "section-locked",
            Self::SectionAgreed => "section-agreed",
            Self::TextIsFixed => "text-is-fixed",
            Self::MembersOnly => "members-only",
            Self::NotADrafterOrCoordinator => "not-a-drafter-or-coordinator",
            Self::ObserversRead => "observers-read",
            Self::NoPartyToActFor => "no-party-to-act-for",
            Self::NoSuchParty => "no-such-party",
            Self::NoSuchRevision => "no-such-revision",
            Self::NoSuchSignOff => "no-such-sign-off",
            Self::NoSuchMandate => "no-such-mandate",
            Self::NotAnApprover => "not-an-approver",
            Self::NoRevision => "no-revision",
            Self::StrangeText => "strange-text",
            Self::NotToBeApproved => "not-to-be-approved",
            Self::MandateOfAnother => "mandate-of-another",
            Self::MandateNotValid => "mandate-not-valid",
            Self::NameDiffers => "name-differs",
            Self::NotYours => "not-yours",
            Self::ReceiptOfAnother => "receipt-of-another",
            Self::AlreadyWithdrawn => "already-withdrawn",
            Self::NotLocked => "not-locked",
            Self::ApprovalUnderWay => "approval-under-way",
            Self::NobodyApproves => "nobody-approves",
            Self::NoSuchReview => "no-such-review",
            Self::NoSuchSheet => "no-such-sheet",
            Self::NotAReviewer => "not-a-reviewer",
            Self::SectionNotInReview => "section-not-in-review",
            Self::ReviewClosed => "review-closed",
            Self::NobodyAsked => "nobody-asked",
            Self::NoSectionChosen => "no-section-chosen",
            Self::ObserverAsked => "observer-asked",
            Self::EarlierRevision(_) => "earlier-revision",
            Self::DayPast => "day-past",
            Self::SheetOfAnother => "sheet-of-another",
            Self::NotInApproval => "not-in-approval",
            Self::NotAgreedYet => "not-agreed-yet",
            Self::NotDecided => "not-decided",
            Self::BodyHasDecided => "body-has-decided",
            Self::WrongPhase => "wrong-phase",
            Self::DayAhead => "day-ahead",
            Self::EndsBeforeItBegins => "ends-before-it-begins",
            Self::EditedSince(_) => "edited-since",
            Self::OtherText(_) => "other-text",
            Self::PartyDecided(_) => "party-decided",
            Self::OtherPartysMatter(_) => "other-partys-matter",
            Self::NoSignatory(_) => "no-signatory",
            Self::Missing(_) => "field-missing",
            Self::Unseen(_) => "field-unreadable",
            Self::OtherAgreedText => "other-agreed-text",
            Self::TooLong(..) => "field-too-long",
            Self::AddressTaken => "already-a-member",
            Self::NotAnAddress => "not-an-address",
            Self::NoSuchOrganisation => "no-such-organisation",
            Self::OrganisationInUse => "organisation-in-use",
            Self::NameTaken => "name-taken",
            Self::LetterTaken(_) => "letter-taken",
            Self::TooMany(..) => "too-many",
            Self::NotEverySection => "not-every-section",
            Self::LastSection => "last-section",
            Self::GroundNeeded => "ground-needed",
            Self::ErasedWithTheMember => "erased-with-the-member",
            Self::WhyItIsGone => "why-it-is-gone",
            Self::NoSuchWords => "no-such-words",
            Self::BodiesDecide => "bodies-decide",
            Self::UnknownTimeZone => "unknown-time-zone",
            Self::UnknownLanguage => "unknown-language",
            Self::PlanOutOfOrder => "plan-out-of-order",
            Self::NoSuchDecision => "no-such-decision",
            Self::PurgedWhenDecided => "purged-when-decided",
            Self::NotAFounder => "not-a-founder",
            Self::FounderLeftOut => "founder-left-out",
            Self::NobodyCoordinates(_) => "nobody-coordinates",
            Self::NoSuchMeeting => "no-such-meeting",
            Self::MeetingCancelled => "meeting-cancelled",
            Self::ObserversReadNotes => "observers-read-notes",
            Self::NotesClosed => "notes-closed",
            Self::NotesOpen => "notes-open",
            Self::NothingStands(_) => "nothing-stands",
            Self::NoSuchThread => "no-such-thread",
            Self::NoSuchComment => "no-such-comment",
            Self::CommentOfAnother => "comment-of-another",
            Self::ThreadResolved => "thread-resolved",
            Self::PassageChanged => "passage-changed",
            Self::Proposal(refusal) => refusal.code(),
        }
    }

    /// What is the matter and what to do, in one or two sentences.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Swedish => self.swedish(),
            Language::English => self.english(),
        }
    }
}
