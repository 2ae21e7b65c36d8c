//! What changed from one text to another, for a person who reads it. docs/comparison.md says what they see.
//!
//! A text is cut into [`leaves`], which are aligned; inside one that changed, sentences are, and inside these, words.

mod cuts;
mod leaves;
mod passage;
mod pieces;
mod sentences;
mod wordings;
mod written;

use super::alignment::{Item, Rule, Step, align};
use super::block::{Attributes, Block, Mark};
use super::words;
use cuts::{Part, parts};
use leaves::{Leaf, leaves};
use passage::Passage;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

pub use written::{Writers, writers};

/// Less alike than this, a block was not changed but replaced by another.
const RULE: Rule = Rule { least: |_| 350, across_kinds: true, contained: true, moves: true };

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
    /// What else differs: its attributes; `type` and `depth`; `structure`, if it begins another list, table, row or
    /// quote than before; `inline`, if something within it differs that has no other name.
    pub attributes: Vec<ComparedAttribute>,
    /// Of one that was moved, which block of the comparison stands at its other place.
    pub moved: Option<usize>,
    /// In which of the texts it is no block of its own but the rest of the one before: a block was split, or joined.
    pub joined: Option<JoinedIn>,
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
    /// The earlier text has it here, the later one elsewhere. Its pieces are what it said, all of them `same`.
    MovedAway,
    /// The later text has it here, the earlier one elsewhere. Its pieces say what changed inside.
    MovedHere,
}

/// In which text a block is the rest of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinedIn {
    /// In the earlier one: the block was split here.
    Earlier,
    /// In the later one: two blocks were joined here.
    Later,
}

/// Characters, and which text has them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Piece {
    /// Which.
    pub change: PieceChange,
    /// The characters; a line break is a `\n`.
    pub text: String,
    /// Their marks, in ProseMirror's JSON form: in the later text, if it has them. A line break is marked `hardBreak`.
    #[schema(value_type = Vec<Object>)]
    pub marks: Vec<Mark>,
    /// The marks that they had in the earlier text, if both have them and the marks differ.
    #[schema(value_type = Option<Vec<Object>>)]
    pub marks_before: Option<Vec<Mark>>,
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
    let (old_items, new_items) = (items(&before), items(&after));
    let steps = align(&old_items, &new_items, RULE);
    let mut blocks: Vec<ComparedBlock> = Vec::with_capacity(steps.len());
    // Where a moved block is, by its place in each text.
    let (mut left, mut arrived) = (HashMap::new(), HashMap::new());
    // The pair before this step, if the last step was one.
    let mut last: Option<(usize, usize)> = None;
    for part in parts(&steps, &before, &old_items, &after, &new_items) {
        let first = |old: usize, new: usize| match last {
            None => (old, new) == (0, 0),
            Some(last) => last == (old.wrapping_sub(1), new.wrapping_sub(1)),
        };
        match part {
            Part::Step(Step::Kept(old, new) | Step::Changed(old, new)) => {
                let is_next = first(old, new);
                last = Some((old, new));
                blocks.push(pair(&before[old], &after[new], is_next));
            }
            Part::Step(Step::Removed(old)) => {
                blocks.push(whole(&before[old], BlockChange::Removed, PieceChange::Removed));
            }
            Part::Step(Step::Added(new)) => {
                blocks.push(whole(&after[new], BlockChange::Added, PieceChange::Added));
            }
            Part::Step(Step::Left(old, new)) => {
                left.insert(old, (blocks.len(), new));
                blocks.push(whole(&before[old], BlockChange::MovedAway, PieceChange::Same));
            }
            Part::Step(Step::Arrived(old, new)) => {
                arrived.insert(new, blocks.len());
                let moved = pair(&before[old], &after[new], false);
                blocks.push(ComparedBlock { change: BlockChange::MovedHere, ..moved });
            }
            Part::Split(old, news) => {
                let is_next = first(old, news.start);
                last = Some((old, news.end - 1));
                blocks.extend(split(&before[old], &after[news], is_next));
            }
            Part::Joined(olds, new) => {
                let is_next = first(olds.start, new);
                last = Some((olds.end - 1, new));
                blocks.extend(joined(&before[olds], &after[new], is_next));
            }
        }
    }
    for (away, new) in left.into_values() {
        if let Some(here) = arrived.get(&new) {
            (blocks[away].moved, blocks[*here].moved) = (Some(*here), Some(away));
        }
    }
    let words = |change: PieceChange| {
        let pieces = blocks.iter().flat_map(|block| &block.pieces);
        pieces.filter(|piece| piece.change == change).map(|piece| words::count(&piece.text)).sum()
    };
    let (words_added, words_removed) = (words(PieceChange::Added), words(PieceChange::Removed));
    Comparison { blocks, words_added, words_removed }
}

