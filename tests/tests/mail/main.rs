//! Letters, handed in at a mail server of the tests' own, and what may be done with what stands in them.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asking;
mod hostile;
mod house;
mod invitations;
mod leaving;
mod links;
mod news;
mod receipts;
mod sending;
mod sessions;
mod without;
