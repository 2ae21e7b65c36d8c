//! Markdown as blocks, for texts that are given before anybody has opened the editor.
//!
//! Headings, paragraphs, bold, italic, nested lists, quotes, links to the web and to mail addresses,
//! and hard line breaks. Anything else becomes plain text: no word is lost. [`write`] is the way back.

pub mod page;
pub mod write;

use super::block::{
    BLOCKQUOTE, BOLD, BULLET_LIST, Block, HARD_BREAK, HEADING, ITALIC, LIST_ITEM, MAX_DEPTH, Mark, Node,
    ORDERED_LIST, PARAGRAPH, Text,
};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;

/// Lists and quotes open up to here; what lies deeper stands in the innermost of them. Leaves room
/// for an item, its paragraph and the text.
const MAX_CONTAINER_DEPTH: usize = MAX_DEPTH - 4;

/// The blocks of a Markdown text; at least one, so that there is somewhere to write.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(markdown, Options::empty()).into_offset_iter();
    let mut builder = Builder::default();
    for (event, range) in events.by_ref() {
        builder.event(event, markdown.get(range).unwrap_or_default());
    }
    // A definition that no link uses would vanish.
    let definitions = events.reference_definitions();
    let used: HashSet<_> = builder
        .used_labels
        .iter()
        .filter_map(|label| definitions.get(label))
        .map(|used| used.span.start)
        .collect();
    let mut unused: Vec<_> = definitions.iter().map(|(_, definition)| definition.span.clone()).collect();
    unused.retain(|span| !used.contains(&span.start));
    unused.sort_by_key(|span| span.start);
    for span in unused {
        builder.lines(markdown.get(span).unwrap_or_default());
    }
    if builder.done.is_empty() {
        builder.done.push(Block::new(PARAGRAPH, Vec::new()));
    }
    builder.done
}

/// Whether a link may lead there.
pub(super) fn is_allowed(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
}

