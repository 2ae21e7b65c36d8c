//! Why a rule says no, as a value: a stable code for programs and a sentence for people.

use super::description::Problems;
use super::id::{MemberId, SectionId};
use super::party::Letter;

/// A language of the user interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Svenska.
    Swedish,
    /// English.
    English,
}

/// What was asked for is not done, because of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is such an agreement already.
    AlreadyFounded,
    /// Only the operator founds agreements.
    OnlyTheOperator,
    /// The description of the agreement does not hold together.
    Description(Problems),
    /// Who asks is no member of the agreement, or no longer.
    NotAMember,
    /// There is no such member, or no longer.
    NoSuchMember(MemberId),
    /// There is no such section.
    NoSuchSection(SectionId),
    /// Only a coordinator manages members.
    NotACoordinator,
    /// A coordinator manages members of the own party only; the operator, those of no party.
    OtherParty(Option<Letter>),
    /// Each party keeps at least one coordinator.
    LastCoordinator(Letter),
    /// A member holds at least one role.
    NoRoles,
    /// A member of no party may not approve.
    NeutralApprover,
    /// Only drafters write.
    NotADrafter,
    /// The section is locked at a revision.
    SectionLocked,
    /// The section is agreed.
    SectionAgreed,
    /// The agreement is decided; its text changes under a revision only.
    TextIsFixed,
}

