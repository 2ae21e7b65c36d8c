//! kill -9 at any moment while everything that writes does, again and again on the same folder.

use super::house::{House, start_again};
use super::load::Load;
use overens_tests::server::Launch;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;

/// Crashes, unless `OVERENS_FAULT_ROUNDS` says otherwise.
const ROUNDS: u64 = 8;

/// When the kill comes, in milliseconds after everybody has begun.
const KILL_AFTER: std::ops::Range<u64> = 20..600;

/// How many rounds are asked for.
pub fn rounds(usual: u64) -> u64 {
    std::env::var("OVERENS_FAULT_ROUNDS").map_or(usual, |rounds| rounds.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_under_every_kind_of_load_it_keeps_what_it_said_it_keeps() {
    let house = House::furnish().await;
    let mut random = StdRng::seed_from_u64(7);
    let mut group = house.open(house.copy()).await;
    let launch = Launch::new(&group.folder);
    let mut kept = 0;
    for round in 0..rounds(ROUNDS) {
        let load = Load::sit_down(&group).await;
        let after = Duration::from_millis(random.random_range(KILL_AFTER));
        let mark = round.to_string();
        tokio::join!(load.go(&mark), async {
            tokio::time::sleep(after).await;
            group.server.kill_9().await;
            load.end();
        });
        start_again(&mut group, &launch).await;
        let due = load.due();
        kept += due.len();
        due.is_there(&group, &format!("after {after:?} of round {round}")).await;
    }
    // Or the test would show nothing.
    assert!(kept as u64 > rounds(ROUNDS) * 10, "only {kept} things were kept");
}
