//! What may be done with a link that came by e-mail.

use crate::house::{House, SIV, ask, until};
use overens_tests::Person;
use reqwest::{Client, Method};

const ASTA: &str = "asta@kuststad.example";

#[tokio::test]
async fn a_link_that_was_asked_for_signs_in_and_leads_to_the_first_page() {
    let house = House::open().await;
    assert_eq!(ask(&house.server, " ASTA@kuststad.example").await, 202);
    let letter = house.post.letter_to(ASTA).await;
    assert!(letter.text().contains("60 minuter"), "{}", letter.text());
    let asta = Person::nobody(&house.server);
    let seen = asta.look(&letter.link()).await.done();
    assert_eq!(seen["name"], "Asta Brygga");
    assert!(seen["agreement"].is_null() && seen["party"].is_null(), "{seen}");
    assert_eq!(asta.press(&letter.link()).await, (reqwest::StatusCode::SEE_OTHER, "/".to_owned()));
    assert_eq!(asta.get("/api/me").await.done()["account"]["email"], ASTA);
}

#[tokio::test]
async fn mail_scanners_that_open_a_link_spend_nothing() {
    let house = House::open().await;
    ask(&house.server, ASTA).await;
    let link = house.post.letter_to(ASTA).await.link();
    let scanner = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for method in [Method::HEAD, Method::GET, Method::HEAD, Method::GET, Method::OPTIONS] {
        for path in [link.clone(), format!("/api{link}")] {
            let answer = scanner.request(method.clone(), house.server.url(&path)).send().await.unwrap();
            assert!(answer.headers().get("set-cookie").is_none(), "{method} {path}");
        }
    }
    Person::sign_in_by(&house.server, &link, "Asta").await;
}

#[tokio::test]
async fn a_link_signs_in_where_it_is_opened_and_only_once() {
    let house = House::open().await;
    let (desk, telephone, other) =
        (Person::nobody(&house.server), Person::nobody(&house.server), Person::nobody(&house.server));
    desk.post("/api/sign-in", serde_json::json!({"email": ASTA})).await.done();
    let link = house.post.letter_to(ASTA).await.link();
    telephone.press(&link).await;
    assert_eq!(telephone.get("/api/me").await.status, 200);
    assert_eq!(desk.get("/api/me").await.status, 401, "asking signs nobody in");
    assert_eq!(other.press(&link).await.1, link, "back to its page");
    assert_eq!(other.get("/api/me").await.status, 401);
    let looked = other.look(&link).await;
    assert_eq!((looked.status.as_u16(), looked.code()), (410, "link-used"));
}

#[tokio::test]
async fn a_link_that_has_expired_says_so_and_signs_nobody_in() {
    let house = House::open_with(&["--sign-in-link-seconds", "1"]).await;
    ask(&house.server, ASTA).await;
    let link = house.post.letter_to(ASTA).await.link();
    let nobody = Person::nobody(&house.server);
    let expired = until("the link expires", async || {
        let looked = nobody.look(&link).await;
        (looked.status == 410).then_some(looked)
    });
    assert_eq!(expired.await.code(), "link-expired");
    assert_eq!(nobody.press(&link).await.1, link);
    assert_eq!(nobody.get("/api/me").await.status, 401);
}

#[tokio::test]
async fn neither_log_nor_data_holds_a_link_and_the_log_no_address() {
    let house = House::open_with(&["--log-level", "trace"]).await;
    let erik = house.signed_in("Erik").await;
    house.invite_siv(&erik).await;
    ask(&house.server, ASTA).await;
    ask(&house.server, "okand@ingenstans.example").await;
    let links = [house.post.letter_to(SIV).await.link(), house.post.letter_to(ASTA).await.link()];
    Person::sign_in_by(&house.server, &links[0], "Siv").await;
    let log = house.server.log();
    assert!(log.contains("a letter was sent"), "{log}");
    for secret in [&links[0]["/sign-in/".len()..], &links[1]["/sign-in/".len()..]] {
        assert!(!log.contains(secret), "a link is in the log");
        for (path, bytes) in house.folder.listing() {
            let found = bytes
                .is_some_and(|bytes| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
            assert!(!found, "a link is in {}", path.display());
        }
    }
    for address in [SIV, ASTA, "ingenstans.example"] {
        assert!(!log.contains(address), "{address} is in the log");
    }
}
