//! A small, real y-websocket client. It reads its socket all the time, as clients do, unless told to stop.

use crate::people::SectionId;
use crate::socket::{Closed, OURS, Pass, Socket};
use crate::wire::{self, Said};
use crate::{Document, PATIENCE, Server};
use bytes::Bytes;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Everything a client knows.
#[derive(Debug)]
pub struct State {
    /// Its copy of the text.
    pub document: Document,
    /// Whether the server has answered with what this copy lacked.
    pub synced: bool,
    /// Whether the server has asked for what it lacks, and got it.
    pub answered: bool,
    /// Messages with text that this connection has sent.
    pub sent: u64,
    /// How many of them the server says are saved.
    pub saved: u64,
    /// Updates that others made and the server passed on.
    pub updates: u64,
    /// Frames received.
    pub frames: u64,
    /// Everybody's presence by client id.
    pub presence: BTreeMap<u64, Value>,
    /// The first message under `overens.v1`.
    pub welcome: Option<Value>,
    /// What the server said before it closed the connection.
    pub refused: Option<Value>,
    /// The same for stock clients.
    pub denied: Option<String>,
    /// What changed beside the text.
    pub notices: Vec<Value>,
    /// How the connection ended.
    pub closed: Option<Closed>,
}

impl State {
    fn new(document: Document) -> Self {
        Self {
            document,
            synced: false,
            answered: false,
            sent: 0,
            saved: 0,
            updates: 0,
            frames: 0,
            presence: BTreeMap::new(),
            welcome: None,
            refused: None,
            denied: None,
            notices: Vec::new(),
            closed: None,
        }
    }

    /// Whether everything sent so far is saved. Only under `overens.v1`.
    pub fn all_saved(&self) -> bool {
        self.synced && self.answered && self.saved >= self.sent
    }
}

enum Order {
    Send(Bytes),
    Read(bool),
    Leave,
}

/// A connected client.
#[derive(Debug)]
pub struct Client {
    state: Arc<Mutex<State>>,
    changes: watch::Receiver<()>,
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<()>,
}

impl Client {
    /// Opens a connection with a new document and waits until it holds what the server has.
    ///
    /// # Panics
    /// If the server does not let it in.
    pub async fn join(server: &Server, section: &SectionId, pass: &Pass) -> Self {
        let client = Self::connect(server, section, pass, None).await;
        client.until("it is in step with the server", |state| state.synced && state.answered).await;
        client
    }

    /// Comes back with a document that was in use before.
    ///
    /// # Panics
    /// If the server does not let it in.
    pub async fn rejoin(server: &Server, section: &SectionId, pass: &Pass, document: Document) -> Self {
        let client = Self::connect(server, section, pass, Some(document)).await;
        client.until("it is in step with the server", |state| state.synced && state.answered).await;
        client
    }

    /// Opens a connection and waits for nothing. A new document gets the client id that the server names under
    /// `overens.v1`.
    ///
    /// # Panics
    /// If the handshake is refused.
    pub async fn connect(
        server: &Server,
        section: &SectionId,
        pass: &Pass,
        document: Option<Document>,
    ) -> Self {
        let mut socket = Socket::open(server, section, pass).await;
        match document {
            Some(document) => Self::over(socket, document, None),
            None if socket.selected.as_deref() == Some(OURS) => match socket.hear().await {
                Ok(Said::Welcome(welcome)) => {
                    let client = welcome["client"].as_u64().expect("welcome names a client id");
                    Self::over(socket, Document::new(client), Some(welcome))
                }
                Ok(other) => panic!("the first message is no welcome: {other:?}"),
                Err(closed) => panic!("turned away: {closed:?}"),
            },
            None => Self::over(socket, Document::stock(), None),
        }
    }

    /// Tries to come back with a document while the server may end at any moment; waits for nothing.
    ///
    /// # Errors
    /// The document, if there is no connection.
    pub async fn try_connect(
        server: &Server,
        section: &SectionId,
        pass: &Pass,
        document: Document,
    ) -> Result<Self, Document> {
        match Socket::try_open(server, section, pass).await {
            Ok(socket) => Ok(Self::over(socket, document, None)),
            Err(_) => Err(document),
        }
    }

    fn over(socket: Socket, document: Document, welcome: Option<Value>) -> Self {
        let step1 = wire::step1(&document.state_vector());
        let state = State { welcome, ..State::new(document) };
        let state = Arc::new(Mutex::new(state));
        let (orders, ordered) = mpsc::unbounded_channel();
        let (changed, changes) = watch::channel(());
        drop(orders.send(Order::Send(step1)));
        let task = tokio::spawn(converse(socket, state.clone(), orders.clone(), ordered, changed));
        Self { state, changes, orders, task }
    }

    /// What it knows now. Not to be held across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The text it has now.
    pub fn text(&self) -> String {
        self.state().document.text()
    }

    /// Changes the document and sends what came of it. Returns how many messages with text it has sent by now.
    pub fn edit(&self, edit: impl FnOnce(&mut Document)) -> u64 {
        self.edit_and_get(edit);
        self.state().sent
    }

