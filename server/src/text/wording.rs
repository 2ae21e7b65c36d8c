//! What a text says in attributes, in words: the number of a measure, who is responsible for it, by when.
//!
//! Used by the writers of pages (`html`, `markdown::page`), in Swedish or English. A change here changes the
//! pages of an export, and so needs another [`super::html::VERSION`].

use super::block::{Block, COMMITMENT, MEASURE};
use crate::agreement::id::PartyId;
use crate::agreement::refusal::Language;
use jiff::Timestamp;
use serde_json::Value;

/// In which language, and what the parties are called.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The language of labels.
    pub language: Language,
    /// The parties by the names they go by.
    pub parties: &'a [(PartyId, String)],
}

/// Measures and commitments seen so far in a section.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    measures: usize,
    commitments: usize,
}

/// The language of labels in a text of this language (BCP 47): Swedish in a Swedish text, else English.
pub fn labels_for(language: &str) -> Language {
    let primary = language.split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("sv") { Language::Swedish } else { Language::English }
}

/// An instant as pages show it: in UTC, so that it depends on no table of time zones.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

impl Wording<'_> {
    /// One of two wordings.
    pub fn say(&self, swedish: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }

    /// What stands before a measure or a commitment, and the fields beside it; `None` for any other block.
    pub fn of(&self, block: &Block, count: &mut Count) -> Option<(String, Vec<(String, String)>)> {
        match block.kind.as_str() {
            MEASURE => {
                count.measures += 1;
                let label = format!("{} {}", self.say("Åtgärd", "Measure"), count.measures);
                let fields = [self.responsible(block), self.level(block), self.due(block)];
                Some((label, self.with_others(block, fields.into(), &["responsible", "level", "due"])))
            }
            COMMITMENT => {
                count.commitments += 1;
                let label = format!("{} {}", self.say("Åtagande", "Commitment"), count.commitments);
                let fields = vec![self.kind(block), self.responsible(block)];
                Some((label, self.with_others(block, fields, &["kind", "responsible"])))
            }
            _ => None,
        }
    }

    /// What the hash covers and this version has no words for is shown as it stands.
    fn with_others(
        &self,
        block: &Block,
        mut fields: Vec<(String, String)>,
        known: &[&str],
    ) -> Vec<(String, String)> {
        let others = block.attributes.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        fields.extend(others.map(|(name, value)| (name.clone(), value.to_string())));
        fields
    }

    fn undecided(&self) -> String {
        self.say("inte bestämt", "not decided").to_owned()
    }

    fn responsible(&self, block: &Block) -> (String, String) {
        let value = match block.attributes.get("responsible") {
            None => self.undecided(),
            Some(Value::Array(parties)) => {
                parties.iter().map(|party| self.party(party)).collect::<Vec<_>>().join(", ")
            }
            Some(other) => other.to_string(),
        };
        (self.say("Ansvarar", "Responsible").to_owned(), value)
    }

    fn party(&self, party: &Value) -> String {
        let named = |id: &str| self.parties.iter().find(|(known, _)| known.to_string() == id);
        match party.as_str() {
            Some(id) => named(id).map_or_else(|| id.to_owned(), |(_, name)| name.clone()),
            None => party.to_string(),
        }
    }

    fn level(&self, block: &Block) -> (String, String) {
        let value = match block.attributes.get("level").map(|level| (level, level.as_str())) {
            None => self.undecided(),
            Some((_, Some("information"))) => self.say("information", "information").to_owned(),
            Some((_, Some("consultation"))) => self.say("samråd", "consultation").to_owned(),
            Some((_, Some("dialogue"))) => self.say("dialog", "dialogue").to_owned(),
            Some((_, Some("partnership"))) => self.say("partnerskap", "partnership").to_owned(),
            Some((other, _)) => other.to_string(),
        };
        (self.say("Delaktighetsnivå", "Level of participation").to_owned(), value)
    }

    fn due(&self, block: &Block) -> (String, String) {
        let value = match block.attributes.get("due") {
            None => self.undecided(),
            Some(Value::String(day)) => day.clone(),
            Some(other) => other.to_string(),
        };
        (self.say("Senast", "Due").to_owned(), value)
    }

    fn kind(&self, block: &Block) -> (String, String) {
        let value = match block.attributes.get("kind").map(|kind| (kind, kind.as_str())) {
            None | Some((_, Some("own"))) => self.say("partens eget", "the party's own").to_owned(),
            Some((_, Some("joint"))) => self.say("gemensamt", "joint").to_owned(),
            Some((other, _)) => other.to_string(),
        };
        (self.say("Vems åtagande", "Whose commitment").to_owned(), value)
    }
}
