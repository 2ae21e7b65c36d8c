//! What must hold of a description beyond the types of its fields.
//!
//! The bounds are far above any agreement that was made: they keep a slip of the hand, or of a
//! program, from becoming a record that nobody can open.

use super::{ApprovalRule, Description, MemberDescription, PartyDescription, Problem};
use crate::agreement::member::Role;
use jiff::tz::TimeZoneDatabase;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

/// Titles of the agreement and of sections, in characters.
const TITLE: usize = 300;
/// Names of people, parties, organisations and bodies, in characters.
const NAME: usize = 200;
/// Case numbers, in characters.
const CASE_NUMBER: usize = 100;
/// Addresses, in characters: what SMTP can carry.
const EMAIL: usize = 254;
/// Markdown of one section, in characters.
const TEXT: usize = 100_000;
/// One for each letter.
const PARTIES: usize = 26;
/// In one party.
const ORGANISATIONS: usize = 500;
/// Deciding bodies of one party.
const BODIES: usize = 50;
/// In one agreement.
const MEMBERS: usize = 2_000;
/// In one agreement.
const SECTIONS: usize = 2_000;
/// In one agreement.
const LANGUAGES: usize = 10;

/// Everything wrong with it, in the order of its fields.
pub(super) fn problems(description: &Description) -> Vec<Problem> {
    let mut found = Found::default();
    found.line("title", &description.title, TITLE);
    if !description.case_number.is_empty() {
        found.line("case_number", &description.case_number, CASE_NUMBER);
    }
    time_zone(description, &mut found);
    languages(description, &mut found);
    parties(description, &mut found);
    members(description, &mut found);
    sections(description, &mut found);
    found.0
}

/// Problems, gathered.
#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn add(&mut self, field: impl Into<String>, what: impl Into<String>) {
        self.0.push(Problem::new(field, what));
    }

    /// A text on one line that says something.
    fn line(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if text.trim().is_empty() {
            self.add(field, "must not be empty");
        } else if text.trim() != text {
            self.add(field, format!("{text:?} must not begin or end with a space"));
        } else if length > most {
            self.add(field, format!("has {length} characters; at most {most} are possible"));
        } else if text.chars().any(char::is_control) {
            self.add(field, format!("{text:?} must not hold line breaks or control characters"));
        }
    }

    fn count(&mut self, field: &str, count: usize, least: usize, most: usize) {
        if count < least {
            self.add(field, format!("there must be at least {least}, and there are {count}"));
        } else if count > most {
            self.add(field, format!("there are {count}; at most {most} are possible"));
        }
    }

    /// Names on one line each, none twice.
    fn names(&mut self, field: &str, names: &[String], most: usize) {
        self.count(field, names.len(), 0, most);
        let mut seen = HashSet::new();
        for (index, name) in names.iter().enumerate() {
            let field = format!("{field}[{index}]");
            self.line(&field, name, NAME);
            if !seen.insert(name) {
                self.add(field, format!("{name:?} stands here twice"));
            }
        }
    }
}

/// Whether this is the name of a time zone.
pub(in crate::agreement) fn is_time_zone(name: &str) -> bool {
    // The bundled database: which names are known must not depend on the machine.
    TimeZoneDatabase::bundled().get(name).is_ok_and(|zone| zone.iana_name() == Some(name))
}

/// Whether this could be the tag of a language.
pub(in crate::agreement) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
        && tag.len() <= 35
}

fn time_zone(description: &Description, found: &mut Found) {
    let name = &description.time_zone;
    if !is_time_zone(name) {
        found.add(
            "time_zone",
            format!("{name:?} is not the name of a time zone, such as \"Europe/Stockholm\""),
        );
    }
}

fn languages(description: &Description, found: &mut Found) {
    found.count("languages", description.languages.len(), 1, LANGUAGES);
    let mut seen = HashSet::new();
    for (index, tag) in description.languages.iter().enumerate() {
        let field = format!("languages[{index}]");
        if !is_language(tag) {
            found.add(field, format!("{tag:?} is not a language tag, such as \"sv\" or \"fi\""));
        } else if !seen.insert(tag) {
            found.add(field, format!("{tag:?} stands here twice"));
        }
    }
}

fn parties(description: &Description, found: &mut Found) {
    found.count("parties", description.parties.len(), 2, PARTIES);
    let mut letters = HashMap::new();
    let mut names = HashMap::new();
    for (index, party) in description.parties.iter().enumerate() {
        let field = format!("parties[{index}]");
        if let Some(other) = letters.insert(party.letter, index) {
            found.add(format!("{field}.letter"), format!("{} is parties[{other}]'s already", party.letter));
        }
        found.line(&format!("{field}.name"), &party.name, NAME);
        if let Some(other) = names.insert(&party.name, index) {
            found.add(format!("{field}.name"), format!("{:?} is parties[{other}]'s already", party.name));
        }
        approval(party, &format!("{field}.approval.count"), found);
        found.names(&format!("{field}.bodies"), &party.bodies, BODIES);
        found.names(&format!("{field}.organisations"), &party.organisations, ORGANISATIONS);
    }
}

