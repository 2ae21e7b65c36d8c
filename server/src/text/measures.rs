//! The measures of a text, as a register of them needs them.

use super::block::{Block, HARD_BREAK, MEASURE, Node};
use crate::agreement::id::PartyId;
use jiff::civil::Date;
use serde_json::Value;

/// How many parties can be to take part in a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// They are told.
    Information,
    /// They are asked.
    Consultation,
    /// They talk it over.
    Dialogue,
    /// They do it together.
    Partnership,
}

/// A measure of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its number in the text, from 1. Blank measures have one, too, and are left out.
    pub number: usize,
    /// What it says, on one line.
    pub text: String,
    /// Who is responsible; what is no id of a party is left out.
    pub responsible: Vec<PartyId>,
    /// At which level; `None` if it is not decided, or no level that is known here.
    pub level: Option<Level>,
    /// By when; `None` if it is not decided, or no day.
    pub due: Option<Date>,
}

/// The measures of a text in reading order, but for the blank ones.
pub fn measures(blocks: &[Block]) -> Vec<Measure> {
    let mut found = Vec::new();
    let mut number = 0;
    blocks.iter().for_each(|block| collect(block, &mut number, &mut found));
    found
}

fn collect(block: &Block, number: &mut usize, found: &mut Vec<Measure>) {
    if block.kind == MEASURE {
        *number += 1;
        let text = words_of(block).split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            found.push(Measure {
                number: *number,
                text,
                responsible: responsible(block),
                level: level(block),
                due: block.attributes.get("due").and_then(Value::as_str).and_then(|due| due.parse().ok()),
            });
        }
        return;
    }
    for node in &block.content {
        if let Node::Block(inner) = node {
            collect(inner, number, found);
        }
    }
}

fn words_of(block: &Block) -> String {
    let words = block.content.iter().map(|node| match node {
        Node::Text(run) => run.text.clone(),
        Node::Block(inner) if inner.kind == HARD_BREAK => " ".to_owned(),
        Node::Block(inner) => words_of(inner),
    });
    words.collect()
}

fn responsible(block: &Block) -> Vec<PartyId> {
    let named = block.attributes.get("responsible").and_then(Value::as_array);
    named.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok()).collect()
}

fn level(block: &Block) -> Option<Level> {
    match block.attributes.get("level")?.as_str()? {
        "information" => Some(Level::Information),
        "consultation" => Some(Level::Consultation),
        "dialogue" => Some(Level::Dialogue),
        "partnership" => Some(Level::Partnership),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::block::{BLOCKQUOTE, PARAGRAPH, Text};
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn each_measure_is_found_with_the_number_it_has_in_the_text() {
        let party = PartyId(Uuid::from_u128(7));
        let first = Block::of_text(MEASURE, "Ett  möte")
            .with("responsible", json!([party.to_string(), "no party", 3]))
            .with("level", "dialogue")
            .with("due", "2027-03-01");
        let quoted = Block::new(BLOCKQUOTE, vec![Node::Block(Block::of_text(MEASURE, "I ett citat"))]);
        let broken = Block::new(
            MEASURE,
            vec![
                Node::Text(Text::plain("En rad")),
                Node::Block(Block::new(HARD_BREAK, vec![])),
                Node::Text(Text::plain("och en till")),
            ],
        );
        let blocks = [Block::of_text(PARAGRAPH, "Först"), first, Block::new(MEASURE, vec![]), quoted, broken];
        let found = measures(&blocks);
        let said: Vec<_> = found.iter().map(|one| (one.number, one.text.as_str())).collect();
        assert_eq!(said, [(1, "Ett möte"), (3, "I ett citat"), (4, "En rad och en till")]);
        assert_eq!(found[0].responsible, [party]);
        assert_eq!((found[0].level, found[0].due), (Some(Level::Dialogue), "2027-03-01".parse().ok()));
    }

    #[test]
    fn what_no_editor_writes_is_undecided() {
        let odd = Block::of_text(MEASURE, "Ett")
            .with("responsible", "everybody")
            .with("level", 4)
            .with("due", "i vår");
        let expected = Measure { number: 1, text: "Ett".into(), responsible: vec![], level: None, due: None };
        assert_eq!(measures(&[odd]), [expected]);
    }
}
