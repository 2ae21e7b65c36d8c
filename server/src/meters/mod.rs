//! What the server counts and times of itself, for whoever watches over it.
//!
//! The lowest floor: each other says here what has happened, in the words of this module, and knows nothing of where
//! it goes. Until [`install`] was called it goes nowhere and costs next to nothing. Nothing here names a person, an
//! address or a text: figures are for machines that keep them for years.

mod figures;
#[cfg(test)]
mod tests;
mod watch;

pub use figures::{FIGURES, Figure, Kind, OF_THE_PROCESS};
pub use watch::{Census, InstallError, Store, Watch, install};

use metrics::{Counter, Gauge, Histogram, counter, gauge, histogram};
use std::sync::LazyLock;
use std::time::Duration;

/// A figure that is used for every keystroke is looked up once.
macro_rules! known {
    ($($name:ident: $kind:ident = $look:expr;)*) => {
        $(static $name: LazyLock<$kind> = LazyLock::new(|| $look);)*
    };
}

known! {
    SAVES: Histogram = histogram!(figures::SAVE_SECONDS);
    UPDATES: Counter = counter!(figures::UPDATES);
    DELIVERIES: Counter = counter!(figures::DELIVERIES);
    BEHIND: Counter = counter!(figures::BEHIND);
    WAITING: Gauge = gauge!(figures::COMMITS_WAITING);
    SYNCS: Histogram = histogram!(figures::SYNC_SECONDS);
    GATHERED: Histogram = histogram!(figures::GATHERED);
    PAYLOAD: Counter = counter!(figures::PAYLOAD_BYTES);
    JOURNAL: Counter = counter!(figures::JOURNAL_BYTES);
}

/// By which door somebody came who was refused something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The HTTP API and the pages.
    Http,
    /// The WebSocket of a section.
    Sync,
}

/// What became of a try to hand in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server has taken it.
    Sent,
    /// It will be tried again.
    Failed,
    /// It will not.
    GivenUp,
}

/// Updates are on disk; the oldest of them was taken so long ago.
pub fn saved(updates: usize, after: Duration) {
    UPDATES.increment(updates as u64);
    SAVES.record(after);
}

/// So many updates went into readers' queues.
pub fn delivered(updates: usize) {
    DELIVERIES.increment(updates as u64);
}

/// A reader was too slow for its bound.
pub fn fell_behind() {
    BEHIND.increment(1);
}

/// Somebody was refused something; `reason` is the stable code they were told.
pub fn refused(door: Door, reason: &'static str) {
    let door = match door {
        Door::Http => "http",
        Door::Sync => "sync",
    };
    counter!(figures::REFUSALS, "door" => door, "reason" => reason).increment(1);
}

/// A request was answered. `route` is the route's pattern and never the path, which may hold a secret.
pub fn answered(route: &str, method: &'static str, status: u16, after: Duration) {
    let labels = [("route", route.to_owned()), ("method", method.to_owned()), ("status", status.to_string())];
    counter!(figures::REQUESTS, &labels).increment(1);
    histogram!(figures::REQUEST_SECONDS).record(after);
}

/// A batch waits for the store.
pub fn commit_waits() {
    WAITING.increment(1);
}

/// So many batches do not wait any more.
pub fn commits_taken(batches: usize) {
    WAITING.decrement(batches as f64);
}

/// The journal was written and synced: for so many batches, of so many bytes, as a record of so many.
pub fn synced(batches: usize, payload: usize, record: usize, after: Duration) {
    GATHERED.record(batches as f64);
    PAYLOAD.increment(payload as u64);
    JOURNAL.increment(record as u64);
    SYNCS.record(after);
}

/// The store was shut because it failed.
pub fn store_failed() {
    counter!(figures::STORE_FAILURES).increment(1);
}

/// So many letters wait.
pub fn letters_waiting(letters: usize) {
    gauge!(figures::LETTERS_WAITING).set(letters as f64);
}

/// A letter was tried.
pub fn letter(outcome: Outcome) {
    let outcome = match outcome {
        Outcome::Sent => "sent",
        Outcome::Failed => "failed",
        Outcome::GivenUp => "given-up",
    };
    counter!(figures::LETTERS, "outcome" => outcome).increment(1);
}
