//! Meetings of the working group.

use super::{Actor, Attachment, Permission, text, text_if_any};
use crate::agreement::digest::Digest;
use crate::agreement::id::{MeetingId, MemberId, SectionId};
use crate::agreement::meeting;
use crate::agreement::refusal::Language;
use crate::agreement::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A meeting of the working group.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Meeting {
    id: MeetingId,
    /// The id of its notes' text: what `/sync/{section}` opens.
    notes: SectionId,
    /// Its day, in the agreement's time zone.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// Whether that day is today or still to come.
    ahead: bool,
    /// Empty if it was erased.
    title: String,
    /// At what time and where; empty if nothing was said, or it was erased.
    place: String,
    convener: MemberId,
    #[schema(value_type = String, format = DateTime)]
    called_at: Timestamp,
    called_by: Actor,
    sections: Vec<ConcernedSection>,
    /// Null until somebody has noted it.
    attendance: Option<Attendance>,
    files: Vec<MeetingFile>,
    /// Null while the notes are open.
    notes_closed: Option<ClosedNotes>,
    /// Null unless it was.
    cancelled: Option<Cancelled>,
    may: MayInMeeting,
}

/// A section that a meeting concerns.
#[derive(Serialize, ToSchema)]
struct ConcernedSection {
    id: SectionId,
    title: String,
    /// Whether it is no part of the text any more.
    retired: bool,
}

/// Who was there.
#[derive(Serialize, ToSchema)]
struct Attendance {
    present: Vec<MemberId>,
    /// Empty for nobody, or if it was erased.
    guests: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
}

/// A file of a meeting.
#[derive(Serialize, ToSchema)]
struct MeetingFile {
    file: Attachment,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
}

/// Notes that take no more text.
#[derive(Serialize, ToSchema)]
struct ClosedNotes {
    /// SHA-256 of their canonical form.
    hash: Digest,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
}

/// Why a meeting is not held.
#[derive(Serialize, ToSchema)]
struct Cancelled {
    reason: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
}

/// What I may do with a meeting now.
#[derive(Serialize, ToSchema)]
struct MayInMeeting {
    /// Change it, note who is there, add and remove files, cancel it.
    change: Permission,
    write_notes: Permission,
    close_notes: Permission,
    reopen_notes: Permission,
}

impl Meeting {
    /// A meeting as a member sees it.
    pub(in crate::http) fn of(
        state: &State,
        meeting: &meeting::Meeting,
        me: MemberId,
        language: Language,
        now: Timestamp,
    ) -> Self {
        let meeting::Meeting { called, attended, files, cancelled, .. } = meeting;
        let id = meeting.id();
        let sections = called.sections.iter().filter_map(|id| {
            let retired = state.retired_section(*id).ok();
            let section = state.section(*id).or(retired)?;
            Some(ConcernedSection { id: *id, title: section.title.clone(), retired: retired.is_some() })
        });
        Self {
            id,
            notes: meeting.notes(),
            date: called.date,
            ahead: called.date >= state.day_of(now),
            title: text(&called.title),
            place: text_if_any(called.place.as_ref()),
            convener: called.convener,
            called_at: called.at,
            called_by: Actor::of(called.by),
            sections: sections.collect(),
            attendance: attended.as_ref().map(|attended| Attendance {
                present: attended.present.iter().copied().collect(),
                guests: text_if_any(attended.guests.as_ref()),
                at: attended.at,
                by: Actor::of(attended.by),
            }),
            files: files
                .iter()
                .map(|file| MeetingFile {
                    file: Attachment::of(&file.what),
                    at: file.at,
                    by: Actor::of(file.by),
                })
                .collect(),
            notes_closed: meeting.fixed().map(|closed| ClosedNotes {
                hash: closed.hash,
                at: closed.at,
                by: Actor::of(closed.by),
            }),
            cancelled: cancelled.as_ref().map(|why| Cancelled {
                reason: text(&why.what),
                at: why.at,
                by: Actor::of(why.by),
            }),
            may: MayInMeeting {
                change: Permission::of(state.may_change_meeting(me, id), language),
                write_notes: Permission::of(state.may_write_notes(me, id), language),
                close_notes: Permission::of(state.may_close_notes(me, id), language),
                reopen_notes: Permission::of(state.may_reopen_notes(me, id), language),
            },
        }
    }
}
