//! Whatever is asked by whomever, in whatever order, the rules hold.

mod invariants;
mod meeting;
mod members;
mod reviewing;
mod shaping;
mod wish;
mod world;

use crate::agreement::decide::{Command, decide};
use crate::agreement::description::{
    ApprovalDescription, ApprovalRule, Description, MemberDescription, PartyDescription,
};
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::agreement::member::Role::{self, Approver, Coordinator, Drafter, Observer, Reviewer};
use crate::agreement::party::Letter;
use crate::agreement::sample::{asked_by, description};
use crate::agreement::state::State;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::collections::BTreeSet;
use wish::{Wish, some_wish};
use world::World;

/// Two or three parties with rules and bodies of their own, and a neutral coordinator; two sections.
fn some_world() -> impl Strategy<Value = World> {
    let side = (0..3_u32, 0..3_usize);
    prop::collection::vec(side, 2..=3).prop_map(|sides| {
        let described = described(&sides);
        let agreement = AgreementId::new();
        let before = State::before(agreement);
        let entries = decide(&before, Command::Found(Box::new(described)), &asked_by(Actor::Operator));
        World::begun(agreement, entries.unwrap())
    })
}

/// A party for each side: how many approvers it takes (0: any), and how many bodies are listed.
fn described(sides: &[(u32, usize)]) -> Description {
    let sample = description();
    let mut members = Vec::new();
    let mut parties = Vec::new();
    for (&(count, bodies), letter) in sides.iter().zip('A'..) {
        let party = Letter::new(letter);
        for roles in [vec![Coordinator, Drafter], vec![Approver], vec![Coordinator, Approver], vec![Observer]]
        {
            members.push(person(members.len(), party, roles));
        }
        parties.push(PartyDescription {
            letter: party.unwrap(),
            name: format!("Part {letter}"),
            approval: match count {
                0 => ApprovalDescription::default(),
                count => ApprovalDescription { rule: ApprovalRule::AtLeast, count: Some(count) },
            },
            bodies: (0..bodies).map(|body| format!("Nämnd {body}")).collect(),
            organisations: vec!["Föreningen".to_owned()],
            ..sample.parties[0].clone()
        });
    }
    members.push(person(members.len(), None, vec![Coordinator, Reviewer]));
    let mut sections = sample.sections.clone();
    sections.truncate(2);
    for section in &mut sections {
        section.responsible.clear();
    }
    Description { parties, members, sections, ..sample }
}

fn person(number: usize, party: Option<Letter>, roles: Vec<Role>) -> MemberDescription {
    MemberDescription {
        name: format!("Person {number}"),
        email: format!("p{number}@some.example"),
        party,
        organisation: None,
        roles,
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_in_whatever_order_the_rules_hold(
        mut world in some_world(),
        wishes in prop::collection::vec(some_wish(), 1..40),
    ) {
        for wish in wishes {
            world.happens(wish)?;
        }
        let mut again = State::before(world.state.agreement());
        world.record.iter().for_each(|(entry, by, at)| again.apply(entry, *by, *at));
        prop_assert_eq!(again, world.state, "the record says it all");
    }
}

/// A kind as the record spells it.
fn kind(entry: &Entry) -> String {
    serde_json::to_value(entry).unwrap()["kind"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_asked_at_random_comes_to_every_kind_of_entry() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (worlds, wishes) = (some_world(), prop::collection::vec(some_wish(), 50));
    // serde lists them when it meets another.
    let unknown = serde_json::from_str::<Entry>(r#"{"kind":"?"}"#).unwrap_err().to_string();
    let (_, kinds) = unknown.split_once("expected one of ").unwrap();
    let kinds: BTreeSet<_> = kinds.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let mut seen = BTreeSet::new();
    for _ in 0..1_000 {
        let mut world = worlds.new_tree(&mut runner).unwrap().current();
        let wishes: Vec<Wish> = wishes.new_tree(&mut runner).unwrap().current();
        wishes.into_iter().try_for_each(|wish| world.happens(wish)).unwrap();
        seen.extend(world.record.iter().map(|(entry, ..)| kind(entry)));
        if seen == kinds {
            return;
        }
    }
    assert_eq!(seen, kinds);
}
