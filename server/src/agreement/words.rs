//! What people are called and what they write, kept so that it can be erased.
//!
//! The chain of the record holds [`Words`] as a salted digest only; their content lies beside it, in
//! the register. Whoever has the content can prove that it is what was recorded; whoever has only the
//! digest learns nothing from it, not even by guessing names, because the salt is gone with the content.

use super::digest::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Random bytes that stand before a text when its digest is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Serialize for Salt {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Digest(self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Digest::deserialize(deserializer).map(|Digest(bytes)| Self(bytes))
    }
}

/// What a digest was taken of.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The salt; 64 hexadecimal digits in JSON.
    pub salt: Salt,
    /// The text as it was given.
    pub text: String,
}

impl Content {
    /// SHA-256 over the salt's 32 bytes and the text in UTF-8.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.salt.0, self.text.as_bytes()])
    }
}

impl fmt::Debug for Content {
    /// Without the text: names and addresses do not belong in an operator's log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Content({} bytes)", self.text.len())
    }
}

/// A name or free text: its digest, which stays, and its content, which may be erased.
///
/// Written to the chain as `{"digest": …}`, whether the content is there or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    digest: Digest,
    #[serde(skip)]
    content: Option<Content>,
}

/// A content that is not the one the digest was taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the content kept under {0} is not what was recorded")]
pub struct OtherWords(pub Digest);

impl Words {
    /// Words that have just been written.
    pub fn new(text: impl Into<String>, salt: Salt) -> Self {
        let content = Content { salt, text: text.into() };
        Self { digest: content.digest(), content: Some(content) }
    }

    /// What the chain holds of them.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Salt and text, unless erased.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// The text, unless erased.
    pub fn text(&self) -> Option<&str> {
        self.content.as_ref().map(|content| content.text.as_str())
    }

    /// Lets go of the content.
    pub fn erase(&mut self) {
        self.content = None;
    }

    /// Puts the content back beside the digest.
    ///
    /// # Errors
    /// [`OtherWords`] if the digest was not taken of it; nothing is changed then.
    pub fn restore(&mut self, content: Content) -> Result<(), OtherWords> {
        if content.digest() != self.digest {
            return Err(OtherWords(self.digest));
        }
        self.content = Some(content);
        Ok(())
    }
}

/// Whether a character is seen by nobody, or turns others round: it makes two texts look the same, or one look like
/// another. Line breaks and tabs are not asked about here.
pub fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{feff}'
            | '\u{ffa0}'
    ) || (letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_holds_words_as_a_digest_only() {
        let words = Words::new("Åsa Dahl", Salt([7; 32]));
        let expected = Digest::of(&[&[7; 32], "Åsa Dahl".as_bytes()]);
        assert_eq!(serde_json::to_string(&words).unwrap(), format!("{{\"digest\":\"{expected}\"}}"));
    }

    #[test]
    fn the_same_words_have_another_digest_under_another_salt() {
        assert_ne!(Words::new("Åsa", Salt([1; 32])).digest(), Words::new("Åsa", Salt([2; 32])).digest());
    }

    #[test]
    fn only_the_content_that_was_recorded_is_taken_back() {
        let written = Words::new("Åsa Dahl", Salt([7; 32]));
        let mut read: Words = serde_json::from_str(&serde_json::to_string(&written).unwrap()).unwrap();
        assert_eq!(read.text(), None);
        let forged = Content { salt: Salt([7; 32]), text: "Åsa Dal".into() };
        assert_eq!(read.restore(forged), Err(OtherWords(written.digest())));
        assert_eq!(read.text(), None);
        read.restore(written.content().unwrap().clone()).unwrap();
        assert_eq!(read, written);
    }

    #[test]
    fn words_do_not_reach_a_log_by_way_of_debug() {
        assert!(!format!("{:?}", Words::new("Åsa Dahl", Salt([7; 32]))).contains("sa"));
    }
}
