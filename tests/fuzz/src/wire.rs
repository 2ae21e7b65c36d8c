//! What comes through a WebSocket.

use bytes::Bytes;
use overens::agreement::id::MemberId;
use overens::drafting::trial::Trial;
use overens::text::fingerprint::fingerprint;
use overens::text::log::TextEntry;
use std::sync::LazyLock;
use uuid::Uuid;
use yrs::updates::decoder::Decode;
use yrs::{Transact, Update};

/// How every trial begins: the first entry of a section's text log, with two paragraphs.
static BEGINNING: LazyLock<TextEntry> = LazyLock::new(|| {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/beginning.bin")).expect("it lies in the tree");
    TextEntry::decode(&bytes).expect("the beginning is a text log's first entry")
});

const ERIK: MemberId = MemberId(Uuid::from_u128(1));
const MAJA: MemberId = MemberId(Uuid::from_u128(2));

/// Longest frame of a conversation.
const MOST_FRAME: usize = 4 << 10;

fn trial() -> Trial {
    Trial::begin(BEGINNING.clone()).expect("a document begins with it")
}

/// One frame, of whatever kind.
pub(crate) fn frame(bytes: &[u8]) {
    let answer = trial().hear(ERIK, &Bytes::copy_from_slice(bytes));
    if let Ok(Some(answer)) = answer {
        // What is said to others is a message of the protocol.
        assert!(matches!(answer.first(), Some(0 | 1 | 104)), "{answer:?}");
    }
}

/// The content of an awareness frame, behind its kind and length.
pub(crate) fn awareness(bytes: &[u8]) {
    let mut trial = trial();
    let Ok(told) = trial.hear(ERIK, &framed(&[1], bytes)) else { return };
    for frame in told.into_iter().chain(trial.hear(MAJA, &Bytes::from_static(&[3])).ok().flatten()) {
        let mut reader = Reader(&frame);
        assert_eq!(reader.number(), Some(1));
        let update = reader.buffer().expect("the server's frames have their length");
        let update = yrs::sync::AwarenessUpdate::decode_v1(update).expect("what others are told can be read");
        for entry in update.clients.values() {
            let state: serde_json::Value = serde_json::from_str(&entry.json).expect("a state is JSON");
            assert!(
                state.is_null() || state["user"]["name"] == "Erik",
                "a name that nobody vouched for: {state}"
            );
        }
    }
}

/// A Yjs update, and how everybody else takes it.
pub(crate) fn update(bytes: &[u8]) {
    let mut trial = trial();
    let Ok(Some(_)) = trial.hear(ERIK, &framed(&[0, 2], bytes)) else { return };
    is_the_same_to_all(&trial);
}

/// Some frames, each behind its length, of two members in turn.
pub(crate) fn conversation(bytes: &[u8]) {
    let mut trial = trial();
    let mut reader = Reader(bytes);
    let mut member = ERIK;
    while let Some(frame) = reader.buffer().filter(|frame| frame.len() <= MOST_FRAME) {
        // Refused or not: the next frame finds a document.
        drop(trial.hear(member, &Bytes::copy_from_slice(frame)));
        member = if member == ERIK { MAJA } else { ERIK };
    }
    is_the_same_to_all(&trial);
}

/// The room, who reads along, the log and a checkpoint must all come to one text.
fn is_the_same_to_all(trial: &Trial) {
    let here = trial.fingerprint().expect("a text can be read");
    let reader = yrs::Doc::new();
    for entry in trial.log() {
        let update = match entry {
            TextEntry::Epoch { initial, .. } => initial,
            TextEntry::Update { update, .. } => update,
            TextEntry::Lock { .. } | TextEntry::Unlock { .. } | TextEntry::Accepted { .. } => continue,
        };
        let update = Update::decode_v1(update).expect("what is passed on can be decoded");
        reader.transact_mut().apply_update(update).expect("what is passed on can be applied");
        let encoded = entry.encode().expect("an entry can be written");
        assert_eq!(TextEntry::decode(&encoded).as_ref().ok(), Some(entry));
    }
    assert_eq!(Some(here), fingerprint(&reader), "who reads along sees another text");
    assert_eq!(trial.fingerprint_of_log(), Ok(Some(here)), "the log leads to another text");
    assert_eq!(trial.fingerprint_of_checkpoint(), Ok(Some(here)), "the checkpoint holds another text");
}

fn framed(kind: &[u8], content: &[u8]) -> Bytes {
    let mut frame = kind.to_vec();
    let mut length = content.len();
    while length >= 0x80 {
        frame.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    frame.push(length as u8);
    frame.extend_from_slice(content);
    frame.into()
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn buffer(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}
