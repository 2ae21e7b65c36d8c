//! Live text: one room per open section, its connections, presence, and verified authorship.
//!
//! One keystroke's way: `connection` reads a frame and puts it into the mailbox of its `room`; the room's
//! `document` checks it (`update`), derives who wrote it (`authorship`) and applies it; the room appends it to
//! the text log and, once it is on disk, hands it to every other connection's `outbox`.
//! Nothing here knows HTTP: the socket that carries the frames is somebody else's.

mod accepting;
mod activity;
mod asking;
mod authorship;
mod board;
mod checkpoint;
mod closing;
mod collected;
mod connection;
mod document;
mod holding;
mod keeping;
mod limits;
mod load;
mod nesting;
mod order;
mod outbox;
mod pace;
mod packer;
mod passages;
pub mod past;
mod place;
mod presence;
mod protocol;
mod reading;
mod remainder;
mod renewal;
mod restoring;
mod room;
mod rooms;
mod standing;
#[cfg(test)]
mod tests;
pub mod trial;
mod update;
mod vitals;
mod writers;

pub use crate::text::reader::Malformed;
pub use accepting::{AcceptError, Acceptance};
pub use asking::Passage;
pub use board::Whereabouts;
pub use closing::Closing;
pub use connection::Connection;
pub use limits::Limits;
pub use load::LoadError;
pub use outbox::Outgoing;
pub use passages::{Found, Marked, NotStanding, Passages, Units};
pub use place::ConnectionId;
pub use protocol::explanation;
pub use reading::{Contributor, Text, stored_text};
pub use renewal::{bare_epoch, new_epoch};
pub use restoring::{Restoration, RestoreError};
pub use rooms::Rooms;
pub use writers::{Written, written_at};
