use super::*;
use crate::text::block::{BOLD, PARAGRAPH};
use crate::text::document::empty;
use serde_json::json;
use yrs::types::Delta;
use yrs::{
    Array, ArrayPrelim, ArrayRef, In, MapPrelim, TextPrelim, TransactionMut, XmlElementPrelim, XmlFragment,
    XmlFragmentRef, XmlTextPrelim, XmlTextRef,
};

/// What is read of a document after `write` has had its way with it.
fn read_after(write: impl FnOnce(&XmlFragmentRef, &mut TransactionMut<'_>)) -> serde_json::Value {
    let document = empty(1);
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    write(&root, &mut document.transact_mut());
    serde_json::to_value(blocks(&document)).unwrap()
}

fn as_list(fragment: &XmlFragmentRef) -> &ArrayRef {
    fragment.as_ref()
}

fn bold() -> Attrs {
    Attrs::from([(BOLD.into(), Any::Map(Default::default()))])
}

#[test]
fn a_document_nobody_has_written_in_has_no_blocks() {
    assert_eq!(blocks(&empty(1)), []);
    assert_eq!(read_after(|_, _| {}), json!([]));
}

#[test]
fn sibling_texts_formats_and_attributes_are_read() {
    let found = read_after(|root, transaction| {
        let element = root.push_back(transaction, XmlElementPrelim::empty("heading"));
        element.insert_attribute(transaction, "level", Any::from(2.0));
        element.insert_attribute(transaction, "borta", Any::Null);
        element.push_back(transaction, XmlTextPrelim::new("a"));
        let text: XmlTextRef = element.push_back(transaction, XmlTextPrelim::new("bc😀"));
        text.format(transaction, 1, 3, bold());
        text.format(transaction, 2, 2, Attrs::from([("comment--aB3+/=x9".into(), Any::Bool(true))]));
    });
    let expected = json!([{"type": "heading", "attrs": {"level": 2, "borta": null}, "content": [
        {"type": "text", "text": "a"},
        {"type": "text", "text": "b"},
        {"type": "text", "text": "c", "marks": [{"type": "bold"}]},
        {"type": "text", "text": "😀", "marks": [{"type": "bold"}, {"type": "comment"}]},
    ]}]);
    assert_eq!(found, expected);
}

#[test]
fn unknown_nodes_and_marks_are_kept_whole() {
    let found = read_after(|root, transaction| {
        let element = root.push_back(transaction, XmlElementPrelim::empty("karta"));
        let place = Any::from_json(r#"{"plats": [1, null, "å"]}"#).unwrap();
        element.insert_attribute(transaction, "var", place.clone());
        let text: XmlTextRef = element.push_back(transaction, XmlTextPrelim::new(""));
        text.insert_with_attributes(transaction, 0, "här", Attrs::from([("ring".into(), place)]));
    });
    let place = json!({"plats": [1, null, "å"]});
    let expected = json!([{"type": "karta", "attrs": {"var": place}, "content": [
        {"type": "text", "text": "här", "marks": [{"type": "ring", "attrs": place}]},
    ]}]);
    assert_eq!(found, expected);
}

#[test]
fn text_directly_under_the_root_is_shown() {
    let found = read_after(|root, transaction| {
        root.push_back(transaction, XmlTextPrelim::new("lös"));
        root.push_back(transaction, XmlTextPrelim::new(" text"));
        root.push_back(transaction, XmlElementPrelim::empty(PARAGRAPH));
    });
    let texts = json!([{"type": "text", "text": "lös"}, {"type": "text", "text": " text"}]);
    assert_eq!(found, json!([{"type": "#text", "content": texts}, {"type": "paragraph"}]));
}

#[test]
fn what_follows_a_shared_type_that_is_no_node_is_not_hidden() {
    let found = read_after(|root, transaction| {
        as_list(root).push_back(transaction, MapPrelim::from([("nyckel", "värde")]));
        as_list(root).push_back(transaction, ArrayPrelim::default());
        as_list(root).push_back(transaction, TextPrelim::new("text"));
        as_list(root).push_back(transaction, 5);
        root.push_back(transaction, XmlElementPrelim::empty(PARAGRAPH));
    });
    let expected = json!([
        {"type": "#map", "attrs": {"nyckel": "värde"}},
        {"type": "#array"},
        {"type": "#text", "content": [{"type": "text", "text": "text"}]},
        {"type": "paragraph"},
    ]);
    assert_eq!(found, expected);
}

#[test]
fn characters_in_the_place_of_blocks_are_read_and_the_reading_ends() {
    // As an array, yrs would go round in this for ever.
    let document = empty(1);
    let text = document.get_or_insert_text(TEXT_ROOT);
    text.push(&mut document.transact_mut(), "😀");
    assert_eq!(blocks(&document), [Block::of_text("#text", "😀")]);
}

#[test]
fn shared_types_in_the_midst_of_text_and_as_attributes_are_kept() {
    let found = read_after(|root, transaction| {
        let element = root.push_back(transaction, XmlElementPrelim::empty(PARAGRAPH));
        element.insert_attribute(transaction, "delad", MapPrelim::from([("a", 1)]));
        let text: XmlTextRef = element.push_back(transaction, XmlTextPrelim::new(""));
        let embedded =
            [In::from("före"), In::Map(MapPrelim::default()), In::Any(Any::from(7)), In::from("efter")];
        text.apply_delta(transaction, embedded.map(|value| Delta::Inserted(value, None)));
    });
    let expected = json!([{"type": "paragraph", "content": [
        {"type": "text", "text": "före"},
        {"type": "#map"},
        {"type": "#embed", "attrs": {"value": 7}},
        {"type": "text", "text": "efter"},
        {"type": "#attribute", "attrs": {"name": "delad"}, "content": [{"type": "#map", "attrs": {"a": 1}}]},
    ]}]);
    assert_eq!(found, expected);
}

#[test]
fn nesting_is_bounded_and_no_character_is_lost() {
    let document = empty(1);
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    {
        let mut transaction = document.transact_mut();
        let mut inner = root.push_back(&mut transaction, XmlElementPrelim::empty("blockquote"));
        for _ in 0..2_000 {
            inner = inner.push_back(&mut transaction, XmlElementPrelim::empty("blockquote"));
        }
        inner.push_back(&mut transaction, XmlTextPrelim::new("innerst"));
        inner.push_back(&mut transaction, XmlElementPrelim::empty(PARAGRAPH));
    }
    assert_eq!(depth(&document.transact()), 2_002);
    let found = blocks(&document);
    let json = serde_json::to_string(&found).unwrap();
    assert!(json.contains(r##"{"type":"#deep","content":[{"type":"text","text":"innerst"}]}"##));
    assert!(found[0].is_foreign());
    assert_eq!(serde_json::from_str::<Vec<Block>>(&json).unwrap(), found);
}

#[test]
fn values_nested_without_end_are_cut() {
    let mut deep = Any::from("innerst");
    for _ in 0..1_000 {
        deep = Any::from(vec![deep]);
    }
    let found = read_after(|root, transaction| {
        let element = root.push_back(transaction, XmlElementPrelim::empty(PARAGRAPH));
        element.insert_attribute(transaction, "djup", deep);
    });
    let json = found.to_string();
    assert!(json.contains("#deep") && !json.contains("innerst"), "{json}");
}

#[test]
fn numbers_that_json_lacks_are_null() {
    let found = read_after(|root, transaction| {
        let element = root.push_back(transaction, XmlElementPrelim::empty(PARAGRAPH));
        element.insert_attribute(transaction, "tal", Any::from(f64::NAN));
    });
    assert_eq!(found, json!([{"type": "paragraph", "attrs": {"tal": null}}]));
}
