//! Random schedules of several clients in one room, held against Yjs.
//!
//! Each client's document is a document of Yjs. What the room passes on, keeps and answers must bring them all to
//! what Yjs makes of all updates, whatever was lost, repeated or sent out of order on the way, and however often
//! the server was started anew.

mod line;
mod oracle;
mod peer;
mod step;

pub use oracle::Oracle;
pub use step::Schedule;

use crate::people::SectionId;
use crate::server::Launch;
use crate::{PATIENCE, Pass, Seeded, Server};
use peer::Peer;
use serde_json::Value;
use step::Step;

/// Who sits at the peers' places; somebody has two windows open.
const NAMES: [&str; 5] = ["Erik", "Maja", "Asta", "Bo", "Erik"];

/// Who comes after them: somebody who may only read.
const READER: &str = "Olle";

/// Rounds in which everybody sends and hears what there is, until they are at rest. Three are usual.
const MOST_ROUNDS: usize = 20;

/// A document that is fed all updates.
const ALL: &str = "all";

/// A document of somebody who comes when all is over.
const FRESH: &str = "fresh";

/// A server, and the Yjs that it is held against.
#[derive(Debug)]
pub struct Stage {
    launch: Launch,
    server: Server,
    seeded: Seeded,
    oracle: Oracle,
}

/// What a schedule came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Where it was played.
    pub section: SectionId,
    /// The tree.
    pub content: Value,
}

impl Stage {
    /// Starts both.
    pub async fn open(launch: Launch, seeded: Seeded) -> Self {
        let server = launch.start().await;
        Self { launch, server, seeded, oracle: Oracle::start() }
    }

    /// Plays a schedule in a section that nobody has been in.
    ///
    /// # Panics
    /// If somebody's text is not what Yjs says.
    pub async fn play(&mut self, schedule: &Schedule, section: &SectionId) -> Outcome {
        self.oracle.open_to_read(ALL).await;
        let names = NAMES.iter().take(schedule.peers.len() - 1).chain([&READER]);
        let mut peers: Vec<Peer> = std::iter::zip(names, &schedule.peers)
            .enumerate()
            .map(|(number, (name, speaks_ours))| {
                let token = self.seeded.token(name);
                let pass = if *speaks_ours { Pass::ours(token) } else { Pass::plain(token) };
                let peer = Peer::new(format!("{number} {name}"), pass, section.clone(), *speaks_ours);
                if *name == READER { peer.who_only_reads() } else { peer }
            })
            .collect();
        for peer in &mut peers {
            peer.connect(&self.server, &mut self.oracle).await;
        }
        for step in &schedule.steps {
            self.take(step, &mut peers).await;
        }
        // First what was sent out of order is asked for, then it has to arrive, then everybody has to hear of it.
        // What somebody hears may make their Yjs take out marks, and that has to be heard of as well.
        let mut rounds = 0;
        while rounds < 3 || peers.iter().any(Peer::has_something_to_send) {
            rounds += 1;
            assert!(rounds < MOST_ROUNDS, "they never come to rest");
            for peer in &mut peers {
                peer.settle(&self.server, &mut self.oracle).await;
            }
        }
        let content = self.fresh(section).await;
        // Whatever the room began with, the first text of a section, comes to Yjs from the server as well.
        let known = self.oracle.vector(ALL).await;
        let rest = self.oracle.lacking(FRESH, &known).await;
        assert!(!self.oracle.receive(ALL, &rest).await.is_missing, "Yjs lacks something of what it was fed");
        for peer in &peers {
            let theirs = self.oracle.content(&peer.document).await;
            match peer.may_write() {
                true => assert_eq!(theirs, content, "{} reads another text", peer.document),
                // The marks that a reader's Yjs takes out are taken out for that reader alone.
                false => assert_eq!(words(&theirs), words(&content), "{} reads other words", peer.document),
            }
        }
        assert_eq!(content, self.oracle.content(ALL).await, "the server's text is not that of all updates");
        assert_eq!(self.served(section).await, self.oracle.canonical(FRESH).await, "another text over HTTP");
        for document in peers.iter().map(|peer| peer.document.as_str()).chain([ALL, FRESH]) {
            self.oracle.close(document).await;
        }
        Outcome { section: section.clone(), content }
    }

    async fn take(&mut self, step: &Step, peers: &mut [Peer]) {
        match step {
            // Who only reads writes nothing.
            Step::Edit { peer, .. } if *peer + 1 == peers.len() => {}
            Step::Edit { peer, edits } => {
                let peer = &mut peers[*peer];
                let made = self.oracle.edit(&peer.document, edits).await;
                for update in &made {
                    self.oracle.receive(ALL, update).await;
                }
                peer.keep(&made);
            }
            Step::Send { peer, updates, line } => peers[*peer].send(*updates, *line),
            Step::SendBackwards { peer, line } => peers[*peer].send_backwards(*line),
            Step::Repeat { peer, update, line } => peers[*peer].repeat(*update, *line),
            Step::Forget { peer } => peers[*peer].forget(),
            Step::Read { peer, messages } => peers[*peer].read(*messages, &mut self.oracle).await,
            Step::Connect { peer } => peers[*peer].connect(&self.server, &mut self.oracle).await,
            Step::Cut { peer, line, within_a_frame } => peers[*peer].cut(*line, *within_a_frame),
            Step::Kill => {
                self.server.kill_9().await;
                self.server = self.launch.start().await;
            }
            Step::Stop => {
                self.server.terminate();
                self.server.ended(PATIENCE).await;
                self.server = self.launch.start().await;
            }
        }
    }

    /// What somebody new reads.
    async fn fresh(&mut self, section: &SectionId) -> Value {
        let pass = Pass::ours(self.seeded.token("Olle"));
        let mut fresh = Peer::new(FRESH.to_owned(), pass, section.clone(), true).untidy();
        fresh.settle(&self.server, &mut self.oracle).await;
        self.oracle.content(FRESH).await
    }

    /// The text over HTTP.
    async fn served(&self, section: &SectionId) -> Value {
        let asked = reqwest::Client::new().get(self.server.url(&format!("/api/sections/{section}/text")));
        let asked = asked.bearer_auth(self.seeded.token("Olle")).timeout(PATIENCE).send().await;
        let mut answer: Value = asked.expect("the server answers").json().await.expect("a text");
        answer["blocks"].take()
    }

    /// After one more crash, each section still reads as its schedule left it.
    ///
    /// # Panics
    /// If one does not.
    pub async fn close(mut self, outcomes: &[Outcome]) {
        self.take(&Step::Kill, &mut []).await;
        for Outcome { section, content } in outcomes {
            assert_eq!(self.fresh(section).await, *content, "another text after a crash, in {section}");
            self.oracle.close(FRESH).await;
        }
        self.server.stop().await;
    }
}

/// The words of a tree, block by block.
fn words(content: &Value) -> String {
    match content {
        Value::Array(all) => all.iter().map(words).collect(),
        Value::Object(node) => match (node.get("text"), node.get("runs").or(node.get("content"))) {
            (Some(Value::String(text)), _) => text.clone(),
            (_, Some(inner)) => format!("{}\n", words(inner)),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
