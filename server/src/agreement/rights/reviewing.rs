//! Who may ask for a review, answer in one, and make anchoring sheets. A review concerns the whole, so any
//! coordinator asks for it; a sheet is a party's own (rule 14).

use crate::agreement::id::MemberId;
use crate::agreement::member::{Member, Role};
use crate::agreement::party::Party;
use crate::agreement::refusal::Refusal;
use crate::agreement::review::AskedReview;
use crate::agreement::state::State;

impl State {
    /// Whether a member may ask others whether sections are ready: coordinators may, while the text can change.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`], [`Refusal::NotACoordinator`] or [`Refusal::TextIsFixed`].
    pub fn may_ask_review(&self, member: MemberId) -> Result<(), Refusal> {
        self.coordinating(member)?;
        if self.phase().allows_writing() { Ok(()) } else { Err(Refusal::TextIsFixed) }
    }

    /// Whether a member may move a review's last day, or close it.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`], [`Refusal::NotACoordinator`] or [`Refusal::ReviewClosed`].
    pub fn may_lead_review(&self, member: MemberId, review: &AskedReview) -> Result<(), Refusal> {
        self.coordinating(member)?;
        if review.closed.is_some() { Err(Refusal::ReviewClosed) } else { Ok(()) }
    }

    /// Whether a member may say something in a review: who was asked may, for themselves, until it is closed.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_answer(&self, member: MemberId, review: &AskedReview) -> Result<(), Refusal> {
        let person = self.taking_part(member)?;
        if !review.asked.reviewers.contains(&member) {
            return Err(Refusal::NotAReviewer);
        }
        if only_observes(person) {
            return Err(Refusal::ObserversRead);
        }
        if review.closed.is_some() { Err(Refusal::ReviewClosed) } else { Ok(()) }
    }

    /// Whether a member may make anchoring sheets, and the party for whose organisations.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`], [`Refusal::NotACoordinator`], or [`Refusal::NoPartyToActFor`].
    pub fn may_make_sheets(&self, member: MemberId) -> Result<&Party, Refusal> {
        self.may_manage(member)
    }

    /// Whether somebody may be asked in a review: everybody may who does not only observe.
    ///
    /// # Errors
    /// [`Refusal::NoSuchMember`] or [`Refusal::ObserverAsked`].
    pub fn may_be_asked(&self, member: MemberId) -> Result<&Member, Refusal> {
        let person = self.member(member).ok_or(Refusal::NoSuchMember(member))?;
        if only_observes(person) { Err(Refusal::ObserverAsked) } else { Ok(person) }
    }
}

fn only_observes(person: &Member) -> bool {
    person.roles.iter().all(|role| *role == Role::Observer)
}
