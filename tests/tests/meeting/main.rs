//! Meetings under fault and attack: their notes, and the files that are put to them.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod closing;
mod crashing;
mod files;

use overens_tests::people::SectionId;
use overens_tests::{Group, Person};
use serde_json::{Value, json};

/// A meeting, and the id of its notes' text.
async fn call(group: &Group) -> (String, SectionId) {
    let path = format!("/api/agreements/{}/meetings", group.seeded.agreement);
    let body = json!({"date": "2027-03-04", "title": "Arbetsgruppen"});
    let meeting = group.erik.post(&path, body).await.done();
    let text = |field: &str| meeting[field].as_str().unwrap().to_owned();
    (text("id"), SectionId(text("notes")))
}

async fn close(person: &Person, meeting: &str) -> overens_tests::person::Answer {
    person.post(&format!("/api/meetings/{meeting}/notes/closing"), json!({})).await
}

async fn reopen(person: &Person, meeting: &str) {
    person.post(&format!("/api/meetings/{meeting}/notes/reopening"), json!({})).await.done();
}

async fn look(person: &Person, meeting: &str) -> Value {
    person.get(&format!("/api/meetings/{meeting}")).await.done()
}

/// What the notes say, and whether they are closed.
async fn notes(person: &Person, meeting: &str) -> (String, bool) {
    let notes = person.get(&format!("/api/meetings/{meeting}/notes")).await.done();
    let mut said = String::new();
    words(&notes["blocks"], &mut said);
    (said, notes["closed"].as_bool().unwrap())
}

fn words(blocks: &Value, into: &mut String) {
    for block in blocks.as_array().into_iter().flatten() {
        into.push_str(block["text"].as_str().unwrap_or_default());
        words(&block["content"], into);
    }
}
