//! Why something is not done with a proposal.

use super::Language;

/// What has become of a proposal that is not open any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was accepted.
    Accepted,
    /// It was rejected.
    Rejected,
    /// Its author took it back.
    Withdrawn,
}

/// Why something is not done with a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalRefusal {
    /// There is no such proposal.
    Unknown,
    /// It is not open any more; by whom it was closed, empty if their name is erased.
    Closed(Ending, String),
    /// Only its author does this.
    OfAnother,
    /// Somebody of another party than the proposer's accepts it.
    AnotherPartyAccepts,
    /// The run says something else than whoever asks has seen.
    TextChanged,
    /// The run has changed since it was proposed, so what is to stand there must be said.
    LookAtIt,
    /// The run is not there any more.
    Gone,
    /// So many proposals that were open when the revision was saved still are.
    StillOpen(usize),
    /// It names no run, or a block twice.
    NoRun,
    /// It is more than a proposal can be.
    TooLarge,
    /// It holds what no text can hold.
    Strange,
    /// It holds characters that nobody sees.
    Unseen,
    /// It says what stands there already.
    ChangesNothing,
    /// There are as many open ones as there can be.
    TooMany(usize),
}

impl ProposalRefusal {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "no-such-proposal",
            Self::Closed(..) => "proposal-closed",
            Self::OfAnother => "proposal-of-another",
            Self::AnotherPartyAccepts => "another-party-accepts",
            Self::TextChanged => "proposal-text-changed",
            Self::LookAtIt => "proposal-must-be-looked-at",
            Self::Gone => "proposal-gone",
            Self::StillOpen(_) => "proposal-open",
            Self::NoRun => "proposal-without-blocks",
            Self::TooLarge => "proposal-too-large",
            Self::Strange => "proposal-strange",
            Self::Unseen => "proposal-unreadable",
            Self::ChangesNothing => "proposal-changes-nothing",
            Self::TooMany(_) => "too-many-proposals",
        }
    }

    pub(super) fn sentence(&self, language: Language) -> String {
        let (swedish, english) = match self {
            Self::Closed(ending, by) => return closed(*ending, by, language),
            Self::StillOpen(count) => return still_open(*count, language),
            Self::TooMany(most) => {
                return match language {
                    Language::Swedish => format!(
                        "Det finns redan {most} öppna förslag. Vänta tills några är avgjorda, eller ta tillbaka något."
                    ),
                    Language::English => format!(
                        "There are {most} open proposals already. Wait until some are settled, or withdraw one."
                    ),
                };
            }
            Self::Unknown => (
                "Förslaget finns inte. Ladda om sidan och välj igen.",
                "There is no such proposal. Reload the page and choose again.",
            ),
            Self::OfAnother => (
                "Bara den som lämnade förslaget kan ta tillbaka det eller lämna det på nytt.",
                "Only whoever made the proposal can withdraw it or offer it anew.",
            ),
            Self::AnotherPartyAccepts => (
                "Här antas ett förslag av någon från en annan part än den som lämnade det. Be någon där.",
                "Here a proposal is accepted by somebody of another party than its author's. Ask one of them.",
            ),
            Self::TextChanged => (
                "Texten har ändrats sedan du såg den. Läs den som den är nu och försök igen.",
                "The text has changed since you saw it. Read it as it is now and try again.",
            ),
            Self::LookAtIt => (
                "Texten har ändrats sedan förslaget lämnades. Jämför texterna och välj vad som ska stå.",
                "The text has changed since it was proposed. Compare the texts and choose what is to stand there.",
            ),
            Self::Gone => (
                "Stycket finns inte kvar, eller är delat. Den som lämnade förslaget kan lämna det på nytt i texten som den är nu.",
                "The passage is gone, or was split. Whoever made the proposal can offer it anew on the text as it is now.",
            ),
            Self::NoRun => (
                "Ett förslag gäller minst ett stycke i texten, och varje stycke en gång. Markera stycket och försök igen.",
                "A proposal is about at least one block of the text, and each block once. Select the passage and try again.",
            ),
            Self::TooLarge => (
                "Förslaget är för stort. Dela upp det i flera.",
                "The proposal is too large. Divide it into several.",
            ),
            Self::Strange => (
                "Förslaget innehåller något som inte kan stå i texten. Ta bort det och försök igen.",
                "The proposal holds something that cannot stand in the text. Take it out and try again.",
            ),
            Self::Unseen => (
                "Förslaget innehåller tecken som inte syns. Skriv det på nytt.",
                "The proposal has characters that are not seen. Write it anew.",
            ),
            Self::ChangesNothing => (
                "Förslaget säger det som redan står där. Ändra något först.",
                "The proposal says what stands there already. Change something first.",
            ),
        };
        match language {
            Language::Swedish => swedish.to_owned(),
            Language::English => english.to_owned(),
        }
    }
}

fn closed(ending: Ending, by: &str, language: Language) -> String {
    match (language, ending, by) {
        (Language::Swedish, Ending::Accepted, "") => "Förslaget har redan antagits.".to_owned(),
        (Language::Swedish, Ending::Rejected, "") => "Förslaget har redan avslagits.".to_owned(),
        (Language::Swedish, Ending::Withdrawn, "") => "Förslaget har tagits tillbaka.".to_owned(),
        (Language::Swedish, Ending::Accepted, by) => format!("{by} har redan antagit förslaget."),
        (Language::Swedish, Ending::Rejected, by) => format!("{by} har redan avslagit förslaget."),
        (Language::Swedish, Ending::Withdrawn, by) => format!("{by} har tagit tillbaka förslaget."),
        (Language::English, Ending::Accepted, "") => "The proposal is accepted already.".to_owned(),
        (Language::English, Ending::Rejected, "") => "The proposal is rejected already.".to_owned(),
        (Language::English, Ending::Withdrawn, "") => "The proposal was withdrawn.".to_owned(),
        (Language::English, Ending::Accepted, by) => format!("{by} has accepted the proposal already."),
        (Language::English, Ending::Rejected, by) => format!("{by} has rejected the proposal already."),
        (Language::English, Ending::Withdrawn, by) => format!("{by} has withdrawn the proposal."),
    }
}

fn still_open(count: usize, language: Language) -> String {
    match (language, count) {
        (Language::Swedish, 1) => {
            "Ett förslag som var öppet när versionen sparades är inte avgjort. Be en skribent anta eller avslå det först."
                .to_owned()
        }
        (Language::Swedish, count) => format!(
            "{count} förslag som var öppna när versionen sparades är inte avgjorda. Be en skribent anta eller avslå dem först."
        ),
        (Language::English, 1) => {
            "A proposal that was open when the revision was saved is not settled. Ask a drafter to accept or reject it first."
                .to_owned()
        }
        (Language::English, count) => format!(
            "{count} proposals that were open when the revision was saved are not settled. Ask a drafter to accept or reject them first."
        ),
    }
}
