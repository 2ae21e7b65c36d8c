//! Letters that tell what has happened: the daily one, and those that go at once.

mod en;
mod sv;

use super::Words;
use crate::access::telling::LetterKind;
use crate::agreement::refusal::Language;
use crate::agreement::section::Phase;
use crate::notices::notice::{MeetingNews, Outcome};
use jiff::civil::Date;

/// What such a letter tells. Every text is one line.
pub(in crate::mail) struct News {
    pub(in crate::mail) name: String,
    pub(in crate::mail) kind: LetterKind,
    pub(in crate::mail) agreements: Vec<InAgreement>,
    /// So many more are in the list only.
    pub(in crate::mail) more: usize,
    /// The list.
    pub(in crate::mail) list: String,
    /// Where one chooses what letters to get.
    pub(in crate::mail) settings: String,
    /// Where one ends this kind of letters, without signing in.
    pub(in crate::mail) unsubscribe: String,
}

/// What there is from one agreement.
pub(in crate::mail) struct InAgreement {
    pub(in crate::mail) title: String,
    pub(in crate::mail) sections: Vec<InSection>,
}

/// What there is about one section, or about the whole.
pub(in crate::mail) struct InSection {
    /// `None`: about the whole.
    pub(in crate::mail) title: Option<String>,
    /// Newest first.
    pub(in crate::mail) items: Vec<Item>,
}

/// One thing.
pub(in crate::mail) struct Item {
    pub(in crate::mail) what: What,
    /// What was written, if anything.
    pub(in crate::mail) words: Option<String>,
    pub(in crate::mail) link: String,
}

/// What happened.
pub(in crate::mail) enum What {
    /// Who named me in a comment; `None`: their name was erased.
    Mention(Option<String>),
    /// Who went on in a thread.
    Reply(Option<String>),
    /// Who proposes another wording of my text.
    Proposal(Option<String>),
    /// What my proposal came to, and by whom.
    Outcome(Option<String>, Outcome),
    /// A section waits for my approval.
    SignOff,
    /// Who asks me to review.
    Review(Option<String>),
    /// The last day to answer in a review comes near.
    ReviewNear(Date),
    /// What there is of a meeting on this day, and whose doing it is.
    Meeting(Option<String>, MeetingNews, Date),
    /// Who changed the plan.
    Plan(Option<String>),
    /// A phase is planned to begin.
    Phase(Phase, Date),
    /// My mandate ends, or somebody's.
    Mandate(Option<String>, Date),
}

impl News {
    /// The first thing in it, and where it belongs.
    fn first(&self) -> Option<(&InSection, &Item)> {
        let sections = self.agreements.iter().flat_map(|agreement| &agreement.sections);
        sections.flat_map(|section| section.items.iter().map(move |item| (section, item))).next()
    }

    /// How many things are in it.
    fn count(&self) -> usize {
        let sections = self.agreements.iter().flat_map(|agreement| &agreement.sections);
        sections.map(|section| section.items.len()).sum::<usize>() + self.more
    }
}

pub(in crate::mail) fn news(facts: &News, language: Language) -> Words {
    match language {
        Language::Swedish => sv::news(facts),
        Language::English => en::news(facts),
    }
}
