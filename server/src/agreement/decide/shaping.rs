//! What the agreement is about, when it is planned to go on, and between whom.

use super::given::{name, names};
use super::{AgreementChange, Asked, NewParty, PartyChange};
use crate::agreement::description;
use crate::agreement::entry::{Entry, MatterChange};
use crate::agreement::id::{OrganisationId, PartyId};
use crate::agreement::party::{Approval, Organisation, Party};
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::agreement::section::Phase;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One for each letter.
const PARTIES: usize = 26;
/// Deciding bodies of one party.
const BODIES: usize = 50;
/// Of one party.
const ORGANISATIONS: usize = 500;
/// In one agreement.
const LANGUAGES: usize = 10;

impl Asked<'_> {
    pub(super) fn change_agreement(&mut self, new: AgreementChange) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        let AgreementChange { title, case_number, time_zone, languages, parity, accepted_by_another_party } =
            new;
        let matter = self.state.matter().ok_or(Refusal::NotAMember)?.what.clone();
        let title = title.map(|title| name(Field::Title, &title)).transpose()?;
        let case_number = case_number.map(|number| match number.trim() {
            "" => Ok(String::new()),
            number => name(Field::CaseNumber, number),
        });
        if time_zone.as_deref().is_some_and(|zone| !description::is_time_zone(zone)) {
            return Err(Refusal::UnknownTimeZone);
        }
        if let Some(languages) = &languages {
            if languages.is_empty() || !languages.iter().all(|tag| description::is_language(tag)) {
                return Err(Refusal::UnknownLanguage);
            }
            if languages.len() > LANGUAGES {
                return Err(Refusal::TooMany(Limit::Languages, LANGUAGES));
            }
        }
        let title = title.filter(|title| matter.title.text() != Some(title));
        let change = MatterChange {
            title: title.map(|title| self.chance.words(&title)),
            case_number: case_number.transpose()?.filter(|number| *number != matter.case_number),
            time_zone: time_zone.filter(|zone| *zone != matter.time_zone),
            languages: languages.filter(|languages| *languages != matter.languages),
            parity: parity.filter(|parity| *parity != matter.parity),
            accepted_by_another_party: accepted_by_another_party
                .filter(|other| *other != matter.accepted_by_another_party),
        };
        Ok(if change == MatterChange::default() { vec![] } else { vec![Entry::AgreementChanged { change }] })
    }

    pub(super) fn change_plan(&self, plan: BTreeMap<Phase, Date>) -> Result<Vec<Entry>, Refusal> {
        self.state.coordinating(self.member()?)?;
        // Phases are in the order in which they come.
        if !plan.values().is_sorted() {
            return Err(Refusal::PlanOutOfOrder);
        }
        Ok(if plan == *self.state.plan() { vec![] } else { vec![Entry::PlanChanged { plan }] })
    }

    /// The party, and its first coordinator: nobody of another party can invite for it later.
    pub(super) fn add_party(&mut self, new: NewParty) -> Result<Vec<Entry>, Refusal> {
        self.state.may_shape(self.member()?)?;
        let parties = self.state.parties();
        if parties.len() >= PARTIES {
            return Err(Refusal::TooMany(Limit::Parties, PARTIES));
        }
        if parties.iter().any(|party| party.letter == new.letter) {
            return Err(Refusal::LetterTaken(new.letter));
        }
        let name = self.party_name(None, &new.name)?;
        if new.approval == (Approval::AtLeast { count: 0 }) {
            return Err(Refusal::NobodyApproves);
        }
        let party = Party {
            id: PartyId(self.chance.id()),
            letter: new.letter,
            name,
            kind: new.kind,
            approval: new.approval,
            bodies: names(Field::Body, &new.bodies, (Limit::Bodies, BODIES))?,
        };
        let coordinator = self.first_coordinator(party.id, new.coordinator)?;
        Ok(vec![Entry::PartyAdded { party }, coordinator])
    }

    pub(super) fn change_party(&self, party: PartyId, new: PartyChange) -> Result<Vec<Entry>, Refusal> {
        let known = self.own_party(party)?;
        self.state.may_change_party(self.member()?)?;
        let PartyChange { name, kind, bodies } = new;
        let name = name.map_or_else(|| Ok(known.name.clone()), |name| self.party_name(Some(party), &name))?;
        let is_fixed = self
            .state
            .sections()
            .iter()
            .any(|section| section.lock.is_some() && section.responsible.contains(&party));
        if name != known.name && is_fixed {
            return Err(Refusal::ApprovalUnderWay);
        }
        let bodies = bodies.map(|bodies| names(Field::Body, &bodies, (Limit::Bodies, BODIES))).transpose()?;
        let bodies = bodies.unwrap_or_else(|| known.bodies.clone());
        let party_kind = kind.unwrap_or(known.kind);
        let is_so = (&name, party_kind, &bodies) == (&known.name, known.kind, &known.bodies);
        Ok(if is_so { vec![] } else { vec![Entry::PartyChanged { party, name, party_kind, bodies }] })
    }

    pub(super) fn add_organisation(&mut self, party: PartyId, given: &str) -> Result<Vec<Entry>, Refusal> {
        self.own_party(party)?;
        if self.state.organisations_of(party).count() >= ORGANISATIONS {
            return Err(Refusal::TooMany(Limit::Organisations, ORGANISATIONS));
        }
        let name = self.organisation_name(party, None, given)?;
        let organisation = Organisation { id: OrganisationId(self.chance.id()), party, name };
        Ok(vec![Entry::OrganisationAdded { organisation }])
    }

    pub(super) fn rename_organisation(
        &self,
        organisation: OrganisationId,
        given: &str,
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.own_organisation(organisation)?;
        let name = self.organisation_name(known.party, Some(organisation), given)?;
        Ok(if name == known.name { vec![] } else { vec![Entry::OrganisationRenamed { organisation, name }] })
    }

    pub(super) fn remove_organisation(&self, organisation: OrganisationId) -> Result<Vec<Entry>, Refusal> {
        self.own_organisation(organisation)?;
        if self.state.members().iter().any(|member| member.organisation == Some(organisation)) {
            return Err(Refusal::OrganisationInUse);
        }
        Ok(vec![Entry::OrganisationRemoved { organisation }])
    }

    /// A party, if it is that of the coordinator who asks.
    fn own_party(&self, party: PartyId) -> Result<&Party, Refusal> {
        let coordinator = self.state.coordinating(self.member()?)?;
        let known = self.state.party(party).ok_or(Refusal::NoSuchParty)?;
        if coordinator.party == Some(party) {
            Ok(known)
        } else {
            Err(Refusal::OtherPartysMatter(known.letter))
        }
    }

    fn own_organisation(&self, organisation: OrganisationId) -> Result<&Organisation, Refusal> {
        self.state.coordinating(self.member()?)?;
        let known = self.state.organisation(organisation).ok_or(Refusal::NoSuchOrganisation)?;
        self.own_party(known.party)?;
        Ok(known)
    }

    fn party_name(&self, party: Option<PartyId>, given: &str) -> Result<String, Refusal> {
        let name = name(Field::Name, given)?;
        let others = self.state.parties().iter().filter(|other| Some(other.id) != party);
        if others.map(|other| &other.name).any(|other| *other == name) {
            return Err(Refusal::NameTaken);
        }
        Ok(name)
    }

    fn organisation_name(
        &self,
        party: PartyId,
        organisation: Option<OrganisationId>,
        given: &str,
    ) -> Result<String, Refusal> {
        let name = name(Field::Name, given)?;
        let others = self.state.organisations_of(party).filter(|other| Some(other.id) != organisation);
        if others.map(|other| &other.name).any(|other| *other == name) {
            return Err(Refusal::NameTaken);
        }
        Ok(name)
    }
}
