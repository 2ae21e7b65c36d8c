use super::*;
use yrs::updates::encoder::Encode;
use yrs::{GetString, ReadTxn, StateVector, Text, Transact, XmlFragment, XmlTextPrelim};

fn spans(incoming: &Incoming<'_>) -> Vec<(u64, u32, u32)> {
    incoming.structs.iter().map(|span| (span.client, span.clock, span.length)).collect()
}

#[test]
fn what_a_client_types_is_read_with_its_place_and_its_neighbour() {
    let document = yrs::Doc::with_options(yrs::Options {
        offset_kind: yrs::OffsetKind::Utf16,
        ..yrs::Options::with_client_id(yrs::block::ClientID::new(7))
    });
    let text = document.get_or_insert_text("default");
    let mut transaction = document.transact_mut();
    text.insert(&mut transaction, 0, "hej 🙂");
    text.insert(&mut transaction, 0, "å");
    text.remove_range(&mut transaction, 1, 2);
    let update = transaction.encode_update_v1();
    let incoming = Incoming::read(&update).unwrap();
    assert_eq!(spans(&incoming), [(7, 0, 7)]);
    assert!(incoming.inserted.iter().any(|inserted| inserted.text == "å" && inserted.span.clock == 6));
    assert_eq!(incoming.deleted, [Span { client: 7, clock: 0, length: 2 }]);
}

#[test]
fn a_whole_state_with_elements_attributes_and_marks_is_read_to_its_end() {
    let document = yrs::Doc::new();
    let fragment = document.get_or_insert_xml_fragment("default");
    let mut transaction = document.transact_mut();
    let heading = fragment.push_back(&mut transaction, yrs::XmlElementPrelim::empty("heading"));
    yrs::Xml::insert_attribute(&heading, &mut transaction, "level", yrs::Any::from(2));
    let text = heading.push_back(&mut transaction, XmlTextPrelim::new("Dialog"));
    let bold = yrs::types::Attrs::from([("bold".into(), yrs::Any::Bool(true))]);
    text.format(&mut transaction, 0, 3, bold);
    drop(transaction);
    let state = document.transact().encode_state_as_update_v1(&StateVector::default());
    let incoming = Incoming::read(&state).unwrap();
    assert_eq!(incoming.inserted.iter().map(|inserted| inserted.text).collect::<String>(), "Dialog");
    assert!(fragment.get_string(&document.transact()).contains("heading"));
    let vector = document.transact().state_vector();
    assert_eq!(read_state_vector(&vector.encode_v1()).unwrap().len(), 1);
}

#[test]
fn hostile_bytes_are_refused() {
    let gc_that_overflows = [1, 1, 7, 255, 255, 255, 255, 7, 0, 127, 0];
    let client_of_54_bits = [1, 1, 135, 128, 128, 128, 128, 128, 128, 16, 0, 0, 1, 0];
    let no_length = [1, 1, 7, 0, 0, 0, 0];
    let twice = [2, 1, 7, 0, 0, 1, 1, 7, 9, 0, 1, 0];
    let subdocument = [1, 1, 7, 0, 9, 1, 1, b'x', 1, b'g', 118, 0, 0];
    let trailing = [0, 0, 0];
    for bytes in
        [&gc_that_overflows[..], &client_of_54_bits, &no_length, &twice, &subdocument, &trailing, &[], &[1]]
    {
        assert!(Incoming::read(bytes).is_err(), "{bytes:?}");
    }
}

proptest::proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = Incoming::read(&bytes);
        let _ = read_state_vector(&bytes);
    }
}
