//! What the callers and the committer both see.

use super::engine::Engine;
use super::keys::{self, Space};
use super::{named, value};
use crate::store::{LogId, Position, StoreError, Versioned};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::watch;

/// Whether the store can be used.
pub(super) enum State {
    /// It can. Holders of the engine let go of it soon: it cannot be closed before.
    Open(Arc<Engine>),
    /// It cannot, for this reason.
    Shut(StoreError),
}

/// What the callers and the committer both see.
pub(super) struct Shared {
    state: RwLock<State>,
    followers: Mutex<HashMap<LogId, watch::Sender<Position>>>,
}

impl Shared {
    pub(super) fn new(engine: Engine) -> Self {
        Self { state: RwLock::new(State::Open(Arc::new(engine))), followers: Mutex::default() }
    }

    /// The engine, or why there is none.
    pub(super) fn engine(&self) -> Result<Arc<Engine>, StoreError> {
        match &*self.state.read().unwrap_or_else(PoisonError::into_inner) {
            State::Open(engine) => Ok(engine.clone()),
            State::Shut(error) => Err(error.clone()),
        }
    }

    /// Changes the state, and returns the one before.
    pub(super) fn set(&self, state: State) -> State {
        std::mem::replace(&mut *self.state.write().unwrap_or_else(PoisonError::into_inner), state)
    }

    /// A receiver of a log's durable head.
    pub(super) fn follow(&self, log: LogId) -> watch::Receiver<Position> {
        // Under one lock with `tell`, or a change between reading the head and listening would be missed.
        let mut followers = self.followers.lock().unwrap_or_else(PoisonError::into_inner);
        followers
            .entry(log)
            .or_insert_with(|| {
                let head = self
                    .engine()
                    .and_then(|engine| engine.read(|engine| head(engine, log)))
                    .unwrap_or_default();
                watch::Sender::new(head)
            })
            .subscribe()
    }

    /// Tells the followers of logs where these now stand, durably.
    pub(super) fn tell(&self, heads: &HashMap<LogId, Position>) {
        let mut followers = self.followers.lock().unwrap_or_else(PoisonError::into_inner);
        for (log, head) in heads {
            if let Some(follower) = followers.get(log) {
                if follower.is_closed() {
                    followers.remove(log);
                } else {
                    follower.send_if_modified(|known| std::mem::replace(known, *head) != *head);
                }
            }
        }
    }

    /// Tells all followers where their logs stand, after the store was opened again.
    pub(super) fn tell_all(&self, engine: &Engine) -> Result<(), StoreError> {
        let followed: Vec<LogId> = {
            let mut followers = self.followers.lock().unwrap_or_else(PoisonError::into_inner);
            followers.retain(|_, follower| !follower.is_closed());
            followers.keys().copied().collect()
        };
        let heads = followed.into_iter().map(|log| Ok((log, head(engine, log)?)));
        self.tell(&heads.collect::<Result<_, StoreError>>()?);
        Ok(())
    }
}

/// Where a log's head stands in the tree.
pub(super) fn head(engine: &Engine, log: LogId) -> Result<Position, StoreError> {
    Ok(value::number(engine, &Space::Head.of_log(log))?.map_or(Position::START, |(head, _)| Position(head)))
}

/// Every value of the register whose key begins with `prefix`.
pub(super) fn register(engine: &Engine, prefix: &str) -> Result<Vec<(String, Versioned)>, StoreError> {
    let mut found = Vec::new();
    for pair in engine.prefixed(&keys::register(prefix)) {
        let (key, first) = pair?;
        let name = named(&key, keys::register_name)?;
        let Some((payload, _)) = value::assemble(engine, &key, first)? else { continue };
        let (version, value) = value::numbered(&key, payload)?;
        found.push((name, Versioned { version, value }));
    }
    Ok(found)
}

/// Where everything stands at one moment.
pub(super) struct Moment {
    pub(super) heads: Vec<(LogId, Position)>,
    pub(super) register: Vec<(String, Versioned)>,
}

impl Moment {
    /// Now; for the one who writes, so that nobody does meanwhile.
    pub(super) fn now(engine: &Engine) -> Result<Self, StoreError> {
        let mut heads = Vec::new();
        for pair in engine.prefixed(&Space::Head.prefix()) {
            let log = named(&pair?.0, keys::log_of)?;
            heads.push((log, head(engine, log)?));
        }
        Ok(Self { heads, register: register(engine, "")? })
    }
}
