//! What keeps a service beyond its disk, and what is taken out of it.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod purge;
mod rounds;
