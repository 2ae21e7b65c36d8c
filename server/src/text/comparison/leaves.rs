//! A text as the blocks a reader sees one after the other: those that hold text themselves.

use crate::text::block::{
    Attributes, BULLET_LIST, Block, HARD_BREAK, LIST_ITEM, Mark, Node, ORDERED_LIST, PARAGRAPH, TABLE,
    TABLE_CELL, TABLE_HEADER, TABLE_ROW,
};
use crate::text::canonical::canonical_blocks;
use serde_json::{Value, json};
use std::sync::Arc;

/// A block that holds no other.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) kind: String,
    /// In how many list items, quotes and cells it stands.
    pub(super) depth: usize,
    pub(super) attributes: Attributes,
    /// Its characters, and line breaks.
    inline: Vec<Node>,
    /// The same as plain text.
    pub(super) text: String,
    /// The nodes that it is in one: an item and the item's first paragraph, or just a paragraph.
    pub(super) chain: Vec<(String, Attributes)>,
    /// What it stands in, outermost first.
    ancestors: Vec<Arc<Ancestor>>,
    /// How many of these the leaf before it stands in, too.
    shared: usize,
    /// How many of them, the innermost, are in the chain.
    own: usize,
}

/// A block that others stand in.
#[derive(Debug)]
struct Ancestor {
    kind: String,
    attributes: Attributes,
}

/// The leaves of a text in reading order. Together they say all that it says.
pub(super) fn leaves(blocks: &[Block]) -> Vec<Leaf> {
    let mut walk = Walk::default();
    for block in canonical_blocks(blocks) {
        walk.block(block);
    }
    walk.leaves
}

#[derive(Default)]
struct Walk {
    leaves: Vec<Leaf>,
    ancestors: Vec<Arc<Ancestor>>,
}

impl Walk {
    fn block(&mut self, block: Block) {
        let Block { kind, attributes, content } = block;
        if content.iter().all(is_inline) {
            self.leaf(kind.clone(), vec![(kind, attributes)], content, 0);
            return;
        }
        self.ancestors.push(Arc::new(Ancestor { kind: kind.clone(), attributes: attributes.clone() }));
        let is_item = [LIST_ITEM, TABLE_CELL, TABLE_HEADER].contains(&kind.as_str());
        let mut loose = Vec::new();
        for (index, node) in content.into_iter().enumerate() {
            match node {
                Node::Block(first) if index == 0 && is_item && is_paragraph(&first) => {
                    let chain = vec![(kind.clone(), attributes.clone()), (first.kind, first.attributes)];
                    self.leaf(kind.clone(), chain, first.content, 1);
                }
                Node::Block(block) if !is_line_break(&block) => {
                    self.loose(&kind, &mut loose);
                    self.block(block);
                }
                inline => loose.push(inline),
            }
        }
        self.loose(&kind, &mut loose);
        self.ancestors.pop();
    }

    /// Text beside blocks, which no editor writes: a leaf that goes by what it stands in.
    fn loose(&mut self, kind: &str, nodes: &mut Vec<Node>) {
        if !nodes.is_empty() {
            let chain = vec![(String::new(), Attributes::new())];
            self.leaf(kind.to_owned(), chain, std::mem::take(nodes), 0);
        }
    }

    /// `own` of the ancestors are part of the leaf.
    fn leaf(&mut self, kind: String, chain: Vec<(String, Attributes)>, inline: Vec<Node>, own: usize) {
        let shared = self.leaves.last().map_or(0, |last| {
            let pairs = last.ancestors.iter().zip(&self.ancestors);
            pairs.take_while(|(one, other)| Arc::ptr_eq(one, other)).count()
        });
        let text = inline.iter().map(|node| match node {
            Node::Text(run) => run.text.as_str(),
            Node::Block(_) => "\n",
        });
        let levels = self.ancestors.iter().filter(|ancestor| is_level(&ancestor.kind)).count();
        self.leaves.push(Leaf {
            kind,
            depth: levels - own,
            attributes: chain.iter().rev().flat_map(|(_, attributes)| attributes.clone()).collect(),
            text: text.collect(),
            inline,
            chain,
            ancestors: self.ancestors.clone(),
            shared,
            own,
        });
    }
}

/// Lists, tables and rows only hold items and cells, which are the levels that a reader sees.
fn is_level(kind: &str) -> bool {
    ![BULLET_LIST, ORDERED_LIST, TABLE, TABLE_ROW].contains(&kind)
}

fn is_line_break(block: &Block) -> bool {
    block.kind == HARD_BREAK
}

fn is_paragraph(block: &Block) -> bool {
    block.kind == PARAGRAPH && block.content.iter().all(is_inline)
}

fn is_inline(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Block(block) => is_line_break(block),
    }
}

impl Leaf {
    /// Equal for leaves that say the same, wherever they stand.
    pub(super) fn identity(&self) -> String {
        json!([self.depth, self.chain, self.inline]).to_string()
    }

    /// Its text in runs: how many bytes each has, and its marks. A line break is marked as one.
    pub(super) fn runs(&self) -> impl Iterator<Item = (usize, Vec<Mark>)> {
        self.inline.iter().map(|node| match node {
            Node::Text(run) => (run.text.len(), run.marks.clone()),
            Node::Block(block) => {
                (1, vec![Mark { kind: block.kind.clone(), attributes: block.attributes.clone() }])
            }
        })
    }

    /// Its characters and line breaks, as they are.
    pub(super) fn inline(&self) -> Value {
        json!(self.inline)
    }

    /// The names of the nodes that it is in one.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.chain.iter().map(|(kind, _)| kind.as_str())
    }

    /// What begins with it: how many of its ancestors do not, and the kinds of those that do.
    pub(super) fn begins(&self) -> (usize, Vec<&str>) {
        (self.shared, self.ancestors[self.shared..].iter().map(|ancestor| ancestor.kind.as_str()).collect())
    }

    /// The attributes of those ancestors that begin with it and are not part of it.
    pub(super) fn opened(&self) -> impl Iterator<Item = &Attributes> {
        let others = self.ancestors.len() - self.own;
        self.ancestors[self.shared.min(others)..others].iter().map(|ancestor| &ancestor.attributes)
    }

    /// The names of what it stands in and is, from the outside.
    pub(super) fn path(&self) -> Value {
        let others = self.ancestors.len() - self.own;
        let ancestors = self.ancestors[..others].iter().map(|ancestor| ancestor.kind.as_str());
        ancestors.chain(self.names()).map(Value::from).collect()
    }
}
