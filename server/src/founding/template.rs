//! What a new agreement begins with unless somebody describes it otherwise: the sections of an agreement between a
//! public body and civil society, with the six principles of the national one of 2008.

use crate::agreement::description::{Description, SectionDescription};
use crate::agreement::refusal::Language;
use crate::agreement::section::SectionKind::{
    self, Commitments, FollowUp, Preamble, Principle, StartingPoints, Vision,
};

const SWEDISH: [(SectionKind, &str); 11] = [
    (Preamble, "Inledning"),
    (Vision, "Vision"),
    (StartingPoints, "Utgångspunkter"),
    (Principle, "Självständighet och oberoende"),
    (Principle, "Dialog"),
    (Principle, "Kvalitet"),
    (Principle, "Långsiktighet"),
    (Principle, "Öppenhet och insyn"),
    (Principle, "Mångfald"),
    (Commitments, "Åtaganden"),
    (FollowUp, "Uppföljning"),
];

const ENGLISH: [(SectionKind, &str); 11] = [
    (Preamble, "Preamble"),
    (Vision, "Vision"),
    (StartingPoints, "Starting points"),
    (Principle, "Independence"),
    (Principle, "Dialogue"),
    (Principle, "Quality"),
    (Principle, "Long-term perspective"),
    (Principle, "Openness and insight"),
    (Principle, "Diversity"),
    (Commitments, "Commitments"),
    (FollowUp, "Follow-up"),
];

/// A description to be filled in: it has neither a title nor parties nor members yet.
pub fn template(language: Language) -> Description {
    let (tag, sections) = match language {
        Language::Swedish => ("sv", SWEDISH),
        Language::English => ("en", ENGLISH),
    };
    let sections = sections.map(|(kind, title)| SectionDescription {
        kind,
        title: title.to_owned(),
        text: None,
        responsible: vec![],
    });
    Description {
        title: String::new(),
        case_number: String::new(),
        time_zone: "Europe/Stockholm".to_owned(),
        languages: vec![tag.to_owned()],
        parity: false,
        parties: vec![],
        members: vec![],
        sections: sections.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::sample::description;

    #[test]
    fn with_title_and_parties_the_template_is_an_agreement_in_either_language() {
        for language in [Language::Swedish, Language::English] {
            let template = template(language);
            let principles = template.sections.iter().filter(|section| section.kind == Principle);
            assert_eq!(principles.count(), 6);
            assert!(template.check().is_err(), "it names no parties yet");
            let sample = description();
            let filled = Description {
                title: "Avtal om ån".to_owned(),
                parties: sample.parties,
                members: sample.members,
                ..template
            };
            filled.check().unwrap();
        }
    }
}
