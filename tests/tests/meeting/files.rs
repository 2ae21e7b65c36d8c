//! Files that are no files: what is taken, under which name, how many, and how it is given back.

use super::call;
use overens_tests::{Group, Person};
use reqwest::StatusCode;
use serde_json::Value;

const HTML: &[u8] = b"<!doctype html><script>fetch('/api/me')</script>";
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";

/// Two kinds of file at once, to whoever guesses.
fn polyglot(beginning: &[u8]) -> Vec<u8> {
    [beginning, b"\n", HTML, SVG].concat()
}

async fn upload(
    group: &Group,
    by: &Person,
    name: &str,
    said: &str,
    content: Vec<u8>,
) -> overens_tests::person::Answer {
    let path = format!("/api/agreements/{}/attachments", group.seeded.agreement);
    by.send_file(&path, name, said, content).await
}

#[tokio::test]
async fn what_is_no_pdf_and_no_picture_is_not_taken_whatever_it_says_it_is() {
    let group = Group::gather().await;
    for content in [
        HTML.to_vec(),
        SVG.to_vec(),
        b"".to_vec(),
        b"\xef\xbb\xbf%PDF-1.7".to_vec(),
        [HTML, b"%PDF-1.7"].concat(),
        b"GIF89a/*".to_vec(),
        b"PK\x03\x04".to_vec(),
        b"MZ\x90\x00".to_vec(),
        b"\x89PN".to_vec(),
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>".to_vec(),
    ] {
        for (name, said) in [
            ("minnen.pdf", "application/pdf"),
            ("bild.png", "image/png"),
            ("x.html", "text/html"),
            ("x.svg", "image/svg+xml"),
            ("x", "application/octet-stream"),
        ] {
            let answer = upload(&group, &group.erik, name, said, content.clone()).await;
            assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name} {content:?}");
        }
    }
    let large = [b"%PDF-1.7".to_vec(), vec![b'x'; 20 << 20]].concat();
    let answer = upload(&group, &group.erik, "stor.pdf", "application/pdf", large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Who approves and writes nothing puts nothing to a meeting either.
    let answer = upload(&group, &group.ivar, "a.pdf", "application/pdf", b"%PDF-1.7".to_vec()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_taken_is_given_back_as_a_file_that_nothing_runs() {
    let group = Group::gather().await;
    let (meeting, _) = call(&group).await;
    for (beginning, name, media_type, kept_as) in [
        (&b"%PDF-1.7"[..], "../../etc/kallelse.pdf", "application/pdf", "kallelse.pdf"),
        (b"%PDF-1.7", "C:\\bilder\\protokoll.html", "application/pdf", "protokoll.html.pdf"),
        (b"\x89PNG\r\n\x1a\n", "tavlan.svg", "image/png", "tavlan.svg.png"),
        (b"\xff\xd8\xff", "Rummet.JPG", "image/jpeg", "Rummet.JPG"),
        (b"\xff\xd8\xff\xe0", "a\"; filename=x.exe", "image/jpeg", "a\"; filename=x.exe.jpg"),
    ] {
        let content = polyglot(beginning);
        let file = upload(&group, &group.erik, name, "text/html", content.clone()).await.done();
        assert_eq!((file["media_type"].as_str(), file["name"].as_str()), (Some(media_type), Some(kept_as)));
        // Named otherwise when it is put to the meeting, it is no other kind of file.
        let mut named = file.clone();
        named["name"] = format!("{kept_as}.html").into();
        named["media_type"] = "text/html".into();
        let put = group.erik.post(&format!("/api/meetings/{meeting}/files"), named).await.done();
        let last = put["files"].as_array().unwrap().last().unwrap()["file"].clone();
        assert!(!last["name"].as_str().unwrap().ends_with(".html"), "{last}");
        assert_eq!(last["media_type"], media_type);

        let path = format!(
            "/api/agreements/{}/attachments/{}",
            group.seeded.agreement,
            file["id"].as_str().unwrap()
        );
        assert_eq!(group.ivar.bytes(&path).await, content);
        let headers = group.ivar.headers(&path).await;
        let header = |name: &str| headers[name].to_str().unwrap();
        assert_eq!(header("content-type"), media_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert!(header("content-disposition").starts_with("attachment; filename=\""), "{headers:?}");
        assert_eq!(header("content-disposition").matches('"').count(), 2, "{headers:?}");
    }
}

#[tokio::test]
async fn a_name_that_nobody_can_read_is_refused() {
    let group = Group::gather().await;
    let mut content = 0_u8;
    for name in [
        "",
        " ",
        "/",
        "a\u{202e}fdp.exe",
        "a\u{0}.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        "a\u{200b}.pdf",
        "a\u{7f}",
    ] {
        content += 1;
        let bytes = [b"%PDF-1.7".to_vec(), vec![content]].concat();
        let answer = upload(&group, &group.erik, name, "application/pdf", bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?} {answer:?}");
        assert!(["field-missing", "field-unreadable"].contains(&answer.code()), "{name:?} {answer:?}");
        assert!(answer.body["detail"].as_str().is_some_and(|said| !said.is_empty()));
    }
}

#[tokio::test]
async fn of_a_thousand_files_a_meeting_takes_a_hundred() {
    let group = Group::gather().await;
    let (meeting, _) = call(&group).await;
    let path = format!("/api/meetings/{meeting}/files");
    let mut last = Value::Null;
    for index in 0..=100 {
        let content = format!("%PDF-1.7 {index}").into_bytes();
        let file = upload(&group, &group.erik, "a.pdf", "application/pdf", content).await.done();
        let answer = group.erik.post(&path, file.clone()).await;
        if index < 100 {
            last = answer.done();
        } else {
            assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "too-many"));
            // Whoever needs it takes another one away.
            let first = last["files"][0]["file"]["id"].as_str().unwrap().to_owned();
            group.erik.post(&format!("{path}/{first}/remove"), serde_json::json!({})).await.done();
            group.erik.post(&path, file).await.done();
        }
    }
    assert_eq!(super::look(&group.maja, &meeting).await["files"].as_array().unwrap().len(), 100);
}
