//! A CRDT document read as blocks.
//!
//! Reading never fails, never panics and loses no character, whatever a client has sent. What no
//! editor writes is shown under a name that begins with `#`:
//!
//! | name | what it is |
//! | --- | --- |
//! | `#text` | text directly under the root |
//! | `#embed` | a value in the midst of text, in its attribute `value` |
//! | `#attribute` | a shared type where an attribute's value should be |
//! | `#fragment`, `#map`, `#array`, `#document`, `#unknown` | a shared type that is no node |
//! | `#deep` | an element nested beyond [`MAX_DEPTH`], reduced to the characters in it |
//!
//! Single values in a list of blocks are left out: they are nothing that a reader could see.

use super::block::{Attributes, Block, MAX_DEPTH, Mark, Node, Text};
use super::document::{TEXT_ROOT, sequence};
use super::passage::BlockId;
use serde_json::Value;
use yrs::branch::{Branch, BranchID, BranchPtr};
use yrs::types::Attrs;
use yrs::types::text::Diff;
use yrs::{Any, Doc, Number, Out, ReadTxn, Text as _, Transact, Xml, XmlElementRef};

/// Values of attributes nest at most this deep; what lies deeper is replaced by `"#deep"`.
const MAX_VALUE_DEPTH: usize = 8;

/// The blocks of a document. Waits while another thread has a transaction open on it, and for ever if this one has.
pub fn blocks(document: &Doc) -> Vec<Block> {
    blocks_in(&document.transact())
}

/// The blocks of a document, within a transaction.
pub fn blocks_in(transaction: &impl ReadTxn) -> Vec<Block> {
    identified_blocks(transaction).into_iter().map(|(_, block)| block).collect()
}

/// The blocks of a document, each with its id; what is no editor's element has none.
pub fn identified_blocks(transaction: &impl ReadTxn) -> Vec<(Option<BlockId>, Block)> {
    let Some(root) = transaction.get_xml_fragment(TEXT_ROOT) else { return Vec::new() };
    let mut blocks = Vec::new();
    let mut loose = Vec::new();
    for part in sequence(root.as_ref()).diff(transaction, |_| ()) {
        let id = id_of(&part.insert);
        for node in nodes(part, transaction, 1) {
            match node {
                Node::Text(text) => loose.push(Node::Text(text)),
                Node::Block(block) => {
                    keep_loose(&mut loose, &mut blocks);
                    blocks.push((id, block));
                }
            }
        }
    }
    keep_loose(&mut loose, &mut blocks);
    blocks
}

/// The id of an element.
pub(super) fn id_of(shared: &Out) -> Option<BlockId> {
    match shared {
        Out::YXmlElement(element) => match AsRef::<Branch>::as_ref(element).id() {
            BranchID::Nested(id) => Some(BlockId { client: id.client.get(), clock: id.clock }),
            BranchID::Root(_) => None,
        },
        _ => None,
    }
}

/// How deep the shared types of a document nest, texts included, whatever they hold; 0 for an empty one.
///
/// yrs deletes a tree by recursion, so that some thousands of levels, sent in as many small updates,
/// end the process when they are removed. Takes about as long as reading the blocks.
pub fn depth(transaction: &impl ReadTxn) -> usize {
    let root = transaction.get_xml_fragment(TEXT_ROOT).map(|root| (Out::YXmlFragment(root), 0));
    let mut deepest = 0;
    let mut ahead: Vec<(Out, usize)> = root.into_iter().collect();
    while let Some((next, depth)) = ahead.pop() {
        deepest = deepest.max(depth);
        let Some(branch) = next.try_branch() else { continue };
        let children = sequence(branch).diff(transaction, |_| ()).into_iter().map(|child| child.insert);
        let entries = XmlElementRef::from(BranchPtr::from(branch));
        let entries = entries.attributes(transaction).map(|(_, entry)| entry);
        let shared = children.chain(entries).filter(|child| !matches!(child, Out::Any(_)));
        ahead.extend(shared.map(|child| (child, depth + 1)));
    }
    deepest
}

/// Moves text that stands directly under the root into a block of its own.
fn keep_loose(loose: &mut Vec<Node>, blocks: &mut Vec<(Option<BlockId>, Block)>) {
    if !loose.is_empty() {
        blocks.push((None, Block::new("#text", std::mem::take(loose))));
    }
}

/// What a shared type holds; the texts among it as runs.
fn children(branch: &Branch, transaction: &impl ReadTxn, depth: usize) -> Vec<Node> {
    let parts = sequence(branch).diff(transaction, |_| ()).into_iter();
    parts.flat_map(|part| nodes(part, transaction, depth)).collect()
}

/// A part of what a shared type holds: characters as one run, an element as one block.
fn nodes(part: Diff<()>, transaction: &impl ReadTxn, depth: usize) -> Vec<Node> {
    match part.insert {
        Out::Any(Any::String(text)) => {
            let marks = part.attributes.map(|attributes| marks(&attributes)).unwrap_or_default();
            vec![Node::Text(Text { text: text.to_string(), marks })]
        }
        Out::Any(embedded) => {
            let attributes = Attributes::from([("value".to_owned(), value(&embedded, 0))]);
            vec![Node::Block(Block { kind: "#embed".to_owned(), attributes, content: Vec::new() })]
        }
        shared => shared_type(&shared, transaction, depth),
    }
}

