use super::*;
use crate::text::block::{
    Attributes, BOLD, HEADING, ITALIC, LINK, MEASURE, Mark, Node, ORDERED_LIST, PARAGRAPH, TABLE_CELL, Text,
};
use crate::text::canonical::canonical_blocks;
use crate::text::read;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use yrs::updates::decoder::Decode;
use yrs::{Doc, Update};

fn opened(entry: &TextEntry) -> (Doc, EpochId, u64) {
    let TextEntry::Epoch { epoch, client, initial, .. } = entry else { panic!("not an epoch: {entry:?}") };
    let document = empty(1);
    document.transact_mut().apply_update(Update::decode_v1(initial).unwrap()).unwrap();
    (document, *epoch, *client)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_json_number(),
        "[a-zå]{0,4}".prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        vec("[a-z]{0,3}", 0..3).prop_map(Value::from),
        Just(json!({"inner": [1, null, {"a": "å"}]})),
    ]
}

fn any_json_number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i32>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..9_007_199_254_740_991).prop_map(Value::from),
        (0.1..0.9_f64).prop_map(Value::from),
    ]
}

fn attributes(names: &'static [&'static str]) -> impl Strategy<Value = Attributes> {
    vec((proptest::sample::select(names), value()), 0..3)
        .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn mark() -> impl Strategy<Value = Mark> {
    let names = proptest::sample::select(&[BOLD, ITALIC, LINK, "comment", "framtid"][..]);
    (names, attributes(&["href", "id"]))
        .prop_map(|(kind, attributes)| Mark { kind: kind.to_owned(), attributes })
}

fn run() -> impl Strategy<Value = Node> {
    ("[a-zåäö 😀\u{301}\n]{0,6}", vec(mark(), 0..3))
        .prop_map(|(text, marks)| Node::Text(Text { text, marks }))
}

/// Trees as any editor might write them, known names and unknown.
pub(crate) fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let names = &[PARAGRAPH, HEADING, ORDERED_LIST, MEASURE, TABLE_CELL, "listItem", "okänd"][..];
    let leaf = (
        proptest::sample::select(names),
        attributes(&["level", "start", "due", "colspan", "x"]),
        vec(run(), 0..4),
    )
        .prop_map(|(kind, attributes, content)| Block { kind: kind.to_owned(), attributes, content });
    let tree = leaf.prop_recursive(5, 24, 4, move |inner| {
        let nodes = prop_oneof![inner.prop_map(Node::Block), run()];
        (
            proptest::sample::select(names),
            attributes(&["level", "start", "responsible", "rowspan"]),
            vec(nodes, 0..5),
        )
            .prop_map(|(kind, attributes, content)| Block {
                kind: kind.to_owned(),
                attributes,
                content,
            })
    });
    vec(tree, 0..5)
}

/// Two texts of which the second is the first after some work on it.
pub(crate) fn alike() -> impl Strategy<Value = (Vec<Block>, Vec<Block>)> {
    (blocks(), vec(any::<u8>(), 0..60)).prop_map(|(before, dice)| {
        let nodes = before.iter().cloned().map(Node::Block).collect();
        let after = worked_on(nodes, &mut dice.into_iter()).into_iter().filter_map(|node| match node {
            Node::Block(block) => Some(block),
            Node::Text(_) => None,
        });
        let after = after.collect();
        (before, after)
    })
}

