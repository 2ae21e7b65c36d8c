//! The bare relay: passes frames on within a room, and does nothing else. No document, no disk. What it costs is
//! what any server must spend on sockets, so it is the ceiling for the others.

use crate::frames::{Framing, Said};
use anyhow::Result;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use std::cell::RefCell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::rc::{Rc, Weak};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// The same as Överens' own.
const READ_BUFFER: usize = 4 << 10;
/// A reader that is so many frames behind is left out.
const MOST_WAITING: usize = 1 << 20;

/// What waits for somebody.
#[derive(Default)]
struct Outbox {
    waiting: RefCell<Vec<Bytes>>,
    filled: Notify,
}

impl Outbox {
    fn put(&self, frame: Bytes) {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() < MOST_WAITING {
            waiting.push(frame);
        }
        self.filled.notify_one();
    }
}

type Room = Rc<RefCell<Vec<Weak<Outbox>>>>;
type Rooms = Rc<RefCell<HashMap<String, Room>>>;

/// Serves until it is killed.
///
/// # Errors
/// If it cannot listen.
pub async fn serve(address: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(address).await?;
    let rooms = Rooms::default();
    loop {
        let (stream, _) = listener.accept().await?;
        let rooms = rooms.clone();
        tokio::task::spawn_local(async move {
            // Whoever hangs up in whatever way is just gone.
            drop(converse(stream, &rooms).await);
        });
    }
}

// The shape of the handshake's callback is tungstenite's.
#[allow(clippy::result_large_err)]
async fn converse(stream: TcpStream, rooms: &Rooms) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut name = String::new();
    let see = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut name);
        Ok(response)
    };
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER).write_buffer_size(READ_BUFFER);
    let (mut writer, mut reader) = accept_hdr_async_with_config(stream, see, Some(config)).await?.split();
    let room = rooms.borrow_mut().entry(name).or_default().clone();
    let own = Rc::new(Outbox::default());
    room.borrow_mut().push(Rc::downgrade(&own));
    let writing = async {
        loop {
            own.filled.notified().await;
            let frames = own.waiting.take();
            for frame in frames {
                writer.feed(Message::Binary(frame)).await?;
            }
            writer.flush().await?;
        }
    };
    let reading = async {
        while let Some(message) = reader.next().await {
            let Message::Binary(frame) = message? else { continue };
            match Framing::Plain.read(&frame)? {
                Said::Step1 => own.put(Framing::Plain.nothing_lacking()),
                Said::Step2(_) => {}
                Said::Update(_) | Said::Saved(_) | Said::Refused(_) | Said::Other => {
                    pass_on(&room, &own, &frame)
                }
            }
        }
        anyhow::Ok(())
    };
    tokio::select! {
        done = reading => done,
        done = writing => done,
    }
}

fn pass_on(room: &Room, from: &Rc<Outbox>, frame: &Bytes) {
    room.borrow_mut().retain(|outbox| {
        let Some(outbox) = outbox.upgrade() else { return false };
        if !Rc::ptr_eq(&outbox, from) {
            outbox.put(frame.clone());
        }
        true
    });
}
