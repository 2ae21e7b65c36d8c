//! Who wrote what, asked of a document itself.

use crate::agreement::id::MemberId;
use crate::drafting::document::Document;
use crate::drafting::reading::{Contributor, contributors};
use crate::drafting::update::Span;
use crate::text::authors;
use std::collections::HashMap;

/// Who wrote a text.
pub(in crate::drafting) struct Authors {
    /// Every character, in the order of the text.
    pub(in crate::drafting) runs: Vec<Run>,
    /// Those of whom something stands, most first.
    pub(in crate::drafting) contributors: Vec<Contributor>,
}

/// Characters of one author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::drafting) struct Run {
    pub(in crate::drafting) text: String,
    pub(in crate::drafting) member: Option<MemberId>,
    pub(in crate::drafting) client: u64,
    pub(in crate::drafting) clock: u32,
}

impl Document {
    /// Every run of the standing text with its author.
    pub(in crate::drafting) fn authors(&self) -> Authors {
        let mut runs = Vec::new();
        let mut characters: HashMap<MemberId, u64> = HashMap::new();
        for standing in authors::runs(&self.document) {
            let span = Span { client: standing.client, clock: standing.clock, length: standing.length };
            let units: Vec<u16> = standing.text.encode_utf16().collect();
            let mut from = 0;
            for (length, member) in self.authorship.authors(span) {
                let to = (from + length as usize).min(units.len());
                if let Some(member) = member {
                    *characters.entry(member).or_default() += u64::from(length);
                }
                runs.push(Run {
                    text: String::from_utf16_lossy(&units[from..to]),
                    member,
                    client: standing.client,
                    clock: standing.clock + from as u32,
                });
                from = to;
            }
        }
        Authors { runs, contributors: contributors(characters) }
    }
}
