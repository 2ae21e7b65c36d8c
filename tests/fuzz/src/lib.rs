//! Hostile bytes for everything that reads bytes from outside.
//!
//! Each target takes any bytes and says nothing: that it returns, without a panic and without much memory, is one
//! promise; what else it promises of what it read, it asserts. `corpus/NAME` holds what each begins with, kept small:
//! good examples, and every input that was once answered wrongly.
//!
//! `cargo test -p overens-fuzz` (in `make test`) replays the corpora and goes on from them by chance, with a seed
//! that is always the same. `make fuzz` lets libFuzzer lead for as long as one likes.
// Test code: a broken promise is to stop the run, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod corpus;
pub mod mutation;
mod outside;
mod stored;
mod wire;

/// Something that reads bytes from outside.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of the folder with its corpus.
    pub name: &'static str,
    /// Reads the bytes.
    pub run: fn(&[u8]),
    /// How many changed inputs `make test` tries: a second or two of them.
    pub tries: u32,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "frame", run: wire::frame, tries: 20_000 },
    Target { name: "awareness", run: wire::awareness, tries: 20_000 },
    Target { name: "update", run: wire::update, tries: 20_000 },
    Target { name: "conversation", run: wire::conversation, tries: 4_000 },
    Target { name: "text_entry", run: stored::text_entry, tries: 10_000 },
    Target { name: "pack", run: stored::pack, tries: 10_000 },
    Target { name: "record_entry", run: stored::record_entry, tries: 20_000 },
    Target { name: "discussion_entry", run: stored::discussion_entry, tries: 20_000 },
    Target { name: "canonical", run: stored::canonical, tries: 20_000 },
    Target { name: "export", run: outside::export, tries: 3_000 },
    Target { name: "forged", run: outside::forged, tries: 1_000 },
    Target { name: "seed", run: outside::seed, tries: 20_000 },
    Target { name: "blocks", run: outside::blocks, tries: 10_000 },
    Target { name: "markdown", run: outside::markdown, tries: 10_000 },
];

/// The target of a name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|target| target.name == name).copied()
}
