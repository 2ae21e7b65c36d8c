//! A room: the task that owns one open section's document.
//!
//! What comes in is applied in memory at once and *staged*; staged entries go to the text log together, one
//! commit at a time, and while one is on its way the next gathers. What a message leads to (the update for the
//! others, "saved" for its writer, the answer to a joiner) waits with the stage it was computed in, so nothing
//! leaves the room that is not on disk.

mod accept;
mod clock;
mod commit;
mod door;
mod restore;
mod seat;
mod stage;
mod talk;

use super::accepting::Accepting;
use super::activity::Activity;
use super::board::{Boards, Whereabouts};
use super::closing::Closing;
use super::document::Document;
use super::limits::Limits;
use super::load;
use super::outbox::Outbox;
use super::packer::Packer;
use super::place::ConnectionId;
use super::presence::Presence;
use super::protocol::ClientMessage;
use super::restoring::Restoring;
use super::vitals::Vitals;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::state::State;
use crate::store::{LogId, Position, Store};
use crate::text::log::text_log;
use clock::{DISCUSSION_INTERVAL, SIGN_OF_LIFE, WHEREABOUTS_INTERVAL};
use commit::Commit;
use seat::Seat;
use stage::{Held, Stage};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Messages handled before the room looks at its commit and its clock again.
const MESSAGES_AT_ONCE: usize = 64;

/// Staged bytes past which the room takes no more messages until the commit under way is done.
const MOST_STAGED: usize = 4 << 20;

/// What a room is asked.
pub(super) enum Message {
    Join(Joining),
    Said {
        connection: ConnectionId,
        message: ClientMessage,
        permit: OwnedSemaphorePermit,
    },
    CaughtUp(ConnectionId),
    Leave(ConnectionId),
    /// Look at the document, when it holds at least what the log holds before a position; the answer is
    /// delivered when everything in it is on disk.
    Read(Position, Reading),
    /// Bring back an earlier text.
    Restore(Restoring),
    /// Put in a proposal.
    Accept(Accepting),
}

/// Looks at a document, which is what the log comes to at a position, and returns how to deliver what it saw.
pub(super) type Reading = Box<dyn FnOnce(&Document, Position) -> Delivery + Send>;
/// Delivers an answer.
pub(super) type Delivery = Box<dyn FnOnce() + Send>;

/// Somebody comes in.
pub(super) struct Joining {
    pub(super) connection: ConnectionId,
    pub(super) member: MemberId,
    /// Whether the client speaks `overens.v1`.
    pub(super) ours: bool,
    pub(super) outbox: Arc<Outbox>,
    pub(super) joined: oneshot::Sender<Result<(), Closing>>,
}

/// What a room is made of.
pub(super) struct Premises {
    pub(super) section: SectionId,
    pub(super) store: Arc<dyn Store>,
    pub(super) state: watch::Receiver<Arc<State>>,
    pub(super) boards: Arc<Boards>,
    pub(super) limits: Arc<Limits>,
    pub(super) packer: Arc<Packer>,
    pub(super) activity: Arc<Activity>,
    pub(super) vitals: Arc<Vitals>,
    pub(super) closing_down: CancellationToken,
}

/// The room.
pub(super) struct Room {
    premises: Premises,
    /// The log's head, as the store sees it.
    head: watch::Receiver<Position>,
    document: Document,
    /// The log's head, as far as this room has written or read it.
    position: Position,
    /// In boxes, because the table has room for more than are there.
    seats: HashMap<ConnectionId, Box<Seat>>,
    presence: Presence,
    stage: Stage,
    commit: Option<Commit>,
    /// Bytes of the log since its last checkpoint.
    uncovered: usize,
    /// Bytes of the last checkpoint made.
    covered: usize,
    tell_presence: Option<Instant>,
    /// When presence that came too soon is taken.
    tell_late: Option<Instant>,
    /// Who is where in the agreement, and when those who want to know are told next.
    whereabouts: watch::Receiver<Arc<Whereabouts>>,
    tell_whereabouts: Option<Instant>,
    told_whereabouts: Instant,
    /// The head of the agreement's discussion log, and when those who want to know are told that it has grown.
    discussion: watch::Receiver<Position>,
    tell_discussion: Option<Instant>,
    told_discussion: Instant,
    sign_of_life: Instant,
    empty_since: Option<Instant>,
}

/// Why a room ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Nobody was here for a while.
    Empty,
    /// The server stops.
    Restart,
    /// The store or the document failed; the next to come gets a new room from what is on disk.
    Failed,
}

impl Room {
    /// Opens a section.
    pub(super) async fn open(premises: Premises) -> Result<Self, load::LoadError> {
        let head = premises.store.follow(text_log(premises.section));
        let (document, position) = load::load(&*premises.store, premises.section).await?;
        let now = Instant::now();
        // What an earlier run has left unpacked.
        premises.packer.covered(premises.section, position);
        premises.activity.stir(premises.section);
        let premises_units = premises.limits.document_units;
        let agreement = premises.state.borrow().agreement();
        let whereabouts = premises.boards.follow(agreement);
        let discussion = premises.store.follow(LogId::discussion(agreement.0));
        Ok(Self {
            premises,
            head,
            document: document.bounded(premises_units),
            position,
            seats: HashMap::new(),
            presence: Presence::default(),
            stage: Stage::default(),
            commit: None,
            uncovered: 0,
            covered: 0,
            tell_presence: None,
            tell_late: None,
            whereabouts,
            tell_whereabouts: None,
            told_whereabouts: now,
            discussion,
            tell_discussion: None,
            told_discussion: now,
            sign_of_life: now + SIGN_OF_LIFE,
            empty_since: Some(now),
        })
    }

