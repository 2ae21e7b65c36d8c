//! Clients that do what they must not. Each is answered as `docs/wire.md` says, and in each case somebody who
//! writes in the same room notices nothing and the text is what it was.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use bytes::Bytes;
use overens_tests::client::State;
use overens_tests::document::yrs::types::Attrs;
use overens_tests::document::yrs::{
    Any, Array, Doc, Map, MapPrelim, ReadTxn, StateVector, Text, Transact, WriteTxn, Xml, XmlElementPrelim,
    XmlFragment, XmlTextPrelim,
};
use overens_tests::people::{MemberId, SectionId};
use overens_tests::server::Launch;
use overens_tests::socket::Closed;
use overens_tests::wire::{self, Said};
use overens_tests::{Client, Document, Folder, Neighbour, PATIENCE, Pass, Seeded, Server, Socket, seed};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;

/// A room in which Maja types without a pause.
struct Room {
    folder: Folder,
    seeded: Seeded,
    server: Server,
    section: SectionId,
    maja: Neighbour,
}

impl Room {
    async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// With limits other than the usual ones.
    async fn open_with(limits: &[&str]) -> Self {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let server = Launch::new(&folder).arguments(limits).start().await;
        let section = seeded.section("free").clone();
        let maja = Neighbour::sit_down(&server, &section, &Pass::ours(seeded.token("Maja"))).await;
        Self { folder, seeded, server, section, maja }
    }

    /// A bare connection that has said sync step 1, as everybody does first.
    async fn enter(&self, pass: &Pass) -> Socket {
        let mut socket = Socket::open(&self.server, &self.section, pass).await;
        socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
        socket
    }

    async fn erik(&self) -> Socket {
        self.enter(&Pass::plain(self.seeded.token("Erik"))).await
    }

