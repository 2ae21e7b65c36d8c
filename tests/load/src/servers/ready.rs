//! When a server answers.

use super::Kind;
use anyhow::{Context as _, Result};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

/// The longest that a start may take.
const STARTING: Duration = Duration::from_secs(60);
/// Between two questions; the most by which a start seems longer than it is.
const PAUSE: Duration = Duration::from_millis(2);

/// Waits until a server answers HTTP; Överens must say that it is ready, the relay only takes connections.
pub(super) async fn until_answering(kind: Kind, address: SocketAddr) -> Result<()> {
    let asking = async {
        while !answers(kind, address).await {
            sleep(PAUSE).await;
        }
    };
    timeout(STARTING, asking).await.context("the server does not answer")
}

async fn answers(kind: Kind, address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address).await else { return false };
    let path = match kind {
        Kind::Relay => return true,
        Kind::Overens => "/readyz",
        Kind::Hocuspocus | Kind::YWebsocket => "/",
    };
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    let asked = async {
        stream.write_all(request.as_bytes()).await?;
        stream.read_to_string(&mut answer).await
    };
    matches!(timeout(STARTING, asked).await, Ok(Ok(_))) && answer.starts_with("HTTP/1.1 200")
}
