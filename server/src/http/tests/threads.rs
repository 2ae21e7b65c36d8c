//! Threads: begun, answered, settled, and read.

use super::approving::{ADA, BO, CIA, EVA};
use super::*;
use crate::store::{LogId, Position};

impl Fixture {
    fn threads(&self) -> String {
        format!("{}/threads", self.section(0))
    }

    /// The ids of the text's first characters that are these words, as clients know them.
    async fn anchor(&self, words: &str) -> Value {
        let authors = self.read(&format!("{}/authors", self.section(0)), ADA).await.json();
        let runs = authors["runs"].as_array().unwrap();
        let run = runs.iter().find(|run| run["text"].as_str().unwrap().contains(words)).unwrap();
        let from = run["text"].as_str().unwrap().find(words).unwrap() as u64;
        let clock = run["clock"].as_u64().unwrap() + from;
        json!({"ids": [[run["client"], clock, words.len()]], "quote": words})
    }

    async fn begun(&self, member: usize, anchor: Value) -> Value {
        let asked = json!({"anchor": anchor, "text": "Vad menas?", "mentions": [self.member_id(BO)]});
        let got = self.post(&self.threads(), member, &asked).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", got.json());
        got.json()
    }

    async fn listed(&self, member: usize, question: &str) -> Vec<Value> {
        let got = self.read(&format!("{}{question}", self.threads()), member).await;
        assert_eq!(got.status, StatusCode::OK);
        got.json()["threads"].as_array().unwrap().clone()
    }
}

fn path(thread: &Value, rest: &str) -> String {
    format!("/api/threads/{}{rest}", thread["id"].as_str().unwrap())
}

fn comment(thread: &Value, index: usize) -> String {
    path(thread, &format!("/comments/{}", thread["comments"][index]["id"].as_str().unwrap()))
}

#[tokio::test]
async fn a_thread_says_which_passage_it_is_about_and_where_that_stands() {
    let fixture = Fixture::new().await;
    fixture.save(0).await;
    let anchor = fixture.anchor("Hej").await;
    let thread = fixture.begun(CIA, anchor.clone()).await;
    assert_eq!(thread["anchor"]["quote"], "Hej");
    assert_eq!((&thread["anchor"]["standing"], &thread["anchor"]["revision"]), (&json!("whole"), &json!(1)));
    assert_eq!(thread["anchor"]["spans"], anchor["ids"]);
    assert_eq!(thread["comments"][0]["text"], "Vad menas?");
    assert_eq!(thread["comments"][0]["mentions"], json!([fixture.member_id(BO)]));
    let whole = fixture.begun(ADA, Value::Null).await;
    // Those about a passage come before those about the section; all of them stand in the agreement's list, too.
    let ids = |threads: &[Value]| threads.iter().map(|thread| thread["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&fixture.listed(EVA, "").await), [thread["id"].clone(), whole["id"].clone()]);
    let all = fixture.read(&format!("{}/threads", fixture.agreement()), EVA).await.json();
    assert_eq!(ids(all["threads"].as_array().unwrap()), ids(&fixture.listed(EVA, "").await));
    assert_eq!(all["position"], 2);
}

#[tokio::test]
async fn what_does_not_stand_in_the_section_is_not_what_a_thread_is_about() {
    let fixture = Fixture::new().await;
    let anchor = fixture.anchor("Hej").await;
    let mut other_quote = anchor.clone();
    other_quote["quote"] = json!("Nej");
    let mut nowhere = anchor.clone();
    nowhere["ids"] = json!([[77, 0, 3]]);
    let mut blank = fixture.anchor(" ").await;
    blank["quote"] = json!(" ");
    for wrong in [other_quote, nowhere, blank, json!({"ids": [], "quote": ""})] {
        let got = fixture.post(&fixture.threads(), ADA, &json!({"anchor": wrong, "text": "?!"})).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (StatusCode::CONFLICT, "passage-changed"),
            "{wrong}"
        );
    }
    // Those of another section stand, but not there.
    let elsewhere = format!("{}/threads", fixture.section(1));
    let got = fixture.post(&elsewhere, ADA, &json!({"anchor": anchor, "text": "?!"})).await;
    assert_eq!(got.problem(), "passage-changed");
    let long = json!({"ids": [[1, 0, 5_001]], "quote": "x"});
    let got = fixture.post(&fixture.threads(), ADA, &json!({"anchor": long, "text": "?!"})).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "field-too-long"));
    for ids in [json!([[1, 2]]), json!([[-1, 0, 1]]), json!([[0.5, 0, 1]]), json!(vec![[1, 0, 0]; 5_001])] {
        let asked = json!({"anchor": {"ids": ids, "quote": "x"}, "text": "?!"});
        assert_eq!(fixture.post(&fixture.threads(), ADA, &asked).await.problem(), "bad-request");
    }
    assert!(fixture.listed(ADA, "").await.is_empty());
}

