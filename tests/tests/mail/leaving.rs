//! Who is removed, changed or forgotten stops within a second.

use crate::house::{A_SECOND, House, SIV, ask, until};
use overens_tests::people::Token;
use overens_tests::{Client, Pass, Person, seed};
use reqwest::redirect::Policy;
use serde_json::json;
use std::time::Instant;

#[tokio::test]
async fn whoever_is_removed_stops_reading_and_their_keys_are_dead() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let siv = house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    let person = Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
    let request = json!({"agreement": house.seeded.agreement.0, "label": "skript"});
    let token = person.post("/api/tokens", request).await.done();
    let token = Token(token["token"].as_str().unwrap().to_owned());
    let section = house.seeded.section("free");
    let by_token = Client::join(&house.server, section, &Pass::ours(&token)).await;
    let began = Instant::now();
    erik.post(&house.member(&siv, "remove"), json!({})).await.done();
    by_token.until_closed().await;
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
    let asked = reqwest::Client::new().get(house.server.url("/api/me")).bearer_auth(&token);
    assert_eq!(asked.send().await.unwrap().status(), 401);
    assert_eq!(person.get("/api/me").await.status, 401);
    assert_eq!(ask(&house.server, SIV).await, 202, "as for anybody");
    ask(&house.server, "rut@kuststad.example").await;
    house.post.letter_to("rut@kuststad.example").await;
    assert_eq!(house.post.letters_to(SIV, 1).await.len(), 1, "only her invitation of before");
    let people = erik.get(&house.path("/people")).await.done();
    assert_eq!(people["parties"][0]["former"][0]["member"]["name"], "Siv Ström");
}

#[tokio::test]
async fn a_role_that_is_taken_away_stops_the_writing_within_a_second() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let asta = json!({"id": house.seeded.member("Asta").id.0});
    let pass = Pass::ours(house.seeded.token("Asta"));
    let section = house.seeded.section("free");
    let writer = Client::join(&house.server, section, &pass).await;
    writer.edit(|document| document.new_paragraph("Det här får hon skriva."));
    writer.until_saved().await;
    let began = Instant::now();
    let roles = json!({"roles": ["approver"]});
    assert_eq!(erik.post(&house.member(&asta, "roles"), roles).await.status, 204);
    writer.edit(|document| document.new_paragraph("Det här får hon inte."));
    assert_eq!(writer.until_closed().await.code, 4403);
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
    let reader = Client::join(&house.server, section, &pass).await;
    assert!(reader.text().contains("Det här får hon skriva."), "she still reads");
    assert!(!reader.text().contains("Det här får hon inte."));
}

#[tokio::test]
async fn the_last_coordinator_stays_and_is_told_why() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let me = json!({"id": house.seeded.member("Erik").id.0});
    for (what, body) in [
        ("roles", json!({"roles": ["drafter"]})),
        ("remove", json!({})),
        ("anonymise", json!({"ground": null})),
    ] {
        let refused = erik.post(&house.member(&me, what), body).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (409, "last-coordinator"), "{what}");
    }
    let may = house.person(&erik, "Erik Våg").await["may"].clone();
    assert_eq!(may["remove"]["code"], "last-coordinator");
}

#[tokio::test]
async fn somebody_who_is_anonymised_is_known_here_no_more() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let siv = house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    let person = Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
    let done = erik.post(&house.member(&siv, "anonymise"), json!({"ground": null})).await;
    assert_eq!(done.status, 204);
    assert_eq!(person.get("/api/me").await.status, 401);
    let people = erik.get(&house.path("/people")).await.done();
    assert!(!people.to_string().contains("Siv"), "{people}");
    assert!(!people.to_string().contains(SIV), "{people}");
    let former = &people["parties"][0]["former"][0];
    assert_eq!(former["member"]["id"], siv["id"]);
    assert_eq!(former["may"]["anonymise"]["allowed"], false);
    // A new invitation to the same address is somebody new.
    house.invite_siv(&erik).await;
    until("a second invitation comes", async || {
        (house.post.letters_to(SIV, 2).await.len() == 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_is_removed_from_one_agreement_stays_in_the_other() {
    let house = House::open().await;
    let elsewhere = seed(&house.folder).await;
    let erik = house.signed_in("Erik").await;
    let browser = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let link = &house.seeded.member("Asta").link;
    let link = &link[link.find("/sign-in/").unwrap()..];
    let answer = browser.post(house.server.url(link)).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let pass = Pass::none().header("cookie", &cookie).header("origin", &house.server.url(""));
    let pass = pass.subprotocol("overens.v1");
    let here = Client::join(&house.server, house.seeded.section("free"), &pass).await;
    let there = Client::join(&house.server, elsewhere.section("free"), &pass).await;
    let began = Instant::now();
    let asta = json!({"id": house.seeded.member("Asta").id.0});
    erik.post(&house.member(&asta, "remove"), json!({})).await.done();
    assert_eq!(here.until_closed().await.code, 4403);
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
    there.edit(|document| document.new_paragraph("Här är hon kvar."));
    there.until_saved().await;
    for (agreement, status) in [(&house.seeded.agreement, 403), (&elsewhere.agreement, 200)] {
        let asked = browser.get(house.server.url(&format!("/api/agreements/{agreement}")));
        assert_eq!(asked.header("cookie", &cookie).send().await.unwrap().status(), status);
    }
}
