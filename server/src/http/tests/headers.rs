//! What every answer tells the browser not to do.

use super::*;

#[tokio::test]
async fn every_answer_has_the_protecting_headers() {
    let fixture = Fixture::new().await;
    for path in
        ["/", "/api/me", "/api/none", "/assets/none.js", "/healthz", "/agreements/x", &fixture.link(0)]
    {
        let got = fixture.get(path, &[]).await;
        let policy = got.header("content-security-policy");
        for part in ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "ws://127.0.0.1:8080"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert!(got.header("permissions-policy").contains("camera=()"), "{path}");
    }
}

#[tokio::test]
async fn what_is_private_is_not_kept_and_no_page_says_where_it_was() {
    let fixture = Fixture::new().await;
    let link = fixture.link(0);
    for path in ["/api/me", "/api/openapi.json", &link, &format!("/api{link}")] {
        assert_eq!(fixture.get(path, &[]).await.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(fixture.get("/", &[]).await.header("referrer-policy"), "no-referrer");
    // With `no-referrer` the page's own form would send `Origin: null`.
    assert_eq!(fixture.get(&link, &[]).await.header("referrer-policy"), "strict-origin");
}

#[tokio::test]
async fn addresses_of_the_web_client_get_its_first_page() {
    let fixture = Fixture::new().await;
    for path in ["/", "/agreements/x/sections/y", "/account"] {
        let got = fixture.get(path, &[]).await;
        assert_eq!((got.status, got.header("cache-control")), (StatusCode::OK, "no-cache"), "{path}");
        assert!(got.header("content-type").starts_with("text/html"), "{path}");
    }
    assert_eq!(fixture.get("/assets/none.js", &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(fixture.ask(Method::POST, "/", &[], "").await.status, StatusCode::METHOD_NOT_ALLOWED);
}
