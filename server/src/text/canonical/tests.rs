use super::*;
use crate::text::block::{BOLD, PARAGRAPH};
use crate::text::epoch::tests::blocks;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};

/// The page that tells others how to compute the hash.
const PAGE: &str = include_str!("../../../../docs/canonical-text.md");

pub(super) fn section<'a>(blocks: &'a [Block], responsible: &'a [(PartyId, &'a str)]) -> SectionText<'a> {
    SectionText {
        agreement: AgreementId(uuid::Uuid::nil()),
        section: SectionId(uuid::Uuid::max()),
        kind: "principle",
        title: "Insyn",
        responsible,
        blocks,
    }
}

fn hash_of(json: Value) -> TextHash {
    section(&serde_json::from_value::<Vec<Block>>(json).unwrap(), &[]).hash()
}

/// A paragraph with these nodes.
fn paragraph(content: Value) -> Value {
    json!([{"type": "paragraph", "content": content}])
}

/// The same text otherwise: runs cut in two, empty runs between them, letters taken apart, attributes
/// that say nothing, marks in another order, set twice or under a suffix.
pub(super) fn disguised(blocks: &[Block]) -> Vec<Block> {
    let disguise_marks = |marks: &[Mark]| {
        let mut marks: Vec<Mark> = marks.iter().rev().cloned().collect();
        marks.extend(marks.first().cloned());
        for mark in &mut marks {
            mark.kind.push_str("--aB3+/=x9");
            mark.attributes.insert("tom".to_owned(), Value::Null);
        }
        marks
    };
    let disguise = |block: &Block| {
        let mut other = Block { content: Vec::new(), ..block.clone() };
        other.attributes.insert("tom".to_owned(), Value::Null);
        for node in &block.content {
            match node {
                Node::Block(block) => {
                    other.content.extend(disguised(std::slice::from_ref(block)).into_iter().map(Node::Block))
                }
                Node::Text(run) => {
                    let marks = disguise_marks(&run.marks);
                    let pieces = run.text.nfd().map(String::from).chain([String::new()]);
                    other.content.extend(pieces.map(|text| Node::Text(Text { text, marks: marks.clone() })));
                }
            }
        }
        other
    };
    blocks.iter().map(disguise).collect()
}

proptest! {
    #[test]
    fn what_says_the_same_hashes_alike(blocks in blocks()) {
        prop_assert_eq!(section(&disguised(&blocks), &[]).hash(), section(&blocks, &[]).hash());
    }

    #[test]
    fn canonical_stays_canonical(blocks in blocks()) {
        let once = canonical_blocks(&blocks);
        prop_assert_eq!(canonical_blocks(&once), once);
    }

    #[test]
    fn one_more_letter_is_another_text(mut blocks in blocks(), at in any::<prop::sample::Index>()) {
        let before = section(&blocks, &[]).hash();
        blocks.insert(at.index(blocks.len() + 1), Block::of_text(PARAGRAPH, "x"));
        prop_assert_ne!(section(&blocks, &[]).hash(), before);
    }

    #[test]
    fn different_canonical_blocks_hash_differently(one in blocks(), other in blocks()) {
        let equal = canonical_blocks(&one) == canonical_blocks(&other);
        prop_assert_eq!(section(&one, &[]).hash() == section(&other, &[]).hash(), equal);
    }
}

