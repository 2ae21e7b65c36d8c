//! Who is let in, and how far.

use super::*;

/// Routes that anybody may ask; the live text says no by a WebSocket's close code.
const OPEN: [&str; 9] = [
    "/healthz",
    "/readyz",
    "/api/server",
    "/api/sign-in",
    "/api/openapi.json",
    "/sign-in/{secret}",
    "/api/sign-in/{secret}",
    "/sync/{section}",
    "/api/signing-key",
];

#[tokio::test]
async fn without_a_credential_every_other_route_says_401() {
    let fixture = Fixture::new().await;
    let description = fixture.get("/api/openapi.json", &[]).await.json();
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        if OPEN.contains(&path.as_str()) {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = path.replace("{id}", &uuid::Uuid::nil().to_string());
            for headers in
                [&[][..], &[("authorization", "Bearer overens_no")], &[("cookie", "overens_session=no")]]
            {
                let got = fixture.ask(method.clone(), &path, headers, "").await;
                assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                assert_eq!(got.problem(), "not-signed-in");
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "only {asked} requests were made");
}

#[tokio::test]
async fn the_description_has_every_route() {
    let fixture = Fixture::new().await;
    let description = fixture.get("/api/openapi.json", &[]).await.json();
    let paths = &description["paths"];
    for (path, methods) in [
        ("/healthz", &["get"][..]),
        ("/readyz", &["get"]),
        ("/api/openapi.json", &["get"]),
        ("/api/me", &["get"]),
        ("/api/agreements", &["get"]),
        ("/api/agreements/{id}", &["get"]),
        ("/api/agreements/{id}/presence", &["get"]),
        ("/api/agreements/{id}/parties", &["get"]),
        ("/api/agreements/{id}/members", &["get"]),
        ("/api/agreements/{id}/sections", &["get"]),
        ("/api/agreements/{id}/decisions", &["get"]),
        ("/api/agreements/{id}/phase", &["post"]),
        ("/api/agreements/{id}/mandates", &["get", "post"]),
        ("/api/agreements/{id}/signing", &["post"]),
        ("/api/agreements/{id}/attachments", &["post"]),
        ("/api/agreements/{id}/attachments/{hash}", &["get"]),
        ("/api/agreements/{id}/sign-offs", &["get"]),
        ("/api/agreements/{id}/sign-offs/{sign_off}/withdrawal", &["post"]),
        ("/api/agreements/{id}/sign-offs/{sign_off}/receipt", &["get"]),
        ("/api/agreements/{id}/record", &["get"]),
        ("/api/agreements/{id}/record/head", &["get"]),
        ("/api/signing-key", &["get"]),
        ("/api/sections/{id}", &["get"]),
        ("/api/sections/{id}/text", &["get"]),
        ("/api/sections/{id}/authors", &["get"]),
        ("/api/sections/{id}/history", &["get"]),
        ("/api/sections/{id}/timeline", &["get"]),
        ("/api/sections/{id}/moments/{moment}", &["get"]),
        ("/api/sections/{id}/revisions/{number}/authors", &["get"]),
        ("/sign-in/{secret}", &["get", "post"]),
        ("/api/sign-in/{secret}", &["get"]),
        ("/api/sign-in", &["post"]),
        ("/api/server", &["get"]),
        ("/api/sessions", &["get"]),
        ("/api/sessions/{id}/end", &["post"]),
        ("/api/sessions/end-others", &["post"]),
        ("/api/sign-out", &["post"]),
        ("/api/tokens", &["get", "post"]),
        ("/api/tokens/{id}", &["delete"]),
    ] {
        for method in methods {
            assert!(paths[path][method].is_object(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_link_is_opened_freely_and_spent_by_its_button_once() {
    let fixture = Fixture::new().await;
    let link = fixture.link(0);
    for _ in 0..2 {
        assert_eq!(fixture.get(&link, &[]).await.status, StatusCode::OK);
        let seen = fixture.get(&format!("/api{link}"), &[]).await.json();
        assert_eq!((&seen["name"], &seen["party"]["letter"]), (&json!("Ada"), &json!("A")));
    }
    let got = fixture.ask(Method::POST, &link, &[("origin", URL)], "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert_eq!(got.header("location"), fixture.agreement().strip_prefix("/api").unwrap());
    let attributes = got.header("set-cookie");
    assert!(attributes.starts_with("overens_session="), "{attributes}");
    assert!(attributes.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"), "{attributes}");
    let me = fixture.get("/api/me", &[("cookie", &got.cookie())]).await.json();
    assert_eq!(me["account"]["email"], "ada@a.example");
    assert_eq!(me["memberships"][0]["member"]["organisation"], "Styrelsen");

    let again = fixture.ask(Method::POST, &link, &[("origin", URL)], "").await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, link.as_str()));
    assert_eq!(again.header("set-cookie"), "");
    let seen = fixture.get(&format!("/api{link}"), &[]).await;
    assert_eq!((seen.status, seen.problem().as_str()), (StatusCode::GONE, "link-used"));
    assert_eq!(fixture.get("/api/sign-in/no", &[]).await.problem(), "link-unknown");
}

#[tokio::test]
async fn behind_tls_the_cookie_is_for_tls_and_this_host_only() {
    let fixture = Fixture::at(&["https://overens.example"]).await;
    let origin = ("origin", "https://overens.example");
    let got = fixture.ask(Method::POST, &fixture.link(0), &[origin], "").await;
    let cookie = got.header("set-cookie");
    assert!(cookie.starts_with("__Host-overens_session="), "{cookie}");
    assert!(cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(fixture.get("/api/me", &[("cookie", &got.cookie())]).await.status, StatusCode::OK);
    let planted = got.cookie().replace("__Host-", "");
    assert_eq!(fixture.get("/api/me", &[("cookie", &planted)]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let fixture = Fixture::new().await;
    let cookie = fixture.sign_in(0).await;
    let got = fixture.ask(Method::POST, "/api/sign-out", &[("cookie", &cookie), ("origin", URL)], "").await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert!(got.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(fixture.get("/api/me", &[("cookie", &cookie)]).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn another_site_can_change_nothing_and_open_no_socket() {
    let fixture = Fixture::new().await;
    let cookie = fixture.sign_in(0).await;
    for origin in ["http://evil.example", "http://127.0.0.1:8081", "https://127.0.0.1:8080", "null", ""] {
        let headers = [("cookie", cookie.as_str()), ("origin", origin)];
        for (method, path) in [
            (Method::POST, "/api/sign-out"),
            (Method::POST, &fixture.link(1)),
            (Method::DELETE, "/api/tokens/x"),
        ] {
            let got = fixture.ask(method, path, &headers, "").await;
            assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "wrong-origin"));
        }
        let headers = [headers[0], headers[1], ("connection", "upgrade"), ("upgrade", "websocket")];
        let got = fixture.get("/sync/x", &headers).await;
        assert_eq!(got.problem(), "wrong-origin");
    }
    for ours in [URL, "http://localhost:8080"] {
        let headers = [("cookie", cookie.as_str()), ("origin", ours)];
        let got = fixture.ask(Method::DELETE, "/api/tokens/x", &headers, "").await;
        assert_eq!(got.problem(), "token-unknown");
    }
    assert_eq!(fixture.get("/api/me", &[("cookie", &cookie)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_made_by_a_session_shown_once_and_revoked_at_once() {
    let fixture = Fixture::new().await;
    let cookie = fixture.sign_in(1).await;
    let session = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    let wish = json!({"agreement": fixture.seeded["agreement"], "label": " rapport "}).to_string();
    let got = fixture.ask(Method::POST, "/api/tokens", &session, &wish).await;
    assert_eq!(got.status, StatusCode::CREATED);
    let made = got.json();
    let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
    assert!(bearer.starts_with("Bearer overens_"));
    let token = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    assert_eq!(fixture.get("/api/me", &token).await.status, StatusCode::OK);
    assert_eq!(fixture.ask(Method::POST, "/api/tokens", &token, &wish).await.problem(), "session-needed");

    let listed = fixture.get("/api/tokens", &session).await;
    assert_eq!(listed.json()[1]["label"], "rapport");
    assert!(!String::from_utf8(listed.body).unwrap().contains("overens_"));

    let path = format!("/api/tokens/{}", made["id"].as_str().unwrap());
    let other = fixture.bearer(1);
    let got = fixture.ask(Method::DELETE, &path, &[("authorization", &other)], "").await;
    assert_eq!(got.problem(), "session-needed");
    assert_eq!(fixture.ask(Method::DELETE, &path, &session, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(fixture.get("/api/me", &token).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(fixture.ask(Method::DELETE, &path, &session, "").await.problem(), "token-unknown");
}

#[tokio::test]
async fn a_token_with_a_bad_label_or_for_a_foreign_agreement_is_not_made() {
    let fixture = Fixture::new().await;
    let foreign = seed(&fixture.operator, "Annan").await;
    let cookie = fixture.sign_in(1).await;
    let session = [("cookie", cookie.as_str()), ("content-type", "application/json")];
    let wish = json!({"agreement": foreign["agreement"], "label": "x"}).to_string();
    assert_eq!(fixture.ask(Method::POST, "/api/tokens", &session, &wish).await.problem(), "not-a-member");
    for label in ["", "  ", "två\nrader", &"x".repeat(101)] {
        let wish = json!({"agreement": fixture.seeded["agreement"], "label": label}).to_string();
        assert_eq!(fixture.ask(Method::POST, "/api/tokens", &session, &wish).await.problem(), "bad-request");
    }
    for wish in ["", "{}", "[", r#"{"agreement":"x","label":"y"}"#] {
        let got = fixture.ask(Method::POST, "/api/tokens", &session, wish).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::BAD_REQUEST, "bad-request"), "{wish}");
    }
}

#[tokio::test]
async fn a_token_reaches_its_own_agreement_and_a_session_all_of_the_persons() {
    let fixture = Fixture::new().await;
    let other = seed(&fixture.operator, "Annan").await;
    let path = format!("/api/agreements/{}", other["agreement"].as_str().unwrap());
    let bearer = fixture.bearer(0);
    let token = [("authorization", bearer.as_str())];
    assert_eq!(fixture.get(&fixture.agreement(), &token).await.status, StatusCode::OK);
    let got = fixture.get(&path, &token).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "not-a-member"));
    assert_eq!(fixture.get("/api/agreements", &token).await.json().as_array().unwrap().len(), 1);
    let cookie = fixture.sign_in(0).await;
    assert_eq!(fixture.get(&path, &[("cookie", &cookie)]).await.status, StatusCode::OK);
    let own = fixture.get("/api/agreements", &[("cookie", &cookie)]).await.json();
    assert_eq!(own.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_token_may_come_beside_a_subprotocol_and_goes_before_the_cookie() {
    let fixture = Fixture::new().await;
    let cookie = fixture.sign_in(0).await;
    let bearer = fixture.bearer(1).replace("Bearer ", "bearer.");
    let offers = format!("overens.v1, {bearer}");
    let me = fixture.get("/api/me", &[("sec-websocket-protocol", &offers), ("cookie", &cookie)]).await;
    assert_eq!(me.json()["account"]["name"], "Bo");
    let got = fixture.get("/api/me", &[("authorization", "Basic x"), ("cookie", &cookie)]).await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_in_the_address_lets_nobody_in() {
    let fixture = Fixture::new().await;
    let token = fixture.bearer(0).replace("Bearer ", "");
    for name in ["token", "access_token", "bearer"] {
        let got = fixture.get(&format!("/api/me?{name}={token}"), &[]).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
    }
}
