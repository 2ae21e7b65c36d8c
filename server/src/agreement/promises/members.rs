//! Members, their roles, and what each may do to the members of whom.

use super::{Command, MemberId, SectionId, ask, letter, member};
use crate::agreement::description::Description;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::member::Role;
use crate::agreement::refusal::Refusal;
use crate::agreement::sample::{description, founded, named, noon};
use crate::agreement::section::Phase;

fn change(member: MemberId, roles: &[Role]) -> Command {
    Command::ChangeRoles { member, roles: roles.iter().copied().collect() }
}

#[test]
fn only_drafters_write_and_every_member_reads() {
    let mut state = founded(description());
    let section = state.sections()[0].id;
    let (astrid, bo) = (named(&state, "Astrid"), named(&state, "Bo"));
    assert_eq!(state.may_write(astrid, section).unwrap().id, section);
    assert_eq!(state.may_read(bo, section).unwrap().id, section);
    assert_eq!(state.may_write(bo, section), Err(Refusal::NotADrafter));
    let nowhere = SectionId::new();
    assert_eq!(state.may_write(astrid, nowhere), Err(Refusal::NoSuchSection(nowhere)));
    assert_eq!(state.may_read(MemberId::new(), section), Err(Refusal::NotAMember));
    state.apply(&Entry::PhaseEntered { phase: Phase::Decided }, Actor::Operator, noon());
    assert_eq!(state.may_write(astrid, section), Err(Refusal::TextIsFixed));
    state.apply(&Entry::PhaseEntered { phase: Phase::UnderRevision }, Actor::Operator, noon());
    assert!(state.may_write(astrid, section).is_ok());
}

#[test]
fn a_removed_member_has_no_rights_and_keeps_their_name() {
    let mut state = founded(description());
    let (cilla, david) = (named(&state, "Cilla"), named(&state, "David"));
    ask(&mut state, Command::RemoveMember { member: david }, member(cilla)).unwrap();
    assert_eq!(state.may_read(david, state.sections()[0].id), Err(Refusal::NotAMember));
    assert_eq!(state.present_or_former(david).unwrap().name.text(), Some("David Ask"));
    let command = Command::RemoveMember { member: david };
    assert_eq!(ask(&mut state, command, member(cilla)), Err(Refusal::NoSuchMember(david)));
}

#[test]
fn neither_side_acts_for_the_other() {
    let mut state = founded(description());
    let (astrid, bo, david) = (named(&state, "Astrid"), named(&state, "Bo"), named(&state, "David"));
    let elin = named(&state, "Elin");
    let (a, b) = (letter('A'), letter('B'));
    let observer = [Role::Observer];
    for (by, target, refusal) in [
        (member(astrid), david, Refusal::OtherParty(Some(b))),
        (member(astrid), elin, Refusal::OtherParty(None)),
        (member(elin), bo, Refusal::OtherParty(Some(a))),
        (member(elin), elin, Refusal::OtherParty(None)),
        (member(bo), bo, Refusal::NotACoordinator),
        (Actor::Operator, bo, Refusal::OtherParty(Some(a))),
    ] {
        assert_eq!(ask(&mut state, change(target, &observer), by), Err(refusal));
    }
    ask(&mut state, change(bo, &observer), member(astrid)).unwrap();
    ask(&mut state, change(elin, &observer), Actor::Operator).unwrap();
}

#[test]
fn each_party_keeps_a_coordinator() {
    let mut state = founded(description());
    let (astrid, bo) = (named(&state, "Astrid"), named(&state, "Bo"));
    let refused = Err(Refusal::LastCoordinator(letter('A')));
    assert_eq!(ask(&mut state, change(astrid, &[Role::Drafter]), member(astrid)), refused);
    assert_eq!(ask(&mut state, Command::RemoveMember { member: astrid }, member(astrid)), refused);
    ask(&mut state, change(bo, &[Role::Coordinator]), member(astrid)).unwrap();
    ask(&mut state, Command::RemoveMember { member: astrid }, member(astrid)).unwrap();
    assert!(state.member(astrid).is_none());
}

#[test]
fn a_member_holds_a_role_and_a_neutral_one_never_approves() {
    let mut state = founded(description());
    let (astrid, bo, elin) = (named(&state, "Astrid"), named(&state, "Bo"), named(&state, "Elin"));
    assert_eq!(ask(&mut state, change(bo, &[]), member(astrid)), Err(Refusal::NoRoles));
    let refused = ask(&mut state, change(elin, &[Role::Approver]), Actor::Operator);
    assert_eq!(refused, Err(Refusal::NeutralApprover));
}

#[test]
fn what_is_so_already_leaves_no_entry() {
    let mut state = founded(description());
    let (astrid, bo) = (named(&state, "Astrid"), named(&state, "Bo"));
    assert_eq!(ask(&mut state, change(bo, &[Role::Approver]), member(astrid)), Ok(vec![]));
}

#[test]
fn parity_is_told_where_it_is_asked_for() {
    let mut state = founded(description());
    assert_eq!(state.parity_met(), Some(true), "the neutral drafter stands outside");
    let (astrid, bo) = (named(&state, "Astrid"), named(&state, "Bo"));
    ask(&mut state, change(bo, &[Role::Drafter]), member(astrid)).unwrap();
    assert_eq!(state.parity_met(), Some(false));
    let unasked = founded(Description { parity: false, ..description() });
    assert_eq!(unasked.parity_met(), None);
}
