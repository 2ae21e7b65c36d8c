//! Members: who is invited, their roles, who leaves, and who is forgotten. Neither side acts for the other.

use super::given::{address, name as one_line};
use super::{Asked, NewMember};
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, PartyId};
use crate::agreement::member::{Member, Role, is_same_address};
use crate::agreement::refusal::{Field, Limit, Refusal};
use std::collections::BTreeSet;

/// Who take part at the same time.
const MEMBERS: usize = 2_000;

impl Asked<'_> {
    pub(super) fn invite(&mut self, new: NewMember) -> Result<Vec<Entry>, Refusal> {
        self.state.may_invite(self.by, new.party)?;
        if new.roles.is_empty() {
            return Err(Refusal::NoRoles);
        }
        if new.party.is_none() && new.roles.contains(&Role::Approver) {
            return Err(Refusal::NeutralApprover);
        }
        if let Some(id) = new.organisation {
            let organisation = self.state.organisation(id).ok_or(Refusal::NoSuchOrganisation)?;
            if Some(organisation.party) != new.party {
                return Err(Refusal::NoSuchOrganisation);
            }
        }
        self.new_member(new).map(|entry| vec![entry])
    }

    /// The entry by which somebody takes part, whatever the right to let them.
    pub(super) fn new_member(&mut self, new: NewMember) -> Result<Entry, Refusal> {
        let NewMember { name, email, party, organisation, roles } = new;
        if self.state.members().len() >= MEMBERS {
            return Err(Refusal::TooMany(Limit::Members, MEMBERS));
        }
        let email = address(&email)?;
        let known = |member: &Member| member.email.text().is_some_and(|known| is_same_address(known, email));
        if self.state.members().iter().any(known) {
            return Err(Refusal::AddressTaken);
        }
        let name = self.chance.words(&one_line(Field::Name, &name)?);
        let email = self.chance.words(email);
        let id = MemberId(self.chance.id());
        Ok(Entry::MemberAdded { member: Member { id, name, email, party, organisation, roles } })
    }

    pub(super) fn change_roles(
        &self,
        member: MemberId,
        roles: BTreeSet<Role>,
    ) -> Result<Vec<Entry>, Refusal> {
        let changed = self.state.member(member).ok_or(Refusal::NoSuchMember(member));
        let changed = self.managed(changed)?;
        if roles.is_empty() {
            return Err(Refusal::NoRoles);
        }
        if changed.party.is_none() && roles.contains(&Role::Approver) {
            return Err(Refusal::NeutralApprover);
        }
        if !roles.contains(&Role::Coordinator) {
            self.state.has_another_coordinator(changed)?;
        }
        if changed.roles == roles {
            return Ok(vec![]);
        }
        Ok(vec![Entry::RolesChanged { member, roles }])
    }

    pub(super) fn remove_member(&self, member: MemberId) -> Result<Vec<Entry>, Refusal> {
        let removed = self.state.member(member).ok_or(Refusal::NoSuchMember(member));
        self.state.has_another_coordinator(self.managed(removed)?)?;
        Ok(vec![Entry::MemberRemoved { member }])
    }

    /// Who still takes part leaves by it. Whose approvals stand keeps their name until there is a legal ground.
    pub(super) fn anonymise(&mut self, member: MemberId, ground: &str) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.present_or_former(member).ok_or(Refusal::NoSuchMember(member));
        let known = self.managed(known)?;
        if known.name.text().is_none() {
            return Ok(vec![]);
        }
        let has_signed = self
            .state
            .sections()
            .iter()
            .chain(self.state.retired_sections())
            .any(|section| section.sign_offs.iter().any(|sign_off| sign_off.given.member == member));
        if has_signed && ground.trim().is_empty() {
            return Err(Refusal::GroundNeeded);
        }
        let mut entries = Vec::new();
        if self.state.member(member).is_some() {
            self.state.has_another_coordinator(known)?;
            entries.push(Entry::MemberRemoved { member });
        }
        let erased = vec![known.name.digest(), known.email.digest()];
        let ground = self.words_if_any(Field::Reason, ground)?;
        entries.push(Entry::MemberAnonymised { member, erased, ground });
        Ok(entries)
    }

    /// The member, if who asks may change anything for them. That they are not there is no secret from members.
    fn managed<'a>(&self, member: Result<&'a Member, Refusal>) -> Result<&'a Member, Refusal> {
        if let Some(asking) = self.by.member() {
            self.state.coordinating(asking)?;
        }
        let member = member?;
        self.state.may_change(self.by, member)?;
        Ok(member)
    }

    /// A party's first coordinator.
    pub(super) fn first_coordinator(
        &mut self,
        party: PartyId,
        (name, email): (String, String),
    ) -> Result<Entry, Refusal> {
        let roles = [Role::Coordinator].into();
        self.new_member(NewMember { name, email, party: Some(party), organisation: None, roles })
    }
}
