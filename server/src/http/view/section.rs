//! Sections, without their texts.

use super::approval::PartyApproval;
use super::{Actor, Revision, text, text_if_any};
use crate::agreement::id::{PartyId, SectionId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::section::{self, SectionKind, SectionState};
use crate::agreement::state::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A section, without its text.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Section {
    id: SectionId,
    kind: SectionKind,
    title: String,
    /// From 1 among the principles; null for other kinds.
    number: Option<usize>,
    state: SectionState,
    responsible: Vec<PartyId>,
    /// Its latest revision; null before the first.
    latest: Option<Revision>,
    /// Null if it is not.
    locked: Option<Locked>,
    /// Why it was opened last; null if never, or if it is locked now.
    reopened: Option<Reopened>,
    /// Of each party.
    approvals: Vec<PartyApproval>,
    /// How many are on its latest revision.
    reservations: usize,
}

/// Since when a section takes no text.
#[derive(Serialize, ToSchema)]
struct Locked {
    /// The one that it is locked at.
    revision: RevisionNumber,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
    /// Empty if it was locked by a sign-off.
    reason: String,
}

/// Since when a section that was locked takes text again.
#[derive(Serialize, ToSchema)]
struct Reopened {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
    reason: String,
}

impl Section {
    pub(in crate::http) fn of(state: &State, section: &section::Section) -> Self {
        let latest = section.latest();
        let number = latest.map(|latest| latest.number);
        let on_latest = section.reservations.iter().filter(|one| Some(one.revision) == number);
        let locked = section.lock.as_ref().map(|lock| Locked {
            revision: lock.revision,
            at: lock.at,
            by: Actor::of(lock.by),
            reason: text_if_any(lock.reason.as_ref()),
        });
        let reopened = section.reopened.as_ref().map(|reason| Reopened {
            at: reason.at,
            by: Actor::of(reason.by),
            reason: text(&reason.what),
        });
        Self {
            id: section.id,
            kind: section.kind,
            title: section.title.clone(),
            number: state.number(section.id),
            state: state.section_state(section),
            responsible: section.responsible.clone(),
            latest: latest.map(Revision::of),
            locked,
            reopened,
            approvals: state.parties().iter().map(|party| PartyApproval::of(section, party)).collect(),
            reservations: on_latest.count(),
        }
    }
}
