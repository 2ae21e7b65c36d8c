use super::*;
use crate::text::log::{EpochId, EpochReason};
use proptest::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use yrs::{
    Any, ClientID, Doc, OffsetKind, Options, ReadTxn, Text as _, Transact, Xml, XmlElementPrelim,
    XmlFragment, XmlTextPrelim, XmlTextRef,
};

/// A document of which every change is a log's entry.
struct Writing {
    text: XmlTextRef,
    document: Doc,
    entries: Rc<RefCell<Vec<Bytes>>>,
    at: i64,
    member: MemberId,
}

impl Writing {
    fn begin() -> Self {
        let options = Options {
            offset_kind: OffsetKind::Utf16,
            ..Options::with_client_id(ClientID::new(4_000_000_019))
        };
        let document = Doc::with_options(options);
        let root = document.get_or_insert_xml_fragment("default");
        let mut transaction = document.transact_mut();
        let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
        let text = paragraph.push_back(&mut transaction, XmlTextPrelim::new(""));
        drop(transaction);
        let member = MemberId(Uuid::new_v4());
        Self { text, document, entries: Rc::default(), at: 1_790_000_000_000, member }
    }

    fn change(&mut self, later: i64, change: impl FnOnce(&XmlTextRef, &mut yrs::TransactionMut<'_>)) {
        self.at += later;
        let mut transaction = self.document.transact_mut();
        change(&self.text, &mut transaction);
        let update = transaction.encode_update_v1();
        drop(transaction);
        let entry = TextEntry::Update { at: self.at, member: self.member, update, carried: Vec::new() };
        self.entries.borrow_mut().push(entry.encode().unwrap().into());
    }

    fn entries(&self) -> Vec<Bytes> {
        self.entries.borrow().clone()
    }
}

/// A session with typing, corrections, marks, attributes, structure, an emoji, a lock and a carried run.
fn session(keystrokes: usize) -> Vec<Bytes> {
    const WORDS: &str = "Parterna ska tidigt bjuda in till dialog och ge underlag i god tid före mötet. ";
    let mut writing = Writing::begin();
    let mut at = 0_u32;
    for (number, character) in WORDS.chars().cycle().take(keystrokes).enumerate() {
        // Pauses as irregular as people's.
        let pause = 60 + (number as i64 * 7_919) % 311;
        writing.change(pause, |text, transaction| text.insert(transaction, at, &character.to_string()));
        at += 1;
        if number % 23 == 22 {
            writing.change(180, |text, transaction| text.remove_range(transaction, at - 1, 1));
            at -= 1;
        }
        if number % 101 == 100 {
            let bold = [("bold".into(), Any::Map(std::sync::Arc::default()))];
            writing
                .change(900, |text, transaction| text.format(transaction, 2, 5, bold.into_iter().collect()));
        }
    }
    writing.change(5, |text, transaction| text.insert(transaction, at, "🌱é"));
    let root = writing.document.get_or_insert_xml_fragment("default");
    writing.change(5, |_, transaction| {
        let heading = root.push_back(transaction, XmlElementPrelim::empty("heading"));
        heading.insert_attribute(transaction, "level", 2);
    });
    let mut entries = writing.entries();
    let carried = vec![Carried { client: 7, clock: 1, length: 2, root_client: 9, root_clock: 4 }];
    let update = vec![0, 0];
    let carrying = TextEntry::Update { at: -5, member: MemberId(Uuid::new_v4()), update, carried };
    let lock = TextEntry::Lock { at: 9, revision: [3; 32] };
    let epoch = EpochId(Uuid::new_v4());
    let initial = writing.document.transact().encode_state_as_update_v1(&yrs::StateVector::default());
    let begins = TextEntry::Epoch { epoch, client: 1 << 52, at: 1, reason: EpochReason::Rebuilt, initial };
    entries.extend([carrying, lock, begins].map(|entry| Bytes::from(entry.encode().unwrap())));
    entries
}

#[test]
fn every_entry_comes_back_byte_for_byte() {
    let entries = session(3_000);
    let packed = pack(&entries).unwrap();
    assert_eq!(unpack(&packed).unwrap(), entries);
}

#[test]
fn a_keystroke_with_time_and_sender_takes_less_than_four_bytes() {
    let entries = session(4_096);
    let packed = pack(&entries).unwrap();
    let each = packed.len() as f64 / entries.len() as f64;
    assert!(each < 4.0, "{each} bytes for each of {} entries", entries.len());
}

#[test]
fn a_pack_of_nothing_and_of_bytes_that_are_no_entries_is_a_pack() {
    for entries in [vec![], vec![Bytes::new(), Bytes::from_static(b"no entry"), Bytes::from_static(&[1, 1])]]
    {
        assert_eq!(unpack(&pack(&entries).unwrap()).unwrap(), entries);
    }
}

#[test]
fn damage_and_newer_formats_are_told() {
    let packed = pack(&session(50)).unwrap().to_vec();
    assert!(matches!(unpack(&[2]), Err(PackError::NewerFormat(2))));
    assert!(matches!(unpack(&[]), Err(PackError::Damaged(_))));
    assert!(unpack(&packed[..packed.len() - 1]).is_err());
}

proptest! {
    #[test]
    fn bytes_that_look_like_updates_come_back_the_same(
        updates in proptest::collection::vec(proptest::collection::vec(0_u8..12, 0..40), 0..30),
    ) {
        let member = MemberId(Uuid::new_v4());
        let entries: Vec<Bytes> = updates.into_iter().map(|update| {
            let entry = TextEntry::Update { at: 1, member, update, carried: Vec::new() };
            entry.encode().unwrap().into()
        }).collect();
        prop_assert_eq!(unpack(&pack(&entries).unwrap()).unwrap(), entries);
    }

    #[test]
    fn random_bytes_are_no_pack_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut packed = vec![FORMAT, 3, 60];
        packed.extend(bytes);
        prop_assert!(unpack(&packed).is_err());
    }
}
