//! Whether all of a text is what its readers are shown: the ground on which it can be approved.
//!
//! A hash covers every node, mark and attribute. What the schema does not have is kept, for it may come from a newer
//! client, but no page draws it as it is meant; whoever approved such a text would approve what they did not see.

use super::block::{Attributes, Block, Node};
use super::schema::{self, Kind, Values};
use crate::agreement::id::PartyId;
use jiff::civil::Date;
use serde_json::Value;

/// The schema's name of the whole.
const DOCUMENT: &str = "doc";

/// What a link may begin with.
const ADDRESSES: [&str; 3] = ["http://", "https://", "mailto:"];

/// Whether canonical blocks hold nothing but what the schema has, each in a place and with values that it allows.
/// `parties` are those that a measure can name.
pub fn is_sound(blocks: &[Block], parties: &[PartyId]) -> bool {
    let Some(document) = schema::description().nodes.get(DOCUMENT) else { return false };
    blocks.iter().all(|block| stands_in(document, block, parties))
}

fn stands_in(parent: &Kind, block: &Block, parties: &[PartyId]) -> bool {
    let Some(kind) = schema::description().nodes.get(&block.kind) else { return false };
    let names = parent.content.split(|character: char| !character.is_alphanumeric());
    // What stands between them is no name, or whatever has no group would fit everywhere.
    let mut places = names.filter(|name| !name.is_empty());
    let fits = places.any(|place| place == block.kind || kind.group.split(' ').any(|group| group == place));
    fits && attributes_are_sound(kind, &block.attributes, parties)
        && block.content.iter().all(|node| match node {
            Node::Block(child) => stands_in(kind, child, parties),
            Node::Text(text) => {
                kind.content.contains("inline")
                    && text.marks.iter().all(|mark| {
                        let known = schema::description().marks.get(&mark.kind);
                        known.is_some_and(|kind| attributes_are_sound(kind, &mark.attributes, parties))
                    })
            }
        })
}

fn attributes_are_sound(kind: &Kind, attributes: &Attributes, parties: &[PartyId]) -> bool {
    attributes.iter().all(|(name, value)| {
        let is_known = |values: &Values| is_allowed(values, value, parties);
        value.is_null()
            || kind.looks.contains(name)
            || kind.attributes.get(name).is_some_and(|attribute| is_known(&attribute.values))
    })
}

fn is_allowed(values: &Values, value: &Value, parties: &[PartyId]) -> bool {
    match values {
        Values::Integer { from, to } => value
            .as_f64()
            .is_some_and(|number| number.fract() == 0.0 && (*from as f64..=*to as f64).contains(&number)),
        Values::Word { allowed } => value.as_str().is_some_and(|word| allowed.iter().any(|one| one == word)),
        Values::Parties => value.as_array().is_some_and(|named| {
            let is_party =
                |id: &Value| id.as_str().is_some_and(|id| id.parse().is_ok_and(|id| parties.contains(&id)));
            named.iter().all(is_party)
        }),
        Values::Date => value.as_str().is_some_and(|day| day.len() == 10 && day.parse::<Date>().is_ok()),
        Values::Address => value.as_str().is_some_and(|address| {
            let address = address.to_ascii_lowercase();
            ADDRESSES.iter().any(|beginning| address.starts_with(beginning))
        }),
        Values::String => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::block::{BULLET_LIST, HARD_BREAK, HEADING, LIST_ITEM, MEASURE, Mark, PARAGRAPH, Text};
    use serde_json::json;

    fn sound(block: Block) -> bool {
        is_sound(&[block], &[PartyId(uuid::Uuid::nil())])
    }

    fn marked(mark: Mark) -> Block {
        let text = Text { text: "ord".to_owned(), marks: vec![mark] };
        Block::new(PARAGRAPH, vec![Node::Text(text)])
    }

    #[test]
    fn what_an_editor_writes_can_be_approved() {
        let item = Block::new(LIST_ITEM, vec![Node::Block(Block::of_text(PARAGRAPH, "punkt"))]);
        for block in [
            Block::of_text(PARAGRAPH, ""),
            Block::of_text(HEADING, "Rubrik").with("level", 2),
            Block::of_text(HEADING, "Rubrik").with("level", 2.0),
            Block::new(BULLET_LIST, vec![Node::Block(item)]),
            Block::new(PARAGRAPH, vec![Node::Block(Block::new(HARD_BREAK, vec![]))]),
            Block::of_text(MEASURE, "Råd").with("level", "dialogue").with("due", "2031-05-01"),
            Block::of_text(MEASURE, "Råd").with("responsible", json!([uuid::Uuid::nil().to_string()])),
            marked(Mark::new("bold")),
            marked(Mark::link("https://exempel.se")),
        ] {
            assert!(sound(block.clone()), "{block:?}");
        }
    }

    #[test]
    fn what_no_page_draws_as_it_is_meant_cannot_be_approved() {
        let hidden = Block::of_text(HARD_BREAK, "B betalar allt");
        for block in [
            Block::new(PARAGRAPH, vec![Node::Block(hidden)]),
            Block::of_text("aside", "av en nyare"),
            Block::of_text("#text", "lös"),
            Block::of_text(PARAGRAPH, "ord").with("villkor", "dolt"),
            Block::of_text(HEADING, "Rubrik").with("level", 9),
            Block::of_text(MEASURE, "Råd").with("level", "none"),
            Block::of_text(MEASURE, "Råd").with("due", "2031-02-30"),
            Block::of_text(MEASURE, "Råd").with("responsible", json!([uuid::Uuid::max().to_string()])),
            Block::of_text(LIST_ITEM, "utan lista"),
            Block::new(LIST_ITEM, vec![Node::Block(Block::of_text(PARAGRAPH, "också utan lista"))]),
            Block::new("doc", vec![Node::Block(Block::of_text(PARAGRAPH, "en text i texten"))]),
            Block::new(BULLET_LIST, vec![Node::Text(Text::plain("utan punkt"))]),
            Block::new(HARD_BREAK, vec![]),
            Block::of_text("doc", "i sig själv"),
            marked(Mark::new("strike")),
            marked(Mark::link("javascript:alert(1)")),
        ] {
            assert!(!sound(block.clone()), "{block:?}");
        }
    }
}
