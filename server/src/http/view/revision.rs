//! Revisions, without their texts.

use super::{Actor, text_if_any};
use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::recorded::Recorded;
use crate::agreement::revision::{self, Contribution, RevisionNumber};
use crate::agreement::state::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// How much of somebody stands in a text.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Contributor {
    member: MemberId,
    /// UTF-16 units that stand.
    characters: u64,
}

impl Contributor {
    pub(in crate::http) fn of(contribution: &Contribution) -> Self {
        Self { member: contribution.member, characters: contribution.characters }
    }
}

/// An immutable, numbered text of one section; without its blocks.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Revision {
    number: RevisionNumber,
    hash: Digest,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
    /// Saved by the server after a spell of quiet.
    automatic: bool,
    /// Empty if it was given none (or it was erased).
    name: String,
    /// Empty if it was given none (or it was erased).
    note: String,
    /// Made by bringing back this revision's text; null for any other.
    restored_from: Option<RevisionNumber>,
    /// Most first.
    contributors: Vec<Contributor>,
    /// UTF-16 units of the whole text.
    characters: u64,
}

impl Revision {
    pub(in crate::http) fn of(revision: &Recorded<revision::Revision>) -> Self {
        Self {
            number: revision.number,
            hash: revision.hash,
            at: revision.at,
            by: Actor::of(revision.by),
            automatic: revision.automatic,
            name: text_if_any(revision.name.as_ref()),
            note: text_if_any(revision.note.as_ref()),
            restored_from: revision.restored_from,
            contributors: revision.contributors.iter().map(Contributor::of).collect(),
            characters: revision.characters,
        }
    }
}

/// The whole text at one moment; without the texts.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AgreementRevision {
    number: RevisionNumber,
    hash: Digest,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
    /// Empty if it was given none (or it was erased).
    name: String,
    /// Empty if it was given none (or it was erased).
    note: String,
    /// In the order of the text.
    sections: Vec<RevisionOfSection>,
}

/// A section in a revision of the whole.
#[derive(Serialize, ToSchema)]
struct RevisionOfSection {
    section: SectionId,
    /// Its title as it is now.
    title: String,
    revision: RevisionNumber,
    hash: Digest,
}

impl AgreementRevision {
    pub(in crate::http) fn of(state: &State, revision: &Recorded<revision::AgreementRevision>) -> Self {
        let sections = revision.sections.iter().map(|one| RevisionOfSection {
            section: one.section,
            title: state.section(one.section).map(|section| section.title.clone()).unwrap_or_default(),
            revision: one.revision,
            hash: one.hash,
        });
        Self {
            number: revision.number,
            hash: revision.hash,
            at: revision.at,
            by: Actor::of(revision.by),
            name: text_if_any(revision.name.as_ref()),
            note: text_if_any(revision.note.as_ref()),
            sections: sections.collect(),
        }
    }
}
