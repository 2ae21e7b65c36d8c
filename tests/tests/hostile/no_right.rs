//! Those who may not: not write, not here, not at all; and what they are told.

use bytes::Bytes;

use overens_tests::people::{MemberId, SectionId};
use overens_tests::wire::{self, Said};
use overens_tests::{Client, PATIENCE, Pass, Room, Socket, seed};
use serde_json::{Value, json};

async fn may_only_read(first_name: &str) {
    let room = Room::open().await;
    let pass = Pass::ours(room.seeded.token(first_name));
    let reader = Client::join(&room.server, &room.section, &pass).await;
    // Its step 2 says nothing new, and is taken.
    reader.until_saved().await;
    reader.edit(|document| document.new_paragraph("Jag skriver ändå."));
    assert_eq!(reader.until_closed().await.code, 4403);
    assert_eq!(reader.state().refused.as_ref().unwrap()["code"], "read-only");
    // Coming back with it, it is refused as a step 2.
    let document = reader.leave().await;
    let again = Client::connect(&room.server, &room.section, &pass, Some(document)).await;
    assert_eq!(again.until_closed().await.code, 4403);
    // A deletion has no author, and is refused all the same.
    let mut copy = room.copy(None).await;
    copy.remove_text("Lotsar");
    let deletion = copy.take_made().pop().unwrap();
    let mut socket = room.enter(&pass).await;
    socket.send(wire::update(&deletion)).await.unwrap();
    assert_eq!(socket.closed().await.code, 4403);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_reviewer_may_read_and_not_write() {
    may_only_read("Rut").await;
}

#[tokio::test]
async fn an_observer_may_read_and_not_write() {
    may_only_read("Olle").await;
}

#[tokio::test]
async fn an_approver_may_read_and_not_write() {
    may_only_read("Ivar").await;
}

#[tokio::test]
async fn a_member_of_another_agreement_is_turned_away() {
    let room = Room::open().await;
    let elsewhere = seed(&room.folder).await;
    for pass in [Pass::plain(elsewhere.token("Erik")), Pass::ours(elsewhere.token("Erik"))] {
        let socket = Socket::open(&room.server, &room.section, &pass).await;
        assert_eq!(socket.closed().await.code, 4403);
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_section_that_does_not_exist_is_4404() {
    let room = Room::open().await;
    for id in ["018f3a5c-0000-7000-8000-000000000000", "avsnittet", "%00", &"a".repeat(2000)] {
        let section = SectionId(id.to_owned());
        let socket = Socket::open(&room.server, &section, &Pass::plain(room.seeded.token("Erik"))).await;
        assert_eq!(socket.closed().await.code, 4404, "{id}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn without_credentials_it_is_4401() {
    let room = Room::open().await;
    let wrong = [
        Pass::none(),
        Pass::none().header("authorization", "Bearer overens_wrong"),
        Pass::none().header("authorization", "Basic ZXJpazplcmlr"),
        Pass::none().header("cookie", "overens_session=wrong"),
        Pass::none().subprotocol("bearer.overens_wrong").subprotocol("overens.v1"),
    ];
    for pass in wrong {
        let socket = Socket::open(&room.server, &room.section, &pass).await;
        assert_eq!(socket.closed().await.code, 4401, "{pass:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn after_a_refusal_nothing_more_of_that_connection_is_taken() {
    let room = Room::open().await;
    let mut document = room.copy(None).await;
    let before = document.state_vector();
    document.new_paragraph("Efteråt.");
    let mut socket = room.erik().await;
    drop(socket.send(wire::update(b"no update")).await);
    drop(socket.send(wire::update(&document.lacking_in(&before))).await);
    assert_eq!(socket.closed().await.code, 4400);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_refusal_is_logged_with_its_reason() {
    let room = Room::open().await;
    room.closes_for(wire::update(b"no update")).await;
    let log = room.server.log();
    let told = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut told = told.filter(|line| line.to_string().contains("malformed"));
    let line = told.next().unwrap_or_else(|| panic!("nothing is logged: {log}"));
    assert!(line.to_string().contains(&room.section.0), "the line does not name the section: {line}");
    let MemberId(erik) = &room.seeded.member("Erik").id;
    assert!(line.to_string().contains(erik), "the line does not name the member: {line}");
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn every_refusal_is_explained_in_words_that_the_client_knows() {
    let room = Room::open().await;
    let elsewhere = seed(&room.folder).await;
    let erik = room.seeded.token("Erik");
    let mut foreign = room.copy(Some(room.astas_client().await)).await;
    foreign.new_paragraph("Inte Astas.");
    let presence = json!({ "cursor": "x".repeat(100_000) }).to_string();
    let nowhere = SectionId("018f3a5c-0000-7000-8000-000000000000".to_owned());
    let cases: [(u16, &SectionId, Option<&overens_tests::people::Token>, Bytes); 8] = [
        (4400, &room.section, Some(erik), wire::update(b"no update")),
        (4400, &room.section, Some(erik), Bytes::from_static(&[9])),
        (4413, &room.section, Some(erik), wire::update(&vec![0; 5 << 20])),
        (4413, &room.section, Some(erik), wire::awareness(&[(4711, 1, &presence)])),
        (4403, &room.section, Some(erik), wire::update(&foreign.state())),
        (4403, &room.section, Some(elsewhere.token("Erik")), wire::query_awareness()),
        (4404, &nowhere, Some(erik), wire::query_awareness()),
        (4401, &room.section, None, wire::query_awareness()),
    ];
    let mut silent = Vec::new();
    for (code, section, token, frame) in cases {
        for pass in [token.map_or_else(Pass::none, Pass::plain), token.map_or_else(Pass::none, Pass::ours)] {
            let is_ours = token.is_none() || format!("{pass:?}").contains("overens.v1");
            let pass = if token.is_none() { pass.subprotocol("overens.v1") } else { pass };
            let mut socket = Socket::open(&room.server, section, &pass).await;
            drop(socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await);
            drop(socket.send(frame.clone()).await);
            let mut last = None;
            let hearing = async {
                loop {
                    match socket.hear().await {
                        Ok(said) => last = Some(said),
                        Err(closed) => return closed,
                    }
                }
            };
            let closed = tokio::time::timeout(PATIENCE, hearing).await.expect("it is closed in time");
            assert_eq!(closed.code, code, "{closed:?}");
            assert_ne!(closed.reason, "");
            let is_explained = match last {
                Some(Said::Refused(why)) => is_ours && why["code"].is_string() && why["message"].is_string(),
                Some(Said::Denied(_)) => !is_ours,
                _ => false,
            };
            if !is_explained {
                silent.push(format!("{code} {} ({})", closed.reason, if is_ours { "ours" } else { "stock" }));
            }
        }
    }
    assert!(silent.is_empty(), "closed without a word before: {silent:#?}");
    room.maja.was_not_disturbed().await;
}
