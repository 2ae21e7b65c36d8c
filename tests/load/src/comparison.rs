//! How long it takes to compare two texts of fifty pages, and texts that are made to be hard to compare. No server:
//! the comparison alone is measured, as the server makes it.

use anyhow::{Result, ensure};
use clap::Args;
use overens::text::block::{Block, PARAGRAPH};
use overens::text::comparison::compare;
use std::time::{Duration, Instant};

/// Two texts of fifty pages may take this long.
const MOST: Duration = Duration::from_millis(200);

/// Measures how long comparing two long texts takes, and prints the figures as a table
#[derive(Args)]
pub struct Comparison {
    /// How often each pair is compared
    #[arg(long, default_value_t = 20)]
    times: u32,
}

/// Blocks of fifty pages: a thousand, of some 150 characters.
const BLOCKS: usize = 1_000;

const WORDS: [&str; 20] = [
    "parterna",
    "möts",
    "varje",
    "år",
    "och",
    "redovisar",
    "sina",
    "åtgärder",
    "för",
    "rådet",
    "kommunen",
    "ska",
    "tidigt",
    "bjuda",
    "in",
    "föreningarna",
    "till",
    "samråd",
    "om",
    "lokaler",
];

/// Words drawn by a counter: the same on every machine.
fn text(seed: usize) -> String {
    let mut state = seed as u64 * 2_654_435_761 + 1;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 40) as usize % WORDS.len()]
    };
    let sentence: Vec<String> =
        (0..3).map(|_| (0..8).map(|_| draw()).collect::<Vec<_>>().join(" ")).collect();
    format!("{}.", sentence.join(". "))
}

fn paragraph(text: &str) -> Block {
    Block::of_text(PARAGRAPH, text)
}

/// A text, and the same after a round of work: a word in one block of five, some moved, some new.
fn worked_over() -> (Vec<Block>, Vec<Block>) {
    let before: Vec<String> = (0..BLOCKS).map(text).collect();
    let mut after = before.clone();
    for at in (0..BLOCKS).step_by(5) {
        after[at] = after[at].replacen(" och ", " eller ", 2).replacen("möts", "träffas", 1);
    }
    for at in (3..BLOCKS).step_by(50) {
        let moved = after.remove(at);
        after.insert(at * 7 % 900, moved);
        after.insert(at, text(at + BLOCKS));
    }
    let blocks = |texts: Vec<String>| texts.iter().map(|text| paragraph(text)).collect();
    (blocks(before), blocks(after))
}

/// Measures, and prints.
///
/// # Errors
/// If the fifty pages take too long.
pub fn measure(asked: &Comparison) -> Result<()> {
    let other = |from: usize| (from..from + BLOCKS).map(|seed| paragraph(&text(seed))).collect::<Vec<_>>();
    let one = |from: usize| vec![paragraph(&(from..from + BLOCKS).map(text).collect::<Vec<_>>().join(" "))];
    let pairs = [
        ("fifty pages after a round of work", worked_over()),
        ("fifty pages, and fifty others", (other(0), other(BLOCKS))),
        ("fifty pages in one block, and others", (one(0), one(BLOCKS))),
        ("20,000 equal blocks, and 15,000", (vec![paragraph("Ja."); 20_000], vec![paragraph("Ja."); 15_000])),
    ];
    println!("| texts | p50 (ms) | worst (ms) |");
    println!("| --- | ---: | ---: |");
    let mut worked = Duration::ZERO;
    for (index, (name, (before, after))) in pairs.iter().enumerate() {
        let mut times: Vec<Duration> = (0..asked.times.max(1))
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(compare(before, after));
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
        let in_ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        println!("| {name} | {:.1} | {:.1} |", in_ms(median), in_ms(worst));
        if index == 0 {
            worked = median;
        }
    }
    ensure!(worked <= MOST, "fifty pages took {worked:?}, and may take {MOST:?}");
    Ok(())
}
