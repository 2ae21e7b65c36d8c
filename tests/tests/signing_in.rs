//! Who is let in, and for how long.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::people::Token;
use overens_tests::{Client, Folder, Pass, Seeded, Server, Socket, seed};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Within which a change of rights reaches open connections.
const A_SECOND: Duration = Duration::from_secs(1);

struct Place {
    _folder: Folder,
    seeded: Seeded,
    server: Server,
}

async fn open() -> Place {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    Place { _folder: folder, seeded, server }
}

impl Place {
    /// A browser: it keeps cookies, and says what it is redirected to.
    fn browser(&self) -> Browser<'_> {
        let client = reqwest::Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Browser { place: self, client }
    }

    fn link(&self, first_name: &str) -> String {
        let link = &self.seeded.member(first_name).link;
        link[link.find("/sign-in/").unwrap()..].to_owned()
    }

    async fn signed_in(&self, first_name: &str) -> Browser<'_> {
        let browser = self.browser();
        assert_eq!(browser.post(&self.link(first_name)).await.status(), 303);
        browser
    }
}

struct Browser<'a> {
    place: &'a Place,
    client: reqwest::Client,
}

impl Browser<'_> {
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let origin = self.place.server.url("");
        let request = self.client.request(method.clone(), self.place.server.url(path));
        if method == Method::GET { request } else { request.header("origin", origin) }
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    async fn post(&self, path: &str) -> Response {
        self.ask(Method::POST, path).send().await.unwrap()
    }

    async fn new_token(&self, label: &str) -> Value {
        let request = json!({ "agreement": self.place.seeded.agreement.0, "label": label });
        let made = self.ask(Method::POST, "/api/tokens").json(&request).send().await.unwrap();
        assert_eq!(made.status(), 201);
        made.json().await.unwrap()
    }
}

async fn is_problem(response: Response, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["type"], format!("/problems/{code}"));
    assert_eq!(problem["status"], status);
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
}

#[tokio::test]
async fn opening_a_link_shows_who_signs_in_and_spends_nothing() {
    let place = open().await;
    let browser = place.browser();
    for _ in 0..3 {
        assert_eq!(browser.get(&place.link("Maja")).await.status(), 200);
        let shown: Value = browser.get(&format!("/api{}", place.link("Maja"))).await.json().await.unwrap();
        assert_eq!(shown["name"], "Maja Skär");
        assert_eq!(shown["agreement"]["id"], place.seeded.agreement.0);
        assert_eq!(shown["party"]["letter"], "B");
    }
    is_problem(browser.get("/api/me").await, 401, "not-signed-in").await;
    assert_eq!(browser.post(&place.link("Maja")).await.status(), 303);
}

#[tokio::test]
async fn the_button_signs_in() {
    let place = open().await;
    let browser = place.browser();
    let answer = browser.post(&place.link("Maja")).await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], format!("/agreements/{}", place.seeded.agreement).as_str());
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("overens_session="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let me: Value = browser.get("/api/me").await.json().await.unwrap();
    assert_eq!(me["account"]["name"], "Maja Skär");
    assert_eq!(me["memberships"][0]["member"]["id"], place.seeded.member("Maja").id.0);
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let place = open().await;
    place.signed_in("Maja").await;
    let other = place.browser();
    let again = other.post(&place.link("Maja")).await;
    assert_eq!(again.status(), 303);
    assert_eq!(again.headers()["location"], place.link("Maja").as_str());
    assert!(!again.headers().contains_key("set-cookie"));
    is_problem(other.get(&format!("/api{}", place.link("Maja"))).await, 410, "link-used").await;
    is_problem(other.get("/api/me").await, 401, "not-signed-in").await;
}

#[tokio::test]
async fn of_two_who_press_the_button_at_once_one_is_signed_in() {
    let place = open().await;
    let (one, other) = (place.browser(), place.browser());
    let link = place.link("Maja");
    let (first, second) = tokio::join!(one.post(&link), other.post(&link));
    let signed_in =
        [&first, &second].iter().filter(|answer| answer.headers().contains_key("set-cookie")).count();
    assert_eq!(signed_in, 1);
}

#[tokio::test]
async fn a_link_that_was_never_made_is_refused() {
    let place = open().await;
    let browser = place.browser();
    let link = format!("{}x", &place.link("Maja")[..place.link("Maja").len() - 1]);
    is_problem(browser.get(&format!("/api{link}")).await, 404, "link-unknown").await;
    let answer = browser.post(&link).await;
    assert_eq!(answer.status(), 303);
    assert!(!answer.headers().contains_key("set-cookie"));
}

