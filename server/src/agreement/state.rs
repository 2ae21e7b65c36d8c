//! What the entries of a record fold into.

use super::entry::{Entry, Matter};
use super::id::{AgreementId, MemberId, OrganisationId, PartyId, SectionId};
use super::member::{Member, Role};
use super::party::{Organisation, Party};
use super::refusal::Refusal;
use super::section::{Phase, Section, SectionKind, SectionState};
use crate::store::Position;

/// An agreement as it stands after the first [`position`](State::position) entries of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    agreement: AgreementId,
    position: Position,
    matter: Option<Matter>,
    phase: Phase,
    parties: Vec<Party>,
    organisations: Vec<Organisation>,
    members: Vec<Member>,
    former_members: Vec<Member>,
    sections: Vec<Section>,
}

impl State {
    /// Before the first entry.
    pub fn before(agreement: AgreementId) -> Self {
        Self {
            agreement,
            position: Position::START,
            matter: None,
            phase: Phase::Preparation,
            parties: Vec::new(),
            organisations: Vec::new(),
            members: Vec::new(),
            former_members: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Takes in the next entry of the record. What was decided is not asked again.
    pub fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::AgreementFounded { matter } => self.matter = Some(matter.clone()),
            Entry::PartyAdded { party } => self.parties.push(party.clone()),
            Entry::OrganisationAdded { organisation } => self.organisations.push(organisation.clone()),
            Entry::MemberAdded { member } => self.members.push(member.clone()),
            Entry::SectionAdded { section } => self.sections.push(Section {
                id: section.id,
                kind: section.kind,
                title: section.title.clone(),
                responsible: section.responsible.clone(),
                state: SectionState::Drafting,
            }),
            Entry::PhaseEntered { phase } => self.phase = *phase,
            Entry::RolesChanged { member, roles } => {
                for known in self.members.iter_mut().filter(|known| known.id == *member) {
                    known.roles.clone_from(roles);
                }
            }
            Entry::MemberRemoved { member } => {
                self.former_members.extend(self.members.extract_if(.., |known| known.id == *member));
            }
        }
        self.position = self.position.after(1);
    }

    /// Which agreement it is.
    pub fn agreement(&self) -> AgreementId {
        self.agreement
    }

    /// How many entries it was folded from; the head of the record it stands for.
    pub fn position(&self) -> Position {
        self.position
    }

    /// What it is about; `None` before it is founded.
    pub fn matter(&self) -> Option<&Matter> {
        self.matter.as_ref()
    }

    /// Its title, unless erased.
    pub fn title(&self) -> Option<&str> {
        self.matter.as_ref().and_then(|matter| matter.title.text())
    }

    /// Whether the parties shall have equally many drafters.
    pub fn parity(&self) -> bool {
        self.matter.as_ref().is_some_and(|matter| matter.parity)
    }

    /// Whether they have; `None` where it is not asked for. Who belongs to no party does not count.
    pub fn parity_met(&self) -> Option<bool> {
        let drafters = |party: &Party| self.members_of(party.id).filter(|one| one.is(Role::Drafter)).count();
        let mut counts = self.parties.iter().map(drafters);
        self.parity().then(|| counts.next().is_none_or(|first| counts.all(|count| count == first)))
    }

    /// Its phase.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Its parties, in the order they were added.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// One party.
    pub fn party(&self, id: PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == id)
    }

    /// The organisations of a party, in the order they were added.
    pub fn organisations_of(&self, party: PartyId) -> impl Iterator<Item = &Organisation> {
        self.organisations.iter().filter(move |organisation| organisation.party == party)
    }

    /// One organisation.
    pub fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == id)
    }

    /// Who takes part now, in the order they were added.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Who took part before, in the order they left. What they wrote stays under their name.
    pub fn former_members(&self) -> &[Member] {
        &self.former_members
    }

    /// One member, if they take part now. Rights rest on this one.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// One member, whether they take part now or took part before. For showing a name.
    pub fn present_or_former(&self, id: MemberId) -> Option<&Member> {
        self.member(id).or_else(|| self.former_members.iter().find(|member| member.id == id))
    }

    /// The members of a party, in the order they were added.
    pub fn members_of(&self, party: PartyId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.party == Some(party))
    }

    /// Its sections, in the order of the text.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// One section.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// A principle's number among the principles, from 1; `None` for any other section.
    pub fn number(&self, id: SectionId) -> Option<usize> {
        let mut principles = self.sections.iter().filter(|section| section.kind == SectionKind::Principle);
        principles.position(|section| section.id == id).map(|before| before + 1)
    }

    /// Whether a member may read a section: every member may.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NoSuchSection`].
    pub fn may_read(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.member(member).ok_or(Refusal::NotAMember)?;
        self.section(section).ok_or(Refusal::NoSuchSection(section))
    }

    /// Whether a member may change the text of a section: drafters may, while it is not fixed.
    ///
    /// # Errors
    /// Those of [`may_read`](Self::may_read), [`Refusal::NotADrafter`], or which lock it is.
    pub fn may_write(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        let section = self.may_read(member, section)?;
        if !self.member(member).is_some_and(|member| member.is(Role::Drafter)) {
            return Err(Refusal::NotADrafter);
        }
        match section.state {
            SectionState::InApproval => Err(Refusal::SectionLocked),
            SectionState::Agreed => Err(Refusal::SectionAgreed),
            SectionState::Drafting if !self.phase.allows_writing() => Err(Refusal::TextIsFixed),
            SectionState::Drafting => Ok(section),
        }
    }
}
