//! From mandates to the signing.

use super::*;
use crate::agreement::decide::{Command, NewDecision, NewSignOff, SaveRevision};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, MandateId, MemberId, SectionId, SignOffId};
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::state::State;
use crate::record::receipt::Receipt;
use crate::record::signature::Signed;
use jiff::Timestamp;

/// The members of the fixture.
pub(super) const ADA: usize = 0;
pub(super) const BO: usize = 1;
pub(super) const CIA: usize = 2;
pub(super) const DAG: usize = 3;
pub(super) const EVA: usize = 4;

impl Fixture {
    pub(super) fn agreement_id(&self) -> AgreementId {
        self.seeded["agreement"].as_str().unwrap().parse().unwrap()
    }

    pub(super) fn member_id(&self, member: usize) -> MemberId {
        self.seeded["members"][member]["id"].as_str().unwrap().parse().unwrap()
    }

    pub(super) fn section_id(&self, index: usize) -> SectionId {
        self.seeded["sections"][index]["id"].as_str().unwrap().parse().unwrap()
    }

    /// Does what no route of this folder's does.
    pub(super) async fn run(&self, command: Command, member: usize) -> Arc<State> {
        let by = Actor::Member { member: self.member_id(member) };
        self.records.run(self.agreement_id(), command, by, Timestamp::now()).await.unwrap()
    }

    pub(super) async fn mandate(&self, by: usize, member: usize) -> Value {
        let asked = json!({
            "member": self.member_id(member), "kind": "decision", "issuer": "Styrelsen",
            "date": "2026-01-01", "paragraph": "§ 7", "valid_until": null
        });
        let got = self.post(&format!("{}/mandates", self.agreement()), by, &asked).await;
        assert_eq!(got.status, StatusCode::CREATED);
        got.json()
    }

    /// A first revision of a section.
    pub(super) async fn save(&self, section: usize) {
        self.save_text(section, "some text").await;
    }

    async fn reopen(&self, section: usize) {
        let section = self.section_id(section);
        self.run(Command::ReopenSection { section, reason: "Ett fel.".to_owned() }, ADA).await;
    }

    async fn save_text(&self, section: usize, text: &str) {
        let (section, text) = (self.section_id(section), text_now(text));
        let name = "Första".to_owned();
        let save = SaveRevision { section, text, name, note: String::new(), restored_from: None };
        self.run(Command::SaveRevision(save), ADA).await;
    }

    async fn sign_off(&self, section: usize, by: usize, mandate: &Value) -> SignOffId {
        self.sign_off_text(section, by, mandate, 1, "some text").await
    }

    async fn sign_off_text(
        &self,
        section: usize,
        by: usize,
        mandate: &Value,
        revision: u32,
        text: &str,
    ) -> SignOffId {
        let (section, text) = (self.section_id(section), text_now(text));
        let name = self.seeded["members"][by]["name"].as_str().unwrap().to_owned();
        let mandate: MandateId = serde_json::from_value(mandate["id"].clone()).unwrap();
        let (revision, hash) = (RevisionNumber(revision), text.hash);
        let new =
            NewSignOff { section, revision, hash, text, mandate, name, reservation: None, open_proposals: 0 };
        let state = self.run(Command::SignOff(new), by).await;
        state.section(section).unwrap().sign_offs.last().unwrap().given.id
    }

    /// Cia has approved the first section.
    pub(super) async fn with_a_sign_off(&self) -> SignOffId {
        self.save(0).await;
        let mandate = self.mandate(BO, CIA).await;
        self.sign_off(0, CIA, &mandate).await
    }
}

fn text_now(text: &str) -> TextNow {
    let hash = Digest::of(&[text.as_bytes()]);
    TextNow { hash, position: 1, contributors: vec![], characters: 9, sound: true }
}

#[tokio::test]
async fn a_mandate_is_recorded_by_a_coordinator_of_the_holders_party() {
    let fixture = Fixture::new().await;
    let recorded = fixture.mandate(BO, CIA).await;
    assert_eq!((&recorded["valid"], &recorded["paragraph"]), (&json!(true), &json!("§ 7")));
    assert_eq!(recorded["recorded_by"]["member"], json!(fixture.member_id(BO)));
    let path = format!("{}/mandates", fixture.agreement());
    assert_eq!(fixture.read(&path, EVA).await.json(), json!([recorded]));

    let asked = |member: usize, day: &str, until: Value, issuer: &str| {
        json!({"member": fixture.member_id(member), "kind": "minutes", "issuer": issuer, "date": day,
               "paragraph": "1", "valid_until": until})
    };
    for (asked, status, code) in [
        (asked(DAG, "2026-01-01", Value::Null, "x"), StatusCode::FORBIDDEN, "other-party"),
        (asked(CIA, "9999-01-01", Value::Null, "x"), StatusCode::UNPROCESSABLE_ENTITY, "day-ahead"),
        (
            asked(CIA, "2026-01-01", json!("2025-01-01"), "x"),
            StatusCode::UNPROCESSABLE_ENTITY,
            "ends-before-it-begins",
        ),
        (asked(CIA, "2026-01-01", Value::Null, " "), StatusCode::UNPROCESSABLE_ENTITY, "field-missing"),
        (
            asked(CIA, "2026-01-01", Value::Null, &"x".repeat(201)),
            StatusCode::UNPROCESSABLE_ENTITY,
            "field-too-long",
        ),
        (
            json!({"member": uuid::Uuid::nil(), "kind": "minutes", "issuer": "x", "date": "2026-01-01",
                "paragraph": "1", "valid_until": null}),
            StatusCode::NOT_FOUND,
            "no-such-member",
        ),
    ] {
        let got = fixture.post(&path, BO, &asked).await;
        assert_eq!((got.status, got.problem().as_str()), (status, code), "{asked}");
    }
}

