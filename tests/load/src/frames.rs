//! The frames of `docs/wire.md`, and Hocuspocus' of the same protocol: each begins with the document's name.

use anyhow::{Context as _, Result};
use bytes::Bytes;
use overens_tests::wire::{EMPTY_STATE_VECTOR, buffer, number};

/// An update that holds nothing: no structs, no deletions.
pub const EMPTY_UPDATE: &[u8] = &[0, 0];

const SYNC: u64 = 0;
/// Hocuspocus: an answer that asks for none.
const SYNC_REPLY: u64 = 4;
const SAVED: u64 = 101;
const REFUSED: u64 = 102;

const STEP_1: u64 = 0;
const STEP_2: u64 = 1;
const UPDATE: u64 = 2;

/// How a server frames the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Framing {
    /// As y-websocket does.
    Plain,
    /// As Hocuspocus does, for the document of this name.
    Hocuspocus(String),
}

/// What a server says, as far as the generator listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// It asks for what it lacks.
    Step1,
    /// The answer to our step 1.
    Step2(Bytes),
    /// Somebody's update.
    Update(Bytes),
    /// So many messages with text are on disk.
    Saved(u64),
    /// It will not have us; its reason.
    Refused(String),
    /// Presence, acknowledgements and the like.
    Other,
}

impl Framing {
    /// What a client sends first: who it is, if that is said in a message, and sync step 1 of an empty document.
    pub fn greeting(&self) -> Vec<Bytes> {
        let step_1 = self.sync(STEP_1, EMPTY_STATE_VECTOR);
        match self {
            Self::Plain => vec![step_1],
            Self::Hocuspocus(name) => {
                let mut token = Vec::new();
                buffer(&mut token, name.as_bytes());
                // Auth, a token; nothing is asked of it.
                token.extend_from_slice(&[2, 0]);
                buffer(&mut token, b"anybody");
                vec![token.into(), step_1]
            }
        }
    }

    /// An answer to the server's step 1: there is nothing that it lacks.
    pub fn nothing_lacking(&self) -> Bytes {
        self.sync(STEP_2, EMPTY_UPDATE)
    }

    /// A frame with an update.
    pub fn update(&self, update: &[u8]) -> Bytes {
        self.sync(UPDATE, update)
    }

    fn sync(&self, step: u64, content: &[u8]) -> Bytes {
        let mut frame = Vec::with_capacity(content.len() + 16);
        if let Self::Hocuspocus(name) = self {
            buffer(&mut frame, name.as_bytes());
        }
        number(&mut frame, SYNC);
        number(&mut frame, step);
        buffer(&mut frame, content);
        frame.into()
    }

    /// Reads a frame of a server.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(&self, frame: &Bytes) -> Result<Said> {
        self.try_read(frame).with_context(|| format!("the server sent what is no frame: {frame:?}"))
    }

    fn try_read(&self, frame: &Bytes) -> Option<Said> {
        let mut reader = Reader::new(frame);
        if matches!(self, Self::Hocuspocus(_)) {
            reader.buffer()?;
        }
        match (self, reader.number()?) {
            (_, SYNC) | (Self::Hocuspocus(_), SYNC_REPLY) => {
                let step = reader.number()?;
                let content = frame.slice_ref(reader.buffer()?);
                match step {
                    STEP_1 => Some(Said::Step1),
                    STEP_2 => Some(Said::Step2(content)),
                    UPDATE => Some(Said::Update(content)),
                    _ => None,
                }
            }
            (Self::Plain, SAVED) => Some(Said::Saved(reader.number()?)),
            (Self::Plain, REFUSED) => {
                Some(Said::Refused(String::from_utf8_lossy(reader.buffer()?).into_owned()))
            }
            _ => Some(Said::Other),
        }
    }
}

/// Reads lib0's encoding.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// From the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    /// A `varUint`.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes behind their length.
    pub fn buffer(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hocuspocus() -> Framing {
        Framing::Hocuspocus("room-7".to_owned())
    }

    #[test]
    fn what_is_framed_is_read_back_in_both_framings() {
        for framing in [Framing::Plain, hocuspocus()] {
            let update = Bytes::from_static(&[1, 2, 3]);
            assert_eq!(framing.read(&framing.update(&update)).unwrap(), Said::Update(update));
            let nothing = Said::Step2(Bytes::from_static(EMPTY_UPDATE));
            assert_eq!(framing.read(&framing.nothing_lacking()).unwrap(), nothing);
            assert_eq!(framing.read(framing.greeting().last().unwrap()).unwrap(), Said::Step1);
        }
    }

    #[test]
    fn hocuspocus_hears_the_name_of_the_document_first_in_every_frame() {
        let framing = hocuspocus();
        assert_eq!(framing.update(&[9])[..], *b"\x06room-7\x00\x02\x01\x09");
        assert_eq!(framing.greeting()[0][..], *b"\x06room-7\x02\x00\x07anybody");
        assert_eq!(framing.read(&Bytes::from_static(b"\x06room-7\x04\x01\x01\x09")).unwrap(), {
            Said::Step2(Bytes::from_static(&[9]))
        });
        assert_eq!(framing.read(&Bytes::from_static(b"\x06room-7\x08\x01")).unwrap(), Said::Other);
    }

    #[test]
    fn only_the_plain_framing_knows_what_is_saved() {
        let saved = Bytes::from_static(&[101, 0x96, 0x01]);
        assert_eq!(Framing::Plain.read(&saved).unwrap(), Said::Saved(150));
        assert!(Framing::Plain.read(&Bytes::from_static(&[0, 2, 5, 1])).is_err());
    }
}
