//! The harness of the black-box tests: a real binary in a process of its own, and real clients that reach it
//! over the network.
//!
//! Nothing of the server's own code is used here, so that a mistake in it cannot hide in the test as well: the
//! frames are written from `docs/wire.md`, the documents are plain yrs documents as any client would have them.
//!
//! The binary is the one that `OVERENS_BIN` names, or the one that cargo built beside the tests.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod binary;
pub mod client;
pub mod crash;
pub mod document;
pub mod folder;
pub mod group;
pub mod neighbour;
pub mod people;
pub mod person;
pub mod place;
pub mod post;
pub mod power;
pub mod room;
pub mod schedule;
pub mod server;
pub mod socket;
pub mod wire;

pub use client::Client;
pub use document::Document;
pub use folder::Folder;
pub use group::Group;
pub use neighbour::Neighbour;
pub use people::{Seeded, seed};
pub use person::Person;
pub use place::Place;
pub use post::PostOffice;
pub use room::Room;
pub use server::Server;
pub use socket::{Pass, Socket};

use std::time::Duration;

/// How long an event may take that comes at once on an idle machine. Long, because test machines are not idle:
/// a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);