/// A shared type: a text as its runs, anything else as one block.
pub(super) fn shared_type(shared: &Out, transaction: &impl ReadTxn, depth: usize) -> Vec<Node> {
    let Some(branch) = shared.try_branch() else {
        return vec![Node::Block(Block::new("#document", Vec::new()))];
    };
    if depth > MAX_DEPTH {
        return vec![Node::Block(Block::of_text("#deep", &characters(branch, transaction)))];
    }
    let kind = match shared {
        Out::YXmlText(_) | Out::YText(_) => return children(branch, transaction, depth + 1),
        Out::YXmlElement(element) => element.try_tag().map_or("#unknown", |name| name.as_ref()),
        Out::YXmlFragment(_) => "#fragment",
        Out::YMap(_) => "#map",
        Out::YArray(_) => "#array",
        Out::YDoc(_) | Out::UndefinedRef(_) | Out::Any(_) => "#unknown",
    };
    let mut block = Block::new(kind, children(branch, transaction, depth + 1));
    // Any shared type may be taken for an element: attributes are what its map part holds.
    let entries = XmlElementRef::from(BranchPtr::from(branch));
    let mut shared_entries = Vec::new();
    for (name, entry) in entries.attributes(transaction) {
        match entry {
            Out::Any(plain) => drop(block.attributes.insert(name.to_owned(), value(&plain, 0))),
            shared => shared_entries.push((name, shared)),
        }
    }
    shared_entries.sort_unstable_by_key(|(name, _)| *name);
    for (name, shared) in shared_entries {
        let content = shared_type(&shared, transaction, depth + 1);
        block.content.push(Node::Block(Block::new("#attribute", content).with("name", name)));
    }
    vec![Node::Block(block)]
}

/// Every character under a shared type, without recursion.
fn characters(branch: &Branch, transaction: &impl ReadTxn) -> String {
    let mut characters = String::new();
    let mut ahead: Vec<Out> = Vec::new();
    let parts = |branch: &Branch| {
        let parts = sequence(branch).diff(transaction, |_| ());
        parts.into_iter().rev().map(|part| part.insert).collect::<Vec<_>>()
    };
    ahead.extend(parts(branch));
    while let Some(next) = ahead.pop() {
        match &next {
            Out::Any(Any::String(text)) => characters.push_str(text),
            shared => ahead.extend(shared.try_branch().map(parts).unwrap_or_default()),
        }
    }
    characters
}

/// The marks of a run, by name.
pub(super) fn marks(formats: &Attrs) -> Vec<Mark> {
    let mut formats: Vec<_> = formats.iter().collect();
    formats.sort_unstable_by_key(|(name, _)| *name);
    let mark = |(name, format): (&std::sync::Arc<str>, &Any)| {
        let attributes = match value(format, 0) {
            Value::Object(attributes) => attributes.into_iter().collect(),
            // The editor writes an object always; `true` is what others write for a plain mark.
            Value::Bool(true) => Attributes::new(),
            other => Attributes::from([("#value".to_owned(), other)]),
        };
        Mark { kind: mark_name(name).to_owned(), attributes }
    };
    formats.into_iter().map(mark).collect()
}

/// A mark's name without the `--hash` that y-prosemirror appends where a mark may stand several times.
pub(super) fn mark_name(format: &str) -> &str {
    const HASH: usize = 8;
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let mut name = format;
    while let Some((before, hash)) = name.len().checked_sub(HASH).and_then(|at| name.split_at_checked(at))
        && let Some(before) = before.strip_suffix("--")
        && hash.bytes().all(is_base64)
    {
        name = before;
    }
    name
}

/// A plain value as JSON; what JSON lacks becomes `null`, and bytes a list of numbers.
pub(super) fn value(any: &Any, depth: usize) -> Value {
    if depth > MAX_VALUE_DEPTH {
        return Value::from("#deep");
    }
    match any {
        Any::Null | Any::Undefined => Value::Null,
        Any::Bool(truth) => Value::from(*truth),
        Any::Number(Number::Int(number)) => Value::from(*number),
        // 2.0 and 2 are one number to a browser, and -0 is 0.
        Any::Number(Number::Float(number)) => match Number::try_i64(*number) {
            Number::Int(number) => Value::from(number),
            Number::Float(number) => Value::from(number),
        },
        Any::String(text) => Value::from(text.as_ref()),
        Any::Buffer(bytes) => Value::from(bytes.to_vec()),
        Any::Array(items) => items.iter().map(|item| value(item, depth + 1)).collect(),
        Any::Map(entries) => {
            entries.iter().map(|(name, item)| (name.clone(), value(item, depth + 1))).collect()
        }
    }
}

#[cfg(test)]
mod tests;
