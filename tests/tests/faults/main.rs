//! Whatever happens to the process and to its files: what was said to be kept is there, or the server says plainly
//! that it is not.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_time;
mod clocks;
mod damage;
mod doctor;
mod due;
mod house;
mod load;
mod slow;
mod steps;
mod taking;
