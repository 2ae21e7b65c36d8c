//! Sessions that somebody else has chosen.

use overens_tests::Place;
use overens_tests::server::Launch;
use overens_tests::{Folder, Server, seed};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

fn http() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

fn path(link: &str) -> &str {
    &link[link.find("/sign-in/").unwrap()..]
}

async fn press(server: &Server, link: &str, cookie: &str) -> String {
    let answer = http().post(server.url(path(link))).header("cookie", cookie).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()["set-cookie"].to_str().unwrap().to_owned()
}

fn secret(set_cookie: &str) -> &str {
    set_cookie.split(['=', ';']).nth(1).unwrap()
}

async fn who(server: &Server, cookie: &str) -> (StatusCode, String) {
    let answer = http().get(server.url("/api/me")).header("cookie", cookie).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_session_that_was_there_before_signing_in_is_never_the_one_after() {
    let place = Place::open().await;
    // Planted by somebody else: a made-up one, and a real one of theirs.
    let made_up = "overens_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let bo = press(&place.server, &place.seeded.member("Bo").link, "").await;
    let bos = format!("overens_session={}", secret(&bo));
    let erik = press(&place.server, &place.seeded.member("Erik").link, made_up).await;
    let maja = press(&place.server, &place.seeded.member("Maja").link, &bos).await;
    assert_eq!(who(&place.server, made_up).await.0, StatusCode::UNAUTHORIZED);
    let secrets = [secret(&bo), secret(&erik), secret(&maja)];
    assert!(secrets.iter().all(|secret| secret.len() >= 43), "as long as 32 random bytes");
    assert!(secrets[0] != secrets[1] && secrets[1] != secrets[2] && secrets[0] != secrets[2]);
    // Whoever planted Bo's session is still Bo, and has not become Maja.
    assert!(who(&place.server, &bos).await.1.contains("Bo Lots"));
    assert!(who(&place.server, &format!("overens_session={}", secret(&maja))).await.1.contains("Maja"));
}

#[tokio::test]
async fn a_session_cookie_is_for_this_host_for_no_script_and_for_no_other_sites_request() {
    for (url, name, secure) in [
        ("http://127.0.0.1:1", "overens_session", false),
        ("https://overens.example", "__Host-overens_session", true),
    ] {
        let folder = Folder::new();
        let seeded = seed(&folder).await;
        let server = Launch::new(&folder).arguments(&["--public-url", url]).start().await;
        let set = press(&server, &seeded.member("Erik").link, "").await;
        let mut attributes: Vec<&str> = set.split("; ").skip(1).collect();
        attributes.sort_unstable();
        let mut expected = vec!["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"];
        expected.extend(secure.then_some("Secure"));
        expected.sort_unstable();
        // No Domain: neighbouring hosts are never sent it.
        assert_eq!(attributes, expected);
        assert!(set.starts_with(&format!("{name}=")), "{set}");
    }
}
