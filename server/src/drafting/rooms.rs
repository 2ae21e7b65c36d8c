//! The rooms that are open, and the way into each.

use super::activity::Activity;
use super::board::{Boards, Whereabouts};
use super::closing::Closing;
use super::connection::Connection;
use super::document::Document;
use super::limits::Limits;
use super::load::LoadError;
use super::outbox::Outbox;
use super::pace::Pace;
use super::packer::Packer;
use super::past::Past;
use super::place::{ConnectionId, Places};
use super::room::{End, Joining, Message, Premises, Room};
use super::standing::Standing;
use super::vitals::{Queued, Vitals};
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::record::Records;
use crate::store::{Position, Store};
use futures_util::FutureExt;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Messages that wait for a room.
pub(super) const MAILBOX: usize = 1024;

/// How often somebody tries to get into a room that closes just as they come.
pub(super) const TRIES: usize = 5;

/// Every open room.
pub struct Rooms {
    pub(super) store: Arc<dyn Store>,
    pub(super) standing: Standing,
    pub(super) activity: Arc<Activity>,
    /// Who has it may read a section's past.
    pub(super) restoring: Semaphore,
    past: Arc<Past>,
    records: Arc<Records>,
    limits: Arc<Limits>,
    boards: Arc<Boards>,
    packer: Arc<Packer>,
    open: Mutex<HashMap<SectionId, Way>>,
    pub(super) places: Places,
    pub(super) queued: Queued,
    next_connection: AtomicU64,
    closing_down: CancellationToken,
    tasks: TaskTracker,
}

/// The way into an open room.
pub(super) struct Way {
    pub(super) mailbox: mpsc::Sender<Message>,
    pub(super) vitals: Arc<Vitals>,
}

impl Rooms {
    /// No room is open yet. Must be called within a runtime, which then also packs old entries.
    pub fn new(store: Arc<dyn Store>, records: Arc<Records>, limits: Limits) -> Arc<Self> {
        let packer = Packer::new(store.clone());
        let closing_down = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(packer.clone().run(closing_down.clone()));
        Arc::new(Self {
            past: Past::new(store.clone()),
            store,
            records,
            packer,
            limits: Arc::new(limits),
            boards: Arc::default(),
            open: Mutex::default(),
            standing: Standing::default(),
            activity: Arc::default(),
            restoring: Semaphore::new(1),
            places: Places::default(),
            queued: Queued::default(),
            next_connection: AtomicU64::new(1),
            closing_down,
            tasks,
        })
    }

    /// The bounds in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How the texts came to be.
    pub fn past(&self) -> &Arc<Past> {
        &self.past
    }

    /// Opens a connection of a member to a section; `ours` if the client speaks `overens.v1`.
    ///
    /// # Errors
    /// Why the client is to be turned away.
    pub async fn join(
        self: &Arc<Self>,
        section: SectionId,
        member: MemberId,
        ours: bool,
    ) -> Result<Connection, Closing> {
        let place = self.places.take(member, &self.limits)?;
        let id = ConnectionId(self.next_connection.fetch_add(1, Ordering::Relaxed));
        let outbox = Arc::new(Outbox::new(self.limits.outbox_bytes, self.queued.clone()));
        for _ in 0..TRIES {
            let room = self.room(section).await?;
            let (joined, answer) = oneshot::channel();
            let joining = Joining { connection: id, member, ours, outbox: outbox.clone(), joined };
            if room.send(Message::Join(joining)).await.is_err() {
                continue;
            }
            match answer.await {
                Ok(Ok(())) => {
                    let in_work = Arc::new(Semaphore::new(self.limits.frames_in_work));
                    let limits = self.limits.clone();
                    let pace = Pace::new(&limits);
                    return Ok(Connection {
                        id,
                        member,
                        ours,
                        room,
                        outbox,
                        limits,
                        in_work,
                        pace,
                        _place: place,
                    });
                }
                Ok(Err(closing)) => return Err(closing),
                // The room closed with the message in its mailbox.
                Err(_) => {}
            }
        }
        Err(Closing::Unavailable)
    }

