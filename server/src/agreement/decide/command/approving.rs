//! What may be asked for about revisions and approvals.

use crate::agreement::digest::Digest;
use crate::agreement::id::{MandateId, MemberId, SectionId, SheetId};
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::sign_off::MandateKind;
use jiff::civil::Date;

/// A revision to be saved.
#[derive(Clone, Debug)]
pub struct SaveRevision {
    /// Of which section.
    pub section: SectionId,
    /// Its text.
    pub text: TextNow,
    /// What it is to be called; may be empty.
    pub name: String,
    /// What is to be said about it; may be empty.
    pub note: String,
    /// The revision whose text it brings back.
    pub restored_from: Option<RevisionNumber>,
}

/// A mandate to be recorded.
#[derive(Clone, Debug)]
pub struct NewMandate {
    /// Whose.
    pub member: MemberId,
    /// What kind of paper it is.
    pub kind: MandateKind,
    /// Who gave it.
    pub issuer: String,
    /// Its day.
    pub date: Date,
    /// Where it stands in that paper.
    pub paragraph: String,
    /// The last day it holds.
    pub valid_until: Option<Date>,
    /// The anchoring sheet that it answers.
    pub sheet: Option<SheetId>,
}

/// An approval to be given.
#[derive(Clone, Debug)]
pub struct NewSignOff {
    /// Of which section.
    pub section: SectionId,
    /// The revision that its giver has read.
    pub revision: RevisionNumber,
    /// The hash that its giver was shown.
    pub hash: Digest,
    /// The section's text as it stands.
    pub text: TextNow,
    /// By what authority.
    pub mandate: MandateId,
    /// Their name as they typed it.
    pub name: String,
    /// The party's reservation, if it has one.
    pub reservation: Option<String>,
    /// How many members' proposals that were open when the revision was saved still are.
    pub open_proposals: usize,
}