#[test]
fn what_changes_the_meaning_changes_the_hash() {
    let texts = [
        paragraph(json!([])),
        paragraph(json!([{"type": "text", "text": "en"}])),
        paragraph(json!([{"type": "text", "text": "en "}])),
        paragraph(json!([{"type": "text", "text": "en", "marks": [{"type": "bold"}]}])),
        paragraph(
            json!([{"type": "text", "text": "en", "marks": [{"type": "link", "attrs": {"href": "https://a.se"}}]}]),
        ),
        paragraph(
            json!([{"type": "text", "text": "en", "marks": [{"type": "link", "attrs": {"href": "https://b.se"}}]}]),
        ),
        paragraph(
            json!([{"type": "text", "text": "e"}, {"type": "hardBreak"}, {"type": "text", "text": "n"}]),
        ),
        json!([{"type": "heading"}]),
        json!([{"type": "heading", "attrs": {"level": 2}}]),
        json!([{"type": "heading", "attrs": {"level": "2"}}]),
        json!([{"type": "measure"}]),
        json!([{"type": "measure", "attrs": {"level": "dialogue"}}]),
        json!([{"type": "measure", "attrs": {"due": "2031-05-01"}}]),
        json!([{"type": "measure", "attrs": {"responsible": ["a"]}}]),
        json!([{"type": "paragraph"}, {"type": "paragraph"}]),
        json!([{"type": "framtida"}]),
        json!([{"type": "framtida", "attrs": {"falskt": false}}]),
    ];
    let hashes: Vec<_> = texts.iter().cloned().map(hash_of).collect();
    for (index, hash) in hashes.iter().enumerate() {
        assert!(!hashes[..index].contains(hash), "{}", texts[index]);
    }
}

