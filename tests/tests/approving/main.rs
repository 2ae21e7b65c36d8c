//! Revisions and sign-offs, through the real binary's HTTP interface and open connections.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod crashing;
mod deciding;
mod locked;
mod racing;
mod reviewing;
mod revisions;
mod sign_offs;
