//! A server that sends no mail: only its operator prints links.

use overens_tests::{Person, Place, binary};
use serde_json::{Value, json};

async fn operator(place: &Place, arguments: &[&str]) -> binary::Finished {
    let data = place.folder.argument();
    let mut all = arguments.to_vec();
    all.extend(["--data", &data]);
    binary::run(&all).await
}

fn invitation<'a>(people: &'a Value, name: &str) -> &'a Value {
    let parties = people["parties"].as_array().unwrap();
    let mut all = parties.iter().flat_map(|party| party["people"].as_array().unwrap());
    &all.find(|one| one["member"]["name"] == name).unwrap()["invitation"]
}

#[tokio::test]
async fn without_mail_an_invitation_waits_for_the_operator_who_prints_its_link() {
    let place = Place::open().await;
    let erik = Person::sign_in(&place.server, place.seeded.member("Erik")).await;
    assert_eq!(erik.get("/api/server").await.done(), json!({"mail": false}));
    let members = format!("/api/agreements/{}/members", place.seeded.agreement);
    let people = format!("/api/agreements/{}/people", place.seeded.agreement);
    let new =
        json!({"name": "Siv Ström", "email": "siv@a.example", "organisation": null, "roles": ["drafter"]});
    let siv = erik.post(&members, new).await.done();
    let seen = erik.get(&people).await.done();
    assert_eq!(seen["mail"], false);
    assert_eq!(invitation(&seen, "Siv Ström")["state"], "waiting");
    let again = format!("{members}/{}/invite-again", siv["id"].as_str().unwrap());
    assert_eq!(erik.post(&again, json!({})).await.code(), "no-mail");
    let asked = Person::nobody(&place.server).post("/api/sign-in", json!({"email": "siv@a.example"})).await;
    assert_eq!((asked.status.as_u16(), asked.code()), (409, "no-mail"));

    let printed = operator(&place, &["invite", &place.seeded.agreement.0, "--email", "siv@a.example"]).await;
    assert_eq!(printed.code, Some(0), "{}", printed.errors);
    let sent = invitation(&erik.get(&people).await.done(), "Siv Ström").clone();
    assert_eq!((&sent["state"], &sent["by"]), (&json!("sent"), &json!("Erik Våg")));
    Person::sign_in_by(&place.server, printed.output.trim(), "Siv").await;
    assert_eq!(invitation(&erik.get(&people).await.done(), "Siv Ström")["state"], "accepted");
}

#[tokio::test]
async fn the_operator_invites_neutral_people_and_nobody_into_a_party_that_has_a_coordinator() {
    let place = Place::open().await;
    let agreement = place.seeded.agreement.0.clone();
    let new = ["invite", &agreement, "--new", "--name", "Lo Medel", "--email", "lo@mitten.example"];
    let printed = operator(&place, &[&new[..], &["--role", "coordinator"]].concat()).await;
    assert_eq!(printed.code, Some(0), "{}", printed.errors);
    let lo = Person::sign_in_by(&place.server, printed.output.trim(), "Lo Medel").await;
    let me = lo.get("/api/me").await.done();
    assert_eq!(me["memberships"][0]["member"]["party"], Value::Null);
    let again = operator(&place, &[&new[..], &["--role", "coordinator"]].concat()).await;
    assert_eq!(again.code, Some(1), "one address is one member");
    let other = ["invite", &agreement, "--new", "--name", "X Y", "--email", "x@y.example"];
    for more in [&["--party", "A", "--role", "approver"][..], &["--role", "approver"], &["--party", "Q"], &[]]
    {
        let refused = operator(&place, &[&other[..], more].concat()).await;
        assert_eq!(refused.code, Some(1), "{more:?}: {}", refused.output);
        assert!(refused.errors.starts_with("overens: ") && refused.output.is_empty(), "{}", refused.errors);
    }
}

#[tokio::test]
async fn the_operator_admits_somebody_who_may_found_agreements() {
    let place = Place::open().await;
    let admit = ["admit", "--name", "Fia Grund", "--email", "fia@grund.example"];
    let printed = operator(&place, &admit).await;
    assert_eq!(printed.code, Some(0), "{}", printed.errors);
    let fia = Person::sign_in_by(&place.server, printed.output.trim(), "Fia Grund").await;
    let me = fia.get("/api/me").await.done();
    assert_eq!((&me["may_found"], &me["memberships"]), (&json!(true), &json!([])));
    let refused = operator(&place, &["admit", "--name", "X", "--email", "x"]).await;
    assert_eq!(refused.code, Some(1));
    for (name, may_found) in [("Erik", true), ("Asta", false)] {
        let person = Person::sign_in(&place.server, place.seeded.member(name)).await;
        assert_eq!(person.get("/api/me").await.done()["may_found"], may_found, "{name}");
    }
}

#[tokio::test]
async fn wrong_flags_for_mail_stop_the_start_with_one_line() {
    let place = Place::open().await;
    let data = place.folder.beside("other").to_str().unwrap().to_owned();
    for (flags, word) in [
        (&["--smtp-url", "smtp://mail.example"][..], "--mail-from"),
        (&["--smtp-url", "mail.example", "--mail-from", "a@b.example"], "smtp://"),
        (&["--smtp-url", "smtp://u:geheim@mail.example", "--mail-from", "a@b.example"], "password"),
        (&["--smtp-url", "smtp://u@mail.example", "--mail-from", "a@b.example"], "OVERENS_SMTP_PASSWORD"),
        (&["--smtp-url", "smtp://127.0.0.1", "--mail-from", "a"], "--mail-from"),
    ] {
        let serve = ["serve", "--data", &data, "--listen", "127.0.0.1:0"];
        let ended = binary::run(&[&serve[..], flags].concat()).await;
        assert_ne!(ended.code, Some(0), "{flags:?}");
        assert!(ended.errors.contains(word), "{flags:?}: {}", ended.errors);
        assert!(!std::path::Path::new(&data).exists(), "nothing is made before the flags are right");
    }
}
