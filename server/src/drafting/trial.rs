//! What a room makes of the frames that clients send, without a room around it: for whoever tries it with hostile
//! ones (tests/fuzz). The steps are a room's own; what is left out is the store, the clock and the sockets.

use super::closing::Closing;
use super::document::{Broken, Document, Outcome};
use super::holding::Holding;
use super::order::Order;
use super::place::ConnectionId;
use super::presence::{Badge, Presence};
use super::protocol::{self, ClientMessage, Verdict};
use super::update::Incoming;
use crate::agreement::id::MemberId;
use crate::text::log::TextEntry;
use bytes::Bytes;
use serde_json::json;

/// Units that the document takes.
const MOST_UNITS: u64 = 200_000;

/// A section's document, and what was written in it.
pub struct Trial {
    document: Document,
    presence: Presence,
    log: Vec<TextEntry>,
}

impl Trial {
    /// A document that begins with this entry; `None` if no document can.
    pub fn begin(first: TextEntry) -> Option<Self> {
        let log = vec![first];
        Some(Self { document: replayed(&log).ok()?, presence: Presence::default(), log })
    }

    /// Takes a frame of a member's connection. The answer is what it leads to: for the others, or for who asked.
    ///
    /// # Errors
    /// Why the connection would be closed.
    pub fn hear(&mut self, member: MemberId, frame: &Bytes) -> Result<Option<Bytes>, Closing> {
        match ClientMessage::read(frame)? {
            ClientMessage::StateVector(vector) if self.document.holding(&vector) == Holding::Another => {
                Err(Closing::OtherEpoch)
            }
            ClientMessage::StateVector(vector) => {
                let lacking = self.document.lacking(&vector);
                lacking.map(|update| Some(protocol::step_2(&update))).map_err(malformed)
            }
            ClientMessage::Text { update, .. } => self.take(member, &update),
            ClientMessage::Awareness(said) => {
                let connection = ConnectionId(1);
                let badge = Badge(json!({ "name": "Erik" }));
                for entry in said {
                    self.document.bind(entry.client, member)?;
                    self.presence.announce(connection, &badge, entry);
                }
                Ok(self.presence.take_changes().told_to(ConnectionId(2)).cloned())
            }
            ClientMessage::QueryAwareness => Ok(self.presence.everybody()),
            ClientMessage::Check { vector, fingerprint } => {
                let verdict = match self.document.fingerprint() {
                    Some(ours) if self.document.is_at(&vector) => {
                        if ours == *fingerprint {
                            Verdict::Same
                        } else {
                            Verdict::Differs
                        }
                    }
                    Some(_) | None => Verdict::CannotTell,
                };
                Ok(Some(protocol::verdict(verdict)))
            }
        }
    }

    fn take(&mut self, member: MemberId, update: &Bytes) -> Result<Option<Bytes>, Closing> {
        let order = Incoming::read(update).map(|incoming| self.document.order_of_neighbours(&incoming));
        if order == Ok(Order::Unclear) {
            // A room takes it, because editors make such items, too; docs/threat-model.md says what others can.
            return Err(Closing::Malformed("it cannot be told whether its neighbours are in order"));
        }
        match self.document.take(member, Ok(()), update) {
            Ok(Outcome::Taken { carried, .. }) => {
                self.log.push(TextEntry::Update { at: 0, member, update: update.to_vec(), carried });
                Ok(Some(protocol::update(update)))
            }
            Ok(Outcome::Nothing | Outcome::Gap) => Ok(None),
            Ok(Outcome::Refused(closing)) => Err(closing),
            Err(broken) => {
                // As a room does: who sent it goes, and the document is read anew.
                self.document = replayed(&self.log).map_err(malformed)?;
                Err(malformed(broken))
            }
        }
    }

    /// What was written, as the log would have it.
    pub fn log(&self) -> &[TextEntry] {
        &self.log
    }

    /// The fingerprint of the text; `None` if it cannot be read.
    pub fn fingerprint(&self) -> Option<[u8; 32]> {
        self.document.fingerprint()
    }

    /// The fingerprint of the text that the log leads to.
    ///
    /// # Errors
    /// What stands in the way of reading it.
    pub fn fingerprint_of_log(&self) -> Result<Option<[u8; 32]>, &'static str> {
        replayed(&self.log).map(|document| document.fingerprint()).map_err(|broken| broken.0)
    }

    /// The fingerprint of the text that a checkpoint of it holds.
    ///
    /// # Errors
    /// What stands in the way of writing or reading it.
    pub fn fingerprint_of_checkpoint(&self) -> Result<Option<[u8; 32]>, &'static str> {
        let read = self.document.save().and_then(|saved| Document::from_checkpoint(&saved));
        let document = read.map_err(|broken| broken.0)?;
        Ok(document.and_then(|document| document.fingerprint()))
    }
}

fn replayed(log: &[TextEntry]) -> Result<Document, Broken> {
    let (first, rest) = log.split_first().ok_or(Broken("it has no beginning"))?;
    let TextEntry::Epoch { epoch, client, initial, .. } = first else {
        return Err(Broken("it has no beginning"));
    };
    let mut document = Document::begin(*epoch, *client, initial)?.bounded(MOST_UNITS);
    rest.iter().try_for_each(|entry| document.replay(entry))?;
    Ok(document)
}

fn malformed(broken: Broken) -> Closing {
    Closing::Malformed(broken.0)
}
