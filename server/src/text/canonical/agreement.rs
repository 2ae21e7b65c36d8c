//! The canonical form of a whole agreement: what a body decides on, and what is signed.

use super::kept::Unreadable;
use super::{FORMAT, TextHash, json, nfc};
use crate::agreement::id::{AgreementId, PartyId};
use crate::agreement::party::Letter;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Everything a reader takes as an agreement's meaning.
#[derive(Clone, Copy, Debug)]
pub struct AgreementText<'a> {
    /// Which agreement.
    pub agreement: AgreementId,
    /// Its title.
    pub title: &'a str,
    /// Its parties with their letters and the names they go by; in any order.
    pub parties: &'a [(PartyId, Letter, &'a str)],
    /// The hashes of its sections, in the order of the text.
    pub sections: &'a [TextHash],
}

impl AgreementText<'_> {
    /// The bytes that are hashed: RFC 8785 JSON.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let named = |&(id, letter, name): &(PartyId, Letter, &str)| Party {
            id,
            letter,
            name: nfc(name).into_owned(),
        };
        let mut parties: Vec<_> = self.parties.iter().map(named).collect();
        parties.sort_unstable_by_key(|party| (party.letter, party.id));
        parties.dedup();
        json(&Hashed {
            format: FORMAT,
            agreement: self.agreement,
            title: &nfc(self.title),
            parties,
            sections: self.sections,
        })
    }

    /// The hash of this text.
    pub fn hash(&self) -> TextHash {
        TextHash(Sha256::digest(self.canonical_bytes()).into())
    }
}

/// An agreement's text as its canonical form holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadAgreement {
    /// Which agreement.
    pub agreement: AgreementId,
    /// Its title.
    pub title: String,
    /// Its parties, in the order of their letters.
    pub parties: Vec<(PartyId, Letter, String)>,
    /// The hashes of its sections, in the order of the text.
    pub sections: Vec<TextHash>,
}

/// Reads the bytes that [`AgreementText::canonical_bytes`] makes. That their hash is the right one is for the
/// caller to check.
///
/// # Errors
/// [`Unreadable`] for any other bytes.
pub fn read_agreement(bytes: &[u8]) -> Result<ReadAgreement, Unreadable> {
    let Numbered { format } = serde_json::from_slice(bytes)?;
    if format != u64::from(FORMAT) {
        return Err(Unreadable::Format(format));
    }
    let Kept { agreement, title, parties, sections, .. } = serde_json::from_slice(bytes)?;
    let parties: Vec<_> = parties.into_iter().map(|party| (party.id, party.letter, party.name)).collect();
    let named: Vec<_> = parties.iter().map(|(id, letter, name)| (*id, *letter, name.as_str())).collect();
    let text = AgreementText { agreement, title: &title, parties: &named, sections: &sections };
    if text.canonical_bytes() != bytes {
        return Err(Unreadable::NotCanonical);
    }
    Ok(ReadAgreement { agreement, title, parties, sections })
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
    title: String,
    parties: Vec<Party>,
    sections: Vec<TextHash>,
}

/// The hashed object, in the names of its JSON.
#[derive(Serialize)]
struct Hashed<'a> {
    format: u32,
    agreement: AgreementId,
    title: &'a str,
    parties: Vec<Party>,
    sections: &'a [TextHash],
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Party {
    id: PartyId,
    letter: Letter,
    name: String,
}

#[cfg(test)]
mod tests {
    use super::super::tests::{by_python, fence_of};
    use super::*;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn letter(letter: char) -> Letter {
        Letter::new(letter).unwrap()
    }

