//! From an invitation to being signed in.

use crate::house::{House, SIV};
use overens_tests::Person;
use serde_json::json;

#[tokio::test]
async fn an_invitation_says_who_invites_to_what_and_signs_in() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let siv = house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    assert_eq!(letter.from, "overens@fyrar.example");
    assert_eq!(letter.to, [SIV]);
    assert_eq!(letter.subject(), "Inbjudan: Överenskommelse om kustens fyrar");
    let read = letter.read();
    assert_eq!(read.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(read.to().unwrap().first().unwrap().name(), Some("Siv Ström"));
    for text in [letter.text(), letter.html()] {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "Siv Ström",
            "Erik Våg",
            "Kuststads kommun",
            "kustens fyrar",
            "skribent",
            "gäller till",
            "Släng det",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert!(text.contains(&house.server.url(&letter.link())), "{text}");
    }
    assert_eq!(house.until_invitation(&erik, "Siv Ström", "sent").await["by"], "Erik Våg");

    let seen = Person::nobody(&house.server).look(&letter.link()).await.done();
    assert_eq!((&seen["name"], &seen["party"]["letter"]), (&json!("Siv Ström"), &json!("A")));
    let person = Person::sign_in_by(&house.server, &letter.link(), "Siv Ström").await;
    let me = person.get("/api/me").await.done();
    assert_eq!(me["memberships"][0]["member"], siv);
    assert_eq!(house.person(&erik, "Siv Ström").await["invitation"]["state"], "accepted");
}

#[tokio::test]
async fn an_invitation_is_written_in_the_language_of_the_text() {
    let house = House::open().await;
    let maja = house.signed_in("Maja").await;
    maja.post(&house.path("/matter"), json!({"languages": ["en", "sv"]})).await.done();
    let new = json!({"name": "Tor Udd", "email": "tor@lotsar.example", "organisation": null, "roles": ["reviewer", "approver"]});
    maja.post(&house.path("/members"), new).await.done();
    let letter = house.post.letter_to("tor@lotsar.example").await;
    assert!(letter.subject().starts_with("Invitation: "), "{}", letter.subject());
    assert!(letter.text().contains("reviewer and approver"), "{}", letter.text());
}

#[tokio::test]
async fn a_new_invitation_ends_the_link_before_it() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let siv = house.invite_siv(&erik).await;
    let first = house.post.letter_to(SIV).await;
    let again = erik.post(&house.member(&siv, "invite-again"), json!({})).await;
    assert_eq!(again.status, 202);
    let second = house.post.letters_to(SIV, 2).await.swap_remove(1);
    let nobody = Person::nobody(&house.server);
    let looked = nobody.look(&first.link()).await;
    assert_eq!((looked.status.as_u16(), looked.code()), (410, "link-revoked"));
    assert_eq!(nobody.press(&first.link()).await.1, first.link(), "back to its page");
    assert_eq!(nobody.get("/api/me").await.status, 401);
    Person::sign_in_by(&house.server, &second.link(), "Siv Ström").await;
}

#[tokio::test]
async fn an_invitation_that_is_taken_back_signs_nobody_in() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let siv = house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    assert_eq!(erik.post(&house.member(&siv, "remove"), json!({})).await.status, 204);
    let nobody = Person::nobody(&house.server);
    assert_eq!(nobody.look(&letter.link()).await.code(), "link-revoked");
    nobody.press(&letter.link()).await;
    assert_eq!(nobody.get("/api/me").await.status, 401);
    assert_eq!(house.person(&erik, "Siv Ström").await["invitation"], json!(null));
}

#[tokio::test]
async fn somebody_who_was_removed_can_be_invited_again_under_the_same_address() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let first = house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    let siv = Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
    erik.post(&house.member(&first, "remove"), json!({})).await.done();
    assert_eq!(siv.get("/api/me").await.status, 401, "nowhere else a member, she is signed out");
    let second = house.invite_siv(&erik).await;
    assert_ne!(first["id"], second["id"]);
    let letter = house.post.letters_to(SIV, 2).await.swap_remove(1);
    let siv = Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
    assert_eq!(siv.get("/api/me").await.done()["memberships"][0]["member"]["id"], second["id"]);
    assert_eq!(siv.get(&house.path("")).await.status, 200);
}

