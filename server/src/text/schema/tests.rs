use super::*;
use crate::text::block;
use std::collections::BTreeSet;

/// The page that tells people what the description says.
const PAGE: &str = include_str!("../../../../docs/document-schema.md");

fn names(kinds: &BTreeMap<String, Kind>) -> BTreeSet<&str> {
    kinds.keys().map(String::as_str).collect()
}

#[test]
fn every_node_and_mark_that_the_server_names_is_described_and_no_other() {
    let nodes = BTreeSet::from([
        "doc",
        "text",
        block::PARAGRAPH,
        block::HEADING,
        block::BULLET_LIST,
        block::ORDERED_LIST,
        block::LIST_ITEM,
        block::BLOCKQUOTE,
        block::HARD_BREAK,
        block::MEASURE,
        block::COMMITMENT,
        block::TABLE,
        block::TABLE_ROW,
        block::TABLE_HEADER,
        block::TABLE_CELL,
    ]);
    assert_eq!(names(&description().nodes), nodes);
    assert_eq!(names(&description().marks), BTreeSet::from([block::BOLD, block::ITALIC, block::LINK]));
}

#[test]
fn nothing_is_newer_than_the_version_and_something_came_with_it() {
    let kinds = description().nodes.values().chain(description().marks.values());
    assert_eq!(kinds.map(|kind| kind.since).max(), Some(version()));
}

#[test]
fn every_default_is_a_value_that_the_attribute_may_have() {
    for (name, kind) in description().nodes.iter().chain(&description().marks) {
        for (attribute, Attribute { values, default }) in &kind.attributes {
            let fits = default.is_null()
                || match values {
                    Values::Integer { from, to } => {
                        default.as_u64().is_some_and(|number| (*from..=*to).contains(&number))
                    }
                    Values::Word { allowed } => allowed.iter().any(|word| default == word),
                    Values::Parties | Values::Date | Values::Address | Values::String => false,
                };
            assert!(fits, "{name}.{attribute}: {default}");
        }
    }
}

#[test]
fn the_page_tells_of_every_node_mark_and_attribute_and_of_the_version() {
    assert!(PAGE.contains(&format!("version {}", version())));
    for (name, kind) in description().nodes.iter().chain(&description().marks) {
        let row = PAGE.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("{name} has no row"));
        assert!(row.contains(&format!("| {} |", kind.since)), "{name}: {row}");
        for attribute in kind.attributes.keys().chain(&kind.looks) {
            assert!(row.contains(&format!("`{attribute}`")), "{name}.{attribute}");
        }
    }
}
