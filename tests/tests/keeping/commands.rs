//! `overens backup` and `overens restore` as the operator meets them.

use overens_tests::power::Power;
use overens_tests::server::Launch;
use overens_tests::{Client, Folder, Pass, Seeded, Server, binary, seed};
use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn overens() -> Command {
    let mut command = Command::new(binary::overens());
    command.env_clear().stdin(Stdio::null());
    command
}

fn names(folder: &Path) -> Vec<String> {
    let items = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = items.map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

async fn reads(folder: &Folder, seeded: &Seeded, words: &str) {
    let server = Server::start(folder).await;
    let client = Client::join(&server, seeded.section("free"), &Pass::plain(seeded.token("Olle"))).await;
    assert!(client.text().contains(words), "{}", client.text());
    server.stop().await;
}

#[tokio::test]
async fn a_backup_of_a_stopped_or_a_running_service_is_written_where_the_caller_says_and_by_its_owner_only() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let places = Folder::new();
    fs::create_dir(places.path()).unwrap();
    let back_up = |name: &str| {
        let arguments = ["backup", "--data", &folder.argument(), "--output", name];
        let out = overens().args(arguments).current_dir(places.path()).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let said: Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_eq!(said["file"], places.path().join(name).to_str().unwrap());
        let found = fs::metadata(places.path().join(name)).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600);
        assert_eq!(said["bytes"], found.len());
        assert_eq!((&said["agreements"], &said["sections"]), (&1.into(), &4.into()));
    };
    back_up("stopped");
    let server = Server::start(&folder).await;
    back_up("running");
    server.stop().await;
    assert_eq!(names(&places.path()), ["running", "stopped"]);
    for name in names(&places.path()) {
        let restored = Folder::new();
        let file = places.path().join(name);
        let done = binary::run(&["restore", file.to_str().unwrap(), "--data", &restored.argument()]).await;
        assert_eq!(done.code, Some(0), "{}", done.errors);
        reads(&restored, &seeded, "Lotsar och fyrar.").await;
    }
}

#[tokio::test]
async fn what_a_backup_or_a_restore_would_overwrite_is_refused_in_one_line() {
    let folder = Folder::new();
    seed(&folder).await;
    let file = folder.beside("backup");
    let file = file.to_str().unwrap();
    let backup = ["backup", "--data", &folder.argument(), "--output", file];
    assert_eq!(binary::run(&backup).await.code, Some(0));
    let whole = fs::read(file).unwrap();
    let again = binary::run(&backup).await;
    assert_eq!((again.code, again.output.as_str()), (Some(1), ""));
    assert!(again.errors.starts_with("overens: ") && again.errors.lines().count() == 1, "{}", again.errors);
    assert_eq!(fs::read(file).unwrap(), whole);
    let before = folder.listing();
    let server = Server::start(&folder).await;
    let running = binary::run(&["restore", file, "--data", &folder.argument()]).await;
    server.stop().await;
    let stopped = binary::run(&["restore", file, "--data", &folder.argument()]).await;
    for refused in [running, stopped] {
        assert_eq!(refused.code, Some(1));
        assert!(
            refused.errors.contains("is not empty") && refused.errors.lines().count() == 1,
            "{refused:?}"
        );
    }
    assert!(folder.listing().len() >= before.len());
    // A folder that is not there has nothing to back up, and is not made.
    let missing = Folder::new();
    let file = folder.beside("another");
    let arguments = ["backup", "--data", &missing.argument(), "--output", file.to_str().unwrap()];
    assert_eq!(binary::run(&arguments).await.code, Some(1));
    assert!(!missing.path().exists() && !file.exists());
}

#[tokio::test]
async fn a_backup_on_a_full_disk_leaves_nothing_and_the_service_goes_on() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let elsewhere = Folder::new();
    fs::create_dir(elsewhere.path()).unwrap();
    // The disk of the backup, and not that of the service.
    let power = Power::over(&elsewhere);
    let server = power.feed(Launch::new(&folder)).start().await;
    let file = elsewhere.path().join("backup");
    let arguments = ["backup", "--data", &folder.argument(), "--output", file.to_str().unwrap()];
    power.fill_disk();
    let refused = binary::run(&arguments).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.errors.contains("No space left"), "{}", refused.errors);
    assert_eq!(names(&elsewhere.path()), [""; 0]);
    let client = Client::join(&server, seeded.section("free"), &Pass::ours(seeded.token("Maja"))).await;
    client.edit(|document| document.new_paragraph("Skrivet ändå."));
    client.until_saved().await;
    power.make_room();
    let done = binary::run(&arguments).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let restored = Folder::new();
    let done = binary::run(&["restore", file.to_str().unwrap(), "--data", &restored.argument()]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    reads(&restored, &seeded, "Skrivet ändå.").await;
}

/// Restores that are killed, at moments of all kinds.
const KILLED: usize = 12;

#[tokio::test]
async fn a_restore_that_is_killed_leaves_nothing_that_a_server_opens_and_can_be_begun_again() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let file = folder.beside("backup");
    let file = file.to_str().unwrap();
    assert_eq!(binary::run(&["backup", "--data", &folder.argument(), "--output", file]).await.code, Some(0));
    let mut random = StdRng::seed_from_u64(3);
    let mut outcomes = [0; 3];
    let mut most = 100_000;
    for _ in 0..KILLED {
        let restored = Folder::new();
        let arguments = ["restore", file, "--data", &restored.argument()];
        let mut child =
            overens().args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_micros(random.random_range(most / 4..most))).await;
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let before = restored.listing();
        let is_begun = before.keys().any(|path| path.ends_with("restoring"));
        let is_done = before.keys().any(|path| path == &restored.path().join("store"));
        outcomes[if is_done { 2 } else { usize::from(is_begun) }] += 1;
        // As if by a clock that learns: not all too soon, and not all too late.
        most = if is_done || ended.success() { most * 2 / 3 } else { most * 4 / 3 };
        if is_done {
            reads(&restored, &seeded, "Lotsar och fyrar.").await;
            continue;
        }
        if is_begun {
            let refused = Launch::new(&restored).try_start().await.expect_err("half a service has started");
            assert!(refused.contains("run overens restore again"), "{refused}");
        }
        let done = binary::run(&arguments).await;
        assert_eq!(done.code, Some(0), "{}", done.errors);
        reads(&restored, &seeded, "Lotsar och fyrar.").await;
    }
    println!(
        "{} killed before anything was there, {} half-way, {} when all was done",
        outcomes[0], outcomes[1], outcomes[2]
    );
    assert!(outcomes[1] > 0, "no restore was killed half-way: {outcomes:?}");
}
