//! A fingerprint of a document's text, by which a browser and the server find out whether they hold the same.
//!
//! CRDT messages say what each side has received, not what it made of it; the fingerprint does. It is the
//! SHA-256 of the canonical JSON (RFC 8785) of the tree as Yjs holds it: a fragment or an element's content is
//! an array, an element `[name, {attributes}, [content]]`, a run of characters `[text, {marks}]` (the runs of
//! one text joined where their marks are equal, sibling texts apart), anything else `null`. Attributes and
//! marks that are `null` are left out. Unlike the canonical text it leaves nothing else out, and knows no schema.

use super::document::{TEXT_ROOT, sequence};
use super::read::value;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use yrs::branch::{Branch, BranchPtr};
use yrs::types::Attrs;
use yrs::{Any, Doc, Out, ReadTxn, Text as _, Transact, Xml, XmlElementRef};

/// The SHA-256 of a document's tree.
///
/// Takes about as long as reading the whole text. `None` if the tree cannot be written as JSON.
pub fn fingerprint(document: &Doc) -> Option<[u8; 32]> {
    let transaction = document.transact();
    let root = transaction.get_xml_fragment(TEXT_ROOT);
    let tree = Value::Array(root.map_or_else(Vec::new, |root| content(root.as_ref(), &transaction)));
    let json = serde_json_canonicalizer::to_vec(&tree).ok()?;
    Some(Sha256::digest(json).into())
}

fn content(branch: &Branch, transaction: &impl ReadTxn) -> Vec<Value> {
    let mut nodes = Vec::new();
    for part in sequence(branch).diff(transaction, |_| ()) {
        match part.insert {
            Out::YXmlText(text) => nodes.extend(runs(text.as_ref(), transaction)),
            Out::YXmlElement(element) => {
                let name = element.try_tag().map_or(Value::Null, |name| Value::from(name.as_ref()));
                nodes.push(Value::Array(vec![
                    name,
                    attributes(element.as_ref(), transaction),
                    Value::Array(content(element.as_ref(), transaction)),
                ]));
            }
            _ => nodes.push(Value::Null),
        }
    }
    nodes
}

fn runs(text: &Branch, transaction: &impl ReadTxn) -> Vec<Value> {
    let mut runs: Vec<(String, Value)> = Vec::new();
    let mut nodes = Vec::new();
    let close = |runs: &mut Vec<(String, Value)>, nodes: &mut Vec<Value>| {
        nodes.extend(runs.drain(..).map(|(text, marks)| Value::Array(vec![Value::from(text), marks])));
    };
    for part in sequence(text).diff(transaction, |_| ()) {
        let Out::Any(Any::String(characters)) = part.insert else {
            close(&mut runs, &mut nodes);
            nodes.push(Value::Null);
            continue;
        };
        let marks = part.attributes.map_or_else(|| Value::Object(Map::new()), |formats| marks(&formats));
        match runs.last_mut() {
            Some((text, same)) if *same == marks => text.push_str(&characters),
            _ => runs.push((characters.to_string(), marks)),
        }
    }
    close(&mut runs, &mut nodes);
    nodes
}

fn attributes(element: &Branch, transaction: &impl ReadTxn) -> Value {
    let element = XmlElementRef::from(BranchPtr::from(element));
    let entries = element.attributes(transaction).filter_map(|(name, entry)| match entry {
        Out::Any(plain) => Some((name.to_owned(), value(&plain, 0))),
        _ => None,
    });
    Value::Object(entries.filter(|(_, value)| !value.is_null()).collect())
}

fn marks(formats: &Attrs) -> Value {
    let entries = formats.iter().map(|(name, format)| (name.to_string(), value(format, 0)));
    Value::Object(entries.filter(|(_, value)| !value.is_null()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::block::{Block, Mark, Node, Text};
    use crate::text::epoch::first_epoch;
    use crate::text::log::{EpochReason, TextEntry};
    use base64::Engine as _;
    use yrs::updates::decoder::Decode;
    use yrs::{Update, XmlFragment, XmlTextPrelim};

    fn document(update: &[u8]) -> Doc {
        let document = crate::text::document::empty(1);
        document.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
        document
    }

    fn made_of(blocks: &[Block]) -> Doc {
        let TextEntry::Epoch { initial, .. } = first_epoch(blocks, 0, EpochReason::Created) else { panic!() };
        document(&initial)
    }

    fn sha256(json: &str) -> Option<[u8; 32]> {
        Some(Sha256::digest(json).into())
    }

    #[test]
    fn it_is_the_hash_of_the_tree_as_json() {
        let bold = Text { text: "här".into(), marks: vec![Mark::new("bold")] };
        let content = vec![Node::Text(Text::plain("se ")), Node::Text(bold)];
        let heading = Block::of_text("heading", "Syfte 🌱").with("level", 2).with("none", Value::Null);
        let document = made_of(&[heading, Block::new("paragraph", content)]);
        let json = r#"[["heading",{"level":2},[["Syfte 🌱",{}]]],["paragraph",{},[["se ",{}],["här",{"bold":{}}]]]]"#;
        assert_eq!(fingerprint(&document), sha256(json));
        assert_eq!(fingerprint(&crate::text::document::empty(1)), sha256("[]"));
    }

    #[test]
    fn runs_that_were_marked_and_unmarked_are_one_and_sibling_texts_are_two() {
        let document = made_of(&[Block::of_text("paragraph", "abc")]);
        let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
        let mut transaction = document.transact_mut();
        let paragraph = root.get(&transaction, 0).unwrap().into_xml_element().unwrap();
        let text = paragraph.get(&transaction, 0).unwrap().into_xml_text().unwrap();
        let bold = |value| Attrs::from([("bold".into(), value)]);
        text.format(&mut transaction, 1, 1, bold(Any::Map(std::sync::Arc::default())));
        text.format(&mut transaction, 1, 1, bold(Any::Null));
        paragraph.push_back(&mut transaction, XmlTextPrelim::new("d"));
        drop(transaction);
        assert_eq!(fingerprint(&document), sha256(r#"[["paragraph",{},[["abc",{}],["d",{}]]]]"#));
    }

    /// The web client's own tests read the same file.
    #[test]
    fn it_is_the_browsers_fingerprint() {
        #[derive(serde::Deserialize)]
        struct Vector {
            name: String,
            update_base64: String,
            json: String,
            sha256: String,
        }
        let vectors = include_str!("../../../web/src/lib/sync/fingerprint.vectors.json");
        let vectors: Vec<Vector> = serde_json::from_str(vectors).unwrap();
        assert!(!vectors.is_empty());
        for Vector { name, update_base64, json, sha256: expected } in vectors {
            let update = base64::engine::general_purpose::STANDARD.decode(update_base64).unwrap();
            assert_eq!(fingerprint(&document(&update)), sha256(&json), "{name}");
            assert_eq!(fingerprint(&document(&update)).map(hex::encode), Some(expected), "{name}");
        }
    }
}
