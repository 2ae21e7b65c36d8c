//! Paths that lead out of where they belong.

use crate::raw::{exchange, status};
use overens_tests::{Person, Place};

/// What no answer may hold: a line of /etc/passwd, and the beginnings of files beside the web client.
const FOREIGN: [&str; 3] = ["root:x:", "[package]", "\"devDependencies\""];

#[tokio::test]
async fn no_path_leads_out_of_the_web_client() {
    let place = Place::open().await;
    let up = [
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..\\",
        "..%5c",
        "%252e%252e%252f",
        "....//",
        ".//..//",
        "..;/",
        "%c0%ae%c0%ae/",
    ];
    let from = ["/", "/assets/", "/manual/", "/manual/sv/", "//", "/assets//", "/fonts/"];
    let to = ["etc/passwd", "package.json", "server/Cargo.toml", "proc/self/environ"];
    for from in from {
        for up in up {
            for to in to {
                for depth in [1, 2, 3, 9] {
                    let path = format!("{from}{}{to}", up.repeat(depth));
                    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
                    let answer = exchange(&place.server, request.as_bytes()).await;
                    assert!(matches!(status(&answer), 200 | 301..=308 | 400 | 404), "{path}: {answer}");
                    let held = FOREIGN.iter().find(|words| answer.contains(**words));
                    assert_eq!(held, None, "{path}");
                }
            }
        }
    }
    for path in ["/assets/%00", "/assets/a%00.js", "/%ff", "/assets/%E0%80", "/etc/passwd%00.html"] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = exchange(&place.server, request.as_bytes()).await;
        assert!(matches!(status(&answer), 200 | 400 | 404), "{path}: {answer}");
    }
}

#[tokio::test]
async fn what_stands_in_an_address_in_the_place_of_an_id_names_no_file_and_no_key() {
    let place = Place::open().await;
    let erik = Person::sign_in(&place.server, place.seeded.member("Erik")).await;
    let agreement = &place.seeded.agreement;
    for id in [
        "..%2f..%2fsigning-key",
        "%2e%2e",
        "signing-key",
        "account%2f1",
        "%00",
        "words%2f",
        "0",
        "%F0%9F%99%82",
    ] {
        for path in [
            format!("/api/agreements/{id}"),
            format!("/api/agreements/{id}/export"),
            format!("/api/agreements/{agreement}/attachments/{id}"),
            format!("/api/sections/{id}/text"),
            format!("/api/sections/{id}/revisions/1"),
            format!("/api/sign-in/{id}"),
        ] {
            let answer = erik.get(&path).await;
            assert!(answer.status.is_client_error(), "{path}: {answer:?}");
            assert!(!answer.code().is_empty(), "{path} is refused without a word: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_request_line_that_is_none_is_refused_and_the_next_client_is_served() {
    let place = Place::open().await;
    for request in [
        "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\n\r\n",
        "POST /api/sign-out HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\nconnection: close\r\n\r\nab",
        "POST /api/sign-out HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\nconnection: close\r\n\r\n",
        "GET /a b HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\n x: folded\r\nconnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: a\r\nx: a\rset-cookie: b\r\nconnection: close\r\n\r\n",
    ] {
        let mut with_end = request.to_owned();
        if !request.contains("connection: close") {
            with_end = request.replacen("\r\n", "\r\nconnection: close\r\n", 1);
        }
        let answer = exchange(&place.server, with_end.as_bytes()).await;
        assert!(!answer.contains("set-cookie: b"), "{request:?}: {answer}");
        assert!(matches!(status(&answer), 0 | 200 | 400 | 401 | 405 | 505), "{request:?}: {answer}");
    }
    assert_eq!(reqwest::get(place.server.url("/healthz")).await.unwrap().status(), 200);
}
