//! The text a section begins with: what its description gives, or what its kind suggests.

use crate::agreement::description::SectionDescription;
use crate::agreement::section::SectionKind;
use crate::text::block::{Block, HEADING, LIST_ITEM, MEASURE, Node, ORDERED_LIST, PARAGRAPH};
use crate::text::{markdown, template};

/// Headings under which the numbered items of a principle are its measures.
const MEASURES: [&str; 2] = ["Åtgärder", "Measures"];

/// The blocks of a section in an agreement written in `language`.
///
/// # Errors
/// None for the kinds there are; the encoder's own is passed on.
pub fn blocks(section: &SectionDescription, language: &str) -> Result<Vec<Block>, serde_json::Error> {
    match (&section.text, section.kind) {
        (None, kind) => {
            let kind = serde_json::to_value(kind)?;
            Ok(template::blocks(kind.as_str().unwrap_or_default(), language))
        }
        (Some(text), SectionKind::Principle) => Ok(with_measures(markdown::blocks(text))),
        (Some(text), _) => Ok(markdown::blocks(text)),
    }
}

/// Markdown knows no measures: in a principle, a numbered list under their heading stands for them.
fn with_measures(blocks: Vec<Block>) -> Vec<Block> {
    let mut under_measures = false;
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.kind == HEADING {
            under_measures = MEASURES.contains(&text(&block).trim());
        }
        let is_list = block.kind == ORDERED_LIST;
        match measures(&block).filter(|_| under_measures && is_list) {
            Some(measures) => out.extend(measures),
            None => out.push(block),
        }
    }
    out
}

/// The items of a list as measures, if each is just one paragraph.
fn measures(list: &Block) -> Option<Vec<Block>> {
    let items = list.content.iter().map(|node| match node {
        Node::Block(item) if item.kind == LIST_ITEM => match item.content.as_slice() {
            [Node::Block(paragraph)] if paragraph.kind == PARAGRAPH => {
                Some(Block::new(MEASURE, paragraph.content.clone()))
            }
            _ => None,
        },
        Node::Block(_) | Node::Text(_) => None,
    });
    items.collect()
}

fn text(block: &Block) -> String {
    let runs = block.content.iter().map(|node| match node {
        Node::Text(run) => run.text.as_str(),
        Node::Block(_) => "",
    });
    runs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(kind: SectionKind, text: &str) -> SectionDescription {
        SectionDescription { kind, title: "T".into(), text: Some(text.into()), responsible: vec![] }
    }

    fn kinds(section: &SectionDescription) -> Vec<String> {
        blocks(section, "sv").unwrap().into_iter().map(|block| block.kind).collect()
    }

    #[test]
    fn numbered_items_under_the_measures_of_a_principle_are_measures() {
        let text = "1. Inte här\n\n## Åtgärder\n\n1. Ett\n2. Två\n";
        let principle = section(SectionKind::Principle, text);
        assert_eq!(kinds(&principle), [ORDERED_LIST, HEADING, MEASURE, MEASURE]);
        assert_eq!(kinds(&section(SectionKind::Free, text)), [ORDERED_LIST, HEADING, ORDERED_LIST]);
    }

    #[test]
    fn an_item_that_is_more_than_a_measure_stays_what_it_is() {
        let text = "## Measures\n\n1. One\n\n   and more\n";
        assert_eq!(kinds(&section(SectionKind::Principle, text)), [HEADING, ORDERED_LIST]);
    }
}
