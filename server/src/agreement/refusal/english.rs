//! What each refusal says in English.

use super::{Field, Language, Limit, Refusal};

impl Refusal {
    pub(super) fn english(&self) -> String {
        let fixed = match self {
            Self::Proposal(refusal) => return refusal.sentence(Language::English),
            Self::Description(problems) => {
                return format!("Correct the description and try again:\n{problems}");
            }
            Self::OtherParty(Some(letter)) => {
                return format!(
                    "The member belongs to party {letter}, and only that party's coordinators change anything for them. Ask one of them."
                );
            }
            Self::LastCoordinator(letter) => {
                return format!(
                    "Party {letter} would have no coordinator. Give somebody else in the party that role first."
                );
            }
            Self::EditedSince(number) => {
                return format!(
                    "The text was edited after revision {number}. Ask a drafter or coordinator to save a new revision first."
                );
            }
            Self::OtherText(number) => {
                return format!(
                    "The text is not the one you read: the latest revision is {number} now. Read it and try again."
                );
            }
            Self::PartyDecided(letter) => {
                return format!("Party {letter} has decided on the text already, so its approvals stand.");
            }
            Self::OtherPartysMatter(letter) => {
                return format!(
                    "This concerns party {letter}, and is done by one of that party's coordinators."
                );
            }
            Self::NoSignatory(letter) => {
                return format!("Nobody signs for party {letter}. Add at least one person.");
            }
            Self::EarlierRevision(number) => {
                return format!(
                    "You were asked about revision {number}, and this is an earlier one. Read that one, or a later one, and answer again."
                );
            }
            Self::LetterTaken(letter) => {
                return format!("There is a party {letter} already. Choose another letter.");
            }
            Self::TooMany(limit, most) => {
                return format!("There can be {most} {} at most.", limit.english());
            }
            Self::NobodyCoordinates(letter) => {
                return format!(
                    "Party {letter} has no coordinator, and nobody else could invite one later. Name its first."
                );
            }
            Self::Missing(field) => return format!("Fill in {} and try again.", field.english()),
            Self::Unseen(field) => {
                return format!(
                    "Write {} anew: it has characters that are not seen, or nothing to read.",
                    field.english()
                );
            }
            Self::TooLong(field, most) => {
                return format!("Shorten {} to {most} characters at most.", field.english());
            }
            Self::OtherAgreedText => {
                "The agreed text is not the one you saw. Reload the page, and see which text the body decided on."
            }
            Self::AlreadyFounded => "The agreement exists already. Found a new one under a new id.",
            Self::OnlyTheOperator => "Only the operator of the server founds an agreement. Ask there.",
            Self::NotAMember => {
                "You are not a member of this agreement. Ask your party's coordinator for an invitation."
            }
            Self::NoSuchMember(_) => {
                "The member does not take part in the agreement. Reload the page and choose again."
            }
            Self::NoSuchSection(_) => {
                "There is no such section in the agreement. Reload the page and choose again."
            }
            Self::NotACoordinator => "Only coordinators do this. Ask your party's coordinator.",
            Self::OtherParty(None) => {
                "The member belongs to no party, and only the operator of the server changes anything for them. Ask there."
            }
            Self::NoRoles => "A member holds at least one role. Choose one, or remove the member instead.",
            Self::NeutralApprover => {
                "Somebody who belongs to no party cannot be an approver. Choose another role."
            }
            Self::NotADrafter => {
                "Only drafters change the text. Ask your party's coordinator for the role if you are to write."
            }
            Self::SectionLocked => {
                "The section is locked while it is approved. Ask a drafter or coordinator to reopen it."
            }
            Self::SectionAgreed => "The section is agreed. Ask a drafter or coordinator to reopen it.",
            Self::TextIsFixed => {
                "The agreement is decided. Its text can be changed once it is under revision."
            }
            Self::MembersOnly => "Only a member does this in person. Sign in as whoever is to do it.",
            Self::NotADrafterOrCoordinator => {
                "Drafters and coordinators do this. Ask one of them, or ask your party's coordinator for the role."
            }
            Self::ObserversRead => {
                "Somebody who only observes makes no statements. Ask your party's coordinator for another role."
            }
            Self::NoPartyToActFor => "You belong to no party, and this is done for one. Ask its coordinator.",
            Self::NoSuchParty => "There is no such party in the agreement. Reload the page and choose again.",
            Self::NoSuchRevision => "There is no such revision. Reload the page and choose again.",
            Self::NoSuchSignOff => "There is no such approval. Reload the page and choose again.",
            Self::NoSuchMandate => {
                "There is no such mandate. Reload the page, and ask your party's coordinator to record it if it is missing."
            }
            Self::NotAnApprover => {
                "Only a party's approvers approve. Ask your party's coordinator for the role if you are to."
            }
            Self::NoRevision => {
                "The section has no saved revision yet. Ask a drafter or coordinator to save one."
            }
            Self::StrangeText => {
                "The text holds something that cannot be shown, so it cannot be approved. Ask a drafter to take it out."
            }
            Self::NotToBeApproved => {
                "Sections are approved while the agreement is drafted, consulted on or up for approval, not now."
            }
            Self::MandateOfAnother => "The mandate is somebody else's. Choose one of your own.",
            Self::MandateNotValid => {
                "The mandate does not hold today. Choose another, or ask your party's coordinator to record a new one."
            }
            Self::NameDiffers => {
                "The name is not yours as it is spelled here. Type it as it stands above the box."
            }
            Self::NotYours => "Only whoever approved can withdraw their approval.",
            Self::ReceiptOfAnother => {
                "The receipt is for whoever approved, and for their party's coordinators. Ask one of them."
            }
            Self::AlreadyWithdrawn => "The approval is withdrawn already.",
            Self::NotLocked => "The section is not locked. It can be written in already.",
            Self::ApprovalUnderWay => {
                "The rule cannot be changed while a section is locked for approval. Wait, or ask for the section to be reopened."
            }
            Self::NobodyApproves => "It takes at least one approver. Give one or more.",
            Self::NoSuchReview => "There is no such review. Reload the page and choose again.",
            Self::NoSuchSheet => "There is no such anchoring sheet. Reload the page and choose again.",
            Self::NotAReviewer => {
                "Only those who were asked answer here. Ask a coordinator to ask you, too, next time."
            }
            Self::SectionNotInReview => {
                "The section is no part of this review. Reload the page and choose again."
            }
            Self::ReviewClosed => {
                "The review is closed and takes no more answers. Talk to the coordinator who asked."
            }
            Self::NobodyAsked => "Choose at least one person to ask.",
            Self::NoSectionChosen => "Choose at least one section.",
            Self::ObserverAsked => {
                "Somebody who only observes does not say whether a text is ready. Choose somebody else, or have their coordinator give them another role first."
            }
            Self::DayPast => "That day is over. Give today or a day to come.",
            Self::SheetOfAnother => {
                "The anchoring sheet was made for another organisation than the member's. Choose one of theirs, or none."
            }
            Self::NotInApproval => {
                "Decisions are recorded once the agreement is in the phase of approval. A coordinator takes it there."
            }
            Self::NotAgreedYet => {
                "Not every section is agreed yet. The agreement's page shows what is missing."
            }
            Self::NotDecided => "The agreement is not decided yet, or signed already.",
            Self::BodyHasDecided => "This body has decided on this text already. Reload the page.",
            Self::WrongPhase => {
                "The agreement cannot go into that phase from here. Reload the page and choose again."
            }
            Self::DayAhead => "That day is still to come. Give the day on which it happened.",
            Self::EndsBeforeItBegins => "The last day is before the first. Correct one of them.",
            Self::AddressTaken => {
                "Somebody with that address takes part in the agreement already. Look for them among the members."
            }
            Self::NotAnAddress => "That is not an e-mail address. Write it as name@example.org.",
            Self::NoSuchOrganisation => {
                "The party has no such organisation. Reload the page and choose again."
            }
            Self::OrganisationInUse => "Members of the agreement belong to the organisation, so it stays.",
            Self::NameTaken => "That name is taken already. Choose another.",
            Self::NotEverySection => {
                "The sections are others than those you saw. Reload the page and try again."
            }
            Self::LastSection => {
                "An agreement has at least one section. Add another before you retire this one."
            }
            Self::GroundNeeded => {
                "The person has approved texts, so their name is erased on a legal ground only. Write which."
            }
            Self::ErasedWithTheMember => {
                "The name and address of a member are erased by anonymising the member. Do that on the page of the members."
            }
            Self::WhyItIsGone => "Why something was erased stays in the record. Leave it as it is.",
            Self::NoSuchWords => "The entry has no such words. Reload the page and choose again.",
            Self::BodiesDecide => {
                "Bodies have decided on the agreement as it is, so it cannot be shaped otherwise now."
            }
            Self::UnknownTimeZone => "There is no such time zone. Write one such as Europe/Stockholm.",
            Self::UnknownLanguage => "Name at least one language by its tag, such as sv, fi or en.",
            Self::PlanOutOfOrder => {
                "A phase is planned to begin before one that comes earlier. Correct the days."
            }
            Self::NoSuchDecision => {
                "There is no such decision on the text in force. Reload the page and choose again."
            }
            Self::PurgedWhenDecided => {
                "Working material is purged once the agreement is decided, not while it is written."
            }
            Self::NotAFounder => {
                "Agreements are founded by those who coordinate one, or whom the operator of the server has admitted. Ask there."
            }
            Self::NoSuchThread => {
                "There is no such discussion, or its comments were deleted. Reload the page."
            }
            Self::NoSuchComment => "There is no such comment, or it was deleted. Reload the page.",
            Self::CommentOfAnother => {
                "Only whoever wrote a comment can change or delete it. Answer it instead."
            }
            Self::ThreadResolved => "The discussion is resolved. Reopen it to answer.",
            Self::PassageChanged => {
                "The passage was changed while you wrote. Mark it again; what you wrote is kept."
            }
            Self::FounderLeftOut => {
                "Your own address must be among the members, as a coordinator. Add yourself and try again."
            }
            Self::NoSuchMeeting => "There is no such meeting. Reload the page and choose again.",
            Self::MeetingCancelled => {
                "The meeting was cancelled, so nothing about it can be changed. Call a new one instead."
            }
            Self::ObserversReadNotes => {
                "Somebody who only observes reads the notes. Ask your party's coordinator for another role."
            }
            Self::NotesClosed => "The meeting's notes are closed. Ask a coordinator to open them again.",
            Self::NotesOpen => "The meeting's notes are open. They can be written in already.",
            Self::NothingStands(_) => {
                "Nothing that this person wrote stands in the text, so they are not a co-author. Reload the page."
            }
        };
        fixed.to_owned()
    }
}

