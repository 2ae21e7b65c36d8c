//! Why a letter did not go out.

use super::address::one_line;
use crate::agreement::refusal::Language;
use lettre::transport::smtp::Error;
use std::error::Error as _;

/// Characters of a mail server's words that are kept.
const LONGEST: usize = 300;

/// Replies that say no to this recipient or letter, whenever it is tried. Others that mean "never" to the mail server
/// (a password that is wrong, say) are the operator's to mend, and the letter waits for that.
const FOR_GOOD: [u16; 7] = [501, 550, 551, 552, 553, 554, 556];

/// What became of a try.
pub(super) struct Problem {
    /// Whether there is no point in trying again.
    pub(super) for_good: bool,
    /// For whoever invited.
    pub(super) sentence: String,
    /// For the log: without anybody's address.
    pub(super) logged: String,
}

impl Problem {
    /// The mail server did not take the letter, or was not there.
    pub(super) fn of_smtp(error: &Error, language: Language) -> Self {
        if let Some(code) = error.status() {
            let code = u16::from(code);
            // The reply repeats the address, and is for those who know it.
            let reply = error.source().map(ToString::to_string).unwrap_or_default();
            let reply: String = one_line(&reply).chars().take(LONGEST).collect();
            return Self {
                for_good: FOR_GOOD.contains(&code),
                sentence: match language {
                    Language::Swedish => format!("E-postservern svarade: {code} {reply}"),
                    Language::English => format!("The mail server answered: {code} {reply}"),
                },
                logged: format!("the mail server answered {code}"),
            };
        }
        let cause = error.source().map(ToString::to_string).unwrap_or_default();
        Self::unreachable(one_line(&format!("{error} {cause}")), language)
    }

    /// The mail server took its time, and then more.
    pub(super) fn too_slow(language: Language) -> Self {
        Self::unreachable("the mail server took too long".to_owned(), language)
    }

    fn unreachable(logged: String, language: Language) -> Self {
        let sentence = match language {
            Language::Swedish => "E-postservern går inte att nå.",
            Language::English => "The mail server cannot be reached.",
        };
        Self { for_good: false, sentence: sentence.to_owned(), logged }
    }

    /// The address that was given once is none.
    pub(super) fn not_an_address(language: Language) -> Self {
        let sentence = match language {
            Language::Swedish => "Adressen är ingen e-postadress.",
            Language::English => "The address is no e-mail address.",
        };
        let logged = "the address is no e-mail address".to_owned();
        Self { for_good: true, sentence: sentence.to_owned(), logged }
    }

    /// A letter could not be put together.
    pub(super) fn unwritable(error: &impl std::fmt::Display, language: Language) -> Self {
        let sentence = match language {
            Language::Swedish => "Brevet kunde inte skrivas.",
            Language::English => "The letter could not be written.",
        };
        Self { for_good: true, sentence: sentence.to_owned(), logged: error.to_string() }
    }
}
