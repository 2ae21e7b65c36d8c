//! What becomes of meetings.

use super::State;
use crate::agreement::entry::Entry;
use crate::agreement::id::MeetingId;
use crate::agreement::meeting::{ClosedNotes, Meeting};
use crate::agreement::recorded::Circumstances;
use std::sync::Arc;

impl State {
    /// Takes in an entry about a meeting. Any other changes nothing.
    pub(super) fn meet(&mut self, entry: &Entry, when: Circumstances) {
        match entry {
            Entry::MeetingCalled { meeting } => {
                self.meetings.push(Arc::new(Meeting::new(when.of(meeting.clone()))));
            }
            Entry::MeetingChanged { meeting, change } => self.at(*meeting, |meeting| meeting.change(change)),
            Entry::MeetingAttended { meeting, attendance } => {
                self.at(*meeting, |meeting| meeting.attend(when.of(attendance.clone())));
            }
            Entry::MeetingFileAdded { meeting, file } => {
                self.at(*meeting, |meeting| meeting.files.push(when.of(file.clone())));
            }
            Entry::MeetingFileRemoved { meeting, content } => {
                self.at(*meeting, |meeting| meeting.files.retain(|file| file.content != *content));
            }
            Entry::MeetingCancelled { meeting, reason } => {
                self.at(*meeting, |meeting| meeting.cancelled = Some(when.of(reason.clone())));
            }
            Entry::MeetingNotesClosed { meeting, hash, text_position } => self.at(*meeting, |meeting| {
                let closed = ClosedNotes { hash: *hash, text_position: *text_position };
                meeting.closed.push(when.of(closed));
                meeting.notes_closed = true;
            }),
            Entry::MeetingNotesReopened { meeting } => self.at(*meeting, |meeting| {
                meeting.notes_closed = false;
                meeting.reopened = Some(when.of(()));
            }),
            _ => {}
        }
    }

    fn at(&mut self, meeting: MeetingId, change: impl FnOnce(&mut Meeting)) {
        if let Some(meeting) = self.meetings.iter_mut().find(|known| known.id() == meeting) {
            change(Arc::make_mut(meeting));
        }
    }
}
