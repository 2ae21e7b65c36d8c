//! Connections on which nothing happens: how much memory each takes, and each open room.

use super::Task;
use crate::connection::{Connection, SMALL_BUFFER};
use crate::process::{at_rest, memory};
use crate::servers::Stand;
use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::time::Duration;

const CONNECTIONS: usize = 2_000;
const FEW_ROOMS: usize = 20;
const MANY_ROOMS: usize = 400;
/// Handshakes under way at once.
const AT_ONCE: usize = 20;
/// A server may take so long to come to rest.
const SETTLING: Duration = Duration::from_secs(6);

/// The same connections in few rooms and in many: what differs is the rooms'.
pub(super) async fn idle(task: &mut Task<'_>) -> Result<()> {
    let in_few = resident(task, FEW_ROOMS).await?;
    let in_many = resident(task, MANY_ROOMS).await?;
    let (connection, room) = separate((FEW_ROOMS, in_few), (MANY_ROOMS, in_many));
    task.figure("idle.connection", connection);
    task.figure("idle.room", room);
    Ok(())
}

/// KiB that a fresh server grows by with all connections in so many rooms.
async fn resident(task: &mut Task<'_>, rooms: usize) -> Result<f64> {
    let stand = Stand::prepare(task.ground, task.kind, rooms + 1).await?;
    let server = stand.start().await?;
    // Whatever is set up once is set up by the first to come.
    let first = Connection::join(&stand.place(&server, rooms, 0, false)?, SMALL_BUFFER).await?;
    at_rest(server.pid, SETTLING).await?;
    let before = memory(server.pid)?.resident;
    let places: Result<Vec<_>> =
        (0..CONNECTIONS).map(|person| stand.place(&server, person % rooms, person, false)).collect();
    let joining =
        stream::iter(places?).map(|place| async move { Connection::join(&place, SMALL_BUFFER).await });
    let connections: Vec<_> = joining.buffer_unordered(AT_ONCE).try_collect().await?;
    at_rest(server.pid, SETTLING).await?;
    let after = memory(server.pid)?.resident;
    task.finish(server).await?;
    // Only now, or the server would have seen them leave.
    drop((first, connections));
    Ok(after as f64 - before as f64)
}

/// KiB of a connection and of a room, from two measurements with all connections in `(rooms, KiB)`.
fn separate(few: (usize, f64), many: (usize, f64)) -> (f64, f64) {
    let room = (many.1 - few.1) / (many.0 as f64 - few.0 as f64);
    let connection = (few.1 - few.0 as f64 * room) / CONNECTIONS as f64;
    (connection, room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_and_connections_are_told_apart() {
        let kib = |rooms: usize| 12.0 * CONNECTIONS as f64 + 40.0 * rooms as f64;
        let (connection, room) = separate((20, kib(20)), (400, kib(400)));
        assert!((connection - 12.0).abs() < 1e-9 && (room - 40.0).abs() < 1e-9);
    }
}
