//! What may be asked for about reviews and anchoring sheets.

use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, OrganisationId, ReviewId, SectionId};
use crate::agreement::revision::RevisionNumber;
use jiff::civil::Date;

/// A review to be asked for.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// Of which sections, each at its latest revision as whoever asks has seen it.
    pub sections: Vec<(SectionId, RevisionNumber)>,
    /// Who is asked.
    pub reviewers: Vec<MemberId>,
    /// What they are asked.
    pub question: String,
    /// The last day to answer.
    pub due: Date,
}

/// A word on a section in a review.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// In which review.
    pub review: ReviewId,
    /// About which section.
    pub section: SectionId,
    /// The revision that was read.
    pub revision: RevisionNumber,
    /// The hash that was shown.
    pub hash: Digest,
    /// Ready, or not yet.
    pub ready: bool,
    /// Why; may be empty if it is ready.
    pub because: String,
}

/// An anchoring sheet to be made.
#[derive(Clone, Debug)]
pub struct NewSheet {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Of which sections, each at its latest revision as whoever makes it has seen it.
    pub sections: Vec<(SectionId, RevisionNumber)>,
    /// What is still open; may be empty.
    pub questions: String,
    /// What mandate is asked for.
    pub mandate_asked: String,
    /// The last day to answer.
    pub due: Option<Date>,
}
