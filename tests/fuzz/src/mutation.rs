//! Changes inputs by chance, in the ways in which decoders are deceived.

use rand::rngs::StdRng;
use rand::{Rng, RngExt};

/// No input grows beyond this.
const LONGEST: usize = 16 << 10;

/// Numbers at which something ends or begins, as little-endian bytes and as lib0's `varUint`.
const EDGES: [u64; 16] = [
    0,
    1,
    0x7f,
    0x80,
    0xff,
    0x3fff,
    0xffff,
    1 << 20,
    (1 << 31) - 1,
    1 << 31,
    u32::MAX as u64,
    1 << 32,
    1 << 52,
    (1 << 53) - 1,
    1 << 53,
    u64::MAX,
];

/// Words that mean something to one of the decoders.
const WORDS: [&str; 24] = [
    "\"",
    "\\u0000",
    "\\ud800",
    "{",
    "[",
    "}",
    "]",
    "null",
    "-0",
    "1e999",
    "9007199254740993",
    ",",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{202e}",
    "å",
    "a\u{30a}",
    "🙂",
    "../",
    "javascript:",
    "<script>",
    "PK\u{1}\u{2}",
    "default",
];

/// An input made from `one`, with a piece of `other` now and then.
pub fn changed(random: &mut StdRng, one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = one.to_vec();
    for _ in 0..random.random_range(1..=4) {
        change(random, &mut bytes, other);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change(random: &mut StdRng, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.random_range(0..=bytes.len());
    let stretch = |random: &mut StdRng, length: usize| {
        let start = random.random_range(0..=length);
        start..random.random_range(start..=length.min(start + 64))
    };
    match random.random_range(0..11) {
        0 => put(bytes, at, &[random.random()]),
        1 if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
        2 if at < bytes.len() => bytes[at] = bytes[at].wrapping_add(random.random_range(1..=8)),
        3 => drop(bytes.drain(stretch(random, bytes.len()))),
        4 => {
            let again = bytes[stretch(random, bytes.len())].to_vec();
            insert(bytes, at, &again);
        }
        5 => insert(bytes, at, &other[stretch(random, other.len())]),
        6 => bytes.truncate(at),
        7 => {
            let number = varint(EDGES[random.random_range(0..EDGES.len())]);
            if random.random() { insert(bytes, at, &number) } else { put(bytes, at, &number) }
        }
        8 => {
            let number = EDGES[random.random_range(0..EDGES.len())].to_le_bytes();
            put(bytes, at, &number[..1 << random.random_range(0..4)]);
        }
        9 => insert(bytes, at, WORDS[random.random_range(0..WORDS.len())].as_bytes()),
        // The same again and again, as towers are built.
        10 => {
            let brick = bytes[stretch(random, bytes.len())].to_vec();
            let times = random.random_range(1..200);
            insert(bytes, at, &brick.repeat(times)[..brick.len().saturating_mul(times).min(LONGEST)]);
        }
        _ => {
            let mut few = vec![0; random.random_range(0..8)];
            random.fill_bytes(&mut few);
            insert(bytes, at, &few);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(bytes.splice(at..at, piece.iter().copied()));
}

/// Writes over what is there.
fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let end = (at + piece.len()).min(bytes.len());
    drop(bytes.splice(at..end, piece.iter().copied()));
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}
