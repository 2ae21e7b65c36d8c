//! Where notices lead: the pages' addresses, as the web client has them.

use super::notice::{About, Source};
use crate::agreement::id::AgreementId;

/// The address of the place that a notice is about.
pub(super) fn path(agreement: AgreementId, about: &About) -> String {
    let agreement = format!("/agreements/{agreement}");
    match about {
        About::Mention(said) | About::Reply(said) => {
            format!("{agreement}/sections/{}#thread-{}", said.section, said.thread)
        }
        About::Proposal { section, proposal } | About::Outcome { section, proposal, .. } => {
            format!("{agreement}/sections/{section}#proposal-{proposal}")
        }
        About::SignOff { section } => format!("{agreement}/sections/{section}/approval"),
        About::Review { review } | About::ReviewNear { review, .. } => {
            format!("{agreement}/reviews/{review}")
        }
        About::Meeting { meeting, .. } => format!("{agreement}/meetings/{meeting}"),
        About::Plan | About::PhaseNear { .. } | About::MandateNear { .. } => agreement,
    }
}

/// The same for a letter: opening it notes that the notice was read.
pub fn path_from_letter(path: &str, agreement: AgreementId, source: Source) -> String {
    let (path, hash) = path.split_once('#').map_or((path, None), |(path, hash)| (path, Some(hash)));
    let joint = if path.contains('?') { '&' } else { '?' };
    let hash = hash.map(|hash| format!("#{hash}")).unwrap_or_default();
    format!("{path}{joint}notice={agreement}.{source}{hash}")
}
