//! Meetings of the working group: called, held, and what was noted.

use super::decision::Attachment;
use super::digest::Digest;
use super::id::{MeetingId, MemberId, SectionId};
use super::recorded::Recorded;
use super::words::Words;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the canonical form of a meeting's notes has as its kind.
pub const NOTES_KIND: &str = "notes";

/// What stands over the notes of a meeting of that day. A meeting's title can be erased; what is hashed cannot.
pub fn notes_title(date: Date) -> String {
    date.to_string()
}

/// A meeting as it was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledMeeting {
    /// Which meeting.
    pub id: MeetingId,
    /// The id of its notes' text, which has a log and a room as a section's has.
    pub notes: SectionId,
    /// Its day, in the agreement's time zone.
    pub date: Date,
    /// What it is called.
    pub title: Words,
    /// At what time and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    /// Who convenes it.
    pub convener: MemberId,
    /// The sections it concerns, in the order given; may be empty.
    pub sections: Vec<SectionId>,
}

/// What of a meeting is another; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingChange {
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Words>,
    /// At what time and where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Words>,
    /// Nothing is said any more about time and place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_place: bool,
    /// Who convenes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convener: Option<MemberId>,
    /// The sections it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionId>>,
}

/// Who was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The members, of now or of then.
    pub present: BTreeSet<MemberId>,
    /// Who else, as it was written; left out: as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guests: Option<Words>,
    /// Nobody else any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_guests: bool,
}

/// Notes that were closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedNotes {
    /// SHA-256 of their canonical form: what they said.
    pub hash: Digest,
    /// Until which position of their text log that is.
    pub text_position: u64,
}

/// A meeting as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// As it was called, with what was changed since.
    pub called: Recorded<CalledMeeting>,
    /// Who was there, once somebody has noted it.
    pub attended: Option<Recorded<Attendance>>,
    /// Its files, oldest first.
    pub files: Vec<Recorded<Attachment>>,
    /// Its notes as often as they were closed, oldest first.
    pub closed: Vec<Recorded<ClosedNotes>>,
    /// Whether its notes are closed now.
    pub notes_closed: bool,
    /// When its notes were opened again last.
    pub reopened: Option<Recorded<()>>,
    /// Why it was cancelled.
    pub cancelled: Option<Recorded<Words>>,
}

impl Meeting {
    /// A meeting that was just called.
    pub(super) fn new(called: Recorded<CalledMeeting>) -> Self {
        Self {
            called,
            attended: None,
            files: Vec::new(),
            closed: Vec::new(),
            notes_closed: false,
            reopened: None,
            cancelled: None,
        }
    }

    /// Which meeting.
    pub fn id(&self) -> MeetingId {
        self.called.id
    }

    /// The id of its notes' text.
    pub fn notes(&self) -> SectionId {
        self.called.notes
    }

    /// Its notes as they were closed last, while they are closed.
    pub fn fixed(&self) -> Option<&Recorded<ClosedNotes>> {
        self.closed.last().filter(|_| self.notes_closed)
    }

    /// Takes in who was there.
    pub(super) fn attend(&mut self, noted: Recorded<Attendance>) {
        let before = self.attended.take().and_then(|before| before.what.guests);
        let mut noted = noted;
        let Attendance { guests, without_guests, .. } = &mut noted.what;
        if guests.is_none() && !*without_guests {
            *guests = before;
        }
        *without_guests = false;
        self.attended = Some(noted);
    }

    /// Takes in a change.
    pub(super) fn change(&mut self, change: &MeetingChange) {
        let MeetingChange { date, title, place, without_place, convener, sections } = change.clone();
        let called = &mut self.called.what;
        called.date = date.unwrap_or(called.date);
        called.convener = convener.unwrap_or(called.convener);
        if let Some(title) = title {
            called.title = title;
        }
        if let Some(sections) = sections {
            called.sections = sections;
        }
        if without_place {
            called.place = None;
        }
        if place.is_some() {
            called.place = place;
        }
    }

    /// Its names and free texts.
    pub(super) fn words_mut(&mut self) -> impl Iterator<Item = &mut Words> {
        let Self { called, attended, files, cancelled, .. } = self;
        let CalledMeeting { title, place, .. } = &mut called.what;
        let guests = attended.as_mut().and_then(|attended| attended.what.guests.as_mut());
        let files = files.iter_mut().map(|file| &mut file.what.name);
        let why = cancelled.as_mut().map(|why| &mut why.what);
        [title].into_iter().chain(place).chain(guests).chain(files).chain(why)
    }
}
