//! What stands in the way of a sign-off, in words.

use crate::agreement::refusal::{Language, ProposalRefusal, Refusal};
use crate::agreement::state::State;
use crate::approving::Condition;

/// A name that does not change.
pub(super) fn code(condition: &Condition) -> &'static str {
    match condition {
        Condition::Revision => "revision",
        Condition::Phase => "phase",
        Condition::Unedited(_) => "unedited",
        Condition::Sound => "sound",
        Condition::Proposals(_) => "proposals",
        Condition::Mandate => "mandate",
        Condition::Other { .. } => "other-party",
        Condition::Reservations(_) => "reservations",
    }
}

/// Whether it holds, and what to do if not, in one or two sentences.
pub(super) fn sentence(state: &State, condition: &Condition, met: bool, language: Language) -> String {
    let said = |swedish: &str, english: &str| match language {
        Language::Swedish => swedish.to_owned(),
        Language::English => english.to_owned(),
    };
    match condition {
        Condition::Revision if met => said("Det finns en sparad revision.", "There is a saved revision."),
        Condition::Revision => Refusal::NoRevision.sentence(language),
        Condition::Phase if met => said(
            "Överenskommelsen är i ett skede där avsnitt godkänns.",
            "Sections are approved in this phase.",
        ),
        Condition::Phase => Refusal::NotToBeApproved.sentence(language),
        Condition::Unedited(_) if met => {
            said("Inget är ändrat efter revisionen.", "Nothing was edited after the revision.")
        }
        Condition::Unedited(Some(number)) => Refusal::EditedSince(*number).sentence(language),
        Condition::Unedited(None) => Refusal::NoRevision.sentence(language),
        Condition::Sound if met => said("Allt i texten kan visas.", "Everything in the text can be shown."),
        Condition::Sound => Refusal::StrangeText.sentence(language),
        Condition::Proposals(0) => said(
            "Inget förslag från när revisionen sparades väntar på svar.",
            "No proposal from when the revision was saved waits for an answer.",
        ),
        Condition::Proposals(count) => Refusal::from(ProposalRefusal::StillOpen(*count)).sentence(language),
        Condition::Mandate if met => {
            said("Du har ett mandat som gäller i dag.", "You have a mandate that holds today.")
        }
        Condition::Mandate => said(
            "Du har inget mandat som gäller i dag. Be din parts samordnare att anteckna ett.",
            "You have no mandate that holds today. Ask your party's coordinator to record one.",
        ),
        Condition::Other { party, given, needed } => {
            let name = state.party(*party).map(|party| party.name.as_str()).unwrap_or_default();
            match (met, given) {
                (true, _) => said(
                    &format!("{name} har godkänt just den här texten."),
                    &format!("{name} has approved this very text."),
                ),
                (false, 0) => said(
                    &format!("{name} har inte godkänt den här texten än."),
                    &format!("{name} has not approved this text yet."),
                ),
                (false, given) => said(
                    &format!("{given} av {needed} har godkänt den här texten för {name}."),
                    &format!("{given} of {needed} have approved this text for {name}."),
                ),
            }
        }
        Condition::Reservations(0) => said("Ingen reservation är gjord.", "No reservation was made."),
        Condition::Reservations(1) => said("En reservation är gjord.", "One reservation was made."),
        Condition::Reservations(count) => {
            said(&format!("{count} reservationer är gjorda."), &format!("{count} reservations were made."))
        }
    }
}
