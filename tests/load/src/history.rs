//! The history's own figures: a section that several people have written in so many keystrokes, and random moments of
//! it. The server is the binary that `OVERENS_BIN` names.

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use overens_tests::people::SectionId;
use overens_tests::server::Launch;
use overens_tests::{Group, Person};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::{Duration, Instant};

/// Measures what looking back costs in a section with a long history, and prints the figures as a table
#[derive(Args)]
pub struct History {
    /// Keystrokes in the section
    #[arg(long, default_value_t = 100_000)]
    keystrokes: usize,
    /// Random moments that are asked for
    #[arg(long, default_value_t = 300)]
    moments: usize,
}

/// Who writes, in turn.
const WRITERS: [&str; 3] = ["Erik", "Asta", "Maja"];

/// Keystrokes of one turn, and between two that go elsewhere.
const TURN: usize = 2_500;
const RUN: std::ops::Range<usize> = 10..120;

/// Of so many keystrokes one takes a character back.
const REGRETTED: u32 = 8;

/// A paragraph that has become so long is left for a new one.
const LONG_PARAGRAPH: usize = 600;

const LETTERS: &[u8] = b"etaoinshrdlu etaoinshrd etaoin ";

/// The goal for any moment, in milliseconds.
const GOAL: f64 = 300.0;

/// Writes, and asks.
///
/// # Errors
/// If the server refuses something.
pub async fn measure(asked: History) -> Result<()> {
    let mut random = StdRng::seed_from_u64(asked.keystrokes as u64);
    let mut group = Group::gather_with(|launch| launch.arguments(&["--updates-per-second", "1000000"])).await;
    let section = group.section("free").clone();
    write(&group, &section, asked.keystrokes, &mut random).await?;
    group.server.stop().await;
    group.server = Launch::new(&group.folder).start().await;
    let erik = group.erik.at(&group.server);
    let path = format!("/api/sections/{section}");
    // The text as it stands, so that what follows is the history's share.
    erik.bytes(&format!("{path}/text")).await;
    let before = group.server.resident_kib();
    let authors = timed(&erik, &format!("{path}/authors")).await;
    let (opening, last) = open(&erik, &path).await?;
    let mut times = Vec::with_capacity(asked.moments);
    for _ in 0..asked.moments {
        let position = random.random_range(1..=last);
        times.push(timed(&erik, &format!("{path}/moments/{position}")).await);
    }
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len().saturating_sub(1) as f64 * share) as usize;
        times.get(index).copied().map(milliseconds).context("a moment was asked for")
    };
    println!("| a section of {last} changes by {} people | |", WRITERS.len());
    println!("| --- | ---: |");
    println!("| the first opening of its history (ms) | {:.0} |", milliseconds(opening));
    println!("| who wrote what, the first time (ms) | {:.0} |", milliseconds(authors));
    println!("| a random moment, p50 (ms) | {:.1} |", at(0.5)?);
    println!("| a random moment, p99 (ms; the goal: {GOAL:.0}) | {:.1} |", at(0.99)?);
    println!("| a random moment, the slowest (ms) | {:.1} |", at(1.0)?);
    let grown = group.server.resident_kib().saturating_sub(before);
    println!("| memory that all of it took (MiB) | {:.1} |", grown as f64 / 1024.0);
    group.server.stop().await;
    Ok(())
}

/// Lets people write in turn, keystroke by keystroke.
async fn write(group: &Group, section: &SectionId, keystrokes: usize, random: &mut StdRng) -> Result<()> {
    let mut left = keystrokes;
    for writer in WRITERS.iter().cycle() {
        if left == 0 {
            return Ok(());
        }
        let client = group.open(writer, section).await;
        let mut turn = TURN.min(left);
        left -= turn;
        while turn > 0 {
            let run = random.random_range(RUN).min(turn);
            turn -= run;
            client.edit(|document| {
                let blocks = document.blocks();
                let mut block = random.random_range(0..blocks.len().max(1));
                let mut length = blocks.get(block).map_or(0, |(_, text)| text.len());
                if length > LONG_PARAGRAPH || blocks.is_empty() {
                    document.new_paragraph("");
                    (block, length) = (blocks.len(), 0);
                }
                let mut at = random.random_range(0..=length);
                for _ in 0..run {
                    if at > 0 && random.random_range(0..REGRETTED) == 0 {
                        at -= 1;
                        document.remove(block as u32, at as u32, 1);
                    } else {
                        let letter = LETTERS[random.random_range(0..LETTERS.len())];
                        document.insert(block as u32, at as u32, char::from(letter).encode_utf8(&mut [0; 4]));
                        at += 1;
                    }
                }
            });
            client.until_saved().await;
        }
        client.leave().await;
    }
    Ok(())
}

/// Asks for the line of time until it is there; how long that took, and its last moment.
async fn open(person: &Person, path: &str) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    loop {
        let timeline = person.get(&format!("{path}/timeline")).await.done();
        if let Some(last) = timeline["line"]["last"].as_u64() {
            return Ok((begun.elapsed(), last));
        }
        ensure!(timeline["reading"].is_object(), "it is neither read nor being read: {timeline}");
    }
}

async fn timed(person: &Person, path: &str) -> Duration {
    let begun = Instant::now();
    person.bytes(path).await;
    begun.elapsed()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
