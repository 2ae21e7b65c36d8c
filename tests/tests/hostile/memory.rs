//! What connections take of the server's memory: docs/operating.md says how much one can take.

use overens_tests::{Pass, Room, Socket, wire};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Connections that are looked at together, so that what the server does meanwhile counts little.
const CONNECTIONS: u64 = 200;

/// Connections to a section in which nobody types: what waits for whom who does not read is bounded elsewhere.
async fn silent_readers(room: &Room, count: u64) -> Vec<Socket> {
    let pass = Pass::plain(room.seeded.token("Erik"));
    let mut sockets = Vec::new();
    for _ in 0..count {
        let mut socket = Socket::open(&room.server, room.seeded.section("commitments"), &pass).await;
        socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
        while !matches!(socket.hear().await.unwrap(), wire::Said::Step2(_)) {}
        sockets.push(socket);
    }
    sockets
}

#[tokio::test]
async fn an_idle_connection_takes_little() {
    let room = Room::open().await;
    let _warm = silent_readers(&room, 20).await;
    let before = room.server.resident_kib();
    let _idle = silent_readers(&room, CONNECTIONS).await;
    let each = room.server.resident_kib().saturating_sub(before) / CONNECTIONS;
    // Some 11 KiB; the neighbour's typing and the allocator's own ways come on top.
    assert!(each < 40, "{each} KiB each");
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn a_message_that_never_ends_takes_no_more_than_a_message_may() {
    const FRAME: usize = 128 << 10;
    let room = Room::open_with(&["--frame-bytes", &FRAME.to_string()]).await;
    let _warm = silent_readers(&room, 20).await;
    let before = room.server.resident_kib();
    let mut streams = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut stream = TcpStream::connect(room.server.address()).await.unwrap();
        let section = room.seeded.section("commitments");
        let handshake = wire::handshake(section, room.server.address(), room.seeded.token("Erik"));
        stream.write_all(handshake.as_bytes()).await.unwrap();
        // A binary frame of the longest allowed length, masked with zeros; all of it but the last byte.
        let mut frame = vec![0x82, 0xff];
        frame.extend_from_slice(&(FRAME as u64).to_be_bytes());
        frame.extend_from_slice(&[0; 4]);
        frame.resize(frame.len() + FRAME - 1, 0);
        stream.write_all(&frame).await.unwrap();
        streams.push(stream);
    }
    room.maja.more_saves().await;
    let each = room.server.resident_kib().saturating_sub(before) / CONNECTIONS;
    assert!(each < 3 * (FRAME as u64 >> 10), "{each} KiB each");
    room.stayed_as_it_was().await;
}
