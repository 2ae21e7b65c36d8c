//! Which texts are e-mail addresses that letters can be sent to.

use lettre::Address;

/// Bytes of an address that mail servers take.
const LONGEST: usize = 254;

/// A text that is no e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is no e-mail address; write it as name@domain, in plain letters and without spaces")]
pub struct NotAnAddress;

/// Reads an address. Quoted names, comments and letters outside ASCII are refused: hardly anybody has them, and all of
/// them have served to smuggle headers or a second recipient.
///
/// # Errors
/// [`NotAnAddress`].
pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
    let text = text.trim();
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"(),:;<>[\\]".contains(&byte);
    if text.len() > LONGEST || !text.bytes().all(plain) {
        return Err(NotAnAddress);
    }
    text.parse().map_err(|_| NotAnAddress)
}

/// A name as it may stand in a header or a sentence: on one line, and not endless.
pub(super) fn one_line(text: &str) -> String {
    /// Characters of a name in a letter.
    const LONGEST_NAME: usize = 200;
    let spaced: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    // What begins like an encoded word of a header would be decoded by whoever reads the letter.
    words.join(" ").replace("=?", "= ?").chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::{one_line, parse};

    #[test]
    fn an_address_is_taken_as_people_write_it() {
        for text in
            ["eva@region.example", " Eva.Lind+fyrar@sub.region.example ", "o'neil@a-b.example", "x@1.example"]
        {
            assert_eq!(parse(text).unwrap().to_string(), text.trim());
        }
    }

    #[test]
    fn what_could_be_more_than_one_address_is_none() {
        for text in [
            "",
            "eva",
            "@region.example",
            "eva@",
            "eva@@region.example",
            "eva@region.example, bo@b.example",
            "eva@region.example\r\nBcc: bo@b.example",
            "eva@region.example\nRCPT TO:<bo@b.example>",
            "\"eva\r\n\"@region.example",
            "<eva@region.example>",
            "Eva <eva@region.example>",
            "eva @region.example",
            "eva@region.example\0",
            "ëva@region.example",
            "eva@[127.0.0.1]",
            &format!("{}@b.example", "x".repeat(260)),
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(one_line("Eva\r\nBcc: bo@b.example\u{85}x"), "Eva Bcc: bo@b.example x");
        assert_eq!(one_line(&"å".repeat(900)).chars().count(), 200);
    }
}