#[tokio::test]
async fn a_session_survives_a_restart() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let mut server = Server::start(&folder).await;
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let link = &seeded.member("Maja").link;
    let answer = client.post(server.url(&link[link.find("/sign-in/").unwrap()..])).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    server.kill_9().await;
    let server = Server::start(&folder).await;
    let me = client.get(server.url("/api/me")).header("cookie", cookie).send().await.unwrap();
    assert_eq!(me.status(), 200);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let place = open().await;
    let browser = place.browser();
    let answer = browser.post(&place.link("Maja")).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(browser.post("/api/sign-out").await.status(), 204);
    is_problem(browser.get("/api/me").await, 401, "not-signed-in").await;
    // A copy of the cookie opens nothing any more.
    let copy = reqwest::Client::new().get(place.server.url("/api/me")).header("cookie", cookie);
    is_problem(copy.send().await.unwrap(), 401, "not-signed-in").await;
}

#[tokio::test]
async fn signing_out_closes_the_open_section() {
    let place = open().await;
    let browser = place.browser();
    let answer = browser.post(&place.link("Maja")).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let pass = Pass::none().header("cookie", &cookie).header("origin", &place.server.url(""));
    let client =
        Client::join(&place.server, place.seeded.section("free"), &pass.subprotocol("overens.v1")).await;
    let began = Instant::now();
    browser.post("/api/sign-out").await;
    assert_eq!(client.until_closed().await.code, 4401);
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
}

#[tokio::test]
async fn a_token_is_shown_once_works_and_can_be_revoked() {
    let place = open().await;
    let browser = place.signed_in("Maja").await;
    let made = browser.new_token("Majas skript").await;
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("overens_"), "{token}");
    let listed: Value = browser.get("/api/tokens").await.json().await.unwrap();
    let mine = listed.as_array().unwrap().iter().find(|one| one["id"] == made["id"]).expect("it is listed");
    assert_eq!(mine["label"], "Majas skript");
    assert_eq!(mine["agreement"]["id"], place.seeded.agreement.0);
    assert!(!listed.to_string().contains(token), "it is shown a second time");
    let with_token = || reqwest::Client::new().get(place.server.url("/api/me")).bearer_auth(token).send();
    let me: Value = with_token().await.unwrap().json().await.unwrap();
    assert_eq!(me["memberships"][0]["member"]["id"], place.seeded.member("Maja").id.0);
    let path = format!("/api/tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(browser.ask(Method::DELETE, &path).send().await.unwrap().status(), 204);
    is_problem(with_token().await.unwrap(), 401, "not-signed-in").await;
    let listed: Value = browser.get("/api/tokens").await.json().await.unwrap();
    assert!(listed.as_array().unwrap().iter().all(|one| one["id"] != made["id"]));
}

