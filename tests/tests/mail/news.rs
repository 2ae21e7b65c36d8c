//! Letters that tell what has happened: once a day, and at once.

use crate::house::House;
use overens_tests::Person;
use overens_tests::post::{Mood, Received};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const ERIK: &str = "erik@kuststad.example";
const MAJA: &str = "maja@fyrar.example";
const ASTA: &str = "asta@kuststad.example";

/// Days of a few seconds.
const QUICK: [&str; 4] = ["--digest-seconds", "1", "--at-once-seconds", "1"];

/// Nothing at once for as long as a test takes, and days of a second.
const DIGESTS: [&str; 4] = ["--digest-seconds", "1", "--at-once-seconds", "3600"];

impl House {
    /// Begins a thread on a whole section; its id.
    async fn thread(&self, by: &Person, text: &str, mentions: &[&str]) -> String {
        let mentions: Vec<_> = mentions.iter().map(|name| self.seeded.member(name).id.to_string()).collect();
        let body = json!({"anchor": null, "text": text, "mentions": mentions});
        let path = format!("/api/sections/{}/threads", self.seeded.section("free"));
        by.post(&path, body).await.done()["id"].as_str().unwrap().to_owned()
    }

    async fn reply(&self, by: &Person, thread: &str, text: &str) -> Value {
        let body = json!({"text": text, "mentions": []});
        by.post(&format!("/api/threads/{thread}/comments"), body).await.done()
    }
}

