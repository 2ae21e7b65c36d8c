//! Whatever several clients do in whatever order, with whatever lost on the way: all come to the text that Yjs makes
//! of all their updates, and so does the server, in memory, on the disk and over HTTP.
//!
//! Each schedule is drawn from a seed. `OVERENS_SCHEDULES=COUNT` plays more of them, from another place each time;
//! `OVERENS_SCHEDULE_SEED=SEED` plays one again, and if it fails looks for a shorter one that does.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use futures_util::FutureExt;
use futures_util::future::join_all;
use overens_tests::Folder;
use overens_tests::people::{SectionId, lighthouses, seed_with};
use overens_tests::schedule::{Schedule, Stage};
use overens_tests::server::Launch;
use serde_json::json;
use std::panic::AssertUnwindSafe;

/// Schedules that are played unless told otherwise.
const USUAL: u64 = 40;

/// Schedules that are played side by side.
const LANES: usize = 2;

fn seeds() -> Vec<u64> {
    let told = |name: &str| std::env::var(name).ok().map(|told| told.parse::<u64>().expect("a number"));
    if let Some(seed) = told("OVERENS_SCHEDULE_SEED") {
        return vec![seed];
    }
    match told("OVERENS_SCHEDULES") {
        Some(count) => {
            let first: u64 = rand::random_range(1_000..1 << 40);
            (first..first + count).collect()
        }
        None => (0..USUAL).collect(),
    }
}

/// A stage with as many sections as wanted; some begin with a text.
async fn stage(folder: &Folder, sections: usize) -> (Stage, Vec<SectionId>) {
    let mut description = lighthouses();
    let sections = (0..sections).map(|number| match number % 3 {
        0 => json!({ "kind": "free", "title": format!("Avsnitt {number}"), "text": "# Fyr\n\nMed **ljus** 🙂.\n" }),
        _ => json!({ "kind": "free", "title": format!("Avsnitt {number}") }),
    });
    description["sections"] = sections.collect();
    let seeded = seed_with(folder, &description).await;
    let sections = seeded.sections.iter().map(|section| section.id.clone()).collect();
    (Stage::open(Launch::new(folder), seeded).await, sections)
}

/// Plays schedules one after the other, each in a section of its own.
async fn play(schedules: Vec<Schedule>) -> Result<(), Schedule> {
    let folder = Folder::new();
    let (mut stage, sections) = stage(&folder, schedules.len()).await;
    let mut outcomes = Vec::new();
    for (schedule, section) in std::iter::zip(schedules, sections) {
        let playing = AssertUnwindSafe(stage.play(&schedule, &section)).catch_unwind();
        match playing.await {
            Ok(outcome) => outcomes.push(outcome),
            Err(_) => return Err(schedule),
        }
    }
    stage.close(&outcomes).await;
    Ok(())
}

/// Leaves out steps as long as it still fails.
async fn shrunk(mut schedule: Schedule) -> Schedule {
    let mut length = schedule.steps().div_ceil(2);
    while length > 0 {
        let mut from = 0;
        while from < schedule.steps() {
            let fewer = schedule.without(from..from + length);
            match play(vec![fewer.clone()]).await {
                Err(_) => schedule = fewer,
                Ok(()) => from += length,
            }
        }
        length /= 2;
    }
    schedule
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_on_the_way_everybody_comes_to_the_text_that_yjs_makes_of_all_updates() {
    let seeds = seeds();
    println!("seeds {:?} to {:?}", seeds.first(), seeds.last());
    let schedules: Vec<Schedule> = seeds.iter().map(|seed| Schedule::draw(*seed)).collect();
    let lanes = schedules.chunks(schedules.len().div_ceil(LANES));
    let lanes = lanes.map(|schedules| tokio::spawn(play(schedules.to_vec())));
    for lane in join_all(lanes).await {
        let Err(failed) = lane.expect("every schedule still reads the same after a crash") else { continue };
        if seeds.len() > 1 {
            panic!(
                "OVERENS_SCHEDULE_SEED={} plays this again, and makes it shorter: {failed:#?}",
                failed.seed()
            );
        }
        panic!("this suffices to fail: {:#?}", shrunk(failed).await);
    }
}
