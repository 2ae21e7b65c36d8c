//! Who takes part for whom, and what became of their invitations.

use super::{Member, Permission, text};
use crate::access::invitation::{Invitation as Noted, InvitationState};
use crate::agreement::entry::Actor;
use crate::agreement::id::{MemberId, PartyId};
use crate::agreement::member;
use crate::agreement::refusal::{Language, Refusal};
use crate::agreement::state::State;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Everybody, by party.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct People {
    /// Whether this server sends e-mail. If not, its operator prints sign-in links.
    mail: bool,
    /// Each party in order, and last those who belong to none.
    parties: Vec<PartyPeople>,
}

/// The people of one party.
#[derive(Serialize, ToSchema)]
struct PartyPeople {
    /// Null for those who belong to no party.
    party: Option<PartyId>,
    may_invite: Permission,
    /// Who takes part now.
    people: Vec<Person>,
    /// Who has left.
    former: Vec<Person>,
}

/// Somebody, as I may see them.
#[derive(Serialize, ToSchema)]
struct Person {
    member: Member,
    /// Null unless I coordinate their party, or it is me.
    email: Option<String>,
    /// Null unless I coordinate their party, or it is me; and if none was noted.
    invitation: Option<Invitation>,
    may: MayWithPerson,
}

/// What became of an invitation.
#[derive(Serialize, ToSchema)]
struct Invitation {
    state: InvitationKind,
    /// When it came to that.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who invited; null for the operator.
    by: Option<String>,
    /// Why it could not be sent, or not yet; null otherwise.
    problem: Option<String>,
}

/// What became of an invitation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum InvitationKind {
    /// Nobody has got a link yet.
    Waiting,
    /// A link is on its way or has come.
    Sent,
    /// It could not be sent.
    Failed,
    /// The link's time was out before anybody came.
    Expired,
    /// The person has signed in.
    Accepted,
}

/// What I may do with somebody.
#[derive(Serialize, ToSchema)]
struct MayWithPerson {
    change_roles: Permission,
    remove: Permission,
    anonymise: Permission,
    invite_again: Permission,
}

/// Whether a member may see somebody's address and invitation.
pub(in crate::http) fn is_shown(state: &State, me: MemberId, member: &member::Member) -> bool {
    member.id == me || state.may_change(Actor::Member { member: me }, member).is_ok()
}

impl People {
    /// As `me` may see them.
    pub(in crate::http) fn of(
        state: &State,
        me: MemberId,
        invitations: &HashMap<MemberId, Noted>,
        mail: bool,
        language: Language,
        now: Timestamp,
    ) -> Self {
        let parties = state.parties().iter().map(|party| Some(party.id)).chain([None]);
        let person = |member: &member::Member, takes_part: bool| {
            let shown = is_shown(state, me, member);
            let invitation = invitations.get(&member.id).filter(|_| shown);
            let email = Some(text(&member.email)).filter(|email| shown && !email.is_empty());
            Person {
                member: Member::of(state, member),
                email,
                invitation: invitation.map(|noted| Invitation::of(state, noted, now)),
                may: MayWithPerson::of(state, me, member, takes_part, language),
            }
        };
        let parties = parties.map(|party| {
            let of_party = |member: &&member::Member| member.party == party;
            let (present, former) = (state.members().iter(), state.former_members().iter());
            PartyPeople {
                party,
                may_invite: Permission::of(state.may_invite(Actor::Member { member: me }, party), language),
                people: present.filter(of_party).map(|member| person(member, true)).collect(),
                former: former.filter(of_party).map(|member| person(member, false)).collect(),
            }
        });
        Self { mail, parties: parties.collect() }
    }
}

impl Invitation {
    fn of(state: &State, noted: &Noted, now: Timestamp) -> Self {
        let (kind, at, problem) = match &noted.state {
            InvitationState::Waiting { problem } => {
                (InvitationKind::Waiting, noted.invited_at, problem.clone())
            }
            InvitationState::Sent { until, .. } if *until <= now => (InvitationKind::Expired, *until, None),
            InvitationState::Sent { at, .. } => (InvitationKind::Sent, *at, None),
            InvitationState::Failed { at, problem } => (InvitationKind::Failed, *at, Some(problem.clone())),
            InvitationState::Accepted { at } => (InvitationKind::Accepted, *at, None),
        };
        let by = noted.by.and_then(|by| state.present_or_former(by));
        Self { state: kind, at, by: by.map(|by| text(&by.name)), problem }
    }
}

impl MayWithPerson {
    fn of(
        state: &State,
        me: MemberId,
        member: &member::Member,
        takes_part: bool,
        language: Language,
    ) -> Self {
        let managed = || state.may_change(Actor::Member { member: me }, member);
        let present = || {
            managed()?;
            if takes_part { Ok(()) } else { Err(Refusal::NoSuchMember(member.id)) }
        };
        let leaving = || {
            managed()?;
            if takes_part { state.has_another_coordinator(member) } else { Ok(()) }
        };
        let known = if member.name.text().is_some() { Ok(()) } else { Err(Refusal::NoSuchMember(member.id)) };
        Self {
            change_roles: Permission::of(present(), language),
            remove: Permission::of(present().and_then(|()| leaving()), language),
            anonymise: Permission::of(leaving().and(known), language),
            invite_again: Permission::of(present(), language),
        }
    }
}
