//! kill -9 while a meeting's notes are closed: record, text and what is kept of them agree afterwards.

use super::{call, close, look, notes, reopen};
use overens_tests::people::SectionId;
use overens_tests::{Group, Server};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Each comes a little sooner than the one before if that came too late, and a little later if it came too soon.
const CRASHES: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_notes_are_closed_in_the_record_and_in_the_text_or_in_neither() {
    let mut group = Group::gather().await;
    let (meeting, text) = call(&group).await;
    let mut outcomes = [0; 2];
    let begun = Instant::now();
    close(&group.erik, &meeting).await.done();
    let mut delay = begun.elapsed() / 2;
    reopen(&group.erik, &meeting).await;
    for crash in 0..CRASHES {
        let word = format!("Krasch {crash}.");
        group.write("Bo", &text, &word).await;
        let begun = Instant::now();
        let asked = tokio::spawn({
            let (maja, meeting) = (group.maja.clone(), meeting.clone());
            let path = format!("/api/meetings/{meeting}/notes/closing");
            async move { maja.try_post(&path, &serde_json::json!({})).await.ok() }
        });
        // A timer would be too coarse.
        while begun.elapsed() < delay {
            std::hint::spin_loop();
        }
        group.server.kill_9().await;
        let answered = asked.await.unwrap().is_some_and(|answer| answer.status.is_success());
        restart(&mut group).await;

        let closed = look(&group.erik, &meeting).await["notes_closed"].clone();
        let is_closed = closed != Value::Null;
        assert!(!answered || is_closed, "notes that were said to be closed are open after crash {crash}");
        // Closed, they are read from what is kept under the hash in the record.
        let (said, closed_as_read) = notes(&group.erik, &meeting).await;
        assert_eq!(closed_as_read, is_closed);
        assert!(said.contains(&word), "{said}");
        assert_eq!(takes_no_text(&group, &text).await, is_closed, "after crash {crash}");
        outcomes[usize::from(is_closed)] += 1;
        delay = if is_closed { delay * 3 / 4 } else { delay * 4 / 3 };
        if is_closed {
            reopen(&group.erik, &meeting).await;
        }
    }
    println!("{} crashes before the notes were closed, {} after", outcomes[0], outcomes[1]);
    assert!(outcomes.iter().all(|count| *count > 0), "the crashes came all at the same moment: {outcomes:?}");
}

async fn restart(group: &mut Group) {
    group.server = Server::start(&group.folder).await;
    for person in [&mut group.erik, &mut group.maja] {
        *person = person.at(&group.server);
    }
}

/// What the text itself does with a word.
async fn takes_no_text(group: &Group, text: &SectionId) -> bool {
    let writer = group.open("Bo", text).await;
    writer.edit(|document| document.new_paragraph("Efteråt."));
    let is_saved = writer.holds_within(Duration::from_secs(30), |state| state.all_saved()).await;
    if !is_saved {
        assert_eq!(writer.until_closed().await.code, 4423);
    }
    !is_saved
}
