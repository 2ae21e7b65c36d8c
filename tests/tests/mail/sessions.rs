//! Where somebody is signed in.

use crate::house::{A_SECOND, House, ask};
use overens_tests::{Client, Pass, Person};
use reqwest::redirect::Policy;
use serde_json::json;
use std::time::Instant;

const ASTA: &str = "asta@kuststad.example";

impl House {
    async fn asta(&self, letters: usize) -> Person {
        ask(&self.server, ASTA).await;
        let letter = self.post.letters_to(ASTA, letters).await.pop().unwrap();
        Person::sign_in_by(&self.server, &letter.link(), "Asta Brygga").await
    }
}

#[tokio::test]
async fn somebody_sees_where_they_are_signed_in_and_ends_it_elsewhere() {
    let house = House::open().await;
    let (desk, telephone, lost) = (house.asta(1).await, house.asta(2).await, house.asta(3).await);
    let listed = desk.get("/api/sessions").await.done();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 3);
    assert!(listed.iter().all(|one| one["device"] == "Firefox, Linux"), "{listed:?}");
    assert_eq!(listed.iter().filter(|one| one["current"] == true).count(), 1);
    let of_lost = lost.get("/api/sessions").await.done();
    let lost_id =
        of_lost.as_array().unwrap().iter().find(|one| one["current"] == true).unwrap()["id"].clone();
    let end = format!("/api/sessions/{}/end", lost_id.as_str().unwrap());
    let erik = house.signed_in("Erik").await;
    assert_eq!(erik.post(&end, json!({})).await.code(), "session-unknown", "it is not his");
    assert_eq!(desk.post(&end, json!({})).await.status, 204);
    assert_eq!(lost.get("/api/me").await.status, 401);
    assert_eq!(telephone.get("/api/me").await.status, 200);
    assert_eq!(desk.post("/api/sessions/end-others", json!({})).await.status, 204);
    assert_eq!(telephone.get("/api/me").await.status, 401);
    assert_eq!(desk.get("/api/sessions").await.done().as_array().unwrap().len(), 1);
    assert_eq!(erik.get("/api/me").await.status, 200, "others stay");
}

#[tokio::test]
async fn a_session_that_is_ended_elsewhere_closes_its_open_section_within_a_second() {
    let house = House::open().await;
    let desk = house.asta(1).await;
    ask(&house.server, ASTA).await;
    let link = house.post.letters_to(ASTA, 2).await.pop().unwrap().link();
    let browser = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let answer = browser.post(house.server.url(&link)).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let pass = Pass::none().header("cookie", &cookie).header("origin", &house.server.url(""));
    let section = house.seeded.section("free");
    let open = Client::join(&house.server, section, &pass.subprotocol("overens.v1")).await;
    let began = Instant::now();
    desk.post("/api/sessions/end-others", json!({})).await;
    assert_eq!(open.until_closed().await.code, 4401);
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
}

#[tokio::test]
async fn a_token_sees_and_ends_no_session() {
    let house = House::open().await;
    let token = house.seeded.token("Asta");
    let client = reqwest::Client::new();
    let asked = client.get(house.server.url("/api/sessions")).bearer_auth(token);
    assert_eq!(asked.send().await.unwrap().status(), 403);
    let asked = client.post(house.server.url("/api/sessions/end-others")).bearer_auth(token);
    assert_eq!(asked.send().await.unwrap().status(), 403);
}
