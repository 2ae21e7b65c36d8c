//! Proposals and threads, against the real binary: several who decide at once, and crashes while they do.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod at_once;
mod crashing;
mod purging;
mod talk;
