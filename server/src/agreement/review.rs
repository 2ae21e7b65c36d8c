//! Reviews before a consultation, and anchoring sheets: what is shown to whom, on which text, and what it led to.

use super::digest::Digest;
use super::id::{MemberId, OrganisationId, ReviewId, SectionId, SheetId};
use super::recorded::Recorded;
use super::revision::{RevisionNumber, SectionRevision};
use super::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Sections that some members are asked whether they are ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Which review.
    pub id: ReviewId,
    /// What they are asked about, in the order of the text.
    pub sections: Vec<SectionRevision>,
    /// Who is asked.
    pub reviewers: Vec<MemberId>,
    /// What they are asked.
    pub question: Words,
    /// The last day to answer, in the agreement's time zone.
    pub due: Date,
}

/// What a reviewer says about one section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAnswer {
    /// In which review.
    pub review: ReviewId,
    /// About which section.
    pub section: SectionId,
    /// The revision that was read: the one asked about, or a later one.
    pub revision: RevisionNumber,
    /// Its hash.
    pub hash: Digest,
    /// Who says it.
    pub member: MemberId,
    /// Ready, or not yet.
    pub ready: bool,
    /// Why not yet; with *ready* whatever there is to say beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Words>,
}

/// A review and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedReview {
    /// As it was asked.
    pub asked: Recorded<Review>,
    /// The last day to answer now.
    pub due: Date,
    /// Every answer, oldest first; the latest of a member about a section counts.
    pub answers: Vec<Recorded<ReviewAnswer>>,
    /// When and by whom it was closed.
    pub closed: Option<Recorded<()>>,
}

impl AskedReview {
    /// The revision of a section that was asked about.
    pub fn about(&self, section: SectionId) -> Option<&SectionRevision> {
        self.asked.sections.iter().find(|asked| asked.section == section)
    }

    /// What a member's word on a section is.
    pub fn answer_of(&self, member: MemberId, section: SectionId) -> Option<&Recorded<ReviewAnswer>> {
        self.answers.iter().rev().find(|answer| answer.member == member && answer.section == section)
    }
}

/// One page that tells an organisation where the text is and what it is asked for (*förankring*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Which sheet.
    pub id: SheetId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// What it shows, in the order of the text.
    pub sections: Vec<SectionRevision>,
    /// What is still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub questions: Option<Words>,
    /// What mandate is asked for.
    pub mandate_asked: Words,
    /// The last day to answer, in the agreement's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}