/// What changed in a line without marks, as a title is; `None` if nothing did.
pub fn compare_lines(before: &str, after: &str) -> Option<Vec<Piece>> {
    (before != after).then(|| pieces::compare(&Passage::plain(before), &Passage::plain(after)))
}

/// A block all of which came, went or stayed.
fn whole(leaf: &Leaf, change: BlockChange, of: PieceChange) -> ComparedBlock {
    block(leaf, change, pieces::of(of, &Passage::of(&[leaf])))
}

fn block(leaf: &Leaf, change: BlockChange, pieces: Vec<Piece>) -> ComparedBlock {
    let (kind, depth) = (leaf.kind.clone(), leaf.depth);
    ComparedBlock { change, kind, depth, pieces, attributes: Vec::new(), moved: None, joined: None }
}

/// A block of both texts; `is_next` if those before it were a pair, too.
fn pair(before: &Leaf, after: &Leaf, is_next: bool) -> ComparedBlock {
    let mut attributes = differences(before, after, is_next);
    let pieces = pieces::compare(&Passage::of(&[before]), &Passage::of(&[after]));
    let are_same = pieces.iter().all(Piece::is_same);
    if are_same && attributes.is_empty() && before.inline() != after.inline() {
        let (name, before, after) = ("inline".to_owned(), before.inline(), after.inline());
        attributes.push(ComparedAttribute { name, before, after });
    }
    let is_same = attributes.is_empty() && are_same;
    let change = if is_same { BlockChange::Same } else { BlockChange::Changed };
    ComparedBlock { attributes, ..block(after, change, pieces) }
}

/// A block that became several.
fn split(before: &Leaf, after: &[Leaf], is_next: bool) -> Vec<ComparedBlock> {
    let passage = Passage::of(&after.iter().collect::<Vec<_>>());
    let pieces = pieces::compare(&Passage::of(&[before]), &passage);
    let all = pieces::cut(pieces, PieceChange::Removed, &passage.ends).into_iter().zip(after);
    all.enumerate()
        .map(|(index, (pieces, leaf))| {
            let joined = (index > 0).then_some(JoinedIn::Earlier);
            rest(
                leaf,
                pieces,
                joined,
                if index == 0 { differences(before, leaf, is_next) } else { Vec::new() },
            )
        })
        .collect()
}

/// Blocks that became one.
fn joined(before: &[Leaf], after: &Leaf, is_next: bool) -> Vec<ComparedBlock> {
    let passage = Passage::of(&before.iter().collect::<Vec<_>>());
    let pieces = pieces::compare(&passage, &Passage::of(&[after]));
    let all = pieces::cut(pieces, PieceChange::Added, &passage.ends).into_iter().zip(before);
    all.enumerate()
        .map(|(index, (pieces, leaf))| {
            let joined = (index > 0).then_some(JoinedIn::Later);
            rest(
                leaf,
                pieces,
                joined,
                if index == 0 { differences(leaf, after, is_next) } else { Vec::new() },
            )
        })
        .collect()
}

/// A block of those that one became, or that became one.
fn rest(
    leaf: &Leaf,
    pieces: Vec<Piece>,
    joined: Option<JoinedIn>,
    attributes: Vec<ComparedAttribute>,
) -> ComparedBlock {
    let is_same = joined.is_none() && attributes.is_empty() && pieces.iter().all(Piece::is_same);
    let change = if is_same { BlockChange::Same } else { BlockChange::Changed };
    ComparedBlock { joined, attributes, ..block(leaf, change, pieces) }
}

/// What differs between two blocks besides what is written in them.
fn differences(before: &Leaf, after: &Leaf, is_next: bool) -> Vec<ComparedAttribute> {
    let mut attributes = different(&before.attributes, &after.attributes);
    let mut differs = |name: &str, before: Value, after: Value| {
        attributes.push(ComparedAttribute { name: name.to_owned(), before, after });
    };
    if before.kind != after.kind {
        differs("type", before.kind.as_str().into(), after.kind.as_str().into());
    }
    if before.depth != after.depth {
        differs("depth", before.depth.into(), after.depth.into());
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
    attributes
}

impl Piece {
    /// Whether both texts have it, under the same marks.
    fn is_same(&self) -> bool {
        self.change == PieceChange::Same && self.marks_before.is_none()
    }
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
