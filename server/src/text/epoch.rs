//! How an epoch begins: the first text, written once by the server under an id of that epoch.

use super::block::{Attributes, Block, Mark, Node, Text};
use super::document::{ABOUT_EPOCH, ABOUT_ROOT, ABOUT_SCHEMA, TEXT_ROOT, empty};
use super::log::{EpochId, EpochReason, FIRST_EPOCH_CLIENT, TextEntry};
use super::schema;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;
use yrs::types::{Attrs, Delta};
use yrs::{
    Any, In, Map, Number, ReadTxn, StateVector, Text as _, Transact, TransactionMut, Xml, XmlElementPrelim,
    XmlFragment, XmlTextPrelim,
};

/// Yjs holds client ids as floating-point numbers, which are exact below this.
const CLIENT_LIMIT: u64 = 1 << 53;

/// The entry with which a new epoch of a section begins, holding `blocks`.
///
/// `at` is in milliseconds since 1970 in UTC. Even an empty text holds structs of the epoch's client
/// id, because the document also says its epoch and schema.
pub fn first_epoch(blocks: &[Block], at: i64, reason: EpochReason) -> TextEntry {
    let epoch = EpochId(Uuid::now_v7());
    let client = rand::random_range(FIRST_EPOCH_CLIENT..CLIENT_LIMIT);
    TextEntry::Epoch { epoch, client, at, reason, initial: initial_update(blocks, epoch, client) }
}

/// The update that makes an empty document hold `blocks`.
fn initial_update(blocks: &[Block], epoch: EpochId, client: u64) -> Vec<u8> {
    let document = empty(client);
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let about = document.get_or_insert_map(ABOUT_ROOT);
    let mut transaction = document.transact_mut();
    about.insert(&mut transaction, ABOUT_EPOCH, epoch.0.to_string());
    about.insert(&mut transaction, ABOUT_SCHEMA, Any::Number(Number::Int(i64::from(schema::version()))));
    for block in blocks {
        write_block(&root, block, &mut transaction);
    }
    transaction.encode_state_as_update_v1(&StateVector::default())
}

/// Appends a block as y-prosemirror would: attributes that are not null, then the children, where
/// neighbouring runs share one text.
fn write_block(parent: &impl XmlFragment, block: &Block, transaction: &mut TransactionMut<'_>) {
    let element = parent.push_back(transaction, XmlElementPrelim::empty(block.kind.as_str()));
    for (name, value) in block.attributes.iter().filter(|(_, value)| !value.is_null()) {
        element.insert_attribute(transaction, name.as_str(), as_any(value));
    }
    let mut runs = Vec::new();
    for node in &block.content {
        match node {
            Node::Text(run) if run.text.is_empty() => {}
            Node::Text(run) => runs.push(run),
            Node::Block(child) => {
                write_runs(&element, std::mem::take(&mut runs), transaction);
                write_block(&element, child, transaction);
            }
        }
    }
    write_runs(&element, runs, transaction);
}

fn write_runs(parent: &impl XmlFragment, runs: Vec<&Text>, transaction: &mut TransactionMut<'_>) {
    if runs.is_empty() {
        return;
    }
    let text = parent.push_back(transaction, XmlTextPrelim::new(""));
    let delta = runs.into_iter().map(|run| {
        let formats = Some(formats(&run.marks)).filter(|formats| !formats.is_empty());
        Delta::Inserted(In::Any(Any::from(run.text.as_str())), formats.map(Box::new))
    });
    text.apply_delta(transaction, delta.collect::<Vec<_>>());
}

/// Marks as formatting attributes. Where a mark stands several times, all but the first carry a
/// suffix made from their attributes, as y-prosemirror's do.
fn formats(marks: &[Mark]) -> Attrs {
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
fn as_any(value: &Value) -> Any {
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

#[cfg(test)]
pub(crate) mod tests;
