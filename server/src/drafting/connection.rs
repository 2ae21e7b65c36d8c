//! One client's connection, whatever carries its frames.

use super::closing::Closing;
use super::limits::Limits;
use super::outbox::{Outbox, Outgoing};
use super::pace::Pace;
use super::place::{ConnectionId, Place};
use super::protocol::ClientMessage;
use super::room::Message;
use crate::agreement::id::MemberId;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// A seat in a room. Dropping it leaves the room.
pub struct Connection {
    pub(super) id: ConnectionId,
    pub(super) member: MemberId,
    /// Whether the client speaks `overens.v1`.
    pub(super) ours: bool,
    pub(super) room: mpsc::Sender<Message>,
    pub(super) outbox: Arc<Outbox>,
    pub(super) limits: Arc<Limits>,
    pub(super) in_work: Arc<Semaphore>,
    pub(super) pace: Pace,
    /// Counts this connection among its member's and the server's until it is dropped.
    pub(super) _place: Place,
}

impl Connection {
    /// Which connection.
    pub fn id(&self) -> ConnectionId {
        self.id
    }

    /// Whose.
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// How long the client may take until its first message.
    pub fn first_message(&self) -> Duration {
        self.limits.first_message
    }

    /// Takes one frame; waits while too many of this connection are being worked on, or came too quickly.
    ///
    /// # Errors
    /// Why the connection is to be closed.
    pub async fn receive(&self, frame: Bytes) -> Result<(), Closing> {
        if frame.len() > self.limits.frame_bytes {
            return Err(Closing::TooLarge("a frame"));
        }
        let message = ClientMessage::read(&frame)?;
        if matches!(message, ClientMessage::Text { .. }) {
            self.pace.keep().await;
        }
        // A large frame counts as many small ones, so what one connection has in work is bounded in bytes too.
        let most = self.limits.frames_in_work.max(1);
        let share = (self.limits.frame_bytes / most).max(1);
        let weight = frame.len().div_ceil(share).clamp(1, most) as u32;
        let permit =
            self.in_work.clone().acquire_many_owned(weight).await.map_err(|_| Closing::Unavailable)?;
        let said = Message::Said { connection: self.id, message, permit };
        if self.room.send(said).await.is_err() {
            // The room is closing: it says why to the outbox when everything it took is on disk.
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    /// Waits for what is to be sent.
    pub async fn outgoing(&self) -> Outgoing {
        self.outbox.next().await
    }

    /// Says that everything up to an [`Outgoing::behind`] has been sent.
    pub async fn caught_up(&self) {
        // A room that is gone has nothing more to send.
        drop(self.room.send(Message::CaughtUp(self.id)).await);
    }

    /// Ends the connection from the outside, after what is queued.
    pub fn close(&self, closing: Closing) {
        self.outbox.refuse(closing, self.ours);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let (room, id) = (self.room.clone(), self.id);
        if let Err(mpsc::error::TrySendError::Full(message)) = room.try_send(Message::Leave(id)) {
            // The mailbox is full: leave as soon as it is not. Connections are dropped within the runtime.
            tokio::spawn(async move { drop(room.send(message).await) });
        }
    }
}