#[tokio::test]
async fn nobody_revokes_somebody_elses_token() {
    let place = open().await;
    let (maja, erik) = (place.signed_in("Maja").await, place.signed_in("Erik").await);
    let made = maja.new_token("Majas").await;
    let path = format!("/api/tokens/{}", made["id"].as_str().unwrap());
    is_problem(erik.ask(Method::DELETE, &path).send().await.unwrap(), 404, "token-unknown").await;
    let me =
        reqwest::Client::new().get(place.server.url("/api/me")).bearer_auth(made["token"].as_str().unwrap());
    assert_eq!(me.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_revoked_token_closes_its_open_section_within_a_second() {
    let place = open().await;
    let browser = place.signed_in("Maja").await;
    let made = browser.new_token("Majas skript").await;
    let token = Token(made["token"].as_str().unwrap().to_owned());
    let client = Client::join(&place.server, place.seeded.section("free"), &Pass::ours(&token)).await;
    let began = Instant::now();
    let path = format!("/api/tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(browser.ask(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(client.until_closed().await.code, 4401);
    assert!(began.elapsed() < A_SECOND, "it took {:?}", began.elapsed());
    assert_eq!(client.state().refused.as_ref().map(|why| why["code"].clone()), Some(json!("not-signed-in")));
}

/// A path with something for each of its parameters: nobody without credentials learns whether that is there.
fn concrete(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{hash}" => "0".repeat(64),
        "{number}" | "{position}" => "1".to_owned(),
        part if part.starts_with('{') => "00000000-0000-0000-0000-000000000000".to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn nothing_but_the_open_doors_answers_without_credentials() {
    let place = open().await;
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let description: Value =
        client.get(place.server.url("/api/openapi.json")).send().await.unwrap().json().await.unwrap();
    let open_doors = [
        "/healthz",
        "/readyz",
        "/api/openapi.json",
        "/api/signing-key",
        "/api/server",
        "/api/sign-in",
        "/api/sign-in/{secret}",
        "/sign-in/{secret}",
        "/api/unsubscribe/{secret}",
        "/unsubscribe/{secret}",
    ];
    let mut asked = 0;
    for (path, operations) in description["paths"].as_object().unwrap() {
        // A WebSocket is told by its close code (hostile.rs); signing out without a session is no harm.
        if open_doors.contains(&path.as_str())
            || ["/api/sign-out", "/sync/{section}"].contains(&path.as_str())
        {
            continue;
        }
        let id = if path.contains("/sections/") {
            &place.seeded.section("free").0
        } else {
            &place.seeded.agreement.0
        };
        let concrete = concrete(&path.replace("{id}", id));
        for method in operations.as_object().unwrap().keys() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            for credentials in [None, Some("overens_nobody"), Some("")] {
                let mut request =
                    client.request(method.clone(), place.server.url(&concrete)).json(&json!({}));
                if let Some(token) = credentials {
                    request = request.bearer_auth(token);
                }
                let answer = request.send().await.unwrap();
                assert_eq!(answer.status(), 401, "{method} {path} with {credentials:?}");
                is_problem(answer, 401, "not-signed-in").await;
            }
            asked += 1;
        }
    }
    assert!(asked >= 9, "only {asked} operations are described");
}

#[tokio::test]
async fn a_token_in_an_address_is_no_token() {
    let place = open().await;
    let token = place.seeded.token("Erik");
    for query in ["token", "access_token", "bearer"] {
        let answer = reqwest::get(place.server.url(&format!("/api/me?{query}={token}"))).await.unwrap();
        assert_eq!(answer.status(), 401, "{query}");
    }
}

#[tokio::test]
async fn members_of_another_agreement_see_nothing_of_this_one() {
    let place = open().await;
    let other = seed(&place._folder).await;
    let client = reqwest::Client::new();
    let section = place.seeded.section("free");
    for path in [
        format!("/api/agreements/{}", place.seeded.agreement),
        format!("/api/agreements/{}/presence", place.seeded.agreement),
        format!("/api/sections/{section}"),
        format!("/api/sections/{section}/text"),
        format!("/api/sections/{section}/authors"),
        format!("/api/sections/{section}/history"),
    ] {
        let asked =
            client.get(place.server.url(&path)).bearer_auth(other.token("Erik")).send().await.unwrap();
        is_problem(asked, 403, "not-a-member").await;
    }
}

#[tokio::test]
async fn problems_are_told_in_the_readers_language() {
    let place = open().await;
    let ask = |language: &'static str| {
        let request = reqwest::Client::new().get(place.server.url("/api/me"));
        request.header("accept-language", language).send()
    };
    let swedish: Value = ask("sv").await.unwrap().json().await.unwrap();
    let english: Value = ask("en-GB,en;q=0.9").await.unwrap().json().await.unwrap();
    assert_eq!(swedish["type"], english["type"]);
    assert_ne!(swedish["title"], english["title"]);
}

#[tokio::test]
async fn another_sites_post_is_refused() {
    let place = open().await;
    let browser = place.signed_in("Maja").await;
    for path in ["/api/sign-out", "/api/tokens", &place.link("Erik")] {
        let request = browser.client.post(place.server.url(path)).header("origin", "https://elak.example");
        is_problem(request.send().await.unwrap(), 403, "wrong-origin").await;
    }
    assert_eq!(browser.get("/api/me").await.status(), 200, "Maja is still signed in");
    assert_eq!(place.browser().post(&place.link("Erik")).await.status(), 303, "Erik's link is not spent");
}

#[tokio::test]
async fn another_sites_websocket_is_refused() {
    let place = open().await;
    let pass = Pass::ours(place.seeded.token("Maja"));
    let section = place.seeded.section("free");
    for origin in ["https://elak.example", "null", &place.server.url(".elak.example")] {
        let opened = Socket::try_open(&place.server, section, &pass.clone().header("origin", origin)).await;
        assert_eq!(opened.err(), Some(403), "{origin}");
    }
    let own = place.server.url("");
    Client::join(&place.server, section, &pass.header("origin", &own)).await;
}

#[tokio::test]
async fn a_token_beside_a_subprotocol_is_never_echoed() {
    let place = open().await;
    let (section, token) = (place.seeded.section("free"), place.seeded.token("Maja"));
    for plain in ["overens.v1", "y-websocket"] {
        let socket = Socket::open(&place.server, section, &Pass::beside(token, plain)).await;
        assert_eq!(socket.selected.as_deref(), Some(plain));
    }
    let client = Client::join(&place.server, section, &Pass::beside(token, "overens.v1")).await;
    assert_eq!(client.state().welcome.as_ref().unwrap()["member"], place.seeded.member("Maja").id.0);
}

#[tokio::test]
async fn behind_tls_the_cookie_is_for_tls_only() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let launch =
        overens_tests::server::Launch::new(&folder).arguments(&["--public-url", "https://fyrar.example"]);
    let server = launch.start().await;
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let link = &seeded.member("Maja").link;
    let link = &link[link.find("/sign-in/").unwrap()..];
    let answer =
        client.post(server.url(link)).header("origin", "https://fyrar.example").send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-overens_session="), "{cookie}");
    assert!(cookie.contains("Secure"), "{cookie}");
}