#[tokio::test]
async fn a_comment_says_something_and_names_only_who_takes_part() {
    let fixture = Fixture::new().await;
    let thread = fixture.begun(ADA, Value::Null).await;
    for (text, problem) in [
        ("", "field-missing"),
        (" \n", "field-missing"),
        ("\u{200b}", "field-unreadable"),
        ("bra\u{202e}", "field-unreadable"),
        ("\u{300}", "field-unreadable"),
    ] {
        let got = fixture.post(&path(&thread, "/comments"), BO, &json!({"text": text})).await;
        assert_eq!(got.problem(), problem, "{text:?}");
    }
    let long = json!({"text": "x".repeat(10_001)});
    assert_eq!(fixture.post(&path(&thread, "/comments"), BO, &long).await.problem(), "field-too-long");
    for said in ["👍", "!", "Två\n\nstycken"] {
        let got = fixture.post(&path(&thread, "/comments"), BO, &json!({"text": said})).await;
        assert_eq!(got.status, StatusCode::CREATED, "{said}");
    }
    let nobody = json!({"text": "Du!", "mentions": [uuid::Uuid::nil()]});
    assert_eq!(fixture.post(&path(&thread, "/comments"), BO, &nobody).await.problem(), "no-such-member");
    let many = json!({"text": "Alla!", "mentions": vec![fixture.member_id(BO); 51]});
    assert_eq!(fixture.post(&path(&thread, "/comments"), BO, &many).await.problem(), "too-many");
    let twice = json!({"text": "Du!", "mentions": [fixture.member_id(ADA), fixture.member_id(ADA)]});
    let got = fixture.post(&path(&thread, "/comments"), BO, &twice).await.json();
    assert_eq!(got["comments"][4]["mentions"], json!([fixture.member_id(ADA)]));
}

#[tokio::test]
async fn a_deleted_comment_is_gone_and_a_changed_one_says_so() {
    let fixture = Fixture::new().await;
    let thread = fixture.begun(ADA, Value::Null).await;
    let thread = fixture.post(&path(&thread, "/comments"), BO, &json!({"text": "hemligt svar"})).await.json();
    let edits = format!("{}/edits", comment(&thread, 1));
    assert_eq!(fixture.post(&edits, ADA, &json!({"text": "annat"})).await.problem(), "comment-of-another");
    let edited = fixture.post(&edits, BO, &json!({"text": "ett svar"})).await.json();
    assert_eq!(edited["comments"][1]["text"], "ett svar");
    assert!(edited["comments"][1]["edited"].is_string());
    assert!(!fixture.keeps("hemligt svar").await);
    let delete = async |index: usize, member: usize| {
        let bearer = fixture.bearer(member);
        fixture.ask(Method::DELETE, &comment(&thread, index), &[("authorization", &bearer)], "").await
    };
    assert_eq!(delete(1, ADA).await.problem(), "comment-of-another");
    assert_eq!(delete(1, BO).await.status, StatusCode::NO_CONTENT);
    assert_eq!(delete(1, BO).await.problem(), "no-such-comment");
    assert!(!fixture.keeps("ett svar").await);
    let left = fixture.read(&path(&thread, ""), CIA).await.json();
    assert_eq!((&left["comments"][1]["text"], &left["unread"]), (&Value::Null, &json!(1)));
    // With its last comment the thread goes.
    assert_eq!(delete(0, ADA).await.status, StatusCode::NO_CONTENT);
    assert_eq!(fixture.read(&path(&thread, ""), CIA).await.problem(), "no-such-thread");
    assert!(fixture.listed(CIA, "").await.is_empty());
}

impl Fixture {
    /// Whether the store holds these words anywhere in a register's value or the discussion's log.
    async fn keeps(&self, words: &str) -> bool {
        let holds = |value: &[u8]| value.windows(words.len()).any(|window| window == words.as_bytes());
        let log = LogId::discussion(self.agreement_id().0);
        let entries = self.store.read(log, Position::START, 1000).await.unwrap();
        let register = self.store.scan("").await.unwrap();
        entries.iter().any(|entry| holds(entry)) || register.iter().any(|(_, kept)| holds(&kept.value))
    }
}

#[tokio::test]
async fn two_who_resolve_at_once_resolve_it_once_and_a_resolved_thread_takes_no_answer() {
    let fixture = Fixture::new().await;
    let thread = fixture.begun(ADA, Value::Null).await;
    let resolutions = path(&thread, "/resolutions");
    let nothing = json!({});
    let (ada, bo) =
        tokio::join!(fixture.post(&resolutions, ADA, &nothing), fixture.post(&resolutions, BO, &nothing));
    assert_eq!((ada.status, bo.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!(ada.json()["resolved"], bo.json()["resolved"]);
    assert_eq!(fixture.listed(ADA, "?state=open").await.len(), 0);
    let resolved = fixture.listed(ADA, "?state=resolved").await;
    assert_eq!(resolved[0]["may"]["reply"]["code"], "thread-resolved");
    let got = fixture.read(&format!("{}/threads", fixture.agreement()), ADA).await.json();
    assert_eq!(got["position"], 2, "it was recorded twice");
    let answer = fixture.post(&path(&thread, "/comments"), BO, &json!({"text": "men"})).await;
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::CONFLICT, "thread-resolved"));
    let reopened = fixture.post(&path(&thread, "/reopenings"), BO, &nothing).await.json();
    assert_eq!((&reopened["state"], &reopened["resolved"]), (&json!("open"), &Value::Null));
    let got = fixture.post(&path(&thread, "/comments"), BO, &json!({"text": "men"})).await;
    assert_eq!(got.status, StatusCode::CREATED);
    assert_eq!(
        fixture.read(&format!("{}?state=lost", fixture.threads()), ADA).await.problem(),
        "bad-request"
    );
}

