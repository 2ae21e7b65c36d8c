//! From words to a message: plain text, the same as simple HTML, and what is attached.

use super::smtp::Smtp;
use super::words::{Part, Words};
use crate::agreement::refusal::Language;
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use std::error::Error;
use uuid::Uuid;

/// Characters of a line of plain text.
const LINE: usize = 72;

/// A file that goes along.
pub(super) struct Enclosure {
    pub(super) name: String,
    pub(super) json: String,
}

/// Says that no person wrote it, so that no absence notice answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The message of a letter. Names have been made one line before.
pub(super) fn message(
    smtp: &Smtp,
    to: Mailbox,
    words: &Words,
    language: Language,
    enclosure: Option<Enclosure>,
) -> Result<Message, lettre::error::Error> {
    let id = format!("<{}@{}>", Uuid::new_v4(), smtp.from.domain());
    let builder = Message::builder()
        .from(smtp.sender())
        .to(to)
        .subject(words.subject.clone())
        .message_id(Some(id))
        .date_now()
        .header(AutoSubmitted);
    let text = MultiPart::alternative_plain_html(plain(words), html(words, language));
    match enclosure {
        None => builder.multipart(text),
        Some(Enclosure { name, json }) => {
            let kind = ContentType::parse("application/json").unwrap_or(ContentType::TEXT_PLAIN);
            let file: SinglePart = Attachment::new(name).body(json, kind);
            builder.multipart(MultiPart::mixed().multipart(text).singlepart(file))
        }
    }
}

fn plain(words: &Words) -> String {
    let mut text = String::new();
    for part in &words.parts {
        match part {
            Part::Text(paragraph) | Part::Aside(paragraph) => text.push_str(&wrapped(paragraph)),
            // On a line of its own, uncut, so that every reader makes a link of the whole of it.
            Part::Link(_, url) => text.push_str(url),
        }
        text.push_str("\n\n");
    }
    text.push_str("-- \nÖverens\n");
    text
}

/// Cut into lines between words.
fn wrapped(paragraph: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

fn html(words: &Words, language: Language) -> String {
    let tag = match language {
        Language::Swedish => "sv",
        Language::English => "en",
    };
    let mut body = String::new();
    for part in &words.parts {
        body.push_str(&match part {
            Part::Text(text) => format!("<p>{}</p>\n", escaped(text)),
            Part::Link(label, url) => format!(
                "<p><a href=\"{0}\" style=\"font-weight:bold\">{1}</a><br><small>{0}</small></p>\n",
                escaped(url),
                escaped(label)
            ),
            Part::Aside(text) => format!("<p style=\"color:#555\"><small>{}</small></p>\n", escaped(text)),
        });
    }
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
         <body style=\"font-family:sans-serif;line-height:1.5;max-width:40em\">\n{body}</body>\n</html>\n",
        escaped(&words.subject)
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
