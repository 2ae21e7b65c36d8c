//! kill -9 while sign-offs are given: each has happened wholly or not at all.

use overens_tests::{Group, Person, Server};
use serde_json::{Value, json};
use std::time::Duration;

/// Crashes; each comes a little later into the giving of a sign-off than the one before.
const CRASHES: u64 = 16;

/// Between the requests and the kill, for each crash so much more.
const STEP: Duration = Duration::from_micros(350);

#[tokio::test]
async fn after_a_crash_record_and_text_agree_on_what_was_approved() {
    let mut group = Group::gather().await;
    let section = group.section("free").clone();
    let path = format!("/api/sections/{section}/sign-offs");
    let mut outcomes = [0; 2];
    for crash in 0..CRASHES {
        group.write("Maja", &section, &format!("Krasch {crash}.")).await;
        group.erik.save(&section, "").await;
        let said = group.asta.approval(&section).await;
        let asked = tokio::spawn({
            let (asta, path, said) = (group.asta.clone(), path.clone(), said.clone());
            async move { asta.try_post(&path, &said).await.ok() }
        });
        tokio::time::sleep(STEP * u32::try_from(crash).unwrap()).await;
        group.server.kill_9().await;
        let answered = asked.await.unwrap().is_some_and(|answer| answer.status.is_success());
        restart(&mut group).await;

        let info = group.erik.get(&format!("/api/sections/{section}")).await.done();
        let given: Vec<Value> = group
            .erik
            .get(&format!("/api/agreements/{}/sign-offs", group.seeded.agreement))
            .await
            .done()
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["hash"] == said["hash"])
            .cloned()
            .collect();
        let locked_in_record = info["section"]["state"] != "drafting";
        let locked_in_text = is_locked(&group.erik, &section.0).await;
        assert_eq!(locked_in_record, locked_in_text, "after crash {crash}");
        assert_eq!(given.len(), usize::from(locked_in_record), "after crash {crash}: {given:?}");
        assert!(!answered || locked_in_record, "an approval that was confirmed is gone after crash {crash}");
        outcomes[usize::from(locked_in_record)] += 1;
        if locked_in_record {
            assert_eq!(given[0]["standing"], "current");
            assert_eq!(info["hash"], said["hash"]);
            group.reopen(&section).await;
        }
    }
    println!("{} crashes before a sign-off was kept, {} after", outcomes[0], outcomes[1]);
    assert!(outcomes.iter().all(|count| *count > 0), "the crashes came all at the same moment: {outcomes:?}");
}

async fn restart(group: &mut Group) {
    group.server = Server::start(&group.folder).await;
    for person in [&mut group.erik, &mut group.asta, &mut group.maja, &mut group.bo, &mut group.ivar] {
        *person = person.at(&group.server);
    }
}

/// What the text's own log says.
async fn is_locked(person: &Person, section: &str) -> bool {
    let mut locked = false;
    let mut from = json!(0);
    while !from.is_null() {
        let page = person.get(&format!("/api/sections/{section}/history?from={from}&most=1000")).await.done();
        for entry in page["entries"].as_array().unwrap() {
            match entry["kind"].as_str().unwrap() {
                "lock" => locked = true,
                "unlock" => locked = false,
                _ => {}
            }
        }
        from = page["next"].clone();
    }
    locked
}
