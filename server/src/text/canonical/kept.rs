//! A canonical form read back: how a revision is shown, compared and restored.

use super::{FORMAT, SectionText};
use crate::agreement::id::{AgreementId, PartyId, SectionId};
use crate::text::block::Block;
use serde::Deserialize;

/// A section's text as its canonical form holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadSection {
    /// The agreement it belongs to.
    pub agreement: AgreementId,
    /// Which section.
    pub section: SectionId,
    /// Its kind, as the API spells it.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The parties responsible for it, with the names they went by; sorted by id.
    pub responsible: Vec<(PartyId, String)>,
    /// Its text, canonical.
    pub blocks: Vec<Block>,
}

/// Some bytes are no canonical form of a section's text.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Not the JSON that it must be.
    #[error("it is no text of a section: {0}")]
    Json(#[from] serde_json::Error),
    /// Of a newer Överens.
    #[error("it has format {0}, and this version reads {FORMAT}")]
    Format(u64),
    /// The same text, spelled otherwise: its hash would be another one when it is written again.
    #[error("it is not in canonical form")]
    NotCanonical,
}

/// Reads the bytes that [`SectionText::canonical_bytes`] makes. That their hash is the right one is for
/// the caller to check.
///
/// # Errors
/// [`Unreadable`] for any other bytes.
pub fn read(bytes: &[u8]) -> Result<ReadSection, Unreadable> {
    // Before anything else: a newer format may differ in all the rest.
    let Numbered { format } = serde_json::from_slice(bytes)?;
    if format != u64::from(FORMAT) {
        return Err(Unreadable::Format(format));
    }
    let Kept { agreement, section, kind, title, responsible, blocks, .. } = serde_json::from_slice(bytes)?;
    let responsible: Vec<_> = responsible.into_iter().map(|party| (party.id, party.name)).collect();
    let read = ReadSection { agreement, section, kind, title, responsible, blocks };
    if read.canonical_bytes() != bytes {
        return Err(Unreadable::NotCanonical);
    }
    Ok(read)
}

impl ReadSection {
    fn canonical_bytes(&self) -> Vec<u8> {
        let responsible: Vec<_> = self.responsible.iter().map(|(id, name)| (*id, name.as_str())).collect();
        SectionText {
            agreement: self.agreement,
            section: self.section,
            kind: &self.kind,
            title: &self.title,
            responsible: &responsible,
            blocks: &self.blocks,
        }
        .canonical_bytes()
    }
}

/// Of any format.
#[derive(Deserialize)]
struct Numbered {
    format: u64,
}

/// The object, in the names of its JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    #[serde(rename = "format")]
    _format: u32,
    agreement: AgreementId,
    section: SectionId,
    kind: String,
    title: String,
    responsible: Vec<Responsible>,
    blocks: Vec<Block>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Responsible {
    id: PartyId,
    name: String,
}

#[cfg(test)]
mod tests {
    use super::super::tests::{disguised, fence_of, section};
    use super::*;
    use crate::text::block::MAX_DEPTH;
    use crate::text::canonical::canonical_blocks;
    use crate::text::epoch::tests::blocks;
    use proptest::prelude::*;
    use serde_json::json;

    proptest! {
        #[test]
        fn what_was_hashed_is_read_back(blocks in blocks()) {
            let party = PartyId(uuid::Uuid::from_u128(7));
            let responsible = [(party, "Å-kommun")];
            let disguised = disguised(&blocks);
            let text = section(&disguised, &responsible);
            let read = read(&text.canonical_bytes()).unwrap();
            prop_assert_eq!(read.canonical_bytes(), text.canonical_bytes());
            prop_assert_eq!((read.agreement, read.section), (text.agreement, text.section));
            prop_assert_eq!((read.kind.as_str(), read.title.as_str()), (text.kind, text.title));
            prop_assert_eq!(read.responsible, vec![(party, "Å-kommun".to_owned())]);
            prop_assert_eq!(read.blocks, canonical_blocks(&blocks));
        }
    }

    #[test]
    fn the_worked_example_is_read_and_nothing_else_passes_for_it() {
        let example = fence_of("canonical");
        let read_example = read(example.as_bytes()).unwrap();
        assert_eq!(read_example.title, "Dialog i Fjällbäck");
        assert_eq!(read_example.responsible.len(), 2);
        assert_eq!(read_example.blocks.len(), 5);

        let of = |from: &str, to: &str| {
            assert!(example.contains(from), "{from}");
            read(example.replacen(from, to, 1).as_bytes())
        };
        assert!(matches!(of("\"format\":1", "\"format\":2"), Err(Unreadable::Format(2))));
        assert!(matches!(of("\"format\":1,", ""), Err(Unreadable::Json(_))));
        assert!(matches!(of("\"format\":1", "\"format\":1,\"more\":1"), Err(Unreadable::Json(_))));
        assert!(matches!(of("\"blocks\":", "\"blocks\": "), Err(Unreadable::NotCanonical)));
        assert!(matches!(of("året", "a\u{30a}ret"), Err(Unreadable::NotCanonical)));
        assert!(matches!(of("{\"level\":2}", "{\"level\":1}"), Err(Unreadable::NotCanonical)));
        assert!(matches!(read(b"\xff"), Err(Unreadable::Json(_))));
    }

    #[test]
    fn the_deepest_text_and_the_strangest_number_are_read_back() {
        let mut deepest = Block::new("paragraph", Vec::new());
        for _ in 1..MAX_DEPTH {
            deepest = Block::new("blockquote", vec![crate::text::block::Node::Block(deepest)]);
        }
        let numbers = json!([
            1e21,
            1e-7,
            5e-324,
            123_456.789,
            0.1,
            1.797_693_134_862_315_7e308,
            u64::MAX,
            i64::MIN,
            1e19
        ]);
        let strange = Block::new("framtida", Vec::new()).with("tal", numbers);
        let blocks = [deepest, strange];
        let bytes = section(&blocks, &[]).canonical_bytes();
        assert_eq!(read(&bytes).unwrap().canonical_bytes(), bytes);
    }
}
