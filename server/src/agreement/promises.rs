//! The rules, each kept whatever is asked by whomever.

use super::decide::{Command, decide};
use super::description::{Description, MemberDescription};
use super::entry::{Actor, Entry};
use super::id::{AgreementId, MemberId, SectionId};
use super::member::{ROLES, Role};
use super::party::Letter;
use super::refusal::Refusal;
use super::sample::{asked_by, description, founded, named, noon};
use super::section::{Phase, SectionKind};
use super::state::State;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn change(member: MemberId, roles: &[Role]) -> Command {
    Command::ChangeRoles { member, roles: roles.iter().copied().collect() }
}

fn member(member: MemberId) -> Actor {
    Actor::Member { member }
}

/// What `by` is answered; entries are applied.
fn ask(state: &mut State, command: Command, by: Actor) -> Result<Vec<Entry>, Refusal> {
    let entries = decide(state, command, &asked_by(by))?;
    entries.iter().for_each(|entry| state.apply(entry, by, noon()));
    Ok(entries)
}

#[test]
fn an_agreement_is_founded_as_it_was_described() {
    let state = founded(description());
    let [a, b] = state.parties() else { panic!("two parties") };
    assert_eq!(state.title(), Some("Överenskommelse om fritid för unga"));
    assert_eq!(state.phase(), Phase::Drafting);
    assert_eq!(state.organisations_of(b.id).count(), 2);
    let david = state.member(named(&state, "David")).unwrap();
    let organisation = state.organisation(david.organisation.unwrap()).unwrap();
    assert_eq!((david.party, organisation.name.as_str()), (Some(b.id), "Teaterkällaren"));
    assert_eq!(david.email.text(), Some("david@teater.example"));
    assert_eq!(state.sections()[1].responsible, [a.id, b.id]);
    assert_eq!(state.member(named(&state, "Elin")).unwrap().party, None);
}

#[test]
fn principles_are_numbered_among_themselves() {
    let state = founded(description());
    let numbers: Vec<_> = state.sections().iter().map(|section| state.number(section.id)).collect();
    assert_eq!(state.sections()[0].kind, SectionKind::Preamble);
    assert_eq!(numbers, [None, Some(1), Some(2)]);
}

#[test]
fn an_agreement_is_founded_once_and_by_the_operator() {
    let mut state = founded(description());
    let again = Command::Found(Box::new(description()));
    assert_eq!(ask(&mut state, again.clone(), Actor::Operator), Err(Refusal::AlreadyFounded));
    let astrid = member(named(&state, "Astrid"));
    let mut new = State::before(AgreementId::new());
    assert_eq!(ask(&mut new, again, astrid), Err(Refusal::OnlyTheOperator));
}

#[test]
fn a_description_that_does_not_hold_together_founds_nothing() {
    let broken = Description { sections: vec![], ..description() };
    let mut state = State::before(AgreementId::new());
    let refusal = ask(&mut state, Command::Found(Box::new(broken)), Actor::Operator).unwrap_err();
    assert_eq!(refusal.code(), "description-invalid");
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
    let (a, b) = (Letter::new('A').unwrap(), Letter::new('B').unwrap());
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
    let refused = Err(Refusal::LastCoordinator(Letter::new('A').unwrap()));
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

fn some_roles() -> impl Strategy<Value = BTreeSet<Role>> {
    prop::collection::btree_set(prop::sample::select(&ROLES[..]), 0..=3)
}

/// Two parties of one to four, besides up to two of no party; each party has a coordinator.
fn some_agreement() -> impl Strategy<Value = State> {
    let people = || prop::collection::vec(some_roles(), 1..=4);
    (people(), people(), prop::collection::vec(some_roles(), 0..=2)).prop_map(|(a, b, neutral)| {
        let (letter_a, letter_b) = (Letter::new('A'), Letter::new('B'));
        let sides = [(letter_a, a), (letter_b, b), (None, neutral)];
        let mut members = Vec::new();
        for (party, people) in sides {
            for (index, mut roles) in people.into_iter().enumerate() {
                match party {
                    Some(_) if index == 0 => drop(roles.insert(Role::Coordinator)),
                    Some(_) => {}
                    None => drop(roles.remove(&Role::Approver)),
                }
                roles.is_empty().then(|| roles.insert(Role::Observer));
                members.push(MemberDescription {
                    name: format!("Person {}", members.len()),
                    email: format!("p{}@some.example", members.len()),
                    party,
                    organisation: None,
                    roles: roles.into_iter().collect(),
                });
            }
        }
        let mut described = Description { members, ..description() };
        described.parties[1].approval = super::description::ApprovalDescription::default();
        founded(described)
    })
}

/// Who asks (`None`: the operator), for whom, and which roles (`None`: to leave); by index among the people.
type Wish = (Option<prop::sample::Index>, prop::sample::Index, Option<BTreeSet<Role>>);

fn some_wish() -> impl Strategy<Value = Wish> {
    (prop::option::weighted(0.9, any::<prop::sample::Index>()), any::<prop::sample::Index>(), {
        prop::option::weighted(0.8, some_roles())
    })
}

proptest! {
    #[test]
    fn whatever_is_asked_by_whomever_the_rules_hold(
        mut state in some_agreement(),
        wishes in prop::collection::vec(some_wish(), 1..40),
    ) {
        let everybody: Vec<MemberId> = state.members().iter().map(|one| one.id).collect();
        for (by, target, roles) in wishes {
            let before = state.clone();
            let target = *target.get(&everybody);
            let by = by.map_or(Actor::Operator, |index| member(*index.get(&everybody)));
            let command = match roles {
                Some(roles) => Command::ChangeRoles { member: target, roles },
                None => Command::RemoveMember { member: target },
            };
            let entries = ask(&mut state, command, by).unwrap_or_default();

            prop_assert_eq!(state.position(), before.position().after(entries.len()));
            for party in state.parties() {
                prop_assert!(state.members_of(party.id).any(|one| one.is(Role::Coordinator)));
            }
            for one in state.members() {
                prop_assert!(!one.roles.is_empty());
                prop_assert!(one.party.is_some() || !one.is(Role::Approver));
            }
            for one in before.members() {
                if state.member(one.id) == Some(one) {
                    continue;
                }
                prop_assert_eq!(one.id, target, "nobody else changes");
                match by {
                    Actor::Operator => prop_assert_eq!(one.party, None),
                    Actor::Server => prop_assert!(false, "the server manages nobody"),
                    Actor::Member { member } => {
                        let coordinator = before.member(member).unwrap();
                        prop_assert!(coordinator.is(Role::Coordinator));
                        prop_assert!(one.party.is_some() && coordinator.party == one.party);
                    }
                }
            }
            let drafters = |index: usize| {
                let party = Some(state.parties()[index].id);
                let drafting = |one: &&super::member::Member| one.party == party && one.is(Role::Drafter);
                state.members().iter().filter(drafting).count()
            };
            prop_assert_eq!(state.parity_met(), Some(drafters(0) == drafters(1)));
            let section = state.sections()[0].id;
            for id in &everybody {
                let may = state.member(*id).is_some_and(|one| one.is(Role::Drafter));
                prop_assert_eq!(state.may_write(*id, section).is_ok(), may);
                prop_assert_eq!(state.may_read(*id, section).is_ok(), state.member(*id).is_some());
                prop_assert!(state.present_or_former(*id).is_some());
            }
        }
    }
}
