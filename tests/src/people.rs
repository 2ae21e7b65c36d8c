//! Who writes in the tests: an agreement with people in all roles, and their ids and tokens.

use crate::{Folder, binary};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

id! {
    /// An agreement's id.
    AgreementId
}
id! {
    /// A section's id.
    SectionId
}
id! {
    /// A member's id.
    MemberId
}
id! {
    /// A personal access token.
    Token
}

/// What `overens seed` prints.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seeded {
    /// The agreement.
    pub agreement: AgreementId,
    /// In the order of the description.
    pub sections: Vec<SeededSection>,
    /// In the order of the description.
    pub members: Vec<SeededMember>,
}

/// A section, as printed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeededSection {
    /// Its id.
    pub id: SectionId,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
}

/// A member, as printed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeededMember {
    /// Their id.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Their party's letter.
    pub party: Option<String>,
    /// Their roles.
    pub roles: Vec<String>,
    /// A link that signs them in, once.
    pub link: String,
    /// A token; only if asked for.
    pub token: Option<Token>,
}

impl Seeded {
    /// A member by their first name.
    ///
    /// # Panics
    /// If there is nobody of that name.
    pub fn member(&self, first_name: &str) -> &SeededMember {
        self.members
            .iter()
            .find(|member| member.name.split(' ').next() == Some(first_name))
            .unwrap_or_else(|| panic!("nobody is called {first_name}"))
    }

    /// A member's token.
    ///
    /// # Panics
    /// If there is nobody of that name, or tokens were not asked for.
    pub fn token(&self, first_name: &str) -> &Token {
        self.member(first_name).token.as_ref().expect("seeded with tokens")
    }

    /// The first section of a kind.
    ///
    /// # Panics
    /// If there is none.
    pub fn section(&self, kind: &str) -> &SectionId {
        let section = self.sections.iter().find(|section| section.kind == kind);
        &section.unwrap_or_else(|| panic!("there is no {kind}")).id
    }
}

/// An agreement about lighthouses: Erik and Asta of the municipality, Maja and Bo of the associations write; Rut
/// reviews, Olle reads along, Nea leads the work and belongs to nobody.
pub fn lighthouses() -> Value {
    json!({
        "title": "Överenskommelse om kustens fyrar",
        "case_number": "KS 2027-0042",
        "time_zone": "Europe/Stockholm",
        "languages": ["sv"],
        "parity": true,
        "parties": [
            {
                "letter": "A", "name": "Kuststads kommun", "kind": "public",
                "approval": { "rule": "any" },
                "bodies": ["Kommunfullmäktige"],
                "organisations": ["Kommunstyrelsen", "Hamnnämnden"]
            },
            {
                "letter": "B", "name": "Kustens föreningar", "kind": "civil",
                "approval": { "rule": "at_least", "count": 2 },
                "bodies": ["Årsmötet"],
                "organisations": ["Fyrvännerna", "Lotsmuseets vänner"]
            }
        ],
        "members": [
            { "name": "Erik Våg", "email": "erik@kuststad.example", "party": "A", "organisation": "Kommunstyrelsen", "roles": ["coordinator", "drafter"] },
            { "name": "Asta Brygga", "email": "asta@kuststad.example", "party": "A", "organisation": "Hamnnämnden", "roles": ["drafter", "approver"] },
            { "name": "Rut Bank", "email": "rut@kuststad.example", "party": "A", "organisation": "Hamnnämnden", "roles": ["reviewer"] },
            { "name": "Maja Skär", "email": "maja@fyrar.example", "party": "B", "organisation": "Fyrvännerna", "roles": ["coordinator", "drafter"] },
            { "name": "Bo Lots", "email": "bo@lotsar.example", "party": "B", "organisation": "Lotsmuseets vänner", "roles": ["drafter", "approver"] },
            { "name": "Ivar Mist", "email": "ivar@lotsar.example", "party": "B", "roles": ["approver"] },
            { "name": "Olle Kobb", "email": "olle@kobb.example", "party": "B", "roles": ["observer"] },
            { "name": "Nea Lugn", "email": "nea@process.example", "party": null, "roles": ["observer"] }
        ],
        "sections": [
            { "kind": "starting_points", "title": "Utgångspunkter", "text": "Fyrarna är allas.\n", "responsible": ["A", "B"] },
            { "kind": "principle", "title": "Öppenhet", "responsible": ["B"] },
            { "kind": "commitments", "title": "Åtaganden" },
            { "kind": "free", "title": "Ordlista", "text": "Lotsar och fyrar.\n" }
        ]
    })
}

/// Adds the agreement about lighthouses, with tokens.
///
/// # Panics
/// If it is refused.
pub async fn seed(folder: &Folder) -> Seeded {
    seed_with(folder, &lighthouses()).await
}

/// Adds an agreement, with tokens.
///
/// # Panics
/// If it is refused.
pub async fn seed_with(folder: &Folder, description: &Value) -> Seeded {
    let file = folder.beside("description.json");
    std::fs::write(&file, description.to_string()).expect("a writable folder");
    let file = file.to_str().expect("temporary folders have plain names");
    let finished = binary::run(&["seed", "--data", &folder.argument(), "--tokens", file]).await;
    assert_eq!(finished.code, Some(0), "seed refuses: {}", finished.errors);
    serde_json::from_str(&finished.output).expect("what docs say is printed")
}
