//! The first entries of a record, from a description that has been checked.

use super::chance::Chance;
use super::description::{ApprovalDescription, ApprovalRule, Description, MemberDescription};
use super::entry::{Entry, Matter};
use super::id::{MemberId, OrganisationId, PartyId, SectionId};
use super::member::{Member, Role, is_same_address};
use super::party::{Approval, Letter, Organisation, Party};
use super::refusal::Refusal;
use super::section::{NewSection, Phase};
use std::collections::HashMap;

/// The entries, in the order of the description: parties with their organisations, members, sections.
/// The work on the text begins at once.
pub(super) fn entries(description: &Description, chance: &mut Chance) -> Vec<Entry> {
    let mut places = Places::default();
    let mut entries = vec![Entry::AgreementFounded {
        matter: Matter {
            title: chance.words(&description.title),
            case_number: description.case_number.clone(),
            time_zone: description.time_zone.clone(),
            languages: description.languages.clone(),
            parity: description.parity,
            accepted_by_another_party: false,
        },
    }];
    for described in &description.parties {
        let id = PartyId(chance.id());
        places.parties.insert(described.letter, id);
        entries.push(Entry::PartyAdded {
            party: Party {
                id,
                letter: described.letter,
                name: described.name.clone(),
                kind: described.kind,
                approval: approval(&described.approval),
                bodies: described.bodies.clone(),
            },
        });
        for name in &described.organisations {
            let organisation =
                Organisation { id: OrganisationId(chance.id()), party: id, name: name.clone() };
            places.organisations.insert((described.letter, name), organisation.id);
            entries.push(Entry::OrganisationAdded { organisation });
        }
    }
    for described in &description.members {
        entries.push(Entry::MemberAdded { member: places.member(described, chance) });
    }
    for described in &description.sections {
        entries.push(Entry::SectionAdded {
            section: NewSection {
                id: SectionId(chance.id()),
                kind: described.kind,
                title: described.title.clone(),
                responsible: described
                    .responsible
                    .iter()
                    .filter_map(|letter| places.parties.get(letter).copied())
                    .collect(),
            },
        });
    }
    entries.push(Entry::PhaseEntered { phase: Phase::Drafting });
    entries
}

/// The place in a description of the member who has this address, if they can found the agreement themselves: as a
/// coordinator, and with a coordinator of every party, because nobody of another party can invite one later.
///
/// # Errors
/// [`Refusal::FounderLeftOut`] or [`Refusal::NobodyCoordinates`].
pub fn founder(description: &Description, address: &str) -> Result<usize, Refusal> {
    let is_founder = |member: &MemberDescription| {
        is_same_address(&member.email, address) && member.roles.contains(&Role::Coordinator)
    };
    let founder = description.members.iter().position(is_founder).ok_or(Refusal::FounderLeftOut)?;
    for party in &description.parties {
        let mut own = description.members.iter().filter(|member| member.party == Some(party.letter));
        if !own.any(|member| member.roles.contains(&Role::Coordinator)) {
            return Err(Refusal::NobodyCoordinates(party.letter));
        }
    }
    Ok(founder)
}

/// Where the names of the description lead. That each leads somewhere has been checked.
#[derive(Default)]
struct Places<'a> {
    parties: HashMap<Letter, PartyId>,
    organisations: HashMap<(Letter, &'a str), OrganisationId>,
}

impl Places<'_> {
    fn member(&self, described: &MemberDescription, chance: &mut Chance) -> Member {
        let organisation = described.party.zip(described.organisation.as_deref());
        Member {
            id: MemberId(chance.id()),
            name: chance.words(&described.name),
            email: chance.words(&described.email),
            party: described.party.and_then(|letter| self.parties.get(&letter).copied()),
            organisation: organisation.and_then(|place| self.organisations.get(&place).copied()),
            roles: described.roles.iter().copied().collect(),
        }
    }
}

fn approval(described: &ApprovalDescription) -> Approval {
    match described.rule {
        ApprovalRule::Any => Approval::Any,
        ApprovalRule::AtLeast => Approval::AtLeast { count: described.count.unwrap_or(1) },
    }
}
