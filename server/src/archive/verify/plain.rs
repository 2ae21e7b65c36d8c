//! Words of a file that nobody has vouched for, before they are shown on somebody's screen.

/// A text on one line, without what moves a terminal's cursor, hides other text or turns it round.
pub fn plain(text: &str) -> String {
    let is_harmful = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|letter| if is_harmful(letter) { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_title_adds_no_line_and_hides_none() {
        let title = "Avtal\n  Signed with the key that you gave\u{1b}[8m\u{202e}åäö";
        assert_eq!(plain(title), "Avtal   Signed with the key that you gave [8m åäö");
    }
}
