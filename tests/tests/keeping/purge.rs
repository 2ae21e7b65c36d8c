//! Working material that is purged: the words and the record stay, how they came to be does not.

use overens_tests::people::SectionId;
use overens_tests::place::get;
use overens_tests::{Client, Group, Pass, Server};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What somebody typed and took out again: it is in the log, and nowhere else.
const REGRETTED: &str = "Hemligt och ångrat";

/// Crashes. Each comes a little sooner than the one before if that came too late, and a little later if too soon.
const CRASHES: u32 = 10;

/// An agreement whose bodies have decided, with something in the log of a section that does not stand in its text.
async fn decided() -> (Group, Value) {
    let group = Group::gather().await;
    let section = group.section("free");
    group.write("Maja", section, REGRETTED).await;
    group.write("Maja", section, "Det här står kvar.").await;
    let client = group.open("Maja", section).await;
    client.edit(|document| document.remove_text(REGRETTED));
    client.until_saved().await;
    client.leave().await;
    let decision = group.decide().await;
    (group, decision)
}

/// The texts as they are hashed, and each section's state.
async fn standing(group: &Group) -> Vec<Value> {
    let mut standing = Vec::new();
    for section in &group.seeded.sections {
        let info = group.erik.get(&format!("/api/sections/{}", section.id)).await.done();
        standing.push(json!([info["hash"], info["section"]["state"], info["section"]["title"]]));
    }
    standing
}

async fn history(group: &Group, section: &SectionId) -> Value {
    group.erik.get(&format!("/api/sections/{section}/history")).await.done()
}

