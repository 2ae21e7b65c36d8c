//! Readers that read slowly, never again, or have nothing to read.

use overens_tests::client::State;
use overens_tests::wire::{self, Said};
use overens_tests::{Client, Pass, Place, Room, Socket};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_slow_reader_slows_nobody_and_loses_nothing() {
    /// Written past the reader: many times what a server keeps for one, and what sockets hold in between.
    const PIECES: usize = 160;
    const PIECE: usize = 64 << 10;
    let room = Room::open().await;
    let slow = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    slow.read(false);
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    erik.edit(|document| document.new_paragraph(""));
    for piece in 0..PIECES {
        let words = format!("‹{piece}›{}", "å".repeat(PIECE / 2));
        erik.edit(|document| document.append(&words));
        erik.until_saved().await;
        // The text stays small enough for everybody to hold; what has to be told grows all the same.
        erik.edit(|document| document.remove_text(&words));
    }
    erik.edit(|document| document.append("Slut."));
    erik.until_saved().await;
    room.maja.more_saves().await;
    assert!(!slow.text().contains("Slut."), "the slow reader was not slow");
    slow.read(true);
    slow.until_reads("Slut.").await;
    let maja = room.maja.was_not_disturbed().await;
    let text = maja.text();
    slow.until("the slow reader has it all", |state| state.document.text() == text).await;
    assert_eq!(slow.state().closed, None);
    // It is told of what comes now like everybody else.
    erik.edit(|document| document.append(" Nu."));
    slow.until_reads("Slut. Nu.").await;
}

#[tokio::test]
async fn a_reader_that_never_reads_again_does_not_hold_up_the_end() {
    let room = Room::open().await;
    let dead = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    dead.read(false);
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    for _ in 0..64 {
        let words = "å".repeat(64 << 10);
        erik.edit(|document| document.append(&words));
        erik.until_saved().await;
        erik.edit(|document| document.remove_text(&words));
    }
    let maja = room.maja.was_not_disturbed().await;
    assert_eq!(maja.state().closed, None);
    let mut server = room.server;
    server.terminate();
    assert!(server.ended(Duration::from_secs(10)).await.success());
}

/// Writes past a reader that does not read, until what waits for it is dropped.
async fn write_past_a_reader(writer: &Client) -> u64 {
    // Many times what a server keeps for one, and what sockets hold in between.
    const PIECES: usize = 70;
    let words = "å".repeat(48 << 10);
    for _ in 0..PIECES {
        writer.edit(|document| document.append_to(0, &words));
        writer.until_saved().await;
        writer.edit(|document| document.remove_text(&words));
    }
    writer.until_saved().await;
    2 * PIECES as u64
}

#[tokio::test]
async fn what_waits_for_a_slow_reader_past_its_bound_comes_as_one_update() {
    let place = Place::open_with(&["--outbox-bytes", "65536"]).await;
    let slow = place.stock("Asta", "free").await;
    slow.read(false);
    let erik = place.join("Erik", "free").await;
    let updates = write_past_a_reader(&erik).await;
    erik.edit(|document| document.append_to(0, " Slut."));
    erik.until_saved().await;
    slow.read(true);
    slow.until_reads("Slut.").await;
    let state = slow.state();
    assert_eq!(state.closed, None);
    assert!(state.updates < updates, "all {updates} updates waited for it");
    assert_eq!(state.document.text(), erik.text());
}

#[tokio::test]
async fn a_slow_reader_hears_what_else_changed_when_it_reads_again() {
    let place = Place::open_with(&["--outbox-bytes", "65536"]).await;
    let slow = place.join("Asta", "free").await;
    slow.until("who is where is told", |state| !state.notices.is_empty()).await;
    slow.read(false);
    let erik = place.join("Erik", "free").await;
    write_past_a_reader(&erik).await;
    let elsewhere = place.seeded.section("commitments");
    let watcher = place.join("Bo", "commitments").await;
    let bo = json!(place.seeded.member("Bo").id.0);
    let names_bo = |state: &State| {
        let last = state.notices.iter().rfind(|notice| notice["kind"] == "presence");
        let there = last.and_then(|notice| notice["sections"][&elsewhere.0].as_array());
        there.is_some_and(|there| there.contains(&bo))
    };
    watcher.until("Bo is told that he is there", names_bo).await;
    erik.edit(|document| document.append_to(0, " Slut."));
    erik.until_saved().await;
    slow.read(true);
    slow.until_reads("Slut.").await;
    slow.until("the slow reader is told of Bo", names_bo).await;
}

#[tokio::test]
async fn a_quiet_client_hears_something_before_it_takes_the_server_for_gone() {
    /// y-websocket hangs up after 30 s; docs/wire.md promises something each 15.
    const PROMISED: Duration = Duration::from_secs(15);
    let place = Place::open_with(&[]).await;
    let pass = Pass::plain(place.seeded.token("Erik"));
    let mut quiet = Socket::open(&place.server, place.seeded.section("free"), &pass).await;
    quiet.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    let mut last = Instant::now();
    let mut longest = Duration::ZERO;
    let mut has_heard_nothing_in_it = false;
    while !has_heard_nothing_in_it {
        let said = quiet.hear().await.expect("the connection stays");
        longest = longest.max(last.elapsed());
        last = Instant::now();
        has_heard_nothing_in_it = matches!(said, Said::Awareness(entries) if entries.is_empty());
    }
    assert!(longest < PROMISED + PROMISED / 3, "nothing came for {longest:?}");
}