#[test]
fn what_is_only_looks_or_a_default_does_not_count() {
    let same = [
        (json!([{"type": "heading", "attrs": {"level": 1.0}}]), json!([{"type": "heading"}])),
        (
            json!([{"type": "orderedList", "attrs": {"start": 1, "type": null}}]),
            json!([{"type": "orderedList"}]),
        ),
        (
            json!([{"type": "measure", "attrs": {"responsible": [], "due": null}}]),
            json!([{"type": "measure"}]),
        ),
        (
            json!([{"type": "measure", "attrs": {"responsible": ["b", "a", "b"]}}]),
            json!([{"type": "measure", "attrs": {"responsible": ["a", "b"]}}]),
        ),
        (
            json!([{"type": "tableCell", "attrs": {"colspan": 1, "rowspan": 1, "colwidth": [80]}}]),
            json!([{"type": "tableCell"}]),
        ),
        (
            paragraph(json!([{"type": "text", "text": "a", "marks": [
                {"type": "link", "attrs": {"href": "https://a.se", "target": "_blank", "rel": "noopener", "class": null}},
            ]}])),
            paragraph(
                json!([{"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "https://a.se"}}]}]),
            ),
        ),
    ];
    for (one, other) in same {
        assert_eq!(hash_of(one.clone()), hash_of(other), "{one}");
    }
}

#[test]
fn a_letter_and_its_accent_in_two_texts_are_one_letter() {
    let apart = paragraph(json!([{"type": "text", "text": "a"}, {"type": "text", "text": "\u{308}r"}]));
    assert_eq!(hash_of(apart), hash_of(paragraph(json!([{"type": "text", "text": "är"}]))));
}

#[test]
fn a_rename_and_the_parties_count_and_their_order_does_not() {
    let [one, other] = [PartyId(uuid::Uuid::from_u128(1)), PartyId(uuid::Uuid::from_u128(2))];
    let hash = |responsible: &[(PartyId, &str)]| section(&[], responsible).hash();
    assert_eq!(hash(&[(one, "Ån"), (other, "Bäcken")]), hash(&[(other, "Bäcken"), (one, "A\u{30a}n")]));
    assert_ne!(hash(&[(one, "Ån"), (other, "Bäcken")]), hash(&[(one, "Ån"), (other, "Bäck")]));
    assert_ne!(hash(&[(one, "Ån")]), hash(&[(other, "Ån")]));
    let renamed = SectionText { title: "Öppenhet", ..section(&[], &[]) };
    assert_ne!(renamed.hash(), section(&[], &[]).hash());
}

#[test]
fn a_hash_is_read_as_it_is_shown() {
    let hash = hash_of(json!([]));
    assert_eq!(hash.to_string().parse::<TextHash>().unwrap(), hash);
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(serde_json::from_str::<TextHash>(&json).unwrap(), hash);
    assert!("abc".parse::<TextHash>().is_err());
}

/// The content of the first fence of `language` in the page.
pub(super) fn fence_of(language: &str) -> &'static str {
    let start = PAGE.find(&format!("```{language}\n")).unwrap() + "```\n".len() + language.len();
    PAGE[start..].split("\n```").next().unwrap()
}

#[test]
fn the_worked_example_is_right() {
    let example: Value = serde_json::from_str(fence_of("json")).unwrap();
    let blocks: Vec<Block> = serde_json::from_value(example["blocks"].clone()).unwrap();
    let id = |value: &Value| uuid::Uuid::parse_str(value.as_str().unwrap()).unwrap();
    let parties: Vec<_> = example["responsible"].as_array().unwrap().iter().collect();
    let responsible: Vec<_> =
        parties.iter().map(|party| (PartyId(id(&party["id"])), party["name"].as_str().unwrap())).collect();
    let text = SectionText {
        agreement: AgreementId(id(&example["agreement"])),
        section: SectionId(id(&example["section"])),
        kind: example["kind"].as_str().unwrap(),
        title: example["title"].as_str().unwrap(),
        responsible: &responsible,
        blocks: &blocks,
    };
    assert_eq!(String::from_utf8(text.canonical_bytes()).unwrap(), fence_of("canonical"));
    assert_eq!(text.hash().to_string(), fence_of("hash"));
}

/// What the page of Python makes of several objects, or nothing where there is no Python.
pub(super) fn by_python(objects: &[Value]) -> Option<Vec<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/canonical_text.py");
    let started = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python = started.inspect_err(|error| eprintln!("skipped: no python3 here ({error})")).ok()?;
    // Dropped at the end of the statement, which closes it: the script reads to the end first.
    python.stdin.take().unwrap().write_all(json!(objects).to_string().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[test]
fn an_independent_reader_computes_the_same_hashes() {
    let example: Value = serde_json::from_str(fence_of("json")).unwrap();
    let party = PartyId(uuid::Uuid::from_u128(7));
    let responsible = [(party, "Å-kommun")];
    let mut objects = vec![example];
    let mut expected = vec![fence_of("hash").to_owned()];
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..200 {
        let plain = blocks().new_tree(&mut runner).unwrap().current();
        for blocks in [disguised(&plain), plain] {
            let text = section(&blocks, &responsible);
            objects.push(json!({
                "format": 1, "agreement": text.agreement, "section": text.section, "kind": text.kind,
                "title": text.title, "responsible": [{"id": party, "name": "Å-kommun"}], "blocks": blocks,
            }));
            expected.push(text.hash().to_string());
        }
    }
    let bold = paragraph(
        json!([{"type": "text", "text": "a\u{8}\u{1f}\u{7f}\"\\/\u{2028}😀", "marks": [{"type": BOLD}]}]),
    );
    let numbers =
        json!([{"type": "x", "attrs": {"n": [1e21, 1e-7, 0.000001, 123456.789, -0.0, 1.5e300, 4.0, 1e16]}}]);
    let keys = json!([{"type": "x", "attrs": {"\u{fffd}": 1, "😀": 2, "a": 3}}]);
    for extra in [bold, numbers, keys] {
        let blocks: Vec<Block> = serde_json::from_value(extra).unwrap();
        objects.push(serde_json::from_slice(&section(&blocks, &[]).canonical_bytes()).unwrap());
        expected.push(section(&blocks, &[]).hash().to_string());
    }
    if let Some(hashes) = by_python(&objects) {
        for (index, hash) in hashes.iter().enumerate() {
            assert_eq!(hash, &expected[index], "{}", objects[index]);
        }
        assert_eq!(hashes.len(), expected.len());
    }
}
