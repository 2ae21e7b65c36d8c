//! A client of the room: a Yjs document, up to two connections, and updates that wait to be sent.

use super::ALL;
use super::line::Line;
use super::oracle::{Oracle, Received};
use crate::Server;
use crate::people::SectionId;
use crate::socket::{Closed, Pass};
use crate::wire::{self, Said};
use std::collections::VecDeque;

/// How connections end that nobody refused: they just end, the server restarts, it cannot write.
const NOT_REFUSED: [u16; 4] = [1005, 1006, 1012, 1013];

/// A client.
#[derive(Debug)]
pub struct Peer {
    /// Its document's name at the oracle.
    pub document: String,
    pass: Pass,
    section: SectionId,
    speaks_ours: bool,
    tidies: bool,
    may_write: bool,
    is_open: bool,
    lines: Vec<Line>,
    /// Whether all that was sent since the last comparison went over a connection that still stands.
    is_unbroken: bool,
    waiting: VecDeque<Vec<u8>>,
    sent: Vec<Vec<u8>>,
}

impl Peer {
    /// One who has not come yet.
    pub fn new(document: String, pass: Pass, section: SectionId, speaks_ours: bool) -> Self {
        let (lines, waiting, sent) = (Vec::new(), VecDeque::new(), Vec::new());
        Self {
            document,
            pass,
            section,
            speaks_ours,
            tidies: true,
            may_write: true,
            is_open: false,
            lines,
            is_unbroken: false,
            waiting,
            sent,
        }
    }

    /// One whose Yjs is kept from tidying what it receives.
    pub fn untidy(self) -> Self {
        Self { tidies: false, ..self }
    }

    /// One of whose changes the server takes none.
    pub fn who_only_reads(self) -> Self {
        Self { may_write: false, ..self }
    }

    /// Whether the server takes its changes.
    pub fn may_write(&self) -> bool {
        self.may_write
    }

    /// Opens a connection and says what its document holds. Its first one gives it its client id.
    ///
    /// # Panics
    /// If it is not let in.
    pub async fn connect(&mut self, server: &Server, oracle: &mut Oracle) {
        let mut line = Line::open(server, &self.section, &self.pass).await;
        if !self.is_open {
            let client = match self.speaks_ours {
                true => match line.hear().await {
                    Ok(Said::Welcome(welcome)) => Some(welcome["client"].as_u64().expect("a client id")),
                    other => panic!("the first message is no welcome: {other:?}"),
                },
                false => None,
            };
            match self.tidies {
                true => oracle.open(&self.document, client).await,
                false => oracle.open_to_read(&self.document).await,
            }
            self.is_open = true;
        }
        line.send(wire::step1(&oracle.vector(&self.document).await));
        self.is_unbroken = self.lines.is_empty();
        if self.lines.len() == 2 {
            self.lines.remove(0);
        }
        self.lines.push(line);
    }

    /// Keeps updates that were made here.
    pub fn keep(&mut self, updates: &[Vec<u8>]) {
        self.waiting.extend(updates.iter().cloned());
    }

