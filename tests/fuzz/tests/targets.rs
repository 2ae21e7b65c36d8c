//! Every target, briefly: its corpus, and what comes of it by chance from a seed that is always the same.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_fuzz::{TARGETS, Target, corpus, mutation};
use peak_alloc::PeakAlloc;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one input of at most 16 KiB may make anybody take, with what the test itself holds.
const MOST_MEMORY_MB: f32 = 64.0;

/// How long one input may take, on a machine that does other things as well.
const LONGEST: Duration = Duration::from_secs(5);

/// Bytes of a corpus's file, and files of a corpus: they lie in the tree.
const MOST_BYTES: usize = 12 << 10;
const MOST_FILES: usize = 50;

thread_local! {
    /// Where a panic was, which catching it does not say.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs one input. What is wrong with the answer is said with the input in full, to be put into the corpus.
fn run(target: Target, bytes: &[u8], whence: &str) {
    MEMORY.reset_peak_usage();
    let began = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    let (took, peak) = (began.elapsed(), MEMORY.peak_usage_as_mb());
    let wrong = if ended.is_err() {
        PLACE.with_borrow(String::clone)
    } else if peak > MOST_MEMORY_MB {
        format!("it took {peak} MB")
    } else if took > LONGEST {
        format!("it took {took:?}")
    } else {
        return;
    };
    let shown: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    drop(std::panic::take_hook());
    panic!("{}, {whence}: {wrong}\n{shown}", target.name);
}

// One test, so that nothing else takes memory meanwhile.
#[test]
fn hostile_bytes_are_answered_without_a_panic_without_much_memory_and_as_promised() {
    // yrs panics at some updates and is caught; that is no news, and a run of them fills the screen.
    std::panic::set_hook(Box::new(|panic| PLACE.with_borrow_mut(|place| *place = panic.to_string())));
    let only = std::env::var("OVERENS_FUZZ").ok();
    let times: u32 = std::env::var("OVERENS_FUZZ_TIMES").map_or(1, |times| times.parse().unwrap());
    let seed: u64 = std::env::var("OVERENS_FUZZ_SEED").map_or(7, |seed| seed.parse().unwrap());
    for target in TARGETS.iter().filter(|target| only.as_deref().is_none_or(|only| only == target.name)) {
        let began = Instant::now();
        let corpus = corpus::of(target.name);
        for (name, bytes) in &corpus {
            run(*target, bytes, name);
        }
        let mut random = StdRng::seed_from_u64(seed);
        for round in 0..target.tries * times {
            let one = &corpus[random.random_range(0..corpus.len())].1;
            let other = &corpus[random.random_range(0..corpus.len())].1;
            run(*target, &mutation::changed(&mut random, one, other), &format!("round {round}"));
        }
        println!(
            "{}: {} files, {} tries, {:?}",
            target.name,
            corpus.len(),
            target.tries * times,
            began.elapsed()
        );
    }
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    for target in TARGETS {
        let corpus = corpus::of(target.name);
        assert!((1..=MOST_FILES).contains(&corpus.len()), "{}: {} files", target.name, corpus.len());
        for (name, bytes) in corpus {
            assert!(bytes.len() <= MOST_BYTES, "{}/{name} has {} bytes", target.name, bytes.len());
        }
    }
    let root = corpus::folder("frame");
    for folder in std::fs::read_dir(root.parent().unwrap()).unwrap() {
        let name = folder.unwrap().file_name().into_string().unwrap();
        assert!(overens_fuzz::target(&name).is_some(), "there is no target {name}");
    }
}
