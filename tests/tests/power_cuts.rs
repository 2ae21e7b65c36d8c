//! The power goes while several people write in several sections: what was not synced is taken back from the disk,
//! wholly or in part. `overens_tests::crash` says what must be there afterwards.
//!
//! The control plays the same rounds with a build that leaves out the sync. It must be caught.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use futures_util::future::join_all;
use overens_tests::Folder;
use overens_tests::crash::{Crash, Loss, PLACES, faulty_binary, play};
use overens_tests::server::Launch;

/// Folders on which power cuts are played side by side.
const LANES: u64 = 3;

/// Power cuts in each folder, unless `OVERENS_POWER_CUTS` says otherwise.
const ROUNDS: usize = 8;

fn rounds() -> usize {
    std::env::var("OVERENS_POWER_CUTS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"))
}

/// Rounds of the control in one folder, if it is not caught before.
const CONTROL_ROUNDS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_power_cut_loses_what_was_saved_or_seen_and_none_doubles_anything() {
    let rounds = rounds();
    let lanes = (0..LANES).map(|lane| tokio::spawn(play(lane, rounds, Crash::Power, Launch::new)));
    for (lane, played) in join_all(lanes).await.into_iter().enumerate() {
        let played = played.unwrap().unwrap_or_else(|Loss(what)| panic!("in lane {lane}: {what}"));
        // Or the test would show nothing.
        assert!(played.words > rounds * PLACES.len(), "only {} words were typed", played.words);
        assert!(played.took >= rounds / 4, "only {} power cuts took something", played.took);
        assert!(played.in_the_midst >= rounds / 4, "only {} came in the midst", played.in_the_midst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn control_a_store_that_does_not_sync_is_caught() {
    let Some(binary) = faulty_binary() else { return };
    let launch =
        |folder: &Folder| Launch::new(folder).binary(binary.clone()).variable("OVERENS_FAULT_SKIP_SYNC", "1");
    let played = play(1000, CONTROL_ROUNDS, Crash::Power, launch).await;
    assert!(played.is_err(), "a store that does not sync was not caught in {CONTROL_ROUNDS} power cuts");
}
