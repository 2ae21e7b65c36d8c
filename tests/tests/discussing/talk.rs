//! A section of three paragraphs that people make proposals for.

use overens_tests::people::SectionId;
use overens_tests::server::Launch;
use overens_tests::{Group, Person};
use serde_json::{Value, json};

/// What the section's paragraphs say at first.
pub const PARAGRAPHS: [&str; 3] = ["Lotsar och fyrar.", "Fyrarna lyser varje natt.", "Bos eget stycke:"];

/// Which of them is written in while others decide.
pub const TYPED_IN: u32 = 2;

/// The group, the section, and a reviewer, who may propose and not write.
pub struct Talk {
    pub group: Group,
    pub section: SectionId,
    pub rut: Person,
}

impl Talk {
    pub async fn begin() -> Self {
        Self::begin_with(|launch| launch).await
    }

    /// With a server started in another way.
    pub async fn begin_with(change: impl FnOnce(Launch) -> Launch) -> Self {
        let group = Group::gather_with(change).await;
        let rut = Person::sign_in(&group.server, group.seeded.member("Rut")).await;
        let section = group.section("free").clone();
        for text in &PARAGRAPHS[1..] {
            group.write("Bo", &section, text).await;
        }
        Self { group, section, rut }
    }

    /// The server is back.
    pub async fn restart(&mut self, launch: &Launch) {
        self.group.server = launch.start().await;
        let Group { erik, asta, maja, bo, ivar, server, .. } = &mut self.group;
        for person in [erik, asta, maja, bo, ivar, &mut self.rut] {
            *person = person.at(server);
        }
    }

    /// The section's paragraphs: what each says, and which block it is.
    pub async fn paragraphs(&self) -> Vec<(String, Value)> {
        let path = format!("/api/sections/{}/text", self.section);
        let text = self.group.erik.get(&path).await.done();
        let blocks = text["blocks"].as_array().unwrap();
        let ids = text["ids"].as_array().unwrap();
        let one = |(block, id): (&Value, &Value)| {
            let mut seen = id.clone();
            seen["block"] = block.clone();
            (words(block), seen)
        };
        blocks.iter().zip(ids).map(one).collect()
    }

    /// What the section says, a line for each paragraph.
    pub async fn text(&self) -> String {
        let paragraphs = self.paragraphs().await;
        paragraphs.into_iter().map(|(words, _)| words).collect::<Vec<_>>().join("\n")
    }

    /// Somebody offers another wording of a paragraph; the proposal's path.
    pub async fn propose(&self, by: &Person, paragraph: usize, text: &str) -> String {
        let base = self.paragraphs().await[paragraph].1.clone();
        let blocks = json!([{"type": "paragraph", "content": [{"type": "text", "text": text}]}]);
        let path = format!("/api/sections/{}/proposals", self.section);
        let made =
            by.post(&path, json!({"base": [base], "blocks": blocks, "reason": "Klarare."})).await.done();
        format!("/api/proposals/{}", made["id"].as_str().unwrap())
    }

    /// What somebody would send to accept a proposal as it is, for a paragraph as they see it.
    pub async fn acceptance(&self, paragraph: usize) -> Value {
        json!({"seen": [self.paragraphs().await[paragraph].1], "blocks": null})
    }

    /// A proposal as it is now.
    pub async fn look(&self, proposal: &str) -> Value {
        self.group.erik.get(proposal).await.done()
    }

    /// How many entries the discussion has.
    pub async fn position(&self) -> u64 {
        let path = format!("/api/sections/{}/proposals", self.section);
        self.group.erik.get(&path).await.done()["position"].as_u64().unwrap()
    }

    /// The kinds of the section's log, in order.
    pub async fn history(&self) -> Vec<String> {
        let (mut kinds, mut from) = (Vec::new(), json!(0));
        while !from.is_null() {
            let path = format!("/api/sections/{}/history?from={from}&most=1000", self.section);
            let page = self.group.erik.get(&path).await.done();
            let entries = page["entries"].as_array().unwrap();
            kinds.extend(entries.iter().map(|entry| entry["kind"].as_str().unwrap().to_owned()));
            from = page["next"].clone();
        }
        kinds
    }

    /// A member's id.
    pub fn id(&self, person: &Person) -> &str {
        let first_name = person.name().split(' ').next().unwrap();
        &self.group.seeded.member(first_name).id.0
    }
}

/// What a block says.
fn words(block: &Value) -> String {
    let own = block["text"].as_str().unwrap_or_default().to_owned();
    let content = block["content"].as_array().into_iter().flatten();
    content.map(words).fold(own, |all, words| all + &words)
}
