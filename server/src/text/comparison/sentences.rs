//! A text cut into sentences, and sentences into words, as a person who marks changes takes them.

use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// They end with a full stop, and no sentence ends with them.
const ABBREVIATIONS: [&str; 18] = [
    "t.ex.", "bl.a.", "s.k.", "f.d.", "jfr.", "nr.", "kl.", "inkl.", "enl.", "fr.o.m.", "t.o.m.", "kap.",
    "tel.", "e.g.", "i.e.", "dr.", "no.", "art.",
];

/// A word, a number, or a sign: what is exchanged as a whole. White space is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// Its letters and figures; 0 for a sign.
    pub(super) letters: u32,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it stands, in bytes, without the white space around it.
    pub(super) range: Range<usize>,
    /// Which tokens it has.
    pub(super) tokens: Range<usize>,
}

/// The sentences and tokens of a text that stands at `offset`; the tokens go to the end of `tokens`.
pub(super) fn read(text: &str, offset: usize, tokens: &mut Vec<Token>) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for range in bounds(text) {
        let trimmed = text[range.clone()].trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
        let first = tokens.len();
        tokens.extend(tokens_of(trimmed).map(|token| Token {
            range: offset + start + token.start..offset + start + token.end,
            letters: letters(&trimmed[token]),
        }));
        let range = offset + start..offset + start + trimmed.len();
        sentences.push(Sentence { range, tokens: first..tokens.len() });
    }
    sentences
}

/// How many letters and figures a text has.
fn letters(text: &str) -> u32 {
    text.chars().filter(|character| character.is_alphanumeric()).count() as u32
}

/// Sentences with the white space after them. None ends with an abbreviation, or with the number it begins with.
fn bounds(text: &str) -> Vec<Range<usize>> {
    let mut bounds: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (start, sentence) in text.split_sentence_bound_indices() {
        let end = start + sentence.len();
        match bounds.last_mut() {
            Some(last) if goes_on => last.end = end,
            _ => bounds.push(start..end),
        }
        let last = sentence.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_number = last.strip_suffix('.').is_some_and(|number| {
            number.len() < 4 && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        let is_alone = sentence.trim() == last;
        goes_on = !sentence.ends_with('\n')
            && (ABBREVIATIONS.contains(&last.to_lowercase().as_str()) || (is_number && is_alone));
    }
    bounds
}

/// Words, numbers and signs. Dates, numbers in groups and words with a hyphen or a colon in them are one.
fn tokens_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let parts: Vec<Range<usize>> =
        text.split_word_bound_indices().map(|(start, part)| start..start + part.len()).collect();
    let mut tokens: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let goes_on = tokens.last().filter(|last| last.end == part.start).is_some_and(|last| {
            parts
                .get(at + 1)
                .is_some_and(|next| joins(&text[last.clone()], &text[part.clone()], &text[next.clone()]))
        });
        if goes_on && let Some(last) = tokens.last_mut() {
            last.end = parts[at + 1].end;
            at += 2;
            continue;
        }
        if !text[part.clone()].chars().all(char::is_whitespace) {
            tokens.push(part.clone());
        }
        at += 1;
    }
    tokens.into_iter()
}

/// Whether what stands between two words makes them one.
fn joins(before: &str, between: &str, after: &str) -> bool {
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let is_figures = |text: &str| text.chars().all(|character| character.is_ascii_digit());
    if !is_word(before.chars().next_back()) || !is_word(after.chars().next()) {
        return false;
    }
    match between {
        "-" | "\u{2010}" | "\u{2011}" | "–" | ":" => true,
        "/" => is_figures(after),
        // Thousands: the group before is short, too.
        " " | "\u{a0}" | "\u{202f}" => {
            let mut groups = before.split([' ', '\u{a0}', '\u{202f}']);
            after.len() == 3
                && is_figures(after)
                && groups.next().is_some_and(|first| first.len() <= 3 && is_figures(first))
                && groups.all(|group| group.len() == 3)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<&str> {
        tokens_of(text).map(|token| &text[token]).collect()
    }

    fn sentences(text: &str) -> Vec<&str> {
        read(text, 0, &mut Vec::new()).into_iter().map(|sentence| &text[sentence.range]).collect()
    }

    #[test]
    fn numbers_dates_and_joined_words_are_exchanged_as_wholes() {
        assert_eq!(
            tokens("Senast 2027-03-01, kl. 10.30–12."),
            ["Senast", "2027-03-01", ",", "kl", ".", "10.30–12", "."]
        );
        assert_eq!(tokens("1 500 kronor år 2027 100 %"), ["1 500", "kronor", "år", "2027", "100", "%"]);
        assert_eq!(
            tokens("SKR:s e-post om EU-medel 2027/28"),
            ["SKR:s", "e-post", "om", "EU-medel", "2027/28"]
        );
        assert_eq!(tokens("och/eller 🙂"), ["och", "/", "eller", "🙂"]);
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(
            sentences("Vi möts bl.a. Tisdagar. Sedan går vi."),
            ["Vi möts bl.a. Tisdagar.", "Sedan går vi."]
        );
        assert_eq!(sentences("1. Parterna möts. 2. De går."), ["1. Parterna möts.", "2. De går."]);
        assert_eq!(sentences("Klart 2027. Nytt.\nRad."), ["Klart 2027.", "Nytt.", "Rad."]);
        assert_eq!(sentences("  "), Vec::<&str>::new());
    }
}
