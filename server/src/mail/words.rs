//! What letters say, in each language: plain facts go in, subject and paragraphs come out.

mod en;
mod sv;
pub(super) mod telling;

use crate::agreement::digest::Digest;
use crate::agreement::member::Role;
use crate::agreement::refusal::Language;
use jiff::Zoned;

/// A letter's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) parts: Vec<Part>,
}

/// A part of a letter.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A paragraph.
    Text(String),
    /// A link on a line of its own; what it does, and where it leads.
    Link(&'static str, String),
    /// A link that most readers need not follow.
    Quiet(&'static str, String),
    /// What all that follows belongs to.
    Heading(String),
    /// What the next few belong to.
    Subheading(String),
    /// What somebody wrote.
    Quote(String),
    /// A paragraph that most readers need not read.
    Aside(String),
}

/// What an invitation tells. Every text is one line.
pub(super) struct Invitation {
    pub(super) name: String,
    /// Who invites, and for which party; `None` is the operator.
    pub(super) by: Option<(String, Option<String>)>,
    pub(super) title: String,
    pub(super) party: Option<String>,
    pub(super) roles: Vec<Role>,
    pub(super) until: Zoned,
    pub(super) link: String,
}

/// What a letter with a link tells that somebody asked for.
pub(super) struct SignIn {
    pub(super) name: String,
    pub(super) minutes: i64,
    pub(super) link: String,
}

/// What a letter with a receipt tells.
pub(super) struct Receipt {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) section: String,
    pub(super) revision: u64,
    pub(super) party: String,
    pub(super) at: Zoned,
    pub(super) text: Digest,
    /// What the attached file is called.
    pub(super) file: String,
    /// Where the section is read.
    pub(super) link: String,
}

pub(super) fn invitation(facts: &Invitation, language: Language) -> Words {
    match language {
        Language::Swedish => sv::invitation(facts),
        Language::English => en::invitation(facts),
    }
}

pub(super) fn sign_in(facts: &SignIn, language: Language) -> Words {
    match language {
        Language::Swedish => sv::sign_in(facts),
        Language::English => en::sign_in(facts),
    }
}

pub(super) fn receipt(facts: &Receipt, language: Language) -> Words {
    match language {
        Language::Swedish => sv::receipt(facts),
        Language::English => en::receipt(facts),
    }
}

/// "one, two and three".
fn listed(items: &[&str], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
