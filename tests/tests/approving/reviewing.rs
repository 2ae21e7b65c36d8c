//! A review and an anchoring sheet, through the real binary: several answer at once, and a crash takes no answer back.

use futures_util::future::join_all;
use overens_tests::people::SectionId;
use overens_tests::{Group, Person, Server};
use serde_json::{Value, json};

/// Erik asks three people about a section.
async fn asked(group: &Group, section: &SectionId) -> Value {
    let revision = group.erik.save(section, "").await;
    let member = |name: &str| group.seeded.member(name).id.0.clone();
    let asked = json!({
        "sections": [{"section": section.0, "revision": revision["number"]}],
        "reviewers": [member("Asta"), member("Bo"), member("Ivar")],
        "question": "Kan det gå ut?", "due": "2099-12-31",
    });
    group.erik.post(&format!("/api/agreements/{}/reviews", group.seeded.agreement), asked).await.done()
}

fn answer(review: &Value, ready: bool, because: &str) -> Value {
    let asked = &review["sections"][0];
    json!({"section": asked["section"], "revision": asked["revision"], "hash": asked["hash"],
           "ready": ready, "because": because})
}

fn path(review: &Value) -> String {
    format!("/api/reviews/{}", review["id"].as_str().unwrap())
}

#[tokio::test]
async fn all_who_answer_at_once_are_heard_and_each_for_themselves() {
    let group = Group::gather().await;
    let section = group.section("free").clone();
    let review = asked(&group, &section).await;
    let answers = format!("{}/answers", path(&review));
    let people = [&group.asta, &group.bo, &group.ivar];
    for round in 0..4 {
        let said = answer(&review, round % 2 == 0, &format!("Omgång {round}."));
        let given = join_all(people.map(|person| person.post(&answers, said.clone()))).await;
        given.into_iter().for_each(|answer| drop(answer.done()));
    }
    let seen = group.maja.get(&path(&review)).await.done();
    let all = seen["answers"].as_array().unwrap();
    assert_eq!(all.len(), 12);
    let counting: Vec<_> = all.iter().filter(|one| one["counts"] == true).collect();
    assert_eq!(counting.len(), 3, "the latest of each");
    assert!(counting.iter().all(|one| one["ready"] == false && one["because"] == "Omgång 3."));
    let refused = group.maja.post(&answers, answer(&review, true, "")).await;
    assert_eq!(refused.code(), "not-a-reviewer");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_every_answer_that_was_confirmed_is_there() {
    let mut group = Group::gather().await;
    let section = group.section("free").clone();
    let review = asked(&group, &section).await;
    let answers = format!("{}/answers", path(&review));
    let mut confirmed = 0;
    for crash in 0..6_usize {
        let said = |turn: usize| answer(&review, false, &format!("Krasch {crash}, svar {turn}."));
        let answering = tokio::spawn({
            let (asta, answers) = (group.asta.clone(), answers.clone());
            let said: Vec<_> = (0..200).map(said).collect();
            async move {
                let mut taken = 0;
                for said in &said {
                    match asta.try_post(&answers, said).await {
                        Ok(answer) if answer.status.is_success() => taken += 1,
                        _ => break,
                    }
                }
                taken
            }
        });
        // At least one is on disk, and others are on their way.
        let known = confirmed;
        while answered(&group.erik, &review).await <= known {
            tokio::task::yield_now().await;
        }
        group.server.kill_9().await;
        confirmed += answering.await.unwrap();
        restart(&mut group).await;
        let there = answered(&group.erik, &review).await;
        assert!(there >= confirmed, "crash {crash}: {there} of {confirmed} answers are there");
        assert!(there <= confirmed + 1, "one was under way at most");
        confirmed = there;
    }
}

#[tokio::test]
async fn a_sheet_is_found_by_its_id_after_a_restart_and_nobody_else_s_coordinator_makes_it() {
    let mut group = Group::gather().await;
    let section = group.section("free").clone();
    let revision = group.erik.save(&section, "").await;
    let agreement = group.agreement().await;
    let organisations = |party: usize| agreement["parties"][party]["organisations"].clone();
    let own = organisations(0)[0]["id"].clone();
    let made = json!({"organisation": own, "mandate_asked": "Att godkänna.", "questions": null, "due": null,
                      "sections": [{"section": section.0, "revision": revision["number"]}]});
    let sheets = format!("/api/agreements/{}/anchoring-sheets", group.seeded.agreement);
    assert_eq!(group.maja.post(&sheets, made.clone()).await.code(), "other-partys-matter");
    let sheet = group.erik.post(&sheets, made).await.done();
    group.server.kill_9().await;
    restart(&mut group).await;
    let read =
        group.maja.get(&format!("/api/anchoring-sheets/{}", sheet["id"].as_str().unwrap())).await.done();
    assert_eq!((&read["sheet"]["id"], &read["texts"][0]["revision"]), (&sheet["id"], &revision["number"]));
}

async fn answered(person: &Person, review: &Value) -> usize {
    person.get(&path(review)).await.done()["answers"].as_array().unwrap().len()
}

async fn restart(group: &mut Group) {
    group.server = Server::start(&group.folder).await;
    for person in [&mut group.erik, &mut group.asta, &mut group.maja, &mut group.bo, &mut group.ivar] {
        *person = person.at(&group.server);
    }
}
