//! What a text would be without the words that only whoever edited it last brought in.

use crate::text::block::{Block, Node, Text};
use crate::text::words::{Stretch, stretches};
use std::ops::Range;

/// `target` without the words that stand neither in `before` nor in `proposed`: what of it is a proposal's, and what
/// stood. Its blocks are all there, if some of them without a word.
pub fn without_the_words_of_neither(before: &[Block], proposed: &[Block], target: &[Block]) -> Vec<Block> {
    let wanted = joined(target);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for known in [before, proposed] {
        let same = stretches(&joined(known), &wanted).into_iter();
        kept.extend(same.filter(|stretch| stretch.is_same).map(|Stretch { after, .. }| after));
    }
    kept.sort_unstable_by_key(|range| (range.start, range.end));
    let mut at = 0;
    target.iter().map(|block| cut(block, &mut at, &kept)).collect()
}

/// The characters of blocks in reading order, those of each block after those of the one before, on a line of its own.
fn joined(blocks: &[Block]) -> String {
    let mut text = String::new();
    blocks.iter().for_each(|block| join(block, &mut text));
    text
}

fn join(block: &Block, text: &mut String) {
    for node in &block.content {
        match node {
            Node::Text(run) => text.push_str(&run.text),
            Node::Block(child) => join(child, text),
        }
    }
    text.push('\n');
}

/// A block with only what of its text is kept. `at` is where it begins among all the text, and then where it ends.
fn cut(block: &Block, at: &mut usize, kept: &[Range<usize>]) -> Block {
    let mut content = Vec::with_capacity(block.content.len());
    for node in &block.content {
        match node {
            Node::Block(child) => content.push(Node::Block(cut(child, at, kept))),
            Node::Text(run) => {
                let range = *at..*at + run.text.len();
                *at = range.end;
                let text = parts(&run.text, range, kept);
                if !text.is_empty() {
                    content.push(Node::Text(Text { text, marks: run.marks.clone() }));
                }
            }
        }
    }
    *at += 1;
    Block { kind: block.kind.clone(), attributes: block.attributes.clone(), content }
}

/// The parts of a text that are kept; `range` is where it stands, and `kept` is sorted and may overlap.
fn parts(text: &str, range: Range<usize>, kept: &[Range<usize>]) -> String {
    let mut parts = String::new();
    let mut done = range.start;
    for part in kept {
        let (from, to) = (part.start.max(done), part.end.min(range.end));
        if from < to {
            parts.push_str(&text[from - range.start..to - range.start]);
            done = to;
        }
    }
    parts
}