#[tokio::test]
async fn a_phase_is_entered_only_from_where_it_follows() {
    let fixture = Fixture::new().await;
    let path = format!("{}/phase", fixture.agreement());
    let got = fixture.post(&path, ADA, &json!({"phase": "approval"})).await;
    assert_eq!((got.status, got.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(fixture.read(&fixture.agreement(), EVA).await.json()["phase"], "approval");
    let got = fixture.post(&path, ADA, &json!({"phase": "signed"})).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::CONFLICT, "wrong-phase"));
    let got = fixture.post(&path, ADA, &json!({"phase": "approval"})).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT, "where it is already, it stays");
}

#[tokio::test]
async fn a_sign_off_is_withdrawn_by_its_giver_in_person_and_once() {
    let fixture = Fixture::new().await;
    let id = fixture.with_a_sign_off().await;
    let path = format!("{}/sign-offs", fixture.agreement());
    let listed = fixture.read(&path, EVA).await.json();
    assert_eq!((&listed[0]["id"], &listed[0]["standing"]), (&json!(id), &json!("current")));
    let section = fixture.read(&fixture.agreement(), EVA).await.json()["sections"][0].clone();
    assert_eq!((&section["state"], &section["locked"]["revision"]), (&json!("in_approval"), &json!(1)));
    assert_eq!(section["approvals"][1]["sign_offs"], listed);
    assert_eq!(section["approvals"][1]["met"], true);

    let path = format!("{path}/{id}/withdrawal");
    let reason = json!({"reason": "Fel text"});
    let got = fixture.post(&path, CIA, &reason).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "session-needed"));
    let cookie = fixture.sign_in(CIA).await;
    let session = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    let blank = fixture.ask(Method::POST, &path, &session, r#"{"reason": " "}"#).await;
    assert_eq!(blank.problem(), "field-missing");
    let got = fixture.ask(Method::POST, &path, &session, &reason.to_string()).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.json()["withdrawn"]["reason"], "Fel text");
    assert_eq!(got.json()["standing"], "withdrawn");
    let again = fixture.ask(Method::POST, &path, &session, &reason.to_string()).await;
    assert_eq!((again.status, again.problem().as_str()), (StatusCode::CONFLICT, "already-withdrawn"));
    let cookie = fixture.sign_in(DAG).await;
    let session = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    let got = fixture.ask(Method::POST, &path, &session, &reason.to_string()).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "not-yours"));
    for id in [uuid::Uuid::nil().to_string(), "x".to_owned()] {
        let path = format!("{}/sign-offs/{id}/withdrawal", fixture.agreement());
        let got = fixture.ask(Method::POST, &path, &session, &reason.to_string()).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "no-such-sign-off"));
    }
}

