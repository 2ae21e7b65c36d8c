//! Roles and leaving, asked for at random among people with random roles.

use super::super::{ask, member};
use super::wish::some_roles;
use crate::agreement::decide::Command;
use crate::agreement::description::{ApprovalDescription, Description};
use crate::agreement::entry::Actor;
use crate::agreement::id::MemberId;
use crate::agreement::member::{Member, Role};
use crate::agreement::party::Letter;
use crate::agreement::sample::{description, founded};
use crate::agreement::state::State;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
                members.push(super::person(members.len(), party, roles.into_iter().collect()));
            }
        }
        let mut described = Description { members, ..description() };
        described.parties[1].approval = ApprovalDescription::default();
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
    fn whoever_changes_roles_or_removes_whom_each_side_manages_its_own(
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
                let drafting = |one: &&Member| one.party == party && one.is(Role::Drafter);
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
