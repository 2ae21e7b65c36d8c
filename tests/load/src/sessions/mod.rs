//! What people typed, keystroke by keystroke, as Yjs updates: recorded, or made up where there is no recording.

mod made_up;
mod recorded;

pub use made_up::made_up;
pub use recorded::recorded;

use crate::update::added;
use anyhow::{Context as _, Result};
use overens_tests::Document;
use std::collections::HashMap;

/// Client ids of a session's authors begin here; the people of the other works have higher ones.
pub const FIRST_AUTHOR: u64 = 500_000;

/// A session in the order in which it was typed.
#[derive(Debug)]
pub struct Session {
    /// What it is called.
    pub name: String,
    /// One update for each change, ending with one that inserts something: whoever has that one has everything.
    pub updates: Vec<Vec<u8>>,
    /// What it comes to: the text of each block, one to a line.
    pub text: String,
    /// For each author the clocks that their insertions end at, and of which update.
    ends: HashMap<u64, Vec<(u32, usize)>>,
}

impl Session {
    /// Closes the text with a full stop, so that there is a last insertion.
    fn new(name: &str, mut document: Document, mut updates: Vec<Vec<u8>>) -> Result<Self> {
        document.append(".");
        updates.extend(document.take_made());
        let mut ends: HashMap<u64, Vec<(u32, usize)>> = HashMap::new();
        for (index, update) in updates.iter().enumerate() {
            added(update, |run| ends.entry(run.client).or_default().push((run.clock + run.length, index)))?;
        }
        Ok(Self { name: name.to_owned(), text: document.text(), updates, ends })
    }

    /// How many of the updates somebody has at least who was sent this one, all coming in their order.
    ///
    /// # Errors
    /// If it is no update.
    pub fn reached(&self, update: &[u8]) -> Result<usize> {
        let mut reached = 0;
        added(update, |run| {
            let Some(ends) = self.ends.get(&run.client) else { return };
            let before = ends.partition_point(|(clock, _)| *clock <= run.clock + run.length);
            if let Some((_, index)) = before.checked_sub(1).and_then(|last| ends.get(last)) {
                reached = reached.max(index + 1);
            }
        })?;
        Ok(reached)
    }

    /// Whether a document holds the session's text and no other. A server may have begun it with an empty paragraph.
    pub fn is_whole_in(&self, document: &Document) -> bool {
        document.text().trim_matches('\n') == self.text
    }
}

/// The sessions to replay: recordings, if `OVERENS_TRACES` names their folder, else one that is made up.
///
/// # Errors
/// If a recording is there and cannot be read.
pub fn to_replay(quick: bool) -> Result<Vec<Session>> {
    const RECORDINGS: [&str; 2] = ["clownschool", "json-crdt-blog-post"];
    let Some(folder) = std::env::var_os("OVERENS_TRACES") else {
        let keystrokes = if quick { 10_000 } else { 30_000 };
        return Ok(vec![made_up("made-up", 2, keystrokes, keystrokes / 2)?]);
    };
    let count = if quick { 1 } else { RECORDINGS.len() };
    RECORDINGS[..count]
        .iter()
        .map(|name| {
            let file = std::path::Path::new(&folder).join(format!("{name}.json.gz"));
            let file =
                std::fs::File::open(&file).with_context(|| format!("{} is missing", file.display()))?;
            recorded(name, flate2::read::GzDecoder::new(std::io::BufReader::new(file)))
        })
        .collect()
}
