//! Det som har hänt, på svenska.

use super::{InSection, Item, News, What};
use crate::access::telling::LetterKind;
use crate::agreement::section::Phase;
use crate::mail::words::Part::{Aside, Heading, Link, Quiet, Quote, Subheading, Text};
use crate::mail::words::{Part, Words, sv};
use crate::notices::notice::{MeetingNews, Outcome};

pub(super) fn news(facts: &News) -> Words {
    let News { name, kind, agreements, more, list, settings, unsubscribe } = facts;
    let mut parts = vec![Text(format!("Hej {name}!")), Text(beginning(*kind).to_owned())];
    for agreement in agreements {
        parts.push(Heading(agreement.title.clone()));
        for section in &agreement.sections {
            parts.push(Subheading(about(section)));
            section.items.iter().for_each(|item| said(item, &mut parts));
        }
    }
    if *more > 0 {
        parts.push(Text(format!("Och {more} till, som du hittar i listan.")));
    }
    parts.push(Link("Se allt som är nytt för dig", list.clone()));
    parts.push(Aside(why(*kind).to_owned()));
    parts.push(Quiet("Välj vilka brev du får", settings.clone()));
    parts.push(Quiet("Inga fler sådana här brev (utan att logga in)", unsubscribe.clone()));
    Words { subject: subject(facts), parts }
}

fn subject(facts: &News) -> String {
    let title = match facts.agreements.as_slice() {
        [one] => one.title.clone(),
        _ => "dina överenskommelser".to_owned(),
    };
    let first = facts.first();
    let section = first.and_then(|(section, _)| section.title.clone()).unwrap_or_else(|| title.clone());
    match (facts.kind, first.map(|(_, item)| &item.what)) {
        (LetterKind::Mention, Some(What::Mention(who))) if facts.count() == 1 => {
            format!("{} nämner dig i ”{section}”", somebody(who.as_ref()))
        }
        (LetterKind::Mention, _) => format!("{} kommentarer nämner dig: {title}", facts.count()),
        (LetterKind::SignOff, _) if facts.count() == 1 => {
            format!("Väntar på ditt godkännande: ”{section}”")
        }
        (LetterKind::SignOff, _) => format!("{} avsnitt väntar på ditt godkännande: {title}", facts.count()),
        (LetterKind::Digest, _) => match facts.count() {
            1 => format!("En nyhet: {title}"),
            count => format!("{count} nyheter: {title}"),
        },
    }
}

fn beginning(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Digest => "Det här är nytt sedan ditt förra dagliga brev, och du har inte läst det än.",
        LetterKind::Mention => "Du nämns i en kommentar.",
        LetterKind::SignOff => "En text är klar, och ditt godkännande av den saknas.",
    }
}

fn why(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Digest => {
            "Det här brevet kommer en gång om dagen, när det finns något nytt. Inget står i två av dem."
        }
        LetterKind::Mention => {
            "Det här brevet kommer när någon nämner dig. Det dagliga brevet upprepar det inte."
        }
        LetterKind::SignOff => {
            "Det här brevet kommer när en text väntar på ditt godkännande. Det dagliga brevet upprepar det inte."
        }
    }
}

fn about(section: &InSection) -> String {
    section.title.clone().unwrap_or_else(|| "Hela överenskommelsen".to_owned())
}

fn said(item: &Item, parts: &mut Vec<Part>) {
    let (text, label) = match &item.what {
        What::Mention(who) => (format!("{} nämner dig:", somebody(who.as_ref())), "Läs och svara"),
        What::Reply(who) => {
            (format!("{} skrev i en tråd som du är med i:", somebody(who.as_ref())), "Läs och svara")
        }
        What::Proposal(who) => (
            format!("{} föreslår en annan lydelse av text som du har skrivit.", somebody(who.as_ref())),
            "Se förslaget",
        ),
        What::Outcome(who, Outcome::Accepted) => (
            format!("{} har antagit ditt ändringsförslag: det står i texten.", somebody(who.as_ref())),
            "Se förslaget",
        ),
        What::Outcome(who, Outcome::Rejected) => {
            (format!("{} har avslagit ditt ändringsförslag.", somebody(who.as_ref())), "Se förslaget")
        }
        What::SignOff => ("Texten är låst och väntar på ditt godkännande.".to_owned(), "Läs den och godkänn"),
        What::Review(who) => {
            (format!("{} ber dig granska och svara:", somebody(who.as_ref())), "Läs och svara")
        }
        What::ReviewNear(date) => (
            format!("Du har inte svarat i en granskning. Sista dagen är den {}.", sv::day(*date)),
            "Läs och svara",
        ),
        What::Meeting(who, news, date) => met(somebody(who.as_ref()), *news, &sv::day(*date)),
        What::Plan(who) => (format!("{} har ändrat tidsplanen.", somebody(who.as_ref())), "Se tidsplanen"),
        What::Phase(phase, date) => (
            format!("Enligt tidsplanen börjar {} den {}.", phase_name(*phase), sv::day(*date)),
            "Se tidsplanen",
        ),
        What::Mandate(None, date) => (
            format!(
                "Ditt mandat gäller till och med den {}. Sedan kan du inte godkänna förrän ett nytt är antecknat.",
                sv::day(*date)
            ),
            "Öppna överenskommelsen",
        ),
        What::Mandate(Some(whose), date) => (
            format!("Mandatet för {whose} gäller till och med den {}.", sv::day(*date)),
            "Öppna överenskommelsen",
        ),
    };
    parts.push(Text(text));
    parts.extend(item.words.clone().map(Quote));
    parts.push(Link(label, item.link.clone()));
}

fn met(who: &str, news: MeetingNews, day: &str) -> (String, &'static str) {
    match news {
        MeetingNews::Called => (format!("{who} kallar till möte den {day}:"), "Se mötet"),
        MeetingNews::Moved => {
            (format!("{who} har ändrat när eller var ett möte är. Det är den {day}:"), "Se mötet")
        }
        MeetingNews::NotesClosed => {
            (format!("Anteckningarna från mötet den {day} är klara att läsa:"), "Läs anteckningarna")
        }
        MeetingNews::Cancelled => {
            (format!("{who} har ställt in mötet den {day}:"), "Se varför det är inställt")
        }
        MeetingNews::Near => (format!("Det är möte den {day}:"), "Se mötet"),
    }
}

fn somebody(who: Option<&String>) -> &str {
    who.map_or("Någon", String::as_str)
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparation => "förberedelsen",
        Phase::Drafting => "skrivandet",
        Phase::Consultation => "remissen",
        Phase::Approval => "godkännandet",
        Phase::Decided => "beslutet",
        Phase::Signed => "undertecknandet",
        Phase::InForce => "giltigheten",
        Phase::UnderRevision => "översynen",
        Phase::Ended => "avslutningen",
    }
}
