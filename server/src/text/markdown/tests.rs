use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn json_of(markdown: &str) -> Value {
    serde_json::to_value(blocks(markdown)).unwrap()
}

fn text(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

fn marked(text: &str, mark: &str) -> Value {
    json!({"type": "text", "text": text, "marks": [{"type": mark}]})
}

fn paragraph(content: &[Value]) -> Value {
    json!({"type": "paragraph", "content": content})
}

/// Every character of a tree, in order.
fn all_text(blocks: &[Block]) -> String {
    fn gather(block: &Block, into: &mut String) {
        for node in &block.content {
            match node {
                Node::Text(run) => into.push_str(&run.text),
                Node::Block(block) => gather(block, into),
            }
        }
    }
    let mut text = String::new();
    blocks.iter().for_each(|block| gather(block, &mut text));
    text
}

fn depth(block: &Block) -> usize {
    let inner = block.content.iter().map(|node| match node {
        Node::Block(block) => depth(block),
        Node::Text(_) => 1,
    });
    1 + inner.max().unwrap_or(0)
}

#[test]
fn headings_paragraphs_bold_and_italic_are_kept() {
    let expected = json!([
        {"type": "heading", "attrs": {"level": 2}, "content": [text("Syfte")]},
        paragraph(&[text("Vi vill "), marked("lyssna", "bold"), text(" och "), marked("svara", "italic"), text(".")]),
    ]);
    assert_eq!(json_of("## Syfte\n\nVi vill **lyssna**\noch *svara*."), expected);
}

#[test]
fn items_begin_with_a_paragraph_and_lists_nest() {
    let item = |content: &[Value]| json!({"type": "listItem", "content": content});
    let expected = json!([{"type": "bulletList", "content": [
        item(&[paragraph(&[text("ett")]), json!({"type": "orderedList", "attrs": {"start": 3}, "content": [
            item(&[paragraph(&[text("inre")])]),
        ]})]),
        item(&[json!({"type": "paragraph"}), json!({"type": "bulletList", "content": [
            item(&[paragraph(&[text("djup")])]),
        ]})]),
        item(&[json!({"type": "paragraph"})]),
    ]}]);
    assert_eq!(json_of("- ett\n\n  3. inre\n- - djup\n-"), expected);
}

#[test]
fn quotes_and_hard_breaks_are_kept() {
    let expected = json!([{"type": "blockquote", "content": [
        paragraph(&[text("rad"), json!({"type": "hardBreak"}), text("nästa")]),
    ]}]);
    assert_eq!(json_of("> rad\\\n> nästa"), expected);
    assert_eq!(json_of(">"), json!([{"type": "blockquote", "content": [{"type": "paragraph"}]}]));
}

#[test]
fn links_lead_to_the_web_and_to_mail_addresses() {
    let link = |text: &str, href: &str| json!({"type": "text", "text": text, "marks": [{"type": "link", "attrs": {"href": href}}]});
    assert_eq!(
        json_of("[här](https://exempel.se/a) <vi@exempel.se>"),
        json!([paragraph(&[
            link("här", "https://exempel.se/a"),
            text(" "),
            link("vi@exempel.se", "mailto:vi@exempel.se")
        ])]),
    );
}

#[test]
fn links_elsewhere_become_text_that_says_where() {
    for target in ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "/lokal", "file:///etc"]
    {
        let expected = json!([paragraph(&[text(&format!("här ({target}) slut"))])]);
        assert_eq!(json_of(&format!("[här]({target}) slut")), expected, "{target}");
    }
}

#[test]
fn anything_else_becomes_plain_text() {
    let cases = [
        ("`kod`", "kod"),
        ("```\nrad ett\nrad två\n```", "rad ettrad två"),
        ("```rust\nrad", "rustrad"),
        ("<b onclick='x()'>fet</b>", "<b onclick='x()'>fet</b>"),
        ("<div>\nrad\n</div>", "<div>rad</div>"),
        ("![alt](bild.png \"titel\")", "alt (bild.png, titel)"),
        ("före\n\n***\n\nefter", "före***efter"),
        ("| a | b |\n| - | - |", "| a | b | | - | - |"),
        ("[^1] ~~struket~~", "[^1] ~~struket~~"),
        ("[oanvänd]: https://exempel.se", "[oanvänd]: https://exempel.se"),
    ];
    for (markdown, expected) in cases {
        let blocks = blocks(markdown);
        assert_eq!(all_text(&blocks), expected, "{markdown}");
        assert!(blocks.iter().all(|block| block.kind == PARAGRAPH), "{markdown}");
    }
}

#[test]
fn an_empty_text_has_an_empty_paragraph() {
    assert_eq!(json_of(" \n"), json!([{"type": "paragraph"}]));
}

#[test]
fn nesting_is_bounded_and_loses_nothing() {
    for opening in [">", "- ", "1. "] {
        let blocks = blocks(&format!("{}innerst", opening.repeat(500)));
        assert!(blocks.iter().all(|block| depth(block) <= MAX_DEPTH), "{opening}");
        assert!(all_text(&blocks).ends_with("innerst"), "{opening}");
    }
}

proptest! {
    // Without colons, and so without link definitions, whose labels are no text.
    #[test]
    fn no_letter_is_lost(markdown in r"[a-zåäö0-9 \n>#*_\[\]()!`~</.\\-]{0,80}") {
        let written: Vec<char> = markdown.chars().filter(|letter| letter.is_alphabetic()).collect();
        let read = blocks(&markdown);
        let mut kept = all_text(&read);
        kept.push_str(&serde_json::to_string(&read).unwrap());
        for letter in written {
            prop_assert!(kept.contains(letter), "{letter} of {markdown:?}");
        }
    }
}
