//! Who may do what with proposals.

use super::*;
use crate::agreement::decide::AgreementChange;
use crate::agreement::member::Role;
use crate::agreement::refusal::ProposalRefusal;

/// An agreement that asks that somebody of another party accepts.
fn asking_for_another_party() -> Work {
    let mut work = Work::begun();
    let change = AgreementChange { accepted_by_another_party: Some(true), ..AgreementChange::default() };
    work.ask("Elin", Command::ChangeAgreement(change)).unwrap();
    work
}

fn accepts(work: &Work, by: &str, author: MemberId) -> Result<(), Refusal> {
    work.state.may_accept(work.member(by), work.id(0), author).map(drop)
}

const ALL: [&str; 5] = ["Astrid", "Bo", "Cilla", "David", "Elin"];

#[test]
fn those_who_write_accept_whoever_proposes_their_own_included() {
    let work = Work::begun();
    for author in ALL {
        for by in ALL {
            let may_write = work.state.may_write(work.member(by), work.id(0)).map(drop);
            assert_eq!(accepts(&work, by, work.member(author)), may_write, "{by} of {author}");
        }
    }
    assert_eq!(accepts(&work, "David", work.member("David")), Ok(()));
    assert_eq!(accepts(&work, "Bo", work.member("David")), Err(Refusal::NotADrafter));
}

#[test]
fn where_it_is_asked_for_somebody_of_another_party_than_the_authors_accepts() {
    let work = asking_for_another_party();
    let other = Err(ProposalRefusal::AnotherPartyAccepts.into());
    for (author, astrid, david) in [
        ("Astrid", false, true),
        ("Bo", false, true),
        ("Cilla", true, false),
        ("David", true, false),
        // Of no party: either side is another one.
        ("Elin", true, true),
    ] {
        let author_id = work.member(author);
        for (by, may) in [("Astrid", astrid), ("David", david), ("Elin", false)] {
            let expected = if may { Ok(()) } else { other.clone() };
            assert_eq!(accepts(&work, by, author_id), expected, "{by} of {author}");
        }
        // The rule gives nobody the right to write.
        for by in ["Bo", "Cilla"] {
            assert_eq!(accepts(&work, by, author_id), Err(Refusal::NotADrafter), "{by} of {author}");
        }
    }
}

#[test]
fn the_rule_goes_by_the_authors_party_also_when_they_have_left() {
    let mut work = asking_for_another_party();
    let bo = work.member("Bo");
    work.ask("Astrid", Command::RemoveMember { member: bo }).unwrap();
    assert_eq!(accepts(&work, "Astrid", bo), Err(ProposalRefusal::AnotherPartyAccepts.into()));
    assert_eq!(accepts(&work, "David", bo), Ok(()));
}

#[test]
fn the_rule_holds_from_when_it_is_asked_for_until_it_is_not() {
    let mut work = Work::begun();
    let astrid = work.member("Astrid");
    for asked in [true, false, true] {
        let change = AgreementChange { accepted_by_another_party: Some(asked), ..AgreementChange::default() };
        work.ask("Cilla", Command::ChangeAgreement(change)).unwrap();
        assert_eq!(accepts(&work, "Astrid", astrid).is_ok(), !asked);
        assert_eq!(accepts(&work, "David", astrid), Ok(()));
    }
}

#[test]
fn a_locked_section_takes_proposals_and_rejections_and_nothing_comes_into_its_text() {
    let (mut work, mandates) = Work::ready_to_sign();
    work.sign("Bo", 0, mandates.bo).unwrap();
    let (section, david, cilla) = (work.id(0), work.member("David"), work.member("Cilla"));
    assert!(work.state.may_propose(david, section).is_ok());
    assert!(work.state.may_reject(cilla, section).is_ok());
    assert!(work.state.may_withdraw_proposal(david, section, david).is_ok());
    assert_eq!(accepts(&work, "David", cilla), Err(Refusal::SectionLocked));
    assert_eq!(
        work.state.may_withdraw_proposal(cilla, section, david).map(drop),
        Err(ProposalRefusal::OfAnother.into())
    );
    // Who neither writes nor coordinates rejects nothing.
    assert_eq!(
        work.state.may_reject(work.member("Bo"), section).map(drop),
        Err(Refusal::NotADrafterOrCoordinator)
    );
}

#[test]
fn who_only_observes_proposes_nothing_and_who_may_do_more_does() {
    let mut work = Work::begun();
    let (bo, section) = (work.member("Bo"), work.id(0));
    assert!(work.state.may_propose(bo, section).is_ok());
    work.ask("Astrid", Command::ChangeRoles { member: bo, roles: [Role::Observer].into() }).unwrap();
    assert_eq!(work.state.may_propose(bo, section).map(drop), Err(Refusal::ObserversRead));
}