#[derive(Default)]
struct Builder {
    /// Blocks that are complete and stand in no other.
    done: Vec<Block>,
    /// Blocks that are still open, the innermost last.
    open: Vec<Block>,
    /// Whether the innermost is a paragraph that Markdown leaves out, as in a tight list.
    implicit: bool,
    /// For each list, item and quote that has begun, whether it was opened as a block.
    containers: Vec<bool>,
    /// Marks of the text that comes now.
    marks: Vec<Mark>,
    /// For each link and image that has begun: `None` for a link that is one, else what to say after its text.
    links: Vec<Option<String>>,
    /// Labels by which links and images refer to definitions.
    used_labels: HashSet<String>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) => self.broken_text(&text),
            Event::Code(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.text(&text),
            Event::Html(text) => self.broken_text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.node(Node::Block(Block::new(HARD_BREAK, Vec::new()))),
            Event::Rule | Event::TaskListMarker(_) => self.lines(source),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.open(Block::new(HEADING, Vec::new()).with("level", level as u8))
            }
            Tag::BlockQuote(_) => self.container(Block::new(BLOCKQUOTE, Vec::new())),
            Tag::List(None) => self.container(Block::new(BULLET_LIST, Vec::new())),
            Tag::List(Some(start)) => {
                self.container(Block::new(ORDERED_LIST, Vec::new()).with("start", start))
            }
            Tag::Item => {
                self.close_implicit();
                let in_list = self.containers.last().copied().unwrap_or(false);
                if in_list {
                    self.open(Block::new(LIST_ITEM, Vec::new()));
                }
                self.containers.push(in_list);
            }
            Tag::Emphasis => self.marks.push(Mark::new(ITALIC)),
            Tag::Strong => self.marks.push(Mark::new(BOLD)),
            Tag::Link { link_type, dest_url, title, id } => {
                self.used_labels.insert(id.to_string());
                self.link(link_type, &dest_url, &title);
            }
            Tag::Image { dest_url, title, id, .. } => {
                self.used_labels.insert(id.to_string());
                self.links.push(Some(aside(&dest_url, &title)));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) if !language.is_empty() => {
                self.open(Block::new(PARAGRAPH, Vec::new()));
                self.broken_text(&format!("{language}\n"));
            }
            // Of the rest only paragraphs, code and HTML come without an option that is off here.
            _ => self.open(Block::new(PARAGRAPH, Vec::new())),
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis | TagEnd::Strong => drop(self.marks.pop()),
            TagEnd::Link | TagEnd::Image => match self.links.pop() {
                Some(Some(aside)) => self.text(&aside),
                _ => drop(self.marks.pop()),
            },
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.close_implicit();
                if self.containers.pop() == Some(true) {
                    self.close();
                }
            }
            // A paragraph or heading ends; code and HTML end with a line break that is none.
            _ => {
                let content = self.open.last_mut().map(|block| &mut block.content);
                content.and_then(|content| content.pop_if(|node| is_hard_break(node)));
                self.close();
            }
        }
    }

    fn link(&mut self, link_type: LinkType, destination: &str, title: &str) {
        let href = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        if is_allowed(&href) {
            let mut mark = Mark::link(&href);
            if !title.is_empty() {
                mark.attributes.insert("title".to_owned(), title.into());
            }
            self.marks.push(mark);
            self.links.push(None);
        } else {
            self.links.push(Some(aside(destination, title)));
        }
    }

    fn container(&mut self, block: Block) {
        self.close_implicit();
        let opens = self.open.len() < MAX_CONTAINER_DEPTH;
        if opens {
            self.open(block);
        }
        self.containers.push(opens);
    }

    fn open(&mut self, block: Block) {
        self.close_implicit();
        self.open.push(block);
    }

    fn close_implicit(&mut self) {
        if std::mem::take(&mut self.implicit) {
            self.close();
        }
    }

    /// The innermost block is complete; what the editor's schema asks of it is filled in.
    fn close(&mut self) {
        let Some(mut block) = self.open.pop() else { return };
        let begins_with_paragraph =
            matches!(block.content.first(), Some(Node::Block(first)) if first.kind == PARAGRAPH);
        let lacks_paragraph = match block.kind.as_str() {
            LIST_ITEM => !begins_with_paragraph,
            BLOCKQUOTE => block.content.is_empty(),
            _ => false,
        };
        if lacks_paragraph {
            block.content.insert(0, Node::Block(Block::new(PARAGRAPH, Vec::new())));
        }
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Node::Block(block)),
            None => self.done.push(block),
        }
    }

    /// A paragraph of its own that says just this.
    fn lines(&mut self, text: &str) {
        self.open(Block::new(PARAGRAPH, Vec::new()));
        self.broken_text(text.trim());
        self.close();
    }

    /// Text in which line breaks count.
    fn broken_text(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.node(Node::Block(Block::new(HARD_BREAK, Vec::new())));
            }
            self.text(line.trim_end_matches('\r'));
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            let mut marks: Vec<Mark> = Vec::new();
            for mark in &self.marks {
                if !marks.contains(mark) {
                    marks.push(mark.clone());
                }
            }
            self.node(Node::Text(Text { text: text.to_owned(), marks }));
        }
    }

    /// Appends to the innermost block, or to a paragraph in it if it holds no text itself.
    fn node(&mut self, node: Node) {
        if !self.open.last().is_some_and(|block| matches!(block.kind.as_str(), PARAGRAPH | HEADING)) {
            self.open(Block::new(PARAGRAPH, Vec::new()));
            self.implicit = true;
        }
        let Some(block) = self.open.last_mut() else { return };
        match (block.content.last_mut(), node) {
            (Some(Node::Text(last)), Node::Text(text)) if last.marks == text.marks => {
                last.text.push_str(&text.text)
            }
            (_, node) => block.content.push(node),
        }
    }
}

/// Where a link or image led, for a reader of plain text.
fn aside(destination: &str, title: &str) -> String {
    match title {
        "" => format!(" ({destination})"),
        title => format!(" ({destination}, {title})"),
    }
}

fn is_hard_break(node: &Node) -> bool {
    matches!(node, Node::Block(block) if block.kind == HARD_BREAK)
}

#[cfg(test)]
mod tests;
