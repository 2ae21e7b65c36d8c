//! A section with its rooms, and guests who write in it.

use super::client::Client;
use super::gate::Gate;
use crate::agreement::description::Description;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::sample::{DESCRIPTION, noon};
use crate::drafting::protocol;
use crate::drafting::{Closing, Connection, Limits, Outgoing, Rooms};
use crate::record::Records;
use crate::store::{Append, Batch, MemoryStore, Position, Store};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use crate::text::reader::Reader;
use bytes::Bytes;
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use yrs::updates::encoder::Encode;

/// An agreement with its first section open to be written in.
pub(super) struct House {
    pub(super) store: Arc<MemoryStore>,
    /// Through which the rooms reach it.
    pub(super) gate: Arc<Gate>,
    pub(super) rooms: Arc<Rooms>,
    pub(super) section: SectionId,
    /// Four drafters, and an approver who may only read.
    pub(super) astrid: MemberId,
    pub(super) david: MemberId,
    pub(super) elin: MemberId,
    pub(super) cilla: MemberId,
    pub(super) bo: MemberId,
}

impl House {
    pub(super) async fn build(limits: Limits) -> Self {
        let store = Arc::new(MemoryStore::new());
        let records = Records::new(store.clone());
        // Cilla writes, too, so that there are four who do.
        let approver = r#""roles": ["coordinator", "approver"]"#;
        let description = DESCRIPTION.replace(approver, r#""roles": ["coordinator", "drafter"]"#);
        let mut founding = records.found(&Description::parse(&description).unwrap(), None, noon()).unwrap();
        let section = founding.state.sections()[0].id;
        for section in founding.state.sections() {
            let entry = first_epoch(&[Block::of_text("paragraph", "¶")], 0, EpochReason::Created);
            founding.batch.appends.push(Append {
                log: text_log(section.id),
                expected: Position::START,
                entries: vec![entry.encode().unwrap().into()],
            });
        }
        store.commit(founding.batch).await.unwrap();
        let member = |name: &str| {
            let members = founding.state.members();
            members.iter().find(|member| member.name.text() == Some(name)).unwrap().id
        };
        let (astrid, david, bo) = (member("Astrid Moberg"), member("David Ask"), member("Bo Lindh"));
        let (elin, cilla) = (member("Elin Vik"), member("Cilla Roos"));
        let gate = Gate::before(store.clone());
        let rooms = Rooms::new(gate.clone(), records, limits);
        Self { store, gate, rooms, section, astrid, david, elin, cilla, bo }
    }

    pub(super) async fn guest(&self, member: MemberId, client: u64) -> Guest {
        let connection = self.rooms.join(self.section, member, true).await.unwrap();
        let mut guest = Guest::sitting_at(connection, Client::new(client));
        guest.say(protocol::step_1(&guest.client.state_vector().encode_v1())).await;
        guest.until(|guest| guest.client.text() != "").await;
        guest
    }

    /// Somebody else than a room writes to the section's log.
    pub(super) async fn append(&self, entries: &[TextEntry]) {
        let log = text_log(self.section);
        let expected = self.store.head(log).await.unwrap();
        let entries = entries.iter().map(|entry| entry.encode().unwrap().into()).collect();
        let appends = vec![Append { log, expected, entries }];
        self.store.commit(Batch { appends, ..Batch::default() }).await.unwrap();
    }
}

#[derive(Debug, PartialEq)]
pub(super) enum Closed {
    No,
    For(Closing),
}

/// A connection with a document, as the web client has.
pub(super) struct Guest {
    pub(super) connection: Connection,
    pub(super) client: Client,
    /// Messages with text that it sent.
    pub(super) sent: Cell<u64>,
    pub(super) saved: u64,
    pub(super) last: Closed,
    pub(super) frames: Vec<Bytes>,
}

impl Guest {
    pub(super) fn sitting_at(connection: Connection, client: Client) -> Self {
        Self { connection, client, sent: Cell::new(0), saved: 0, last: Closed::No, frames: Vec::new() }
    }

    /// What it was told about its text, in order.
    pub(super) fn verdicts(&self) -> Vec<u8> {
        let verdict = |frame: &Bytes| (frame[0] == 104).then(|| frame[1]);
        self.frames.iter().filter_map(verdict).collect()
    }

    pub(super) async fn say(&self, frame: Bytes) {
        self.connection.receive(frame).await.unwrap();
    }

    pub(super) async fn write(&self, update: Vec<u8>) {
        self.sent.set(self.sent.get() + 1);
        self.say(protocol::update(&update)).await;
    }

    /// Writes and waits until all is saved.
    pub(super) async fn save(&mut self, edit: impl FnOnce(&Client) -> Vec<u8>) {
        self.write(edit(&self.client)).await;
        self.until(Self::is_saved).await;
    }

    /// Whether all that was sent is saved.
    pub(super) fn is_saved(&self) -> bool {
        self.saved == self.sent.get()
    }

    /// Takes what comes until something holds; fails if it does not within a while.
    pub(super) async fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                let Outgoing { frames, closing, behind } = self.connection.outgoing().await;
                for frame in frames {
                    self.hear(frame).await;
                }
                if behind {
                    self.connection.caught_up().await;
                }
                if let Some(closing) = closing {
                    self.last = Closed::For(closing);
                    assert!(holds(self), "closed: {closing}");
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it never came");
    }

    async fn hear(&mut self, frame: Bytes) {
        self.frames.push(frame.clone());
        let mut reader = Reader::new(&frame);
        match reader.number().unwrap() {
            0 => match reader.number().unwrap() {
                0 => {
                    self.sent.set(self.sent.get() + 1);
                    self.say(protocol::step_2(&self.client.everything())).await;
                }
                _ => self.client.apply(reader.buffer().unwrap()),
            },
            101 => self.saved = reader.number().unwrap(),
            _ => {}
        }
    }
}
