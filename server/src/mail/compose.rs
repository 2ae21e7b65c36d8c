//! From words to a message: plain text, the same as simple HTML, and what is attached.

use super::smtp::Smtp;
use super::words::{Part, Words};
use crate::agreement::refusal::Language;
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use std::error::Error;

/// Characters of a line of plain text.
const LINE: usize = 72;

/// What a letter has besides its words.
pub(super) enum More {
    /// Nothing.
    Nothing,
    /// A file that goes along.
    Enclosure { name: String, json: String },
    /// Where letters of its kind are ended, by the button that mail programs show for it (RFC 8058).
    Unsubscribe(String),
}

/// Where letters of this kind are ended.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(raw: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(raw.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// Says that one request there does it.
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
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
///
/// Each try of a letter has the same `id`: should it be handed in twice, around a crash, mail programs see one.
pub(super) fn message(
    smtp: &Smtp,
    to: Mailbox,
    id: &str,
    words: &Words,
    language: Language,
    more: More,
) -> Result<Message, lettre::error::Error> {
    let mut builder = Message::builder()
        .from(smtp.sender())
        .to(to)
        .subject(words.subject.clone())
        .message_id(Some(format!("<{id}@{}>", smtp.from.domain())))
        .date_now()
        .header(AutoSubmitted);
    if let More::Unsubscribe(url) = &more {
        builder = builder.header(ListUnsubscribe(format!("<{url}>"))).header(ListUnsubscribePost);
    }
    let text = MultiPart::alternative_plain_html(plain(words), html(words, language));
    match more {
        More::Nothing | More::Unsubscribe(_) => builder.multipart(text),
        More::Enclosure { name, json } => {
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
            Part::Quiet(label, url) => {
                text.push_str(label);
                text.push_str(":\n");
                text.push_str(url);
            }
            Part::Heading(title) => {
                text.push_str(&wrapped(title));
                text.push('\n');
                text.push_str(&"=".repeat(title.chars().count().min(LINE)));
            }
            Part::Subheading(title) => {
                text.push_str(&wrapped(title));
                text.push('\n');
                text.push_str(&"-".repeat(title.chars().count().min(LINE)));
            }
            Part::Quote(words) => {
                let quoted = wrapped(words);
                let lines: Vec<String> = quoted.lines().map(|line| format!("> {line}")).collect();
                text.push_str(&lines.join("\n"));
            }
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
            Part::Quiet(label, url) => format!(
                "<p style=\"color:#555\"><small><a href=\"{}\" style=\"color:#555\">{}</a></small></p>\n",
                escaped(url),
                escaped(label)
            ),
            Part::Heading(title) => format!("<h2 style=\"margin:1.6em 0 0.4em\">{}</h2>\n", escaped(title)),
            Part::Subheading(title) => format!("<h3 style=\"margin:1.2em 0 0.4em\">{}</h3>\n", escaped(title)),
            Part::Quote(words) => format!(
                "<blockquote style=\"margin:0.4em 0;padding-left:0.8em;border-left:3px solid #ccc\">{}</blockquote>\n",
                escaped(words)
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