    /// A document with everything in the room, under a client id of one's own choice.
    async fn copy(&self, client: Option<u64>) -> Document {
        let reader = Client::join(&self.server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        let mut copy = client.map_or_else(Document::stock, Document::new);
        copy.receive(&reader.leave().await.state());
        copy
    }

    /// A client id that is Asta's, who has typed under it and left. Maja's will not do for forgeries: she types on,
    /// and what is forged at a place where she has been since is only a repetition.
    async fn astas_client(&self) -> u64 {
        let pass = Pass::ours(self.seeded.token("Asta"));
        let asta = Client::join(&self.server, &self.section, &pass).await;
        asta.edit(|document| document.insert(0, 0, "x"));
        asta.edit(|document| document.remove(0, 0, 1));
        asta.until_saved().await;
        asta.leave().await.client()
    }

    /// Sends a frame of Erik's and awaits that his connection is closed for it.
    async fn closes_for(&self, frame: Bytes) -> Closed {
        let mut socket = self.erik().await;
        drop(socket.send(frame).await);
        socket.closed().await
    }

    /// Maja was not disturbed, and the room holds her words and what it began with: in memory, and on disk.
    async fn stayed_as_it_was(self) {
        let maja = self.maja.was_not_disturbed().await;
        let text = maja.text();
        assert!(text.starts_with("Lotsar och fyrar.\n»"), "somebody changed the text: {text}");
        assert_eq!(text.lines().count(), 2, "somebody changed the text: {text}");
        let mut server = self.server;
        let fresh = Client::join(&server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        assert_eq!(fresh.text(), text);
        server.kill_9().await;
        let server = Server::start(&self.folder).await;
        let fresh = Client::join(&server, &self.section, &Pass::plain(self.seeded.token("Olle"))).await;
        assert_eq!(fresh.text(), text);
    }
}

/// A struct section with one block of `client`, and no deletions.
fn one_block(client: u64, clock: u64, block: &[u8]) -> Vec<u8> {
    let mut update = vec![1, 1];
    wire::number(&mut update, client);
    wire::number(&mut update, clock);
    update.extend_from_slice(block);
    update.push(0);
    update
}

#[tokio::test]
async fn text_under_somebody_elses_client_id_is_refused() {
    let room = Room::open().await;
    let astas_client = room.astas_client().await;
    let mut forged = room.copy(Some(astas_client)).await;
    let before = forged.state_vector();
    forged.new_paragraph("Vi i kommunen avstår.");
    let closed = room.closes_for(wire::update(&forged.lacking_in(&before))).await;
    assert_eq!(closed.code, 4403, "{closed:?}");
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn text_under_somebody_elses_client_id_is_refused_in_step_2_too() {
    let room = Room::open().await;
    let astas_client = room.astas_client().await;
    // One more client id in it that is nobody's: the whole is refused.
    let mut forged = room.copy(Some(astas_client)).await;
    forged.new_paragraph("Vi i kommunen avstår.");
    let mut own = Document::stock();
    own.receive(&forged.state());
    own.new_paragraph("Och vi tackar.");
    let closed = room.closes_for(wire::step2(&own.state())).await;
    assert_eq!(closed.code, 4403, "{closed:?}");
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_client_id_that_was_announced_by_another_cannot_be_taken() {
    let room = Room::open().await;
    let asta = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    asta.announce(1, &json!({ "cursor": null }));
    let astas_client = asta.state().document.client();
    let maja = room.maja.client();
    maja.until("Asta is shown", |state| state.presence.contains_key(&astas_client)).await;
    let mut forged = Document::new(astas_client);
    forged.new_paragraph("Asta skrev detta.");
    let closed = room.closes_for(wire::update(&forged.state())).await;
    assert_eq!(closed.code, 4403, "{closed:?}");
    assert_eq!(asta.state().closed, None);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_client_id_of_an_epoch_cannot_be_taken() {
    let room = Room::open().await;
    let mut forged = Document::new((1 << 52) + 12345);
    forged.new_paragraph("Från början.");
    let closed = room.closes_for(wire::update(&forged.state())).await;
    assert!([4400, 4403, 4409].contains(&closed.code), "{closed:?}");
    room.stayed_as_it_was().await;
}

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
async fn a_message_in_text_is_4400() {
    let room = Room::open().await;
    let mut socket = room.erik().await;
    socket.send_message(Message::text("hej")).await.unwrap();
    assert_eq!(socket.closed().await.code, 4400);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn random_bytes_are_4400() {
    let room = Room::open().await;
    let mut random = StdRng::seed_from_u64(7);
    for round in 0..60 {
        let mut bytes = vec![0; random.random_range(0..300)];
        random.fill_bytes(&mut bytes);
        // Half of it under the head of a real message, or all would end at its first byte.
        let frame = match round % 4 {
            0 => wire::update(&bytes),
            1 => wire::step2(&bytes),
            _ => Bytes::from(bytes),
        };
        // Presence and the question for it are the two kinds that random bytes may chance to be.
        if matches!(frame.first(), Some(1 | 3)) {
            continue;
        }
        let closed = room.closes_for(frame.clone()).await;
        assert_eq!(closed.code, 4400, "{closed:?} for {frame:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn an_update_that_ends_too_early_is_4400() {
    let room = Room::open().await;
    let mut document = room.copy(None).await;
    document.take_made();
    document.change(|root, transaction| {
        let heading = root.push_back(transaction, XmlElementPrelim::empty("heading"));
        heading.insert_attribute(transaction, "level", "2");
        heading.push_back(transaction, XmlTextPrelim::new("Åtgärder 🙂"));
    });
    let update = document.take_made().pop().unwrap();
    for length in 0..update.len() {
        let closed = room.closes_for(wire::update(&update[..length])).await;
        assert_eq!(closed.code, 4400, "{length} of {} bytes: {closed:?}", update.len());
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn an_update_with_more_behind_it_is_4400() {
    let room = Room::open().await;
    let mut document = room.copy(None).await;
    let before = document.state_vector();
    document.new_paragraph("Mer.");
    let mut update = document.lacking_in(&before);
    update.extend_from_slice(b"mer");
    assert_eq!(room.closes_for(wire::update(&update)).await.code, 4400);
    let mut frame = wire::update(&document.lacking_in(&before)).to_vec();
    frame.push(0);
    assert_eq!(room.closes_for(frame.into()).await.code, 4400);
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn updates_that_deceive_the_decoder_are_4400() {
    let room = Room::open().await;
    let majas_client = room.maja.client().state().document.client();
    let mut long_gc = vec![0];
    wire::number(&mut long_gc, u64::from(u32::MAX));
    let mut far_clock = Vec::new();
    wire::number(&mut far_clock, 1 << 20);
    // A string that claims two thousand million bytes.
    let mut bomb = vec![4, 1, 1, b'd'];
    wire::number(&mut bomb, 2_000_000_000);
    let deep = {
        let mut deep = vec![8, 1, 1, b'd', 1];
        deep.extend(std::iter::repeat_n([117, 1], 100_000).flatten());
        deep.push(126);
        deep
    };
    for (what, update) in [
        ("a GC block whose end overflows", one_block(majas_client, 0, &long_gc)),
        ("a GC block at the end of all clocks", one_block(majas_client, (1 << 32) - 2, &[0, 5])),
        ("a client id of 54 bits that stands for Maja's", one_block(majas_client | 1 << 53, 0, &[0, 1])),
        ("a client id of 64 bits", one_block(u64::MAX, 0, &[0, 1])),
        ("a block of no length", one_block(7, 0, &[0, 0])),
        ("content of no kind", one_block(7, 0, &[31, 1, 1, b'd', 1])),
        ("a string longer than the frame", one_block(7, 0, &bomb)),
        ("a value nested a hundred thousand deep", one_block(7, 0, &deep)),
        ("a million clients that are not there", vec![0xc0, 0x84, 0x3d]),
        ("a million blocks that are not there", [&[1][..], &[0xc0, 0x84, 0x3d], &[7, 0]].concat()),
    ] {
        let closed = room.closes_for(wire::update(&update)).await;
        assert_eq!(closed.code, 4400, "{what}: {closed:?}");
        let closed = room.closes_for(wire::step2(&update)).await;
        assert_eq!(closed.code, 4400, "{what}, as a step 2: {closed:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn mutated_updates_never_harm_the_room() {
    let room = Room::open().await;
    let mut document = room.copy(None).await;
    document.take_made();
    document.new_paragraph("Åtgärder 🙂 för fyren");
    let update = document.take_made().pop().unwrap();
    let mut random = StdRng::seed_from_u64(11);
    // Read by a stock client all along: whatever is let through must be a document to everybody.
    let reader = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    for _ in 0..150 {
        let mut mutated = update.clone();
        for _ in 0..random.random_range(1..4) {
            let place = random.random_range(0..mutated.len());
            mutated[place] = random.random();
        }
        let mut socket = room.erik().await;
        drop(socket.send(wire::update(&mutated)).await);
        // Whether it was taken or refused: the room answers the next question.
        drop(socket.send(wire::query_awareness()).await);
        socket.close().await;
    }
    assert_eq!(reader.state().closed, None);
    let maja = room.maja.was_not_disturbed().await;
    let text = maja.text();
    assert!(text.contains("Lotsar och fyrar.\n»"), "{text}");
    let mut server = room.server;
    server.kill_9().await;
    let server = Server::start(&room.folder).await;
    let fresh = Client::join(&server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    assert_eq!(fresh.text(), text);
}

#[tokio::test]
async fn a_wrong_state_vector_is_4400() {
    let room = Room::open().await;
    for bytes in [&[][..], &[1], &[1, 7], &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1], &[0, 0]] {
        let pass = Pass::plain(room.seeded.token("Erik"));
        let mut socket = Socket::open(&room.server, &room.section, &pass).await;
        socket.send(wire::step1(bytes)).await.unwrap();
        assert_eq!(socket.closed().await.code, 4400, "{bytes:?}");
    }
    room.stayed_as_it_was().await;
}

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
    let request = format!(
        "GET /sync/{} HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nauthorization: Bearer {}\r\n\r\n",
        room.section,
        room.server.address(),
        room.seeded.token("Erik")
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    // A binary frame of 2^60 bytes, masked with zeros, of which nothing follows.
    stream.write_all(&[0x82, 0xff, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let mut heard = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut heard)).await.unwrap().unwrap();
    let code = 4413_u16.to_be_bytes();
    assert!(heard.windows(2).any(|bytes| bytes == code), "no 4413 in {}", String::from_utf8_lossy(&heard));
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn presence_under_another_name_shows_the_true_one() {
    let room = Room::open().await;
    let mut socket = room.erik().await;
    let claim = json!({
        "cursor": { "anchor": 1 },
        "user": { "name": "Maja Skär", "member": room.seeded.member("Maja").id.0, "party": "B" },
        "more": "stuff",
    });
    socket.send(wire::awareness(&[(4711, 1, &claim.to_string())])).await.unwrap();
    let maja = room.maja.client();
    maja.until("Erik's caret", |state| state.presence.contains_key(&4711)).await;
    let shown = maja.state().presence[&4711].clone();
    assert_eq!(shown["user"]["name"], "Erik Våg");
    assert_eq!(shown["user"]["member"], room.seeded.member("Erik").id.0);
    assert_eq!(shown["user"]["party"], "A");
    assert_eq!(shown.get("more"), None);
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
async fn presence_of_others_is_not_taken_from_one() {
    let room = Room::open().await;
    let asta = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    let astas_client = asta.state().document.client();
    asta.announce(1, &json!({ "cursor": { "anchor": 1 } }));
    let maja = room.maja.client();
    maja.until("Asta is shown", |state| state.presence.contains_key(&astas_client)).await;
    // A stock client announces itself, then echoes what it heard of others. This one says that Asta left.
    let mut socket = room.erik().await;
    socket.send(wire::awareness(&[(4711, 1, "{}")])).await.unwrap();
    socket
        .send(wire::awareness(&[(astas_client, 9, "null"), (4711, 2, r#"{"cursor":{"anchor":5}}"#)]))
        .await
        .unwrap();
    maja.until("Erik's second caret", |state| {
        state.presence.get(&4711).is_some_and(|shown| shown["cursor"]["anchor"] == 5)
    })
    .await;
    assert!(maja.state().presence.contains_key(&astas_client), "Asta was shown out by Erik");
    assert_eq!(maja.state().presence[&astas_client]["user"]["name"], "Asta Brygga");
    room.stayed_as_it_was().await;
}

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
async fn who_says_nothing_is_4408() {
    let room = Room::open_with(&["--first-message-seconds", "1"]).await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    let silent = Socket::open(&room.server, &room.section, &pass).await;
    assert_eq!(silent.closed().await.code, 4408);
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

#[tokio::test]
async fn what_stays_of_presence_never_names_a_stranger() {
    let room = Room::open().await;
    let mut socket = Socket::open(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    let states = ["{}", "[]", "7", "\"x\"", "{\"user\":null}", "{\"cursor\":[[[[[[]]]]]]}"];
    for (clock, state) in (1..).zip(states) {
        socket.send(wire::awareness(&[(4711, clock, state)])).await.unwrap();
    }
    let maja = room.maja.client();
    maja.until("Erik's last state", |state| {
        state.presence.get(&4711).is_some_and(|shown| shown["user"]["name"] == "Erik Våg")
    })
    .await;
    assert!(matches!(socket.hear().await, Ok(Said::Welcome(_))));
    room.stayed_as_it_was().await;
}

/// An update that removes units of a client, and nothing else.
fn removal(client: u64, clock: u64, length: u64) -> Vec<u8> {
    let mut update = vec![0, 1];
    for part in [client, 1, clock, length] {
        wire::number(&mut update, part);
    }
    update
}

/// Text behind the unit `after` of a client.
fn text_behind(client: u64, clock: u64, after: (u64, u64), text: &str) -> Vec<u8> {
    let mut block = vec![0x84];
    wire::number(&mut block, after.0);
    wire::number(&mut block, after.1);
    wire::buffer(&mut block, text.as_bytes());
    one_block(client, clock, &block)
}

#[tokio::test]
async fn half_a_character_harms_nobody() {
    let room = Room::open().await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    let client = erik.state().document.client();
    // Yjs counts in UTF-16: a smile is two units, and nothing keeps a client from cutting between them.
    erik.edit(|document| document.new_paragraph("a🙂b"));
    erik.until_saved().await;
    // The paragraph, its text, then a, the two halves, b.
    let last = u64::from(erik.state().document.units_of(client)) - 1;
    let first_half = last - 2;
    for update in [removal(client, first_half, 1), text_behind(client, last + 1, (client, first_half), "x")] {
        let mut socket = room.erik().await;
        socket.send(wire::update(&update)).await.unwrap();
        socket.send(wire::query_awareness()).await.unwrap();
        socket.close().await;
        room.maja.more_saves().await;
    }
    let maja = room.maja.was_not_disturbed().await;
    let mut server = room.server;
    server.kill_9().await;
    let server = Server::start(&room.folder).await;
    let fresh = Client::join(&server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    assert_eq!(fresh.text(), maja.text());
}

#[tokio::test]
async fn gaps_that_are_never_filled_cost_the_room_nothing() {
    let room = Room::open().await;
    let mut socket = room.erik().await;
    for gap in 0..2_000 {
        let update = text_behind(4711, 10 + gap, (4711, 9 + gap), "x");
        if socket.send(wire::update(&update)).await.is_err() {
            break;
        }
    }
    drop(socket.send(wire::query_awareness()).await);
    room.maja.more_saves().await;
    socket.close().await;
    room.stayed_as_it_was().await;
}

/// The section can be read in every way there is.
async fn can_be_read(room: &Room) {
    for part in ["", "/text", "/authors", "/history"] {
        let url = room.server.url(&format!("/api/sections/{}{part}", room.section));
        let asked =
            reqwest::Client::new().get(url).bearer_auth(room.seeded.token("Olle")).send().await.unwrap();
        assert_eq!(asked.status(), 200, "{part}");
    }
}

#[tokio::test]
async fn elements_nested_without_end_are_4400() {
    let room = Room::open().await;
    // At once, and a little deeper with each update.
    for levels_at_once in [5_000, 10] {
        let mut document = room.copy(None).await;
        document.take_made();
        let mut inner = document
            .change(|root, transaction| root.push_back(transaction, XmlElementPrelim::empty("blockquote")));
        for _ in 0..5_000 / levels_at_once {
            document.change(|_, transaction| {
                for _ in 0..levels_at_once {
                    inner = inner.push_back(transaction, XmlElementPrelim::empty("blockquote"));
                }
            });
        }
        let mut socket = room.erik().await;
        for update in document.take_made() {
            if socket.send(wire::update(&update)).await.is_err() {
                break;
            }
        }
        let closed = socket.closed().await;
        assert_eq!(closed.code, 4400, "{levels_at_once} at once: {closed:?}");
        can_be_read(&room).await;
    }
    room.maja.was_not_disturbed().await;
}

/// A document of its own with something odd in it, as one update.
fn odd(make: fn(&Doc)) -> Vec<u8> {
    let doc = Doc::with_client_id(rand::random_range(1..1 << 32));
    make(&doc);
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

/// Something odd: what it is, and how to make it.
type Oddity = (&'static str, fn(&Doc));

#[tokio::test]
async fn what_no_editor_can_open_is_4400() {
    let room = Room::open().await;
    // Between the blocks the editors' binding knows elements only; anything else there makes it throw, and nobody
    // could open the section any more.
    let oddities: [Oddity; 3] = [
        ("a text where elements stand", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            root.push_back(&mut doc.transact_mut(), XmlTextPrelim::new("Utan stycke."));
        }),
        ("a map among the blocks", |doc| {
            let mut transaction = doc.transact_mut();
            let list = transaction.get_or_insert_array("default");
            list.push_back(&mut transaction, MapPrelim::from([("key", "value")]));
        }),
        ("the root as a plain text", |doc| {
            let text = doc.get_or_insert_text("default");
            text.insert(&mut doc.transact_mut(), 0, "Rakt in.");
        }),
    ];
    for (what, make) in oddities {
        let closed = room.closes_for(wire::update(&odd(make))).await;
        assert_eq!(closed.code, 4400, "{what}: {closed:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn what_no_section_has_keeps_no_section_from_being_read() {
    let room = Room::open().await;
    let oddities: [Oddity; 5] = [
        ("a root of another name", |doc| {
            doc.get_or_insert_map("more").insert(&mut doc.transact_mut(), "key", "value");
        }),
        ("an element that no schema has", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let script = root.push_back(&mut transaction, XmlElementPrelim::empty("script"));
            script.insert_attribute(&mut transaction, "src", "https://elak.example/x.js");
            script.push_back(&mut transaction, XmlTextPrelim::new("alert(1)"));
        }),
        ("an attribute that is a map of maps", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let heading = root.push_back(&mut transaction, XmlElementPrelim::empty("heading"));
            let value = Any::from_json(r#"{"a":{"b":[1,null,"x",{"c":-1.5e300}]}}"#).unwrap();
            heading.insert_attribute(&mut transaction, "level", value);
        }),
        ("marks that no schema has", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            let text = paragraph.push_back(&mut transaction, XmlTextPrelim::new("blink"));
            let marks = Attrs::from([("blink".into(), Any::Bool(true)), ("".into(), Any::from(f64::NAN))]);
            text.format(&mut transaction, 0, 5, marks);
        }),
        ("something embedded in a text", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            let text = paragraph.push_back(&mut transaction, XmlTextPrelim::new("bild"));
            text.insert_embed(&mut transaction, 2, Any::from_json(r#"{"image":"x"}"#).unwrap());
        }),
    ];
    for (what, make) in oddities {
        let mut socket = room.enter(&Pass::ours(room.seeded.token("Erik"))).await;
        socket.send(wire::update(&odd(make))).await.unwrap();
        // Taken or refused, but not a failure of the room, which would be 1013.
        let heard = async {
            loop {
                match socket.hear().await {
                    Ok(Said::Saved(1)) => return None,
                    Ok(_) => {}
                    Err(closed) => return Some(closed.code),
                }
            }
        };
        let ended = tokio::time::timeout(PATIENCE, heard).await.expect("an answer in time");
        assert!(matches!(ended, None | Some(4400)), "{what}: {ended:?}");
        can_be_read(&room).await;
    }
    // All that everybody wrote is read, by every reader alike, also after a restart.
    room.maja.more_saves().await;
    let Room { folder, seeded, mut server, section, maja } = room;
    maja.was_not_disturbed().await;
    let path = format!("/api/sections/{section}/text");
    let read = async |server: &Server| -> Value {
        let asked = reqwest::Client::new().get(server.url(&path)).bearer_auth(seeded.token("Olle"));
        asked.send().await.unwrap().json().await.unwrap()
    };
    let before = read(&server).await;
    for words in ["Lotsar och fyrar.", "»abc"] {
        assert!(before.to_string().contains(words), "{words} is missing: {before}");
    }
    server.kill_9().await;
    assert_eq!(read(&Server::start(&folder).await).await, before);
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
async fn a_member_with_too_many_connections_is_4429_and_others_are_not() {
    let room = Room::open_with(&["--member-connections", "3"]).await;
    let pass = Pass::plain(room.seeded.token("Erik"));
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(Client::join(&room.server, &room.section, &pass).await);
    }
    let one_more = Socket::open(&room.server, &room.section, &pass).await;
    assert_eq!(one_more.closed().await.code, 4429);
    Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Asta"))).await;
    // A place that was left is free.
    open.pop().unwrap().leave().await;
    let again = Client::connect(&room.server, &room.section, &pass, None).await;
    let is_heard = |state: &State| state.synced || state.closed.is_some();
    again.until("an answer", is_heard).await;
    assert_eq!(again.state().closed, None);
    room.stayed_as_it_was().await;
}