#[tokio::test]
async fn a_partys_first_coordinator_is_invited_with_it() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let party = json!({
        "letter": "C", "name": "Staten", "kind": "public", "approval": {"rule": "any", "count": null}, "bodies": [],
        "coordinator": {"name": "Kim Stat", "email": "kim@staten.example"},
    });
    erik.post(&house.path("/parties"), party).await.done();
    let letter = house.post.letter_to("kim@staten.example").await;
    assert!(letter.text().contains("Staten som samordnare"), "{}", letter.text());
    let kim = Person::sign_in_by(&house.server, &letter.link(), "Kim Stat").await;
    let new =
        json!({"name": "Lo Stat", "email": "lo@staten.example", "organisation": null, "roles": ["drafter"]});
    kim.post(&house.path("/members"), new).await.done();
    house.post.letter_to("lo@staten.example").await;
}

#[tokio::test]
async fn what_a_person_is_told_of_others_invitations_stays_within_their_party() {
    let house = House::open().await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    house.invite_siv(&erik).await;
    let siv = house.post.letter_to(SIV).await;
    let siv = Person::sign_in_by(&house.server, &siv.link(), "Siv").await;
    for (who, whom, shown) in [
        (&erik, "Siv Ström", true),
        (&erik, "Asta Brygga", true),
        (&erik, "Maja Skär", false),
        (&erik, "Nea Lugn", false),
        (&maja, "Siv Ström", false),
        (&maja, "Bo Lots", true),
        (&siv, "Siv Ström", true),
        (&siv, "Erik Våg", false),
    ] {
        let seen = house.person(who, whom).await;
        assert_eq!(seen["email"].is_string(), shown, "{} sees {seen}", who.name());
        assert_eq!(seen["invitation"].is_object(), shown, "{} sees {seen}", who.name());
        let may = seen["may"]["change_roles"]["allowed"] == true;
        assert_eq!(may, shown && who.name() != "Siv", "{} sees {seen}", who.name());
    }
    let seen = maja.get(&house.path("/people")).await.done().to_string();
    assert!(!seen.contains("kuststad.example"), "{seen}");
}

#[tokio::test]
async fn no_coordinator_does_anything_with_the_other_sides_people() {
    let house = House::open().await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    let siv = house.invite_siv(&erik).await;
    house.post.letter_to(SIV).await;
    for (what, body) in [
        ("roles", json!({"roles": ["observer"]})),
        ("remove", json!({})),
        ("anonymise", json!({"ground": null})),
        ("invite-again", json!({})),
    ] {
        let refused = maja.post(&house.member(&siv, what), body.clone()).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (403, "other-party"), "{what}");
        let neutral = json!({"id": house.seeded.member("Nea").id.0});
        assert_eq!(erik.post(&house.member(&neutral, what), body).await.status, 403, "{what}");
    }
    assert_eq!(house.person(&erik, "Siv Ström").await["member"], siv);
    assert_eq!(house.post.letters().len(), 1);
}

#[tokio::test]
async fn whoever_founds_an_agreement_invites_everybody_else_by_it() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let mut description = erik.get("/api/template?language=sv").await.done();
    let party = |letter: &str, name: &str| json!({"letter": letter, "name": name, "kind": "public"});
    let person = |name: &str, email: &str, party: &str| json!({"name": name, "email": email, "party": party, "roles": ["coordinator"]});
    description["title"] = json!("Överenskommelse om hamnar");
    description["parties"] = json!([party("A", "Kommunen"), party("B", "Hamnarna")]);
    let people = [
        person("Erik Våg", "erik@kuststad.example", "A"),
        person("Hanna Kaj", "hanna@hamn.example", "B"),
        person("Maja Skär", "maja@fyrar.example", "B"),
    ];
    description["members"] = json!(people);
    let founded = erik.post("/api/agreements", description).await.done();
    let letter = house.post.letter_to("hanna@hamn.example").await;
    assert!(letter.subject().ends_with("Överenskommelse om hamnar"), "{}", letter.subject());
    assert!(letter.text().contains("Erik Våg (Kommunen)"), "{}", letter.text());
    let hanna = Person::sign_in_by(&house.server, &letter.link(), "Hanna").await;
    let path = format!("/api/agreements/{}", founded["id"].as_str().unwrap());
    assert_eq!(hanna.get(&path).await.status, 200);
    assert_eq!(hanna.get("/api/me").await.done()["may_found"], true, "she coordinates it");
    // Maja, who is known here already, gets a letter too and has one account.
    let letter = house.post.letter_to("maja@fyrar.example").await;
    let maja = Person::sign_in_by(&house.server, &letter.link(), "Maja").await;
    assert_eq!(maja.get("/api/me").await.done()["memberships"].as_array().unwrap().len(), 2);
    assert_eq!(house.post.letters().len(), 2, "Erik is not written to");
}