    /// Changes the document, sends what came of it, and gives what `edit` gave.
    pub fn edit_and_get<T>(&self, edit: impl FnOnce(&mut Document) -> T) -> T {
        let mut state = self.state();
        let got = edit(&mut state.document);
        for update in state.document.take_made() {
            state.sent += 1;
            // A connection that is over takes nothing; the document keeps it for the next one.
            drop(self.orders.send(Order::Send(wire::update(&update))));
        }
        got
    }

    /// Sends a frame as it is. It is not counted.
    pub fn send(&self, frame: Bytes) {
        drop(self.orders.send(Order::Send(frame)));
    }

    /// Shows a caret to the others.
    pub fn announce(&self, clock: u64, state: &Value) {
        let client = self.state().document.client();
        self.send(wire::awareness(&[(client, clock, &state.to_string())]));
    }

    /// Stops reading the socket, or goes on.
    pub fn read(&self, reads: bool) {
        drop(self.orders.send(Order::Read(reads)));
    }

    /// Waits until `condition` holds.
    ///
    /// # Panics
    /// If it does not within [`PATIENCE`]; says `what` was awaited.
    pub async fn until(&self, what: &str, condition: impl Fn(&State) -> bool) {
        assert!(self.holds_within(PATIENCE, &condition).await, "not so in time: {what}; {:#?}", self.state());
    }

    /// Whether `condition` comes to hold within `most`, or before the connection ends.
    pub async fn holds_within(&self, most: Duration, condition: impl Fn(&State) -> bool) -> bool {
        let mut changes = self.changes.clone();
        let waiting = async {
            loop {
                changes.borrow_and_update();
                if condition(&self.state()) {
                    return true;
                }
                if changes.changed().await.is_err() {
                    // The connection is over: nothing changes any more.
                    return condition(&self.state());
                }
            }
        };
        timeout(most, waiting).await.unwrap_or_else(|_| condition(&self.state()))
    }

    /// Waits until everything sent so far is saved. Only under `overens.v1`.
    pub async fn until_saved(&self) {
        self.until("everything is saved", State::all_saved).await;
    }

    /// Waits until the text contains `words`.
    pub async fn until_reads(&self, words: &str) {
        self.until(words, |state| state.document.text().contains(words)).await;
    }

    /// Waits until the server has closed the connection.
    pub async fn until_closed(&self) -> Closed {
        self.until("the connection is closed", |state| state.closed.is_some()).await;
        self.state().closed.clone().expect("just seen")
    }

    /// Says goodbye and takes the document along.
    ///
    /// # Panics
    /// If the connection does not end.
    pub async fn leave(self) -> Document {
        drop(self.orders.send(Order::Leave));
        timeout(PATIENCE, self.task).await.expect("the connection ends").expect("its task did not panic");
        let state = Arc::into_inner(self.state).expect("nobody else has it").into_inner().unwrap();
        state.document
    }
}

/// Carries frames between a socket and a state until either is over.
async fn converse(
    mut socket: Socket,
    state: Arc<Mutex<State>>,
    orders: mpsc::UnboundedSender<Order>,
    mut ordered: mpsc::UnboundedReceiver<Order>,
    changed: watch::Sender<()>,
) {
    let mut reads = true;
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                // What cannot be sent is kept in the document; the reason comes with the next read.
                Some(Order::Send(frame)) => drop(socket.send(frame).await),
                Some(Order::Read(order)) => reads = order,
                Some(Order::Leave) | None => {
                    socket.close().await;
                    break;
                }
            },
            frame = socket.next(), if reads => {
                let mut state = state.lock().unwrap();
                match frame {
                    Ok(frame) => take(&mut state, &frame, &orders),
                    Err(closed) => {
                        state.closed = Some(closed);
                        break;
                    }
                }
                drop(state);
                changed.send_replace(());
            }
        }
    }
}

fn take(state: &mut State, frame: &Bytes, orders: &mpsc::UnboundedSender<Order>) {
    state.frames += 1;
    match Said::read(frame).unwrap_or_else(|| panic!("no such frame: {frame:?}")) {
        Said::Step1(state_vector) => {
            let answer = wire::step2(&state.document.lacking_in(&state_vector));
            state.sent += 1;
            state.answered = true;
            drop(orders.send(Order::Send(answer)));
        }
        Said::Step2(update) => {
            state.document.receive(&update);
            state.synced = true;
        }
        Said::Update(update) => {
            state.document.receive(&update);
            state.updates += 1;
        }
        Said::Awareness(entries) => {
            for (client, _, said) in entries {
                match said {
                    Some(said) => drop(state.presence.insert(client, said)),
                    None => drop(state.presence.remove(&client)),
                }
            }
        }
        Said::Denied(reason) => state.denied = Some(reason),
        Said::Welcome(welcome) => state.welcome = Some(welcome),
        Said::Saved(count) => {
            assert!(count >= state.saved, "saved went back from {} to {count}", state.saved);
            assert!(count <= state.sent, "{count} messages are saved of {} sent", state.sent);
            state.saved = count;
        }
        Said::Refused(why) => state.refused = Some(why),
        Said::Notice(notice) => state.notices.push(notice),
    }
}
