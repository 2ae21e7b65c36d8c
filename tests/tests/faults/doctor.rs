//! `overens doctor`: what it says of a damaged folder is so, what it makes anew is right, and it changes nothing.

use super::damage::Right;
use super::house::House;
use super::steps::argument;
use overens_tests::binary::{self, Finished};
use overens_tests::{Folder, Group};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::fs;

/// Bytes that are changed in sled's file, each in a copy of its own.
const FLIPS: u64 = 12;

async fn doctor(folder: &Folder, more: &[&str]) -> (Finished, Value) {
    let data = folder.argument();
    let before = folder.listing();
    let done = binary::run(&[&["doctor", "--data", &data, "--json"], more].concat()).await;
    assert!(
        overens_tests::folder::differences(&before, &folder.listing()).is_empty(),
        "it changes the folder"
    );
    assert!(!done.errors.contains("panicked"), "{}", done.errors);
    let said = serde_json::from_str(&done.output).unwrap_or(Value::Null);
    (done, said)
}

/// A stopped service, and what is right in it.
async fn stopped(house: &House) -> (Folder, Right) {
    let group = house.open(house.copy()).await;
    group.write("Maja", group.section("free"), "Det nyaste.").await;
    let right = Right::of(&group).await;
    let Group { folder, server, .. } = group;
    server.stop().await;
    (folder, right)
}

async fn is_right(house: &House, folder: Folder, right: &Right) {
    let group = house.open(folder).await;
    assert_eq!(Right::of(&group).await, *right);
    group.write("Maja", group.section("free"), "Det går vidare.").await;
    group.server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_folder_is_said_to_be_whole_stopped_or_killed_and_a_running_one_is_left_alone() {
    let house = House::furnish().await;
    let mut group = house.open(house.copy()).await;
    group.write("Maja", group.section("free"), "Det nyaste.").await;
    let running = binary::run(&["doctor", "--data", &group.folder.argument()]).await;
    assert_eq!(running.code, Some(2), "{}", running.output);
    assert!(running.errors.contains("in use"), "{}", running.errors);
    group.server.kill_9().await;
    let (done, said) = doctor(&group.folder, &[]).await;
    assert_eq!((done.code, &said["is_whole"]), (Some(0), &Value::Bool(true)), "{said:#}");
    let logs = said["logs"].as_array().unwrap();
    let texts = logs.iter().filter(|log| log["log"] == "text").count();
    assert_eq!(texts, group.seeded.sections.len());
    let record = logs.iter().find(|log| log["log"] == "record").unwrap();
    assert_eq!(record["id"], group.seeded.agreement.0.as_str());
    assert_eq!(record["title"], "Överenskommelse om kustens fyrar");
    let (stopped, right) = stopped(&house).await;
    let (done, said) = doctor(&stopped, &[]).await;
    assert_eq!(done.code, Some(0), "{said:#}");
    let new = Folder::new();
    let (done, said) = doctor(&stopped, &["--rebuild", &new.argument()]).await;
    assert_eq!(done.code, Some(0), "{said:#}");
    is_right(&house, new, &right).await;
    let nothing = binary::run(&["doctor", "--data", argument(&stopped.beside("nowhere"))]).await;
    assert_eq!(nothing.code, Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_named_and_a_backup_fills_it_in() {
    let house = House::furnish().await;
    let (whole, right) = stopped(&house).await;
    let backup = whole.beside("backup");
    let done = binary::run(&["backup", "--data", &whole.argument(), "--output", argument(&backup)]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let mut random = StdRng::seed_from_u64(3);
    let mut noticed = 0;
    for flip in 0..FLIPS {
        let folder = whole.copy();
        let db = folder.path().join("store/sled/db");
        let mut bytes = fs::read(&db).unwrap();
        // A run of bytes, so that more than one message goes.
        let length = 1 << (flip % 14);
        let at = random.random_range(0..bytes.len() - length);
        bytes[at..at + length].iter_mut().for_each(|byte| *byte = !*byte);
        fs::write(&db, &bytes).unwrap();
        let (done, said) = doctor(&folder, &[]).await;
        let is_whole = said["is_whole"] == true;
        assert_eq!(done.code, Some(if is_whole { 0 } else { 1 }), "{} {said:#}", done.errors);
        noticed += u32::from(!is_whole);
        let new = Folder::new();
        let (done, said) =
            doctor(&folder, &["--rebuild", &new.argument(), "--backup", argument(&backup)]).await;
        assert_eq!(done.code, Some(0), "{length} bytes at {at}: {} {said:#}", done.errors);
        is_right(&house, new, &right).await;
    }
    // Or nothing would have been damaged.
    assert!(noticed > 2, "only {noticed} damages were noticed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_store_that_is_gone_nothing_is_said_to_be_there_and_the_backup_has_it_all() {
    let house = House::furnish().await;
    let (folder, right) = stopped(&house).await;
    let backup = folder.beside("backup");
    let done = binary::run(&["backup", "--data", &folder.argument(), "--output", argument(&backup)]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    fs::remove_dir_all(folder.path().join("store")).unwrap();
    let (done, said) = doctor(&folder, &[]).await;
    assert_eq!((done.code, said["logs"].as_array().unwrap().len()), (Some(1), 0), "{said:#}");
    assert!(said["findings"].to_string().contains("db: it is missing"), "{said:#}");
    // An empty service is not what was asked for, and is not called whole.
    let (done, said) = doctor(&folder, &["--rebuild", &Folder::new().argument()]).await;
    assert_eq!((done.code, &said["is_whole"]), (Some(1), &Value::Bool(false)), "{said:#}");
    let new = Folder::new();
    let (done, said) = doctor(&folder, &["--rebuild", &new.argument(), "--backup", argument(&backup)]).await;
    assert_eq!(done.code, Some(0), "{said:#}");
    is_right(&house, new, &right).await;
    // What is there is never replaced.
    let (done, _) = doctor(&folder, &["--rebuild", &folder.argument(), "--backup", argument(&backup)]).await;
    assert_eq!(done.code, Some(2));
}
