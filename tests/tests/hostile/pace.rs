//! Too much in too short a time: slowed, thinned out or refused, each as docs/operating.md says.

use overens_tests::wire::{self, Said};
use overens_tests::{Client, PATIENCE, Pass, Place, Room};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_flood_of_questions_is_4429() {
    let room = Room::open().await;
    let mut socket = room.erik().await;
    for _ in 0..5_000 {
        if socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.is_err() {
            break;
        }
    }
    assert_eq!(socket.closed().await.code, 4429);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn the_questions_of_a_connection_are_what_the_operator_says() {
    let room = Room::open_with(&["--comparisons", "3", "--comparison-seconds", "3600"]).await;
    // Its own first one is the first.
    let mut socket = room.erik().await;
    let mut other = room.erik().await;
    for _ in 0..2 {
        socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    }
    let mut answers = 0;
    while answers < 3 {
        answers += usize::from(matches!(socket.hear().await.unwrap(), Said::Step2(_)));
    }
    socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    assert_eq!(socket.closed().await.code, 4429);
    // Each connection has its own.
    other.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    let mut answers = 0;
    while answers < 2 {
        answers += usize::from(matches!(other.hear().await.unwrap(), Said::Step2(_)));
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn who_sends_too_many_updates_is_slowed_and_loses_nothing_and_nobody_else_waits() {
    const UPDATES: usize = 60;
    let limits = ["--updates-per-second", "20", "--update-burst", "20"];
    // Maja types as fast as she is saved, and would be slowed herself.
    let place = Place::open_with(&limits).await;
    let olle = place.stock("Olle", "free").await;
    let erik = place.join("Erik", "free").await;
    let asta = place.join("Asta", "free").await;
    let began = Instant::now();
    erik.edit(|document| document.new_paragraph("räknat: "));
    for number in 1..UPDATES {
        erik.edit(|document| document.append(&format!("{number} ")));
    }
    let alone = Instant::now();
    asta.edit(|document| document.append_to(0, " Asta hinner före."));
    asta.until_saved().await;
    let others_waited = alone.elapsed();
    assert!(!erik.state().all_saved(), "nobody was slowed");
    erik.until_saved().await;
    // Forty past the burst, at twenty a second; the allowance may be a little ahead.
    let took = began.elapsed();
    assert!(took > Duration::from_millis(1_500), "{UPDATES} updates took {took:?}");
    assert!(others_waited < took / 2, "Asta waited {others_waited:?} of {took:?}");
    assert_eq!(erik.state().closed, None);
    let all: String = (1..UPDATES).map(|number| format!("{number} ")).collect();
    olle.until_reads(&format!("räknat: {all}")).await;
    olle.until_reads("Asta hinner före.").await;
}

#[tokio::test]
async fn of_too_much_presence_the_latest_is_shown_and_the_connection_stays() {
    const ANNOUNCED: u64 = 300;
    let room = Room::open_with(&["--presence-per-second", "2"]).await;
    let mut asta = room.enter(&Pass::plain(room.seeded.token("Asta"))).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    let client = erik.state().document.client();
    for clock in 1..=ANNOUNCED {
        erik.announce(clock, &json!({ "cursor": { "anchor": clock } }));
    }
    let mut shown: Vec<Value> = Vec::new();
    let watching = async {
        while shown.last() != Some(&json!(ANNOUNCED)) {
            if let Said::Awareness(entries) = asta.hear().await.unwrap() {
                let of_erik = entries.into_iter().filter(|(about, ..)| *about == client);
                shown.extend(of_erik.filter_map(|(.., state)| Some(state?["cursor"]["anchor"].clone())));
            }
        }
    };
    tokio::time::timeout(PATIENCE, watching).await.expect("the latest is shown");
    assert!(shown.len() < 30, "{} of {ANNOUNCED} were shown", shown.len());
    erik.edit(|document| document.append_to(0, ""));
    erik.until_saved().await;
    assert_eq!(erik.state().closed, None);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn with_one_message_in_work_at_a_time_everything_still_arrives() {
    let room = Room::open_with(&["--frames-in-work", "1"]).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    for _ in 0..200 {
        erik.edit(|document| document.append_to(0, "x"));
    }
    erik.edit(|document| document.remove_text(&"x".repeat(200)));
    erik.until_saved().await;
    room.stayed_as_it_was().await;
}
