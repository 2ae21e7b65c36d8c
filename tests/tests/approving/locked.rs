//! A section that is being approved takes no text, and whoever types in it loses nothing.

use overens_tests::Group;
use serde_json::json;

#[tokio::test]
async fn a_signed_section_refuses_edits_and_takes_them_again_when_it_is_reopened() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let writer = group.open("Maja", section).await;
    group.asta.sign_off(section).await.done();
    writer.until("told that something has changed", |state| !state.notices.is_empty()).await;
    writer.edit(|document| document.append("efter låset"));
    assert_eq!(writer.until_closed().await.code, 4423);
    let info = group.maja.get(&format!("/api/sections/{section}")).await.done();
    assert_eq!((&info["may_write"], &info["why_not"]), (&json!(false), &json!("section-locked")));

    group.reopen(section).await;
    group.write("Maja", section, "Efter att det öppnats.").await;
    let text = group.maja.get(&format!("/api/sections/{section}/text")).await.done().to_string();
    assert!(text.contains("Efter att det öppnats.") && !text.contains("efter låset"), "{text}");
}

#[tokio::test]
async fn locking_and_reopening_take_a_role_and_a_reason() {
    let group = Group::gather().await;
    let section = group.section("free");
    let lock = format!("/api/sections/{section}/lock");
    let reopen = format!("/api/sections/{section}/reopening");
    let why = json!({"reason": "Nu ska styrelsen läsa."});
    assert_eq!(group.erik.post(&lock, why.clone()).await.code(), "no-revision");
    group.erik.save(section, "").await;
    assert_eq!(group.ivar.post(&lock, why.clone()).await.code(), "not-a-drafter-or-coordinator");
    assert_eq!(group.erik.post(&lock, json!({"reason": ""})).await.code(), "field-missing");
    assert_eq!(group.erik.post(&reopen, why.clone()).await.code(), "not-locked");
    let locked = group.erik.post(&lock, why.clone()).await.done();
    assert_eq!(locked["locked"]["reason"], "Nu ska styrelsen läsa.");
    assert_eq!(group.maja.post(&lock, why.clone()).await.code(), "section-locked");
    let refused = group.ivar.post(&reopen, why.clone()).await;
    assert_eq!(refused.code(), "not-a-drafter-or-coordinator");
    let opened = group.maja.post(&reopen, why).await.done();
    assert_eq!((&opened["state"], &opened["reopened"]["by"]["kind"]), (&json!("drafting"), &json!("member")));
}

#[tokio::test]
async fn a_locked_section_is_locked_after_a_crash() {
    let mut group = Group::gather().await;
    let section = group.section("free").clone();
    group.erik.save(&section, "").await;
    group.asta.sign_off(&section).await.done();
    group.server.kill_9().await;
    group.server = overens_tests::Server::start(&group.folder).await;
    let writer = group.open("Maja", &section).await;
    writer.edit(|document| document.append("efter kraschen"));
    assert_eq!(writer.until_closed().await.code, 4423);
}
