//! What a client is told when something is wrong.

use super::*;
use crate::http::problem::Problem;
use crate::store::StoreError;
use axum::routing::get;

#[tokio::test]
async fn a_problem_is_told_in_the_readers_language_under_the_same_type() {
    let fixture = Fixture::new().await;
    let swedish = fixture.get("/api/me", &[]).await;
    let english = fixture.get("/api/me", &[("accept-language", "en-GB")]).await;
    assert_eq!((swedish.header("content-language"), english.header("content-language")), ("sv", "en"));
    let (swedish, english) = (swedish.json(), english.json());
    assert_eq!(swedish["type"], english["type"]);
    assert_eq!(swedish["title"], "Du är inte inloggad");
    assert_eq!(english["title"], "You are not signed in");
    assert_ne!(swedish["detail"], english["detail"]);
}

#[tokio::test]
async fn what_axum_refuses_is_a_problem_too() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.get("/api/nothing/here", &[]).await.problem(), "not-found");
    let got = fixture.ask(Method::PUT, "/api/me", &[], "").await;
    assert_eq!((got.problem().as_str(), got.header("allow")), ("method-not-allowed", "GET,HEAD"));
    let large = "x".repeat(super::super::BODY_SIZE + 1);
    let size = large.len().to_string();
    let bearer = fixture.bearer(0);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-length", size.as_str()),
        ("content-type", "application/json"),
    ];
    let got = fixture.ask(Method::POST, "/api/tokens", &headers, &large).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
}

#[tokio::test]
async fn ids_that_are_none_or_nobodys_are_unknown() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(0);
    let token = [("authorization", bearer.as_str())];
    for id in ["x", "00000000-0000-0000-0000-000000000000"] {
        let agreement = fixture.get(&format!("/api/agreements/{id}"), &token).await;
        assert_eq!(
            (agreement.status, agreement.problem().as_str()),
            (StatusCode::NOT_FOUND, "agreement-unknown")
        );
        for rest in ["", "/text", "/authors", "/history", "/timeline", "/moments/1", "/revisions/1/authors"] {
            let section = fixture.get(&format!("/api/sections/{id}{rest}"), &token).await;
            assert_eq!(
                (section.status, section.problem().as_str()),
                (StatusCode::NOT_FOUND, "section-unknown")
            );
        }
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_used_is_said_and_its_reason_is_not() {
    let fixture = Fixture::new().await;
    assert_eq!(fixture.get("/readyz", &[]).await.body, b"ok");
    fixture.store.fail_with(Some(StoreError::Unavailable("disk /dev/secret is full".into())));
    let bearer = fixture.bearer(0);
    for path in ["/api/me", "/readyz"] {
        let got = fixture.get(path, &[("authorization", &bearer)]).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (StatusCode::SERVICE_UNAVAILABLE, "store-unavailable")
        );
        assert_eq!(got.header("retry-after"), "5");
        assert!(!String::from_utf8(got.body).unwrap().contains("secret"));
    }
    assert_eq!(fixture.get("/healthz", &[]).await.body, b"ok");
}

#[tokio::test]
async fn a_stopping_server_is_not_ready() {
    let fixture = Fixture::new().await;
    fixture.readiness.withdraw();
    let got = fixture.get("/readyz", &[]).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "stopping"));
}

#[test]
fn every_problem_has_words_in_both_languages() {
    use crate::agreement::refusal::{Language, Refusal};
    for problem in [
        Problem::NotSignedIn,
        Problem::WrongOrigin,
        Problem::NotAMember,
        Problem::SessionNeeded,
        Problem::FreshSignInNeeded,
        Problem::Refused(Refusal::DayAhead),
        Problem::Refused(Refusal::NotYours),
        Problem::Refused(Refusal::NotDecided),
        Problem::Refused(Refusal::NoSuchParty),
        Problem::Contended,
        Problem::AttachmentUnknown,
        Problem::UnsupportedMedia,
        Problem::HistoryPurged,
        Problem::MomentUnknown,
        Problem::AgreementUnknown,
        Problem::SectionUnknown,
        Problem::LinkUnknown,
        Problem::LinkExpired,
        Problem::LinkUsed,
        Problem::TokenUnknown,
        Problem::NotFound,
        Problem::MethodNotAllowed,
        Problem::BadRequest(String::new()),
        Problem::TooLarge,
        Problem::TimedOut,
        Problem::StoreUnavailable,
        Problem::Stopping,
        Problem::Internal,
    ] {
        let (title, detail) = super::super::words::of(&problem, Language::Swedish);
        let (english, explained) = super::super::words::of(&problem, Language::English);
        for text in [&title, &detail, &english, &explained] {
            assert!(!text.is_empty(), "{problem:?}");
        }
        assert_ne!(title, english);
        assert_ne!(detail, explained);
    }
}

#[tokio::test]
async fn a_handler_that_panics_is_a_problem_of_ours() {
    async fn broken() -> &'static str {
        panic!("a fault, made on purpose")
    }
    let router = Router::new()
        .route("/broken", get(broken))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(super::super::problem::of_panic))
        .layer(axum::middleware::from_fn(super::super::refusal::write_problems));
    let request = Request::get("/broken").body(Body::empty()).unwrap();
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["type"], "/problems/internal");
    assert!(!String::from_utf8_lossy(&body).contains("on purpose"));
}