    fn text<'a>(
        title: &'a str,
        parties: &'a [(PartyId, Letter, &'a str)],
        sections: &'a [TextHash],
    ) -> AgreementText<'a> {
        AgreementText { agreement: AgreementId(Uuid::nil()), title, parties, sections }
    }

    #[test]
    fn whatever_an_agreement_says_counts_and_the_order_of_its_parties_does_not() {
        let [one, other] = [PartyId(Uuid::from_u128(1)), PartyId(Uuid::from_u128(2))];
        let sides = [(one, letter('B'), "Ån"), (other, letter('A'), "Bäcken")];
        let turned = [sides[1], (one, letter('B'), "A\u{30a}n")];
        let sections = [TextHash([1; 32]), TextHash([2; 32])];
        let before = text("Avtal", &sides, &sections).hash();
        assert_eq!(text("Avtal", &turned, &sections).hash(), before);

        let renamed = [(one, letter('B'), "Å"), sides[1]];
        let relettered = [(one, letter('C'), "Ån"), sides[1]];
        let another = [(PartyId(Uuid::from_u128(3)), letter('B'), "Ån"), sides[1]];
        let swapped = [sections[1], sections[0]];
        for changed in [
            text("Avtalet", &sides, &sections),
            text("Avtal", &renamed, &sections),
            text("Avtal", &relettered, &sections),
            text("Avtal", &another, &sections),
            text("Avtal", &sides[..1], &sections),
            text("Avtal", &sides, &swapped),
            text("Avtal", &sides, &sections[..1]),
            AgreementText { agreement: AgreementId(Uuid::max()), ..text("Avtal", &sides, &sections) },
        ] {
            assert_ne!(changed.hash(), before, "{changed:?}");
        }
    }

    #[test]
    fn the_worked_example_of_an_agreement_is_right() {
        let example: Value = serde_json::from_str(fence_of("agreement-json")).unwrap();
        let text_of = |value: &Value| value.as_str().unwrap().to_owned();
        let names: Vec<String> =
            example["parties"].as_array().unwrap().iter().map(|party| text_of(&party["name"])).collect();
        let listed = example["parties"].as_array().unwrap().iter().zip(&names);
        let parties: Vec<_> = listed
            .map(|(party, name)| {
                let letter = letter(text_of(&party["letter"]).chars().next().unwrap());
                (text_of(&party["id"]).parse().unwrap(), letter, name.as_str())
            })
            .collect();
        let hashes = example["sections"].as_array().unwrap().iter();
        let sections: Vec<TextHash> = hashes.map(|hash| text_of(hash).parse().unwrap()).collect();
        assert_eq!(sections[0].to_string(), fence_of("hash"), "the section of the first example");
        let text = AgreementText {
            agreement: text_of(&example["agreement"]).parse().unwrap(),
            title: example["title"].as_str().unwrap(),
            parties: &parties,
            sections: &sections,
        };
        assert_eq!(String::from_utf8(text.canonical_bytes()).unwrap(), fence_of("agreement-canonical"));
        assert_eq!(text.hash().to_string(), fence_of("agreement-hash"));
        let read = read_agreement(fence_of("agreement-canonical").as_bytes()).unwrap();
        assert_eq!((read.title.as_str(), read.parties.len()), ("Överenskommelse om året i Fjällbäck", 2));
        assert_eq!(read.sections, sections);
        let spaced = fence_of("agreement-canonical").replacen("\"sections\":", "\"sections\": ", 1);
        assert!(matches!(read_agreement(spaced.as_bytes()), Err(Unreadable::NotCanonical)));
    }

    #[test]
    fn an_independent_reader_computes_the_same_hash_of_an_agreement() {
        let example: Value = serde_json::from_str(fence_of("agreement-json")).unwrap();
        let alone = json!({
            "format": 1, "agreement": AgreementId(Uuid::nil()), "title": "\"A\u{30a}\"\n", "parties": [], "sections": [],
        });
        if let Some(hashes) = by_python(&[example, alone]) {
            let expected = text("\"Å\"\n", &[], &[]).hash().to_string();
            assert_eq!(hashes, [fence_of("agreement-hash").to_owned(), expected]);
        }
    }
}
