//! The record as a person reads it: each entry with what a sentence about it needs.

mod kind;

pub(in crate::http) use kind::EntryKind;

use super::Actor;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MeetingId, MemberId, PartyId, SectionId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use crate::agreement::words::Words;
use crate::record::chain::Sealed;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// One entry of the record as a person reads it. What has no place in its kind is null.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct RecordEntry {
    position: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
    /// SHA-256 of the entry's bytes.
    hash: Digest,
    kind: EntryKind,
    section: Option<SectionTitle>,
    /// Of the section, or of the agreement where there is no section.
    revision: Option<RevisionNumber>,
    party: Option<PartyId>,
    /// The member it is about (not `by`).
    member: Option<MemberId>,
    /// The free text: a note, a reason, a title, a name, a body.
    text: Option<String>,
    /// Whether its text was erased.
    erased: bool,
    /// Every name and free text in it, by the digest that stands for it in the record; not where letters are sent to.
    words: Vec<EntryWords>,
    /// The entry's own fields as recorded.
    #[schema(value_type = Object)]
    detail: Map<String, Value>,
}

/// A name or free text of an entry.
#[derive(Serialize, ToSchema)]
struct EntryWords {
    digest: Digest,
    /// Null once it is erased.
    text: Option<String>,
    /// Whether I may erase it.
    may_erase: bool,
}

/// A section by its title as it is now.
#[derive(Serialize, ToSchema)]
struct SectionTitle {
    id: SectionId,
    title: String,
}

/// What an entry is about.
#[derive(Default)]
struct About<'a> {
    section: Option<SectionId>,
    revision: Option<RevisionNumber>,
    party: Option<PartyId>,
    member: Option<MemberId>,
    text: Option<&'a str>,
    words: Option<&'a Words>,
}

impl RecordEntry {
    /// An entry of the record that `state` was folded from, or of one that goes on, as a member sees it.
    pub(in crate::http) fn of(
        state: &State,
        sealed: &Sealed,
        hash: Digest,
        me: MemberId,
    ) -> Result<Self, serde_json::Error> {
        let about = About::of(state, &sealed.entry);
        let section = about.section.and_then(|id| state.section(id).or(state.retired_section(id).ok()));
        let detail = match serde_json::to_value(&sealed.entry)? {
            Value::Object(mut fields) => {
                fields.remove("kind");
                fields
            }
            _ => Map::new(),
        };
        let words = readable(&sealed.entry).into_iter();
        let words = words.map(|words| EntryWords::of(state, sealed, words, me));
        Ok(Self {
            position: sealed.position,
            at: sealed.at,
            by: Actor::of(sealed.by),
            hash,
            kind: EntryKind::of(&sealed.entry),
            section: section.map(|section| SectionTitle { id: section.id, title: section.title.clone() }),
            revision: about.revision,
            party: about.party,
            member: about.member,
            text: about.text.or(about.words.and_then(Words::text)).map(str::to_owned),
            erased: about.words.is_some_and(|words| words.text().is_none()),
            words: words.collect(),
            detail,
        })
    }

    /// Whether an entry is about a section.
    pub(in crate::http) fn is_about(state: &State, entry: &Entry, section: SectionId) -> bool {
        About::of(state, entry).section == Some(section)
    }

    /// Whether a member did what an entry tells, or it is about them.
    pub(in crate::http) fn concerns(state: &State, sealed: &Sealed, member: MemberId) -> bool {
        sealed.by.member() == Some(member) || About::of(state, &sealed.entry).member == Some(member)
    }
}

/// The words of an entry that every member may read. An address is for a party's own coordinators only.
fn readable(entry: &Entry) -> Vec<&Words> {
    match entry {
        Entry::MemberAdded { member } => vec![&member.name],
        other => other.words(),
    }
}

impl EntryWords {
    fn of(state: &State, sealed: &Sealed, words: &Words, me: MemberId) -> Self {
        let text = words.text().map(str::to_owned);
        let may = state.may_erase(me, &sealed.entry, words.digest(), sealed.by);
        Self { digest: words.digest(), may_erase: text.is_some() && may.is_ok(), text }
    }
}

/// What a meeting is called now.
fn title_of(state: &State, meeting: MeetingId) -> Option<&Words> {
    state.meeting(meeting).map(|meeting| &meeting.called.title)
}

