//! A fixed text as a Markdown file: its title, what is said about it, and the text with its measures' fields in
//! words. The same text makes the same bytes, always; see [`crate::text::html::VERSION`].

use super::write::{escaped, write};
use crate::agreement::revision::RevisionNumber;
use crate::text::block::{BOLD, BULLET_LIST, Block, HEADING, LIST_ITEM, Mark, Node, PARAGRAPH, Text};
use crate::text::canonical::{ReadAgreement, ReadSection};
use crate::text::html::{About, responsible_of};
use crate::text::wording::{Count, Wording};
use serde_json::Value;

/// The file of a section's revision.
pub fn section_page(about: &About<'_>, text: &ReadSection) -> String {
    let mut page = format!("# {}\n\n", one_line(&text.title));
    page.push_str(&list_of(&about.said(&responsible_of(text))));
    page.push_str(&with_line(&write(&worded(&text.blocks, 0, about.wording()))));
    page
}

/// The file of a text that is no revision.
pub fn plain_page(title: &str, blocks: &[Block], wording: Wording<'_>) -> String {
    format!("# {}\n{}", one_line(title), with_line(&write(&worded(blocks, 0, wording))))
}

/// The file of an agreement revision.
pub fn whole_page(
    about: &About<'_>,
    text: &ReadAgreement,
    sections: &[(RevisionNumber, ReadSection)],
) -> String {
    let mut page = format!("# {}\n\n", one_line(&text.title));
    let wording = about.wording();
    let mut said = about.said(&[]);
    let party = |(_, letter, name): &(_, _, String)| {
        (format!("{} {letter}", wording.say("Part", "Party")), name.clone())
    };
    said.extend(text.parties.iter().map(party));
    page.push_str(&list_of(&said));
    for ((number, section), hash) in sections.iter().zip(&text.sections) {
        page.push_str(&format!("\n## {}\n\n", one_line(&section.title)));
        let mut said = vec![(wording.say("Revision", "Revision").to_owned(), number.to_string())];
        let responsible = responsible_of(section);
        if !responsible.is_empty() {
            said.push((wording.say("Ansvarar", "Responsible").to_owned(), responsible.join(", ")));
        }
        said.push(("SHA-256".to_owned(), hash.to_string()));
        page.push_str(&list_of(&said));
        page.push_str(&with_line(&write(&worded(&section.blocks, 1, wording))));
    }
    page
}

fn one_line(title: &str) -> String {
    escaped(title).replace(['\n', '\r'], " ")
}

fn list_of(said: &[(String, String)]) -> String {
    said.iter().map(|(label, value)| format!("- {}: {}\n", one_line(label), one_line(value))).collect()
}

fn with_line(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n{text}") }
}

/// Blocks in which measures and commitments are paragraphs with a list of their fields, and headings stand
/// below the title.
fn worded(blocks: &[Block], below: u64, wording: Wording<'_>) -> Vec<Block> {
    let mut count = Count::default();
    let nodes: Vec<Node> = blocks.iter().cloned().map(Node::Block).collect();
    let all = replaced(&nodes, below, wording, &mut count);
    all.into_iter()
        .filter_map(|node| match node {
            Node::Block(block) => Some(block),
            Node::Text(_) => None,
        })
        .collect()
}

fn replaced(nodes: &[Node], below: u64, wording: Wording<'_>, count: &mut Count) -> Vec<Node> {
    let mut replaced_nodes = Vec::with_capacity(nodes.len());
    for node in nodes {
        let block = match node {
            Node::Text(_) => {
                replaced_nodes.push(node.clone());
                continue;
            }
            Node::Block(block) => block,
        };
        let found = wording.of(block, count);
        let content = replaced(&block.content, below, wording, count);
        match found {
            Some((label, fields)) => {
                let bold = Text { text: format!("{label}."), marks: vec![Mark::new(BOLD)] };
                let mut said = vec![Node::Text(bold), Node::Text(Text::plain(" "))];
                said.extend(content);
                replaced_nodes.push(Node::Block(Block::new(PARAGRAPH, said)));
                let item = |(name, value): &(String, String)| {
                    let said = Block::of_text(PARAGRAPH, &format!("{name}: {value}"));
                    Node::Block(Block::new(LIST_ITEM, vec![Node::Block(said)]))
                };
                let items = fields.iter().map(item).collect();
                replaced_nodes.push(Node::Block(Block::new(BULLET_LIST, items)));
            }
            None => {
                let mut kept = Block { content, ..block.clone() };
                if block.kind == HEADING {
                    let level = block.attributes.get("level").and_then(Value::as_u64).unwrap_or(1);
                    kept = kept.with("level", (level.clamp(2, 6) + below).min(6));
                }
                replaced_nodes.push(Node::Block(kept));
            }
        }
    }
    replaced_nodes
}
