//! Another site in the same browser.

use overens_tests::{Person, Place};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value;

/// Where the other site is, as a browser says it.
const ELSEWHERE: [(&str, &str); 6] = [
    ("origin", "http://evil.example"),
    ("origin", "null"),
    ("origin", ""),
    ("origin", "http://127.0.0.1:1"),
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
];

/// Every route that there is, with ids put in.
async fn routes(place: &Place) -> Vec<(Method, String)> {
    let description = place.get("/api/openapi.json").await;
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        let id = if path.contains("/sections/") {
            place.seeded.section("free").to_string()
        } else {
            place.seeded.agreement.to_string()
        };
        let path = path.replace("{id}", &id).replace("{number}", "1").replace("{moment}", "1");
        let path = path.replace(['{', '}'], "");
        for method in methods.as_object().unwrap().keys() {
            if let Ok(method) = method.to_uppercase().parse::<Method>()
                && ["get", "post", "delete", "put", "patch"]
                    .contains(&method.as_str().to_lowercase().as_str())
            {
                routes.push((method, path.clone()));
            }
        }
    }
    routes
}

async fn cookie(place: &Place, first_name: &str) -> String {
    let link = &place.seeded.member(first_name).link;
    let path = &link[link.find("/sign-in/").unwrap()..];
    let http = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let answer = http.post(place.server.url(path)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn no_command_at_all_is_done_for_another_site() {
    let place = Place::open().await;
    let cookie = cookie(&place, "Erik").await;
    let record = format!("/api/agreements/{}/record/head", place.seeded.agreement);
    let before = place.get(&record).await;
    let http = Client::new();
    let mut asked = 0;
    for (method, path) in routes(&place).await {
        if method == Method::GET {
            continue;
        }
        for (header, value) in ELSEWHERE {
            // What a form of another site can send without asking first.
            for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json"] {
                let request = http.request(method.clone(), place.server.url(&path)).header("cookie", &cookie);
                let request = request.header(header, value).header("content-type", kind).body("{}");
                let answer = request.send().await.unwrap();
                let status = answer.status();
                let body: Value = answer.json().await.unwrap();
                let shown = format!("{method} {path} with {header}: {value}");
                assert_eq!(
                    (status, &body["type"]),
                    (StatusCode::FORBIDDEN, &"/problems/wrong-origin".into()),
                    "{shown}"
                );
                asked += 1;
            }
        }
        // The control: it is for the origin that it was refused.
        let request =
            http.request(method.clone(), place.server.url(&path)).header("origin", place.server.url(""));
        let body =
            request.header("sec-fetch-site", "same-origin").send().await.unwrap().text().await.unwrap();
        assert!(!body.contains("wrong-origin"), "{method} {path}: {body}");
    }
    assert!(asked > 1_000, "only {asked} requests");
    assert_eq!(place.get(&record).await, before);
    let erik = http.get(place.server.url("/api/me")).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(erik.status(), StatusCode::OK, "he is still signed in");
}

#[tokio::test]
async fn no_answer_may_be_read_by_another_site() {
    let place = Place::open().await;
    let cookie = cookie(&place, "Erik").await;
    let http = Client::new();
    for (method, path) in routes(&place).await {
        for method in [method, Method::OPTIONS] {
            let request = http.request(method.clone(), place.server.url(&path)).header("cookie", &cookie);
            let answer = request.header("origin", "http://evil.example").send().await.unwrap();
            let allowed: Vec<_> =
                answer.headers().keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
            assert!(allowed.is_empty(), "{method} {path}: {allowed:?}");
            let resource = answer.headers().get("cross-origin-resource-policy");
            assert_eq!(
                resource.map(|policy| policy.as_bytes()),
                Some(&b"same-origin"[..]),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_socket_is_opened_for_no_other_site() {
    let place = Place::open().await;
    let cookie = cookie(&place, "Erik").await;
    let section = place.seeded.section("free");
    let http = Client::new();
    for origin in ["http://evil.example", "null", "", "http://127.0.0.1:1", "https://localhost"] {
        let request = http.get(place.server.url(&format!("/sync/{section}"))).header("cookie", &cookie);
        let request = request.header("connection", "upgrade").header("upgrade", "websocket");
        let request = request.header("sec-websocket-version", "13");
        let request = request.header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==");
        let answer = request.header("origin", origin).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
}

#[tokio::test]
async fn looking_changes_nothing() {
    let place = Place::open().await;
    let erik = Person::sign_in(&place.server, place.seeded.member("Erik")).await;
    let record = format!("/api/agreements/{}/record/head", place.seeded.agreement);
    let before = erik.get(&record).await;
    for (method, path) in routes(&place).await {
        if method == Method::GET && !path.starts_with("/sync/") {
            let answer = erik.get(&path).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
        }
    }
    assert_eq!(erik.get(&record).await, before);
    assert_eq!(erik.get("/api/me").await.status, StatusCode::OK);
}
