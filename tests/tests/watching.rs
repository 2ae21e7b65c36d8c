//! What whoever watches over the server is told: figures, and lines of the log that follow a connection.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::{PATIENCE, Place};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A server whose figures can be read.
struct Watched {
    place: Place,
    figures: String,
}

/// The figures by name and labels.
type Figures = BTreeMap<String, f64>;

impl Watched {
    async fn open() -> Self {
        let place = Place::open_with(&["--metrics-listen", "127.0.0.1:0"]).await;
        let address = lines(&place).into_iter().find(|line| line["message"] == "figures at /metrics");
        let address = address.expect("the log says where the figures are")["address"].clone();
        Self { place, figures: format!("http://{}/metrics", address.as_str().unwrap()) }
    }

    async fn written(&self) -> String {
        let answer = reqwest::get(&self.figures).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
        answer.text().await.unwrap()
    }

    async fn now(&self) -> Figures {
        read(&self.written().await)
    }

    /// Waits until the figures are as they should be.
    async fn until(&self, what: &str, holds: impl Fn(&Figures) -> bool) -> Figures {
        let asking = async {
            loop {
                let figures = self.now().await;
                if holds(&figures) {
                    return figures;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        match timeout(PATIENCE, asking).await {
            Ok(figures) => figures,
            Err(_) => panic!("the figures never say: {what}\n{}", self.written().await),
        }
    }
}

/// Every line but a comment is a name, perhaps labels, and a number.
fn read(written: &str) -> Figures {
    let lines = written.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, number) = line.rsplit_once(' ').unwrap_or_else(|| panic!("no figure: {line}"));
            (name.to_owned(), number.parse().unwrap_or_else(|_| panic!("no number: {line}")))
        })
        .collect()
}

fn lines(place: &Place) -> Vec<Value> {
    place.server.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn one(figures: &Figures, name: &str) -> f64 {
    figures.get(name).copied().unwrap_or_else(|| panic!("there is no {name} in {figures:#?}"))
}

#[tokio::test]
async fn the_figures_follow_people_who_write_read_and_are_refused() {
    let watched = Watched::open().await;
    let before = watched.now().await;
    assert_eq!((one(&before, "overens_connections"), one(&before, "overens_rooms")), (0.0, 0.0));

    let erik = watched.place.join("Erik", "free").await;
    let maja = watched.place.join("Maja", "free").await;
    for word in ["Fyren ", "tänds ", "i dag."] {
        erik.edit(|document| document.append(word));
        erik.until_saved().await;
    }
    maja.until_reads("i dag.").await;
    let written = watched
        .until("three updates, saved and delivered", |figures| {
            one(figures, "overens_deliveries_total") >= 3.0 && one(figures, "overens_updates_total") >= 3.0
        })
        .await;
    assert_eq!(one(&written, "overens_connections"), 2.0);
    assert_eq!(one(&written, "overens_rooms"), 1.0);
    assert_eq!(
        one(&written, "overens_save_seconds_count"),
        one(&written, "overens_store_sync_seconds_count").min(3.0)
    );
    assert!(one(&written, "overens_save_seconds_sum") > 0.0);
    assert_eq!(one(&written, "overens_unsaved_age_seconds"), 0.0, "everything is saved");
    let units = one(&written, r#"overens_room_units{stat="sum"}"#);
    assert!(units >= "Fyren tänds i dag.".encode_utf16().count() as f64, "{units}");
    let (payload, journal) = (
        one(&written, "overens_store_payload_bytes_total"),
        one(&written, "overens_store_journal_bytes_total"),
    );
    assert!(payload > 0.0 && journal >= payload, "{payload} bytes became {journal}");
    assert!(one(&written, r#"overens_store_bytes{part="journal"}"#) > 0.0);
    assert!(one(&written, "process_resident_memory_bytes") > 1e6);

    let olle = watched.place.join("Olle", "free").await;
    olle.edit(|document| document.append("Jag också."));
    assert_eq!(olle.until_closed().await.code, 4403);
    let nobody = reqwest::get(watched.place.server.url("/api/me")).await.unwrap();
    assert_eq!(nobody.status(), 401);
    let refused = watched.now().await;
    assert_eq!(one(&refused, r#"overens_refusals_total{door="sync",reason="read-only"}"#), 1.0);
    assert_eq!(one(&refused, r#"overens_refusals_total{door="http",reason="not-signed-in"}"#), 1.0);
    let route = r#"overens_http_requests_total{route="/api/me",method="GET",status="401"}"#;
    assert_eq!(one(&refused, route), 1.0);

    erik.leave().await;
    maja.leave().await;
    watched.until("nobody is here any more", |figures| one(figures, "overens_connections") == 0.0).await;
}

#[tokio::test]
async fn the_figures_name_no_person_no_text_and_no_secret() {
    let watched = Watched::open().await;
    let erik = watched.place.join("Erik", "free").await;
    erik.edit(|document| document.append("Fyrvaktaren sover."));
    erik.until_saved().await;
    let secret = "never-a-link-0123456789";
    for path in ["/sign-in/", "/api/sign-in/", "/unsubscribe/", "/sync/"] {
        reqwest::get(watched.place.server.url(&format!("{path}{secret}"))).await.unwrap();
    }
    let made_up = reqwest::Client::new();
    let method = reqwest::Method::from_bytes(b"FYRVAKTAREN").unwrap();
    made_up.request(method, watched.place.server.url("/api/me")).send().await.unwrap();
    let written = watched.written().await;
    assert!(written.contains(r#"route="/api/sign-in/{secret}""#), "{written}");
    let section = watched.place.seeded.section("free").to_string();
    for hidden in [secret, "Fyrvaktaren", "FYRVAKTAREN", "Erik", "@", section.as_str(), "overens_secret"] {
        assert!(!written.contains(hidden), "{hidden} stands in the figures");
    }
}

#[tokio::test]
async fn nobody_is_told_figures_by_the_door_that_is_open_to_all() {
    let watched = Watched::open().await;
    let answer = reqwest::get(watched.place.server.url("/metrics")).await.unwrap();
    assert!(!answer.text().await.unwrap().contains("overens_rooms"));
}

#[tokio::test]
async fn the_log_follows_a_connection_from_its_beginning_to_its_end() {
    let place = Place::open().await;
    let olle = place.join("Olle", "free").await;
    olle.edit(|document| document.append("Jag också."));
    assert_eq!(olle.until_closed().await.code, 4403);
    let told = |message: &str| lines(&place).into_iter().find(|line| line["message"] == message);
    let closed = timeout(PATIENCE, async {
        loop {
            match told("connection closed") {
                Some(closed) => return closed,
                None => sleep(Duration::from_millis(10)).await,
            }
        }
    });
    let closed = closed.await.expect("the log says that the connection was closed");
    let opened = told("connection opened").unwrap();
    let member = place.seeded.member("Olle").id.0.clone();
    assert_eq!(opened["member"], member.as_str());
    assert_eq!(opened["section"], place.seeded.section("free").to_string().as_str());
    assert_eq!((&closed["connection"], &closed["reason"]), (&opened["connection"], &"read-only".into()));
    let between = lines(&place).into_iter().filter(|line| line["connection"] == opened["connection"]);
    assert!(between.count() >= 3, "opened, refused, closed: {}", place.server.log());
}
