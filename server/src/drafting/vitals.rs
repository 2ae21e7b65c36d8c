//! How the rooms are doing, for whoever watches over the server.

use super::rooms::{MAILBOX, Rooms};
use crate::meters::Census;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// How one room is doing. The room says it; whoever counts reads it, and neither waits for the other.
#[derive(Debug, Default)]
pub(super) struct Vitals(Mutex<Reading>);

#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// UTF-16 units of the text, deleted ones included.
    units: u64,
    /// Since when the oldest text waits for the disk.
    unsaved_since: Option<Instant>,
}

impl Vitals {
    pub(super) fn tell(&self, units: u64, unsaved_since: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Reading { units, unsaved_since };
    }

    fn reading(&self) -> Reading {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes that wait in the outboxes of all connections.
#[derive(Clone, Debug, Default)]
pub(super) struct Queued(Arc<AtomicUsize>);

impl Queued {
    pub(super) fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn remove(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Ordering::Relaxed);
    }

    fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Rooms {
    /// What the open rooms come to now.
    pub fn census(&self) -> Census {
        let mut census = Census {
            connections: self.places.count(),
            outbox_bytes: self.queued.bytes(),
            ..Census::default()
        };
        let open = self.lock();
        census.rooms = open.len();
        for way in open.values() {
            let reading = way.vitals.reading();
            // A room that closes has a mailbox that is closed, and nothing waits in it.
            let waiting = (MAILBOX - way.mailbox.capacity().min(MAILBOX)) as u64;
            census.units = (census.units.0 + reading.units, census.units.1.max(reading.units));
            census.waiting = (census.waiting.0 + waiting, census.waiting.1.max(waiting));
            let unsaved = reading.unsaved_since.map(|since| since.elapsed()).unwrap_or_default();
            census.unsaved = census.unsaved.max(unsaved);
        }
        census
    }
}
