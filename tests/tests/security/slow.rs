//! Clients that take their time, to keep a place from others.

use overens_tests::server::Launch;
use overens_tests::{Folder, PATIENCE, Pass, Place, Socket, seed, wire};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Between two bytes. It is what these clients do, and nothing is waited for by it.
const PAUSE: Duration = Duration::from_millis(50);

/// How long a request's head may take, and how long a test machine may be late.
const HEAD: Duration = Duration::from_secs(30 + 15);

/// Sends bytes one by one, again and again from the beginning, until the server hangs up; what it said.
async fn trickle(mut stream: TcpStream, bytes: &[u8], most: Duration) -> (String, Duration) {
    let began = Instant::now();
    let mut heard = Vec::new();
    let trickling = async {
        let (mut reading, mut writing) = stream.split();
        let send = async {
            for byte in bytes.iter().cycle() {
                if writing.write_all(&[*byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::select! {
            _ = reading.read_to_end(&mut heard) => {}
            () = send => {}
        }
    };
    timeout(most, trickling).await.expect("the server listens for ever");
    (String::from_utf8_lossy(&heard).into_owned(), began.elapsed())
}

#[tokio::test]
async fn heads_that_come_byte_by_byte_are_given_up_and_others_are_served_meanwhile() {
    let place = Place::open_with(&["--max-connections", "40"]).await;
    let address = place.server.address();
    let slow = (0..20).map(|_| async move {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        trickle(stream, b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", HEAD).await
    });
    let slow: Vec<_> = slow.map(tokio::spawn).collect();
    for _ in 0..20 {
        let began = Instant::now();
        assert_eq!(reqwest::get(place.server.url("/readyz")).await.unwrap().status(), 200);
        assert!(began.elapsed() < Duration::from_secs(5), "others wait: {:?}", began.elapsed());
    }
    for slow in slow {
        let (heard, _) = slow.await.unwrap();
        assert!(!heard.contains("200 OK"), "{heard}");
    }
}

#[tokio::test]
async fn a_body_that_comes_byte_by_byte_is_given_up() {
    let place = Place::open_with(&["--request-seconds", "2"]).await;
    let token = place.seeded.token("Erik");
    for path in [
        "/api/sign-in".to_owned(),
        format!("/api/agreements/{}/attachments?name=a.pdf", place.seeded.agreement),
    ] {
        let mut stream = TcpStream::connect(place.server.address()).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let (heard, took) = trickle(stream, b"{", PATIENCE).await;
        assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 4"), "{path}: {heard}");
        assert!(took >= Duration::from_secs(1), "{path}: it was not the time that ended it: {heard}");
    }
}

#[tokio::test]
async fn half_a_first_message_is_no_first_message() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Launch::new(&folder).arguments(&["--first-message-seconds", "1"]).start().await;
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let handshake = wire::handshake(seeded.section("free"), server.address(), seeded.token("Erik"));
    stream.write_all(handshake.as_bytes()).await.unwrap();
    // A binary frame of a hundred bytes, masked with zeros, of which one comes now and then.
    stream.write_all(&[0x82, 0x80 | 100, 0, 0, 0, 0]).await.unwrap();
    let (heard, _) = trickle(stream, &[0], PATIENCE).await;
    assert!(heard.contains("no first message in time"), "{heard:?}");
}

#[tokio::test]
async fn places_that_slow_clients_held_are_free_again() {
    let place = Place::open_with(&["--max-connections", "4", "--first-message-seconds", "1"]).await;
    let section = place.seeded.section("free");
    let pass = Pass::plain(place.seeded.token("Erik"));
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(Socket::open(&place.server, section, &pass).await);
    }
    // All places are taken; whoever says nothing loses theirs.
    let answer = timeout(PATIENCE, reqwest::get(place.server.url("/readyz"))).await;
    assert_eq!(answer.expect("there is a place again").unwrap().status(), 200);
    for socket in silent {
        assert_eq!(socket.closed().await.code, 4408);
    }
}
