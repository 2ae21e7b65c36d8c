//! One agreement in memory: its state, the tip of its chain, and who follows them.

use super::chain::{BrokenChain, Tip};
use super::error::{AttemptError, RecordError, RunError};
use super::founding::Written;
use super::register;
use crate::agreement::decide::{Command, Context, decide};
use crate::agreement::entry::Entry;
use crate::agreement::id::AgreementId;
use crate::agreement::state::State;
use crate::store::{Append, Batch, LogId, Position, RegisterWrite, Store, StoreError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::watch;

/// Entries read from the log at one go.
const PAGE: usize = 512;
/// How often a command is decided anew because another process appended first.
const ATTEMPTS: usize = 50;
/// Longest pause before that, in milliseconds. Drawn anew each time, lest two processes keep step.
const PAUSE: u64 = 10;
/// Pause before the log is read again after the store failed; rights must change within a second.
const RETRY: Duration = Duration::from_millis(200);

/// A state and the tip of the chain it was folded from.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) tip: Tip,
    pub(super) state: Arc<State>,
}

/// What a command came to.
#[derive(Clone, Debug)]
pub struct Done {
    /// The agreement with it done.
    pub state: Arc<State>,
    /// What was appended; nothing if it was so already.
    pub entries: Vec<Entry>,
}

/// What is written in one batch with entries of the record.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Entries of other logs.
    pub appends: Vec<Append>,
    /// Values of the register.
    pub register: Vec<RegisterWrite>,
    /// Logs of which everything before a position goes for good.
    pub purges: Vec<(LogId, Position)>,
}

impl Beside {
    fn join(self, batch: &mut Batch) {
        batch.appends.extend(self.appends);
        batch.register.extend(self.register);
        batch.purges.extend(self.purges);
    }
}

/// An agreement that was loaded. It never goes back: only a later head replaces the one it has.
pub(super) struct Opened {
    store: Arc<dyn Store>,
    log: LogId,
    head: Mutex<Head>,
    states: watch::Sender<Arc<State>>,
    /// Held while a command is decided and appended: within this process commands wait for each
    /// other here, instead of deciding in vain. Other processes are met by the expected position.
    turn: tokio::sync::Mutex<()>,
}

impl Opened {
    /// Reads a record from its beginning, and goes on following it.
    pub(super) async fn load(
        store: Arc<dyn Store>,
        agreement: AgreementId,
    ) -> Result<Arc<Self>, RecordError> {
        let log = LogId::record(agreement.0);
        // Subscribed before reading: nothing appended in between is missed.
        let follower = store.follow(log);
        let empty = Head { tip: Tip::start(agreement), state: Arc::new(State::before(agreement)) };
        let head = catch_up(&*store, log, empty).await?;
        if head.tip.position() == Position::START {
            return Err(RecordError::Unknown(agreement));
        }
        let opened = Arc::new(Self {
            store,
            log,
            states: watch::Sender::new(head.state.clone()),
            head: Mutex::new(head),
            turn: tokio::sync::Mutex::default(),
        });
        tokio::spawn(keep_up(Arc::downgrade(&opened), follower));
        Ok(opened)
    }

    pub(super) fn head(&self) -> Head {
        self.locked().clone()
    }

    pub(super) fn follow(&self) -> watch::Receiver<Arc<State>> {
        self.states.subscribe()
    }

    /// Decides, appends with what `beside` makes of it, publishes.
    pub(super) async fn run(
        &self,
        command: Command,
        context: &Context,
        beside: impl Fn(&[Entry]) -> Result<Beside, RecordError>,
    ) -> Result<Done, RunError> {
        let _turn = self.turn.lock().await;
        for _ in 0..ATTEMPTS {
            let Head { tip, state } = self.head();
            let entries = decide(&state, command.clone(), context)?;
            if entries.is_empty() {
                return Ok(Done { state, entries });
            }
            let Written { tip, state, mut batch } = Written::after(tip, &state, &entries, context)?;
            beside(&entries)?.join(&mut batch);
            match self.store.commit(batch).await {
                Ok(()) => {
                    self.publish(Head { tip, state: state.clone() });
                    return Ok(Done { state, entries });
                }
                Err(StoreError::Conflict { log, .. }) if log == self.log => {
                    tokio::time::sleep(Duration::from_millis(rand::random_range(0..=PAUSE))).await;
                    self.refresh().await?;
                }
                Err(error) => return Err(RecordError::from(error).into()),
            }
        }
        Err(RunError::Contended)
    }

