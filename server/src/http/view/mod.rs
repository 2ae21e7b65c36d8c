//! The domain as clients read it: the shapes of the JSON, made from an agreement's state.
//!
//! Where words were erased, the text is empty.

mod actor;
mod agreement;
mod approval;
mod attachment;
mod ending;
mod mandate;
mod meeting;
mod party;
mod people;
mod permission;
mod proposal;
mod record;
mod reservation;
mod review;
mod revision;
mod section;
mod sheet;
mod sign_off;
mod thread;

pub(super) use actor::Actor;
pub(super) use agreement::{Agreement, AgreementTitle, PlannedPhase, case_number};
pub(super) use attachment::Attachment;
pub(super) use ending::{Decision, Signatory, Signing};
pub(super) use mandate::Mandate;
pub(super) use meeting::Meeting;
pub(super) use party::{Member, Organisation, Party};
pub(super) use people::{People, is_shown};
pub(super) use permission::Permission;
pub(super) use proposal::Proposal;
pub(super) use record::{EntryKind, RecordEntry};
pub(super) use reservation::Reservation;
pub(super) use review::Review;
pub(super) use revision::{AgreementRevision, Contributor, Revision};
pub(super) use section::Section;
pub(super) use sheet::{AnswerTo, Sheet, SheetToRead, leading_language};
pub(super) use sign_off::SignOff;
pub(super) use thread::{Reader, Thread, ThreadState};

use crate::agreement::words::Words;

/// What was written; empty if it is erased.
fn text(words: &Words) -> String {
    words.text().unwrap_or_default().to_owned()
}

/// What was written, if anything; empty if it is erased.
pub(super) fn text_if_any(words: Option<&Words>) -> String {
    words.map(text).unwrap_or_default()
}
