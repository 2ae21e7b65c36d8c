use super::*;

mod pairs;
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
fn what_was_empty_was_filled_and_the_other_way_round() {
    for (before, after, expected) in [("", "Nytt", "+Nytt+"), ("Borta", "", "-Borta-")] {
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
fn how_words_look_is_told_of_the_words() {
    let text = |marks| Block::new(PARAGRAPH, vec![Node::Text(Text { text: "se här".to_owned(), marks })]);
    let lines = |second: Block| vec![Node::Text(Text::plain("ett")), Node::Block(second)];
    let (a, b) = (Mark::link("https://a.example"), Mark::link("https://b.example"));
    let line_break = Mark::new(HARD_BREAK);
    let cases: [(Block, Block, Vec<Mark>, Vec<Mark>); 3] = [
        (text(vec![]), text(vec![Mark::new("bold")]), vec![], vec![Mark::new("bold")]),
        (text(vec![a.clone()]), text(vec![b.clone()]), vec![a], vec![b]),
        (
            Block::new(PARAGRAPH, lines(Block::new(HARD_BREAK, vec![]))),
            paragraph("ett\n"),
            vec![line_break],
            vec![],
        ),
    ];
    for (before, after, had, has) in cases {
        let comparison = compare(&[before], &[after]);
        let block = &comparison.blocks[0];
        let other = block.pieces.iter().find(|piece| piece.marks_before.is_some()).unwrap();
        assert_eq!((other.marks_before.as_ref(), &other.marks), (Some(&had), &has));
        assert_eq!((block.change, names(block)), (BlockChange::Changed, vec![]));
    }
}

#[test]
fn what_is_built_otherwise_is_told() {
    let cases = [
        (vec![list(BULLET_LIST, &["a"])], vec![list(ORDERED_LIST, &["a"])], 0, "structure"),
        (vec![list(ORDERED_LIST, &["a"])], vec![list(ORDERED_LIST, &["a"]).with("start", 3)], 0, "start"),
        // Two lists became one.
        (
            vec![list(BULLET_LIST, &["a"]), list(BULLET_LIST, &["a"])],
            vec![list(BULLET_LIST, &["a", "a"])],
            1,
            "structure",
        ),
    ];
    for (before, after, index, expected) in cases {
        let comparison = compare(&before, &after);
        assert_eq!(names(&comparison.blocks[index]), [expected]);
        assert_eq!(comparison.blocks[index].change, BlockChange::Changed);
    }
}

#[test]
fn a_title_is_compared_as_a_sentence_is() {
    assert_eq!(compare_lines("Dialog", "Dialog"), None);
    let pieces = compare_lines("Öppenhet och insyn", "Öppenhet och tidig insyn").unwrap();
    let found: Vec<_> = pieces.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
    use PieceChange::{Added, Same};
    assert_eq!(found, [(Same, "Öppenhet och "), (Added, "tidig "), (Same, "insyn")]);
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
            {"change": "changed", "kind": "paragraph", "depth": 0, "attributes": [], "moved": null, "joined": null,
                "pieces": [
                    {"change": "same", "text": "Vi ses ", "marks": [], "marks_before": null},
                    {"change": "removed", "text": "sällan", "marks": [], "marks_before": null},
                    {"change": "added", "text": "ofta", "marks": [], "marks_before": null},
                    {"change": "same", "text": ".", "marks": [], "marks_before": null},
                ]},
            {"change": "changed", "kind": "measure", "depth": 0, "moved": null, "joined": null,
                "pieces": [{"change": "same", "text": "Råd", "marks": [], "marks_before": null}],
                "attributes": [{"name": "due", "before": null, "after": "2031-05-01"}]},
        ],
        "words_added": 1,
        "words_removed": 1,
    });
    assert_eq!(serde_json::to_value(compare(&before, &after)).unwrap(), expected);
}

/// The text of one side, block by block: what the other side alone has is left out, and so is what was moved there.
fn side(
    comparison: &Comparison,
    other: PieceChange,
    others: [BlockChange; 2],
    joined: JoinedIn,
) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for block in comparison.blocks.iter().filter(|block| !others.contains(&block.change)) {
        let pieces = block.pieces.iter().filter(|piece| piece.change != other);
        let text: String = pieces.map(|piece| piece.text.as_str()).collect();
        match texts.last_mut() {
            Some(last) if block.joined == Some(joined) => last.push_str(&text),
            _ => texts.push(text),
        }
    }
    texts
}

fn earlier(comparison: &Comparison) -> Vec<String> {
    side(comparison, PieceChange::Added, [BlockChange::Added, BlockChange::MovedHere], JoinedIn::Earlier)
}

fn later(comparison: &Comparison) -> Vec<String> {
    side(comparison, PieceChange::Removed, [BlockChange::Removed, BlockChange::MovedAway], JoinedIn::Later)
}

/// Paragraphs out of few sentences, so that they come again, move, and are split and joined.
fn wandering() -> impl Strategy<Value = Vec<Block>> {
    let sentence = prop::sample::select(vec![
        "Parterna möts varje vår i rådet.",
        "Parterna möts varje höst i rådet, 2027-03-01.",
        "Kostnaderna delas lika mellan de som är med.",
        "Rådet bereder frågor om lokaler och bidrag.",
        "Ja.",
        "Åtgärderna\nföljs upp 🙂 av e\u{301}n grupp.",
    ]);
    let block = (prop::collection::vec(sentence, 0..4), prop::bool::ANY, prop::bool::ANY).prop_map(
        |(sentences, is_bold, is_measure)| {
            let text = sentences.join(" ");
            let mut block = Block::of_text(if is_measure { MEASURE } else { PARAGRAPH }, &text);
            if let (true, Some(Node::Text(text))) = (is_bold, block.content.first_mut()) {
                text.marks.push(Mark::new("bold"));
            }
            block
        },
    );
    prop::collection::vec(block, 0..9)
}

