//! Lets somebody new take part whom no coordinator can invite: neutral people, and a party's first coordinator if it
//! has none.

use super::invite::{Invitation, printed};
use super::{Invited, Operator, OperatorError};
use crate::access::account::Membership;
use crate::access::invitation::invited;
use crate::access::public_url::PublicUrl;
use crate::agreement::decide::{Command, NewMember};
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::agreement::member::Role;
use crate::agreement::party::Letter;
use crate::agreement::refusal::{Language, Refusal};
use crate::mail::address;
use crate::record::{Beside, RecordError, RunError};
use crate::store::StoreError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How often to begin anew when the account changes meanwhile.
const TRIES: usize = 5;

/// Somebody new.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewPerson {
    /// What they are called.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Their party's letter; `None` for a neutral person.
    pub party: Option<Letter>,
    /// What they may do.
    pub roles: Vec<Role>,
}

impl Operator {
    pub(super) async fn invite_new(
        &self,
        agreement: AgreementId,
        person: &NewPerson,
        url: &PublicUrl,
    ) -> Result<Invitation, OperatorError> {
        address::parse(&person.email)?;
        let state = self.records.state(agreement).await?;
        let by_letter = |letter: Letter| {
            let party = state.parties().iter().find(|party| party.letter == letter);
            party.map(|party| party.id).ok_or(Refusal::NoSuchParty)
        };
        let new = NewMember {
            name: person.name.clone(),
            email: person.email.clone(),
            party: person.party.map(by_letter).transpose().map_err(refused)?,
            organisation: None,
            roles: person.roles.iter().copied().collect(),
        };
        let mut tries = 0;
        let done = loop {
            tries += 1;
            let now = Timestamp::now();
            let newcomer = self.access.newcomer(&person.name, &person.email).await?;
            let beside = |entries: &[Entry]| {
                let mut register = Vec::new();
                for entry in entries {
                    let Entry::MemberAdded { member } = entry else { continue };
                    register.extend(newcomer.join(Membership { agreement, member: member.id })?);
                    register.push(invited(member.id, &printed(now))?);
                }
                Ok(Beside { register, ..Beside::default() })
            };
            let command = Command::InviteMember(new.clone());
            match self.records.run_beside(agreement, command, Actor::Operator, now, beside).await {
                Err(RunError::Record(RecordError::Store(StoreError::Changed { .. }))) if tries < TRIES => {}
                Err(RunError::Refused(refusal)) => return Err(refused(refusal)),
                done => break done?,
            }
        };
        let added = done.entries.iter().find_map(|entry| match entry {
            Entry::MemberAdded { member } => Some(member.id),
            _ => None,
        });
        let member = added.ok_or_else(|| OperatorError::NotAMember(person.email.clone()))?;
        self.invite(agreement, &Invited::Member(member), url).await
    }
}

fn refused(refusal: Refusal) -> OperatorError {
    OperatorError::Refused(refusal.sentence(Language::English))
}
