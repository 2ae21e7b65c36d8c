//! Where the agreement asks for it, somebody of another party than the proposer's accepts; also who edits it first.

use crate::talk::Talk;
use overens_tests::Person;
use overens_tests::person::Answer;
use overens_tests::place::get;
use serde_json::{Value, json};

impl Talk {
    async fn ask_for_another_party(&self, asked: bool) {
        let path = format!("/api/agreements/{}/matter", self.group.seeded.agreement);
        let change = self.group.erik.post(&path, json!({"accepted_by_another_party": asked})).await;
        assert!(change.status.is_success(), "{change:?}");
    }

    /// Accepts it as it is, or as something else.
    async fn accept(&self, by: &Person, proposal: &str, paragraph: usize, edited: Option<&str>) -> Answer {
        let mut body = self.acceptance(paragraph).await;
        if let Some(text) = edited {
            let blocks = json!([{"type": "paragraph", "content": [{"type": "text", "text": text}]}]);
            body["blocks"] = blocks;
        }
        by.post(&format!("{proposal}/acceptances"), body).await
    }

    /// Whether somebody is told that they may accept a proposal.
    async fn is_offered(&self, person: &Person, proposal: &str) -> Value {
        person.get(proposal).await.done()["may"]["accept"]["allowed"].clone()
    }

    /// The words that are a member's.
    async fn words_of(&self, person: &Person) -> String {
        let path = format!("/api/sections/{}/authors", self.section);
        let authors = get(&self.group.server, self.group.seeded.token("Olle"), &path).await;
        let runs = authors["runs"].as_array().unwrap();
        let own = runs.iter().filter(|run| run["member"] == self.id(person));
        own.map(|run| run["text"].as_str().unwrap()).collect()
    }
}

#[tokio::test]
async fn ones_own_party_accepts_nothing_of_its_own_edited_or_not() {
    let talk = Talk::begin().await;
    let (erik, asta, maja, bo) = (&talk.group.erik, &talk.group.asta, &talk.group.maja, &talk.group.bo);
    talk.ask_for_another_party(true).await;
    let refused = async |by: &Person, proposal: &str, paragraph, edited| {
        let answer = talk.accept(by, proposal, paragraph, edited).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "another-party-accepts"), "{}", by.name());
        assert_eq!(talk.is_offered(by, proposal).await, json!(false), "{}", by.name());
    };
    let before = talk.text().await;
    // Rut's, who is of party A: neither of its drafters, however they edit it; she may not write anyway.
    let of_a = talk.propose(&talk.rut, 0, "Fyrar, och lotsar.").await;
    for by in [erik, asta] {
        refused(by, &of_a, 0, None).await;
        refused(by, &of_a, 0, Some("Något helt annat.")).await;
    }
    assert_eq!(talk.accept(&talk.rut, &of_a, 0, None).await.code(), "not-a-drafter");
    // Maja's: not she herself, and nobody else of party B.
    let of_b = talk.propose(maja, 1, "Fyrarna lyser alltid.").await;
    for by in [maja, bo] {
        refused(by, &of_b, 1, None).await;
        refused(by, &of_b, 1, Some("Fyrarna lyser ibland.")).await;
    }
    assert_eq!(talk.text().await, before, "nothing has come in");

    // The other side does, also with words of its own, which are then its own.
    for (by, proposal) in [(maja, &of_a), (bo, &of_a), (erik, &of_b), (asta, &of_b)] {
        assert_eq!(talk.is_offered(by, proposal).await, json!(true), "{}", by.name());
    }
    talk.accept(maja, &of_a, 0, Some("Fyrar, och lotsar: tillsammans.")).await.done();
    talk.accept(erik, &of_b, 1, None).await.done();
    let text = talk.text().await;
    assert!(text.starts_with("Fyrar, och lotsar: tillsammans.\nFyrarna lyser alltid."), "{text}");
    let (hers, majas) = (talk.words_of(&talk.rut).await, talk.words_of(maja).await);
    assert!(majas.contains("tillsammans") && majas.contains("alltid"), "{majas}");
    assert!(hers.contains("Fyrar,") && hers.contains("lotsar") && !hers.contains("tillsammans"), "{hers}");
    assert_eq!(talk.words_of(erik).await, "", "who accepts a proposal as it is has written nothing");
    assert_eq!(talk.look(&of_a).await["closed"]["edited"], json!(true));
}

#[tokio::test]
async fn where_it_is_asked_for_no_more_whoever_writes_accepts() {
    let talk = Talk::begin().await;
    talk.ask_for_another_party(true).await;
    let own = talk.propose(&talk.group.maja, 1, "Fyrarna lyser alltid.").await;
    assert_eq!(talk.accept(&talk.group.bo, &own, 1, None).await.code(), "another-party-accepts");
    talk.ask_for_another_party(false).await;
    talk.accept(&talk.group.maja, &own, 1, None).await.done();
}
