//! The end of the way: decisions of the parties' bodies, and the signing.

use super::digest::Digest;
use super::id::{DecisionId, PartyId};
use super::revision::RevisionNumber;
use super::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file that belongs to an entry of the record. Its content is kept as a blob.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of its content.
    pub content: Digest,
    /// Its name, as it was given.
    pub name: Words,
    /// What it is, found out from its content: an Internet media type.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
}

/// One body of one party has decided on the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Which decision.
    pub id: DecisionId,
    /// Whose body.
    pub party: PartyId,
    /// Which body, by name. Written in clear, like the bodies of a party.
    pub body: String,
    /// The day of the decision, in the agreement's time zone.
    pub date: Date,
    /// Where it stands in the minutes.
    pub paragraph: Words,
    /// The minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Attachment>,
    /// The agreement revision that was decided.
    pub revision: RevisionNumber,
    /// Its hash: what was decided.
    pub hash: Digest,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// For which party.
    pub party: PartyId,
    /// Their name.
    pub name: Words,
    /// Their title.
    pub title: Words,
    /// What their authority rests on.
    pub authority: Words,
}

/// The agreement was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    /// On which day, in the agreement's time zone.
    pub date: Date,
    /// Where.
    pub place: Words,
    /// By whom, in the order given; at least one for each party.
    pub signatories: Vec<Signatory>,
    /// The signed paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Attachment>,
    /// The agreement revision that was signed.
    pub revision: RevisionNumber,
    /// Its hash.
    pub hash: Digest,
}