/// Some nodes removed, doubled, put in, renamed, and their words and what is said of them changed.
fn worked_on(nodes: Vec<Node>, dice: &mut impl Iterator<Item = u8>) -> Vec<Node> {
    let mut worked = Vec::new();
    for mut node in nodes {
        let throw = dice.next().unwrap_or(u8::MAX) % 12;
        match (&mut node, throw) {
            (_, 0) => continue,
            (_, 1) => worked.push(node.clone()),
            (_, 2) => worked.push(Node::Block(Block::of_text(PARAGRAPH, "ett nytt stycke"))),
            (Node::Block(block), 3) => drop(block.attributes.insert("level".to_owned(), json!("dialogue"))),
            (Node::Block(block), 4) => block.attributes.clear(),
            (Node::Block(block), 5) => block.kind = HEADING.to_owned(),
            (Node::Block(block), 6) => block.content.push(Node::Text(Text::plain(" och sist"))),
            (Node::Text(run), 3) => run.marks.push(Mark::new(BOLD)),
            (Node::Text(run), 4) => run.marks.clear(),
            (Node::Text(run), 5) => run.text.insert_str(0, "först "),
            (Node::Text(run), 6) => worked.push(Node::Text(Text::plain(run.text.to_uppercase()))),
            _ => {}
        }
        if let Node::Block(block) = &mut node {
            block.content = worked_on(std::mem::take(&mut block.content), dice);
        }
        worked.push(node);
    }
    worked
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(blocks in blocks()) {
        let (document, ..) = opened(&first_epoch(&blocks, 0, EpochReason::Created));
        prop_assert_eq!(canonical_blocks(&read::blocks(&document)), canonical_blocks(&blocks));
    }
}

#[test]
fn even_an_empty_text_holds_a_struct_of_its_epoch() {
    let entry = first_epoch(&[], 7, EpochReason::Restored);
    let (document, epoch, client) = opened(&entry);
    let transaction = document.transact();
    assert!((FIRST_EPOCH_CLIENT..CLIENT_LIMIT).contains(&client));
    assert!(transaction.state_vector().get(&yrs::ClientID::new(client)) > 0);
    let about = transaction.get_map(ABOUT_ROOT).unwrap();
    assert_eq!(about.get(&transaction, ABOUT_EPOCH).unwrap().to_string(&transaction), epoch.0.to_string());
    let written = about.get(&transaction, ABOUT_SCHEMA).unwrap().to_string(&transaction);
    assert_eq!(written, schema::version().to_string());
    assert!(matches!(entry, TextEntry::Epoch { at: 7, reason: EpochReason::Restored, .. }));
}

#[test]
fn two_epochs_never_share_a_client_id() {
    let first = opened(&first_epoch(&[], 0, EpochReason::Created));
    let second = opened(&first_epoch(&[], 0, EpochReason::Created));
    assert_ne!((first.1, first.2), (second.1, second.2));
}

#[test]
fn an_epoch_that_goes_on_with_a_document_keeps_it_and_its_client_ids() {
    let begun = first_epoch(&[Block::of_text(PARAGRAPH, "Vi vill.")], 0, EpochReason::Created);
    let (document, first_epoch_id, first_client) = opened(&begun);
    let written = document.get_or_insert_xml_fragment(TEXT_ROOT);
    write_block(&written, 1, &Block::of_text(PARAGRAPH, "Båda."), &mut document.transact_mut());
    let state = document.transact().encode_state_as_update_v1(&StateVector::default());
    let next = next_epoch(Update::decode_v1(&state).unwrap(), 7, EpochReason::Restored).unwrap();
    let (after, epoch, client) = opened(&next);
    assert_ne!((epoch, client), (first_epoch_id, first_client));
    assert_eq!(read::blocks(&after), read::blocks(&document));
    let about = after.get_or_insert_map(ABOUT_ROOT).get(&after.transact(), ABOUT_EPOCH);
    assert_eq!(about.unwrap().to_string(&after.transact()), epoch.0.to_string());
    let clocks = |document: &Doc| -> Vec<(u64, u32)> {
        let vector = document.transact().state_vector();
        let mut clocks: Vec<_> = vector.iter().map(|(id, clock)| (id.get(), *clock)).collect();
        clocks.sort_unstable();
        clocks
    };
    let mut expected = clocks(&document);
    expected.push((client, 1));
    expected.sort_unstable();
    assert_eq!(clocks(&after), expected);
}
