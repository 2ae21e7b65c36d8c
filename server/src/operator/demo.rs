//! The built-in example: an agreement that people have been at work on for a while.

mod story;

use super::seed::SeededMember;
use super::{Invited, Operator, OperatorError};
use crate::access::invitation::{Invitation, InvitationState};
use crate::access::public_url::PublicUrl;
use crate::agreement::description::Description;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::member::Role;
use crate::agreement::refusal::Language;
use crate::agreement::state::State;
use crate::approving::Approving;
use crate::discussing::Discussions;
use crate::drafting::Rooms;
use crate::store::{Expected, LogKind, RegisterWrite};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use story::Telling;

const SWEDISH: &str = include_str!("demo/sv.json");
const ENGLISH: &str = include_str!("demo/en.json");

/// Where the store says that it holds the demo.
const MARK: &str = "demo";

/// What is known about the demo in this store.
#[derive(Serialize, Deserialize)]
struct Demo {
    agreement: AgreementId,
    /// One person of each side, to be signed in as.
    people: Vec<MemberId>,
}

/// The doors by which the people of the demo come in: the ones that everybody uses.
#[derive(Clone, Copy)]
pub struct Doors<'a> {
    /// Revisions and approvals.
    pub approving: &'a Approving,
    /// The live texts.
    pub rooms: &'a Arc<Rooms>,
    /// What is said beside them.
    pub discussions: &'a Discussions,
}

/// A link to open the demo by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLink {
    /// Who it signs in.
    pub name: String,
    /// The party's name.
    pub party: String,
    /// The link.
    pub link: String,
}

impl Operator {
    /// Adds the demo to an empty store, and makes a new link for one person of each party. The first link begins
    /// with the first of `urls`, the second with the second: a browser keeps cookies by host, so two hosts let it
    /// be two people. No links if the store holds something, and not the demo.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn demo(
        &self,
        language: Language,
        urls: &[PublicUrl],
        doors: Doors<'_>,
    ) -> Result<Vec<DemoLink>, OperatorError> {
        let Some(demo) = self.demo_or_new(language, doors).await? else { return Ok(Vec::new()) };
        let state = self.records.state(demo.agreement).await?;
        let mut links = Vec::new();
        for (index, person) in demo.people.iter().enumerate() {
            let url = urls.get(index).or(urls.first()).unwrap_or(&self.public_url);
            let invitation = self.invite(demo.agreement, &Invited::Member(*person), url).await?;
            let party = state.member(*person).and_then(|member| member.party);
            let party = party.and_then(|party| state.party(party));
            links.push(DemoLink {
                name: invitation.name,
                party: party.map(|party| party.name.clone()).unwrap_or_default(),
                link: invitation.link,
            });
        }
        Ok(links)
    }

    async fn demo_or_new(
        &self,
        language: Language,
        Doors { approving, rooms, discussions }: Doors<'_>,
    ) -> Result<Option<Demo>, OperatorError> {
        if let Some(mark) = self.store.get(MARK).await? {
            return Ok(Some(serde_json::from_slice(&mark.value)?));
        }
        if !self.store.logs(LogKind::Record).await?.is_empty() {
            return Ok(None);
        }
        let description = match language {
            Language::Swedish => SWEDISH,
            Language::English => ENGLISH,
        };
        let description = Description::parse(description)?;
        // The texts are written by the people, one after the other.
        let mut empty = description.clone();
        empty.sections.iter_mut().for_each(|section| section.text = None);
        let now = Timestamp::now();
        let seeded = self.seed(&empty, false, &self.public_url, Some(&mark), story::beginning(now)).await?;
        let agreement = seeded.agreement;
        self.let_them_have_come(&seeded.members, story::beginning(now)).await?;
        let telling = Telling {
            operator: self,
            approving,
            rooms,
            discussions,
            agreement,
            description: &description,
            language,
            now,
        };
        telling.tell().await?;
        let mark = self.store.get(MARK).await?;
        Ok(mark.map(|mark| serde_json::from_slice(&mark.value)).transpose()?)
    }
}

impl Operator {
    /// Whoever has a part in the story has come; those who only read have yet to.
    async fn let_them_have_come(&self, people: &[SeededMember], at: Timestamp) -> Result<(), OperatorError> {
        for person in people.iter().filter(|person| person.roles != [Role::Observer]) {
            let come = |found: Option<&Invitation>| {
                let open = found.filter(|found| !found.is_accepted())?;
                Some(Invitation { invited_at: at, state: InvitationState::Accepted { at }, ..open.clone() })
            };
            self.access.change_invitation(person.id, come).await?;
        }
        Ok(())
    }
}

/// Notes in the seeding batch itself what was seeded, so that the demo is never there without its mark.
fn mark(state: &State) -> Result<RegisterWrite, OperatorError> {
    let people = state.parties().iter().filter_map(|party| Some(state.members_of(party.id).next()?.id));
    let demo = Demo { agreement: state.agreement(), people: people.collect() };
    Ok(RegisterWrite {
        key: MARK.to_owned(),
        expected: Expected::Absent,
        value: Some(serde_json::to_vec(&demo)?.into()),
    })
}
