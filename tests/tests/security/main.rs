//! The server as somebody meets it who looks for a way in: other sites, planted cookies, paths, headers, logs, slow and
//! swollen requests. What hostile clients of the live text do is in `hostile`, and what hostile names do in letters in
//! `mail`.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fetching;
mod headers;
mod others;
mod paths;
mod raw;
mod secrets;
mod sessions;
mod slow;
mod swollen;