    /// Looks at a section's document, with the answer held back until everything in it is on disk.
    ///
    /// The document is what the log comes to at the position that `look` is given, which is not before `least`.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        section: SectionId,
        least: Position,
        look: impl Fn(&Document, Position) -> T + Clone + Send + 'static,
    ) -> Result<T, Closing> {
        for _ in 0..TRIES {
            let room = self.room(section).await?;
            let (sender, answer) = oneshot::channel();
            let look = look.clone();
            let reading = Box::new(move |document: &Document, position| {
                let seen = look(document, position);
                Box::new(move || drop(sender.send(seen))) as super::room::Delivery
            });
            if room.send(Message::Read(least, reading)).await.is_ok()
                && let Ok(seen) = answer.await
            {
                return Ok(seen);
            }
        }
        Err(Closing::Unavailable)
    }

    /// Who has which section of an agreement open.
    pub fn presence(&self, agreement: AgreementId) -> Arc<Whereabouts> {
        self.boards.now(agreement)
    }

    /// The same, followed.
    pub fn follow_presence(&self, agreement: AgreementId) -> watch::Receiver<Arc<Whereabouts>> {
        self.boards.follow(agreement)
    }

    /// Shows everybody out and returns when all that was taken is on disk.
    pub async fn shut_down(&self) {
        self.closing_down.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    pub(super) fn is_closing_down(&self) -> bool {
        self.closing_down.is_cancelled()
    }

    /// Whether a section has a room now.
    pub(super) fn is_open(&self, section: SectionId) -> bool {
        self.lock().contains_key(&section)
    }

    /// The way into a section's room, which is opened if it is not.
    pub(super) async fn room(self: &Arc<Self>, section: SectionId) -> Result<mpsc::Sender<Message>, Closing> {
        if self.is_closing_down() {
            return Err(Closing::Restart);
        }
        if let Some(room) = self.lock().get(&section) {
            return Ok(room.mailbox.clone());
        }
        let unavailable = |error: &dyn std::fmt::Display| {
            tracing::error!(%section, %error, "the record could not be read");
            Closing::Unavailable
        };
        let agreement = self.records.of_section(section).await.map_err(|error| unavailable(&error))?;
        let agreement = agreement.ok_or(Closing::NoSuchSection)?;
        let state = self.records.follow(agreement).await.map_err(|error| unavailable(&error))?;
        let vitals = Arc::<Vitals>::default();
        let premises = Premises {
            section,
            store: self.store.clone(),
            state,
            boards: self.boards.clone(),
            limits: self.limits.clone(),
            packer: self.packer.clone(),
            activity: self.activity.clone(),
            vitals: vitals.clone(),
            closing_down: self.closing_down.clone(),
        };
        match self.lock().entry(section) {
            // Somebody else was quicker.
            Entry::Occupied(open) => Ok(open.get().mailbox.clone()),
            Entry::Vacant(vacant) => {
                let (sender, mailbox) = mpsc::channel(MAILBOX);
                vacant.insert(Way { mailbox: sender.clone(), vitals });
                let rooms = self.clone();
                self.tasks.spawn(async move {
                    let kept = AssertUnwindSafe(rooms.clone().keep(premises, mailbox)).catch_unwind().await;
                    if kept.is_err() {
                        tracing::error!(%section, "a room panicked as it closed");
                        rooms.lock().remove(&section);
                    }
                });
                Ok(sender)
            }
        }
    }

    /// Keeps a room until it ends.
    async fn keep(self: Arc<Self>, premises: Premises, mut mailbox: mpsc::Receiver<Message>) {
        let section = premises.section;
        let agreement = premises.state.borrow().agreement();
        // In a box of its own, or the room's task would be as large as opening it for as long as it lives.
        let opened = AssertUnwindSafe(Box::pin(Room::open(premises))).catch_unwind().await;
        let mut room = match opened.unwrap_or(Err(LoadError::Panicked)) {
            Ok(room) => room,
            Err(error) => {
                // Those in the mailbox are turned away with it: a failed load is an error, not an empty text.
                tracing::error!(%section, %error, "the section could not be opened");
                self.lock().remove(&section);
                return;
            }
        };
        loop {
            // Whatever goes wrong inside a room ends that room only: the next to come gets one from the log.
            let end = AssertUnwindSafe(room.run(&mut mailbox)).catch_unwind().await.unwrap_or_else(|_| {
                tracing::error!(%section, "a room panicked");
                End::Failed
            });
            if end == End::Empty {
                room.finish().await;
                let mut open = self.lock();
                // Whoever got the way in before this line finds the room; whoever asks after it opens another.
                if !mailbox.is_empty() {
                    drop(open);
                    continue;
                }
                open.remove(&section);
                mailbox.close();
                break;
            }
            // No new room may open before this one has let go of the log.
            mailbox.close();
            room.close(end).await;
            self.lock().remove(&section);
            break;
        }
        drop(room);
        self.boards.tidy(agreement);
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<SectionId, Way>> {
        // No code under this lock can panic half-way through a change.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
