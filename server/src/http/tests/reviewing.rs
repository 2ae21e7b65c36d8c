//! Reviews before a consultation, and anchoring sheets.

use super::approving::{ADA, BO, CIA, DAG, EVA};
use super::*;
use crate::agreement::decide::{Command, NewReview};
use crate::agreement::entry::Actor;
use crate::agreement::revision::RevisionNumber;
use jiff::{SignedDuration, Timestamp};

impl Fixture {
    /// Saves a section's text; the revision.
    async fn saved(&self, section: usize) -> Value {
        let got = self.post(&format!("{}/revisions", self.section(section)), ADA, &json!({})).await;
        assert!(got.status.is_success(), "{}", String::from_utf8_lossy(&got.body));
        got.json()
    }

    /// Ada asks Cia and Dag about the first section.
    async fn asked(&self) -> (Value, Value) {
        let revision = self.saved(0).await;
        let asked = json!({
            "sections": [{"section": self.section_id(0), "revision": revision["number"]}],
            "reviewers": [self.member_id(CIA), self.member_id(DAG)],
            "question": "Kan det gå ut?", "due": "2099-01-01"
        });
        let got = self.post(&format!("{}/reviews", self.agreement()), ADA, &asked).await;
        assert_eq!(got.status, StatusCode::CREATED);
        (got.json(), revision)
    }

    fn answer(&self, revision: &Value, ready: bool, because: &str) -> Value {
        json!({"section": self.section_id(0), "revision": revision["number"], "hash": revision["hash"],
               "ready": ready, "because": because})
    }

    async fn organisation(&self) -> Value {
        let parties = self.read(&format!("{}/parties", self.agreement()), ADA).await.json();
        parties[0]["organisations"][0]["id"].clone()
    }

    async fn make_sheet(&self, sections: &[(usize, &Value)], questions: &str) -> Value {
        let chosen = sections.iter().map(
            |(index, revision)| json!({"section": self.section_id(*index), "revision": revision["number"]}),
        );
        let made = json!({
            "organisation": self.organisation().await, "sections": chosen.collect::<Vec<_>>(),
            "questions": questions, "mandate_asked": "Att godkänna <texten>.", "due": "2099-01-01"
        });
        let got = self.post(&format!("{}/anchoring-sheets", self.agreement()), ADA, &made).await;
        assert_eq!(got.status, StatusCode::CREATED);
        got.json()
    }
}

fn path(review: &Value) -> String {
    format!("/api/reviews/{}", review["id"].as_str().unwrap())
}

fn sheet_path(sheet: &Value) -> String {
    format!("/api/anchoring-sheets/{}", sheet["id"].as_str().unwrap())
}

/// Who is still to answer, and who is late.
fn waiting(review: &Value) -> Vec<(bool, bool)> {
    let reviewers = review["reviewers"].as_array().unwrap().iter();
    reviewers.map(|one| (!one["waiting"].as_array().unwrap().is_empty(), one["late"] == true)).collect()
}

#[tokio::test]
async fn a_review_shows_who_has_answered_what_and_who_is_waited_for() {
    let fixture = Fixture::new().await;
    let (review, revision) = fixture.asked().await;
    assert_eq!(waiting(&review), [(true, false), (true, false)]);
    assert_eq!((&review["overdue"], &review["closed"]), (&json!(false), &Value::Null));
    let answers = format!("{}/answers", path(&review));
    let blank = fixture.post(&answers, DAG, &fixture.answer(&revision, false, " ")).await;
    assert_eq!((blank.status, blank.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "field-missing".into()));
    let got = fixture.post(&answers, DAG, &fixture.answer(&revision, false, "Siffran är gammal.")).await;
    assert_eq!(got.status, StatusCode::OK);
    let got = fixture.post(&answers, DAG, &fixture.answer(&revision, true, "")).await;
    let seen = fixture.read(&path(&review), EVA).await.json();
    assert_eq!(waiting(&seen), [(true, false), (false, false)]);
    let counted: Vec<_> = seen["answers"].as_array().unwrap().iter().map(|one| &one["counts"]).collect();
    assert_eq!(counted, [&json!(true), &json!(false)], "the earlier one stays");
    assert_eq!(seen["answers"][1]["because"], "Siffran är gammal.");
    assert_eq!(got.json()["answers"], seen["answers"]);
    assert_eq!(
        (&seen["may"]["answer"]["code"], &seen["may"]["lead"]["code"]),
        (&json!("not-a-reviewer"), &json!("not-a-coordinator"))
    );
    let listed = fixture.read(&format!("{}/reviews", fixture.agreement()), EVA).await.json();
    assert_eq!(listed, json!([seen]));
}