#[tokio::test]
async fn what_one_has_not_read_is_counted_and_ones_own_words_are_not() {
    let fixture = Fixture::new().await;
    let thread = fixture.begun(ADA, Value::Null).await;
    let unread = async |member: usize| fixture.listed(member, "").await[0]["unread"].as_u64().unwrap();
    assert_eq!((unread(ADA).await, unread(BO).await, unread(EVA).await), (0, 1, 1));
    fixture.post(&path(&thread, "/comments"), BO, &json!({"text": "så här"})).await;
    assert_eq!((unread(ADA).await, unread(BO).await, unread(EVA).await), (1, 0, 2));
    let read = async |member: usize, comments: u64| {
        let got = fixture.post(&path(&thread, "/readings"), member, &json!({"comments": comments})).await;
        assert_eq!(got.status, StatusCode::NO_CONTENT);
    };
    read(EVA, 1).await;
    assert_eq!(unread(EVA).await, 1);
    // More than there are is no promise for those to come; fewer than before takes nothing back.
    read(EVA, 900).await;
    read(EVA, 1).await;
    assert_eq!(unread(EVA).await, 0);
    fixture.post(&path(&thread, "/comments"), ADA, &json!({"text": "jaså"})).await;
    assert_eq!((unread(EVA).await, unread(BO).await, unread(ADA).await), (1, 1, 0));
}

#[tokio::test]
async fn a_thread_is_its_members_and_unknown_to_all_others_names() {
    let fixture = Fixture::new().await;
    let thread = fixture.begun(ADA, Value::Null).await;
    let other = seed(&fixture.operator, "Annan").await;
    let stranger = format!("Bearer {}", other["members"][1]["token"].as_str().unwrap());
    let got = fixture.get(&path(&thread, ""), &[("authorization", &stranger)]).await;
    assert_eq!(got.problem(), "not-a-member");
    for id in ["x", &uuid::Uuid::nil().to_string()] {
        let got = fixture.read(&format!("/api/threads/{id}"), ADA).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "no-such-thread"));
    }
    let got =
        fixture.post(&format!("{}/edits", path(&thread, "/comments/x")), ADA, &json!({"text": "a"})).await;
    assert_eq!(got.problem(), "no-such-comment");
}

#[tokio::test]
async fn what_is_said_again_because_no_answer_came_is_said_once() {
    let fixture = Fixture::new().await;
    let name = "0199b3a0-5a70-4c07-9d1e-2f6a3c1b7e11";
    let said = json!({"anchor": null, "text": "Vad menas?", "id": name});
    let mut threads = Vec::new();
    for _ in 0..2 {
        let got = fixture.post(&fixture.threads(), CIA, &said).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&got.body));
        threads.push(got.json());
    }
    assert_eq!((&threads[0]["id"], &threads[0]["comments"][0]["id"]), (&threads[1]["id"], &json!(name)));
    assert_eq!(fixture.listed(EVA, "").await.len(), 1);
    let thread = &threads[0];
    let name = "0199b3a0-5a70-4c07-9d1e-2f6a3c1b7e22";
    let reply = json!({"text": "Att vi möts.", "id": name});
    let asked = path(thread, "/comments");
    let at_once = tokio::join!(fixture.post(&asked, ADA, &reply), fixture.post(&asked, ADA, &reply));
    for got in [at_once.0, at_once.1, fixture.post(&asked, ADA, &reply).await] {
        assert_eq!(got.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&got.body));
        assert_eq!(got.json()["comments"].as_array().unwrap().len(), 2);
    }
    // Also where it has been settled meanwhile; and nobody takes another's name.
    fixture.post(&path(thread, "/resolutions"), BO, &json!({})).await;
    assert_eq!(fixture.post(&asked, ADA, &reply).await.status, StatusCode::CREATED);
    fixture.post(&path(thread, "/reopenings"), BO, &json!({})).await;
    for (path, body) in [
        (asked.clone(), json!({"text": "Något annat.", "id": name})),
        (fixture.threads(), json!({"anchor": null, "text": "Något annat.", "id": name})),
    ] {
        let got = fixture.post(&path, BO, &body).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "comment-of-another"));
    }
    let listed = fixture.listed(EVA, "").await;
    let comments = listed[0]["comments"].as_array().unwrap().iter();
    let words: Vec<_> = comments.map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!((listed.len(), words), (1, vec!["Vad menas?", "Att vi möts."]));
}