fn approval(party: &PartyDescription, field: &str, found: &mut Found) {
    match (party.approval.rule, party.approval.count) {
        (ApprovalRule::Any, None) => {}
        (ApprovalRule::Any, Some(_)) => {
            found.add(field, "goes with the rule \"at_least\" only; leave it out");
        }
        (ApprovalRule::AtLeast, None) => found.add(field, "is missing: how many approvers?"),
        (ApprovalRule::AtLeast, Some(0)) => found.add(field, "must be at least 1"),
        (ApprovalRule::AtLeast, Some(_)) => {}
    }
}

fn members(description: &Description, found: &mut Found) {
    found.count("members", description.members.len(), 0, MEMBERS);
    let mut addresses = HashMap::new();
    for (index, member) in description.members.iter().enumerate() {
        let field = format!("members[{index}]");
        found.line(&format!("{field}.name"), &member.name, NAME);
        let email = format!("{field}.email");
        if !is_plausible_address(&member.email) {
            found.add(email, format!("{:?} is not an e-mail address", member.email));
        } else if let Some(other) = addresses.insert(member.email.to_lowercase(), index) {
            found.add(email, format!("{:?} is members[{other}]'s already", member.email));
        }
        belonging(member, &field, description, found);
        roles(member, &field, found);
    }
}

/// Party and organisation of a member.
fn belonging(member: &MemberDescription, field: &str, description: &Description, found: &mut Found) {
    let Some(letter) = member.party else {
        if member.organisation.is_some() {
            found.add(format!("{field}.organisation"), "who belongs to no party belongs to no organisation");
        }
        return;
    };
    let Some(party) = description.parties.iter().find(|party| party.letter == letter) else {
        let letters = list(description.parties.iter().map(|party| party.letter));
        found.add(
            format!("{field}.party"),
            format!("there is no party \"{letter}\"; the parties are {letters}"),
        );
        return;
    };
    if let Some(organisation) = &member.organisation
        && !party.organisations.contains(organisation)
    {
        let organisations = match party.organisations.as_slice() {
            [] => "it has none".to_owned(),
            some => format!("it has {}", list(some.iter().map(|name| format!("{name:?}")))),
        };
        found.add(
            format!("{field}.organisation"),
            format!("party {letter} has no organisation {organisation:?}; {organisations}"),
        );
    }
}

fn roles(member: &MemberDescription, field: &str, found: &mut Found) {
    let field = format!("{field}.roles");
    if member.roles.is_empty() {
        found.add(&field, "must name at least one role");
    }
    let mut seen = HashSet::new();
    for (index, role) in member.roles.iter().enumerate() {
        let field = format!("{field}[{index}]");
        if !seen.insert(role) {
            found.add(&field, "stands here twice");
        }
        if member.party.is_none() && *role == Role::Approver {
            found.add(field, "who belongs to no party may not approve");
        }
    }
}

fn sections(description: &Description, found: &mut Found) {
    found.count("sections", description.sections.len(), 1, SECTIONS);
    for (index, section) in description.sections.iter().enumerate() {
        let field = format!("sections[{index}]");
        found.line(&format!("{field}.title"), &section.title, TITLE);
        if let Some(text) = &section.text {
            let field = format!("{field}.text");
            let length = text.chars().count();
            if length > TEXT {
                found.add(field, format!("has {length} characters; at most {TEXT} are possible"));
            } else if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
            {
                found.add(field, "must not hold control characters");
            }
        }
        let mut seen = HashSet::new();
        for (index, letter) in section.responsible.iter().enumerate() {
            let field = format!("{field}.responsible[{index}]");
            if !description.parties.iter().any(|party| party.letter == *letter) {
                let letters = list(description.parties.iter().map(|party| party.letter));
                found.add(field, format!("there is no party \"{letter}\"; the parties are {letters}"));
            } else if !seen.insert(letter) {
                found.add(field, format!("\"{letter}\" stands here twice"));
            }
        }
    }
}

/// Whether mail could go there. Only sending it shows whether it does. Letters outside ASCII are refused: most mail
/// servers do, and some of them look like others.
pub(in crate::agreement) fn is_plausible_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let dotted = |part: &str| part.split('.').all(|label| !label.is_empty());
    let harmful = |letter: char| !letter.is_ascii_graphic() || r#"@<>()[]\,;:""#.contains(letter);
    address.chars().count() <= EMAIL
        && (1..=64).contains(&local.len())
        && dotted(local)
        && dotted(domain)
        && (domain.contains('.') || domain == "localhost")
        && !local.contains(harmful)
        && !domain.contains(harmful)
}

/// `A, B and C`.
fn list(names: impl Iterator<Item = impl Display>) -> String {
    let mut names: Vec<String> = names.map(|name| name.to_string()).collect();
    match names.pop() {
        None => "none".to_owned(),
        Some(only) if names.is_empty() => only,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}
