//! Asking for a link tells nobody who is known here, and cannot be done without end.

use crate::house::{House, ask};
use overens_tests::post::Mood;
use overens_tests::{Person, Server};
use serde_json::json;
use std::time::{Duration, Instant};

const KNOWN: &str = "asta@kuststad.example";
const UNKNOWN: &str = "astrid@kuststad.example";
const NONE: &str = "asta at kuststad";

/// Everything that is answered, but the clock's time.
async fn answer(server: &Server, email: &str) -> String {
    let asked = reqwest::Client::new().post(server.url("/api/sign-in")).json(&json!({ "email": email }));
    let answer = asked.send().await.unwrap();
    let headers: Vec<String> = answer
        .headers()
        .iter()
        .filter(|(name, _)| *name != "date")
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    format!("{} {headers:?} {:?}", answer.status(), answer.bytes().await.unwrap())
}

#[tokio::test]
async fn known_unknown_and_misspelled_addresses_are_answered_alike() {
    let house = House::open().await;
    let known = answer(&house.server, KNOWN).await;
    assert!(known.starts_with("202"), "{known}");
    for other in [UNKNOWN, NONE, "", "a@b\r\nBcc: c@d", &"x".repeat(5000)] {
        assert_eq!(answer(&house.server, other).await, known, "{other}");
    }
    house.post.letter_to(KNOWN).await;
    // Those before would have been sent before this one.
    ask(&house.server, "bo@lotsar.example").await;
    house.post.letter_to("bo@lotsar.example").await;
    assert_eq!(house.post.letters().len(), 2);
}

#[tokio::test]
async fn known_and_unknown_addresses_take_the_same_time() {
    /// Requests of each kind.
    const REQUESTS: usize = 60;
    /// What the medians may differ by. A letter takes many times as long.
    const BOUND: Duration = Duration::from_millis(60);
    let many = ["--letters-per-address", "100000", "--letters-per-client", "100000"];
    let house = House::open_with(&many).await;
    house.post.be(Mood::TakesItsTime(Duration::from_millis(200)));
    let client = reqwest::Client::new();
    let mut times = [KNOWN, UNKNOWN, NONE].map(|email| (email, Vec::new()));
    for _ in 0..REQUESTS {
        // In turn, so that whatever else the machine does slows all of them.
        for (email, times) in &mut times {
            let request = client.post(house.server.url("/api/sign-in")).json(&json!({ "email": *email }));
            let began = Instant::now();
            assert_eq!(request.send().await.unwrap().status(), 202);
            times.push(began.elapsed());
        }
    }
    let medians = times.map(|(email, mut times)| {
        times.sort();
        (email, times[REQUESTS / 2])
    });
    let (longest, shortest) =
        (medians.iter().map(|(_, time)| *time).max(), medians.iter().map(|(_, time)| *time).min());
    assert!(longest.unwrap() - shortest.unwrap() < BOUND, "{medians:?}");
}

#[tokio::test]
async fn one_address_is_written_to_a_few_times_an_hour_and_others_are_not_kept_waiting() {
    let house = House::open_with(&["--letters-per-address", "2"]).await;
    for email in [KNOWN, UNKNOWN] {
        for _ in 0..2 {
            assert_eq!(ask(&house.server, email).await, 202);
        }
        let request = reqwest::Client::new().post(house.server.url("/api/sign-in"));
        let refused = request.json(&json!({ "email": email.to_uppercase() })).send().await.unwrap();
        assert_eq!(refused.status(), 429, "{email}");
        let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=1801).contains(&wait), "{wait}");
    }
    assert_eq!(ask(&house.server, "bo@lotsar.example").await, 202);
}

#[tokio::test]
async fn one_client_asks_for_so_many_letters_a_minute_and_a_made_up_origin_helps_nobody() {
    let house = House::open_with(&["--letters-per-client", "3"]).await;
    let from = |client: &'static str, number: usize| {
        let request = reqwest::Client::new().post(house.server.url("/api/sign-in"));
        let body = json!({ "email": format!("n{number}@b.example") });
        async move { request.header("x-forwarded-for", client).json(&body).send().await.unwrap().status() }
    };
    for number in 0..3 {
        assert_eq!(from("10.0.0.1", number).await, 202);
    }
    assert_eq!(from("10.0.0.2", 4).await, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_is_counted_by_itself() {
    let flags = ["--letters-per-client", "1", "--trusted-proxy", "127.0.0.1"];
    let house = House::open_with(&flags).await;
    for (client, status) in
        [("10.0.0.1", 202), ("10.0.0.2", 202), ("10.0.0.1", 429), ("10.0.0.9, 10.0.0.2", 429)]
    {
        let request = reqwest::Client::new().post(house.server.url("/api/sign-in"));
        let request =
            request.header("x-forwarded-for", client).json(&json!({"email": format!("{client}@b.example")}));
        assert_eq!(request.send().await.unwrap().status(), status, "{client}");
    }
}

#[tokio::test]
async fn links_are_not_tried_without_end() {
    let house = House::open_with(&["--links-per-client", "5"]).await;
    let nobody = Person::nobody(&house.server);
    let mut statuses = Vec::new();
    for number in 0..6 {
        statuses.push(nobody.look(&format!("/sign-in/guess{number}")).await.status.as_u16());
    }
    assert_eq!(statuses, [404, 404, 404, 404, 404, 429]);
    assert_eq!(nobody.press("/sign-in/guess").await.0, 429);
}
