use super::*;
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::tests::blocks as any_blocks;
use crate::text::markdown::blocks as read;
use proptest::prelude::*;
use serde_json::json;

fn written(json: Value) -> String {
    write(&serde_json::from_value::<Vec<Block>>(json).unwrap())
}

fn cell(kind: &str, paragraphs: &[&str]) -> Value {
    let paragraphs: Vec<Value> = paragraphs
        .iter()
        .map(|text| json!({"type": "paragraph", "content": [{"type": "text", "text": text}]}))
        .collect();
    json!({"type": kind, "content": paragraphs})
}

#[test]
fn a_table_is_githubs_with_blocks_parted_and_pipes_escaped() {
    let mut wide = cell("tableCell", &["bred"]);
    wide["attrs"] = json!({"colspan": 2});
    let list = json!({"type": "tableCell", "content": [
        {"type": "bulletList", "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": [
                {"type": "text", "text": "ett"}, {"type": "hardBreak"}, {"type": "text", "text": "till"},
            ]}]},
            {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "två"}]}]},
        ]},
    ]});
    let table = json!([{"type": "table", "content": [
        {"type": "tableRow", "content": [cell("tableHeader", &["Vad"]), cell("tableHeader", &["När"])]},
        {"type": "tableRow", "content": [cell("tableCell", &["a|b", "c"]), {"type": "tableCell", "content": [{"type": "paragraph"}]}]},
        {"type": "tableRow", "content": [wide]},
        {"type": "tableRow", "content": [list]},
    ]}]);
    let expected = "\
| Vad | När |
| --- | --- |
| a\\|b<br>c | |
| bred | |
| ett<br>till<br>två | |
";
    assert_eq!(written(table), expected);
}

#[test]
fn a_table_without_cells_is_nothing_and_a_huge_span_is_bounded() {
    assert_eq!(written(json!([{"type": "table", "content": [{"type": "tableRow"}]}])), "");
    let mut cell = cell("tableCell", &["x"]);
    cell["attrs"] = json!({"colspan": 1_000_000_000});
    let table = json!([{"type": "table", "content": [{"type": "tableRow", "content": [cell]}]}]);
    assert!(written(table).len() < 2_000);
}

#[test]
fn what_is_written_is_read_as_the_same_text() {
    let texts = [
        "## Syfte\n\nVi vill **lyssna** och *svara*, se [sidan](https://exempel.se/a).",
        "- ett\n\n  3. inre\n- två\n\n> citat\n>\n> till",
        "1\\. ingen lista\n\n\\- inte heller\n\n\\# ingen rubrik\n\n\\*inte kursiv\\* \\[inte länk\\](x)",
        "rad\\\nnästa",
    ];
    for text in texts {
        let blocks = read(text);
        assert_eq!(canonical_blocks(&read(&write(&blocks))), canonical_blocks(&blocks), "{}", write(&blocks));
    }
}

#[test]
fn a_measure_is_its_text_and_an_unsafe_link_is_words() {
    let link = json!([{"type": "link", "attrs": {"href": "javascript:alert(1)"}}]);
    let text = json!([{"type": "measure", "content": [{"type": "text", "text": "Möte", "marks": link}]}]);
    assert_eq!(written(text), "Möte\n");
}

proptest! {
    #[test]
    fn no_letter_is_lost(blocks in any_blocks()) {
        let markdown = write(&blocks);
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let mut held = 0;
        let mut ahead: Vec<&Block> = blocks.iter().collect();
        while let Some(block) = ahead.pop() {
            for node in &block.content {
                match node {
                    Node::Text(text) => held += letters(&text.text),
                    Node::Block(inner) => ahead.push(inner),
                }
            }
        }
        prop_assert!(letters(&markdown) >= held, "{markdown}");
    }
}
