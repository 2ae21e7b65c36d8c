//! The table of pairs in `pairs.txt`: each is marked as it says there.

use super::*;
use crate::text::block::{BOLD, LINK, TABLE, TABLE_CELL, TABLE_ROW};
use crate::text::markdown;
use std::fmt::Write;

/// Fewer would not be the table that it is said to be.
const LEAST_PAIRS: usize = 60;

/// `text {name=value …}`.
fn measure(line: &str) -> Block {
    let (text, attributes) = line.split_once(" {").unwrap_or((line, ""));
    let mut measure = Block::of_text(MEASURE, text.trim());
    for (name, value) in
        attributes.trim_end_matches('}').split_whitespace().filter_map(|one| one.split_once('='))
    {
        let value = match name {
            "responsible" => json!(value.split(',').collect::<Vec<_>>()),
            _ => json!(value),
        };
        measure = measure.with(name, value);
    }
    measure
}

fn row(line: &str) -> Node {
    let cell = |text: &str| Block::new(TABLE_CELL, vec![Node::Block(paragraph(text.trim()))]);
    Node::Block(Block::new(TABLE_ROW, line.split('|').map(|text| Node::Block(cell(text))).collect()))
}

fn text_of(lines: &[&str]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut list = String::new();
    for line in lines {
        let is_item = line.starts_with("* ") || line.starts_with(|first: char| first.is_ascii_digit());
        if is_item {
            writeln!(list, "{line}").unwrap();
            continue;
        }
        if !list.is_empty() {
            blocks.extend(markdown::blocks(&std::mem::take(&mut list)));
        }
        match (line.split_at(1), blocks.last_mut()) {
            (("!", rest), _) => blocks.push(measure(rest.trim())),
            (("~", rest), _) => blocks.push(paragraph(rest)),
            (("|", rest), Some(table)) if table.kind == TABLE => table.content.push(row(rest)),
            (("|", rest), _) => blocks.push(Block::new(TABLE, vec![row(rest)])),
            _ => blocks.extend(markdown::blocks(line)),
        }
    }
    if !list.is_empty() {
        blocks.extend(markdown::blocks(&list));
    }
    blocks
}

fn mark_words(mark: &Mark) -> String {
    match (mark.kind.as_str(), mark.attributes.get("href").and_then(Value::as_str)) {
        (LINK, Some(href)) => format!("link {href}"),
        (other, _) => other.to_owned(),
    }
}

fn piece_words(piece: &Piece) -> String {
    let text = &piece.text;
    let is_bold = piece.marks.iter().any(|mark| mark.kind == BOLD);
    match (piece.change, &piece.marks_before) {
        (PieceChange::Removed, _) => format!("[-{text}-]"),
        (PieceChange::Added, _) => format!("{{+{text}+}}"),
        (PieceChange::Same, Some(before)) => {
            let new = piece.marks.iter().filter(|mark| !before.contains(mark)).map(mark_words);
            let gone = before.iter().filter(|mark| !piece.marks.contains(mark));
            let gone = gone.map(|mark| format!("not {}", mark_words(mark)));
            format!("<{text}: {}>", new.chain(gone).collect::<Vec<_>>().join(", "))
        }
        (PieceChange::Same, None) if is_bold => format!("**{text}**"),
        (PieceChange::Same, None) => text.clone(),
    }
}

/// What a comparison says, a line for each block of which something is to be said.
fn told(comparison: &Comparison) -> Vec<String> {
    let line = |block: &ComparedBlock| {
        let other = block.moved.map_or(0, |other| other + 1);
        let what = match (block.joined, block.change) {
            (Some(JoinedIn::Earlier), _) => "split".to_owned(),
            (Some(JoinedIn::Later), _) => "joined".to_owned(),
            (None, BlockChange::Same) => return None,
            (None, BlockChange::Changed) => "changed".to_owned(),
            (None, BlockChange::Added) => "new".to_owned(),
            (None, BlockChange::Removed) => "gone".to_owned(),
            (None, BlockChange::MovedAway) => format!("moved away, to {other}"),
            (None, BlockChange::MovedHere) => format!("moved here, from {other}"),
        };
        let mut line = format!("{what}: {}", block.pieces.iter().map(piece_words).collect::<String>());
        for ComparedAttribute { name, before, after } in &block.attributes {
            write!(line, " ({name}: {before} → {after})").unwrap();
        }
        Some(line)
    };
    comparison.blocks.iter().filter_map(line).collect()
}

#[test]
fn each_pair_is_marked_as_a_person_would() {
    let mut wrong = String::new();
    let mut pairs = 0;
    for pair in include_str!("pairs.txt").split("\n## ").skip(1) {
        let (title, lines) = pair.split_once('\n').unwrap();
        let side = |sign: &str| lines.lines().filter_map(|line| line.strip_prefix(sign)).collect::<Vec<_>>();
        let (before, after) = (side("< "), side("> "));
        assert!(!before.is_empty() && !after.is_empty(), "{title}: a text is missing");
        let expected: Vec<&str> =
            lines.lines().filter(|line| !line.is_empty() && !line.starts_with(['<', '>'])).collect();
        let found = told(&compare(&text_of(&before), &text_of(&after)));
        if found != expected {
            writeln!(wrong, "## {title}\nexpected:\n{}\nfound:\n{}\n", expected.join("\n"), found.join("\n"))
                .unwrap();
        }
        pairs += 1;
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(pairs >= LEAST_PAIRS, "{pairs}");
}
