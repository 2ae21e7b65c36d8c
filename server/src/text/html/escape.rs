//! Characters that may stand in HTML, in text and between quotation marks alike.

/// `text` such that it is nothing but text, wherever it is put. Characters that HTML forbids are shown as the
/// sign for one that cannot be shown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(letter),
            letter if letter.is_control() || is_no_character(letter) => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Unicode's noncharacters, which may not stand in HTML.
fn is_no_character(letter: char) -> bool {
    let code = u32::from(letter);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_that_is_written_becomes_markup() {
        assert_eq!(escaped("<b a='1' c=\"2\">&amp;"), "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;");
        assert_eq!(escaped("\0\u{b}\u{7f}\u{85}\u{fffe}\r"), "\u{fffd}".repeat(6));
        assert_eq!(escaped("Åsa\n\töl 😀"), "Åsa\n\töl 😀");
    }
}