#[tokio::test]
async fn beside_a_section_stands_the_sign_off_that_counts() {
    let fixture = Fixture::new().await;
    let mandate = fixture.mandate(BO, CIA).await;
    let shown = async || {
        let agreement = fixture.read(&fixture.agreement(), EVA).await.json();
        agreement["sections"][0]["approvals"][1].clone()
    };
    fixture.save_text(0, "first").await;
    let first = fixture.sign_off_text(0, CIA, &mandate, 1, "first").await;
    fixture.reopen(0).await;
    fixture.save_text(0, "second").await;
    let stale = shown().await;
    assert_eq!((&stale["met"], &stale["sign_offs"][0]["standing"]), (&json!(false), &json!("stale")));
    let second = fixture.sign_off_text(0, CIA, &mandate, 2, "second").await;
    let withdraw = Command::WithdrawSignOff { sign_off: second, reason: "x".to_owned() };
    fixture.run(withdraw, CIA).await;
    fixture.reopen(0).await;
    let withdrawn = shown().await;
    assert_eq!(withdrawn["sign_offs"].as_array().unwrap().len(), 1, "one of each approver");
    assert_eq!(withdrawn["sign_offs"][0]["id"], json!(second), "the latest, while none counts");
    fixture.save_text(0, "first").await;
    let again = shown().await;
    assert_eq!((&again["met"], again["sign_offs"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!(again["sign_offs"][0]["id"], json!(first));
    assert_eq!(again["sign_offs"][0]["again_since"], 3);
}

#[tokio::test]
async fn a_receipt_is_signed_and_for_its_giver_and_their_coordinators_only() {
    let fixture = Fixture::new().await;
    let id = fixture.with_a_sign_off().await;
    let path = format!("{}/sign-offs/{id}/receipt", fixture.agreement());
    for member in [CIA, BO] {
        let got = fixture.read(&path, member).await;
        let expected = format!("attachment; filename=\"receipt-{id}.json\"");
        assert!(got.header("content-disposition").starts_with(&expected));
        let receipt: Signed<Receipt> = serde_json::from_slice(&got.body).unwrap();
        assert!(receipt.is_consistent());
        assert_eq!((receipt.what.sign_off, receipt.what.member_name.as_str()), (id, "Cia"));
        let key = fixture.get("/api/signing-key", &[]).await.json();
        assert_eq!(key, json!({"algorithm": "Ed25519", "key": receipt.key}));
    }
    for member in [ADA, DAG, EVA] {
        let got = fixture.read(&path, member).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "receipt-of-another"));
    }
    let path = format!("{}/sign-offs/{}/receipt", fixture.agreement(), uuid::Uuid::nil());
    assert_eq!(fixture.read(&path, CIA).await.problem(), "no-such-sign-off");
}

#[tokio::test]
async fn the_signing_is_recorded_when_every_body_has_decided() {
    let fixture = Fixture::new().await;
    let path = format!("{}/signing", fixture.agreement());
    let agreement = fixture.read(&fixture.agreement(), ADA).await.json();
    let party = |index: usize| agreement["parties"][index]["id"].clone();
    let signatory = |party| json!({"party": party, "name": "N", "title": "T", "authority": "Delegation § 1"});
    let mut asked = json!({"date": "2026-02-01", "place": "Ån", "signatories": [signatory(party(0))],
                           "scan": null});
    let early = fixture.post(&path, ADA, &asked).await;
    assert_eq!((early.status, early.problem().as_str()), (StatusCode::CONFLICT, "not-decided"));

    let mandates = [fixture.mandate(ADA, DAG).await, fixture.mandate(BO, CIA).await];
    for section in [0, 1] {
        fixture.save(section).await;
        fixture.sign_off(section, DAG, &mandates[0]).await;
        fixture.sign_off(section, CIA, &mandates[1]).await;
    }
    fixture.post(&format!("{}/phase", fixture.agreement()), BO, &json!({"phase": "approval"})).await;
    for (index, body, by) in [(0, "Fullmäktige", ADA), (1, "Årsmötet", BO)] {
        let decision = NewDecision {
            party: serde_json::from_value(party(index)).unwrap(),
            body: body.to_owned(),
            date: "2026-01-20".parse().unwrap(),
            paragraph: "§ 3".to_owned(),
            minutes: None,
        };
        let hash = Digest::of(&[b"the whole"]);
        fixture.run(Command::RecordDecision { decision, hash }, by).await;
    }
    let decided = fixture.read(&fixture.agreement(), EVA).await.json();
    assert_eq!((&decided["phase"], &decided["ready"]), (&json!("decided"), &json!(true)));
    assert_eq!(decided["bodies"][0]["decision"], decided["decisions"][0]["id"]);
    let decisions = fixture.read(&format!("{}/decisions", fixture.agreement()), EVA).await.json();
    assert_eq!((&decisions, &decisions[1]["current"]), (&decided["decisions"], &json!(true)));

    let one_side = fixture.post(&path, ADA, &asked).await;
    assert_eq!((one_side.status, one_side.problem().as_str()), (StatusCode::CONFLICT, "no-signatory"));
    asked["signatories"] = json!([signatory(party(0)), signatory(party(1))]);
    asked["scan"] = json!({"id": "00".repeat(32), "name": "x", "media_type": "x", "bytes": 1});
    let got = fixture.post(&path, ADA, &asked).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "attachment-unknown"));
    asked["scan"] = fixture.upload("undertecknad.pdf", ADA).await.json();
    asked["scan"]["name"] = json!("another.exe");
    let got = fixture.post(&path, ADA, &asked).await;
    assert_eq!(got.status, StatusCode::CREATED);
    let signing = got.json();
    assert_eq!((&signing["place"], &signing["revision"]), (&json!("Ån"), &json!(1)));
    let scan = &signing["scan"];
    assert_eq!(scan["name"], "another.exe.pdf", "what whoever names it calls it");
    assert_eq!(scan["media_type"], "application/pdf", "as it was uploaded, not as it is said");
    let signed = fixture.read(&fixture.agreement(), EVA).await.json();
    assert_eq!((&signed["signing"], &signed["phase"]), (&signing, &json!("signed")));
}