fn kinds(history: &Value) -> Vec<&str> {
    history["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

/// Whether any file of the data folder holds these words, as Yjs writes them.
fn is_on_disk(group: &Group, words: &str) -> bool {
    let words = words.as_bytes();
    let files = group.folder.listing().into_values().flatten();
    files.into_iter().any(|bytes| bytes.windows(words.len()).any(|window| window == words))
}

async fn restart(group: &mut Group) {
    group.server = Server::start(&group.folder).await;
    for person in [&mut group.erik, &mut group.asta, &mut group.maja, &mut group.bo, &mut group.ivar] {
        *person = person.at(&group.server);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_leaves_the_texts_and_the_record_and_nothing_of_how_they_came_to_be() {
    let (mut group, decision) = decided().await;
    let agreement = group.seeded.agreement.clone();
    let section = group.section("free").clone();
    let (before, revision) = (standing(&group).await, group.agreement().await["agreed"].clone());
    let path = format!("/api/agreements/{agreement}/purge");
    let unknown = json!({"decision": "00000000-0000-4000-8000-000000000000"});
    assert_eq!(group.erik.post(&path, unknown).await.code(), "no-such-decision");
    let ground = json!({"decision": decision});
    assert_eq!(group.asta.post(&path, ground.clone()).await.code(), "not-a-coordinator");
    assert_eq!(history(&group, &section).await["purged"], 0);
    // Or the test would show nothing.
    assert!(is_on_disk(&group, REGRETTED));

    let pass = Pass::ours(group.seeded.token("Maja"));
    let reading = Client::join(&group.server, &section, &pass).await;
    let answer = group.erik.post(&path, ground.clone()).await;
    assert!(answer.status.is_success(), "{answer:?}");
    assert_eq!(reading.until_closed().await.code, 4409);
    assert!(reading.text().contains("Det här står kvar."));

    let mut previous = Value::Null;
    for start in 0..3 {
        assert_eq!(standing(&group).await, before, "after start {start}");
        assert_eq!(group.agreement().await["agreed"], revision);
        assert_eq!(group.agreement().await["purged"]["decision"], decision);
        let kept = history(&group, &section).await;
        assert_eq!(kinds(&kept), ["epoch", "lock"]);
        assert!(kept["purged"].as_u64().unwrap() > 3, "{kept}");
        assert_eq!(kept["entries"][0]["position"], kept["purged"], "positions stay what they were");
        let path = format!("/api/sections/{section}/authors");
        let authors = get(&group.server, group.seeded.token("Olle"), &path).await;
        assert_eq!(authors["contributors"], json!([]), "nobody is named any more beside the live text");
        assert_eq!(authors["purged"], true);
        let first = kept["purged"].as_u64().unwrap() + 1;
        let ask = async |question: &str| group.erik.get(&format!("/api/sections/{section}/{question}")).await;
        assert_eq!(ask("moments/1").await.code(), "history-purged");
        assert_eq!(ask("revisions/1/authors").await.code(), "history-purged");
        assert_eq!(ask(&format!("moments/{first}")).await.done()["change"], "begun");
        assert_eq!(ask("timeline").await.done()["line"]["first"], first);
        let joined = Client::join(&group.server, &section, &pass).await;
        assert!(joined.text().contains("Det här står kvar."));
        joined.leave().await;
        if start > 0 {
            assert!(!is_on_disk(&group, REGRETTED), "after start {start}");
            assert_eq!(kept, previous);
        }
        previous = kept;
        // By SIGTERM or by SIGKILL, it is gone from the disk when the service has started again.
        if start == 0 {
            group.server.kill_9().await
        } else {
            group.server.terminate()
        }
        group.server.ended(overens_tests::PATIENCE).await;
        restart(&mut group).await;
    }
    // The revisions still say who stood behind them.
    let revisions = group.erik.get(&format!("/api/sections/{section}/revisions")).await.done().to_string();
    assert!(revisions.contains(&group.seeded.member("Maja").id.0), "{revisions}");
}

/// A data folder of a stopped server.
fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(done.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_that_is_killed_has_happened_wholly_or_not_at_all() {
    let (mut group, decision) = decided().await;
    let path = format!("/api/agreements/{}/purge", group.seeded.agreement);
    let before = standing(&group).await;
    let mut outcomes = [0; 2];
    let mut delay = Duration::from_millis(10);
    // A purge is done once: each crash comes to the agreement as it was decided.
    group.server.terminate();
    group.server.ended(overens_tests::PATIENCE).await;
    let (folder, decided) = (group.folder.path(), group.folder.beside("decided"));
    copy(&folder, &decided);
    for crash in 0..CRASHES {
        std::fs::remove_dir_all(&folder).unwrap();
        copy(&decided, &folder);
        restart(&mut group).await;
        let begun = Instant::now();
        let asked = tokio::spawn({
            let (erik, path, ground) = (group.erik.clone(), path.clone(), json!({"decision": decision}));
            async move { erik.try_post(&path, &ground).await.ok() }
        });
        // A timer would be too coarse.
        while begun.elapsed() < delay {
            std::hint::spin_loop();
        }
        group.server.kill_9().await;
        let answered = asked.await.unwrap().is_some_and(|answer| answer.status.is_success());
        restart(&mut group).await;
        assert_eq!(standing(&group).await, before, "after crash {crash}");
        let page = group
            .erik
            .get(&format!("/api/agreements/{}/record?most=200", group.seeded.agreement))
            .await
            .done();
        let entries = page["entries"].as_array().unwrap();
        let recorded = entries.iter().filter(|entry| entry["kind"] == "working_material_purged").count();
        let is_purged = recorded == 1;
        assert!(!answered || is_purged, "a purge that was confirmed is gone after crash {crash}");
        for section in &group.seeded.sections {
            let kept = history(&group, &section.id).await;
            let is_bare = kinds(&kept) == ["epoch", "lock"] && kept["purged"] != 0;
            assert_eq!(is_bare, recorded > 0, "record and text say different things: {kept}");
        }
        outcomes[usize::from(is_purged)] += 1;
        delay = if is_purged { delay * 2 / 3 } else { delay * 3 / 2 };
        group.server.terminate();
        group.server.ended(overens_tests::PATIENCE).await;
    }
    println!("{} crashes before a purge was kept, {} after", outcomes[0], outcomes[1]);
    assert!(outcomes.iter().all(|count| *count > 0), "the crashes came all at the same moment: {outcomes:?}");
}
