//! Requests that swell: packed bodies, towers of brackets, long heads, crowds of presences, rooms without number.

use crate::raw::{exchange, status};
use flate2::Compression;
use flate2::write::GzEncoder;
use overens_tests::people::{lighthouses, seed_with};
use overens_tests::server::Launch;
use overens_tests::{Client, Folder, Pass, Person, Place, Room, Server, Socket, wire};
use serde_json::json;
use std::io::Write;

/// What a server may have more in memory than before, KiB: far below what any of these would swell to.
const LITTLE: u64 = 24 << 10;

#[tokio::test]
async fn a_packed_body_is_not_unpacked() {
    let place = Place::open().await;
    let token = place.seeded.token("Erik").to_string();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..200 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    packed.write_all(b"{\"email\":\"erik@kuststad.example\"}").unwrap();
    let packed = packed.finish().unwrap();
    let before = place.server.resident_kib();
    for encoding in ["gzip", "deflate", "br", "zstd", "gzip, gzip"] {
        for path in [
            "/api/sign-in".to_owned(),
            "/api/agreements".to_owned(),
            format!("/api/agreements/{}/attachments", place.seeded.agreement),
        ] {
            let request = reqwest::Client::new().post(place.server.url(&path)).bearer_auth(&token);
            let request =
                request.header("content-type", "application/json").header("content-encoding", encoding);
            let answer = request.body(packed.clone()).send().await;
            // It may hang up before it has heard all of it.
            if let Ok(answer) = answer {
                assert!(answer.status().is_client_error(), "{path} {encoding}: {}", answer.status());
            }
        }
    }
    let more = place.server.resident_kib().saturating_sub(before);
    assert!(more < LITTLE, "{more} KiB for 200 MiB in {} bytes", packed.len());
}

#[tokio::test]
async fn who_may_not_send_a_large_body_fills_no_memory_with_it() {
    let place = Place::open().await;
    let before = place.server.resident_kib();
    let file = vec![b'%'; 19 << 20];
    let path = format!("/api/agreements/{}/attachments?name=a.pdf", place.seeded.agreement);
    for token in ["overens_made_up", &place.seeded.token("Olle").0] {
        for path in [path.as_str(), "/api/sign-in", "/api/agreements"] {
            for _ in 0..4 {
                let request = reqwest::Client::new().post(place.server.url(path)).bearer_auth(token);
                // It may hang up before it has heard all of it.
                if let Ok(answer) = request.body(file.clone()).send().await {
                    assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
                }
            }
        }
    }
    let more = place.server.resident_kib().saturating_sub(before);
    assert!(more < LITTLE, "{more} KiB");
}

#[tokio::test]
async fn frames_are_never_packed_even_if_a_client_offers_it() {
    let place = Place::open().await;
    let handshake =
        wire::handshake(place.seeded.section("free"), place.server.address(), place.seeded.token("Erik"));
    let offer = "sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
    let handshake = format!("{}{offer}", handshake.strip_suffix("\r\n").unwrap());
    let mut bytes = handshake.into_bytes();
    // A frame that says it is packed (RSV1), which nobody agreed on.
    bytes.extend([0xc2, 0x80 | 3, 0, 0, 0, 0, 1, 2, 3]);
    let answer = exchange(&place.server, &bytes).await;
    assert_eq!(status(&answer), 101, "{answer}");
    assert!(!answer.to_lowercase().contains("sec-websocket-extensions"), "{answer}");
    assert!(answer.contains("not understood"), "the frame is refused: {answer}");
}

