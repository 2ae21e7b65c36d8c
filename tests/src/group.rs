//! A working group that approves: the agreement about lighthouses, its people signed in, their mandates recorded.

use crate::people::{SectionId, seed_with};
use crate::person::Person;
use crate::server::Launch;
use crate::{Client, Folder, Pass, Seeded, Server};
use serde_json::{Value, json};

/// People of both parties, each with a session, and a server.
#[derive(Debug)]
pub struct Group {
    /// The data folder.
    pub folder: Folder,
    /// Who there is.
    pub seeded: Seeded,
    /// The server.
    pub server: Server,
    /// Party A's coordinator, who also writes.
    pub erik: Person,
    /// Party A's approver, who also writes.
    pub asta: Person,
    /// Party B's coordinator, who also writes.
    pub maja: Person,
    /// One of party B's approvers; the rule asks for two.
    pub bo: Person,
    /// The other.
    pub ivar: Person,
}

impl Group {
    /// With the usual limits.
    pub async fn gather() -> Self {
        Self::gather_with(|launch| launch).await
    }

    /// With a server started in another way.
    pub async fn gather_with(change: impl FnOnce(Launch) -> Launch) -> Self {
        let folder = Folder::new();
        let seeded = seed_with(&folder, &crate::people::lighthouses()).await;
        let server = change(Launch::new(&folder)).start().await;
        let sign_in = async |name: &str| Person::sign_in(&server, seeded.member(name)).await;
        let (erik, asta) = (sign_in("Erik").await, sign_in("Asta").await);
        let (maja, bo, ivar) = (sign_in("Maja").await, sign_in("Bo").await, sign_in("Ivar").await);
        erik.record_mandate(&seeded, "Asta").await;
        maja.record_mandate(&seeded, "Bo").await;
        maja.record_mandate(&seeded, "Ivar").await;
        Self { folder, seeded, server, erik, asta, maja, bo, ivar }
    }

    /// The first section of a kind.
    pub fn section(&self, kind: &str) -> &SectionId {
        self.seeded.section(kind)
    }

    /// Somebody with a section open.
    pub async fn open(&self, first_name: &str, section: &SectionId) -> Client {
        Client::join(&self.server, section, &Pass::ours(self.seeded.token(first_name))).await
    }

    /// Somebody writes a paragraph at the end of a section, and leaves.
    pub async fn write(&self, first_name: &str, section: &SectionId, text: &str) {
        let client = self.open(first_name, section).await;
        client.edit(|document| document.new_paragraph(text));
        client.until_saved().await;
        client.leave().await;
    }

    /// The agreement as Erik sees it.
    pub async fn agreement(&self) -> Value {
        self.erik.get(&format!("/api/agreements/{}", self.seeded.agreement)).await.done()
    }

    /// A section as Erik sees it.
    pub async fn look(&self, section: &SectionId) -> Value {
        self.erik.get(&format!("/api/sections/{section}")).await.done()["section"].clone()
    }

    /// Everybody whose approval it takes approves a section.
    ///
    /// # Panics
    /// If somebody is refused.
    pub async fn agree_on(&self, section: &SectionId) {
        for person in [&self.asta, &self.bo, &self.ivar] {
            person.sign_off(section).await.done();
        }
    }

    /// Every section is saved and approved, and each party's body decides; the last decision's id.
    ///
    /// # Panics
    /// If something of it is refused.
    pub async fn decide(&self) -> Value {
        let agreement = &self.seeded.agreement;
        for section in &self.seeded.sections {
            self.erik.save(&section.id, "").await;
            self.agree_on(&section.id).await;
        }
        let phase = json!({"phase": "approval"});
        self.erik.post(&format!("/api/agreements/{agreement}/phase"), phase).await.done();
        let seen = self.agreement().await;
        let mut last = Value::Null;
        for (person, party, body) in [(&self.erik, 0, "Kommunfullmäktige"), (&self.maja, 1, "Årsmötet")] {
            let decision = json!({"party": seen["parties"][party]["id"], "body": body, "date": "2026-01-20",
                "paragraph": "§ 12", "hash": seen["agreed"], "minutes": null});
            last = person.post(&format!("/api/agreements/{agreement}/decisions"), decision).await.done();
        }
        assert_eq!(self.agreement().await["phase"], "decided");
        last["id"].clone()
    }

    /// Opens a section again.
    ///
    /// # Panics
    /// If it is refused.
    pub async fn reopen(&self, section: &SectionId) {
        let reason = json!({"reason": "En mening fattas."});
        self.maja.post(&format!("/api/sections/{section}/reopening"), reason).await.done();
    }

    /// How each sign-off of a section stands: its giver's first name and its standing, by name.
    pub async fn standings(&self, section: &SectionId) -> Vec<(String, String)> {
        let path = format!("/api/agreements/{}/sign-offs", self.seeded.agreement);
        let all = self.erik.get(&path).await.done();
        let of = all.as_array().unwrap().iter().filter(|one| one["section"] == section.0.as_str());
        let mut standings: Vec<_> = of
            .map(|one| {
                let member = self.seeded.members.iter().find(|member| one["member"] == member.id.0.as_str());
                let name = member.unwrap().name.split(' ').next().unwrap().to_owned();
                (name, one["standing"].as_str().unwrap().to_owned())
            })
            .collect();
        standings.sort();
        standings
    }
}
