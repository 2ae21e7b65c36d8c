//! Text and presence under somebody else's name.

use overens_tests::wire::{self, Said};
use overens_tests::{Client, Document, Pass, Room, Socket};
use serde_json::json;

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
