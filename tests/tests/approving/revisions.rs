//! Revisions are immutable, numbered, and made only of what has changed.

use overens_tests::{Group, PATIENCE};
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};

#[tokio::test]
async fn a_saved_text_is_a_revision_and_saving_it_again_makes_none() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.write("Asta", section, "En fyr lyser.").await;
    let path = format!("/api/sections/{section}/revisions");
    let first = group.erik.post(&path, json!({"name": "Till mötet", "note": "Kort."})).await;
    assert_eq!(first.status, 201);
    let first = first.done();
    assert_eq!((&first["number"], &first["name"]), (&json!(1), &json!("Till mötet")));
    assert_eq!(first["contributors"][0]["member"], group.seeded.member("Asta").id.0.as_str());

    let again = group.maja.post(&path, json!({"name": "Ett annat namn"})).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.done(), first);

    group.write("Bo", section, "En lots ror.").await;
    assert_eq!(group.maja.save(section, "").await["number"], 2);
    let listed = group.bo.get(&path).await.done();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[1], first, "a later revision changes nothing in an earlier one");
    let text = group.bo.get(&format!("{path}/1")).await.done()["blocks"].to_string();
    assert!(text.contains("En fyr lyser.") && !text.contains("En lots ror."));
}

#[tokio::test]
async fn a_revision_without_a_name_can_be_given_one_once() {
    let group = Group::gather().await;
    let section = group.section("free");
    assert_eq!(group.erik.save(section, "").await["name"], "");
    assert_eq!(group.erik.save(section, "Första").await["name"], "Första");
    assert_eq!(group.erik.save(section, "Andra").await["name"], "Första");
    let other = group.section("commitments");
    group.erik.save(other, "").await;
    assert_eq!(group.maja.save(other, "Majas ord").await["name"], "", "it is not hers to name");
}

#[tokio::test]
async fn only_drafters_and_coordinators_save() {
    let group = Group::gather().await;
    let section = group.section("free");
    let answer = group.ivar.post(&format!("/api/sections/{section}/revisions"), json!({})).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (403, "not-a-drafter-or-coordinator"));
}

/// The hash that the page of Python computes, which is written from the documentation alone.
fn hash_by_python(canonical: &[u8]) -> String {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/canonical_text.py");
    let python = Command::new("python3").arg(page).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python = python.expect("python3");
    python.stdin.take().unwrap().write_all(canonical).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "the page of Python refuses the text");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn another_reader_in_another_language_computes_the_same_hashes() {
    let group = Group::gather().await;
    let section = group.section("principle");
    group.write("Maja", section, "Öppenhet, A\u{30a}ret runt.").await;
    let revision = group.erik.save(section, "").await;
    let canonical = group.bo.bytes(&format!("/api/sections/{section}/revisions/1/canonical")).await;
    assert_eq!(revision["hash"], hash_by_python(&canonical).as_str());
}

#[tokio::test]
async fn the_server_saves_by_itself_after_a_spell_of_quiet_and_only_what_somebody_wrote() {
    let group = Group::gather_with(|launch| launch.arguments(&["--quiet-seconds", "1"])).await;
    let (written, opened) = (group.section("free").clone(), group.section("principle").clone());
    group.open("Olle", &opened).await.leave().await;
    group.write("Asta", &written, "En fyr lyser.").await;
    let path = format!("/api/sections/{written}/revisions");
    let saved = async {
        loop {
            let listed = group.erik.get(&path).await.done();
            if let Some(revision) = listed.get(0) {
                return revision.clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let revision = tokio::time::timeout(PATIENCE, saved).await.expect("saved by itself");
    assert_eq!((&revision["automatic"], &revision["by"]["kind"]), (&json!(true), &json!("server")));
    let untouched = group.erik.get(&format!("/api/sections/{opened}/revisions")).await.done();
    assert_eq!(untouched, json!([]));
}

#[tokio::test]
async fn restoring_is_a_new_edit_and_the_words_stay_their_authors() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.write("Asta", section, "En fyr lyser om natten.").await;
    group.erik.save(section, "").await;
    let reader = group.open("Olle", section).await;
    let bo = group.open("Bo", section).await;
    bo.edit(|document| document.remove_text("En fyr lyser om natten."));
    bo.until_saved().await;
    group.erik.save(section, "").await;
    reader.until("the words are gone", |state| !state.document.text().contains("En fyr")).await;

    let path = format!("/api/sections/{section}/revisions/1/restoration");
    let restored = group.erik.post(&path, json!({})).await;
    assert_eq!(restored.status, 201, "{restored:?}");
    let restored = restored.done();
    assert_eq!((&restored["number"], &restored["restored_from"]), (&json!(3), &json!(1)));
    reader.until_reads("En fyr lyser om natten.").await;
    let first = group.erik.get(&format!("/api/sections/{section}/revisions/1")).await.done();
    assert_eq!(restored["hash"], first["revision"]["hash"]);
    assert_eq!(restored["contributors"], first["revision"]["contributors"], "Asta's, and nobody else's");

    let again = group.erik.post(&path, json!({})).await;
    assert_eq!(again.status, 200, "it is that text already");
    let refused = group.ivar.post(&path, json!({})).await;
    assert_eq!(refused.code(), "not-a-drafter");
}

#[tokio::test]
async fn an_agreement_revision_holds_every_section_and_has_a_hash_of_its_own() {
    let group = Group::gather().await;
    let path = format!("/api/agreements/{}/revisions", group.seeded.agreement);
    let first = group.erik.post(&path, json!({"name": "Remissversion"})).await;
    assert_eq!(first.status, 201);
    let first = first.done();
    assert_eq!(first["sections"].as_array().unwrap().len(), 4);
    assert_eq!(group.erik.post(&path, json!({})).await.status, 200, "nothing has changed");
    group.write("Bo", group.section("free"), "Mer.").await;
    let second = group.erik.post(&path, json!({})).await.done();
    assert_eq!(second["number"], 2);
    assert_ne!(second["hash"], first["hash"]);
    assert_eq!(second["sections"][0], first["sections"][0], "what has not changed keeps its revision");
    assert_eq!(second["sections"][3]["revision"], 2);
    let canonical = group.bo.bytes(&format!("{path}/2/canonical")).await;
    assert_eq!(second["hash"], hash_by_python(&canonical).as_str());
    let whole = group.bo.get(&format!("{path}/1")).await.done();
    assert!(!whole.to_string().contains("Mer."));
}
