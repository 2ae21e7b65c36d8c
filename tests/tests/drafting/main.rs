//! Writing one text together.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authors;
mod past;
mod saved;
mod spoken;
mod together;
