//! Proposals and threads, against the real binary: several who decide at once, and crashes while they do.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod another_party;
mod at_once;
mod crashing;
mod news;
mod purging;
mod signing;
mod talk;
