//! Connections, over real sockets.

use super::*;
use crate::http::listen;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

async fn serve(most_connections: usize) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let router = Fixture::new().await.router;
    let serving = tokio::spawn(listen::serve(listener, router, most_connections, stop.clone()));
    (address, stop, serving)
}

/// Sends a request's head and reads the answer's first line.
async fn first_line(stream: &mut TcpStream, head: &str) -> String {
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut line = Vec::new();
    while !line.ends_with(b"\r\n") {
        let byte = stream.read_u8().await.unwrap();
        line.push(byte);
    }
    String::from_utf8(line).unwrap()
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test]
async fn a_connection_beyond_the_cap_is_served_when_another_ends() {
    let (address, _stop, _serving) = serve(1).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    assert!(first_line(&mut first, HEALTH).await.contains("200"));
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(HEALTH.as_bytes()).await.unwrap();
    drop(first);
    assert_eq!(second.read_u8().await.unwrap(), b'H');
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let (address, _stop, _serving) = serve(9).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET /healthz HTTP/1.1\r\nhost: x\r\ncookie: {}\r\n\r\n", "x".repeat(40_000));
    assert!(first_line(&mut stream, &head).await.contains("431"));
}

#[tokio::test]
async fn stopping_ends_idle_connections_and_then_returns() {
    let (address, stop, serving) = serve(9).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    assert!(first_line(&mut idle, HEALTH).await.contains("200"));
    stop.cancel();
    serving.await.unwrap();
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_connection_that_was_opened_for_nothing_does_not_hold_up_the_end() {
    let (address, stop, serving) = serve(9).await;
    let _unused = TcpStream::connect(address).await.unwrap();
    let mut used = TcpStream::connect(address).await.unwrap();
    // Taken after the unused one, so that one was taken, too.
    assert!(first_line(&mut used, HEALTH).await.contains("200"));
    stop.cancel();
    serving.await.unwrap();
}
