//! Meetings: called, changed, held, noted.

use super::given::{name, needed};
use super::{Asked, AttendanceNoted, MeetingPlan, NewAttachment, NewMeeting};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MeetingId, MemberId, SectionId};
use crate::agreement::meeting::{Attendance, CalledMeeting, Meeting, MeetingChange};
use crate::agreement::refusal::{Field, Limit, Refusal};
use crate::agreement::words::Words;
use std::collections::BTreeSet;

/// In one agreement, the cancelled ones with them.
const MEETINGS: usize = 2_000;

/// Of one meeting, at one time.
const FILES: usize = 100;

impl Asked<'_> {
    pub(super) fn call_meeting(&mut self, new: NewMeeting) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        self.state.may_call_meetings(member)?;
        if self.state.meetings().len() >= MEETINGS {
            return Err(Refusal::TooMany(Limit::Meetings, MEETINGS));
        }
        let NewMeeting { date, title, place, convener, sections } = new;
        let title = name(Field::Title, &title)?;
        let convener = self.convener(convener.unwrap_or(member), None)?;
        let sections = self.concerned(sections, &[])?;
        let (id, notes) = (MeetingId(self.chance.id()), SectionId(self.chance.id()));
        let title = self.chance.words(&title);
        let place = self.words_if_any(Field::Place, &place)?;
        let meeting = CalledMeeting { id, notes, date, title, place, convener, sections };
        Ok(vec![Entry::MeetingCalled { meeting }])
    }

    pub(super) fn change_meeting(
        &mut self,
        meeting: MeetingId,
        plan: MeetingPlan,
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.may_change_meeting(self.member()?, meeting)?;
        let now = &known.called;
        let MeetingPlan { date, title, place, convener, sections } = plan;
        let title = title.map(|title| name(Field::Title, &title)).transpose()?;
        let title = title.filter(|title| now.title.text() != Some(title.as_str()));
        let place = place.map(|place| place.trim().to_owned());
        let place = place.filter(|place| text_of(now.place.as_ref()) != *place);
        let convener = convener.map(|one| self.convener(one, Some(now.convener))).transpose()?;
        let sections = sections.map(|sections| self.concerned(sections, &now.sections)).transpose()?;
        let change = MeetingChange {
            date: date.filter(|date| *date != now.date),
            title: title.map(|title| self.chance.words(&title)),
            without_place: place.as_ref().is_some_and(String::is_empty) && now.place.is_some(),
            place: self.words_if_any(Field::Place, place.as_deref().unwrap_or_default())?,
            convener: convener.filter(|one| *one != now.convener),
            sections: sections.filter(|sections| *sections != now.sections),
        };
        if change == MeetingChange::default() {
            return Ok(vec![]);
        }
        Ok(vec![Entry::MeetingChanged { meeting, change }])
    }

    /// What is noted is added to what was, so that two who note at once do not undo each other.
    pub(super) fn note_attendance(
        &mut self,
        meeting: MeetingId,
        noted: AttendanceNoted,
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.may_change_meeting(self.member()?, meeting)?;
        let before = known.attended.as_ref().map(|attended| &attended.what);
        let was = before.map(|before| before.present.clone()).unwrap_or_default();
        let mut present: BTreeSet<MemberId> = was.clone();
        for member in noted.present {
            if !was.contains(&member) && self.state.present_or_former(member).is_none() {
                return Err(Refusal::NoSuchMember(member));
            }
            present.insert(member);
        }
        present.retain(|member| !noted.absent.contains(member));
        let guests_before = before.and_then(|before| before.guests.as_ref());
        let said = noted.guests.as_deref().map(str::trim).filter(|said| *said != text_of(guests_before));
        let without_guests = said == Some("") && guests_before.is_some();
        let guests = self.words_if_any(Field::Guests, said.unwrap_or_default())?;
        if present == was && guests.is_none() && !without_guests && before.is_some() {
            return Ok(vec![]);
        }
        let attendance = Attendance { present, guests, without_guests };
        Ok(vec![Entry::MeetingAttended { meeting, attendance }])
    }

    pub(super) fn add_meeting_file(
        &mut self,
        meeting: MeetingId,
        file: NewAttachment,
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.may_change_meeting(self.member()?, meeting)?;
        if known.files.iter().any(|one| one.content == file.content) {
            return Ok(vec![]);
        }
        if known.files.len() >= FILES {
            return Err(Refusal::TooMany(Limit::Files, FILES));
        }
        // What it is called is also what it is saved as: nothing that leads to another folder.
        let called = needed(Field::FileName, &file.name)?;
        if called.contains(['/', '\\']) || called.starts_with('.') {
            return Err(Refusal::Unseen(Field::FileName));
        }
        let file = self.attachment(file)?;
        Ok(vec![Entry::MeetingFileAdded { meeting, file }])
    }

    pub(super) fn remove_meeting_file(
        &self,
        meeting: MeetingId,
        content: Digest,
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.may_change_meeting(self.member()?, meeting)?;
        if known.files.iter().all(|one| one.content != content) {
            return Ok(vec![]);
        }
        Ok(vec![Entry::MeetingFileRemoved { meeting, content }])
    }

    pub(super) fn cancel_meeting(&mut self, meeting: MeetingId, reason: &str) -> Result<Vec<Entry>, Refusal> {
        self.state.may_change_meeting(self.member()?, meeting)?;
        let reason = self.words(Field::Reason, reason)?;
        Ok(vec![Entry::MeetingCancelled { meeting, reason }])
    }

    pub(super) fn close_notes(
        &self,
        meeting: MeetingId,
        hash: Digest,
        text_position: u64,
    ) -> Result<Vec<Entry>, Refusal> {
        self.state.may_close_notes(self.member()?, meeting)?;
        Ok(vec![Entry::MeetingNotesClosed { meeting, hash, text_position }])
    }

    pub(super) fn reopen_notes(&self, meeting: MeetingId) -> Result<Vec<Entry>, Refusal> {
        self.state.may_reopen_notes(self.member()?, meeting)?;
        Ok(vec![Entry::MeetingNotesReopened { meeting }])
    }

    /// Co-authors are those of whom something stands, `standing`; they are put into an order, and nobody is added.
    pub(super) fn order_co_authors(
        &self,
        section: SectionId,
        order: Vec<MemberId>,
        standing: &[MemberId],
    ) -> Result<Vec<Entry>, Refusal> {
        let known = self.state.may_order_co_authors(self.member()?, section)?;
        let mut seen = BTreeSet::new();
        let order: Vec<MemberId> = order.into_iter().filter(|member| seen.insert(*member)).collect();
        if let Some(stranger) = order.iter().find(|member| !standing.contains(member)) {
            return Err(Refusal::NothingStands(*stranger));
        }
        if order == known.co_authors.order {
            return Ok(vec![]);
        }
        Ok(vec![Entry::CoAuthorsOrdered { section, order }])
    }

    pub(super) fn withhold(&self, section: SectionId, withheld: bool) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let known = self.state.may_withhold(member, section)?;
        if known.co_authors.withheld.contains(&member) == withheld {
            return Ok(vec![]);
        }
        Ok(vec![Entry::CoAuthorWithheld { section, member, withheld }])
    }

    /// Somebody who takes part, or who convened it before.
    fn convener(&self, convener: MemberId, before: Option<MemberId>) -> Result<MemberId, Refusal> {
        if before == Some(convener) || self.state.member(convener).is_some() {
            return Ok(convener);
        }
        Err(Refusal::NoSuchMember(convener))
    }

    /// Sections of the agreement, each once; those that were there before may be retired since.
    fn concerned(&self, sections: Vec<SectionId>, before: &[SectionId]) -> Result<Vec<SectionId>, Refusal> {
        let mut seen = BTreeSet::new();
        let sections: Vec<SectionId> = sections.into_iter().filter(|one| seen.insert(*one)).collect();
        let is_known = |one: &SectionId| self.state.section(*one).is_some() || before.contains(one);
        match sections.iter().find(|one| !is_known(one)) {
            Some(unknown) => Err(Refusal::NoSuchSection(*unknown)),
            None => Ok(sections),
        }
    }
}

/// Words that may be missing or erased, as they would be typed.
fn text_of(words: Option<&Words>) -> &str {
    words.and_then(Words::text).unwrap_or_default()
}

/// Whether a meeting's notes may have been written in since a position of the record.
pub(super) fn may_be_written_since(meeting: &Meeting, position: crate::store::Position) -> bool {
    let open = !meeting.notes_closed && meeting.cancelled.is_none();
    let cancelled_since = meeting.cancelled.as_ref().is_some_and(|cancelled| cancelled.position > position);
    let closed_since = meeting.closed.last().is_some_and(|closed| closed.position > position);
    open || cancelled_since || closed_since || meeting.called.position > position
}
