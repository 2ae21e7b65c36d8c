//! Letters that do not go out at once.

use crate::house::{House, SIV};
use overens_tests::post::Mood;
use overens_tests::{Person, PostOffice};
use std::time::Duration;

#[tokio::test]
async fn a_letter_waits_for_a_mail_server_that_is_down() {
    let mut house = House::open().await;
    let address = house.post.address();
    let erik = house.signed_in("Erik").await;
    drop(house.post);
    house.post = PostOffice::open().await;
    house.invite_siv(&erik).await;
    let waiting = house.until_problem(&erik).await;
    assert_eq!(waiting["state"], "waiting");
    let post = PostOffice::open_at(address).await;
    let letter = post.letter_to(SIV).await;
    house.until_invitation(&erik, "Siv Ström", "sent").await;
    Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
}

#[tokio::test]
async fn a_letter_that_waits_survives_a_crash() {
    let mut house = House::open().await;
    let address = house.post.address();
    let erik = house.signed_in("Erik").await;
    drop(house.post);
    house.post = PostOffice::open().await;
    house.invite_siv(&erik).await;
    house.until_problem(&erik).await;
    house.restart().await;
    let erik = erik.at(&house.server);
    let post = PostOffice::open_at(address).await;
    let letter = post.letter_to(SIV).await;
    Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
    assert_eq!(house.person(&erik, "Siv Ström").await["invitation"]["state"], "accepted");
}

#[tokio::test]
async fn a_letter_that_is_being_handed_in_when_the_server_crashes_is_sent_again() {
    let mut house = House::open().await;
    let erik = house.signed_in("Erik").await;
    house.post.be(Mood::TakesItsTime(Duration::from_secs(2)));
    house.invite_siv(&erik).await;
    house.post.until_tried(1).await;
    house.restart().await;
    house.post.be(Mood::Takes);
    house.post.until_tried(2).await;
    let letter = house.post.letter_to(SIV).await;
    Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
}

#[tokio::test]
async fn a_letter_is_sent_again_when_the_mail_server_hangs_up_and_the_link_of_the_first_try_ends() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    house.post.be(Mood::HangsUpAfterTheLetter);
    house.invite_siv(&erik).await;
    let first = house.post.letter_to(SIV).await;
    house.post.be(Mood::Takes);
    let second = house.post.letters_to(SIV, 2).await.pop().unwrap();
    house.until_invitation(&erik, "Siv Ström", "sent").await;
    let nobody = Person::nobody(&house.server);
    assert_eq!(nobody.look(&first.link()).await.code(), "link-revoked");
    Person::sign_in_by(&house.server, &second.link(), "Siv").await;
}

#[tokio::test]
async fn a_letter_is_tried_again_after_a_refusal_for_now() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    for mood in [Mood::Refuses("451 4.7.1 Greylisted, try later"), Mood::HangsUpBeforeTheLetter] {
        house.post.be(mood);
        if house.post.tries() == 0 {
            house.invite_siv(&erik).await;
        }
        house.post.until_tried(house.post.tries() + 1).await;
    }
    house.post.be(Mood::Takes);
    let letter = house.post.letter_to(SIV).await;
    Person::sign_in_by(&house.server, &letter.link(), "Siv").await;
}

#[tokio::test]
async fn an_address_that_the_mail_server_does_not_know_is_told_to_whoever_invited() {
    let house = House::open().await;
    let (erik, maja) = (house.signed_in("Erik").await, house.signed_in("Maja").await);
    house.post.be(Mood::Refuses("550 5.1.1 No such mailbox"));
    let siv = house.invite_siv(&erik).await;
    let failed = house.until_invitation(&erik, "Siv Ström", "failed").await;
    assert_eq!(failed["problem"], "E-postservern svarade: 550 5.1.1 No such mailbox");
    assert!(house.person(&maja, "Siv Ström").await["invitation"].is_null());
    assert_eq!(house.post.tries(), 1);
    // Mended, it is sent when asked for.
    house.post.be(Mood::Takes);
    assert_eq!(erik.post(&house.member(&siv, "invite-again"), serde_json::json!({})).await.status, 202);
    house.post.letter_to(SIV).await;
    house.until_invitation(&erik, "Siv Ström", "sent").await;
}

#[tokio::test]
async fn one_address_that_is_refused_holds_up_no_other_letter() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    house.post.be(Mood::Refuses("451 Later"));
    house.invite_siv(&erik).await;
    house.post.until_tried(1).await;
    house.post.be(Mood::Takes);
    assert_eq!(crate::house::ask(&house.server, "rut@kuststad.example").await, 202);
    house.post.letter_to("rut@kuststad.example").await;
}

impl House {
    /// Waits until a try to send Siv's invitation has failed.
    async fn until_problem(&self, erik: &Person) -> serde_json::Value {
        crate::house::until("a try fails", async || {
            let invitation = self.person(erik, "Siv Ström").await["invitation"].clone();
            invitation["problem"].is_string().then_some(invitation)
        })
        .await
    }
}
