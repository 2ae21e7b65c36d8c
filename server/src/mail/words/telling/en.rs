//! What has happened, in English.

use super::{InSection, Item, News, What};
use crate::access::telling::LetterKind;
use crate::agreement::section::Phase;
use crate::mail::words::Part::{Aside, Heading, Link, Quiet, Quote, Subheading, Text};
use crate::mail::words::{Part, Words};
use crate::notices::notice::{MeetingNews, Outcome};
use jiff::civil::Date;

pub(super) fn news(facts: &News) -> Words {
    let News { name, kind, agreements, more, list, settings, unsubscribe } = facts;
    let mut parts = vec![Text(format!("Hello {name},")), Text(beginning(*kind).to_owned())];
    for agreement in agreements {
        parts.push(Heading(agreement.title.clone()));
        for section in &agreement.sections {
            parts.push(Subheading(about(section)));
            section.items.iter().for_each(|item| said(item, &mut parts));
        }
    }
    if *more > 0 {
        parts.push(Text(format!("And {more} more, which you find in the list.")));
    }
    parts.push(Link("See everything that is new to you", list.clone()));
    parts.push(Aside(why(*kind).to_owned()));
    parts.push(Quiet("Choose which letters you get", settings.clone()));
    parts.push(Quiet("No more of these letters (no sign-in needed)", unsubscribe.clone()));
    Words { subject: subject(facts), parts }
}

fn subject(facts: &News) -> String {
    let title = match facts.agreements.as_slice() {
        [one] => one.title.clone(),
        _ => "your agreements".to_owned(),
    };
    let first = facts.first();
    let section = first.and_then(|(section, _)| section.title.clone()).unwrap_or_else(|| title.clone());
    match (facts.kind, first.map(|(_, item)| &item.what)) {
        (LetterKind::Mention, Some(What::Mention(who))) if facts.count() == 1 => {
            format!("{} mentions you in “{section}”", somebody(who.as_ref()))
        }
        (LetterKind::Mention, _) => format!("{} comments mention you: {title}", facts.count()),
        (LetterKind::SignOff, _) if facts.count() == 1 => format!("Waiting for your approval: “{section}”"),
        (LetterKind::SignOff, _) => format!("{} sections wait for your approval: {title}", facts.count()),
        (LetterKind::Digest, _) => match facts.count() {
            1 => format!("One piece of news: {title}"),
            count => format!("{count} pieces of news: {title}"),
        },
    }
}

fn beginning(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Digest => "This is new since your last daily letter, and you have not read it yet.",
        LetterKind::Mention => "You are mentioned in a comment.",
        LetterKind::SignOff => "A text is ready, and your approval of it is missing.",
    }
}

fn why(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Digest => {
            "This letter comes once a day, when there is something new. Nothing stands in two of them."
        }
        LetterKind::Mention => {
            "This letter comes when somebody mentions you. The daily letter does not repeat it."
        }
        LetterKind::SignOff => {
            "This letter comes when a text waits for your approval. The daily letter does not repeat it."
        }
    }
}

fn about(section: &InSection) -> String {
    section.title.clone().unwrap_or_else(|| "The whole agreement".to_owned())
}

fn said(item: &Item, parts: &mut Vec<Part>) {
    let (text, label) = match &item.what {
        What::Mention(who) => (format!("{} mentions you:", somebody(who.as_ref())), "Read and reply"),
        What::Reply(who) => {
            (format!("{} wrote in a thread that you take part in:", somebody(who.as_ref())), "Read and reply")
        }
        What::Proposal(who) => (
            format!("{} proposes another wording of text that you wrote.", somebody(who.as_ref())),
            "Look at the proposal",
        ),
        What::Outcome(who, Outcome::Accepted) => (
            format!("{} has accepted your proposal: it is in the text.", somebody(who.as_ref())),
            "Look at the proposal",
        ),
        What::Outcome(who, Outcome::Rejected) => {
            (format!("{} has rejected your proposal.", somebody(who.as_ref())), "Look at the proposal")
        }
        What::SignOff => {
            ("The text is locked and waits for your approval.".to_owned(), "Read it and approve")
        }
        What::Review(who) => {
            (format!("{} asks you to review and answer:", somebody(who.as_ref())), "Read and answer")
        }
        What::ReviewNear(date) => {
            (format!("You have not answered in a review. The last day is {}.", day(*date)), "Read and answer")
        }
        What::Meeting(who, news, date) => met(somebody(who.as_ref()), *news, &day(*date)),
        What::Plan(who) => (format!("{} has changed the plan.", somebody(who.as_ref())), "See the plan"),
        What::Phase(phase, date) => {
            (format!("By the plan, {} begins on {}.", phase_name(*phase), day(*date)), "See the plan")
        }
        What::Mandate(None, date) => (
            format!(
                "Your mandate holds until {}. After that you cannot approve before a new one is recorded.",
                day(*date)
            ),
            "Open the agreement",
        ),
        What::Mandate(Some(whose), date) => {
            (format!("The mandate of {whose} holds until {}.", day(*date)), "Open the agreement")
        }
    };
    parts.push(Text(text));
    parts.extend(item.words.clone().map(Quote));
    parts.push(Link(label, item.link.clone()));
}

fn met(who: &str, news: MeetingNews, day: &str) -> (String, &'static str) {
    match news {
        MeetingNews::Called => (format!("{who} calls a meeting on {day}:"), "See the meeting"),
        MeetingNews::Moved => {
            (format!("{who} has changed when or where a meeting is. It is on {day}:"), "See the meeting")
        }
        MeetingNews::NotesClosed => {
            (format!("The notes of the meeting on {day} are done and can be read:"), "Read the notes")
        }
        MeetingNews::Cancelled => {
            (format!("{who} has called off the meeting on {day}:"), "See why it was called off")
        }
        MeetingNews::Near => (format!("There is a meeting on {day}:"), "See the meeting"),
    }
}

fn somebody(who: Option<&String>) -> &str {
    who.map_or("Somebody", String::as_str)
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparation => "preparation",
        Phase::Drafting => "drafting",
        Phase::Consultation => "consultation",
        Phase::Approval => "approval",
        Phase::Decided => "the decision",
        Phase::Signed => "the signing",
        Phase::InForce => "the time in force",
        Phase::UnderRevision => "the revision",
        Phase::Ended => "the end",
    }
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
