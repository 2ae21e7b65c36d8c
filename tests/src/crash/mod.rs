//! Crashes at random moments while several people write in several sections.
//!
//! Everybody types words that occur once. After each crash the server is started again on the same folder, and
//! somebody who was not there before reads what it has: every word that was acknowledged as saved, and every word
//! that had reached another writer, must be in it; every removal that was acknowledged must hold. Then the writers
//! come back with their documents, after which each word of theirs stands exactly once.

mod lane;
mod writer;

use crate::Folder;
use crate::power::Unsynced;
use crate::server::Launch;
use lane::Lane;
use std::path::PathBuf;
use std::time::Duration;

/// Longer than anything takes that still happens.
const HUNG: Duration = Duration::from_secs(20);

/// Who writes where. Erik and Bo sit in two rooms.
pub const PLACES: [(&str, &str); 6] = [
    ("Erik", "free"),
    ("Maja", "free"),
    ("Asta", "commitments"),
    ("Bo", "commitments"),
    ("Erik", "principle"),
    ("Bo", "principle"),
];

/// What is wrong after a crash.
#[derive(Debug)]
pub struct Loss(pub String);

/// What crashes with the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// Nothing else: what was written is there.
    Process,
    /// The power, too: what was not synced is taken back.
    Power,
    /// The disk fills up first; then the power goes.
    FullDisk,
    /// A sync fails first; then the power goes.
    FailedSync,
}

/// What was played without a loss.
#[derive(Debug)]
pub struct Played {
    /// Words typed.
    pub words: usize,
    /// Crashes that came while something was on its way to the disk.
    pub in_the_midst: usize,
    /// Power cuts that took something from the disk.
    pub took: usize,
    /// Connections that the server closed (1013) before the crash, because it could not write.
    pub turned_away: usize,
}

/// Plays rounds in one folder; the first thing that is wrong ends them.
///
/// # Errors
/// What is wrong.
pub async fn play(
    lane: u64,
    rounds: usize,
    crash: Crash,
    launch: impl Fn(&Folder) -> Launch,
) -> Result<Played, Loss> {
    let mut lane = Lane::new(lane, crash, launch).await;
    let mut server = lane.start().await?;
    let mut in_the_midst = 0;
    for round in 0..rounds {
        server = lane.round(round, server).await?;
        in_the_midst += usize::from(lane.was_struck_in_the_midst());
    }
    // The last crash is followed by a return as well.
    let clients = lane.come_back(&server).await;
    lane.nothing_is_doubled(&clients).await?;
    Ok(Played { words: lane.words(), in_the_midst, took: lane.took(), turned_away: lane.turned_away() })
}

/// A build of the program with the feature `faults`; says so if there is none.
pub fn faulty_binary() -> Option<PathBuf> {
    let binary = std::env::var_os("OVERENS_BIN_FAULTS").map(PathBuf::from);
    if binary.is_none() {
        eprintln!(
            "skipped: OVERENS_BIN_FAULTS names no build with the feature `faults`; make test makes one"
        );
    }
    binary
}

/// The ways in which a disk may lose what was not synced, by turns.
const LOSSES: [Unsynced; 3] = [Unsynced::Gone, Unsynced::Begun, Unsynced::Scattered];
