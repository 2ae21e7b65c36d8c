//! kill -9: what was acknowledged is there afterwards. The control that acknowledges too early must be caught.

use super::{append, log, open};
use crate::store::sled::SledStore;
use crate::store::{Checkpoint, Expected, LogId, Position, RegisterWrite, Store};
use bytes::Bytes;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const FOLDER: &str = "OVERENS_TEST_KILL_FOLDER";

/// Not a test: what the killed process does. It tells each position once it was acknowledged.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by the tests of this file, in a process of its own"]
async fn a_process_that_writes() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = open(Path::new(&folder));
    for other in 2..10 {
        tokio::spawn(write_all_sorts(store.clone(), log(other)));
    }
    let head = store.head(log(1)).await.unwrap();
    for position in head.0.. {
        store.commit(append(log(1), position, vec![Bytes::from(position.to_string())])).await.unwrap();
        println!("\nacknowledged {position}");
    }
}

/// Entries of all sizes, checkpoints and values of the register that are replaced, and purges.
async fn write_all_sorts(store: Arc<SledStore>, log: LogId) {
    let mut head = store.head(log).await.unwrap();
    for round in 1.. {
        let size = if round % 40 == 0 { 300_000 } else { 10 + round * 37 % 3000 };
        let mut batch = append(log, head.0, vec![Bytes::from(vec![round as u8; size])]);
        head = head.after(1);
        if round % 7 == 0 {
            let payload = Bytes::from(vec![round as u8; round * 101 % 20_000]);
            batch.checkpoints.push((log, Checkpoint { position: head, payload }));
        }
        let value = (round % 11 > 0).then(|| Bytes::from(vec![round as u8; round * 53 % 9000]));
        let key = format!("{}/{}", log.owner, round % 5);
        batch.register.push(RegisterWrite { key, expected: Expected::Anything, value });
        store.commit(batch).await.unwrap();
        if round % 150 == 0 {
            store.purge(log).await.unwrap();
            head = Position::START;
        }
    }
}

/// Lets a process write until it has acknowledged some, kills it, and returns the last acknowledged position.
fn write_and_kill(folder: &Path, environment: &[(&str, &str)], acknowledged: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::sled::tests::kill::a_process_that_writes", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut positions = lines.filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok());
    let reached = positions.by_ref().nth(acknowledged).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    positions.last().unwrap_or(reached)
}

#[tokio::test]
async fn a_kill_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let last = write_and_kill(folder.path(), &[], 20 + 37 * round);
        let store = open(folder.path());
        let head = store.head(log(1)).await.unwrap();
        assert!(head > Position(last), "acknowledged {last}, and the head is {head}");
        let entries = store.read(log(1), Position::START, usize::MAX).await.unwrap();
        assert_eq!(entries, (0..head.0).map(|position| position.to_string()).collect::<Vec<_>>());
        store.verify().await.unwrap();
    }
}

#[cfg(feature = "faults")]
#[tokio::test]
async fn a_kill_catches_the_control_that_acknowledges_early() {
    let folder = tempfile::tempdir().unwrap();
    let last = write_and_kill(folder.path(), &[("OVERENS_FAULT_ACKNOWLEDGE_EARLY", "1")], 5);
    let store = open(folder.path());
    assert!(store.head(log(1)).await.unwrap() <= Position(last), "nothing was lost");
}
