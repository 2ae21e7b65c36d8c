//! Who may do what now. Decisions ask here, and so does whoever offers them to people. This is about the texts;
//! what else there is to do is in [`managing`] and [`proposing`].

mod managing;
mod meeting;
mod proposing;
mod reviewing;

use super::entry::Actor;
use super::id::{MemberId, PartyId, SectionId};
use super::member::{Member, Role};
use super::party::Party;
use super::refusal::Refusal;
use super::section::{Phase, Section, SectionState};
use super::sign_off::{GivenSignOff, SignOff, Standing};
use super::state::State;

impl State {
    /// Whether a member may read a section: every member may.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NoSuchSection`].
    pub fn may_read(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.taking_part(member)?;
        self.section(section).ok_or(Refusal::NoSuchSection(section))
    }

    /// Whether a member may change the text of a section: drafters may, while it is not fixed.
    ///
    /// # Errors
    /// Those of [`may_read`](Self::may_read), [`Refusal::NotADrafter`], or which lock it is.
    pub fn may_write(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        let section = self.may_read(member, section)?;
        if !self.taking_part(member)?.is(Role::Drafter) {
            return Err(Refusal::NotADrafter);
        }
        self.takes_text(section)?;
        Ok(section)
    }

    /// Whether `by` may fix texts as revisions: drafters and coordinators may, and the server by itself.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NotADrafterOrCoordinator`].
    pub fn may_save(&self, by: Actor) -> Result<(), Refusal> {
        match by {
            Actor::Server | Actor::Operator => Ok(()),
            Actor::Member { member } => self.drafting_or_coordinating(member).map(drop),
        }
    }

