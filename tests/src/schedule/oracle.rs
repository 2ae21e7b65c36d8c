//! Yjs itself, in a process of its own: the documents of the clients, and what they should come to.

use crate::PATIENCE;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// The program that holds the documents.
const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/yjs/driver.mjs");

/// A running Yjs.
#[derive(Debug)]
pub struct Oracle {
    /// Killed with this.
    _child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

/// What came of an update that was taken in.
#[derive(Debug)]
pub struct Received {
    /// Whether something is missing that it rests on.
    pub is_missing: bool,
    /// What Yjs changed of its own accord: it takes out marks that say nothing any more.
    pub made: Vec<Vec<u8>>,
}

impl Oracle {
    /// Starts one.
    ///
    /// # Panics
    /// Without Node and the web client's packages.
    pub fn start() -> Self {
        let mut child = Command::new("node")
            .arg(Path::new(DRIVER))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node is needed for the tests against Yjs");
        let orders = child.stdin.take().expect("it was piped");
        let answers = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        Self { _child: child, orders, answers }
    }

    async fn ask(&mut self, order: Value) -> Value {
        let line = format!("{order}\n");
        self.orders.write_all(line.as_bytes()).await.expect("Yjs takes orders; make web installs it");
        let answer = timeout(PATIENCE, self.answers.next_line()).await.expect("Yjs answers");
        let answer = answer.expect("Yjs runs").expect("Yjs runs; make web installs it");
        let mut answer: Value = serde_json::from_str(&answer).expect("a line of JSON");
        assert!(answer.get("failed").is_none(), "Yjs fails: {} for {order}", answer["failed"]);
        answer["done"].take()
    }

    /// A client's document; it draws a client id if none is given.
    pub async fn open(&mut self, document: &str, client: Option<u64>) {
        self.ask(json!({ "deed": "open", "document": document, "client": client, "tidies": true })).await;
    }

    /// A document that only takes in: Yjs is kept from tidying it.
    pub async fn open_to_read(&mut self, document: &str) {
        self.ask(json!({ "deed": "open", "document": document, "client": null, "tidies": false })).await;
    }

    /// Forgets a document.
    pub async fn close(&mut self, document: &str) {
        self.ask(json!({ "deed": "close", "document": document })).await;
    }

    /// Changes a document; the updates that this made.
    pub async fn edit(&mut self, document: &str, edits: &[Value]) -> Vec<Vec<u8>> {
        let made = self.ask(json!({ "deed": "edit", "document": document, "edits": edits })).await;
        made.as_array().expect("updates").iter().map(bytes).collect()
    }

    /// Takes in an update.
    pub async fn receive(&mut self, document: &str, update: &[u8]) -> Received {
        let order = json!({ "deed": "receive", "document": document, "update": base64(update) });
        let received = self.ask(order).await;
        Received {
            is_missing: received["missing"].as_bool().expect("whether something is missing"),
            made: received["made"].as_array().expect("updates").iter().map(bytes).collect(),
        }
    }

    /// A document's state vector.
    pub async fn vector(&mut self, document: &str) -> Vec<u8> {
        bytes(&self.ask(json!({ "deed": "vector", "document": document })).await)
    }

    /// What somebody lacks of a document who has this state vector.
    pub async fn lacking(&mut self, document: &str, vector: &[u8]) -> Vec<u8> {
        let order = json!({ "deed": "lacking", "document": document, "vector": base64(vector) });
        bytes(&self.ask(order).await)
    }

    /// The tree with marks and attributes, as Yjs has it.
    pub async fn content(&mut self, document: &str) -> Value {
        self.ask(json!({ "deed": "content", "document": document })).await
    }

    /// The tree in its canonical form.
    pub async fn canonical(&mut self, document: &str) -> Value {
        self.ask(json!({ "deed": "canonical", "document": document })).await
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn bytes(text: &Value) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text.as_str().expect("base64")).expect("base64")
}
