//! Too much of something, and readers that do not read.

use overens_tests::{Client, Pass, Room, Socket};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_flood_of_updates_leaves_the_room_usable() {
    let room = Room::open().await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    erik.edit(|document| {
        document.new_paragraph("");
        let block = document.blocks().len() as u32 - 1;
        (0..20_000).for_each(|_| document.append_to(block, "!"));
    });
    flood_is_over(&erik).await;
    let maja = room.maja.was_not_disturbed().await;
    assert!(maja.text().contains("Lotsar och fyrar.\n»"));
}

/// Waits until a flood was either taken whole or refused.
async fn flood_is_over(client: &Client) {
    client
        .until("the flood is taken or refused", |state| {
            state.closed.as_ref().is_some_and(|closed| closed.code == 4429) || state.all_saved()
        })
        .await;
}

#[tokio::test]
async fn a_flood_of_presence_leaves_the_room_usable() {
    let room = Room::open().await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    for clock in 1..20_000 {
        erik.announce(clock, &json!({ "cursor": { "anchor": clock } }));
    }
    erik.edit(|document| document.append_to(0, ""));
    flood_is_over(&erik).await;
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_flood_of_connections_leaves_the_room_usable() {
    let room = Room::open().await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    for _ in 0..10 {
        let opening = (0..50).map(|_| Socket::try_open(&room.server, &room.section, &pass));
        // Dropped without a goodbye.
        drop(futures_util::future::join_all(opening).await);
    }
    room.stayed_as_it_was().await;
}

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
