//! A document's text turned into another with the least change: what stays as it is keeps its ids, and with
//! them its authors, and what others write meanwhile in what stays is kept.
//!
//! Blocks are aligned as a [comparison](super::comparison) aligns them; one that became another is rewritten
//! inside, down to its words. Of a whole text, blocks become each other if they are alike. Of a run that somebody
//! rewrote, whatever stands in a block's place is that block, if it is of its kind: who else proposes something for it
//! is told that it has changed, and not that it is gone.

mod children;
mod runs;

use super::alignment::{Rule, Step, align};
use super::block::{
    Attributes, BLOCKQUOTE, BULLET_LIST, Block, LIST_ITEM, Node, ORDERED_LIST, TABLE, TABLE_CELL,
    TABLE_HEADER, TABLE_ROW,
};
use super::canonical::{canonical_attributes, canonical_blocks};
use super::document::TEXT_ROOT;
use super::passage::{self, BlockId};
use super::read;
use super::write::{as_any, write_block, write_runs};
use children::{Child, Target, standing, targets};
use yrs::{Doc, Transact, TransactionMut, Xml, XmlElementRef, XmlFragment};

/// Less alike than this, a block of a whole text is not rewritten but replaced, and words are another text's.
const LEAST: u32 = 250;

/// A whole text: one block is another if enough of it stays. One that was moved is written anew where it is to stand.
const OF_A_TEXT: Rule = Rule { least: least_of_a_text, across_kinds: false, contained: true, moves: false };

/// A run: one block is another of its kind, however little of it stays.
const OF_A_RUN: Rule = Rule { least: |_| 0, ..OF_A_TEXT };

/// What holds blocks is rewritten however little of it stays, and so is the text within a block that does.
fn least_of_a_text(kind: &str) -> u32 {
    match kind {
        BULLET_LIST
        | ORDERED_LIST
        | LIST_ITEM
        | BLOCKQUOTE
        | TABLE
        | TABLE_ROW
        | TABLE_CELL
        | TABLE_HEADER
        | children::RUNS => 0,
        _ => LEAST,
    }
}

/// Makes a document say what `target` says, and returns the update that does it; `None` if it says so already.
///
/// Waits while another thread has a transaction open on the document, and for ever if this one has.
pub fn rewrite(document: &Doc, target: &[Block]) -> Option<Vec<u8>> {
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let mut transaction = document.transact_mut();
    if canonical_blocks(&read::blocks_in(&transaction)) == canonical_blocks(target) {
        return None;
    }
    let nodes: Vec<Node> = target.iter().cloned().map(Node::Block).collect();
    rewrite_children(&root, &nodes, (OF_A_TEXT, 1), &mut transaction);
    Some(transaction.encode_update_v1())
}

/// What became of a run of blocks.
#[derive(Debug)]
pub struct Rewritten {
    /// The update that does it; `None` if the run says it already.
    pub update: Option<Vec<u8>>,
    /// The blocks that stand in its place.
    pub run: Vec<BlockId>,
}

/// Makes a run of a document's blocks say what `target` says, and nothing else of it; `None` if the run does not
/// stand there, one block after the other.
///
/// Waits while another thread has a transaction open on the document, and for ever if this one has.
pub fn rewrite_run(document: &Doc, run: &[BlockId], target: &[Block]) -> Option<Rewritten> {
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let mut transaction = document.transact_mut();
    let standing = standing(root.as_ref(), 1, &transaction);
    let ids: Vec<_> = standing.iter().map(Child::id).collect();
    let range = passage::find(&ids, run)?;
    let blocks: Vec<Block> = standing[range.clone()].iter().filter_map(Child::block).cloned().collect();
    if canonical_blocks(&blocks) == canonical_blocks(target) {
        return Some(Rewritten { update: None, run: run.to_vec() });
    }
    let nodes: Vec<Node> = target.iter().cloned().map(Node::Block).collect();
    rewrite_among(&root, &standing[range.clone()], &nodes, (OF_A_RUN, 1), &mut transaction);
    let after = children::standing(root.as_ref(), 1, &transaction);
    let end = after.len() - (standing.len() - range.end);
    let run = after[range.start..end].iter().filter_map(Child::id).collect();
    Some(Rewritten { update: Some(transaction.encode_update_v1()), run })
}

/// Makes a parent hold `nodes`. `depth` is that of its children.
fn rewrite_children(
    parent: &impl XmlFragment,
    nodes: &[Node],
    (rule, depth): (Rule, usize),
    transaction: &mut TransactionMut<'_>,
) {
    let standing = standing(parent.as_ref(), depth, transaction);
    rewrite_among(parent, &standing, nodes, (rule, depth), transaction);
}

/// Makes children of a parent that stand one after the other into `nodes`.
fn rewrite_among(
    parent: &impl XmlFragment,
    standing: &[Child],
    nodes: &[Node],
    (rule, depth): (Rule, usize),
    transaction: &mut TransactionMut<'_>,
) {
    let targets = targets(nodes);
    let before: Vec<_> = standing.iter().map(Child::item).collect();
    let after: Vec<_> = targets.iter().map(Target::item).collect();
    let mut place = standing.last().map_or(0, Child::end);
    // From the end, so that places before it stay what they are.
    for step in align(&before, &after, rule).into_iter().rev() {
        match step {
            Step::Kept(old, _) => place = standing[old].start(),
            Step::Changed(old, new) => {
                rewrite_child(&standing[old], &targets[new], (rule, depth), transaction);
                place = standing[old].start();
            }
            Step::Removed(old) | Step::Left(old, _) => {
                let child = &standing[old];
                place = child.start();
                // A text without characters says nothing, and somebody may be about to write in it.
                if !child.is_blank() {
                    parent.remove_range(transaction, place, child.end() - place);
                }
            }
            Step::Added(new) | Step::Arrived(_, new) => match &targets[new] {
                Target::Block(block) => write_block(parent, place, block, transaction),
                Target::Runs(runs) => write_runs(parent, place, runs, transaction),
            },
        }
    }
}

fn rewrite_child(
    child: &Child,
    target: &Target<'_>,
    (rule, depth): (Rule, usize),
    transaction: &mut TransactionMut<'_>,
) {
    match (child, target) {
        (Child::Element { element, block, .. }, Target::Block(target)) => {
            rewrite_attributes(element, block, &target.attributes, transaction);
            rewrite_children(element, &target.content, (rule, depth + 1), transaction);
        }
        (Child::Texts { texts, .. }, Target::Runs(target)) => runs::rewrite(texts, target, transaction),
        // Others are of different kinds, and nothing becomes one of another kind.
        (Child::Element { .. } | Child::Texts { .. } | Child::Foreign { .. }, _) => {}
    }
}

fn rewrite_attributes(
    element: &XmlElementRef,
    standing: &Block,
    target: &Attributes,
    transaction: &mut TransactionMut<'_>,
) {
    let old = canonical_attributes(&standing.kind, &standing.attributes);
    let new = canonical_attributes(&standing.kind, target);
    for (name, value) in &new {
        if old.get(name) != Some(value) {
            element.insert_attribute(transaction, name.as_str(), as_any(value));
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        element.remove_attribute(transaction, name);
    }
}

#[cfg(test)]
mod tests;