    /// Whether updates wait to be sent.
    pub fn has_something_to_send(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Loses its connections and what waits to be sent.
    pub fn forget(&mut self) {
        self.lines.clear();
        self.waiting.clear();
    }

    /// Sends so many of the waiting updates.
    pub fn send(&mut self, updates: usize, line: usize) {
        let count = updates.min(self.waiting.len());
        let Some(line) = pick(&mut self.lines, line) else { return };
        for update in self.waiting.drain(..count) {
            line.send_text(wire::update(&update));
            self.sent.push(update);
        }
    }

    /// Sends all waiting updates, the last first.
    pub fn send_backwards(&mut self, line: usize) {
        self.waiting.make_contiguous().reverse();
        self.send(usize::MAX, line);
    }

    /// Sends an update again.
    pub fn repeat(&mut self, update: usize, line: usize) {
        if let (Some(line), false) = (pick(&mut self.lines, line), self.sent.is_empty()) {
            line.send_text(wire::update(&self.sent[update % self.sent.len()]));
        }
    }

    /// Ends a connection, perhaps in the middle of the next update.
    pub fn cut(&mut self, line: usize, within_a_frame: bool) {
        if self.lines.is_empty() {
            return;
        }
        self.is_unbroken = false;
        let line = self.lines.remove(line % self.lines.len());
        match self.waiting.front().filter(|_| within_a_frame) {
            Some(update) => line.cut_within(wire::update(update)),
            None => drop(line),
        }
    }

    /// Takes so many of the messages that have come.
    pub async fn read(&mut self, messages: usize, oracle: &mut Oracle) {
        for _ in 0..messages {
            let mut heard = (0..self.lines.len()).find_map(|at| Some((at, self.lines[at].heard()?)));
            let Some((at, said)) = heard.take() else { return };
            self.take(at, said, oracle).await;
        }
    }

    async fn take(&mut self, at: usize, said: Result<Said, Closed>, oracle: &mut Oracle) {
        let line = &mut self.lines[at];
        match said {
            Ok(Said::Step1(vector)) => {
                let lacking = oracle.lacking(&self.document, &vector).await;
                line.send_text(wire::step2(&lacking));
            }
            Ok(Said::Step2(update)) => {
                line.answers += 1;
                let is_missing = self.receive(&update, oracle).await;
                assert!(!is_missing, "a step 2 to {} rests on something missing", self.document);
            }
            Ok(Said::Update(update)) => {
                // On two lines of one document, what comes on one may rest on what still waits on the other.
                self.receive(&update, oracle).await;
            }
            Ok(Said::Saved(count)) => {
                assert!(line.saved <= count && count <= line.sent, "{count} of {} are saved", line.sent);
                line.saved = count;
            }
            Ok(Said::Awareness(_) | Said::Welcome(_) | Said::Notice(_)) => {}
            Ok(Said::Denied(why)) => panic!("{} is refused: {why}", self.document),
            Ok(Said::Refused(why)) => panic!("{} is refused: {why}", self.document),
            Err(closed) => {
                assert!(NOT_REFUSED.contains(&closed.code), "{} is thrown out: {closed:?}", self.document);
                self.lines.remove(at);
            }
        }
    }

    async fn receive(&mut self, update: &[u8], oracle: &mut Oracle) -> bool {
        let Received { is_missing, made } = oracle.receive(&self.document, update).await;
        if self.may_write {
            for update in &made {
                oracle.receive(ALL, update).await;
            }
        }
        self.keep(&made);
        is_missing
    }

    /// Sends what waits, and takes messages until it holds what the server held when that had arrived.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn settle(&mut self, server: &Server, oracle: &mut Oracle) {
        if !self.is_unbroken {
            // As after every loss, a new connection begins with what each side lacks.
            self.lines.clear();
        }
        // One that ended meanwhile shows it now.
        self.read(usize::MAX, oracle).await;
        if self.lines.is_empty() {
            self.connect(server, oracle).await;
        }
        self.send(usize::MAX, 0);
        // The answer to the step 1 of a connection that is new comes first.
        let due = self.lines[0].answers.max(1) + 1;
        self.lines[0].send(wire::step1(&oracle.vector(&self.document).await));
        loop {
            let line = &self.lines[0];
            if line.answers >= due && (!self.speaks_ours || line.saved == line.sent) {
                return;
            }
            let said = self.lines[0].hear().await;
            if let Err(closed) = &said {
                panic!("{} cannot settle: {closed:?}", self.document);
            }
            self.take(0, said, oracle).await;
        }
    }
}

fn pick(lines: &mut [Line], line: usize) -> Option<&mut Line> {
    let count = lines.len();
    lines.get_mut(line % count.max(1))
}
