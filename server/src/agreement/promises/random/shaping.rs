//! What somebody may come to ask for about the agreement's shape, its members, and what is to be forgotten.

use super::wish::some_roles;
use super::world::{World, pick};
use crate::agreement::decide::{AgreementChange, Command, Erasure, NewMember, NewParty, PartyChange};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{DecisionId, OrganisationId, SectionId};
use crate::agreement::member::Role;
use crate::agreement::party::{Approval, Letter, PartyKind};
use crate::agreement::section::{Phase, SectionKind};
use jiff::ToSpan;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(in crate::agreement::promises::random) enum Shaping {
    Invite { party: u8, address: u8, roles: BTreeSet<Role> },
    Anonymise { of: u8, grounded: bool },
    Matter { title: Option<u8>, number: Option<u8>, parity: Option<bool> },
    Plan { days: [i8; 2] },
    AddParty { letter: u8, address: u8 },
    ChangeParty { party: u8, name: Option<u8>, bodies: Option<u8> },
    AddOrganisation { party: u8, name: u8 },
    RenameOrganisation { which: u8, name: u8 },
    RemoveOrganisation { which: u8 },
    AddSection { title: u8, party: u8 },
    Order { turn: u8 },
    Retire { section: u8 },
    BringBack { which: u8 },
    Responsible { section: u8, party: u8 },
    Erase { entry: u8, words: u8 },
    Purge { decision: u8 },
}

pub(super) fn some_shaping() -> impl Strategy<Value = Shaping> {
    let n = any::<u8>;
    let few = || 0..4_u8;
    let maybe = prop::option::of::<std::ops::Range<u8>>;
    prop_oneof![
        4 => (n(), n(), some_roles())
            .prop_map(|(party, address, roles)| Shaping::Invite { party, address, roles }),
        2 => (n(), any::<bool>()).prop_map(|(of, grounded)| Shaping::Anonymise { of, grounded }),
        1 => (maybe(few()), maybe(few()), any::<Option<bool>>())
            .prop_map(|(title, number, parity)| Shaping::Matter { title, number, parity }),
        1 => any::<[i8; 2]>().prop_map(|days| Shaping::Plan { days }),
        1 => (0..8_u8, n()).prop_map(|(letter, address)| Shaping::AddParty { letter, address }),
        2 => (n(), maybe(few()), maybe(few()))
            .prop_map(|(party, name, bodies)| Shaping::ChangeParty { party, name, bodies }),
        4 => (n(), few()).prop_map(|(party, name)| Shaping::AddOrganisation { party, name }),
        5 => (n(), few()).prop_map(|(which, name)| Shaping::RenameOrganisation { which, name }),
        6 => n().prop_map(|which| Shaping::RemoveOrganisation { which }),
        1 => (few(), n()).prop_map(|(title, party)| Shaping::AddSection { title, party }),
        2 => n().prop_map(|turn| Shaping::Order { turn }),
        3 => n().prop_map(|section| Shaping::Retire { section }),
        6 => n().prop_map(|which| Shaping::BringBack { which }),
        2 => (n(), n()).prop_map(|(section, party)| Shaping::Responsible { section, party }),
        5 => (n(), few()).prop_map(|(entry, words)| Shaping::Erase { entry, words }),
        8 => n().prop_map(|decision| Shaping::Purge { decision }),
    ]
}

