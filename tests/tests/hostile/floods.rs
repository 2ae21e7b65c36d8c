//! Too much of something.

use overens_tests::{Client, Pass, Room, Socket};
use serde_json::json;

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
