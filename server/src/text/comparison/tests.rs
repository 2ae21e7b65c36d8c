use super::*;
use crate::text::block::{
    BULLET_LIST, HARD_BREAK, HEADING, LIST_ITEM, MEASURE, Mark, Node, ORDERED_LIST, PARAGRAPH, Text,
};
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::tests::{alike, blocks};
use proptest::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};

fn paragraph(text: &str) -> Block {
    Block::of_text(PARAGRAPH, text)
}

fn list(kind: &str, items: &[&str]) -> Block {
    let item = |text: &&str| Node::Block(Block::new(LIST_ITEM, vec![Node::Block(paragraph(text))]));
    Block::new(kind, items.iter().map(item).collect())
}

/// `-removed-`, `+added+`, and what stayed as it is.
fn marked(block: &ComparedBlock) -> String {
    let piece = |piece: &Piece| match piece.change {
        PieceChange::Same => piece.text.clone(),
        PieceChange::Removed => format!("-{}-", piece.text),
        PieceChange::Added => format!("+{}+", piece.text),
    };
    block.pieces.iter().map(piece).collect()
}

fn names(block: &ComparedBlock) -> Vec<&str> {
    block.attributes.iter().map(|attribute| attribute.name.as_str()).collect()
}

#[test]
fn a_changed_sentence_is_marked_as_a_person_would() {
    let pairs = [
        ("Parterna möts tidigt.", "Parterna möts ofta.", "Parterna möts -tidigt-+ofta+."),
        ("Vi möts.", "Vi möts varje år.", "Vi möts+ varje år+."),
        ("Vi möts varje år.", "Vi möts.", "Vi möts- varje år-."),
        ("Senast 2027-03-01 klart.", "Senast 2028-03-01 klart.", "Senast -2027-+2028+-03-01 klart."),
        ("Nöjda 🙂 alla dagar", "Nöjda 🙃 alla dagar", "Nöjda -🙂-+🙃+ alla dagar"),
        ("", "Nytt", "+Nytt+"),
        ("Borta", "", "-Borta-"),
        ("Som förr.", "Som förr.", "Som förr."),
        // What stayed between two exchanges is a part of them.
        (
            "Kommunen och regionen svarar inom tio dagar.",
            "Länet och staden svarar inom tio dagar.",
            "-Kommunen och regionen-+Länet och staden+ svarar inom tio dagar.",
        ),
        // Whole words are exchanged, never letters of them.
        (
            "Föreningen kallas till möten om planer.",
            "Föreningarna kallas till möten om planen.",
            "-Föreningen-+Föreningarna+ kallas till möten om -planer-+planen+.",
        ),
    ];
    for (before, after, expected) in pairs {
        let comparison = compare(&[paragraph(before)], &[paragraph(after)]);
        assert_eq!(comparison.blocks.iter().map(marked).collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn where_little_is_left_the_whole_was_replaced() {
    let comparison = compare(&[paragraph("Vi ses.")], &[paragraph("De hörs aldrig.")]);
    let changes: Vec<_> = comparison.blocks.iter().map(|block| (block.change, marked(block))).collect();
    let expected = [(BlockChange::Removed, "-Vi ses.-"), (BlockChange::Added, "+De hörs aldrig.+")];
    assert_eq!(changes, expected.map(|(change, text)| (change, text.to_owned())));
    // The same words, all in another order.
    let (before, after) = ("ett två tre fyra fem sex", "sex fem fyra tre två ett");
    let comparison = compare(&[paragraph(before)], &[paragraph(after)]);
    assert_eq!(marked(&comparison.blocks[0]), format!("-{before}-+{after}+"));
}

#[test]
fn words_that_came_and_went_are_counted() {
    let before = [paragraph("Vi möts tidigt."), paragraph("Bort med detta stycke.")];
    let after = [paragraph("Vi möts mycket ofta."), Block::of_text(HEADING, "Nytt")];
    let comparison = compare(&before, &after);
    assert_eq!((comparison.words_removed, comparison.words_added), (1 + 4, 2 + 1));
}

#[test]
fn items_and_cells_go_by_their_names_and_levels() {
    let nested =
        Block::new(LIST_ITEM, vec![Node::Block(paragraph("b")), Node::Block(list(BULLET_LIST, &["c"]))]);
    let cell = |text| Node::Block(Block::new("tableCell", vec![Node::Block(paragraph(text))]));
    let table = Block::new("table", vec![Node::Block(Block::new("tableRow", vec![cell("d"), cell("e")]))]);
    let mut outer = list(BULLET_LIST, &["a"]);
    outer.content.push(Node::Block(nested));
    let blocks = [paragraph("före"), outer, table, Block::of_text(MEASURE, "f")];
    let comparison = compare(&blocks, &blocks);
    let found: Vec<_> = comparison.blocks.iter().map(|block| (block.kind.as_str(), block.depth)).collect();
    let expected = [
        ("paragraph", 0),
        ("listItem", 0),
        ("listItem", 0),
        ("listItem", 1),
        ("tableCell", 0),
        ("tableCell", 0),
        ("measure", 0),
    ];
    assert_eq!(found, expected);
    assert!(comparison.blocks.iter().all(|block| block.change == BlockChange::Same));
}

#[test]
fn an_attribute_that_differs_is_told() {
    let measure =
        |due| Block::of_text(MEASURE, "Två råd om året.").with("due", due).with("level", "dialogue");
    let comparison = compare(&[measure("2031-05-01")], &[measure("2031-09-01")]);
    let attribute =
        ComparedAttribute { name: "due".to_owned(), before: json!("2031-05-01"), after: json!("2031-09-01") };
    assert_eq!(comparison.blocks[0].change, BlockChange::Changed);
    assert_eq!(comparison.blocks[0].attributes, [attribute]);
    assert_eq!((comparison.words_added, comparison.words_removed), (0, 0));
}

#[test]
fn what_only_looks_otherwise_to_a_reader_is_told_too() {
    let text = |marks| Block::new(PARAGRAPH, vec![Node::Text(Text { text: "se här".to_owned(), marks })]);
    let lines = |second: Block| vec![Node::Text(Text::plain("ett")), Node::Block(second)];
    let cases: [(Vec<Block>, Vec<Block>, &[&str]); 7] = [
        (vec![text(vec![])], vec![text(vec![Mark::new("bold")])], &["marks"]),
        (
            vec![text(vec![Mark::link("https://a.se")])],
            vec![text(vec![Mark::link("https://b.se")])],
            &["marks"],
        ),
        (
            vec![Block::new(PARAGRAPH, lines(Block::new(HARD_BREAK, vec![])))],
            vec![paragraph("ett\n")],
            &["marks"],
        ),
        (vec![paragraph("Syfte")], vec![Block::of_text(HEADING, "Syfte")], &["kind"]),
        (vec![list(BULLET_LIST, &["a"])], vec![list(ORDERED_LIST, &["a"])], &["structure"]),
        (vec![list(ORDERED_LIST, &["a"])], vec![list(ORDERED_LIST, &["a"]).with("start", 3)], &["start"]),
        (
            vec![list(BULLET_LIST, &["a"]), list(BULLET_LIST, &["a"])],
            vec![list(BULLET_LIST, &["a", "a"])],
            &[],
        ),
    ];
    for (before, after, expected) in cases {
        let comparison = compare(&before, &after);
        if expected.is_empty() {
            assert_eq!(names(&comparison.blocks[1]), ["structure"], "two lists became one");
        } else {
            assert_eq!(names(&comparison.blocks[0]), expected);
        }
        assert!(comparison.blocks.iter().any(|block| block.change == BlockChange::Changed));
    }
}

#[test]
fn who_takes_away_the_first_item_has_not_changed_the_second() {
    let before = [list(BULLET_LIST, &["Bort med den", "Kvar är den"])];
    let comparison = compare(&before, &[list(BULLET_LIST, &["Kvar är den"])]);
    let changes: Vec<_> = comparison.blocks.iter().map(|block| block.change).collect();
    assert_eq!(changes, [BlockChange::Removed, BlockChange::Same]);
}

#[test]
fn the_json_is_what_the_web_client_reads() {
    let before = [paragraph("Vi ses sällan."), Block::of_text(MEASURE, "Råd")];
    let after = [paragraph("Vi ses ofta."), Block::of_text(MEASURE, "Råd").with("due", "2031-05-01")];
    let expected = json!({
        "blocks": [
            {"change": "changed", "kind": "paragraph", "depth": 0, "attributes": [], "pieces": [
                {"change": "same", "text": "Vi ses "},
                {"change": "removed", "text": "sällan"},
                {"change": "added", "text": "ofta"},
                {"change": "same", "text": "."},
            ]},
            {"change": "changed", "kind": "measure", "depth": 0, "pieces": [{"change": "same", "text": "Råd"}],
                "attributes": [{"name": "due", "before": null, "after": "2031-05-01"}]},
        ],
        "words_added": 1,
        "words_removed": 1,
    });
    assert_eq!(serde_json::to_value(compare(&before, &after)).unwrap(), expected);
}

/// The text of one side, block by block.
fn side(comparison: &Comparison, other: PieceChange, others: BlockChange) -> Vec<String> {
    let blocks = comparison.blocks.iter().filter(|block| block.change != others);
    let text = |block: &ComparedBlock| {
        let pieces = block.pieces.iter().filter(|piece| piece.change != other);
        pieces.map(|piece| piece.text.as_str()).collect()
    };
    blocks.map(text).collect()
}

proptest! {
    #[test]
    fn the_pieces_of_each_text_are_the_text((before, after) in alike()) {
        let comparison = compare(&before, &after);
        let texts = |blocks: &[Block]| leaves(blocks).into_iter().map(|leaf| leaf.text).collect::<Vec<_>>();
        prop_assert_eq!(side(&comparison, PieceChange::Added, BlockChange::Added), texts(&before));
        prop_assert_eq!(side(&comparison, PieceChange::Removed, BlockChange::Removed), texts(&after));
    }

    #[test]
    fn texts_that_have_little_to_do_with_each_other_are_compared_too(before in blocks(), after in blocks()) {
        let is_same = compare(&before, &after).blocks.iter().all(|block| block.change == BlockChange::Same);
        prop_assert_eq!(is_same, canonical_blocks(&before) == canonical_blocks(&after));
    }

    #[test]
    fn only_texts_that_say_the_same_are_called_the_same((before, after) in alike()) {
        let is_same = compare(&before, &after).blocks.iter().all(|block| block.change == BlockChange::Same);
        prop_assert_eq!(is_same, canonical_blocks(&before) == canonical_blocks(&after));
    }
}

/// Fifty pages, and words that are made to be hard to compare.
#[test]
fn a_long_text_is_compared_while_one_waits() {
    let word = |number: usize| format!("ord{}", number * 7_919 % 997);
    let page = |from: usize| (from..from + 400).map(word).collect::<Vec<_>>().join(" ");
    let paragraphs =
        |turn: usize| (0..200).map(|n| paragraph(&page(n * 31 + n % 5 * turn))).collect::<Vec<_>>();
    let one = |step: usize| {
        vec![paragraph(
            &(0..30_000).map(|n| ["a", "b", "c d"][n * step / 7 % 3]).collect::<Vec<_>>().join(" "),
        )]
    };
    let empty = |count: usize| vec![paragraph(""); count];
    let cases = [(paragraphs(0), paragraphs(3)), (one(3), one(5)), (empty(20_000), empty(15_000))];
    for (before, after) in cases {
        let started = Instant::now();
        let comparison = compare(&before, &after);
        assert!(comparison.blocks.iter().any(|block| block.change != BlockChange::Same));
        // A second when this was written, without optimisation; what is quadratic takes minutes.
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }
}