impl World {
    pub(super) fn shaping(&self, by: Actor, what: Shaping) -> Command {
        let address = |number: u8| format!("p{}@some.example", number % 40);
        let organisation = |which: u8| match self.state.organisations() {
            [] => OrganisationId::new(),
            some => pick(some, which).id,
        };
        match what {
            Shaping::Invite { party, address: number, roles } => {
                let party = (party != u8::MAX).then(|| self.party_of(by, party).id);
                let organisation = party.and_then(|party| self.state.organisations_of(party).next());
                Command::InviteMember(NewMember {
                    name: format!("Ny {number}"),
                    email: address(number),
                    party,
                    organisation: organisation.map(|one| one.id),
                    roles,
                })
            }
            Shaping::Anonymise { of, grounded } => {
                let ground = if grounded { "Begäran enligt lag" } else { "" };
                Command::AnonymiseMember { member: self.person(of), ground: ground.to_owned() }
            }
            Shaping::Matter { title, number, parity } => Command::ChangeAgreement(AgreementChange {
                title: title.map(|title| format!("Titel {title}")),
                case_number: number.map(|number| format!("KS {number}")),
                parity,
                ..AgreementChange::default()
            }),
            Shaping::Plan { days } => {
                let day = |days: i8| self.today() + i32::from(days).days();
                let plan = [(Phase::Approval, day(days[0])), (Phase::Signed, day(days[1]))];
                Command::ChangePlan { plan: plan.into() }
            }
            Shaping::AddParty { letter, address: number } => Command::AddParty(NewParty {
                letter: Letter::new(char::from(b'A' + letter)).unwrap(),
                name: format!("Part {letter}"),
                kind: PartyKind::Civil,
                approval: Approval::Any,
                bodies: vec![],
                coordinator: (format!("Ny {number}"), address(number)),
            }),
            Shaping::ChangeParty { party, name, bodies } => {
                let bodies = bodies.map(|count| (0..count).map(|body| format!("Nämnd {body}")).collect());
                let name = name.map(|name| format!("Sida {name}"));
                let change = PartyChange { name, bodies, kind: None };
                Command::ChangeParty { party: self.party_of(by, party).id, change }
            }
            Shaping::AddOrganisation { party, name } => {
                let party = self.party_of(by, party).id;
                Command::AddOrganisation { party, name: format!("Förening {name}") }
            }
            Shaping::RenameOrganisation { which, name } => {
                let name = format!("Förening {name}");
                Command::RenameOrganisation { organisation: organisation(which), name }
            }
            Shaping::RemoveOrganisation { which } => {
                Command::RemoveOrganisation { organisation: organisation(which) }
            }
            Shaping::AddSection { title, party } => {
                let (kind, title) = (SectionKind::Free, format!("Rubrik {title}"));
                Command::AddSection { kind, title, responsible: vec![self.party_of(by, party).id] }
            }
            Shaping::Order { turn } => {
                let mut sections: Vec<SectionId> = self.state.sections().iter().map(|one| one.id).collect();
                let turn = usize::from(turn) % sections.len();
                sections.rotate_left(turn);
                Command::OrderSections { sections }
            }
            Shaping::Retire { section } => {
                let section = self.section(section).id;
                Command::RetireSection { section, reason: "Hör inte hit.".to_owned() }
            }
            Shaping::BringBack { which } => {
                let retired = self.state.retired_sections();
                let section = if retired.is_empty() { SectionId::new() } else { pick(retired, which).id };
                Command::BringBackSection { section }
            }
            Shaping::Responsible { section, party } => {
                let responsible = vec![self.party_of(by, party).id; 2];
                Command::ChangeResponsible { section: self.section(section).id, responsible }
            }
            Shaping::Erase { entry, words } => self.erasing(entry, words),
            Shaping::Purge { decision } => {
                let decisions = self.state.decisions();
                let decision =
                    if decisions.is_empty() { DecisionId::new() } else { pick(decisions, decision).id };
                let sections = self.state.sections().iter().chain(self.state.retired_sections());
                let texts = sections.map(|section| (section.id, 1)).collect();
                let notes = self.state.meetings().iter().map(|one| (one.notes(), 1)).collect();
                Command::PurgeWorkingMaterial { decision, texts, notes }
            }
        }
    }

    /// Most often of an entry that has words.
    fn erasing(&self, entry: u8, words: u8) -> Command {
        let having = self.record.iter().enumerate().filter(|(_, (entry, ..))| !entry.words().is_empty());
        let having: Vec<_> = having.collect();
        let (position, (entry, by, _)) = pick(&having, entry);
        let own = entry.words();
        let words = if words == 3 { Digest([0; 32]) } else { pick(&own, words).digest() };
        let (position, entry) = (*position as u64, Box::new(entry.clone()));
        Command::EraseWords(Erasure { position, entry, by: *by, words, reason: "Fel person.".to_owned() })
    }
}
