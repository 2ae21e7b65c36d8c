//! kill -9 at random moments while several people write in several sections; `overens_tests::crash` says what must
//! be there afterwards.
//!
//! The control plays the same rounds with a build that acknowledges before it writes. It must be caught.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use futures_util::future::join_all;
use overens_tests::Folder;
use overens_tests::crash::{Crash, Loss, PLACES, faulty_binary, play};
use overens_tests::server::Launch;

/// Folders on which crashes are played side by side; while one waits for its disk the other has the processor.
const LANES: u64 = 4;

/// Crashes in each folder; with the lanes some more than the fifty that are promised.
const ROUNDS: usize = 16;

/// Rounds of the control in one folder, if it is not caught before.
const CONTROL_ROUNDS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_crash_loses_what_was_saved_or_seen_and_none_doubles_anything() {
    let lanes = (0..LANES).map(|lane| tokio::spawn(play(lane, ROUNDS, Crash::Process, Launch::new)));
    for (lane, played) in join_all(lanes).await.into_iter().enumerate() {
        let played = played.unwrap().unwrap_or_else(|Loss(what)| panic!("in lane {lane}: {what}"));
        // Or the test would show nothing.
        assert!(played.words > ROUNDS * PLACES.len(), "only {} words were typed", played.words);
        // A write takes so little time that many a crash finds nothing on its way.
        assert!(played.in_the_midst > ROUNDS / 4, "only {} crashes came in the midst", played.in_the_midst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn control_a_store_that_acknowledges_before_it_writes_is_caught() {
    let Some(binary) = faulty_binary() else { return };
    let launch = |folder: &Folder| {
        Launch::new(folder).binary(binary.clone()).variable("OVERENS_FAULT_ACKNOWLEDGE_EARLY", "1")
    };
    let played = play(1000, CONTROL_ROUNDS, Crash::Process, launch).await;
    assert!(played.is_err(), "a store that lies was not caught in {CONTROL_ROUNDS} crashes");
}
