//! Each refusal has a code and says why.

use super::*;
use std::collections::BTreeSet;

fn every_refusal() -> Vec<Refusal> {
    let letter = Letter::new('B').unwrap();
    let problems = crate::agreement::description::Description::parse("{}").unwrap_err();
    vec![
        Refusal::AlreadyFounded,
        Refusal::OnlyTheOperator,
        Refusal::Description(problems),
        Refusal::NotAMember,
        Refusal::NoSuchMember(MemberId::new()),
        Refusal::NoSuchSection(SectionId::new()),
        Refusal::NotACoordinator,
        Refusal::OtherParty(Some(letter)),
        Refusal::OtherParty(None),
        Refusal::LastCoordinator(letter),
        Refusal::NoRoles,
        Refusal::NeutralApprover,
        Refusal::NotADrafter,
        Refusal::SectionLocked,
        Refusal::SectionAgreed,
        Refusal::TextIsFixed,
        Refusal::MembersOnly,
        Refusal::NotADrafterOrCoordinator,
        Refusal::ObserversRead,
        Refusal::NoPartyToActFor,
        Refusal::NoSuchParty,
        Refusal::NoSuchRevision,
        Refusal::NoSuchSignOff,
        Refusal::NoSuchMandate,
        Refusal::NotAnApprover,
        Refusal::NoRevision,
        Refusal::StrangeText,
        Refusal::NotToBeApproved,
        Refusal::MandateOfAnother,
        Refusal::MandateNotValid,
        Refusal::NameDiffers,
        Refusal::NotYours,
        Refusal::ReceiptOfAnother,
        Refusal::AlreadyWithdrawn,
        Refusal::NotLocked,
        Refusal::ApprovalUnderWay,
        Refusal::NobodyApproves,
        Refusal::NoSuchReview,
        Refusal::NoSuchSheet,
        Refusal::NotAReviewer,
        Refusal::SectionNotInReview,
        Refusal::ReviewClosed,
        Refusal::NobodyAsked,
        Refusal::NoSectionChosen,
        Refusal::ObserverAsked,
        Refusal::EarlierRevision(RevisionNumber(3)),
        Refusal::DayPast,
        Refusal::SheetOfAnother,
        Refusal::NotInApproval,
        Refusal::NotAgreedYet,
        Refusal::NotDecided,
        Refusal::BodyHasDecided,
        Refusal::WrongPhase,
        Refusal::DayAhead,
        Refusal::EndsBeforeItBegins,
        Refusal::EditedSince(RevisionNumber(7)),
        Refusal::OtherText(RevisionNumber(8)),
        Refusal::PartyDecided(letter),
        Refusal::OtherPartysMatter(letter),
        Refusal::NoSignatory(letter),
        Refusal::Missing(Field::Reason),
        Refusal::Unseen(Field::Reason),
        Refusal::OtherAgreedText,
        Refusal::TooLong(Field::Note, 10_000),
        Refusal::AddressTaken,
        Refusal::NotAnAddress,
        Refusal::NoSuchOrganisation,
        Refusal::OrganisationInUse,
        Refusal::NameTaken,
        Refusal::LetterTaken(letter),
        Refusal::TooMany(Limit::Members, 2_000),
        Refusal::NotEverySection,
        Refusal::LastSection,
        Refusal::GroundNeeded,
        Refusal::ErasedWithTheMember,
        Refusal::WhyItIsGone,
        Refusal::NoSuchWords,
        Refusal::BodiesDecide,
        Refusal::UnknownTimeZone,
        Refusal::UnknownLanguage,
        Refusal::PlanOutOfOrder,
        Refusal::NoSuchDecision,
        Refusal::PurgedWhenDecided,
        Refusal::NotAFounder,
        Refusal::FounderLeftOut,
        Refusal::NobodyCoordinates(letter),
        Refusal::NoSuchMeeting,
        Refusal::MeetingCancelled,
        Refusal::ObserversReadNotes,
        Refusal::NotesClosed,
        Refusal::NotesOpen,
        Refusal::NothingStands(MemberId::new()),
        Refusal::NoSuchThread,
        Refusal::NoSuchComment,
        Refusal::CommentOfAnother,
        Refusal::ThreadResolved,
        Refusal::PassageChanged,
    ]
    .into_iter()
    .chain(every_refusal_of_proposals().map(Refusal::Proposal))
    .collect()
}

fn every_refusal_of_proposals() -> impl Iterator<Item = ProposalRefusal> {
    use ProposalRefusal::*;
    [
        Unknown,
        Closed(Ending::Accepted, "Klara Ek".to_owned()),
        OfAnother,
        AnotherPartyAccepts,
        TextChanged,
        LookAtIt,
        Gone,
        StillOpen(2),
        NoRun,
        TooLarge,
        Strange,
        Unseen,
        ChangesNothing,
        TooMany(200),
    ]
    .into_iter()
}

#[test]
fn who_closed_a_proposal_is_said_and_an_erased_name_is_left_out() {
    for ending in [Ending::Accepted, Ending::Rejected, Ending::Withdrawn] {
        for language in [Language::Swedish, Language::English] {
            let sentence = |by: &str| ProposalRefusal::Closed(ending, by.to_owned()).sentence(language);
            assert!(sentence("Klara Ek").starts_with("Klara Ek "), "{}", sentence("Klara Ek"));
            assert!(sentence("").len() > 20 && !sentence("").contains("  "), "{}", sentence(""));
        }
    }
    assert!(!ProposalRefusal::StillOpen(1).sentence(Language::English).contains('1'));
}

#[test]
fn every_refusal_says_why_in_both_languages_under_a_code_of_its_own() {
    let mut codes = BTreeSet::new();
    for refusal in every_refusal() {
        let code = refusal.code();
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
        codes.insert(code);
        let swedish = refusal.sentence(Language::Swedish);
        let english = refusal.sentence(Language::English);
        assert_ne!(swedish, english);
        assert!(swedish.len() > 20 && english.len() > 20);
    }
    assert_eq!(codes.len(), every_refusal().len() - 1, "the two kinds of other-party share a code");
}
