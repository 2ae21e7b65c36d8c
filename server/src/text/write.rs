//! Blocks written into a document, as the editor would write them.

use super::block::{Attributes, Block, Mark, Node, Text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use yrs::types::{Attrs, Delta};
use yrs::{Any, In, Number, Text as _, TransactionMut, Xml, XmlElementPrelim, XmlFragment, XmlTextPrelim};

/// Puts a block in as y-prosemirror would: attributes that are not null, then the children, where
/// neighbouring runs share one text. `index` is its place among the parent's children.
pub(super) fn write_block(
    parent: &impl XmlFragment,
    index: u32,
    block: &Block,
    transaction: &mut TransactionMut<'_>,
) {
    let element = parent.insert(transaction, index, XmlElementPrelim::empty(block.kind.as_str()));
    for (name, value) in block.attributes.iter().filter(|(_, value)| !value.is_null()) {
        element.insert_attribute(transaction, name.as_str(), as_any(value));
    }
    let mut runs: Vec<&Text> = Vec::new();
    let mut place = 0;
    // One step more than there are nodes, for runs at the end.
    for node in block.content.iter().map(Some).chain([None]) {
        match node {
            Some(Node::Text(run)) if run.text.is_empty() => {}
            Some(Node::Text(run)) => runs.push(run),
            Some(Node::Block(_)) | None => {
                if !runs.is_empty() {
                    write_runs(&element, place, &std::mem::take(&mut runs), transaction);
                    place += 1;
                }
                if let Some(Node::Block(child)) = node {
                    write_block(&element, place, child, transaction);
                    place += 1;
                }
            }
        }
    }
}

/// Puts in one text that holds these runs.
pub(super) fn write_runs(
    parent: &impl XmlFragment,
    index: u32,
    runs: &[&Text],
    transaction: &mut TransactionMut<'_>,
) {
    let text = parent.insert(transaction, index, XmlTextPrelim::new(""));
    let delta = runs.iter().map(|run| inserted(&run.text, formats(&run.marks)));
    text.apply_delta(transaction, delta.collect::<Vec<_>>());
}

/// Characters under formats, for a delta.
pub(super) fn inserted(text: &str, formats: Attrs) -> Delta<In> {
    let formats = Some(formats).filter(|formats| !formats.is_empty());
    Delta::Inserted(In::Any(Any::from(text)), formats.map(Box::new))
}

/// Marks as formatting attributes. Where a mark stands several times, all but the first carry a
/// suffix made from their attributes, as y-prosemirror's do.
pub(super) fn formats(marks: &[Mark]) -> Attrs {
    let mut formats = Attrs::new();
    for mark in marks {
        let mut name = Arc::from(mark.kind.as_str());
        if formats.contains_key(&name) {
            let digest = Sha256::digest(Value::from_iter(mark.attributes.clone()).to_string());
            let mut suffix = STANDARD.encode(digest);
            suffix.truncate(8);
            name = Arc::from(format!("{}--{suffix}", mark.kind));
        }
        formats.insert(name, as_any_map(&mark.attributes));
    }
    formats
}

/// A value as Yjs keeps it; whole numbers stay whole.
pub(super) fn as_any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(truth) => Any::Bool(*truth),
        Value::Number(number) => {
            let whole = number.as_i64().map(Number::Int);
            Any::Number(whole.unwrap_or_else(|| Number::Float(number.as_f64().unwrap_or_default())))
        }
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(items) => Any::Array(items.iter().map(as_any).collect()),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), as_any(value)));
            Any::Map(Arc::new(entries.collect::<HashMap<_, _>>()))
        }
    }
}

fn as_any_map(attributes: &Attributes) -> Any {
    Any::Map(Arc::new(attributes.iter().map(|(name, value)| (name.clone(), as_any(value))).collect()))
}
