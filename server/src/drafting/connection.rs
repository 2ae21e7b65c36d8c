//! One client's connection, whatever carries its frames.

use super::closing::Closing;
use super::limits::Limits;
use super::outbox::{Outbox, Outgoing};
use super::place::{ConnectionId, Place};
use super::protocol::ClientMessage;
use super::room::Message;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};

/// A seat in a room. Dropping it leaves the room.
pub struct Connection {
    pub(super) id: ConnectionId,
    pub(super) room: mpsc::Sender<Message>,
    pub(super) outbox: Arc<Outbox>,
    pub(super) limits: Arc<Limits>,
    pub(super) in_work: Arc<Semaphore>,
    /// Counts this connection among its member's and the server's until it is dropped.
    pub(super) _place: Place,
}

impl Connection {
    /// Which connection.
    pub fn id(&self) -> ConnectionId {
        self.id
    }

    /// How long the client may take until its first message.
    pub fn first_message(&self) -> Duration {
        self.limits.first_message
    }

    /// Takes one frame; waits while too many of this connection are being worked on.
    ///
    /// # Errors
    /// Why the connection is to be closed.
    pub async fn receive(&self, frame: Bytes) -> Result<(), Closing> {
        if frame.len() > self.limits.frame_bytes {
            return Err(Closing::TooLarge("a frame"));
        }
        let message = ClientMessage::read(&frame)?;
        let permit = self.in_work.clone().acquire_owned().await.map_err(|_| Closing::Unavailable)?;
        let said = Message::Said { connection: self.id, message, permit };
        // A room that is gone has closed this connection, and the outbox says why.
        self.room.send(said).await.map_err(|_| Closing::Unavailable)
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
        self.outbox.close(closing);
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
