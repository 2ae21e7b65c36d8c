//! A disk that is slow: nobody is told that anything is saved before it is, nobody waits for ever, memory stays
//! bounded while many write, and what was said to be saved survives a crash.

use super::due::Due;
use super::house::start_again;
use futures_util::future::join_all;
use overens_tests::power::Power;
use overens_tests::server::Launch;
use overens_tests::{Client, Group, PATIENCE, Pass};
use std::time::{Duration, Instant};

/// What each sync takes longer.
const SLOW: Duration = Duration::from_millis(500);

/// Who writes: several connections of each.
const WRITERS: [&str; 4] = ["Erik", "Maja", "Asta", "Bo"];
const CONNECTIONS: usize = 5;

/// Words that each connection types at once, and how long one is.
const WORDS: usize = 200;
const LONG: usize = 2_000;

/// What the server may take beside what it had: the text of 8 MiB several times over, and for each of the twenty
/// connections, all of which have fallen behind by then, one answer with the whole of it, as it is made and as it is sent.
const MOST_MORE_KIB: u64 = 600 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_disk_is_slow_nothing_is_said_to_be_saved_that_is_not_and_memory_stays_bounded() {
    let mut group = Group::gather().await;
    group.write("Maja", group.section("free"), "Det här står kvar.").await;
    group.server.terminate();
    group.server.ended(PATIENCE).await;
    let power = Power::over(&group.folder);
    let launch = power.feed(Launch::new(&group.folder));
    start_again(&mut group, &launch).await;
    let section = group.section("free").clone();
    let mut clients = Vec::new();
    for name in WRITERS {
        for _ in 0..CONNECTIONS {
            let pass = Pass::ours(group.seeded.token(name));
            clients.push((name, Client::join(&group.server, &section, &pass).await));
        }
    }
    let before = group.server.resident_kib();
    power.slow_syncs(SLOW);
    // One word first: it takes as long as the disk does, and not less.
    let begun = Instant::now();
    let (_, first) = &clients[0];
    first.edit(|document| document.new_paragraph("Långsamt"));
    assert!(!first.state().all_saved());
    first.until_saved().await;
    assert!(begun.elapsed() >= SLOW, "it was saved after {:?}", begun.elapsed());
    let mut due = Due::default();
    for (number, (name, client)) in clients.iter().enumerate() {
        for word in 0..WORDS {
            let mut line = format!("‹{name}.{number}.{word}›");
            line.push_str(&"x".repeat(LONG));
            client.edit(|document| document.new_paragraph(&line));
            due.words.push(("free", line, false));
        }
    }
    let most = std::sync::atomic::AtomicU64::new(0);
    let all_saved = join_all(clients.iter().map(async |(_, client)| {
        client.until("the first half is saved", |state| state.saved * 2 >= state.sent).await;
        let now = group.server.resident_kib();
        most.fetch_max(now, std::sync::atomic::Ordering::SeqCst);
    }));
    all_saved.await;
    let more = most.into_inner().saturating_sub(before);
    eprintln!("MORE {more}");
    assert!(more < MOST_MORE_KIB, "it took {more} KiB more");
    group.server.kill_9().await;
    // What each was told, whatever came last.
    for (number, (name, client)) in clients.iter().enumerate() {
        client.until_closed().await;
        let state = client.state();
        let unsaved = usize::try_from(state.sent - state.saved).unwrap();
        for word in 0..WORDS.saturating_sub(unsaved) {
            let mark = format!("‹{name}.{number}.{word}›");
            let found = due.words.iter_mut().find(|due| due.1.starts_with(&mark));
            found.expect("it was typed").2 = true;
        }
    }
    let saved = due.words.iter().filter(|word| word.2).count();
    assert!(saved >= WRITERS.len() * CONNECTIONS * WORDS / 3, "only {saved} words were saved");
    power.slow_syncs(Duration::ZERO);
    start_again(&mut group, &launch).await;
    due.is_there(&group, "after a slow disk").await;
}
