//! How a text grows while somebody of the demo sits and writes: sentence by sentence.

use crate::text::block::{Block, HEADING, Node};
use jiff::SignedDuration;

/// A key a quarter of a second, as people type who are not typists.
const KEY: i64 = 250;

/// So many milliseconds somebody thinks between two sentences.
const THOUGHT: i64 = 25_000;

/// A text on its way.
pub(super) struct Grown {
    /// So long after its writer sat down.
    pub(super) after: SignedDuration,
    /// What it says then.
    pub(super) text: Vec<Block>,
}

/// What a text says at each moment while the `part`th of so many writes what is theirs of it. The headings are there
/// from the beginning, and what those before wrote.
pub(super) fn growth(whole: &[Block], part: usize, of: usize) -> Vec<Grown> {
    let mut paragraphs = 0..;
    let turns = whole.iter().map(|block| {
        let turn = if block.kind == HEADING { None } else { paragraphs.next() };
        turn.map_or(0, |index: usize| index % of + 1)
    });
    let turns: Vec<usize> = turns.collect();
    let mut after = 0;
    let mut grown = Vec::new();
    for (place, block) in whole.iter().enumerate().filter(|(place, _)| turns[*place] == part) {
        let stages = stages(block);
        let mut before = 0;
        for stage in stages {
            let said = characters(&stage);
            after += KEY * (said - before) + THOUGHT;
            before = said;
            let is_there = |other: &usize| turns[*other] < part || turns[*other] == part && *other < place;
            let text = whole.iter().enumerate().filter_map(|(other, block)| {
                if other == place { Some(&stage) } else { is_there(&other).then_some(block) }
            });
            grown.push(Grown { after: SignedDuration::from_millis(after), text: text.cloned().collect() });
        }
    }
    grown
}

/// A block after each of its sentences, if it is no more than text; else after each of its parts.
fn stages(block: &Block) -> Vec<Block> {
    let only = |content: &[Node]| Block { content: content.to_vec(), ..block.clone() };
    let mut stages = Vec::new();
    for (place, node) in block.content.iter().enumerate() {
        let Node::Text(run) = node else {
            stages.push(only(&block.content[..=place]));
            continue;
        };
        for (end, _) in run.text.match_indices(['.', '?', '!']) {
            let mut so_far = only(&block.content[..=place]);
            if let Some(Node::Text(last)) = so_far.content.last_mut() {
                last.text.truncate(end + 1);
            }
            stages.push(so_far);
        }
    }
    stages.pop();
    stages.push(block.clone());
    stages
}

fn characters(block: &Block) -> i64 {
    let of = |node: &Node| match node {
        Node::Text(run) => i64::try_from(run.text.chars().count()).unwrap_or_default(),
        Node::Block(block) => characters(block),
    };
    block.content.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown;

    #[test]
    fn what_all_have_written_in_their_turns_is_the_whole_text() {
        let whole = markdown::blocks("# Om\n\nEtt. Två *tre*? Fyra.\n\n- fem\n- sex\n\n# Av\n\nSju\n");
        let first = growth(&whole, 1, 2);
        let second = growth(&whole, 2, 2);
        assert_eq!(first.len(), 4, "three sentences, and one without an end");
        assert_eq!(second.len(), 2, "two items");
        assert_eq!(second.last().unwrap().text, whole);
        let sat: Vec<_> = first.iter().map(|grown| grown.after).collect();
        assert!(sat.is_sorted_by(|one, next| one < next), "{sat:?}");
        let sizes: Vec<i64> = first.iter().map(|grown| grown.text.iter().map(characters).sum()).collect();
        assert!(sizes.is_sorted_by(|one, next| one < next), "each says more: {sizes:?}");
    }
}
