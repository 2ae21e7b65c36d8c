//! A clock that is wrong: ahead, behind, and set right again while people work.

use super::due::export_is_whole;
use overens_tests::power::Power;
use overens_tests::server::Launch;
use overens_tests::{Group, Person};
use reqwest::StatusCode;
use serde_json::{Value, json};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// Where the clock stands, in turn: seconds from the right time.
const CLOCKS: [i64; 6] = [0, -HOUR, -3 * HOUR, 2 * HOUR, -5 * HOUR, 0];

struct House {
    group: Group,
    power: Power,
    launch: Launch,
}

async fn open() -> House {
    let mut group = Group::gather().await;
    group.server.terminate();
    group.server.ended(overens_tests::PATIENCE).await;
    let power = Power::over(&group.folder);
    let launch = power.feed_with_clock(Launch::new(&group.folder));
    super::house::start_again(&mut group, &launch).await;
    House { group, power, launch }
}

async fn positions(group: &Group) -> Vec<(u64, Value)> {
    let path = format!("/api/agreements/{}/record?most=200", group.seeded.agreement);
    let page = group.erik.get(&path).await.done();
    let mut entries: Vec<_> = page["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["position"].as_u64().unwrap(), entry["hash"].clone()))
        .collect();
    entries.sort_by_key(|entry| entry.0);
    entries
}

async fn is_in(person: &Person) -> bool {
    person.get("/api/me").await.status == StatusCode::OK
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_goes_back_and_forth_changes_no_order_and_ends_nobodys_session() {
    let House { mut group, power, launch } = open().await;
    let section = group.section("free").clone();
    let mut before = positions(&group).await;
    for (round, seconds) in CLOCKS.into_iter().enumerate() {
        power.set_clock(seconds);
        let text = format!("Klockan {round}.");
        group.write("Maja", &section, &text).await;
        assert!(is_in(&group.erik).await, "signed out at {seconds} s");
        group.erik.save(&section, "").await;
        group.asta.sign_off(&section).await.done();
        group.reopen(&section).await;
        let after = positions(&group).await;
        assert_eq!(after[..before.len()], before, "the record is in another order at {seconds} s");
        assert_eq!(after.len(), before.len() + 3);
        before = after;
        let history = group.erik.get(&format!("/api/sections/{section}/history")).await.done();
        let entries = history["entries"].as_array().unwrap();
        assert!(entries.windows(2).all(|two| two[0]["position"].as_u64() < two[1]["position"].as_u64()));
        let timeline = group.erik.get(&format!("/api/sections/{section}/timeline")).await;
        assert_eq!(timeline.status, StatusCode::OK);
        if round % 2 == 1 {
            group.server.kill_9().await;
            super::house::start_again(&mut group, &launch).await;
        }
        let read = super::house::text_of(&group, "free").await;
        assert_eq!(read.lines().filter(|line| *line == text).count(), 1);
    }
    let lines = super::house::text_of(&group, "free").await;
    let places: Vec<_> = (0..CLOCKS.len()).map(|round| lines.find(&format!("Klockan {round}."))).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{lines}");
    export_is_whole(&group, "after all clocks").await;
    assert!(!group.server.log().contains("panicked"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_or_a_link_holds_no_longer_because_a_clock_was_wrong() {
    let House { group, power, .. } = open().await;
    let invite = async |name: &str| {
        let (data, id) = (group.folder.argument(), group.seeded.member(name).id.0.clone());
        let agreement = group.seeded.agreement.0.clone();
        let done =
            overens_tests::binary::run(&["invite", &agreement, "--member", &id, "--data", &data]).await;
        assert_eq!(done.code, Some(0), "{}", done.errors);
        done.output.trim().to_owned()
    };
    // Ten years ahead: whatever is made then would hold for ten years.
    power.set_clock(10 * YEAR);
    assert!(!is_in(&group.erik).await, "a session of ten years ago holds");
    let (used, unused) = (invite("Erik").await, invite("Maja").await);
    let ahead = Person::sign_in_by(&group.server, &used, "Erik").await;
    power.set_clock(0);
    assert!(!is_in(&ahead).await, "a session made by a clock that was ahead holds");
    let nobody = Person::nobody(&group.server);
    let (_, to) = nobody.press(&unused).await;
    assert!(unused.ends_with(&to) && to != "/", "a link made by a clock that was ahead leads to {to:?}");
    assert!(!is_in(&nobody).await, "a link made by a clock that was ahead signs in");
    assert!(is_in(&group.erik).await, "sessions are back when the clock is");
    // Ten years behind: what was made before is not forgotten, and what is made then ends when the clock is right.
    power.set_clock(-10 * YEAR);
    let link = invite("Erik").await;
    let behind = Person::sign_in_by(&group.server, &link, "Erik").await;
    power.set_clock(0);
    assert!(!is_in(&behind).await);
    assert!(is_in(&group.erik).await);
    power.set_clock(31 * DAY);
    assert!(!is_in(&group.erik).await);
    let answer = group.erik.post("/api/tokens", json!({})).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
}
