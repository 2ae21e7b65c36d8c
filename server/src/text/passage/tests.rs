use super::*;
use crate::agreement::id::PartyId;
use crate::text::block::{
    BULLET_LIST, HARD_BREAK, HEADING, LIST_ITEM, MAX_DEPTH, Mark, Node, PARAGRAPH, Text,
};
use crate::text::canonical::canonical_blocks;
use proptest::prelude::*;
use serde_json::{Value, json};

fn paragraph(text: &str) -> Block {
    Block::of_text(PARAGRAPH, text)
}

fn seen(clock: u32, block: Block) -> SeenBlock {
    SeenBlock { client: 7, clock, block }
}

fn id(clock: u32) -> Option<BlockId> {
    Some(BlockId { client: 7, clock })
}

#[test]
fn a_run_is_found_whole_or_not_at_all() {
    let ids = [id(1), None, id(4), id(9), id(12)];
    let find = |run: &[u32]| {
        find(&ids, &run.iter().map(|clock| BlockId { client: 7, clock: *clock }).collect::<Vec<_>>())
    };
    assert_eq!(find(&[4, 9, 12]), Some(2..5));
    assert_eq!(find(&[9]), Some(3..4));
    for elsewhere in [&[][..], &[1, 4], &[9, 4], &[4, 12], &[12, 13], &[5]] {
        assert_eq!(find(elsewhere), None, "{elsewhere:?}");
    }
    assert_eq!(super::find(&ids, &[BlockId { client: 8, clock: 4 }]), None, "somebody else's id");
}

#[test]
fn a_run_stands_as_it_was_changed_or_not_at_all() {
    let base = [seen(1, paragraph("Vi möts.")), seen(3, Block::of_text(HEADING, "Mål").with("level", 1))];
    let stands = |ids: &[Option<BlockId>], blocks: &[Block]| {
        let stands = super::stands(&base, ids, blocks);
        (stands.standing, stands.changed, stands.now.len())
    };
    let ids = [id(1), id(3), id(5)];
    let heading = Block::of_text(HEADING, "Mål");
    let other = paragraph("Sist.");
    let as_it_was = [paragraph("Vi möts."), heading.clone(), other.clone()];
    assert_eq!(stands(&ids, &as_it_was), (Standing::AsItWas, vec![], 2), "a default says nothing");
    let changed = [paragraph("Vi möts."), heading.with("level", 2), other.clone()];
    assert_eq!(stands(&ids, &changed), (Standing::Changed, vec![1], 2));
    assert_eq!(stands(&[id(1), id(5), id(3)], &changed), (Standing::Gone, vec![], 0));
    assert_eq!(stands(&[id(1)], &changed[..1]), (Standing::Gone, vec![], 0));
}

/// What comes of blocks that are sent to stand in place of one paragraph.
fn given(blocks: &Value) -> Result<Given, GivenProblem> {
    let blocks: Vec<Block> = serde_json::from_value(blocks.clone()).unwrap();
    Given::check(vec![seen(1, paragraph("Vi möts."))], &blocks, &[PartyId(uuid::Uuid::nil())])
}