    /// Whether a member may lock a section at its latest revision.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_lock(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.drafting_or_coordinating(member)?;
        let section = self.to_be_approved(section)?;
        match self.section_state(section) {
            SectionState::InApproval => return Err(Refusal::SectionLocked),
            SectionState::Agreed => return Err(Refusal::SectionAgreed),
            SectionState::Drafting => {}
        }
        section.latest().ok_or(Refusal::NoRevision)?;
        Ok(section)
    }

    /// Whether a member may open a locked section again.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_reopen(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.drafting_or_coordinating(member)?;
        let section = self.section(section).ok_or(Refusal::NoSuchSection(section))?;
        if section.lock.is_none() {
            return Err(Refusal::NotLocked);
        }
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        Ok(section)
    }

    /// Whether a member may approve a section's latest revision: the section and the party they act for.
    ///
    /// # Errors
    /// The rule that forbids it. Mandates are asked for when it is done.
    pub fn may_sign_off(&self, member: MemberId, section: SectionId) -> Result<(&Section, PartyId), Refusal> {
        let party = self.approving_for(member)?;
        let section = self.to_be_approved(section)?;
        section.latest().ok_or(Refusal::NoRevision)?;
        Ok((section, party))
    }

    /// Whether a member may take back a sign-off of theirs: until a body of their party has decided on that
    /// text. That others withdraw theirs does not undo a decision; opening the section does.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_withdraw(&self, member: MemberId, sign_off: &GivenSignOff) -> Result<(), Refusal> {
        self.taking_part(member)?;
        if sign_off.given.member != member {
            return Err(Refusal::NotYours);
        }
        if sign_off.withdrawn.is_some() {
            return Err(Refusal::AlreadyWithdrawn);
        }
        if self.is_decided_on(sign_off) {
            let party = self.party(sign_off.given.party).ok_or(Refusal::NoSuchParty)?;
            return Err(Refusal::PartyDecided(party.letter));
        }
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        Ok(())
    }

    /// Whether a member may have the receipt of a sign-off: its giver may, and coordinators of the party that it
    /// was given for.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::ReceiptOfAnother`].
    pub fn may_have_receipt(&self, member: MemberId, sign_off: &GivenSignOff) -> Result<(), Refusal> {
        let person = self.taking_part(member)?;
        let coordinates = person.is(Role::Coordinator) && person.party == Some(sign_off.given.party);
        if sign_off.given.member == member || coordinates { Ok(()) } else { Err(Refusal::ReceiptOfAnother) }
    }

    /// Whether a member may make a reservation on a section: an approver for their party, anybody but an
    /// observer for themselves. The party it is made by.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_reserve(
        &self,
        member: MemberId,
        section: SectionId,
        personal: bool,
    ) -> Result<Option<PartyId>, Refusal> {
        let person = self.taking_part(member)?;
        let party = if personal {
            if person.roles.iter().all(|role| *role == Role::Observer) {
                return Err(Refusal::ObserversRead);
            }
            person.party
        } else {
            Some(self.approving_for(member)?)
        };
        let section = self.section(section).ok_or(Refusal::NoSuchSection(section))?;
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        section.latest().ok_or(Refusal::NoRevision)?;
        Ok(party)
    }

    /// Whether a member may take part in discussions: everybody but those who only observe.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::ObserversRead`].
    pub fn may_comment(&self, member: MemberId) -> Result<(), Refusal> {
        let person = self.taking_part(member)?;
        let observes = person.roles.iter().all(|role| *role == Role::Observer);
        if observes { Err(Refusal::ObserversRead) } else { Ok(()) }
    }

    /// Whether a member may record mandates: coordinators may, for members of their own party.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`], [`Refusal::NotACoordinator`], or [`Refusal::NoPartyToActFor`].
    pub fn may_record_mandates(&self, member: MemberId) -> Result<&Party, Refusal> {
        self.may_manage(member)
    }

    /// Whether a member may record that a body of their party has decided.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_record_decisions(&self, member: MemberId) -> Result<&Party, Refusal> {
        let party = self.may_record_mandates(member)?;
        if self.phase() != Phase::Approval {
            return Err(Refusal::NotInApproval);
        }
        if !self.is_ready() {
            return Err(Refusal::NotAgreedYet);
        }
        Ok(party)
    }

    /// Whether a member may record that the agreement was signed.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_record_signing(&self, member: MemberId) -> Result<(), Refusal> {
        self.coordinating(member)?;
        if self.phase() == Phase::Decided { Ok(()) } else { Err(Refusal::NotDecided) }
    }

    /// Whether a member may upload files that belong to decisions, the signing and meetings: drafters and coordinators
    /// may.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NotADrafterOrCoordinator`].
    pub fn may_attach(&self, member: MemberId) -> Result<(), Refusal> {
        self.drafting_or_coordinating(member).map(drop)
    }

    /// The phases to which a member may take the agreement now.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NotACoordinator`].
    pub fn may_enter(&self, member: MemberId) -> Result<Vec<Phase>, Refusal> {
        self.coordinating(member)?;
        let decided = self.current_decisions().next().is_some();
        // What bodies have decided on is not taken back to drafting behind their backs.
        let stays = self.phase() == Phase::Approval && decided;
        Ok(if stays { vec![] } else { self.phase().followed_by().to_vec() })
    }

    /// Whether a section's text or title may become another, whoever asks.
    pub(super) fn takes_text(&self, section: &Section) -> Result<(), Refusal> {
        match self.section_state(section) {
            SectionState::InApproval => Err(Refusal::SectionLocked),
            SectionState::Agreed => Err(Refusal::SectionAgreed),
            SectionState::Drafting if !self.phase().allows_writing() => Err(Refusal::TextIsFixed),
            SectionState::Drafting => Ok(()),
        }
    }

    /// The member, if they take part now.
    pub(super) fn taking_part(&self, member: MemberId) -> Result<&Member, Refusal> {
        self.member(member).ok_or(Refusal::NotAMember)
    }

    /// The member, if they are a coordinator.
    pub(super) fn coordinating(&self, member: MemberId) -> Result<&Member, Refusal> {
        let coordinator = self.taking_part(member)?;
        if coordinator.is(Role::Coordinator) { Ok(coordinator) } else { Err(Refusal::NotACoordinator) }
    }

    /// Whether a sign-off counts, in a locked section, and a body of its party has decided on the text it is of.
    fn is_decided_on(&self, sign_off: &GivenSignOff) -> bool {
        let SignOff { section: id, hash, party, .. } = sign_off.given.what;
        let stands =
            |section: &Section| section.lock.is_some() && section.standing(sign_off) == Standing::Current;
        self.section(id).is_some_and(stands)
            && self.decisions_of_this_work().filter(|decision| decision.party == party).any(|decision| {
                let decided = self.revision(decision.revision);
                let mut sections = decided.iter().flat_map(|revision| &revision.sections);
                sections.any(|one| one.section == id && one.hash == hash)
            })
    }

    fn drafting_or_coordinating(&self, member: MemberId) -> Result<&Member, Refusal> {
        let person = self.taking_part(member)?;
        let may = person.is(Role::Drafter) || person.is(Role::Coordinator);
        if may { Ok(person) } else { Err(Refusal::NotADrafterOrCoordinator) }
    }

    /// The party that a member approves for.
    fn approving_for(&self, member: MemberId) -> Result<PartyId, Refusal> {
        let approver = self.taking_part(member)?;
        approver.party.filter(|_| approver.is(Role::Approver)).ok_or(Refusal::NotAnApprover)
    }

    fn to_be_approved(&self, section: SectionId) -> Result<&Section, Refusal> {
        let section = self.section(section).ok_or(Refusal::NoSuchSection(section))?;
        if self.phase().allows_sign_off() { Ok(section) } else { Err(Refusal::NotToBeApproved) }
    }
}
