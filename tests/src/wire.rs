//! The frames of `docs/wire.md`, written from it and not from the server's code.

use crate::people::{SectionId, Token};
use bytes::Bytes;
use serde_json::Value;
use std::net::SocketAddr;

/// What a server says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Sync step 1: a state vector.
    Step1(Bytes),
    /// Sync step 2: what was lacking.
    Step2(Bytes),
    /// An update.
    Update(Bytes),
    /// Presence: client id, clock, state (`None` for somebody who left).
    Awareness(Vec<(u64, u64, Option<Value>)>),
    /// y-protocols' permission denied.
    Denied(String),
    /// The first message under `overens.v1`.
    Welcome(Value),
    /// How many messages with text are saved.
    Saved(u64),
    /// Why the connection is about to be closed.
    Refused(Value),
    /// Something beside the text changed.
    Notice(Value),
}

impl Said {
    /// Reads a frame to its last byte.
    pub fn read(frame: &Bytes) -> Option<Self> {
        let mut reader = Reader { rest: frame };
        let said = match reader.number()? {
            0 => match reader.number()? {
                0 => Self::Step1(reader.bytes()?),
                1 => Self::Step2(reader.bytes()?),
                2 => Self::Update(reader.bytes()?),
                _ => return None,
            },
            1 => Self::Awareness(read_awareness(&reader.bytes()?)?),
            2 => {
                if reader.number()? != 0 {
                    return None;
                }
                Self::Denied(String::from_utf8(reader.bytes()?.to_vec()).ok()?)
            }
            100 => Self::Welcome(reader.json()?),
            101 => Self::Saved(reader.number()?),
            102 => Self::Refused(reader.json()?),
            103 => Self::Notice(reader.json()?),
            _ => return None,
        };
        reader.rest.is_empty().then_some(said)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<Bytes> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Bytes::copy_from_slice(bytes))
    }

    fn json(&mut self) -> Option<Value> {
        serde_json::from_slice(&self.bytes()?).ok()
    }
}

fn read_awareness(bytes: &[u8]) -> Option<Vec<(u64, u64, Option<Value>)>> {
    let mut reader = Reader { rest: bytes };
    let mut entries = Vec::new();
    for _ in 0..reader.number()? {
        let (client, clock) = (reader.number()?, reader.number()?);
        let state: Value = reader.json()?;
        entries.push((client, clock, Some(state).filter(|state| !state.is_null())));
    }
    reader.rest.is_empty().then_some(entries)
}

/// Writes lib0's `varUint`.
pub fn number(into: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        into.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

/// Writes bytes behind their length.
pub fn buffer(into: &mut Vec<u8>, bytes: &[u8]) {
    number(into, bytes.len() as u64);
    into.extend_from_slice(bytes);
}

fn frame(kind: &[u64], content: &[u8]) -> Bytes {
    let mut frame = Vec::with_capacity(content.len() + 8);
    for part in kind {
        number(&mut frame, *part);
    }
    buffer(&mut frame, content);
    frame.into()
}

/// The request that opens a WebSocket to a section, for clients that go on in bytes of their own.
pub fn handshake(section: &SectionId, host: SocketAddr, token: &Token) -> String {
    format!(
        "GET /sync/{section} HTTP/1.1\r\nhost: {host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nauthorization: Bearer {token}\r\n\r\n"
    )
}

/// Sync step 1 with a state vector.
pub fn step1(state_vector: &[u8]) -> Bytes {
    frame(&[0, 0], state_vector)
}

/// Sync step 2 with an update.
pub fn step2(update: &[u8]) -> Bytes {
    frame(&[0, 1], update)
}

/// An update.
pub fn update(update: &[u8]) -> Bytes {
    frame(&[0, 2], update)
}

/// Presence of clients: client id, clock, state as JSON.
pub fn awareness(states: &[(u64, u64, &str)]) -> Bytes {
    let mut content = Vec::new();
    number(&mut content, states.len() as u64);
    for (client, clock, state) in states {
        number(&mut content, *client);
        number(&mut content, *clock);
        buffer(&mut content, state.as_bytes());
    }
    frame(&[1], &content)
}

/// Asks for everybody's presence.
pub fn query_awareness() -> Bytes {
    Bytes::from_static(&[3])
}

/// A state vector of a document that holds nothing.
pub const EMPTY_STATE_VECTOR: &[u8] = &[0];