proptest! {
    #[test]
    fn the_pieces_of_each_text_are_the_text((before, after) in alike()) {
        let comparison = compare(&before, &after);
        let texts = |blocks: &[Block]| leaves(blocks).into_iter().map(|leaf| leaf.text).collect::<Vec<_>>();
        prop_assert_eq!(earlier(&comparison), texts(&before));
        prop_assert_eq!(later(&comparison), texts(&after));
    }

    #[test]
    fn so_they_are_where_blocks_moved_were_split_or_joined(before in wandering(), after in wandering()) {
        let comparison = compare(&before, &after);
        let texts = |blocks: &[Block]| leaves(blocks).into_iter().map(|leaf| leaf.text).collect::<Vec<_>>();
        prop_assert_eq!(earlier(&comparison), texts(&before));
        prop_assert_eq!(later(&comparison), texts(&after));
        for (index, block) in comparison.blocks.iter().enumerate() {
            let is_moved = matches!(block.change, BlockChange::MovedAway | BlockChange::MovedHere);
            prop_assert_eq!(is_moved, block.moved.is_some());
            if let Some(other) = block.moved {
                prop_assert_eq!(comparison.blocks[other].moved, Some(index));
                prop_assert_ne!(comparison.blocks[other].change, block.change);
            }
        }
        let is_same = comparison.blocks.iter().all(|block| block.change == BlockChange::Same);
        prop_assert_eq!(is_same, canonical_blocks(&before) == canonical_blocks(&after));
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

/// Texts made to be hard to compare, many times longer than any section: what is quadratic takes minutes.
#[test]
fn a_hostile_text_is_compared_while_one_waits() {
    let word = |number: usize| format!("ord{}", number * 7_919 % 997);
    let words = |from: usize, many: usize| (from..from + many).map(word).collect::<Vec<_>>().join(" ");
    let long =
        |turn: usize| (0..200).map(|n| paragraph(&words(n * 31 + n % 5 * turn, 400))).collect::<Vec<_>>();
    let one = |step: usize| {
        vec![paragraph(
            &(0..30_000).map(|n| ["a", "b", "c d"][n * step / 7 % 3]).collect::<Vec<_>>().join(" "),
        )]
    };
    let sentences = |step: usize| {
        let text: String =
            (0..10_000).map(|n| ["Ja tack. ", "Nej då. ", "Kanske. "][n * step / 5 % 3]).collect();
        vec![paragraph(&text)]
    };
    let lines =
        |many: usize, of: &dyn Fn(usize) -> String| (0..many).map(|n| paragraph(&of(n))).collect::<Vec<_>>();
    let different = |salt: usize| lines(5_000, &|n| format!("x{salt}n{n} y{salt}m{n} z{salt}"));
    let turned = |by: usize| lines(5_000, &|n| format!("Detta är rad nummer {} i texten.", (n * by) % 5_000));
    let equal = |many: usize| lines(many, &|_| "Samma rad varje gång.".to_owned());
    let cases = [
        (long(0), long(3)),
        (one(3), one(5)),
        (sentences(3), sentences(4)),
        (vec![paragraph(""); 20_000], vec![paragraph(""); 15_000]),
        (equal(20_000), equal(15_000)),
        (different(1), different(2)),
        (turned(1), turned(4_999)),
    ];
    for (index, (before, after)) in cases.into_iter().enumerate() {
        let started = Instant::now();
        let comparison = compare(&before, &after);
        assert!(comparison.blocks.iter().any(|block| block.change != BlockChange::Same));
        println!("{index}: {:?}", started.elapsed());
        // A few seconds at most when this was written, without optimisation.
        assert!(started.elapsed() < Duration::from_secs(40), "{index}: {:?}", started.elapsed());
    }
}

/// Fifty pages: a thousand blocks of 150 characters, of which one in five was changed, moved, added or removed.
#[test]
fn fifty_pages_are_compared_at_once() {
    let word = |number: usize| {
        ["parterna", "möts", "varje", "år", "och", "redovisar", "sina", "åtgärder", "för", "rådet"]
            [number * 7 % 10]
    };
    let text = |block: usize, turn: usize| {
        let words: Vec<String> =
            (0..22).map(|n| format!("{}{}", word(n * block + turn * (n / 11)), block * n % 13)).collect();
        format!("{}. {}.", words[..11].join(" "), words[11..].join(" "))
    };
    let before: Vec<Block> = (0..1_000).map(|block| paragraph(&text(block, 0))).collect();
    let mut after: Vec<Block> =
        (0..1_000).map(|block| paragraph(&text(block, usize::from(block % 10 == 3)))).collect();
    for at in (5..1_000).step_by(50) {
        let moved = after.remove(at);
        after.insert((at * 7) % 900, moved);
        after.insert(at, paragraph(&text(at + 5_000, 1)));
    }
    let started = Instant::now();
    let comparison = compare(&before, &after);
    println!("fifty pages: {:?}", started.elapsed());
    let count = |change| comparison.blocks.iter().filter(|block| block.change == change).count();
    assert!(count(BlockChange::Same) > 600, "{}", count(BlockChange::Same));
    assert!(count(BlockChange::MovedHere) >= 10, "{}", count(BlockChange::MovedHere));
    // Less than 200 ms with optimisation, which a test without it cannot show.
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}
