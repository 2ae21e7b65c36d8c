//! How an agreement begins.

use super::{ask, member};
use crate::agreement::decide::Command;
use crate::agreement::description::Description;
use crate::agreement::entry::Actor;
use crate::agreement::id::AgreementId;
use crate::agreement::refusal::Refusal;
use crate::agreement::sample::{description, founded, named};
use crate::agreement::section::{Phase, SectionKind};
use crate::agreement::state::State;

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
