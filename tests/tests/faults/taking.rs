//! Killed while something is taken away, written anew, or taken out of the house.

use super::due::{Due, export_is_whole};
use super::house::{House, start_again, text_of};
use super::steps::{Deadly, argument};
use overens_tests::server::Launch;
use overens_tests::{Folder, Group, PATIENCE, binary};
use serde_json::Value;

async fn purge(group: &Group, ground: &Value) -> bool {
    let path = format!("/api/agreements/{}/purge", group.seeded.agreement);
    group.erik.try_post(&path, ground).await.is_ok_and(|answer| answer.status.is_success())
}

/// Whether the record and every text say that it was purged.
async fn is_purged(group: &Group, after: &str) -> bool {
    let purged = !group.agreement().await["purged"].is_null();
    for section in &group.seeded.sections {
        let kept = group.erik.get(&format!("/api/sections/{}/history", section.id)).await.done();
        assert_eq!(
            kept["purged"].as_u64() > Some(0),
            purged,
            "{after}: {} is not as the record says",
            section.kind
        );
    }
    purged
}

/// Either all of it is purged or nothing, and the words stay.
pub async fn purging(deadly: &Deadly, house: &House, ground: &Value, step: &str, times: u64) {
    let folder = house.copy();
    let server = deadly.start_armed(&folder, step, times, |launch| launch).await;
    let mut group = house.group(folder, server);
    let answered = purge(&group, ground).await;
    group.server.ended(PATIENCE).await;
    let launch = Launch::new(&group.folder);
    start_again(&mut group, &launch).await;
    let purged = is_purged(&group, step).await;
    assert!(purged || !answered, "a purge that was confirmed is undone after {step}");
    assert!(purged || purge(&group, ground).await, "it cannot be purged after {step}");
    assert!(text_of(&group, "free").await.contains("Det här står kvar."), "{step}");
    export_is_whole(&group, step).await;
    group.server.stop().await;
}

/// The store that is written anew is there, whichever of the two it is.
pub async fn rewriting(deadly: &Deadly, house: &House, ground: &Value, step: &str) {
    let group = house.open(house.copy()).await;
    assert!(purge(&group, ground).await);
    let Group { folder, server, .. } = group;
    server.stop().await;
    let log = deadly.launch(&folder, step, 1).try_start().await.err();
    let log = log.unwrap_or_else(|| panic!("it starts without the step {step}"));
    assert!(log.contains(&format!("killed at the step {step}")), "{log}");
    let group = house.open(folder).await;
    assert!(is_purged(&group, step).await);
    assert!(text_of(&group, "free").await.contains("Det här står kvar."), "{step}");
    export_is_whole(&group, step).await;
    group.server.stop().await;
}

/// A backup has its name when it is whole, and not before; the folder is as it was.
pub async fn backing_up(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    let (file, data) = (folder.beside("backup"), folder.argument());
    deadly.run_to_death(&["backup", "--data", &data, "--output", argument(&file)], step);
    assert_eq!(file.exists(), step == "backup-named");
    let file = if file.exists() { file } else { folder.beside("another") };
    if !file.exists() {
        let done = binary::run(&["backup", "--data", &data, "--output", argument(&file)]).await;
        assert_eq!(done.code, Some(0), "{}", done.errors);
    }
    let restored = Folder::new();
    let done = binary::run(&["restore", argument(&file), "--data", &restored.argument()]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    for folder in [folder, restored] {
        let group = house.open(folder).await;
        Due::default().is_there(&group, step).await;
        group.server.stop().await;
    }
}

/// What was put together halfway is opened by nobody, and the next restore does it.
pub async fn restoring(deadly: &Deadly, house: &House, step: &str) {
    let folder = house.copy();
    let file = folder.beside("backup");
    let done = binary::run(&["backup", "--data", &folder.argument(), "--output", argument(&file)]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let restored = Folder::new();
    let data = restored.argument();
    deadly.run_to_death(&["restore", argument(&file), "--data", &data], step);
    if step != "restore-placed" {
        let refusal = Launch::new(&restored).try_start().await.err();
        let refusal =
            refusal.unwrap_or_else(|| panic!("a server opens what was restored halfway, at {step}"));
        assert!(refusal.contains("overens restore"), "{refusal}");
        let done = binary::run(&["restore", argument(&file), "--data", &data]).await;
        assert_eq!(done.code, Some(0), "{}", done.errors);
    }
    let group = house.open(restored).await;
    Due::default().is_there(&group, step).await;
    group.server.stop().await;
}
