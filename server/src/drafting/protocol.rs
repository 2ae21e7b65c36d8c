//! The frames of docs/wire.md, in both directions.

use super::closing::Closing;
use super::update::{Id, read_state_vector};
use crate::text::reader::{Malformed, Reader, write_buffer, write_number};
use bytes::Bytes;
use serde::Serialize;

/// Kinds of message; the first number of each.
mod kind {
    pub(super) const SYNC: u64 = 0;
    pub(super) const AWARENESS: u64 = 1;
    pub(super) const AUTH: u64 = 2;
    pub(super) const QUERY_AWARENESS: u64 = 3;
    pub(super) const WELCOME: u64 = 100;
    pub(super) const SAVED: u64 = 101;
    pub(super) const REFUSED: u64 = 102;
    pub(super) const NOTICE: u64 = 103;
    pub(super) const CHECK: u64 = 104;

    pub(super) const STEP_1: u64 = 0;
    pub(super) const STEP_2: u64 = 1;
    pub(super) const UPDATE: u64 = 2;
}

/// Clients in one awareness update. A stock client echoes what it hears of others.
const MOST_PRESENCES: u64 = 10_000;

/// What a client may say.
#[derive(Debug)]
pub(crate) enum ClientMessage {
    /// This is how far my document goes; send me what I lack.
    StateVector(Vec<Id>),
    /// Text: a step 2 or an update, which differ only in what they are called.
    Text {
        /// The Yjs update, version 1.
        update: Bytes,
        /// It answers our step 1, so it holds all that the client has and we have not.
        answers: bool,
    },
    /// Presence.
    Awareness(Vec<AwarenessEntry>),
    /// Who else is here?
    QueryAwareness,
    /// Is my text yours?
    Check {
        /// How far my document goes.
        vector: Vec<Id>,
        /// The fingerprint of my text ([`crate::text::fingerprint`]).
        fingerprint: Box<[u8; 32]>,
    },
}

/// What a client is told about its text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verdict {
    /// It is the server's.
    Same,
    /// It is not, though nothing is missing.
    Differs,
    /// One has what the other lacks, or it was asked too often.
    CannotTell,
}

/// One client's line in an awareness update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AwarenessEntry {
    pub(crate) client: u64,
    pub(crate) clock: u32,
    /// JSON; `null` says that the client left.
    pub(crate) state: String,
}

impl ClientMessage {
    /// Reads one frame.
    ///
    /// # Errors
    /// [`Malformed`] for whatever the protocol does not have.
    pub(crate) fn read(frame: &Bytes) -> Result<Self, Malformed> {
        let mut reader = Reader::new(frame);
        let message = match reader.number()? {
            kind::SYNC => match reader.number()? {
                kind::STEP_1 => Self::StateVector(read_state_vector(reader.buffer()?)?),
                step @ (kind::STEP_2 | kind::UPDATE) => {
                    Self::Text { update: frame.slice_ref(reader.buffer()?), answers: step == kind::STEP_2 }
                }
                _ => return Err(Malformed("a sync message of unknown kind")),
            },
            kind::AWARENESS => Self::Awareness(read_awareness(reader.buffer()?)?),
            kind::QUERY_AWARENESS => Self::QueryAwareness,
            kind::CHECK => {
                let vector = read_state_vector(reader.buffer()?)?;
                let fingerprint: [u8; 32] =
                    reader.buffer()?.try_into().map_err(|_| Malformed("a fingerprint has 32 bytes"))?;
                Self::Check { vector, fingerprint: Box::new(fingerprint) }
            }
            _ => return Err(Malformed("a message of unknown kind")),
        };
        if reader.is_empty() { Ok(message) } else { Err(Malformed("more follows than belongs to it")) }
    }
}

fn read_awareness(bytes: &[u8]) -> Result<Vec<AwarenessEntry>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut entries = Vec::new();
    let count = reader.number()?;
    if count > MOST_PRESENCES {
        return Err(Malformed("presence of too many at once"));
    }
    for _ in 0..count {
        entries.push(AwarenessEntry {
            client: reader.number()?,
            clock: reader.clock()?,
            state: reader.string()?.to_owned(),
        });
    }
    if reader.is_empty() { Ok(entries) } else { Err(Malformed("more follows than belongs to it")) }
}

fn sync(step: u64, payload: &[u8]) -> Bytes {
    let mut frame = Vec::with_capacity(payload.len() + 8);
    write_number(&mut frame, kind::SYNC);
    write_number(&mut frame, step);
    write_buffer(&mut frame, payload);
    frame.into()
}

/// Sync step 1: send me what this state vector lacks.
pub(crate) fn step_1(state_vector: &[u8]) -> Bytes {
    sync(kind::STEP_1, state_vector)
}

/// Sync step 2: what you lack.
pub(crate) fn step_2(update: &[u8]) -> Bytes {
    sync(kind::STEP_2, update)
}

/// An update.
pub(crate) fn update(update: &[u8]) -> Bytes {
    sync(kind::UPDATE, update)
}