#[tokio::test]
async fn towers_of_brackets_are_refused_wherever_json_is_read() {
    let place = Place::open().await;
    let erik = Person::sign_in(&place.server, place.seeded.member("Erik")).await;
    let towers = [
        "[".repeat(60_000),
        "{\"a\":".repeat(10_000),
        format!("{}{}", "[".repeat(30_000), "]".repeat(30_000)),
        format!("{{\"title\":{}1{}}}", "[".repeat(30_000), "]".repeat(30_000)),
        format!(
            "{{\"blocks\":{}{}}}",
            "[{\"type\":\"blockquote\",\"content\":".repeat(1_500),
            "[]}]".repeat(1_500)
        ),
    ];
    let description = place.get("/api/openapi.json").await;
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        if methods["post"]["requestBody"].is_null() || path.contains("attachments") {
            continue;
        }
        let id = if path.contains("/sections/") {
            place.seeded.section("free").to_string()
        } else {
            place.seeded.agreement.to_string()
        };
        let path = path.replace("{id}", &id).replace(['{', '}'], "");
        for tower in &towers {
            let answer = erik.post_text(&path, tower).await;
            assert!(answer.status.is_client_error(), "{path}: {answer:?}");
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked} requests");
    assert_eq!(erik.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn heads_without_end_are_refused() {
    let place = Place::open().await;
    let line = format!("x-a: {}\r\n", "a".repeat(4_000));
    let many: String = (0..2_000).map(|number| format!("x-{number}: a\r\n")).collect();
    for head in [line.repeat(40), many, format!("cookie: {}\r\n", "a=b; ".repeat(20_000))] {
        let request = format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{head}\r\n");
        let answer = exchange(&place.server, request.as_bytes()).await;
        assert!(matches!(status(&answer), 0 | 400 | 431), "{answer}");
    }
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(80_000));
    assert!(matches!(status(&exchange(&place.server, long.as_bytes()).await), 0 | 400 | 414 | 431));
}

#[tokio::test]
async fn ten_thousand_presences_of_one_connection_are_one_at_most() {
    let room = Room::open().await;
    let reader = Client::join(&room.server, &room.section, &Pass::plain(room.seeded.token("Olle"))).await;
    let before = room.server.resident_kib();
    let state = format!("{{\"cursor\":{{\"anchor\":\"{}\"}}}}", "a".repeat(40));
    let mut crowd: Vec<(u64, u64, &str)> = vec![(500_000, 1, &state)];
    let mut socket = room.erik().await;
    socket.send(wire::awareness(&crowd)).await.unwrap();
    reader.until("Erik is there", |state| state.presence.contains_key(&500_000)).await;
    crowd.extend((0..9_999).map(|number| (500_001 + number, 1, state.as_str())));
    for round in 2..12 {
        crowd.iter_mut().for_each(|entry| entry.1 = round);
        socket.send(wire::awareness(&crowd)).await.unwrap();
    }
    // One more line than may stand in a frame.
    crowd.push((400_000, 1, &state));
    socket.send(wire::awareness(&crowd)).await.unwrap();
    assert_eq!(socket.closed().await.code, 4400);
    reader.until("Erik has left", |state| !state.presence.contains_key(&500_000)).await;
    let strangers =
        reader.state().presence.keys().filter(|client| (400_000..600_000).contains(*client)).count();
    assert_eq!(strangers, 0);
    let more = room.server.resident_kib().saturating_sub(before);
    assert!(more < LITTLE, "{more} KiB");
    room.stayed_as_it_was().await;
}

/// Opens each section, asks for its text, and leaves.
async fn walk_through(server: &Server, sections: &[overens_tests::people::SeededSection], pass: &Pass) {
    for section in sections {
        let mut socket = Socket::open(server, &section.id, pass).await;
        socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
        while !matches!(socket.hear().await.unwrap(), wire::Said::Step2(_)) {}
        socket.close().await;
    }
}

#[tokio::test]
async fn many_small_rooms_opened_and_closed_again_leave_nothing_behind() {
    let folder = Folder::new();
    let mut agreement = lighthouses();
    let sections = agreement["sections"].as_array_mut().unwrap();
    let small =
        |number: usize| json!({"kind": "free", "title": format!("Fyr {number}"), "responsible": ["A"]});
    sections.extend((0..400).map(small));
    let seeded = seed_with(&folder, &agreement).await;
    let server = Launch::new(&folder).arguments(&["--idle-section-seconds", "1"]).start().await;
    let pass = Pass::plain(seeded.token("Erik"));
    // The first walks warm up the store's cache and the allocator.
    walk_through(&server, &seeded.sections, &pass).await;
    walk_through(&server, &seeded.sections, &pass).await;
    let before = server.resident_kib();
    for _ in 0..4 {
        walk_through(&server, &seeded.sections, &pass).await;
    }
    let more = server.resident_kib().saturating_sub(before);
    assert!(more < LITTLE, "{more} KiB more after 1,600 rooms");
}