impl Refusal {
    /// A name that does not change: part of the address of the problem in HTTP and on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadyFounded => "already-founded",
            Self::OnlyTheOperator => "only-the-operator",
            Self::Description(_) => "description-invalid",
            Self::NotAMember => "not-a-member",
            Self::NoSuchMember(_) => "no-such-member",
            Self::NoSuchSection(_) => "no-such-section",
            Self::NotACoordinator => "not-a-coordinator",
            Self::OtherParty(_) => "other-party",
            Self::LastCoordinator(_) => "last-coordinator",
            Self::NoRoles => "no-roles",
            Self::NeutralApprover => "neutral-approver",
            Self::NotADrafter => "not-a-drafter",
            Self::SectionLocked => "section-locked",
            Self::SectionAgreed => "section-agreed",
            Self::TextIsFixed => "text-is-fixed",
        }
    }

    /// What is the matter and what to do, in one or two sentences.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Swedish => self.swedish(),
            Language::English => self.english(),
        }
    }

    fn swedish(&self) -> String {
        let fixed = match self {
            Self::Description(problems) => {
                return format!("Rätta beskrivningen och försök igen:\n{problems}");
            }
            Self::OtherParty(Some(letter)) => {
                return format!(
                    "Medlemmen hör till part {letter}, och bara den partens samordnare ändrar något för den. Be en av dem."
                );
            }
            Self::LastCoordinator(letter) => {
                return format!(
                    "Part {letter} skulle stå utan samordnare. Ge först någon annan i parten den rollen."
                );
            }
            Self::AlreadyFounded => "Överenskommelsen finns redan. Lägg upp en ny under ett nytt nummer.",
            Self::OnlyTheOperator => {
                "Bara den som driver servern lägger upp en överenskommelse. Be om hjälp där."
            }
            Self::NotAMember => {
                "Du är inte med i den här överenskommelsen. Be din parts samordnare om en inbjudan."
            }
            Self::NoSuchMember(_) => "Medlemmen är inte med i överenskommelsen. Läs om sidan och välj igen.",
            Self::NoSuchSection(_) => "Avsnittet finns inte i överenskommelsen. Läs om sidan och välj igen.",
            Self::NotACoordinator => "Bara samordnare ändrar medlemmar och roller. Be din parts samordnare.",
            Self::OtherParty(None) => {
                "Medlemmen hör inte till någon part, och bara den som driver servern ändrar något för den. Be om hjälp där."
            }
            Self::NoRoles => "En medlem har minst en roll. Välj en, eller ta bort medlemmen i stället.",
            Self::NeutralApprover => {
                "Den som inte hör till någon part kan inte vara godkännare. Välj en annan roll."
            }
            Self::NotADrafter => {
                "Bara skribenter ändrar texten. Be din parts samordnare om rollen, om du ska skriva."
            }
            Self::SectionLocked => {
                "Avsnittet är låst medan det godkänns. Be en skribent eller samordnare att öppna det igen."
            }
            Self::SectionAgreed => {
                "Avsnittet är överenskommet. Be en skribent eller samordnare att öppna det igen."
            }
            Self::TextIsFixed => "Överenskommelsen är beslutad. Texten ändras först när den revideras.",
        };
        fixed.to_owned()
    }

    fn english(&self) -> String {
        let fixed = match self {
            Self::Description(problems) => {
                return format!("Correct the description and try again:\n{problems}");
            }
            Self::OtherParty(Some(letter)) => {
                return format!(
                    "The member belongs to party {letter}, and only that party's coordinators change anything for them. Ask one of them."
                );
            }
            Self::LastCoordinator(letter) => {
                return format!(
                    "Party {letter} would have no coordinator. Give somebody else in the party that role first."
                );
            }
            Self::AlreadyFounded => "The agreement exists already. Found a new one under a new id.",
            Self::OnlyTheOperator => "Only the operator of the server founds an agreement. Ask there.",
            Self::NotAMember => {
                "You are not a member of this agreement. Ask your party's coordinator for an invitation."
            }
            Self::NoSuchMember(_) => {
                "The member does not take part in the agreement. Reload the page and choose again."
            }
            Self::NoSuchSection(_) => {
                "There is no such section in the agreement. Reload the page and choose again."
            }
            Self::NotACoordinator => {
                "Only coordinators change members and roles. Ask your party's coordinator."
            }
            Self::OtherParty(None) => {
                "The member belongs to no party, and only the operator of the server changes anything for them. Ask there."
            }
            Self::NoRoles => "A member holds at least one role. Choose one, or remove the member instead.",
            Self::NeutralApprover => {
                "Somebody who belongs to no party cannot be an approver. Choose another role."
            }
            Self::NotADrafter => {
                "Only drafters change the text. Ask your party's coordinator for the role if you are to write."
            }
            Self::SectionLocked => {
                "The section is locked while it is approved. Ask a drafter or coordinator to reopen it."
            }
            Self::SectionAgreed => "The section is agreed. Ask a drafter or coordinator to reopen it.",
            Self::TextIsFixed => {
                "The agreement is decided. Its text can be changed once it is under revision."
            }
        };
        fixed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn every_refusal() -> Vec<Refusal> {
        let letter = Letter::new('B').unwrap();
        let problems = crate::agreement::description::Description::parse("{}").unwrap_err();
        vec![
            Refusal::AlreadyFounded,
            Refusal::OnlyTheOperator,
            Refusal::Description(problems),
            Refusal::NotAMember,
            Refusal::NoSuchMember(MemberId::new()),
            Refusal::NoSuchSection(SectionId::new()),
            Refusal::NotACoordinator,
            Refusal::OtherParty(Some(letter)),
            Refusal::OtherParty(None),
            Refusal::LastCoordinator(letter),
            Refusal::NoRoles,
            Refusal::NeutralApprover,
            Refusal::NotADrafter,
            Refusal::SectionLocked,
            Refusal::SectionAgreed,
            Refusal::TextIsFixed,
        ]
    }

    #[test]
    fn every_refusal_says_why_in_both_languages_under_a_code_of_its_own() {
        let mut codes = BTreeSet::new();
        for refusal in every_refusal() {
            let code = refusal.code();
            assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
            codes.insert(code);
            let swedish = refusal.sentence(Language::Swedish);
            let english = refusal.sentence(Language::English);
            assert_ne!(swedish, english);
            assert!(swedish.len() > 20 && english.len() > 20);
        }
        assert_eq!(codes.len(), every_refusal().len() - 1, "the two kinds of other-party share a code");
    }
}
