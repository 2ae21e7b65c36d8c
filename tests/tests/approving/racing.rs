//! Two approvers sign and a writer types at the same instant: no approval counts on a text its giver did not see.

use futures_util::future::join3;
use overens_tests::Group;
use serde_json::{Value, json};
use std::time::Duration;

/// Rounds; each draws anew who begins.
const ROUNDS: usize = 12;

#[tokio::test]
async fn whoever_is_first_an_approval_is_of_the_text_that_was_read() {
    let group = Group::gather().await;
    let section = group.section("free");
    let path = format!("/api/sections/{section}/sign-offs");
    let (mut written_first, mut locked_first) = (0, 0);
    for round in 0..ROUNDS {
        group.erik.save(section, "").await;
        let writer = group.open("Maja", section).await;
        let (asta, bo) = (group.asta.approval(section).await, group.bo.approval(section).await);
        let seen = asta["hash"].clone();
        let offset = |step: usize| Duration::from_micros(((round * step) % 5 * 400) as u64);
        let sign = async |person: &overens_tests::Person, said: &Value, wait: Duration| {
            tokio::time::sleep(wait).await;
            person.post(&path, said.clone()).await
        };
        let type_a_word = async {
            tokio::time::sleep(offset(3)).await;
            writer.edit(|document| document.append(&format!("ord{round} ")));
        };
        let (asta, bo, ()) =
            join3(sign(&group.asta, &asta, offset(1)), sign(&group.bo, &bo, offset(2)), type_a_word).await;
        // What is on disk in the end: either the word, or the lock.
        let text = group.erik.get(&format!("/api/sections/{section}")).await.done();
        let signed = [&asta, &bo].iter().filter(|answer| answer.status.is_success()).count();
        if signed > 0 {
            locked_first += 1;
            assert_eq!(text["hash"], seen, "a text was approved, and another one stands: {text}");
            assert_eq!(writer.until_closed().await.code, 4423);
            for answer in [&asta, &bo] {
                assert!(answer.status.is_success(), "the text stood still: {answer:?}");
                assert_eq!(answer.body["hash"], seen);
            }
            group.reopen(section).await;
        } else {
            written_first += 1;
            writer.until_saved().await;
            assert_ne!(text["hash"], seen);
            for answer in [&asta, &bo] {
                assert_eq!(answer.code(), "edited-since", "{answer:?}");
            }
        }
        drop(writer);
        // So that each round has a text of its own.
        group.write("Erik", section, &format!("Rond {round}.")).await;
    }
    println!("{written_first} times the word was first, {locked_first} times a sign-off");
    let standings = group.standings(section).await;
    assert_eq!(standings.len(), 2 * locked_first);
    let log = group.erik.get(&format!("/api/sections/{section}/history?most=1000")).await.done();
    let mut locked = false;
    for entry in log["entries"].as_array().unwrap() {
        match entry["kind"].as_str().unwrap() {
            "lock" => locked = true,
            "unlock" => locked = false,
            kind => assert!(!locked, "an entry of kind {kind} after a lock: {entry}"),
        }
    }
    assert_eq!(json!(locked), json!(false));
}
