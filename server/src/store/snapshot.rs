//! One moment of a store that is being written to, for whoever copies it.

use super::{LogId, Position, Versioned};
use std::fmt;
use std::sync::Arc;
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// Where everything stood at one moment. While it lives nothing is taken away: packs and purges wait.
///
/// What the logs held then is read afterwards, up to these heads, for logs only grow. So are the blobs: what
/// names one was written after it.
pub struct Snapshot {
    /// Every log that has entries, and where its head stood.
    pub heads: Vec<(LogId, Position)>,
    /// Every value of the register, in the order of the keys' bytes. Held in memory: it is the small part.
    pub register: Vec<(String, Versioned)>,
    pub(super) _hold: Hold,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values of the register do not belong into a log.
        let (logs, values) = (self.heads.len(), self.register.len());
        formatter.debug_struct("Snapshot").field("logs", &logs).field("values", &values).finish()
    }
}

/// Keeps things from being taken away as long as it lives.
pub(super) type Hold = OwnedRwLockReadGuard<()>;

/// Who takes something away waits here for snapshots to end, and snapshots for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Keeping(Arc<RwLock<()>>);

impl Keeping {
    /// From now on nothing is taken away.
    pub(super) async fn hold(&self) -> Hold {
        Arc::clone(&self.0).read_owned().await
    }

    /// Waits until something may be taken away.
    pub(super) async fn may_take_away(&self) -> OwnedRwLockWriteGuard<()> {
        Arc::clone(&self.0).write_owned().await
    }
}
