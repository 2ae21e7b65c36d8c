//! What the server says to whom beside the text.

use overens_tests::{Client, Document, Pass, Place, Socket, wire};
use serde_json::json;

#[tokio::test]
async fn welcome_says_what_a_client_may_do() {
    let place = Place::open().await;
    let section = place.seeded.section("free");
    let described = place.get(&format!("/api/sections/{section}")).await;
    for (name, may_write) in [("Erik", true), ("Bo", true), ("Rut", false), ("Olle", false), ("Ivar", false)]
    {
        let client = place.join(name, "free").await;
        let welcome = client.state().welcome.clone().unwrap();
        assert_eq!(welcome["may_write"], may_write, "{name}");
        assert_eq!(welcome["why_not"].is_null(), may_write, "{name}");
        assert_eq!(welcome["member"], place.seeded.member(name).id.0);
        assert_eq!(welcome["epoch"], described["epoch"]);
        assert!(welcome["schema"].is_u64());
        client.leave().await;
    }
}

#[tokio::test]
async fn stock_clients_hear_only_what_they_know() {
    let place = Place::open().await;
    let mut socket =
        Socket::open(&place.server, place.seeded.section("free"), &Pass::plain(place.seeded.token("Maja")))
            .await;
    socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    // Or what Erik writes could be in the answer, and no update would follow.
    while !matches!(socket.hear().await.unwrap(), wire::Said::Step2(_)) {}
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.append(" Slut."));
    loop {
        match socket.hear().await.unwrap() {
            wire::Said::Update(_) => break,
            wire::Said::Step1(_) | wire::Said::Awareness(_) => {}
            other => panic!("a stock client does not know {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_document_of_another_epoch_is_refused_and_not_merged() {
    let place = Place::open().await;
    let elsewhere = place.stock("Erik", "starting_points").await;
    elsewhere.edit(|document| document.append(" Från ett annat avsnitt."));
    let document = elsewhere.leave().await;
    let section = place.seeded.section("free");
    let pass = Pass::ours(place.seeded.token("Erik"));
    let client = Client::connect(&place.server, section, &pass, Some(document)).await;
    assert_eq!(client.until_closed().await.code, 4409);
    assert_eq!(client.state().refused.as_ref().unwrap()["code"], "other-epoch");
    assert_eq!(place.stock("Maja", "free").await.text(), "Lotsar och fyrar.");
}

#[tokio::test]
async fn nothing_is_taken_before_step_1() {
    let place = Place::open().await;
    let section = place.seeded.section("free");
    let mut socket = Socket::open(&place.server, section, &Pass::plain(place.seeded.token("Erik"))).await;
    let mut document = Document::stock();
    document.new_paragraph("För tidigt.");
    socket.send(wire::update(&document.state())).await.unwrap();
    assert_eq!(socket.closed().await.code, 4400);
    assert_eq!(place.stock("Maja", "free").await.text(), "Lotsar och fyrar.");
}

#[tokio::test]
async fn who_is_where_is_told() {
    let place = Place::open().await;
    let erik = place.join("Erik", "free").await;
    let maja = place.join("Maja", "principle").await;
    let (free, principle) = (place.seeded.section("free"), place.seeded.section("principle"));
    let expected = json!({
        free.0.clone(): [place.seeded.member("Erik").id.0],
        principle.0.clone(): [place.seeded.member("Maja").id.0],
    });
    let is_told = |state: &overens_tests::client::State| {
        state.notices.iter().any(|notice| notice["kind"] == "presence" && notice["sections"] == expected)
    };
    erik.until("Erik hears of Maja", is_told).await;
    maja.until("Maja hears of Erik", is_told).await;
    let presence = place.get(&format!("/api/agreements/{}/presence", place.seeded.agreement)).await;
    assert_eq!(presence["sections"], expected);
    erik.leave().await;
    let alone = json!({ principle.0.clone(): [place.seeded.member("Maja").id.0] });
    maja.until("Maja hears that Erik left", |state| {
        state.notices.last().is_some_and(|notice| notice["sections"] == alone)
    })
    .await;
}

#[tokio::test]
async fn carets_are_shown_with_the_name_that_the_record_knows() {
    let place = Place::open().await;
    let (erik, maja) = (place.stock("Erik", "free").await, place.stock("Maja", "free").await);
    let caret = json!({ "anchor": 1, "head": 2 });
    erik.announce(1, &json!({ "cursor": caret }));
    let client = erik.state().document.client();
    maja.until("Erik's caret", |state| state.presence.contains_key(&client)).await;
    let shown = maja.state().presence[&client].clone();
    assert_eq!(shown["cursor"], caret);
    let expected = [
        ("member", json!(place.seeded.member("Erik").id.0)),
        ("name", json!("Erik Våg")),
        ("party", json!("A")),
        ("organisation", json!("Kommunstyrelsen")),
    ];
    for (field, value) in expected {
        assert_eq!(shown["user"][field], value, "{field}");
    }
    erik.leave().await;
    maja.until("the caret is gone", |state| !state.presence.contains_key(&client)).await;
}

#[tokio::test]
async fn presence_is_told_to_whoever_asks() {
    let place = Place::open().await;
    let (erik, maja) = (place.stock("Erik", "free").await, place.stock("Maja", "free").await);
    erik.announce(1, &json!({ "cursor": null }));
    let client = erik.state().document.client();
    maja.until("Erik", |state| state.presence.contains_key(&client)).await;
    maja.state().presence.clear();
    maja.send(wire::query_awareness());
    maja.until("Erik again", |state| state.presence.contains_key(&client)).await;
}