/// Presence of some clients; of none, it is a sign of life that every y-websocket client understands.
pub(crate) fn awareness<'a>(entries: impl ExactSizeIterator<Item = &'a AwarenessEntry>) -> Bytes {
    let mut payload = Vec::new();
    write_number(&mut payload, entries.len() as u64);
    for entry in entries {
        write_number(&mut payload, entry.client);
        write_number(&mut payload, u64::from(entry.clock));
        write_buffer(&mut payload, entry.state.as_bytes());
    }
    let mut frame = Vec::with_capacity(payload.len() + 8);
    write_number(&mut frame, kind::AWARENESS);
    write_buffer(&mut frame, &payload);
    frame.into()
}

/// y-protocols' word for a refusal; its clients log the reason.
pub(crate) fn permission_denied(reason: &str) -> Bytes {
    let mut frame = Vec::with_capacity(reason.len() + 8);
    write_number(&mut frame, kind::AUTH);
    write_number(&mut frame, 0);
    write_buffer(&mut frame, reason.as_bytes());
    frame.into()
}

/// How many of this connection's messages with text are on disk.
pub(crate) fn saved(count: u64) -> Bytes {
    let mut frame = Vec::with_capacity(8);
    write_number(&mut frame, kind::SAVED);
    write_number(&mut frame, count);
    frame.into()
}

/// Asks whether a client's text is the server's.
#[cfg(test)]
pub(crate) fn check(vector: &[u8], fingerprint: &[u8]) -> Bytes {
    let mut frame = Vec::new();
    write_number(&mut frame, kind::CHECK);
    write_buffer(&mut frame, vector);
    write_buffer(&mut frame, fingerprint);
    frame.into()
}

/// Whether a client's text is the server's.
pub(crate) fn verdict(verdict: Verdict) -> Bytes {
    let mut frame = Vec::with_capacity(2);
    write_number(&mut frame, kind::CHECK);
    write_number(
        &mut frame,
        match verdict {
            Verdict::Same => 0,
            Verdict::Differs => 1,
            Verdict::CannotTell => 2,
        },
    );
    frame.into()
}

/// The first message to a client of ours.
#[derive(Debug, Serialize)]
pub(crate) struct Welcome {
    pub(crate) epoch: crate::text::log::EpochId,
    pub(crate) client: u64,
    pub(crate) schema: u32,
    pub(crate) may_write: bool,
    pub(crate) why_not: Option<&'static str>,
    pub(crate) member: crate::agreement::id::MemberId,
    /// Whether the client may ask if its text is the server's.
    pub(crate) check: bool,
}

pub(crate) fn welcome(welcome: &Welcome) -> Bytes {
    json(kind::WELCOME, welcome)
}

/// Why a connection is about to be closed.
pub(crate) fn refused(code: &str, message: &str) -> Bytes {
    json(kind::REFUSED, &serde_json::json!({ "code": code, "message": message }))
}

/// A refusal in the words of the protocol that the client speaks; nothing for what is no refusal.
pub fn explanation(closing: Closing, ours: bool) -> Option<Bytes> {
    let reason = closing.to_string();
    closing
        .is_refusal()
        .then(|| if ours { refused(closing.name(), &reason) } else { permission_denied(&reason) })
}

/// Something beside the text changed.
pub(crate) fn notice(notice: &serde_json::Value) -> Bytes {
    json(kind::NOTICE, notice)
}

fn json(kind: u64, content: &impl Serialize) -> Bytes {
    // Nothing above can fail to serialise (no maps with odd keys, no numbers out of range); an empty
    // object is the answer of last resort.
    let content = serde_json::to_vec(content).unwrap_or_else(|_| b"{}".to_vec());
    let mut frame = Vec::with_capacity(content.len() + 8);
    write_number(&mut frame, kind);
    write_buffer(&mut frame, &content);
    frame.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_the_stock_protocol_are_understood() {
        let frame = update(&[0, 0]);
        assert!(matches!(ClientMessage::read(&frame), Ok(ClientMessage::Text { answers: false, .. })));
        let frame = step_1(&[1, 7, 3]);
        let Ok(ClientMessage::StateVector(entries)) = ClientMessage::read(&frame) else { panic!("step 1") };
        assert_eq!(entries, [Id { client: 7, clock: 3 }]);
        let entry = AwarenessEntry { client: 9, clock: 2, state: "{\"cursor\":null}".into() };
        let frame = awareness([&entry].into_iter());
        let Ok(ClientMessage::Awareness(entries)) = ClientMessage::read(&frame) else { panic!("awareness") };
        assert_eq!(entries, [entry]);
    }

    #[test]
    fn a_frame_with_more_than_its_message_is_refused() {
        let mut frame = update(&[0, 0]).to_vec();
        frame.push(0);
        assert!(ClientMessage::read(&frame.into()).is_err());
    }

    proptest::proptest! {
        #[test]
        fn random_frames_never_panic(frame in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = ClientMessage::read(&frame.into());
        }
    }
}