impl Field {
    fn english(self) -> &'static str {
        match self {
            Self::Reason => "the reason",
            Self::Note => "the note",
            Self::Reservation => "the reservation",
            Self::Question => "the question",
            Self::Because => "why it is not ready yet",
            Self::Questions => "the open questions",
            Self::MandateAsked => "what mandate is asked for",
            Self::Title => "the title",
            Self::Name => "the name",
            Self::Issuer => "who gave the mandate",
            Self::Paragraph => "the paragraph",
            Self::Body => "which body decided",
            Self::Place => "the place",
            Self::Authority => "what the authority rests on",
            Self::FileName => "the file's name",
            Self::CaseNumber => "the case number",
            Self::Guests => "who else was there",
            Self::Comment => "the comment",
            Self::Passage => "the marked passage",
        }
    }
}

impl Limit {
    fn english(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Parties => "parties",
            Self::Bodies => "bodies for a party",
            Self::Organisations => "organisations for a party",
            Self::Sections => "sections, the retired ones with them,",
            Self::Languages => "languages",
            Self::Meetings => "meetings",
            Self::Files => "files for a meeting",
            Self::Uploads => "files in one agreement",
            Self::Mebibytes => "MiB of files in one agreement",
            Self::Threads => "discussions",
            Self::Comments => "comments in a discussion",
            Self::Mentions => "people named in a comment",
        }
    }
}