impl<'a> About<'a> {
    fn of(state: &'a State, entry: &'a Entry) -> Self {
        let nothing = Self::default();
        match entry {
            Entry::AgreementFounded { matter } => Self { words: Some(&matter.title), ..nothing },
            Entry::PartyAdded { party } => Self { party: Some(party.id), text: Some(&party.name), ..nothing },
            Entry::OrganisationAdded { organisation } => {
                Self { party: Some(organisation.party), text: Some(&organisation.name), ..nothing }
            }
            Entry::MemberAdded { member } => {
                Self { party: member.party, member: Some(member.id), words: Some(&member.name), ..nothing }
            }
            Entry::SectionAdded { section } => {
                Self { section: Some(section.id), text: Some(&section.title), ..nothing }
            }
            Entry::PhaseEntered { phase: _ } => nothing,
            Entry::RolesChanged { member, roles: _ } | Entry::MemberRemoved { member } => {
                Self { member: Some(*member), ..nothing }
            }
            Entry::SectionRenamed { section, title } => {
                Self { section: Some(*section), text: Some(title), ..nothing }
            }
            Entry::ApprovalChanged { party, approval: _ } => Self { party: Some(*party), ..nothing },
            Entry::RevisionSaved { revision } => Self {
                section: Some(revision.section),
                revision: Some(revision.number),
                words: revision.name.as_ref().or(revision.note.as_ref()),
                ..nothing
            },
            Entry::RevisionNamed { section, revision, name, note } => Self {
                section: Some(*section),
                revision: Some(*revision),
                words: name.as_ref().or(note.as_ref()),
                ..nothing
            },
            Entry::AgreementRevisionSaved { revision } => Self {
                revision: Some(revision.number),
                words: revision.name.as_ref().or(revision.note.as_ref()),
                ..nothing
            },
            Entry::MandateRecorded { mandate } => {
                Self { member: Some(mandate.member), words: Some(&mandate.issuer), ..nothing }
            }
            Entry::SectionSignedOff { sign_off } => Self {
                section: Some(sign_off.section),
                revision: Some(sign_off.revision),
                party: Some(sign_off.party),
                ..nothing
            },
            Entry::SignOffWithdrawn { sign_off, reason } => {
                let given = state.sign_off(*sign_off).map(|(_, sign_off)| &sign_off.given);
                Self {
                    section: given.map(|given| given.section),
                    revision: given.map(|given| given.revision),
                    party: given.map(|given| given.party),
                    words: Some(reason),
                    ..nothing
                }
            }
            Entry::ReservationMade { reservation } => Self {
                section: Some(reservation.section),
                revision: Some(reservation.revision),
                party: reservation.party,
                words: Some(&reservation.text),
                ..nothing
            },
            Entry::ReviewAsked { review } => Self { words: Some(&review.question), ..nothing },
            Entry::ReviewAnswered { answer } => Self {
                section: Some(answer.section),
                revision: Some(answer.revision),
                words: answer.because.as_ref(),
                ..nothing
            },
            Entry::ReviewExtended { review, due: _ } | Entry::ReviewClosed { review } => {
                Self { words: state.review(*review).map(|review| &review.asked.question), ..nothing }
            }
            Entry::AnchoringSheetMade { sheet } => {
                let organisation = state.organisation(sheet.organisation);
                Self {
                    party: organisation.map(|organisation| organisation.party),
                    text: organisation.map(|organisation| organisation.name.as_str()),
                    ..nothing
                }
            }
            Entry::SectionLocked { section, revision, hash: _, reason } => {
                Self { section: Some(*section), revision: Some(*revision), words: Some(reason), ..nothing }
            }
            Entry::SectionReopened { section, reason } => {
                Self { section: Some(*section), words: Some(reason), ..nothing }
            }
            Entry::DecisionRecorded { decision } => Self {
                revision: Some(decision.revision),
                party: Some(decision.party),
                text: Some(&decision.body),
                ..nothing
            },
            Entry::SigningRecorded { signing } => {
                Self { revision: Some(signing.revision), words: Some(&signing.place), ..nothing }
            }
            Entry::AgreementChanged { change } => {
                Self { words: change.title.as_ref(), text: change.case_number.as_deref(), ..nothing }
            }
            Entry::PlanChanged { plan: _ } | Entry::SectionsOrdered { sections: _ } => nothing,
            Entry::PartyChanged { party, name, .. } => {
                Self { party: Some(*party), text: Some(name), ..nothing }
            }
            Entry::OrganisationRenamed { organisation, name } => {
                let party = state.organisation(*organisation).map(|organisation| organisation.party);
                Self { party, text: Some(name), ..nothing }
            }
            Entry::OrganisationRemoved { organisation: _ } => nothing,
            Entry::SectionRetired { section, reason } => {
                Self { section: Some(*section), words: Some(reason), ..nothing }
            }
            Entry::SectionBroughtBack { section } | Entry::ResponsibleChanged { section, .. } => {
                Self { section: Some(*section), ..nothing }
            }
            Entry::MemberAnonymised { member, erased: _, ground } => {
                Self { member: Some(*member), words: ground.as_ref(), ..nothing }
            }
            Entry::WordsErased { position: _, words: _, reason } => Self { words: Some(reason), ..nothing },
            Entry::CoAuthorsOrdered { section, order: _ } => Self { section: Some(*section), ..nothing },
            Entry::CoAuthorWithheld { section, member, withheld: _ } => {
                Self { section: Some(*section), member: Some(*member), ..nothing }
            }
            Entry::MeetingCalled { meeting } => Self { words: Some(&meeting.title), ..nothing },
            Entry::MeetingChanged { meeting, change } => {
                Self { words: change.title.as_ref().or(title_of(state, *meeting)), ..nothing }
            }
            Entry::MeetingAttended { meeting, .. }
            | Entry::MeetingFileAdded { meeting, .. }
            | Entry::MeetingFileRemoved { meeting, .. }
            | Entry::MeetingCancelled { meeting, .. }
            | Entry::MeetingNotesClosed { meeting, .. }
            | Entry::MeetingNotesReopened { meeting } => {
                Self { text: title_of(state, *meeting).and_then(Words::text), ..nothing }
            }
            Entry::WorkingMaterialPurged { decision, sections: _, notes: _ } => {
                let decision = state.decision(*decision);
                Self {
                    party: decision.map(|decision| decision.party),
                    text: decision.map(|decision| decision.body.as_str()),
                    ..nothing
                }
            }
        }
    }
}
