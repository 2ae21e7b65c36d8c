//! That the discussion has grown is told to those who have the section open: often enough, and no oftener.

use crate::talk::{TYPED_IN, Talk};
use futures_util::future::join_all;
use overens_tests::client::State;
use serde_json::json;
use std::time::{Duration, Instant};

/// It is told at most this often.
const INTERVAL: Duration = Duration::from_millis(200);

/// Comments that come at once.
const COMMENTS: usize = 60;

/// Words that somebody types meanwhile.
const WORDS: usize = 80;

fn told(state: &State) -> usize {
    state.notices.iter().filter(|notice| notice["kind"] == "discussion").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_comments_are_few_notices_and_typing_is_none() {
    let talk = Talk::begin().await;
    let (reader, writer) =
        (talk.group.open("Asta", &talk.section).await, talk.group.open("Bo", &talk.section).await);
    let type_words = async |turn: &str| {
        for word in 0..WORDS {
            writer.edit(|document| document.append_to(TYPED_IN, &format!(" {turn}{word}.")));
            if word % 8 == 0 {
                writer.until_saved().await;
            }
        }
        reader.until_reads(&format!(" {turn}{}.", WORDS - 1)).await;
    };
    type_words("tyst").await;
    assert_eq!(told(&reader.state()), 0, "typing is no news of the discussion");

    let begun = Instant::now();
    let path = format!("/api/sections/{}/threads", talk.section);
    let comments = (0..COMMENTS).map(|number| {
        let said = json!({"anchor": null, "text": format!("Fråga {number}.")});
        talk.rut.post(&path, said)
    });
    let (answers, ()) = tokio::join!(join_all(comments), type_words("mitt"));
    answers.into_iter().for_each(|answer| drop(answer.done()));
    reader.until("it is told", |state| told(state) > 0).await;
    let notices = told(&reader.state());
    let most = usize::try_from(begun.elapsed().as_millis() / INTERVAL.as_millis()).unwrap() + 1;
    println!("{COMMENTS} comments were told by {notices} notices of at most {most}");
    assert!(notices <= most, "{notices} notices for {COMMENTS} comments in {:?}", begun.elapsed());

    // The last of them is told, too: whoever reads at a notice has read them all in the end.
    let position = talk.position().await;
    assert_eq!(position, COMMENTS as u64);
    let before = told(&reader.state());
    talk.rut.post(&path, json!({"anchor": null, "text": "Och en till."})).await.done();
    reader.until("that is told as well", |state| told(state) > before).await;
}
