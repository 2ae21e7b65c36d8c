use super::*;
use crate::text::block::{BLOCKQUOTE, Block, Node, PARAGRAPH};
use crate::text::document::empty;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry};
use std::time::{Duration, Instant};
use yrs::types::Attrs;
use yrs::updates::decoder::Decode;
use yrs::{StateVector, Update, XmlFragment, XmlOut, XmlTextRef};

/// A document with two paragraphs of the server's, opened by `client`.
fn opened(client: u64) -> (Doc, u64) {
    let inner = Block::new(BLOCKQUOTE, vec![Node::Block(Block::of_text(PARAGRAPH, "två"))]);
    let blocks = [Block::of_text(PARAGRAPH, "ett 😀"), inner];
    let TextEntry::Epoch { client: server, initial, .. } = first_epoch(&blocks, 0, EpochReason::Created)
    else {
        panic!("not an epoch");
    };
    let document = empty(client);
    document.transact_mut().apply_update(Update::decode_v1(&initial).unwrap()).unwrap();
    (document, server)
}

fn first_text(document: &Doc) -> XmlTextRef {
    let transaction = document.transact();
    let root = transaction.get_xml_fragment(TEXT_ROOT).unwrap();
    match root
        .get(&transaction, 0)
        .and_then(XmlOut::into_xml_element)
        .and_then(|element| element.get(&transaction, 0))
    {
        Some(XmlOut::Text(text)) => text,
        other => panic!("no text: {other:?}"),
    }
}

fn seen(runs: &[Run]) -> Vec<(&str, u64, u32)> {
    runs.iter().map(|run| (run.text.as_str(), run.client, run.length)).collect()
}

#[test]
fn every_run_has_the_id_it_was_typed_under() {
    let (document, server) = opened(5);
    let text = first_text(&document);
    text.insert(&mut document.transact_mut(), 3, "!!");
    let found = runs(&document);
    assert_eq!(seen(&found), [("ett", server, 3), ("!!", 5, 2), (" 😀", server, 3), ("två", server, 3)]);
    assert_eq!(found[1].clock, 0);
    assert_eq!(found[2].clock, found[0].clock + 3);
}

#[test]
fn bold_changes_nobodys_words_and_deleted_words_are_gone() {
    let (document, server) = opened(5);
    let text = first_text(&document);
    text.format(&mut document.transact_mut(), 0, 2, Attrs::from([("bold".into(), Any::from(true))]));
    assert_eq!(seen(&runs(&document)), [("ett 😀", server, 6), ("två", server, 3)]);
    text.remove_range(&mut document.transact_mut(), 1, 1);
    assert_eq!(seen(&runs(&document)), [("e", server, 1), ("t 😀", server, 4), ("två", server, 3)]);
}

#[test]
fn ids_survive_compaction() {
    let (document, _) = opened(5);
    let text = first_text(&document);
    text.insert(&mut document.transact_mut(), 1, "x");
    text.remove_range(&mut document.transact_mut(), 2, 1);
    let compact = empty(6);
    let state = document.transact().encode_state_as_update_v1(&StateVector::default());
    compact.transact_mut().apply_update(Update::decode_v1(&state).unwrap()).unwrap();
    assert_eq!(runs(&compact), runs(&document));
}

#[test]
fn a_document_that_keeps_what_was_deleted_shows_only_what_stands() {
    let options = yrs::Options { skip_gc: true, offset_kind: yrs::OffsetKind::Utf16, ..Default::default() };
    let document = Doc::with_options(options);
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let text = root.push_back(&mut document.transact_mut(), yrs::XmlTextPrelim::new("abc"));
    text.remove_range(&mut document.transact_mut(), 1, 1);
    let found: Vec<_> = runs(&document).into_iter().map(|run| run.text).collect();
    assert_eq!(found, ["a", "c"]);
}

#[test]
fn asking_leaves_the_document_as_it_was() {
    let (document, _) = opened(5);
    let state = |document: &Doc| document.transact().encode_state_as_update_v1(&StateVector::default());
    let before = state(&document);
    runs(&document);
    assert_eq!(state(&document), before);
}

#[test]
fn a_long_text_in_many_pieces_takes_milliseconds() {
    let (document, _) = opened(5);
    let text = first_text(&document);
    for index in 0..4_000 {
        text.insert(&mut document.transact_mut(), (index * 7919) % (1 + index), "fem t");
    }
    let started = Instant::now();
    let found = runs(&document);
    let took = started.elapsed();
    assert!(found.len() > 3_000, "{}", found.len());
    // Milliseconds where nothing else runs; the bound only tells linear from quadratic.
    assert!(took < Duration::from_millis(500), "{took:?}");
}