#[tokio::test]
async fn an_answer_names_the_very_text_that_was_read() {
    let fixture = Fixture::new().await;
    let (review, revision) = fixture.asked().await;
    let answers = format!("{}/answers", path(&review));
    let mut forged = fixture.answer(&revision, true, "");
    forged["hash"] = json!("0".repeat(64));
    let got = fixture.post(&answers, DAG, &forged).await;
    assert_eq!((got.status, got.problem()), (StatusCode::CONFLICT, "other-text".into()));
    let mut unknown = fixture.answer(&revision, true, "");
    unknown["revision"] = json!(7);
    let got = fixture.post(&answers, DAG, &unknown).await;
    assert_eq!((got.status, got.problem()), (StatusCode::NOT_FOUND, "no-such-revision".into()));
}

#[tokio::test]
async fn a_closed_review_takes_no_more_answers() {
    let fixture = Fixture::new().await;
    let (review, revision) = fixture.asked().await;
    let moved =
        fixture.post(&format!("{}/extension", path(&review)), BO, &json!({"due": "2099-02-01"})).await;
    assert_eq!(moved.json()["due"], "2099-02-01");
    let past = fixture.post(&format!("{}/extension", path(&review)), BO, &json!({"due": "2020-02-01"})).await;
    assert_eq!((past.status, past.problem()), (StatusCode::UNPROCESSABLE_ENTITY, "day-past".into()));
    let closed = fixture.post(&format!("{}/closing", path(&review)), BO, &json!({})).await;
    assert_eq!(closed.json()["closed"]["by"]["member"], json!(fixture.member_id(BO)));
    assert_eq!(waiting(&closed.json()), [(false, false), (false, false)]);
    let got =
        fixture.post(&format!("{}/answers", path(&review)), DAG, &fixture.answer(&revision, true, "")).await;
    assert_eq!((got.status, got.problem()), (StatusCode::CONFLICT, "review-closed".into()));
}

#[tokio::test]
async fn whoever_has_not_answered_when_the_last_day_is_over_is_late() {
    let fixture = Fixture::new().await;
    let revision = fixture.saved(0).await;
    let long_ago = Timestamp::now() - SignedDuration::from_hours(24 * 20);
    let asked = NewReview {
        sections: vec![(fixture.section_id(0), RevisionNumber(1))],
        reviewers: vec![fixture.member_id(CIA), fixture.member_id(DAG)],
        question: "Kan det gå ut?".to_owned(),
        due: (Timestamp::now() - SignedDuration::from_hours(24 * 10)).in_tz("UTC").unwrap().date(),
    };
    let by = Actor::Member { member: fixture.member_id(ADA) };
    let command = Command::AskReview(asked);
    let state = fixture.records.run(fixture.agreement_id(), command, by, long_ago).await.unwrap();
    let path = format!("/api/reviews/{}", state.reviews()[0].asked.id);
    let seen = fixture.read(&path, ADA).await.json();
    assert_eq!((&seen["overdue"], waiting(&seen)), (&json!(true), vec![(true, true), (true, true)]));
    // Late is better than never, and it is no longer late then.
    fixture.post(&format!("{path}/answers"), DAG, &fixture.answer(&revision, true, "")).await;
    assert_eq!(waiting(&fixture.read(&path, ADA).await.json()), [(true, true), (false, false)]);
}

#[tokio::test]
async fn nobody_finds_a_review_or_a_sheet_by_what_is_no_id_of_one() {
    let fixture = Fixture::new().await;
    let nobody = uuid::Uuid::nil().to_string();
    let section = fixture.section_id(0).to_string();
    for id in [nobody.as_str(), section.as_str(), "nothing"] {
        let got = fixture.read(&format!("/api/reviews/{id}"), ADA).await;
        assert_eq!((got.status, got.problem()), (StatusCode::NOT_FOUND, "no-such-review".into()), "{id}");
        for page in ["", "/page"] {
            let got = fixture.read(&format!("/api/anchoring-sheets/{id}{page}"), ADA).await;
            assert_eq!((got.status, got.problem()), (StatusCode::NOT_FOUND, "no-such-sheet".into()), "{id}");
        }
    }
}

