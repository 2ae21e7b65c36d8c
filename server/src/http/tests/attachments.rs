//! Files: what is taken, and how it is given back.

use super::approving::{ADA, BO, EVA};
use super::*;
use crate::record::attachment::Upload;

const PDF: &str = "%PDF-1.7\nÅ";

impl Fixture {
    pub(super) async fn upload(&self, name: &str, member: usize) -> Got {
        let bearer = self.bearer(member);
        let path = format!("{}/attachments?name={name}", self.agreement());
        self.ask(Method::POST, &path, &[("authorization", &bearer)], PDF).await
    }
}

#[tokio::test]
async fn a_file_is_given_back_as_a_download_that_cannot_run() {
    let fixture = Fixture::new().await;
    let got = fixture.upload("m%C3%B6te%2F%C3%A5r.pdf", ADA).await;
    assert_eq!(got.status, StatusCode::CREATED);
    let file = got.json();
    assert_eq!((&file["name"], &file["bytes"]), (&json!("år.pdf"), &json!(PDF.len())));
    assert_eq!(file["media_type"], "application/pdf");
    let path = format!("{}/attachments/{}", fixture.agreement(), file["id"].as_str().unwrap());
    let got = fixture.read(&path, EVA).await;
    assert_eq!((got.status, got.body.as_slice()), (StatusCode::OK, PDF.as_bytes()));
    assert_eq!(got.header("content-type"), "application/pdf");
    let expected = "attachment; filename=\"_r.pdf\"; filename*=UTF-8''%C3%A5r.pdf";
    assert_eq!(got.header("content-disposition"), expected);
    assert_eq!(got.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(got.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_file_is_of_the_agreement_that_it_was_uploaded_to() {
    let fixture = Fixture::new().await;
    let other = seed(&fixture.operator, "Annan").await;
    let id = fixture.upload("a.pdf", ADA).await.json()["id"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {}", other["members"][1]["token"].as_str().unwrap());
    let path = format!("/api/agreements/{}/attachments/{id}", other["agreement"].as_str().unwrap());
    let got = fixture.get(&path, &[("authorization", &bearer)]).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "attachment-unknown"));
    let got = fixture.read(&format!("{}/attachments/x", fixture.agreement()), ADA).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "attachment-unknown"));
}

#[tokio::test]
async fn what_is_no_pdf_png_or_jpeg_or_too_large_or_has_no_name_is_not_taken() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(BO);
    let path = format!("{}/attachments", fixture.agreement());
    let large = format!("{PDF}{}", "x".repeat(20 * 1024 * 1024));
    let long = format!("?name={}", "x".repeat(201));
    for (query, content, status, code) in [
        ("?name=a.pdf", "<html>", StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media"),
        ("?name=a.pdf", "", StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media"),
        ("?name=a.pdf", large.as_str(), StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        ("?name=%20", PDF, StatusCode::UNPROCESSABLE_ENTITY, "field-missing"),
        (&long, PDF, StatusCode::UNPROCESSABLE_ENTITY, "field-too-long"),
        ("", PDF, StatusCode::BAD_REQUEST, "bad-request"),
    ] {
        let path = format!("{path}{query}");
        let got = fixture.ask(Method::POST, &path, &[("authorization", &bearer)], content).await;
        assert_eq!((got.status, got.problem().as_str()), (status, code), "{query}");
    }
    let largest = format!("%PDF-{}", "x".repeat(20 * 1024 * 1024 - 5));
    let path = format!("{path}?name=a.pdf");
    let got = fixture.ask(Method::POST, &path, &[("authorization", &bearer)], &largest).await;
    assert_eq!(got.status, StatusCode::CREATED);
}

#[tokio::test]
async fn nobody_fills_the_disk_with_files() {
    for (count, bytes) in [(5_000, 1), (1, 5 << 30)] {
        let fixture = Fixture::new().await;
        let agreement = fixture.seeded["agreement"].as_str().unwrap().parse().unwrap();
        let member = fixture.seeded["members"][ADA]["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(fixture.upload("a.pdf", ADA).await.status, StatusCode::CREATED);
        for index in 1..=count {
            let upload = Upload {
                name: "a.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes,
                member,
                at: jiff::Timestamp::now(),
            };
            let content = bytes::Bytes::from(format!("%PDF-{index}"));
            fixture.records.upload(agreement, content, &upload).await.unwrap();
        }
        let got = fixture.upload("b.pdf", ADA).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "too-many"));
        assert!(got.json()["detail"].as_str().is_some_and(|said| said.contains("file")), "{:?}", got.json());
        let other = seed(&fixture.operator, "Annan").await;
        let bearer = format!("Bearer {}", other["members"][0]["token"].as_str().unwrap());
        let path = format!("/api/agreements/{}/attachments?name=a.pdf", other["agreement"].as_str().unwrap());
        let got = fixture.ask(Method::POST, &path, &[("authorization", &bearer)], PDF).await;
        assert_eq!(got.status, StatusCode::CREATED, "another agreement has room of its own");
    }
}
