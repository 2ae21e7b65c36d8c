//! Titles as parts of file names.

use unicode_normalization::UnicodeNormalization as _;

/// Characters of a title in a file name.
const LONGEST: usize = 40;

/// A title in small letters of `a–z`, digits and hyphens; `section` if nothing of it is left.
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.nfd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if (letter.is_whitespace() || letter.is_ascii_punctuation())
            && !slug.is_empty()
            && !slug.ends_with('-')
        {
            slug.push('-');
        }
        if slug.len() == LONGEST {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_title_is_told_in_a_file_name() {
        for (title, expected) in [
            ("Öppenhet och insyn", "oppenhet-och-insyn"),
            ("  «Mångfald» – för alla! ", "mangfald-for-alla"),
            ("1. Dialog/samråd", "1-dialog-samrad"),
            ("../..", "section"),
            ("対話", "section"),
            ("a123456789 a123456789 a123456789 a123456789", "a123456789-a123456789-a123456789-a123456"),
        ] {
            assert_eq!(slug(title), expected);
        }
    }
}
