//! One connection of a peer: a task that always reads and sends what it is told, so that a test may take what came
//! whenever the schedule says so.

use crate::people::SectionId;
use crate::socket::{Closed, Pass, Socket};
use crate::wire::Said;
use crate::{PATIENCE, Server};
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::time::timeout;

enum Order {
    Send(Bytes),
    /// Ends the connection after half of this frame.
    CutWithin(Bytes),
}

/// A connection.
#[derive(Debug)]
pub struct Line {
    orders: mpsc::UnboundedSender<Order>,
    said: mpsc::UnboundedReceiver<Result<Said, Closed>>,
    /// Messages with text sent on it.
    pub sent: u64,
    /// How many of them are said to be saved.
    pub saved: u64,
    /// Sync steps 2 received.
    pub answers: usize,
}

impl Line {
    /// Opens one.
    pub async fn open(server: &Server, section: &SectionId, pass: &Pass) -> Self {
        let socket = Socket::open(server, section, pass).await;
        let (orders, ordered) = mpsc::unbounded_channel();
        let (says, said) = mpsc::unbounded_channel();
        tokio::spawn(carry(socket, ordered, says));
        Self { orders, said, sent: 0, saved: 0, answers: 0 }
    }

    /// Sends a frame that carries no text.
    pub fn send(&self, frame: Bytes) {
        // What cannot be sent any more stays in the document.
        drop(self.orders.send(Order::Send(frame)));
    }

    /// Sends a frame that carries text.
    pub fn send_text(&mut self, frame: Bytes) {
        self.sent += 1;
        self.send(frame);
    }

    /// Ends the connection in the middle of a frame.
    pub fn cut_within(self, frame: Bytes) {
        drop(self.orders.send(Order::CutWithin(frame)));
    }

    /// What has come, if anything has.
    pub fn heard(&mut self) -> Option<Result<Said, Closed>> {
        self.said.try_recv().ok()
    }

    /// What comes next.
    ///
    /// # Panics
    /// If nothing comes in time.
    pub async fn hear(&mut self) -> Result<Said, Closed> {
        let said = timeout(PATIENCE, self.said.recv()).await.expect("the server is silent");
        said.unwrap_or_else(|| Err(Closed { code: 1006, reason: "it was over before".to_owned() }))
    }
}

async fn carry(
    mut socket: Socket,
    mut ordered: mpsc::UnboundedReceiver<Order>,
    says: mpsc::UnboundedSender<Result<Said, Closed>>,
) {
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Send(frame)) => drop(socket.send(frame).await),
                Some(Order::CutWithin(frame)) => return socket.cut_within(&frame).await,
                // Dropped: cut between two frames, without a goodbye.
                None => return,
            },
            frame = socket.next() => {
                let said = frame.map(|frame| {
                    Said::read(&frame).unwrap_or_else(|| panic!("no such frame: {frame:?}"))
                });
                let is_over = said.is_err();
                if says.send(said).is_err() || is_over {
                    return;
                }
            }
        }
    }
}
