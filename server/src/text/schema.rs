//! What a text may hold, from the one description that the server and the web client share.
//!
//! Written down for people in docs/document-schema.md. The description restricts nothing here: what it
//! lacks may come from a newer client and is kept. It says which attributes are defaults or looks.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The shared description; web/ imports the same file.
const JSON: &str = include_str!("schema.json");

static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
    serde_json::from_str(JSON).expect("the description is well-formed")
});

/// Nodes and marks by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Raised with every node, mark or attribute that an older client would not know.
    pub version: u32,
    /// The elements.
    pub nodes: BTreeMap<String, Kind>,
    /// What stands on characters.
    pub marks: BTreeMap<String, Kind>,
}

/// A node or a mark.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The version it came with.
    pub since: u32,
    /// The names under which other nodes' `content` speaks of it.
    #[serde(default)]
    pub group: String,
    /// What it holds, as ProseMirror writes it; empty for nothing.
    #[serde(default)]
    pub content: String,
    /// Whether it stands among characters.
    #[serde(default)]
    pub inline: bool,
    /// Its attributes.
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// Attributes that other programs write and that only say how it looks.
    #[serde(default)]
    pub looks: Vec<String>,
}

/// What an attribute may say, and what leaving it out says.
#[derive(Debug, Deserialize)]
pub struct Attribute {
    /// Its values.
    #[serde(flatten)]
    pub values: Values,
    /// The value it has when it is missing.
    pub default: Value,
}

/// The values of an attribute.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Values {
    /// A whole number.
    Integer {
        /// The least.
        from: u64,
        /// The greatest.
        to: u64,
    },
    /// One of several words.
    Word {
        /// The words.
        allowed: Vec<String>,
    },
    /// Ids of parties; an empty list says the same as none.
    Parties,
    /// A day as `2031-05-01`.
    Date,
    /// Where a link leads: http, https or mailto.
    Address,
    /// Any characters.
    String,
}

/// The description.
pub fn description() -> &'static Description {
    &DESCRIPTION
}

/// The number of the schema, which the handshake tells each client. A client that knows only a lower
/// one opens the text for reading.
pub fn version() -> u32 {
    DESCRIPTION.version
}

impl Description {
    /// The node or mark of a name.
    fn kind(&self, name: &str) -> Option<&Kind> {
        self.nodes.get(name).or_else(|| self.marks.get(name))
    }

    /// Whether an attribute only says how something is drawn or opened, whatever its value.
    pub fn is_for_looks(&self, kind: &str, attribute: &str) -> bool {
        self.kind(kind).is_some_and(|kind| kind.looks.iter().any(|looks| looks == attribute))
    }

    /// Whether a value says the same as no attribute.
    pub fn is_default(&self, kind: &str, attribute: &str, value: &Value) -> bool {
        let Some(attribute) = self.kind(kind).and_then(|kind| kind.attributes.get(attribute)) else {
            return false;
        };
        match &attribute.values {
            // 1.0 and 1 are one number to a browser.
            Values::Integer { .. } => {
                value.as_f64().is_some() && value.as_f64() == attribute.default.as_f64()
            }
            Values::Parties => value.as_array().is_some_and(Vec::is_empty),
            Values::Word { .. } | Values::Date | Values::Address | Values::String => {
                *value == attribute.default
            }
        }
    }

    /// Whether an attribute is a list of parties, in which order says nothing.
    pub fn is_parties(&self, kind: &str, attribute: &str) -> bool {
        let attribute = self.kind(kind).and_then(|kind| kind.attributes.get(attribute));
        attribute.is_some_and(|attribute| matches!(attribute.values, Values::Parties))
    }
}

#[cfg(test)]
mod tests;
