//! Blocks as Markdown, for readers outside Överens: headings, lists, quotes, links and GitHub's tables.
//!
//! What Markdown lacks is said in words where words carry it: a measure is a paragraph, its details are
//! the caller's to tell. A node of another program's is the text in it.

use crate::text::block::{
    BLOCKQUOTE, BOLD, BULLET_LIST, Block, HARD_BREAK, HEADING, ITALIC, LINK, LIST_ITEM, Node, ORDERED_LIST,
    TABLE, TABLE_CELL, TABLE_HEADER, TABLE_ROW, Text,
};
use serde_json::Value;

/// A text as Markdown; ends with a line break unless it is empty.
pub fn write(blocks: &[Block]) -> String {
    let mut markdown =
        blocks.iter().map(block).filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n");
    if !markdown.is_empty() {
        markdown.push('\n');
    }
    markdown
}

/// A block, without the empty line after it.
fn block(block: &Block) -> String {
    match block.kind.as_str() {
        HEADING => {
            let level = block.attributes.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6);
            let marker = "#".repeat(usize::try_from(level).unwrap_or(1));
            format!("{marker} {}", inline(&block.content, " ")).trim_end().to_owned()
        }
        BULLET_LIST if holds_blocks(block) => items(block, |_| "- ".to_owned()),
        ORDERED_LIST if holds_blocks(block) => {
            let start = block.attributes.get("start").and_then(Value::as_u64).unwrap_or(1);
            items(block, |index| format!("{}. ", start.saturating_add(index)))
        }
        BLOCKQUOTE => prefixed(&contents(&block.content), "> ", "> "),
        TABLE if is_made_of_cells(block) => table(block),
        _ => contents(&block.content),
    }
}

/// What a block holds: its blocks one after another, its characters as lines.
fn contents(content: &[Node]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = content;
    while let Some(node) = rest.first() {
        let among = rest.iter().take_while(|node| is_inline(node)).count();
        if among > 0 {
            parts.push(guarded(&inline(&rest[..among], "\\\n")));
            rest = &rest[among..];
        } else {
            if let Node::Block(inner) = node {
                parts.push(block(inner));
            }
            rest = &rest[1..];
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn is_inline(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Block(block) => block.kind == HARD_BREAK,
    }
}

/// Whether nothing stands directly in a list that is no block; another program may have put it there.
fn holds_blocks(list: &Block) -> bool {
    !list.content.iter().any(is_inline)
}

/// Whether a table holds rows and these cells, and nothing else.
fn is_made_of_cells(table: &Block) -> bool {
    let all = |block: &Block, kinds: &[&str]| children(block, kinds).count() == block.content.len();
    all(table, &[TABLE_ROW]) && children(table, &[TABLE_ROW]).all(|row| all(row, &[TABLE_CELL, TABLE_HEADER]))
}

fn items(list: &Block, marker: impl Fn(u64) -> String) -> String {
    let mut lines = Vec::new();
    for (index, node) in (0..).zip(&list.content) {
        let Node::Block(item) = node else { continue };
        let marker = marker(index);
        let held = if item.kind == LIST_ITEM { contents(&item.content) } else { block(item) };
        lines.push(prefixed(&held, &marker, &" ".repeat(marker.len())));
    }
    lines.join("\n")
}

/// Text with something before its first line and something before each other line that is not empty.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut lines = String::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push('\n');
        }
        let prefix = if index == 0 { first } else { others };
        lines.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        lines.push_str(line);
    }
    lines
}

/// GitHub's table. Its first row is the heading, also where the text has none; a cell over several
/// columns is followed by empty ones.
fn table(table: &Block) -> String {
    let rows: Vec<Vec<String>> = children(table, &[TABLE_ROW]).map(row).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return String::new();
    }
    let line = |cells: &[String]| {
        let padded = (0..width).map(|column| cells.get(column).map_or("", String::as_str));
        format!("|{}", padded.map(|cell| format!(" {cell} |").replace("  ", " ")).collect::<String>())
    };
    let mut lines: Vec<String> = rows.iter().map(|cells| line(cells)).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}

fn row(row: &Block) -> Vec<String> {
    let mut cells = Vec::new();
    for cell in children(row, &[TABLE_CELL, TABLE_HEADER]) {
        cells.push(lines_of(&cell.content).join("<br>"));
        let span = cell.attributes.get("colspan").and_then(Value::as_u64).unwrap_or(1).clamp(1, MOST_COLUMNS);
        cells.extend((1..span).map(|_| String::new()));
    }
    cells
}

/// More than any table has; the attribute may say anything.
const MOST_COLUMNS: u64 = 100;

fn children<'a>(block: &'a Block, kinds: &'a [&str]) -> impl Iterator<Item = &'a Block> {
    block.content.iter().filter_map(move |node| match node {
        Node::Block(child) if kinds.contains(&child.kind.as_str()) => Some(child),
        _ => None,
    })
}

/// Each block of a cell as one line, in which no character ends the cell.
fn lines_of(content: &[Node]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = content;
    while let Some(node) = rest.first() {
        let among = rest.iter().take_while(|node| is_inline(node)).count();
        if among > 0 {
            lines.push(inline(&rest[..among], "<br>").replace('|', "\\|"));
            rest = &rest[among..];
        } else {
            if let Node::Block(inner) = node {
                lines.extend(lines_of(&inner.content));
            }
            rest = &rest[1..];
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Runs and line breaks; `line_break` is what the latter become.
fn inline(content: &[Node], line_break: &str) -> String {
    let mut line = String::new();
    for node in content {
        match node {
            Node::Text(text) => line.push_str(&run(text)),
            Node::Block(block) if block.kind == HARD_BREAK => line.push_str(line_break),
            Node::Block(block) => line.push_str(&inline(&block.content, line_break)),
        }
    }
    line
}

fn run(text: &Text) -> String {
    // Spaces at either end stand outside the marks, or these would be none.
    let words = text.text.trim();
    if words.is_empty() {
        return text.text.replace('\n', " ");
    }
    let start = text.text.len() - text.text.trim_start().len();
    let end = text.text.trim_end().len();
    let mut marked = escaped(words);
    let has = |kind: &str| text.marks.iter().find(|mark| mark.kind == kind);
    if has(ITALIC).is_some() {
        marked = format!("*{marked}*");
    }
    if has(BOLD).is_some() {
        marked = format!("**{marked}**");
    }
    if let Some(Value::String(href)) = has(LINK).and_then(|link| link.attributes.get("href"))
        && super::is_allowed(href)
    {
        let href = href.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E").replace('|', "%7C");
        marked = format!("[{marked}](<{href}>)");
    }
    format!("{}{marked}{}", &text.text[..start], &text.text[end..]).replace('\n', " ")
}

/// Characters that Markdown would take for its own.
pub(super) fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for letter in words.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A paragraph whose first characters would make it something else.
fn guarded(paragraph: &str) -> String {
    let lines = paragraph.split('\n').map(|line| {
        let line = line.trim_start();
        let digits = line.len() - line.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        match line[digits..].chars().next() {
            Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
            Some('-' | '+' | '=' | '|') if digits == 0 => format!("\\{line}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
