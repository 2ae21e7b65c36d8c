//! Who may call meetings and write their notes, and how co-authors stand under a title.

use crate::agreement::entry::Actor;
use crate::agreement::id::{MeetingId, MemberId, SectionId};
use crate::agreement::meeting::Meeting;
use crate::agreement::member::Role;
use crate::agreement::refusal::Refusal;
use crate::agreement::section::Section;
use crate::agreement::state::State;

impl State {
    /// Whether a member may read a meeting: every member may.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NoSuchMeeting`].
    pub fn may_read_meeting(&self, member: MemberId, meeting: MeetingId) -> Result<&Meeting, Refusal> {
        self.taking_part(member)?;
        self.meeting(meeting).ok_or(Refusal::NoSuchMeeting)
    }

    /// Whether a member may call meetings: drafters and coordinators may.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NotADrafterOrCoordinator`].
    pub fn may_call_meetings(&self, member: MemberId) -> Result<(), Refusal> {
        self.may_save(Actor::Member { member })
    }

    /// Whether a member may change a meeting, note who was there, add and remove its files, and cancel it.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_change_meeting(&self, member: MemberId, meeting: MeetingId) -> Result<&Meeting, Refusal> {
        self.may_call_meetings(member)?;
        let meeting = self.may_read_meeting(member, meeting)?;
        if meeting.cancelled.is_some() { Err(Refusal::MeetingCancelled) } else { Ok(meeting) }
    }

    /// Whether a member may write in a meeting's notes: every member but those who only observe, until they are
    /// closed.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_write_notes(&self, member: MemberId, meeting: MeetingId) -> Result<&Meeting, Refusal> {
        let meeting = self.may_read_meeting(member, meeting)?;
        if self.taking_part(member)?.roles.iter().all(|role| *role == Role::Observer) {
            return Err(Refusal::ObserversReadNotes);
        }
        if meeting.cancelled.is_some() {
            return Err(Refusal::MeetingCancelled);
        }
        if meeting.notes_closed { Err(Refusal::NotesClosed) } else { Ok(meeting) }
    }

    /// Whether a member may close a meeting's notes: drafters and coordinators may.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_close_notes(&self, member: MemberId, meeting: MeetingId) -> Result<&Meeting, Refusal> {
        let meeting = self.may_change_meeting(member, meeting)?;
        if meeting.notes_closed { Err(Refusal::NotesClosed) } else { Ok(meeting) }
    }

    /// Whether a member may open a meeting's notes again: coordinators may.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_reopen_notes(&self, member: MemberId, meeting: MeetingId) -> Result<&Meeting, Refusal> {
        self.coordinating(member)?;
        let meeting = self.may_change_meeting(member, meeting)?;
        if meeting.notes_closed { Ok(meeting) } else { Err(Refusal::NotesOpen) }
    }

    /// Whether a member may write in a live text, be it a section's or a meeting's notes.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_write_text(&self, member: MemberId, text: SectionId) -> Result<(), Refusal> {
        match self.meeting_of_notes(text) {
            Some(meeting) => self.may_write_notes(member, meeting.id()).map(drop),
            None => self.may_write(member, text).map(drop),
        }
    }

    /// Whether a member may put a section's co-authors into an order: drafters and coordinators may.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn may_order_co_authors(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.may_call_meetings(member)?;
        self.section(section).ok_or(Refusal::NoSuchSection(section))
    }

    /// Whether a member may say that they themselves prefer not to stand among a section's co-authors.
    ///
    /// # Errors
    /// [`Refusal::NotAMember`] or [`Refusal::NoSuchSection`].
    pub fn may_withhold(&self, member: MemberId, section: SectionId) -> Result<&Section, Refusal> {
        self.may_read(member, section)
    }
}