/// A header, unfolded.
fn header(letter: &Received, name: &str) -> String {
    let read = letter.read();
    let found = read.header_raw(name).unwrap_or_else(|| panic!("no {name}"));
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a letter's kind is ended, as a path.
fn unsubscribe(letter: &Received) -> String {
    let link = header(letter, "List-Unsubscribe");
    let link = link.trim_start_matches('<').trim_end_matches('>');
    link[link.find("/unsubscribe/").unwrap()..].to_owned()
}

#[tokio::test]
async fn who_is_named_gets_the_words_at_once_and_the_digest_does_not_repeat_them() {
    let house = House::open_with(&QUICK).await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    // Without digests, so that only what goes at once can come first.
    let without = json!({"digest": false, "hour": null, "mention": true, "sign_off": true, "language": "sv"});
    maja.post("/api/notices/settings", without.clone()).await.done();
    let thread = house.thread(&erik, "Menar ni <b>alla</b> fyrar?", &["Maja"]).await;
    let letter = house.post.letter_to(MAJA).await;
    assert!(letter.subject().starts_with("Erik Våg nämner dig i ”"), "{}", letter.subject());
    assert!(letter.text().contains("> Menar ni <b>alla</b> fyrar?"), "{}", letter.text());
    assert!(letter.html().contains("Menar ni &lt;b&gt;alla&lt;/b&gt; fyrar?"), "{}", letter.html());
    let section = house.seeded.section("free");
    let place = format!("/agreements/{}/sections/{section}?notice=", house.seeded.agreement);
    assert!(letter.text().contains(&place), "{}", letter.text());
    assert!(letter.text().contains(&format!("#thread-{thread}")), "{}", letter.text());

    let mut with = without;
    with["digest"] = true.into();
    maja.post("/api/notices/settings", with).await.done();
    house.reply(&erik, &thread, "Eller bara de som lyser?").await;
    let letters = house.post.letters_to(MAJA, 2).await;
    let digest = letters[1].text();
    assert!(digest.contains("> Eller bara de som lyser?"), "{digest}");
    assert!(!digest.contains("Menar ni"), "{digest}");
    assert!(house.post.letters().iter().all(|letter| !letter.to.contains(&ERIK.to_owned())));
}

#[tokio::test]
async fn a_section_that_waits_is_told_at_once_to_those_who_approve_it() {
    let house = House::open_with(&["--digest-hour", "never", "--at-once-seconds", "1"]).await;
    let erik = house.signed_in("Erik").await;
    let section = house.seeded.section("free");
    erik.save(section, "").await;
    let lock = format!("/api/sections/{section}/lock");
    erik.post(&lock, json!({"reason": "Färdigskrivet och genomläst."})).await.done();
    let letter = house.post.letter_to(ASTA).await;
    assert!(letter.subject().starts_with("Väntar på ditt godkännande"), "{}", letter.subject());
    assert!(letter.text().contains("> Färdigskrivet och genomläst."), "{}", letter.text());
    assert!(letter.text().contains(&format!("/sections/{section}/approval?notice=")), "{}", letter.text());
    assert_eq!(house.post.letters().iter().filter(|one| one.to == [ERIK]).count(), 0);
}

#[tokio::test]
async fn one_request_ends_letters_of_a_kind_without_signing_in_and_looking_at_the_link_ends_nothing() {
    let house = House::open_with(&QUICK).await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    house.thread(&erik, "Första frågan", &["Maja"]).await;
    let letter = house.post.letter_to(MAJA).await;
    let kind = if letter.subject().contains("nämner dig") { "mention" } else { "digest" };
    assert_eq!(header(&letter, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let link = unsubscribe(&letter);

    // A scanner that follows links, with whatever it has.
    let scanner = Client::new();
    for path in [link.clone(), format!("/api{link}")] {
        assert_eq!(scanner.get(house.server.url(&path)).send().await.unwrap().status(), StatusCode::OK);
        assert_eq!(scanner.head(house.server.url(&path)).send().await.unwrap().status(), StatusCode::OK);
    }
    assert_eq!(maja.get("/api/notices/settings").await.done()[kind], true);

    // As a mail program does it: no cookie, no origin, a form.
    let pressed = scanner
        .post(house.server.url(&link))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    assert_eq!(pressed.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    let settings = maja.get("/api/notices/settings").await.done();
    assert_eq!(settings[kind], false);
    assert_eq!(settings["sign_off"], true, "of that kind only: {settings}");
    let nobody = Person::nobody(&house.server);
    assert_eq!(nobody.get(&format!("/api{link}")).await.done(), json!({"kind": kind, "on": false}));
    assert_eq!(nobody.post(&link, json!({})).await.status, StatusCode::NO_CONTENT, "again");
    assert_eq!(nobody.post("/unsubscribe/nonsense", json!({})).await.code(), "unsubscribe-unknown");
    assert_eq!(nobody.get("/api/unsubscribe/nonsense").await.code(), "unsubscribe-unknown");
}

#[tokio::test]
async fn a_button_of_another_site_ends_no_letters() {
    let house = House::open_with(&QUICK).await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    house.thread(&erik, "Första frågan", &["Maja"]).await;
    let link = unsubscribe(&house.post.letter_to(MAJA).await);
    let pressed = Client::new().post(house.server.url(&link)).header("origin", "https://evil.example");
    assert_eq!(pressed.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let settings = maja.get("/api/notices/settings").await.done();
    assert_eq!((&settings["mention"], &settings["digest"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn what_is_said_around_crashes_stands_in_one_digest_and_none_is_lost() {
    let mut house = House::open_with(&DIGESTS).await;
    let (mut erik, mut maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    let thread = house.thread(&maja, "Hur gör vi?", &[]).await;
    let mut said = BTreeSet::new();
    for round in 0..6 {
        // Some crashes meet a letter that is being handed in, and some the making of one.
        house.post.be(if round % 2 == 0 {
            Mood::Takes
        } else {
            Mood::TakesItsTime(Duration::from_millis(700))
        });
        for number in 0..3 {
            let words = format!("Svar {round}.{number}!");
            house.reply(&erik, &thread, &words).await;
            said.insert(words);
        }
        let tries = house.post.tries();
        if round > 0 {
            house.post.until_tried(tries + 1).await;
        }
        house.restart().await;
        (erik, maja) = (erik.at(&house.server), maja.at(&house.server));
    }
    house.post.be(Mood::Takes);
    let told = |letters: &[Received]| {
        let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for letter in letters.iter().filter(|letter| letter.to == [MAJA]) {
            for words in said.iter().filter(|words| letter.text().contains(*words)) {
                told.entry(words.clone()).or_default().insert(header(letter, "Message-ID"));
            }
        }
        told
    };
    crate::house::until("everything has been told", async || {
        (told(&house.post.letters()).len() == said.len()).then_some(())
    })
    .await;
    // A letter may come twice around a crash, as the same letter; no words stand in two letters.
    for (words, letters) in told(&house.post.letters()) {
        assert_eq!(letters.len(), 1, "{words} stands in {letters:?}");
    }
    // And there is nothing left to tell.
    let unread = maja.get("/api/notices/unread").await.done();
    assert_eq!(unread["unread"], said.len(), "a letter that was sent is not one that was read");
}

#[tokio::test]
async fn without_mail_people_are_told_in_the_list_and_the_settings_say_so() {
    let folder = overens_tests::Folder::new();
    let seeded = overens_tests::seed(&folder).await;
    let server = overens_tests::Server::start(&folder).await;
    let erik = Person::sign_in(&server, seeded.member("Erik")).await;
    let maja = Person::sign_in(&server, seeded.member("Maja")).await;
    let body =
        json!({"anchor": null, "text": "Vad säger du?", "mentions": [seeded.member("Maja").id.to_string()]});
    let path = format!("/api/sections/{}/threads", seeded.section("free"));
    erik.post(&path, body).await.done();
    let settings = maja.get("/api/notices/settings").await.done();
    assert_eq!((&settings["mail"], &settings["usual_hour"]), (&json!(false), &Value::Null));
    let list = maja.get("/api/notices?unread=true").await.done();
    assert_eq!((&list["unread"], &list["notices"][0]["words"]), (&json!(1), &json!("Vad säger du?")));
    let seen = json!({"seen": list["seen"]});
    assert_eq!(maja.post("/api/notices/readings", seen).await.status, StatusCode::NO_CONTENT);
    assert_eq!(maja.get("/api/notices?unread=true").await.done()["notices"], json!([]));
    assert_eq!(maja.get("/api/notices").await.done()["notices"][0]["read"], true);
    assert_eq!(erik.get("/api/notices").await.done()["notices"], json!([]));
}