    /// Decides on what the caller has seen, and appends with what goes into other logs; all or nothing.
    pub(super) async fn attempt(
        &self,
        seen: Position,
        command: Command,
        context: &Context,
        beside: impl FnOnce(&[Entry]) -> Result<Beside, RecordError>,
    ) -> Result<Done, AttemptError> {
        let _turn = self.turn.lock().await;
        let Head { tip, state } = self.head();
        if state.position() != seen {
            return Err(AttemptError::Moved);
        }
        let entries = decide(&state, command, context)?;
        if entries.is_empty() {
            return Ok(Done { state, entries });
        }
        let Written { tip, state, mut batch } = Written::after(tip, &state, &entries, context)?;
        beside(&entries)?.join(&mut batch);
        match self.store.commit(batch).await {
            Ok(()) => {
                self.publish(Head { tip, state: state.clone() });
                Ok(Done { state, entries })
            }
            Err(StoreError::Conflict { log, .. }) => {
                if log == self.log {
                    self.refresh().await?;
                }
                Err(AttemptError::Moved)
            }
            Err(error) => Err(RecordError::from(error).into()),
        }
    }

    /// Reads what others appended.
    async fn refresh(&self) -> Result<(), RecordError> {
        let head = catch_up(&*self.store, self.log, self.head()).await?;
        self.publish(head);
        Ok(())
    }

    fn publish(&self, head: Head) {
        let mut current = self.locked();
        if head.tip.position() > current.tip.position() {
            self.states.send_replace(head.state.clone());
            *current = head;
        }
    }

    fn locked(&self) -> MutexGuard<'_, Head> {
        // A thread that panicked here left the head whole: it is replaced in one assignment.
        self.head.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes in whatever is appended, by this process or another, as long as somebody keeps the agreement.
async fn keep_up(opened: Weak<Opened>, mut follower: watch::Receiver<Position>) {
    while follower.changed().await.is_ok() {
        let durable = *follower.borrow_and_update();
        let mut told = false;
        // The agreement is let go of while waiting, so that this ends with it, and not with the store.
        while let Some(opened) = opened.upgrade() {
            if opened.head().tip.position() >= durable {
                break;
            }
            let Err(error) = opened.refresh().await else { break };
            if !told {
                tracing::error!(log = ?opened.log, %error, "the record cannot be followed");
                told = true;
            }
            if !matches!(error, RecordError::Store(StoreError::Unavailable(_))) {
                break;
            }
            drop(opened);
            tokio::time::sleep(RETRY).await;
        }
        if opened.strong_count() == 0 {
            return;
        }
    }
}

/// The head that `head` becomes when everything after it in the log is taken in and verified.
async fn catch_up(store: &dyn Store, log: LogId, head: Head) -> Result<Head, RecordError> {
    let Head { mut tip, state } = head;
    let agreement = state.agreement();
    let broken = |broken: BrokenChain| RecordError::Broken { agreement, broken };
    let mut entries = Vec::new();
    loop {
        let page = store.read(log, tip.position(), PAGE).await?;
        for bytes in &page {
            let (sealed, next) = tip.open(bytes).map_err(broken)?;
            entries.push(sealed);
            tip = next;
        }
        if page.len() < PAGE {
            break;
        }
    }
    if entries.is_empty() {
        return Ok(Head { tip, state });
    }
    // After the log: what an entry needs in the register was written with it.
    register::restore_words(store, agreement, &mut entries).await?;
    let mut state = State::clone(&state);
    entries.iter().for_each(|sealed| state.apply(&sealed.entry, sealed.by, sealed.at));
    Ok(Head { tip, state: Arc::new(state) })
}
