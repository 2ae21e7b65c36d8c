//! What a parent holds, and what it is to hold, as items that can be aligned.

use crate::text::alignment::Item;
use crate::text::block::{Block, Node, Text};
use crate::text::canonical::canonical_block;
use crate::text::document::sequence;
use crate::text::passage::BlockId;
use crate::text::read;
use crate::text::words::Words;
use std::ops::Range;
use yrs::branch::Branch;
use yrs::{Any, Out, ReadTxn, Text as _, XmlElementRef, XmlTextRef};

/// The kind of runs of text; no node has this name.
pub(super) const RUNS: &str = "#runs";

/// What no editor writes is of a kind of its own, which this begins: nothing becomes it, nor it anything.
const FOREIGN: &str = "#foreign ";

/// Something that stands. Places count what lies before it in its parent.
pub(super) enum Child {
    Element {
        place: u32,
        element: XmlElementRef,
        block: Block,
    },
    /// Texts side by side, which a reader takes for one.
    Texts {
        places: Range<u32>,
        texts: Vec<XmlTextRef>,
        runs: Vec<Node>,
    },
    /// Neither.
    Foreign {
        places: Range<u32>,
    },
}

/// Something that is to stand.
pub(super) enum Target<'a> {
    Block(&'a Block),
    Runs(Vec<&'a Text>),
}

/// The children of a parent; `depth` is theirs.
pub(super) fn standing(parent: &Branch, depth: usize, transaction: &impl ReadTxn) -> Vec<Child> {
    let mut children: Vec<Child> = Vec::new();
    let mut place = 0;
    for part in sequence(parent).diff(transaction, |_| ()) {
        let length = match &part.insert {
            Out::Any(Any::String(text)) => text.encode_utf16().count() as u32,
            _ => 1,
        };
        let places = place..place + length;
        place += length;
        // A text that holds more than characters is foreign, and so is one without a block around it.
        let mut nodes = read::shared_type(&part.insert, transaction, depth);
        match part.insert {
            Out::YXmlElement(element) if let [Node::Block(_)] = &nodes[..] => {
                if let Some(Node::Block(block)) = nodes.pop() {
                    children.push(Child::Element { place: places.start, element, block });
                }
            }
            Out::YXmlText(text) if depth > 1 && nodes.iter().all(|node| matches!(node, Node::Text(_))) => {
                match children.last_mut() {
                    Some(Child::Texts { places: before, texts, runs }) => {
                        before.end = places.end;
                        texts.push(text);
                        runs.extend(nodes);
                    }
                    _ => children.push(Child::Texts { places, texts: vec![text], runs: nodes }),
                }
            }
            _ => children.push(Child::Foreign { places }),
        }
    }
    children
}

/// What nodes are as children: runs side by side are one text.
pub(super) fn targets(nodes: &[Node]) -> Vec<Target<'_>> {
    let mut targets: Vec<Target<'_>> = Vec::new();
    for node in nodes {
        match (node, targets.last_mut()) {
            (Node::Block(block), _) => targets.push(Target::Block(block)),
            (Node::Text(run), _) if run.text.is_empty() => {}
            (Node::Text(run), Some(Target::Runs(runs))) => runs.push(run),
            (Node::Text(run), _) => targets.push(Target::Runs(vec![run])),
        }
    }
    targets
}

impl Child {
    pub(super) fn start(&self) -> u32 {
        match self {
            Self::Element { place, .. } => *place,
            Self::Texts { places, .. } | Self::Foreign { places } => places.start,
        }
    }

    pub(super) fn end(&self) -> u32 {
        match self {
            Self::Element { place, .. } => *place + 1,
            Self::Texts { places, .. } | Self::Foreign { places } => places.end,
        }
    }

    /// The id of an element.
    pub(super) fn id(&self) -> Option<BlockId> {
        match self {
            Self::Element { element, .. } => read::id_of(&Out::YXmlElement(element.clone())),
            Self::Texts { .. } | Self::Foreign { .. } => None,
        }
    }

    /// What an element says.
    pub(super) fn block(&self) -> Option<&Block> {
        match self {
            Self::Element { block, .. } => Some(block),
            Self::Texts { .. } | Self::Foreign { .. } => None,
        }
    }

    /// Whether it is a text without characters.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Texts { runs, .. } if runs.is_empty())
    }

    pub(super) fn item(&self) -> Item {
        match self {
            Self::Element { block, .. } => item_of(block),
            Self::Texts { runs, .. } => item_of(&Block::new(RUNS, runs.clone())),
            // Equal to none: a place in its parent is no block's JSON.
            Self::Foreign { places } => {
                let identity = places.start.to_string();
                Item { kind: format!("{FOREIGN}{identity}"), identity, words: Words::default() }
            }
        }
    }
}

impl Target<'_> {
    pub(super) fn item(&self) -> Item {
        match self {
            Self::Block(block) => item_of(block),
            Self::Runs(runs) => {
                let runs = runs.iter().map(|run| Node::Text((*run).clone()));
                item_of(&Block::new(RUNS, runs.collect()))
            }
        }
    }
}

fn item_of(block: &Block) -> Item {
    let canonical = canonical_block(block);
    let mut text = String::new();
    characters(&canonical, &mut text);
    let is_foreign = block.is_foreign() && block.kind != RUNS;
    let identity = serde_json::json!(canonical).to_string();
    let kind = if is_foreign { format!("{FOREIGN}{identity}") } else { canonical.kind };
    Item { identity, kind, words: Words::of(&text) }
}

fn characters(block: &Block, text: &mut String) {
    for node in &block.content {
        match node {
            Node::Text(run) => text.push_str(&run.text),
            Node::Block(block) => {
                text.push(' ');
                characters(block, text);
            }
        }
    }
}
