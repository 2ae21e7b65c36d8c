//! What may be asked for once the parties agree.

use crate::agreement::digest::Digest;
use crate::agreement::id::PartyId;
use jiff::civil::Date;

/// A file to be attached. Its content is kept already.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// SHA-256 of its content.
    pub content: Digest,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
}

/// A decision to be recorded.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// Of which party.
    pub party: PartyId,
    /// Of which body.
    pub body: String,
    /// When it was taken.
    pub date: Date,
    /// Where it stands in the minutes.
    pub paragraph: String,
    /// The minutes.
    pub minutes: Option<NewAttachment>,
}

/// A signing to be recorded.
#[derive(Clone, Debug)]
pub struct NewSigning {
    /// When.
    pub date: Date,
    /// Where.
    pub place: String,
    /// By whom.
    pub signatories: Vec<NewSignatory>,
    /// The signed paper.
    pub scan: Option<NewAttachment>,
}

/// Who signs.
#[derive(Clone, Debug)]
pub struct NewSignatory {
    /// For which party.
    pub party: PartyId,
    /// Their name.
    pub name: String,
    /// Their title.
    pub title: String,
    /// What their authority rests on.
    pub authority: String,
}
