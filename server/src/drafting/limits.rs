//! How much is too much. Each number can be set by the operator.

use std::num::NonZeroU32;
use std::time::Duration;

/// Bounds on what connections may ask of a server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes in one frame from a client. A step 2 after a week offline must fit; a book need not.
    pub frame_bytes: usize,
    /// Bytes waiting for one slow reader before it gets one merged update instead.
    pub outbox_bytes: usize,
    /// Frames of one connection that are being worked on; further ones wait in its socket.
    pub frames_in_work: usize,
    /// Messages with text that one connection may send in a second for a long time; further ones are taken
    /// more slowly, and nothing of them is lost.
    pub updates_per_second: NonZeroU32,
    /// How many of them may come at once before that.
    pub update_burst: NonZeroU32,
    /// Bytes of one client's presence.
    pub awareness_bytes: usize,
    /// How often in a second a connection's presence is taken; of more, the latest is taken a little later.
    pub presences_per_second: u32,
    /// Whole-document comparisons (sync step 1) that one connection may ask for in [`Self::comparison_window`].
    pub comparisons: u32,
    /// The time in which they are counted.
    pub comparison_window: Duration,
    /// Open connections of one member.
    pub connections_per_member: usize,
    /// Open connections in all.
    pub connections: usize,
    /// How long a new connection may take until its first message.
    pub first_message: Duration,
    /// How long a room without connections stays in memory.
    pub idle_room: Duration,
    /// UTF-16 units and structs that one section's document may come to hold, deleted ones included.
    pub document_units: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes: 4 << 20,
            outbox_bytes: 1 << 20,
            frames_in_work: 256,
            // These two are looked at while compiling: a zero would not compile.
            updates_per_second: const { NonZeroU32::new(2_000).unwrap() },
            // A year's work of one section, sent by a program or by somebody's own client.
            update_burst: const { NonZeroU32::new(400_000).unwrap() },
            awareness_bytes: 4 << 10,
            presences_per_second: 20,
            comparisons: 30,
            comparison_window: Duration::from_secs(10),
            connections_per_member: 4_000,
            connections: 10_000,
            first_message: Duration::from_secs(10),
            idle_room: Duration::from_secs(30),
            document_units: 20_000_000,
        }
    }
}
