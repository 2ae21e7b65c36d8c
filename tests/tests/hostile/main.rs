//! Clients that do what they must not. Each is answered as `docs/wire.md` says, and in each case somebody who
//! writes in the same room notices nothing and the text is what it was.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capacity;
mod floods;
mod forged;
mod limits;
mod malformed;
mod memory;
mod no_right;
mod pace;
mod slow_readers;
mod unreadable;
