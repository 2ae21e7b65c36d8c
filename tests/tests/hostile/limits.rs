//! Each limit of `overens serve`, exceeded: what docs/operating.md says happens, and nothing to the others.

use overens_tests::client::State;

use overens_tests::wire;
use overens_tests::{Client, PATIENCE, Pass, Room, Socket};
use serde_json::json;

#[tokio::test]
async fn an_overlong_frame_is_4413() {
    let room = Room::open().await;
    for megabytes in [5, 12] {
        let closed = room.closes_for(wire::update(&vec![b'x'; megabytes << 20])).await;
        assert_eq!(closed.code, 4413, "{megabytes} MiB: {closed:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_frame_that_only_claims_to_be_huge_is_4413() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let room = Room::open().await;
    let mut stream = tokio::net::TcpStream::connect(room.server.address()).await.unwrap();
    let handshake = wire::handshake(&room.section, room.server.address(), room.seeded.token("Erik"));
    stream.write_all(handshake.as_bytes()).await.unwrap();
    // A binary frame of 2^60 bytes, masked with zeros, of which nothing follows.
    stream.write_all(&[0x82, 0xff, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let mut heard = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut heard)).await.unwrap().unwrap();
    let code = 4413_u16.to_be_bytes();
    assert!(heard.windows(2).any(|bytes| bytes == code), "no 4413 in {}", String::from_utf8_lossy(&heard));
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn presence_that_is_too_large_is_4413() {
    let room = Room::open().await;
    let state = json!({ "cursor": "x".repeat(100_000) }).to_string();
    let closed = room.closes_for(wire::awareness(&[(4711, 1, &state)])).await;
    assert_eq!(closed.code, 4413, "{closed:?}");
    assert!(!room.maja.client().state().presence.contains_key(&4711));
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn who_says_nothing_is_4408() {
    let room = Room::open_with(&["--first-message-seconds", "1"]).await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    let silent = Socket::open(&room.server, &room.section, &pass).await;
    assert_eq!(silent.closed().await.code, 4408);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_text_over_its_limit_is_4413() {
    let room = Room::open_with(&["--section-characters", "20000"]).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    for _ in 0..30 {
        erik.edit(|document| document.new_paragraph(&"å".repeat(1_000)));
        let is_heard = |state: &State| state.closed.is_some() || state.all_saved();
        erik.until("it is saved or refused", is_heard).await;
    }
    assert_eq!(erik.until_closed().await.code, 4413);
    let reader = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    let kept = reader.text().matches('å').count();
    assert!((10_000..=21_000).contains(&kept), "{kept} characters were kept");
}

#[tokio::test]
async fn the_longest_message_is_what_the_operator_says() {
    let room = Room::open_with(&["--frame-bytes", "2048"]).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    erik.edit(|document| document.append_to(0, &"x".repeat(1_900)));
    erik.until_saved().await;
    erik.edit(|document| document.remove_text(&"x".repeat(1_900)));
    erik.until_saved().await;
    erik.edit(|document| document.append_to(0, &"y".repeat(2_100)));
    assert_eq!(erik.until_closed().await.code, 4413);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn the_largest_presence_is_what_the_operator_says() {
    let room = Room::open_with(&["--awareness-bytes", "1024"]).await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    let client = erik.state().document.client();
    erik.announce(1, &json!({ "cursor": "x".repeat(900) }));
    let maja = room.maja.client();
    maja.until("Erik is shown", |state| state.presence.contains_key(&client)).await;
    erik.announce(2, &json!({ "cursor": "x".repeat(1_100) }));
    assert_eq!(erik.until_closed().await.code, 4413);
    maja.until("Erik is gone", |state| !state.presence.contains_key(&client)).await;
    room.stayed_as_it_was().await;
}
