//! From agreed sections to a signed agreement.

use overens_tests::Group;
use serde_json::{Value, json};

/// A small file that begins as a PDF does.
const MINUTES: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

async fn attach(group: &Group) -> Value {
    let path = format!("/api/agreements/{}/attachments?name=protokoll.pdf", group.seeded.agreement);
    let sent = reqwest::Client::new()
        .post(group.server.url(&path))
        .bearer_auth(group.seeded.token("Erik"))
        .body(MINUTES)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status(), 201);
    sent.json().await.unwrap()
}

async fn enter(group: &Group, phase: &str) -> u16 {
    let path = format!("/api/agreements/{}/phase", group.seeded.agreement);
    group.erik.post(&path, json!({"phase": phase})).await.status.as_u16()
}

#[tokio::test]
async fn an_agreement_is_agreed_decided_and_signed() {
    let group = Group::gather().await;
    let agreement = &group.seeded.agreement;
    let decisions = format!("/api/agreements/{agreement}/decisions");
    let parties = group.agreement().await["parties"].clone();
    let (a, b) = (&parties[0]["id"], &parties[1]["id"]);
    let decision = |party: &Value, body: &str, minutes: Value, hash: &Value| json!({"party": party, "body": body, "date": "2026-01-20", "paragraph": "§ 12", "hash": hash, "minutes": minutes});
    let none = json!("0".repeat(64));
    assert_eq!(enter(&group, "approval").await, 204);
    for (index, section) in group.seeded.sections.iter().enumerate() {
        group.erik.save(&section.id, "").await;
        let early = group.erik.post(&decisions, decision(a, "Kommunfullmäktige", json!(null), &none)).await;
        assert_eq!(early.code(), "not-agreed-yet", "with {index} sections agreed");
        group.agree_on(&section.id).await;
    }
    let agreed = group.agreement().await["agreed"].clone();
    let another = group.erik.post(&decisions, decision(a, "Kommunfullmäktige", json!(null), &none)).await;
    assert_eq!(another.code(), "other-agreed-text", "a body decides on a text that somebody has seen");

    let minutes = attach(&group).await;
    assert_eq!(minutes["media_type"], "application/pdf");
    let stranger = decision(b, "Årsmötet", json!(null), &agreed);
    assert_eq!(group.erik.post(&decisions, stranger).await.code(), "other-partys-matter");
    let first = group.erik.post(&decisions, decision(a, "Kommunfullmäktige", minutes, &agreed)).await.done();
    assert_eq!((&first["current"], &first["revision"]), (&json!(true), &json!(1)));
    let again = group.erik.post(&decisions, decision(a, "Kommunfullmäktige", json!(null), &agreed)).await;
    assert_eq!(again.code(), "body-has-decided");
    assert_eq!(group.agreement().await["phase"], "approval", "the other party has not decided");
    group.maja.post(&decisions, decision(b, "Årsmötet", json!(null), &agreed)).await.done();
    assert_eq!(group.agreement().await["phase"], "decided");
    let fixed = json!({"reason": "Nej."});
    let section = group.section("free");
    assert_eq!(
        group.erik.post(&format!("/api/sections/{section}/reopening"), fixed).await.code(),
        "text-is-fixed"
    );

    let signatory = |party: &Value, name: &str| json!({"party": party, "name": name, "title": "Ordförande", "authority": "Firmatecknare"});
    let mut signing = json!({"date": "2026-02-01", "place": "Kuststad",
        "signatories": [signatory(a, "Siv Hamn")], "scan": null});
    let path = format!("/api/agreements/{agreement}/signing");
    assert_eq!(group.erik.post(&path, signing.clone()).await.code(), "no-signatory");
    signing["signatories"] = json!([signatory(a, "Siv Hamn"), signatory(b, "Axel Fyr")]);
    let signed = group.erik.post(&path, signing).await.done();
    assert_eq!(signed["hash"], first["hash"], "what was signed is what was decided");
    let signed = group.agreement().await;
    assert_eq!((&signed["phase"], &signed["signing"]["place"]), (&json!("signed"), &json!("Kuststad")));

    // The minutes are there to be read again, as a file that a browser does not open by itself.
    let id = first["minutes"]["id"].as_str().unwrap();
    assert_eq!(group.bo.bytes(&format!("/api/agreements/{agreement}/attachments/{id}")).await, MINUTES);
}

#[tokio::test]
async fn reopening_a_section_makes_a_decision_one_of_an_older_text() {
    let group = Group::gather().await;
    let agreement = &group.seeded.agreement;
    for section in &group.seeded.sections {
        group.erik.save(&section.id, "").await;
        group.agree_on(&section.id).await;
    }
    assert_eq!(enter(&group, "approval").await, 204);
    let a = group.agreement().await["parties"][0]["id"].clone();
    let hash = group.agreement().await["agreed"].clone();
    let decision = json!({"party": a, "body": "Kommunfullmäktige", "date": "2026-01-20", "paragraph": "§ 12",
        "hash": hash, "minutes": null});
    group.erik.post(&format!("/api/agreements/{agreement}/decisions"), decision.clone()).await.done();
    group.reopen(group.section("free")).await;
    assert_eq!(group.agreement().await["decisions"][0]["current"], false);
    let early = group.erik.post(&format!("/api/agreements/{agreement}/decisions"), decision).await;
    assert_eq!(early.code(), "not-agreed-yet");
}
