//! Thousands of changes of a single byte, in every file and between them.

use super::*;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::ops::Range;

/// Changes in each file, and as many again anywhere.
const IN_EACH: usize = 25;
const ANYWHERE: usize = 800;

/// Where each file's content stands in the archive.
fn ranges(bytes: &[u8]) -> Vec<(String, Range<usize>)> {
    let mut at = 0;
    let range = |(name, content): &(String, Vec<u8>)| {
        let start = at + 30 + name.len();
        at = start + content.len();
        (name.clone(), start..at)
    };
    Remade::of(bytes).files.iter().map(range).collect()
}

/// Whether a sentence about a change in a file leads there.
fn leads_to(sentence: &str, file: &str) -> bool {
    let names = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    match file {
        RECORD => names(&["of the record", RECORD]),
        // Where the signed head is changed, it differs from the record's.
        SIGNATURE => names(&[SIGNATURE, RECORD]),
        MANIFEST => names(&[MANIFEST, "has format"]),
        file => names(&[file]),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_single_byte_that_is_changed_anywhere_is_found_and_its_place_is_named() {
    let bytes = Sample::tell().await.export().await;
    let files = ranges(&bytes);
    let mut chance = StdRng::seed_from_u64(7);
    let mut changes: Vec<(usize, u8)> = Vec::new();
    for (_, range) in files.iter().filter(|(_, range)| !range.is_empty()) {
        changes.extend((0..IN_EACH).map(|_| (chance.random_range(range.clone()), chance.random())));
    }
    changes.extend((0..ANYWHERE).map(|_| (chance.random_range(0..bytes.len()), chance.random())));
    // Letters for letters and digits for digits, too: what still reads as a text, a name, a date.
    let alike: Vec<_> = changes
        .iter()
        .map(|(at, _)| match bytes[*at] {
            b'9' | b'z' | b'Z' => (*at, bytes[*at] - 1),
            byte => (*at, byte.wrapping_add(1)),
        })
        .collect();
    changes.extend(alike);
    changes.retain(|(at, byte)| bytes[*at] != *byte);
    assert!(changes.len() > 2_500, "{}", changes.len());
    let shared = std::sync::Arc::new((bytes, files, changes));
    let halves = (0..2).map(|half| {
        let shared = shared.clone();
        tokio::task::spawn_blocking(move || {
            let (bytes, files, changes) = &*shared;
            let mut changed = bytes.clone();
            for (at, byte) in changes.iter().skip(half).step_by(2) {
                changed[*at] = *byte;
                let problem = wrong(&changed);
                let said = sentence(&problem, Language::English);
                let file = files.iter().find(|(_, range)| range.contains(at));
                match file {
                    Some((file, _)) => assert!(leads_to(&said, file), "{file} at {at}: {said}"),
                    None => assert!(said.contains("archive"), "{at}: {said}"),
                }
                changed[*at] = bytes[*at];
            }
        })
    });
    for half in halves.collect::<Vec<_>>() {
        half.await.unwrap();
    }
}
