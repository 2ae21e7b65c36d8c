//! What changed from one text to another, for a person who reads it. docs/comparison.md says what they see.
//!
//! A text is cut into [`leaves`], which are aligned; inside one that changed, words are.

mod leaves;
mod pieces;

use super::alignment::{Item, Rule, Step, align};
use super::block::{Attributes, Block};
use super::words;
use leaves::{Leaf, leaves};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Less alike than this, a block was not changed but replaced by another.
const RULE: Rule = Rule { least: |_| 350, across_kinds: true };

/// What changed from one text to another, by blocks, and by words inside.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Comparison {
    /// Both texts' blocks in reading order; what was removed stands before what was added in its place.
    pub blocks: Vec<ComparedBlock>,
    /// Words that only the later text has.
    pub words_added: usize,
    /// Words that only the earlier text has.
    pub words_removed: usize,
}

/// A block that holds text, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ComparedBlock {
    /// What became of it.
    pub change: BlockChange,
    /// Its node name; a paragraph that begins a list item or a cell goes by the item's or the cell's.
    pub kind: String,
    /// In how many list items, quotes and cells it stands.
    pub depth: usize,
    /// Its text, in reading order.
    pub pieces: Vec<Piece>,
    /// What else differs: its attributes; `kind` and `depth`; `marks`, if bold, links and the like differ;
    /// `structure`, if it begins another list, table, row or quote than before.
    pub attributes: Vec<ComparedAttribute>,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockChange {
    /// Nothing.
    Same,
    /// It says something else.
    Changed,
    /// Only the later text has it.
    Added,
    /// Only the earlier text has it.
    Removed,
}

/// Characters, and which text has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// Which.
    pub change: PieceChange,
    /// The characters; a line break is a `\n`.
    pub text: String,
}

/// Which text has some characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceChange {
    /// Both.
    Same,
    /// The later one.
    Added,
    /// The earlier one.
    Removed,
}

/// Something about a block that differs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ComparedAttribute {
    /// What.
    pub name: String,
    /// In the earlier text; null if it does not say.
    pub before: Value,
    /// In the later text; null if it does not say.
    pub after: Value,
}

/// Compares two texts. Only if they say the same is every block the same.
pub fn compare(before: &[Block], after: &[Block]) -> Comparison {
    let (before, after) = (leaves(before), leaves(after));
    let item = |leaf: &Leaf| Item {
        identity: leaf.identity(),
        kind: leaf.kind.clone(),
        words: words::Words::of(&leaf.text),
    };
    let items = |leaves: &[Leaf]| leaves.iter().map(item).collect::<Vec<_>>();
    let mut blocks = Vec::new();
    // The pair before this step, if the last step was one.
    let mut last = None;
    for step in align(&items(&before), &items(&after), RULE) {
        match step {
            Step::Kept(old, new) | Step::Changed(old, new) => {
                let is_next = match last {
                    None => (old, new) == (0, 0),
                    Some(last) => last == (old.wrapping_sub(1), new.wrapping_sub(1)),
                };
                last = Some((old, new));
                blocks.push(pair(&before[old], &after[new], is_next));
            }
            Step::Removed(old) => {
                blocks.push(whole(&before[old], BlockChange::Removed, PieceChange::Removed));
            }
            Step::Added(new) => blocks.push(whole(&after[new], BlockChange::Added, PieceChange::Added)),
        }
    }
    let words = |change: PieceChange| {
        let pieces = blocks.iter().flat_map(|block| &block.pieces);
        pieces.filter(|piece| piece.change == change).map(|piece| words::count(&piece.text)).sum()
    };
    let (words_added, words_removed) = (words(PieceChange::Added), words(PieceChange::Removed));
    Comparison { blocks, words_added, words_removed }
}

/// A block that only one of the texts has.
fn whole(leaf: &Leaf, change: BlockChange, of: PieceChange) -> ComparedBlock {
    let pieces = pieces::of(of, &leaf.text).into_iter().collect();
    ComparedBlock { change, kind: leaf.kind.clone(), depth: leaf.depth, pieces, attributes: Vec::new() }
}

/// A block of both texts; `is_next` if those before it were a pair, too.
fn pair(before: &Leaf, after: &Leaf, is_next: bool) -> ComparedBlock {
    let mut attributes = different(&before.attributes, &after.attributes);
    let mut differs = |name: &str, before: Value, after: Value| {
        attributes.push(ComparedAttribute { name: name.to_owned(), before, after });
    };
    if before.kind != after.kind {
        differs("kind", before.kind.as_str().into(), after.kind.as_str().into());
    }
    if before.depth != after.depth {
        differs("depth", before.depth.into(), after.depth.into());
    }
    if before.marks() != after.marks() || (before.text == after.text && before.inline != after.inline) {
        differs("marks", before.marks(), after.marks());
    }
    // Where those before were removed or added, another block begins the list now, and nobody changed that.
    let is_built_alike = match before.attributes == after.attributes {
        true => before.chain == after.chain,
        false => before.names().eq(after.names()),
    };
    if (before.kind == after.kind && !is_built_alike) || (is_next && before.begins() != after.begins()) {
        differs("structure", before.path(), after.path());
    }
    if is_next && before.begins() == after.begins() {
        for (old, new) in before.opened().zip(after.opened()) {
            attributes.extend(different(old, new));
        }
    }
    let pieces = pieces::compare(&before.text, &after.text);
    let is_same = attributes.is_empty() && pieces.iter().all(|piece| piece.change == PieceChange::Same);
    let change = if is_same { BlockChange::Same } else { BlockChange::Changed };
    ComparedBlock { change, kind: after.kind.clone(), depth: after.depth, pieces, attributes }
}

/// The attributes that differ, by name.
fn different(before: &Attributes, after: &Attributes) -> Vec<ComparedAttribute> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let value = |attributes: &Attributes, name: &String| attributes.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| (name, value(before, name), value(after, name)))
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| ComparedAttribute { name: name.clone(), before, after })
        .collect()
}

#[cfg(test)]
mod tests;
