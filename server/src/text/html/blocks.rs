//! Blocks as HTML.

use super::escape::escaped;
use crate::text::block::{
    BLOCKQUOTE, BOLD, BULLET_LIST, Block, HARD_BREAK, HEADING, ITALIC, LINK, LIST_ITEM, Node, ORDERED_LIST,
    TABLE, TABLE_CELL, TABLE_HEADER, TABLE_ROW, Text,
};
use crate::text::markdown::is_allowed;
use crate::text::wording::{Count, Wording};
use serde_json::Value;

/// More columns or rows than a cell covers.
const MOST_COVERED: u64 = 1000;

/// Writes the blocks of one section.
pub(super) struct Writer<'a> {
    html: String,
    wording: Wording<'a>,
    count: Count,
    /// How many levels the text's headings stand below those it gives itself.
    below: u64,
    /// The level of the last heading, so that none is left out on the way down.
    last: u64,
}

impl<'a> Writer<'a> {
    /// A writer after a heading of `level`, which is the section's title.
    pub(super) fn after_title(level: u64, wording: Wording<'a>) -> Self {
        Self { html: String::new(), wording, count: Count::default(), below: level - 1, last: level }
    }

    pub(super) fn write(mut self, blocks: &[Block]) -> String {
        blocks.iter().for_each(|block| self.block(block));
        self.html
    }

    fn block(&mut self, block: &Block) {
        match block.kind.as_str() {
            HEADING => self.heading(block),
            BULLET_LIST if holds_items(block) => self.list(block, "<ul>", "</ul>"),
            ORDERED_LIST if holds_items(block) => {
                let start = block.attributes.get("start").and_then(Value::as_u64).unwrap_or(1);
                let open = if start == 1 { "<ol>".to_owned() } else { format!("<ol start=\"{start}\">") };
                self.list(block, &open, "</ol>");
            }
            BLOCKQUOTE => self.within("<blockquote>", block, "</blockquote>"),
            TABLE if is_made_of_cells(block) => self.table(block),
            _ => match self.wording.of(block, &mut self.count) {
                Some((label, fields)) => self.numbered(block, &label, &fields),
                None => self.contents(&block.content),
            },
        }
    }

    fn line(&mut self, line: &str) {
        self.html.push_str(line);
        self.html.push('\n');
    }

    fn within(&mut self, open: &str, block: &Block, close: &str) {
        self.line(open);
        self.contents(&block.content);
        self.line(close);
    }

    fn heading(&mut self, block: &Block) {
        let said = inline(&block.content);
        // An empty heading says nothing, and would be read out as one.
        if said.is_empty() {
            return;
        }
        let wanted = block.attributes.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(2, 6);
        let level = (wanted + self.below).min(self.last + 1).min(6);
        self.last = level;
        self.line(&format!("<h{level}>{said}</h{level}>"));
    }

    fn list(&mut self, list: &Block, open: &str, close: &str) {
        self.line(open);
        for item in children(list, &[LIST_ITEM]) {
            self.within("<li>", item, "</li>");
        }
        self.line(close);
    }

    /// A measure or a commitment.
    fn numbered(&mut self, block: &Block, label: &str, fields: &[(String, String)]) {
        self.line("<div class=\"numbered\">");
        let among = block.content.iter().take_while(|node| is_inline(node)).count();
        let (said, rest) = block.content.split_at(among);
        self.line(&format!("<p><strong>{}.</strong> {}</p>", escaped(label), inline(said)));
        self.contents(rest);
        self.line("<dl>");
        for (name, value) in fields {
            self.line(&format!("<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), escaped(value)));
        }
        self.line("</dl>");
        self.line("</div>");
    }

    fn table(&mut self, table: &Block) {
        self.line("<table>");
        for (index, row) in children(table, &[TABLE_ROW]).enumerate() {
            self.line("<tr>");
            // A first row of headings names the columns; any other heading names its row.
            let names_columns = index == 0 && children(row, &[TABLE_CELL]).next().is_none();
            for cell in children(row, &[TABLE_CELL, TABLE_HEADER]) {
                let (name, scope) = match (cell.kind == TABLE_HEADER, names_columns) {
                    (false, _) => ("td", ""),
                    (true, true) => ("th", " scope=\"col\""),
                    (true, false) => ("th", " scope=\"row\""),
                };
                let open = format!("<{name}{scope}{}{}>", span(cell, "colspan"), span(cell, "rowspan"));
                self.within(&open, cell, &format!("</{name}>"));
            }
            self.line("</tr>");
        }
        self.line("</table>");
    }

    /// What a block holds: its characters as paragraphs, its blocks between them.
    fn contents(&mut self, content: &[Node]) {
        let mut rest = content;
        while let Some(node) = rest.first() {
            let among = rest.iter().take_while(|node| is_inline(node)).count();
            if among > 0 {
                let said = inline(&rest[..among]);
                self.line(&format!("<p>{said}</p>"));
                rest = &rest[among..];
            } else {
                if let Node::Block(inner) = node {
                    self.block(inner);
                }
                rest = &rest[1..];
            }
        }
    }
}

fn span(cell: &Block, name: &str) -> String {
    match cell.attributes.get(name).and_then(Value::as_u64) {
        Some(count @ 2..=MOST_COVERED) => format!(" {name}=\"{count}\""),
        _ => String::new(),
    }
}

fn is_inline(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Block(block) => block.kind == HARD_BREAK,
    }
}

/// Whether a list holds items and nothing else; another program may have put something else there.
fn holds_items(list: &Block) -> bool {
    children(list, &[LIST_ITEM]).count() == list.content.len()
}

fn is_made_of_cells(table: &Block) -> bool {
    let all = |block: &Block, kinds: &[&str]| children(block, kinds).count() == block.content.len();
    all(table, &[TABLE_ROW]) && children(table, &[TABLE_ROW]).all(|row| all(row, &[TABLE_CELL, TABLE_HEADER]))
}

fn children<'a>(block: &'a Block, kinds: &'a [&str]) -> impl Iterator<Item = &'a Block> {
    block.content.iter().filter_map(move |node| match node {
        Node::Block(child) if kinds.contains(&child.kind.as_str()) => Some(child),
        _ => None,
    })
}

/// Runs and line breaks.
fn inline(content: &[Node]) -> String {
    let mut line = String::new();
    for node in content {
        match node {
            Node::Text(text) => line.push_str(&run(text)),
            Node::Block(block) if block.kind == HARD_BREAK => line.push_str("<br>"),
            Node::Block(block) => line.push_str(&inline(&block.content)),
        }
    }
    line
}

fn run(text: &Text) -> String {
    let mut marked = escaped(&text.text);
    let has = |kind: &str| text.marks.iter().find(|mark| mark.kind == kind);
    if has(ITALIC).is_some() {
        marked = format!("<em>{marked}</em>");
    }
    if has(BOLD).is_some() {
        marked = format!("<strong>{marked}</strong>");
    }
    if let Some(link) = has(LINK)
        && let Some(Value::String(href)) = link.attributes.get("href")
        && is_allowed(href)
    {
        let title = link.attributes.get("title").and_then(Value::as_str);
        let title = title.map(|title| format!(" title=\"{}\"", escaped(title))).unwrap_or_default();
        marked = format!("<a href=\"{}\"{title} rel=\"noopener noreferrer\">{marked}</a>", escaped(href));
    }
    marked
}
