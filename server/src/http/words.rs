//! The catalogue: every text the server itself says to a person, in each of its languages.

use super::problem::Problem;
use super::rules;
use crate::agreement::refusal::Language::{self, English, Swedish};
use crate::agreement::refusal::Refusal;

/// A problem's title and detail.
pub(super) fn of(problem: &Problem, language: Language) -> (String, String) {
    let (swedish, english) = both(problem);
    let (title, detail) = match language {
        Swedish => swedish,
        English => english,
    };
    let detail = match problem {
        // The domain has sentences for these, and one is enough.
        Problem::NotAMember => Refusal::NotAMember.sentence(language),
        Problem::Refused(refusal) => refusal.sentence(language),
        _ => detail.to_owned(),
    };
    (title.to_owned(), detail)
}

type Words = (&'static str, &'static str);

fn both(problem: &Problem) -> (Words, Words) {
    match problem {
        Problem::NotSignedIn => (
            ("Du är inte inloggad", "Öppna din inloggningslänk igen, eller be om en ny."),
            ("You are not signed in", "Open your sign-in link again, or ask for a new one."),
        ),
        Problem::WrongOrigin => (
            ("Begäran kom från en annan webbplats", "Öppna Överens på dess egen adress och försök igen."),
            ("The request came from another site", "Open Överens at its own address and try again."),
        ),
        Problem::NotAMember => (("Du är inte med här", ""), ("You are not a member here", "")),
        Problem::SessionNeeded => (
            (
                "Det kräver att du är inloggad",
                "En åtkomstnyckel räcker inte för det här. Logga in i webbläsaren.",
            ),
            (
                "This needs you to be signed in",
                "An access token is not enough for this. Sign in with a browser.",
            ),
        ),
        Problem::FreshSignInNeeded => (
            (
                "Logga in på nytt först",
                "Den som godkänner behöver ha loggat in nyligen. Öppna en ny inloggningslänk.",
            ),
            ("Sign in anew first", "Whoever approves must have signed in lately. Open a new sign-in link."),
        ),
        Problem::Refused(refusal) => {
            ((rules::title(refusal, Swedish), ""), (rules::title(refusal, English), ""))
        }
        Problem::Contended => (
            ("Andra ändrade samtidigt", "Andra ändrade protokollet i samma ögonblick. Försök igen."),
            ("Others made changes too", "Others changed the record at the same moment. Try again."),
        ),
        Problem::AgreementUnknown => (
            ("Överenskommelsen finns inte", "Kontrollera adressen."),
            ("There is no such agreement", "Check the address."),
        ),
        Problem::SectionUnknown => (
            ("Avsnittet finns inte", "Kontrollera adressen. Avsnittet kan ha tagits bort."),
            ("There is no such section", "Check the address. The section may have been removed."),
        ),
        Problem::LinkUnknown => (
            ("Länken finns inte", "Kontrollera att hela länken kom med, eller be om en ny."),
            ("There is no such link", "Check that you have the whole of it, or ask for a new one."),
        ),
        Problem::LinkExpired => (
            (
                "Länken gäller inte längre",
                "En inbjudan gäller i sju dagar, andra länkar kortare. Be om en ny.",
            ),
            (
                "The link has expired",
                "An invitation holds for seven days, other links for less. Ask for a new one.",
            ),
        ),
        Problem::LinkUsed => (
            ("Länken är redan använd", "En inloggningslänk kan användas en gång. Be om en ny."),
            ("The link was used already", "A sign-in link works once. Ask for a new one."),
        ),
        Problem::LinkRevoked => (
            (
                "Länken är återkallad",
                "Det finns en nyare länk, eller så har inbjudan tagits tillbaka. Öppna det senaste brevet, eller fråga den som bjöd in dig.",
            ),
            (
                "The link was revoked",
                "There is a newer one, or the invitation was taken back. Open the latest letter, or ask whoever invited you.",
            ),
        ),
        Problem::UnsubscribeUnknown => (
            (
                "Länken finns inte",
                "Kontrollera att hela länken kom med. Du kan också logga in och välja dina brev på kontosidan.",
            ),
            (
                "There is no such link",
                "Check that you have the whole of it. You can also sign in and choose your letters on the account page.",
            ),
        ),
        Problem::SessionUnknown => (
            ("Inloggningen finns inte", "Den kan redan vara avslutad."),
            ("There is no such session", "It may have ended already."),
        ),
        Problem::TooManyRequests { .. } => (
            ("För många försök", "Vänta en stund och försök igen. Länkar som redan kommit i brev gäller."),
            ("Too many tries", "Wait a while and try again. Links that have come by e-mail still hold."),
        ),
        Problem::NoMail => (
            ("Den här servern skickar inga brev", "Be den som driver servern om en inloggningslänk."),
            ("This server sends no e-mail", "Ask whoever runs the server for a sign-in link."),
        ),
        Problem::TokenUnknown => (
            ("Åtkomstnyckeln finns inte", "Den kan redan vara återkallad."),
            ("There is no such access token", "It may have been revoked already."),
        ),
        Problem::AttachmentUnknown => (
            ("Filen finns inte", "Ladda upp den till överenskommelsen först."),
            ("There is no such file", "Upload it to the agreement first."),
        ),
        Problem::UnsupportedMedia => (
            ("Filtypen går inte att bifoga", "Bifoga en PDF eller en bild i PNG eller JPEG."),
            ("Files of this kind cannot be attached", "Attach a PDF, or a picture in PNG or JPEG."),
        ),
        Problem::HistoryPurged => (
            (
                "Historiken är gallrad",
                "Hur texten kom till är gallrat så långt tillbaka. Sparade revisioner finns kvar.",
            ),
            (
                "The history was purged",
                "How the text came to be was purged as far back as that. Saved revisions remain.",
            ),
        ),
        Problem::MomentUnknown => (
            ("Ögonblicket finns inte", "Texten har inte kommit så långt. Hämta historiken på nytt."),
            ("There is no such moment", "The text has not come so far. Fetch the history anew."),
        ),
        Problem::NotFound => (
            ("Adressen finns inte", "Kontrollera adressen."),
            ("There is nothing at this address", "Check the address."),
        ),
        Problem::MethodNotAllowed => (
            ("Så kan adressen inte användas", "Adressen finns, men inte med den metoden."),
            ("The address does not do this", "It exists, but not with this method."),
        ),
        Problem::BadRequest(_) => (
            ("Begäran kunde inte läsas", "Något i begäran är inte som det ska."),
            ("The request could not be read", "Something in the request is not as it should be."),
        ),
        Problem::TooLarge => (
            ("Begäran är för stor", "Skicka mindre åt gången."),
            ("The request is too large", "Send less at a time."),
        ),
        Problem::TimedOut => (("Det tog för lång tid", "Försök igen."), ("It took too long", "Try again.")),
        Problem::StoreUnavailable => (
            (
                "Lagringen går inte att nå just nu",
                "Det som visats som sparat är sparat. Försök igen om en stund.",
            ),
            ("The store cannot be used just now", "What was shown as saved is saved. Try again in a while."),
        ),
        Problem::Stopping => (
            ("Servern startar om", "Försök igen om en stund."),
            ("The server is restarting", "Try again in a while."),
        ),
        Problem::Internal => (
            (
                "Något gick fel hos oss",
                "Felet är antecknat. Försök igen, och säg till om det kommer tillbaka.",
            ),
            (
                "Something went wrong on our side",
                "It has been noted. Try again, and tell us if it comes back.",
            ),
        ),
    }
}