    /// Runs until the room is empty for long enough, fails, or the server stops.
    pub(super) async fn run(&mut self, mailbox: &mut mpsc::Receiver<Message>) -> End {
        let mut messages = Vec::new();
        // A room that nearly ended because it was empty begins to wait anew, or it would end again before
        // it has read what kept it open.
        self.empty_since = self.empty_since.map(|_| Instant::now());
        let closing_down = self.premises.closing_down.clone();
        loop {
            if self.commit.is_none() && !self.stage.is_empty() {
                self.begin_commit();
            }
            self.tell_vitals();
            let wake_at = self.wake_at();
            tokio::select! {
                biased;
                outcome = Commit::done(&mut self.commit) => {
                    if self.end_commit(outcome).await.is_err() {
                        return End::Failed;
                    }
                }
                () = closing_down.cancelled() => return End::Restart,
                changed = self.premises.state.changed() => {
                    if changed.is_err() {
                        return End::Failed;
                    }
                    self.state_changed();
                }
                changed = self.head.changed() => {
                    if changed.is_err() || self.catch_up(Position::START).await.is_err() {
                        return End::Failed;
                    }
                }
                _ = self.whereabouts.changed() => {
                    self.whereabouts.mark_unchanged();
                    let soonest = self.told_whereabouts + WHEREABOUTS_INTERVAL;
                    self.tell_whereabouts.get_or_insert(soonest.max(Instant::now()));
                }
                changed = self.discussion.changed() => {
                    if changed.is_err() {
                        return End::Failed;
                    }
                    self.discussion.mark_unchanged();
                    let soonest = self.told_discussion + DISCUSSION_INTERVAL;
                    self.tell_discussion.get_or_insert(soonest.max(Instant::now()));
                }
                () = tokio::time::sleep_until(wake_at) => {
                    // What a burst took; most rooms are quiet most of the time.
                    messages.shrink_to(0);
                    if self.tick() {
                        return End::Empty;
                    }
                }
                count = mailbox.recv_many(&mut messages, MESSAGES_AT_ONCE),
                    if self.stage.bytes() < MOST_STAGED =>
                {
                    if count == 0 {
                        return End::Empty;
                    }
                    for message in messages.drain(..) {
                        if self.handle(message).await.is_err() {
                            return End::Failed;
                        }
                    }
                }
            }
        }
    }

    /// Writes what is staged, keeps a checkpoint, and shows everybody out.
    pub(super) async fn close(&mut self, end: End) {
        if end != End::Failed {
            self.finish().await;
        }
        self.show_everybody_out(if end == End::Restart { Closing::Restart } else { Closing::Unavailable });
    }

    async fn handle(&mut self, message: Message) -> Result<(), Failed> {
        match message {
            Message::Join(joining) => self.join(joining),
            Message::Leave(connection) => self.leave(connection),
            Message::CaughtUp(connection) => self.caught_up(connection),
            Message::Read(least, reading) => {
                self.catch_up(least).await?;
                let delivery = reading(&self.document, self.position_in_memory());
                self.hold(Held::Answer(delivery));
            }
            Message::Restore(restoring) => return self.restore(restoring).await,
            Message::Accept(accepting) => return Box::pin(self.accept(accepting)).await,
            Message::Said { connection, message, permit } => {
                return match message {
                    ClientMessage::StateVector(vector) => {
                        self.compare(connection, &vector);
                        Ok(())
                    }
                    ClientMessage::Text { update, answers } => {
                        self.text(connection, update, answers, permit).await
                    }
                    ClientMessage::Awareness(entries) => {
                        self.awareness(connection, entries);
                        Ok(())
                    }
                    ClientMessage::Check { vector, fingerprint } => {
                        self.check(connection, &vector, &fingerprint);
                        Ok(())
                    }
                    ClientMessage::QueryAwareness => {
                        if let (Some(seat), Some(frame)) =
                            (self.seats.get(&connection), self.presence.everybody())
                        {
                            seat.outbox.push([frame].iter());
                        }
                        Ok(())
                    }
                };
            }
        }
        Ok(())
    }

    /// Reads what somebody else has written to the log, if anybody has. Its head may be known to stand at `least`
    /// before the store has told of it.
    async fn catch_up(&mut self, least: Position) -> Result<(), Failed> {
        let head = (*self.head.borrow_and_update()).max(least);
        if head <= self.position || self.commit.is_some() {
            // One's own commit; and if it was not, the commit will find out.
            return Ok(());
        }
        self.read_again().await
    }

    /// The position at which the log comes to just the document here, once all of it is on disk.
    fn position_in_memory(&self) -> Position {
        let on_its_way = self.commit.as_ref().map_or(0, Commit::entries);
        self.position.after(on_its_way + self.stage.texts.len())
    }
}

impl Drop for Room {
    /// Nobody is left without a word, even if the room ends by a panic.
    fn drop(&mut self) {
        for seat in self.seats.values() {
            seat.outbox.close(Closing::Unavailable);
        }
    }
}

/// The room cannot go on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failed;
