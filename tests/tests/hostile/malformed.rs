//! Frames that are not the protocol, and updates that are none.

use bytes::Bytes;
use overens_tests::document::yrs::{Xml, XmlElementPrelim, XmlFragment, XmlTextPrelim};
use overens_tests::wire;
use overens_tests::{Client, Pass, Room, Server, Socket};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use tokio_tungstenite::tungstenite::Message;

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

/// Text between a left and a right neighbour.
fn text_between(client: u64, left: (u64, u64), right: (u64, u64), text: &str) -> Vec<u8> {
    let mut block = vec![0xc4];
    for part in [left.0, left.1, right.0, right.1] {
        wire::number(&mut block, part);
    }
    wire::buffer(&mut block, text.as_bytes());
    one_block(client, 0, &block)
}

#[tokio::test]
async fn text_whose_neighbours_stand_the_wrong_way_round_is_4400() {
    let room = Room::open().await;
    let erik = Client::join(&room.server, &room.section, &Pass::ours(room.seeded.token("Erik"))).await;
    let client = erik.state().document.client();
    erik.edit(|document| document.new_paragraph("abcdef"));
    erik.until_saved().await;
    let last = u64::from(erik.state().document.units_of(client)) - 1;
    let of = |letter: u64| (client, last - 5 + letter);
    for (what, left, right) in [("letters", of(4), of(3)), ("letters far apart", of(5), of(0))] {
        let closed = room.closes_for(wire::update(&text_between(4711, left, right, "x"))).await;
        assert_eq!(closed.code, 4400, "{what}: {closed:?}");
    }
    // The right way round it is what anybody may write, who has not heard yet that both were deleted.
    let mut socket = room.erik().await;
    socket.send(wire::update(&removal(client, of(1).1, 2))).await.unwrap();
    erik.until("b and c are gone", |state| state.document.text().contains("adef")).await;
    socket.send(wire::update(&text_between(4712, of(1), of(2), "y"))).await.unwrap();
    erik.until("y stands there", |state| state.document.text().contains("aydef")).await;
    socket.close().await;
    let text = room.maja.was_not_disturbed().await.text();
    erik.until("all have one text", |state| state.document.text() == text).await;
    let fresh = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    assert_eq!(fresh.text(), text);
}
