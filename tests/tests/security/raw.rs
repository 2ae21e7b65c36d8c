//! HTTP by the byte, for what no client would send.

use overens_tests::{PATIENCE, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sends bytes, and reads until the server ends the connection. Ask for `connection: close`.
pub async fn exchange(server: &Server, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    // A server that has heard enough may hang up before it is all sent.
    drop(stream.write_all(request).await);
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    drop(timeout(PATIENCE, reading).await.expect("the server neither answers nor hangs up"));
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer; 0 if there is none.
pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
