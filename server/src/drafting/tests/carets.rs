//! Whose carets are shown, and how often.

use super::house::{Closed, Guest, House};
use crate::drafting::protocol::{self, AwarenessEntry};
use crate::drafting::{Closing, Limits};

#[tokio::test]
async fn a_client_id_is_its_first_announcers() {
    let house = House::build(Limits::default()).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    let entry = |state: &str| AwarenessEntry { client: 1, clock: 1, state: state.into() };
    let said = entry(r#"{"user":{"name":"Någon annan"}}"#);
    astrid.say(protocol::awareness([&said].into_iter())).await;
    let told = |guest: &Guest, text: &str| {
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains(text))
    };
    david.until(|david| told(david, "Astrid Moberg")).await;
    assert!(!told(&david, "Någon annan"));
    david.say(protocol::awareness([&said].into_iter())).await;
    david.until(|david| david.last == Closed::For(Closing::ForeignText)).await;
}

#[tokio::test]
async fn a_caret_clock_at_its_end_harms_nobody() {
    let house = House::build(Limits::default()).await;
    let entry = |clock| AwarenessEntry { client: 7, clock, state: "{}".into() };
    let last = (1_u32 << 31) - 1;
    for clocks in [&[last][..], &[0, last], &[0, last], &[3]] {
        let guest = house.guest(house.bo, 50).await;
        for clock in clocks {
            guest.say(protocol::awareness([&entry(*clock)].into_iter())).await;
        }
    }
    let mut david = house.guest(house.david, 2).await;
    david.write(david.client.type_at(0, 0, "Vi")).await;
    david.until(|david| david.saved == 2).await;
}

#[tokio::test]
async fn one_who_shows_no_caret_is_not_taken_for_those_it_hears() {
    let house = House::build(Limits::default()).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut silent = house.guest(house.david, 2).await;
    let said = AwarenessEntry { client: 1, clock: 1, state: r#"{"cursor":null}"#.into() };
    astrid.say(protocol::awareness([&said].into_iter())).await;
    let told = |guest: &Guest| {
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains("Astrid Moberg"))
    };
    silent.until(told).await;
    // Stock clients repeat what they hear of others.
    let echo = silent.frames.iter().rfind(|frame| String::from_utf8_lossy(frame).contains("Astrid")).cloned();
    silent.say(echo.unwrap()).await;
    silent.write(silent.client.type_at(0, 0, "Vi")).await;
    silent.until(|silent| silent.saved == 2).await;
}

#[tokio::test(start_paused = true)]
async fn of_too_many_carets_the_latest_is_told() {
    let limits = Limits { presences_per_second: 3, ..Limits::default() };
    let house = House::build(limits).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    let here = |clock: u32| AwarenessEntry { client: 1, clock, state: format!(r#"{{"cursor":{clock}}}"#) };
    for clock in 1..=200 {
        astrid.say(protocol::awareness([&here(clock)].into_iter())).await;
    }
    let heard = |guest: &Guest, clock: u32| {
        let said = format!("\"cursor\":{clock},");
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains(&said))
    };
    david.until(|david| heard(david, 200)).await;
    let told = (1..=200).filter(|clock| heard(&david, *clock)).count();
    assert!(told <= 4, "{told} of them were told");
}
