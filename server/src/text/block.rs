//! The tree a text is: blocks, and runs of characters within them, named as the editor names them.
//!
//! The JSON form is ProseMirror's. Nothing here restricts which names occur: a node or mark this
//! version does not know may come from a newer editor, and is kept with all it holds.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::Value;
use std::collections::BTreeMap;

/// Attributes by name. `null` says the same as a missing one.
pub type Attributes = BTreeMap<String, Value>;

/// Blocks nest at most this deep; everyone who makes them sees to it. Twice this (an object and an
/// array each) and some more stays below the 128 levels that JSON readers accept.
pub const MAX_DEPTH: usize = 48;

/// A paragraph.
pub const PARAGRAPH: &str = "paragraph";
/// A heading; attribute `level`, 1 to 6.
pub const HEADING: &str = "heading";
/// A list with bullets.
pub const BULLET_LIST: &str = "bulletList";
/// A numbered list; attribute `start`.
pub const ORDERED_LIST: &str = "orderedList";
/// An item of either list; begins with a paragraph.
pub const LIST_ITEM: &str = "listItem";
/// A quote.
pub const BLOCKQUOTE: &str = "blockquote";
/// A line break within a block.
pub const HARD_BREAK: &str = "hardBreak";
/// A measure; attributes `responsible` (party ids), `level` (of participation), `due` (a date).
pub const MEASURE: &str = "measure";
/// A commitment; attributes `kind` (own or joint; own when missing), `responsible` (party ids).
pub const COMMITMENT: &str = "commitment";
/// A table: rows.
pub const TABLE: &str = "table";
/// A row of a table: cells of either kind.
pub const TABLE_ROW: &str = "tableRow";
/// A cell of a table, which holds blocks; attributes `colspan`, `rowspan`.
pub const TABLE_CELL: &str = "tableCell";
/// A heading cell of a table; holds and says what any cell does.
pub const TABLE_HEADER: &str = "tableHeader";

/// Bold.
pub const BOLD: &str = "bold";
/// Italic.
pub const ITALIC: &str = "italic";
/// A link; attributes `href`, `title`.
pub const LINK: &str = "link";

/// An element: a block, or something inline that is no text, as a line break.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Block {
    /// Its node name. Names that begin with `#` are [`crate::text::read`]'s, for what no editor writes.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its attributes.
    #[serde(rename = "attrs", skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// What it holds, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Node>,
}

/// What a block holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Node {
    /// Another element.
    Block(Block),
    /// Characters.
    Text(Text),
}

/// Characters under the same marks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(tag = "type", rename = "text")]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Their marks; the order has no meaning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// A mark on characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Its name.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its attributes.
    #[serde(rename = "attrs", default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
}

impl Block {
    /// A block without attributes.
    pub fn new(kind: &str, content: Vec<Node>) -> Self {
        Self { kind: kind.to_owned(), attributes: Attributes::new(), content }
    }

    /// A block without attributes that holds plain text, or nothing if `text` is empty.
    pub fn of_text(kind: &str, text: &str) -> Self {
        let text = Some(text).filter(|text| !text.is_empty());
        Self::new(kind, text.map(|text| Node::Text(Text::plain(text))).into_iter().collect())
    }

    /// The same block with an attribute set.
    #[must_use]
    pub fn with(mut self, attribute: &str, value: impl Into<Value>) -> Self {
        self.attributes.insert(attribute.to_owned(), value.into());
        self
    }

    /// Whether it or something in it is none of an editor's making: a shared type that is no XML,
    /// text outside every block, or nesting beyond [`MAX_DEPTH`]. Such a text can be shown, and
    /// should not be approved.
    pub fn is_foreign(&self) -> bool {
        self.kind.starts_with('#')
            || self.content.iter().any(|node| matches!(node, Node::Block(block) if block.is_foreign()))
    }
}

impl Text {
    /// Characters without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }
}

impl Mark {
    /// A mark without attributes.
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), attributes: Attributes::new() }
    }

    /// A link.
    pub fn link(href: &str) -> Self {
        let attributes = Attributes::from([("href".to_owned(), Value::from(href))]);
        Self { kind: LINK.to_owned(), attributes }
    }
}

/// A node of ProseMirror's JSON before it is known which kind it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyNode {
    #[serde(rename = "type")]
    kind: String,
    text: Option<String>,
    #[serde(default)]
    marks: Vec<Mark>,
    #[serde(default)]
    attrs: Attributes,
    #[serde(default)]
    content: Vec<Node>,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let AnyNode { kind, text, marks, attrs, content } = AnyNode::deserialize(deserializer)?;
        match text {
            Some(text) if kind == "text" && attrs.is_empty() && content.is_empty() => {
                Ok(Self::Text(Text { text, marks }))
            }
            Some(_) => Err(D::Error::custom("only a node of type text has text, and it has nothing else")),
            // The editor marks line breaks within bold text; the shared document keeps no marks of elements.
            None => Ok(Self::Block(Block { kind, attributes: attrs, content })),
        }
    }
}

impl<'de> Deserialize<'de> for Block {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Node::deserialize(deserializer)? {
            Node::Block(block) => Ok(block),
            Node::Text(_) => Err(D::Error::custom("text stands within a block")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_json_form_is_prosemirrors() {
        let json = json!([
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Syfte"}]},
            {"type": "paragraph", "content": [
                {"type": "text", "text": "se ", "marks": [{"type": "bold"}]},
                {"type": "hardBreak"},
                {"type": "text", "text": "här", "marks": [{"type": "link", "attrs": {"href": "https://exempel.se"}}]},
            ]},
        ]);
        let blocks: Vec<Block> = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(blocks[0], Block::of_text(HEADING, "Syfte").with("level", 2));
        assert_eq!(serde_json::to_value(&blocks).unwrap(), json);
    }

    #[test]
    fn text_outside_a_block_is_refused() {
        let json = json!([{"type": "text", "text": "lös"}]);
        assert!(serde_json::from_value::<Vec<Block>>(json).is_err());
    }

    #[test]
    fn marks_of_a_line_break_are_no_part_of_the_text() {
        let json = json!({"type": "hardBreak", "marks": [{"type": "bold"}]});
        assert_eq!(serde_json::from_value::<Block>(json).unwrap(), Block::new(HARD_BREAK, Vec::new()));
    }

    #[test]
    fn json_nested_without_end_is_refused() {
        let json = r#"{"type":"blockquote","content":["#.repeat(100_000);
        assert!(serde_json::from_str::<Block>(&json).is_err());
    }
}