#[tokio::test]
async fn a_sheet_shows_the_text_what_changed_in_it_and_the_mandate_that_it_led_to() {
    let fixture = Fixture::new().await;
    let first = fixture.saved(0).await;
    let sheet = fixture.make_sheet(&[(0, &first)], "").await;
    let seen = fixture.read(&sheet_path(&sheet), EVA).await.json();
    assert_eq!((&seen["sheet"], &seen["answer_to"]["name"]), (&sheet, &json!("Ada")));
    assert_eq!(seen["answer_to"]["email"], Value::Null, "an address is for the party's own coordinators");
    assert_eq!(fixture.read(&sheet_path(&sheet), ADA).await.json()["answer_to"]["email"], "ada@a.example");
    assert_eq!(seen["texts"][0]["shown_before"], Value::Null);
    assert!(seen["texts"][0]["blocks"].to_string().contains("Hej "));
    assert_eq!((&sheet["waiting"], &sheet["late"]), (&json!(true), &json!(false)));

    fixture.post(&format!("{}/heading", fixture.section(0)), ADA, &json!({"title": "Friheten"})).await;
    let second = fixture.saved(0).await;
    let other = fixture.saved(1).await;
    let later = fixture.make_sheet(&[(1, &other), (0, &second)], "Räcker det?").await;
    let seen = fixture.read(&sheet_path(&later), EVA).await.json();
    let before: Vec<_> = seen["texts"].as_array().unwrap().iter().map(|one| &one["shown_before"]).collect();
    assert_eq!(before, [&json!(1), &Value::Null], "in the order of the text");
    assert!(seen["texts"][0]["changed"]["blocks"].is_array());
    let first = fixture.read(&sheet_path(&sheet), EVA).await.json();
    assert_eq!((&first["sheet"]["replaced"], &first["sheet"]["waiting"]), (&json!(true), &json!(false)));

    let mandate = json!({
        "member": fixture.member_id(ADA), "kind": "minutes", "issuer": "Styrelsen", "date": "2026-01-01",
        "paragraph": "§ 7", "valid_until": null, "sheet": later["id"]
    });
    let got = fixture.post(&format!("{}/mandates", fixture.agreement()), ADA, &mandate).await;
    assert_eq!((got.status, &got.json()["sheet"]), (StatusCode::CREATED, &later["id"]));
    let listed = fixture.read(&format!("{}/anchoring-sheets", fixture.agreement()), EVA).await.json();
    assert_eq!((&listed[0]["mandates"], &listed[0]["waiting"]), (&json!([got.json()]), &json!(false)));
    let mut of_dag = mandate;
    of_dag["member"] = json!(fixture.member_id(DAG));
    let got = fixture.post(&format!("{}/mandates", fixture.agreement()), ADA, &of_dag).await;
    assert_eq!((got.status, got.problem()), (StatusCode::CONFLICT, "sheet-of-another".into()));
}

#[tokio::test]
async fn a_sheet_goes_out_as_a_page_that_loads_and_runs_nothing() {
    let fixture = Fixture::new().await;
    let revision = fixture.saved(0).await;
    let sheet = fixture.make_sheet(&[(0, &revision)], "<script>alert(1)</script>").await;
    let path = format!("{}/page", sheet_path(&sheet));
    let bearer = fixture.bearer(ADA);
    for (language, asked) in [("sv", "Det här ber vi er om"), ("en", "What you are asked for")] {
        let headers = [("authorization", bearer.as_str()), ("accept-language", language)];
        let got = fixture.get(&path, &headers).await;
        assert_eq!((got.status, got.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"Styrelsen 20"));
        let page = String::from_utf8(got.body.clone()).unwrap();
        assert!(page.contains(asked) && page.contains(&format!("<html lang=\"{language}\">")));
        assert!(page.contains("Att godkänna &lt;texten&gt;.") && page.contains("Hej "));
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script") && !page.contains("src="));
        assert!(page.contains("ada@a.example") && page.contains("@page{size:A4"));
    }
    let got = fixture.read(&path, EVA).await;
    assert!(!String::from_utf8(got.body).unwrap().contains("ada@a.example"));
}
