//! Who may do what with proposals. What is proposed lies beside the text and not in it, so whoever takes part may
//! propose; what comes into the text, those decide who write it.

use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::member::Role;
use crate::agreement::refusal::{ProposalRefusal, Refusal};
use crate::agreement::section::Section;
use crate::agreement::state::State;

impl State {
    /// Whether a member may propose another wording: every member but those who only observe, also while the
    /// section is locked.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_propose(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        let section = self.may_read(member, section)?;
        if self.taking_part(member)?.roles.iter().all(|role| *role == Role::Observer) {
            return Err(Refusal::ObserversRead);
        }
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        Ok(section)
    }

    /// Whether a member may accept a proposal of an author's: those may who may write in the section; where the
    /// agreement asks for it, somebody of another party than the author's.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_accept(
        &self,
        member: MemberId,
        section: SectionId,
        author: MemberId,
    ) -> Result<&Section, Refusal> {
        let section = self.may_write(member, section)?;
        if self.another_party_accepts() {
            let own = self.taking_part(member)?.party;
            let theirs = self.present_or_former(author).and_then(|author| author.party);
            // Who is of no party speaks for none, whoever proposes.
            if own.is_none() || own == theirs {
                return Err(ProposalRefusal::AnotherPartyAccepts.into());
            }
        }
        Ok(section)
    }

    /// Whether a member may reject proposals: drafters and coordinators may, also while the section is locked.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_reject(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.drafting_or_coordinating(member)?;
        let section = self.section(section).ok_or(Refusal::NoSuchSection(section))?;
        if !self.phase().allows_writing() {
            return Err(Refusal::TextIsFixed);
        }
        Ok(section)
    }

    /// Whether a member may take a proposal back: its author may.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_withdraw_proposal(
        &self,
        member: MemberId,
        section: SectionId,
        author: MemberId,
    ) -> Result<&Section, Refusal> {
        let section = self.may_read(member, section)?;
        if member == author { Ok(section) } else { Err(ProposalRefusal::OfAnother.into()) }
    }

    /// Whether a member may offer a proposal anew, on the text as it is now: its author may.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_renew(
        &self,
        member: MemberId,
        section: SectionId,
        author: MemberId,
    ) -> Result<&Section, Refusal> {
        self.may_withdraw_proposal(member, section, author)?;
        self.may_propose(member, section)
    }
}
