//! Sections, and the phases of the agreement they belong to.

use super::id::{PartyId, SectionId};
use serde::{Deserialize, Serialize};

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Why there is an agreement.
    Preamble,
    /// Where it leads.
    Vision,
    /// What it rests on.
    StartingPoints,
    /// What its words mean.
    Definitions,
    /// What stands in the way.
    Challenges,
    /// A principle: a sheet with guiding questions and measures. Principles are numbered.
    Principle,
    /// What the parties take upon themselves.
    Commitments,
    /// How it is seen to.
    FollowUp,
    /// Anything else.
    Free,
}

/// Where a section stands. Derived, never recorded as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// Its text may change.
    Drafting,
    /// Locked at a revision by its first sign-off.
    InApproval,
    /// Every party's rule is met on one revision.
    Agreed,
}

/// A section as it was added.
///
/// Its title is written in clear: it is a heading of the text, and every revision's hash covers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSection {
    /// Which section.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub title: String,
    /// The parties that answer for it, in the order given; may be empty.
    pub responsible: Vec<PartyId>,
}

/// A section as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which section.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub title: String,
    /// The parties that answer for it.
    pub responsible: Vec<PartyId>,
    /// Where it stands.
    pub state: SectionState,
}

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Parties and members are gathered.
    Preparation,
    /// The text is written.
    Drafting,
    /// A draft is out on consultation (*remiss*).
    Consultation,
    /// The parties approve.
    Approval,
    /// Every listed body of every party has decided.
    Decided,
    /// Signed.
    Signed,
    /// In force, and open for adhesion.
    InForce,
    /// Being written anew, while the adopted version stays in force.
    UnderRevision,
    /// Over.
    Ended,
}

impl Phase {
    /// Whether text may change: from the decision on it is the one that was decided, until a revision begins.
    pub fn allows_writing(self) -> bool {
        match self {
            Self::Preparation
            | Self::Drafting
            | Self::Consultation
            | Self::Approval
            | Self::UnderRevision => true,
            Self::Decided | Self::Signed | Self::InForce | Self::Ended => false,
        }
    }
}
