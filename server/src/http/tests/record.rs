//! The record as it is read.

use super::approving::{ADA, CIA, EVA};
use super::*;
use crate::agreement::entry::Entry;
use crate::record::register::words_key;
use crate::record::signature::{RecordHead, Signed};
use crate::store::{Batch, Expected, LogId, Position, RegisterWrite};

#[tokio::test]
async fn the_record_is_read_newest_first_and_in_parts_to_its_beginning() {
    let fixture = Fixture::new().await;
    let path = format!("{}/record", fixture.agreement());
    let whole = fixture.read(&format!("{path}?most=200"), EVA).await.json();
    let entries = whole["entries"].as_array().unwrap();
    assert_eq!(whole["next"], Value::Null);
    assert_eq!(entries.last().unwrap()["kind"], "agreement_founded");
    assert_eq!(entries.last().unwrap()["text"], "Liten");
    assert_eq!(entries.last().unwrap()["by"], json!({"kind": "operator", "member": null}));
    assert_eq!(entries[0]["position"], json!(entries.len() - 1));
    assert_eq!(entries[0]["hash"], whole["head"]["hash"]);
    let mut read = Vec::new();
    let mut next = json!(entries.len());
    while let Some(before) = next.as_u64() {
        let page = fixture.read(&format!("{path}?before={before}&most=3"), EVA).await.json();
        read.extend(page["entries"].as_array().unwrap().clone());
        next = page["next"].clone();
    }
    assert_eq!(&read, entries);
}

#[tokio::test]
async fn the_record_is_searched_by_kind_section_and_member() {
    let fixture = Fixture::new().await;
    fixture.with_a_sign_off().await;
    let path = format!("{}/record", fixture.agreement());
    let kinds = |page: Value| -> Vec<String> {
        let entries = page["entries"].as_array().unwrap().clone();
        entries.iter().map(|entry| entry["kind"].as_str().unwrap().to_owned()).collect()
    };
    for (query, expected) in [
        ("kind=phase_entered,agreement_founded".to_owned(), &["phase_entered", "agreement_founded"][..]),
        (
            format!("section={}", fixture.section_id(0)),
            &["section_signed_off", "revision_saved", "section_added"],
        ),
        (
            format!("member={}", fixture.member_id(CIA)),
            &["section_signed_off", "mandate_recorded", "member_added"],
        ),
        (format!("member={}&kind=revision_saved", fixture.member_id(CIA)), &[]),
        ("kind=".to_owned(), &["section_signed_off", "mandate_recorded"]),
    ] {
        let found = kinds(fixture.read(&format!("{path}?{query}"), EVA).await.json());
        let found = if query == "kind=" { &found[..2] } else { &found[..] };
        assert_eq!(found, expected, "{query}");
    }
    for query in ["kind=nothing", "before=x", "most=-1", "section=x", "member="] {
        let got = fixture.read(&format!("{path}?{query}"), EVA).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::BAD_REQUEST, "bad-request"), "{query}");
    }
}

#[tokio::test]
async fn an_entry_has_what_its_sentence_needs() {
    let fixture = Fixture::new().await;
    let id = fixture.with_a_sign_off().await;
    let cookie = fixture.sign_in(CIA).await;
    let path = format!("{}/sign-offs/{id}/withdrawal", fixture.agreement());
    let headers = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    fixture.ask(Method::POST, &path, &headers, r#"{"reason": "Fel text"}"#).await;
    let page = fixture.read(&format!("{}/record?most=4", fixture.agreement()), EVA).await.json();
    let section = json!({"id": fixture.section_id(0), "title": "Fri"});
    let [withdrawn, signed, mandate, saved] = [0, 1, 2, 3].map(|index| page["entries"][index].clone());
    assert_eq!((&withdrawn["section"], &withdrawn["revision"]), (&section, &json!(1)));
    assert_eq!((&withdrawn["text"], &withdrawn["erased"]), (&json!("Fel text"), &json!(false)));
    assert_eq!((&signed["section"], &signed["revision"]), (&section, &json!(1)));
    assert_eq!(signed["by"], json!({"kind": "member", "member": fixture.member_id(CIA)}));
    assert_eq!(signed["detail"]["sign_off"]["id"], json!(id));
    assert_eq!((&mandate["member"], &mandate["text"]), (&json!(fixture.member_id(CIA)), &json!("Styrelsen")));
    assert_eq!((&saved["section"], &saved["text"]), (&section, &json!("Första")));
    assert!(saved["detail"]["revision"]["name"]["digest"].is_string(), "the chain holds words as a digest");
}

#[tokio::test]
async fn words_that_were_erased_are_missing_and_that_is_said() {
    let fixture = Fixture::new().await;
    fixture.save(0).await;
    let state = fixture.records.state(fixture.agreement_id()).await.unwrap();
    let name = state.sections()[0].latest().unwrap().name.as_ref().unwrap().digest();
    let key = words_key(fixture.agreement_id(), name);
    let erase = RegisterWrite { key, expected: Expected::Anything, value: None };
    fixture.operator.store.commit(Batch { register: vec![erase], ..Batch::default() }).await.unwrap();
    let page = fixture.read(&format!("{}/record?most=1", fixture.agreement()), EVA).await.json();
    let entry = &page["entries"][0];
    assert_eq!((&entry["text"], &entry["erased"]), (&Value::Null, &json!(true)));
}

#[tokio::test]
async fn the_head_is_signed_and_stands_for_the_last_entry() {
    let fixture = Fixture::new().await;
    let path = format!("{}/record/head", fixture.agreement());
    let head: Signed<RecordHead> = serde_json::from_slice(&fixture.read(&path, EVA).await.body).unwrap();
    assert!(head.is_consistent());
    let agreement = fixture.agreement_id();
    let last = Position(head.what.position - 1);
    let log = fixture.operator.store.read(LogId::record(agreement.0), last, 2).await.unwrap();
    assert_eq!(log.len(), 1);
    let hash = fixture.records.hash_at(agreement, last).await.unwrap().unwrap();
    assert_eq!((head.what.agreement, head.what.hash), (agreement, hash));
    let agreement = fixture.read(&fixture.agreement(), ADA).await.json();
    assert_eq!(agreement["record"]["hash"], json!(head.what.hash));
}

#[tokio::test]
async fn every_kind_of_entry_is_called_as_in_the_record() {
    let fixture = Fixture::new().await;
    fixture.with_a_sign_off().await;
    let page = fixture.records.page(fixture.agreement_id(), Position(u64::MAX), 200, |_| true).await.unwrap();
    let shown = fixture.read(&format!("{}/record?most=200", fixture.agreement()), EVA).await.json();
    for ((sealed, _), entry) in page.entries.iter().zip(shown["entries"].as_array().unwrap()) {
        let recorded: &Entry = &sealed.entry;
        assert_eq!(serde_json::to_value(recorded).unwrap()["kind"], entry["kind"]);
    }
}