#[test]
fn what_an_editor_writes_is_taken_in_either_form() {
    let editors = json!([
        {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Mål"}]},
        {"type": "bulletList", "attrs": {"tight": null}, "content": [{"type": "listItem", "content": [
            {"type": "paragraph", "content": [
                {"type": "text", "text": "se ", "marks": [{"type": "bold"}]},
                {"type": "hardBreak", "marks": [{"type": "bold"}]},
                {"type": "text", "text": "här", "marks": [{"type": "bold"}, {"type": "link", "attrs": {
                    "href": "https://exempel.se", "target": "_blank", "rel": null, "class": "stor"}}]}]}]}]},
        {"type": "measure", "attrs": {"responsible": [], "level": "dialogue", "due": "2031-05-01"}},
        {"type": "table", "content": [{"type": "tableRow", "content": [
            {"type": "tableHeader", "attrs": {"colspan": 1, "rowspan": 1, "colwidth": [100]},
             "content": [{"type": "paragraph"}]}]}]},
        {"type": "paragraph"}
    ]);
    let given = given(&editors).unwrap();
    let read: Vec<Block> = serde_json::from_value(editors).unwrap();
    assert_eq!(canonical_blocks(&given.blocks), canonical_blocks(&read), "it says the same");
    let json = serde_json::to_string(&given.blocks).unwrap();
    assert!(!json.contains("stor") && !json.contains("colwidth"), "how it looks is not proposed: {json}");
    assert_eq!(given, self::given(&serde_json::to_value(&given.blocks).unwrap()).unwrap());
}

#[test]
fn letters_are_kept_as_they_were_composed() {
    let decomposed = "Mo\u{308}te";
    let given = given(&json!([{"type": "paragraph", "content": [
        {"type": "text", "text": "Mo"}, {"type": "text", "text": "\u{308}te"}, {"type": "text", "text": ""}]}]));
    assert_eq!(given.unwrap().blocks, [paragraph(decomposed)]);
}

#[test]
fn what_no_editor_could_hold_is_strange() {
    let list = |items: Value| json!([{"type": "bulletList", "content": items}]);
    for strange in [
        json!([{"type": "aside"}]),
        json!([{"type": "#text"}]),
        json!([{"type": "doc", "content": [{"type": "paragraph"}]}]),
        json!([{"type": "hardBreak"}]),
        json!([{"type": "listItem", "content": [{"type": "paragraph"}]}]),
        list(json!([])),
        list(json!([{"type": "listItem"}])),
        list(json!([{"type": "listItem", "content": [{"type": "heading"}]}])),
        list(json!([{"type": "paragraph"}])),
        json!([{"type": "blockquote"}]),
        json!([{"type": "table", "content": []}]),
        json!([{"type": "table", "content": [{"type": "tableRow", "content": [{"type": "tableCell"}]}]}]),
        json!([{"type": "paragraph", "content": [{"type": "paragraph"}]}]),
        json!([{"type": "paragraph", "attrs": {"villkor": "dolt"}}]),
        json!([{"type": "heading", "attrs": {"level": "2"}}]),
        json!([{"type": "measure", "attrs": {"responsible": [uuid::Uuid::max().to_string()]}}]),
        json!([{"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [{"type": "strike"}]}]}]),
        json!([{"type": "paragraph", "content": [{"type": "text", "text": "x", "marks": [
            {"type": "link", "attrs": {"href": "javascript:alert(1)"}}]}]}]),
    ] {
        assert_eq!(given(&strange), Err(GivenProblem::Strange), "{strange}");
    }
}

#[test]
fn there_is_only_so_much_of_it() {
    let many = |count: usize| Value::from_iter((0..count).map(|_| json!({"type": "paragraph"})));
    assert!(given(&many(200)).is_ok());
    assert_eq!(given(&many(201)), Err(GivenProblem::TooLarge));
    let long = |length: usize| json!([{"type": "paragraph", "content": [{"type": "text", "text": "å".repeat(length)}]}]);
    assert!(given(&long(60_000)).is_ok());
    assert_eq!(given(&long(60_001)), Err(GivenProblem::TooLarge));
    let breaks = Value::from_iter((0..20_001).map(|_| json!({"type": "hardBreak"})));
    assert_eq!(given(&json!([{"type": "paragraph", "content": breaks}])), Err(GivenProblem::TooLarge));
    let deep = |depth: usize| {
        let quote = |inside: Block| Block::new("blockquote", vec![Node::Block(inside)]);
        let deep = (1..depth).fold(paragraph("djupt"), |inside, _| quote(inside));
        Given::check(vec![seen(1, paragraph("Vi möts."))], &[deep], &[])
    };
    assert!(deep(MAX_DEPTH - 1).is_ok());
    assert_eq!(deep(MAX_DEPTH), Err(GivenProblem::TooLarge));
    let nested = format!("{}\"x\"{}", "[".repeat(100), "]".repeat(100));
    let value: Value = serde_json::from_str(&nested).unwrap();
    assert_eq!(given(&json!([{"type": "paragraph", "attrs": {"x": value}}])), Err(GivenProblem::Strange));
}

#[test]
fn a_run_has_blocks_and_none_twice() {
    let check = |seen: Vec<SeenBlock>| Given::check(seen, &[paragraph("Nytt.")], &[]).map(drop);
    assert_eq!(check(vec![]), Err(GivenProblem::NoRun));
    assert_eq!(check(vec![seen(1, paragraph("a")), seen(1, paragraph("a"))]), Err(GivenProblem::NoRun));
    assert_eq!(check(vec![seen(1, paragraph("a")), seen(2, paragraph("a"))]), Ok(()));
}

#[test]
fn characters_that_nobody_sees_are_not_brought_in_and_may_stay() {
    let check =
        |was: &str, block: Block| Given::check(vec![seen(1, paragraph(was))], &[block], &[]).map(drop);
    let hidden = "Parterna\u{202e}betalar";
    assert_eq!(check("Parterna", paragraph(hidden)), Err(GivenProblem::Unseen));
    assert_eq!(check(hidden, paragraph(&format!("{hidden} allt"))), Ok(()));
    let mut link = Mark::link("https://exempel.se");
    link.attributes.insert("title".to_owned(), Value::from("a\u{200b}b"));
    let text = Text { text: "se".to_owned(), marks: vec![link] };
    assert_eq!(check("se", Block::new(PARAGRAPH, vec![Node::Text(text)])), Err(GivenProblem::Unseen));
}

#[test]
fn only_the_words_that_stood_or_were_proposed_are_left() {
    let item = |text: &str| Node::Block(Block::new(LIST_ITEM, vec![Node::Block(paragraph(text))]));
    let list = |items: &[&str]| Block::new(BULLET_LIST, items.iter().map(|text| item(text)).collect());
    let before = [paragraph("Vi möts varje år."), list(&["den första"])];
    let proposed = [paragraph("Vi möts tidigt varje år."), list(&["den första", "en andra"])];
    let accepted = [
        paragraph("Vi möts tidigt och ofta varje år."),
        list(&["den första", "en andra", "helt egen"]),
        Block::new(PARAGRAPH, vec![Node::Block(Block::new(HARD_BREAK, vec![]))]),
    ];
    let left = without_the_words_of_neither(&before, &proposed, &accepted);
    // Which of two blanks is whose, nobody can say.
    fn words(block: &Block) -> String {
        let parts = block.content.iter().map(|node| match node {
            Node::Text(run) => run.text.clone(),
            Node::Block(child) => words(child),
        });
        let parts = parts.collect::<Vec<_>>().join(" ");
        parts.split_whitespace().collect::<Vec<_>>().join(" ")
    }
    assert_eq!(
        left.iter().map(words).collect::<Vec<_>>(),
        ["Vi möts tidigt varje år.", "den första en andra", ""]
    );
    assert_eq!(left[2], accepted[2], "every block is there");
    assert_eq!(without_the_words_of_neither(&before, &proposed, &proposed), proposed);
}

proptest! {
    #[test]
    fn what_is_left_is_part_of_the_text_and_all_of_what_was_proposed(
        before in prop::collection::vec("[ab å🙂]{0,12}", 1..4),
        proposed in prop::collection::vec("[ab å🙂]{0,12}", 1..4),
        accepted in prop::collection::vec("[ab å🙂]{0,12}", 1..4),
    ) {
        let blocks = |texts: &[String]| texts.iter().map(|text| paragraph(text)).collect::<Vec<_>>();
        let (before, proposed, accepted) = (blocks(&before), blocks(&proposed), blocks(&accepted));
        let left = without_the_words_of_neither(&before, &proposed, &accepted);
        prop_assert_eq!(left.len(), accepted.len());
        for (left, whole) in left.iter().zip(&accepted) {
            let text = |block: &Block| match block.content.first() {
                Some(Node::Text(run)) => run.text.clone(),
                _ => String::new(),
            };
            let (left, whole) = (text(left), text(whole));
            let mut rest = whole.chars();
            prop_assert!(left.chars().all(|character| rest.any(|other| other == character)));
        }
        prop_assert_eq!(without_the_words_of_neither(&before, &proposed, &proposed), proposed);
    }
}
