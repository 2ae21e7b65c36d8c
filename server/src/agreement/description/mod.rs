//! The description of a new agreement: the JSON file that `overens seed` reads.
//!
//! Whatever is wrong with one is said with the path of the field, as a person would point at it:
//! `members[2].party: there is no party "C"; the parties are A and B`.

mod check;
mod problem;
#[cfg(test)]
mod tests;

use super::member::Role;
use super::party::{Letter, PartyKind};
use super::section::SectionKind;
use serde::{Deserialize, Serialize};

pub(super) use check::{is_language, is_plausible_address, is_time_zone};
pub use problem::{Problem, Problems};

/// An agreement to be founded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// What it is called; at most 300 characters.
    pub title: String,
    /// Its case number (*diarienummer*); at most 100 characters. May be left out: work often begins without one.
    #[serde(default)]
    pub case_number: String,
    /// IANA name of its time zone; Europe/Stockholm unless said otherwise.
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    /// BCP 47 tags of the languages its text is written in, the leading one first; Swedish unless said otherwise.
    #[serde(default = "default_languages")]
    pub languages: Vec<String>,
    /// Whether the parties shall have equally many drafters; no unless said otherwise.
    #[serde(default)]
    pub parity: bool,
    /// Two to 26.
    pub parties: Vec<PartyDescription>,
    /// Up to 2,000. A party may begin without a coordinator, and with fewer approvers than its rule asks for:
    /// people come later. A coordinator that a party has, it keeps.
    pub members: Vec<MemberDescription>,
    /// In the order in which they stand in the text; 1 to 2,000.
    pub sections: Vec<SectionDescription>,
}

/// A side of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyDescription {
    /// A to Z; unique.
    #[schema(value_type = String, example = "A")]
    pub letter: Letter,
    /// At most 200 characters; unique.
    pub name: String,
    /// Public or civil.
    pub kind: PartyKind,
    /// How it approves; by any one approver unless said otherwise.
    #[serde(default)]
    pub approval: ApprovalDescription,
    /// The bodies that must decide for it, by name; may be empty.
    #[serde(default)]
    pub bodies: Vec<String>,
    /// Its organisations, by name; may be empty.
    #[serde(default)]
    pub organisations: Vec<String>,
}

/// How a party approves: `{"rule": "any"}` or `{"rule": "at_least", "count": 2}`.
///
/// Not an enum with data: serde could then not say at which field something is amiss.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalDescription {
    /// Which rule.
    pub rule: ApprovalRule,
    /// How many, at least one; with `at_least` only.
    #[serde(default)]
    pub count: Option<u32>,
}

/// The rules by which a party may approve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRule {
    /// Any one approver.
    #[default]
    Any,
    /// So many approvers.
    AtLeast,
}

/// A person in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberDescription {
    /// At most 200 characters.
    pub name: String,
    /// Unique within the agreement, upper and lower case alike.
    pub email: String,
    /// The letter of their party; absent or null for a neutral process leader.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub party: Option<Letter>,
    /// The name of one of their party's organisations.
    #[serde(default)]
    pub organisation: Option<String>,
    /// At least one, none twice.
    pub roles: Vec<Role>,
}

/// A part of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionDescription {
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading; at most 300 characters.
    pub title: String,
    /// Its first text, in Markdown; at most 100,000 characters.
    #[serde(default)]
    pub text: Option<String>,
    /// The letters of the parties that answer for it; may be empty.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub responsible: Vec<Letter>,
}

fn default_time_zone() -> String {
    "Europe/Stockholm".to_owned()
}

fn default_languages() -> Vec<String> {
    vec!["sv".to_owned()]
}

impl Description {
    /// Reads a description and checks it.
    ///
    /// # Errors
    /// If it is no JSON or a field has the wrong type, the first such problem; else every rule it breaks.
    pub fn parse(json: &str) -> Result<Self, Problems> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let description: Self =
            serde_path_to_error::deserialize(&mut reader).map_err(Problems::unreadable)?;
        reader.end().map_err(|error| Problems::from(Problem::new("", error.to_string())))?;
        description.check()?;
        Ok(description)
    }

    /// Checks what the types cannot.
    ///
    /// # Errors
    /// Every problem found, in the order of the fields.
    pub fn check(&self) -> Result<(), Problems> {
        Problems::none_or(check::problems(self))
    }
}
