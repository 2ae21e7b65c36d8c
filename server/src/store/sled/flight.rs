//! What was applied to the tree and is not yet durable. Nobody may act on it, so reads wait for it to land.

use crate::store::{LogId, Position, StoreError};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What one gathering changes.
#[derive(Debug, Default)]
pub(super) struct Cargo {
    /// Logs, with the head each had before.
    pub(super) logs: HashMap<LogId, Position>,
    /// Keys of the register.
    pub(super) register: HashSet<String>,
}

/// The one gathering that may be on its way to the disk.
pub(super) struct Flight {
    now: Mutex<Option<(u64, Cargo)>>,
    landed: watch::Sender<Landed>,
}

#[derive(Clone, Copy, Default)]
struct Landed {
    /// The last flight that ended.
    number: u64,
    /// The last flight that failed.
    failed: u64,
}

impl Flight {
    pub(super) fn new() -> Self {
        Self { now: Mutex::new(None), landed: watch::Sender::new(Landed::default()) }
    }

    /// To be called before the cargo is applied to the tree.
    pub(super) fn depart(&self, cargo: Cargo) {
        let number = self.landed.borrow().number + 1;
        *self.lock() = Some((number, cargo));
    }

    /// The cargo is durable, or it is not known whether it is.
    pub(super) fn land(&self, durable: bool) {
        let Some((number, _)) = self.lock().take() else { return };
        self.landed.send_modify(|landed| {
            landed.number = number;
            if !durable {
                landed.failed = number;
            }
        });
    }

    /// The durable head of a log that is under way.
    pub(super) fn head_before(&self, log: LogId) -> Option<Position> {
        let now = self.lock();
        now.as_ref().and_then(|(_, cargo)| cargo.logs.get(&log).copied())
    }

    /// To be awaited after a read and before its result is given away: what was read is durable then.
    ///
    /// No need to read again: a later flight cannot have been seen.
    pub(super) async fn durable(&self, concerns: impl Fn(&Cargo) -> bool) -> Result<(), StoreError> {
        let number = match &*self.lock() {
            Some((number, cargo)) if concerns(cargo) => *number,
            _ => return Ok(()),
        };
        let mut landed = self.landed.subscribe();
        let landed = landed.wait_for(|landed| landed.number >= number).await;
        match landed {
            Ok(landed) if landed.failed < number => Ok(()),
            _ => Err(StoreError::Unavailable("what was read may not have been kept".to_owned())),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(u64, Cargo)>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
