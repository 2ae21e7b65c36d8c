//! What people write into the record: not blank where it is needed, and not without end.

use super::Asked;
use crate::agreement::description;
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::agreement::words::{Words, is_hidden};
use unicode_normalization::UnicodeNormalization;

/// Characters of a name, a place, a paragraph.
const SHORT: usize = 200;

/// Characters of a reason, a note, a reservation.
const LONG: usize = 10_000;

impl Field {
    fn most(self) -> usize {
        match self {
            Self::Reason
            | Self::Note
            | Self::Reservation
            | Self::Guests
            | Self::Comment
            | Self::Passage
            | Self::Question
            | Self::Because
            | Self::Questions
            | Self::MandateAsked => LONG,
            Self::Title
            | Self::Name
            | Self::Issuer
            | Self::Paragraph
            | Self::Body
            | Self::Place
            | Self::Authority
            | Self::CaseNumber
            | Self::FileName => SHORT,
        }
    }
}

/// A text that must be there, without the blanks around it.
///
/// # Errors
/// [`Refusal::Missing`], [`Refusal::Unseen`] or [`Refusal::TooLong`].
pub fn needed(field: Field, text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Missing(field));
    }
    let says_something = |character: char| {
        // A thumb is an answer.
        character.is_alphanumeric() || (field == Field::Comment && is_symbol(character))
    };
    if text.chars().any(|character| is_unseen(character, field)) || !text.chars().any(says_something) {
        return Err(Refusal::Unseen(field));
    }
    if text.chars().count() > field.most() {
        return Err(Refusal::TooLong(field, field.most()));
    }
    Ok(text)
}

/// A name on one line, as it is compared and hashed: composed, each blank a single one.
///
/// # Errors
/// Those of [`needed`].
pub(super) fn name(field: Field, text: &str) -> Result<String, Refusal> {
    let text = needed(field, text)?;
    Ok(text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Names, none twice, and not more than there may be.
pub(super) fn names(
    field: Field,
    texts: &[String],
    (limit, most): (Limit, usize),
) -> Result<Vec<String>, Refusal> {
    if texts.len() > most {
        return Err(Refusal::TooMany(limit, most));
    }
    let mut names: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        let name = name(field, text)?;
        if names.contains(&name) {
            return Err(Refusal::NameTaken);
        }
        names.push(name);
    }
    Ok(names)
}

/// An address to which mail could go.
pub(super) fn address(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if description::is_plausible_address(text) { Ok(text) } else { Err(Refusal::NotAnAddress) }
}

/// Whether a field cannot have a character. Long fields may have lines.
fn is_unseen(character: char, field: Field) -> bool {
    match character {
        // A heading is put on one line later.
        '\n' | '\r' | '\t' => field.most() < LONG && field != Field::Title,
        character => is_hidden(character),
    }
}

/// Whether a character is a sign that is seen though it is no letter: punctuation, an arrow, a picture.
fn is_symbol(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(character, '\u{2190}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a name was typed as it is spelled; blanks, capitals and how a letter is composed do not matter.
pub(super) fn same_name(name: &str, typed: &str) -> bool {
    let plain = |name: &str| {
        let composed: String = name.nfc().collect();
        composed.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>()
    };
    !name.trim().is_empty() && plain(name) == plain(typed)
}

impl Asked<'_> {
    /// A text that must be there, to be kept as words.
    pub(super) fn words(&mut self, field: Field, text: &str) -> Result<Words, Refusal> {
        Ok(self.chance.words(needed(field, text)?))
    }

    /// A text that may be left out.
    pub(super) fn words_if_any(&mut self, field: Field, text: &str) -> Result<Option<Words>, Refusal> {
        if text.trim().is_empty() { Ok(None) } else { self.words(field, text).map(Some) }
    }
}
