//! Every route, asked by everybody: with each role of either side, with none, from outside, and without a credential.
//!
//! A route that is missing from the table fails; so does one that lets somebody do what they may not, and one that keeps
//! from somebody what is theirs to do.

mod house;
mod route;
mod table;

use super::*;
use house::{House, Who};
use std::collections::BTreeSet;
use table::TABLE;

/// What is asked of each route.
const METHODS: [&str; 3] = ["get", "post", "delete"];

#[tokio::test]
async fn the_table_has_every_route() {
    let house = House::new().await;
    let description = house.fixture.get("/api/openapi.json", &[]).await.json();
    let mut described = BTreeSet::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in METHODS.iter().filter(|method| methods[**method].is_object()) {
            described.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let listed: BTreeSet<String> = TABLE.iter().map(|route| route.name().to_owned()).collect();
    assert_eq!(listed, described);
}

#[tokio::test]
async fn whoever_may_not_is_refused_and_nothing_is_done() {
    for route in TABLE.iter().filter(|route| !route.is_open()) {
        let house = House::at(route.stage).await;
        let before = house.everything().await;
        for who in Who::ALL.into_iter().filter(|who| !route.is_for(*who)) {
            let got = house.ask(route, who).await;
            let expected = match who {
                Who::Nobody => StatusCode::UNAUTHORIZED,
                _ => StatusCode::FORBIDDEN,
            };
            assert_eq!(got.status, expected, "{} by {who:?}: {}", route.name(), got.text());
            // It is a rule that says so, in words, and not a slip of the request.
            assert!(!got.json()["detail"].as_str().unwrap_or_default().is_empty(), "{}", got.text());
        }
        assert_eq!(house.everything().await, before, "{}", route.name());
    }
}

#[tokio::test]
async fn whoever_may_is_let() {
    for route in TABLE {
        for who in Who::ALL.into_iter().filter(|who| route.is_for(*who)) {
            // Anew each time: what one has done, another cannot do again.
            let house = House::at(route.stage).await;
            let got = house.ask(route, who).await;
            assert_eq!(got.status.as_u16(), route.answer, "{} by {who:?}: {}", route.name(), got.text());
        }
    }
}

#[tokio::test]
async fn who_was_removed_is_a_stranger_to_every_route() {
    for route in TABLE.iter().filter(|route| !route.is_open() && route.is_within_an_agreement()) {
        let house = House::at(route.stage).await;
        house.remove(Who::DrafterA).await;
        let got = house.ask(route, Who::DrafterA).await;
        let is_out = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&got.status);
        assert!(is_out, "{}: {}", route.name(), got.text());
    }
}

impl Got {
    fn text(&self) -> String {
        format!("{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}
