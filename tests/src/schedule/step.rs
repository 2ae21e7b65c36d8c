//! What may happen in a room, drawn from a seed.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::ops::Range;

/// Steps of one schedule.
const STEPS: Range<usize> = 40..120;

/// Words that are typed: ASCII, letters of two units, marks that join the letter before, families of emoji.
const WORDS: [&str; 10] =
    ["fyr", " ", "Åtgärd ", "🙂", "e\u{301}", "\u{308}", "👩‍👩‍👧", "𝔣𝔶𝔯", "x", "ännu en lotsbåt "];

/// One thing that happens.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A peer changes its document, connected or not; all in one update.
    Edit { peer: usize, edits: Vec<Value> },
    /// A peer sends so many of its waiting updates, on one of its lines.
    Send { peer: usize, updates: usize, line: usize },
    /// It sends all of them, the last first.
    SendBackwards { peer: usize, line: usize },
    /// It sends one again that it sent before.
    Repeat { peer: usize, update: usize, line: usize },
    /// It loses its connections and its waiting updates; the document still holds them.
    Forget { peer: usize },
    /// It takes so many of the messages that have come.
    Read { peer: usize, messages: usize },
    /// It opens a connection, perhaps beside another.
    Connect { peer: usize },
    /// A connection of its ends, perhaps in the middle of an update.
    Cut { peer: usize, line: usize, within_a_frame: bool },
    /// The server is killed and started again.
    Kill,
    /// The server is stopped and started again.
    Stop,
}

/// The peers and the steps of a seed.
#[derive(Clone, Debug)]
pub struct Schedule {
    seed: u64,
    /// For each peer, whether it speaks `overens.v1`. The last one may only read.
    pub(super) peers: Vec<bool>,
    /// What happens, in its order.
    pub(super) steps: Vec<Step>,
}

impl Schedule {
    /// Draws one.
    pub fn draw(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let peers: Vec<bool> =
            (0..random.random_range(3..=6)).map(|_| random.random_range(0..4) > 0).collect();
        let count = random.random_range(STEPS);
        let steps = (0..count).map(|_| step(&mut random, peers.len())).collect();
        Self { seed, peers, steps }
    }

    /// What it was drawn from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// The same with fewer steps.
    pub fn without(&self, steps: Range<usize>) -> Self {
        let mut fewer = self.clone();
        fewer.steps.drain(steps.start..steps.end.min(self.steps.len()));
        fewer
    }
}

fn step(random: &mut StdRng, peers: usize) -> Step {
    let peer = random.random_range(0..peers);
    let line = random.random_range(0..2);
    match random.random_range(0..1000) {
        0..400 => {
            let edits = (0..random.random_range(1..4)).map(|_| edit(random)).collect();
            Step::Edit { peer, edits }
        }
        400..600 => Step::Send { peer, updates: random.random_range(1..6), line },
        600..640 => Step::SendBackwards { peer, line },
        640..690 => Step::Repeat { peer, update: random.random_range(0..50), line },
        690..710 => Step::Forget { peer },
        710..880 => Step::Read { peer, messages: random.random_range(1..12) },
        880..950 => Step::Connect { peer },
        950..985 => Step::Cut { peer, line, within_a_frame: random.random() },
        985..993 => Step::Kill,
        _ => Step::Stop,
    }
}

fn edit(random: &mut StdRng) -> Value {
    let kinds = [
        "type",
        "type",
        "type",
        "type",
        "remove",
        "remove",
        "format",
        "format",
        "attribute",
        "paragraph",
        "split",
        "join",
        "heading",
        "list",
        "drop",
        "undo",
    ];
    let kind = kinds.choose(random).expect("not empty");
    let marks = [
        Value::Null,
        json!({ "bold": true }),
        json!({ "italic": {} }),
        json!({ "bold": null }),
        json!({ "link": { "href": "https://fyrar.example/å", "target": "_blank" } }),
        json!({ "link": null, "italic": null }),
        json!({ "comment--aB3dE+/=": { "id": 7 } }),
    ];
    let is_formatting = *kind == "format";
    let marks = marks[usize::from(is_formatting)..].choose(random).expect("not empty");
    let (name, value) = [
        ("level", json!(random.random_range(1..4))),
        ("textAlign", json!("center")),
        ("textAlign", Value::Null),
        ("list", json!([1, "två", null])),
    ]
    .choose(random)
    .cloned()
    .expect("not empty");
    let value = if *kind == "heading" { json!(random.random_range(1..4)) } else { value };
    json!({
        "kind": kind,
        "at": random.random_range(0..1000),
        "offset": random.random_range(0..1000),
        "length": random.random_range(0..12),
        "words": WORDS.choose(random),
        "marks": marks,
        "name": name,
        "value": value,
    })
}
