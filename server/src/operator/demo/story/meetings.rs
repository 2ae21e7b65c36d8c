//! The meetings of the demo: called, held, noted.

use super::{Said, Telling, member};
use crate::agreement::decide::{AttendanceNoted, Command, NewMeeting};
use crate::agreement::entry::Actor;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::meeting::Meeting;
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use crate::approving::When;
use crate::operator::OperatorError;
use crate::record::attachment::Upload;
use crate::text::markdown;
use bytes::Bytes;
use jiff::{Span, Timestamp};
use serde::Deserialize;

const SWEDISH_FILE: &[u8] = include_bytes!("../loops-sv.pdf");
const ENGLISH_FILE: &[u8] = include_bytes!("../loops-en.pdf");

/// Meetings are counted from 0 in the order they were called, members and sections in the description.
#[derive(Deserialize)]
#[serde(tag = "meet", rename_all = "snake_case")]
pub(super) enum Met {
    Call {
        in_days: i64,
        title: Said,
        place: Said,
        sections: Vec<usize>,
    },
    Attend {
        meeting: usize,
        present: Vec<usize>,
        guests: Said,
    },
    /// What the notes say then.
    Note {
        meeting: usize,
        text: Said,
    },
    /// The one file that the demo has.
    AddFile {
        meeting: usize,
        name: Said,
    },
    CloseNotes {
        meeting: usize,
    },
}

impl Telling<'_> {
    pub(super) async fn meet(
        &self,
        state: &State,
        met: Met,
        by: MemberId,
        at: Timestamp,
    ) -> Result<(), OperatorError> {
        let (agreement, approving) = (self.agreement, self.approving);
        let actor = Actor::Member { member: by };
        let say = |said: &Said| said.in_words(self.language).to_owned();
        match met {
            Met::Call { in_days, title, place, sections } => {
                let sections = sections.into_iter().map(|index| Ok(self.section(state, index)?.0));
                let called = NewMeeting {
                    date: state.day_of(at).saturating_add(Span::new().days(in_days)),
                    title: say(&title),
                    place: say(&place),
                    convener: None,
                    sections: sections.collect::<Result<Vec<SectionId>, OperatorError>>()?,
                };
                let command = Command::CallMeeting(called);
                approving.call_meeting(agreement, command, actor, When::At(at)).await?;
            }
            Met::Attend { meeting, present, guests } => {
                let present = present.into_iter().map(|index| member(state, index));
                let noted = AttendanceNoted {
                    present: present.collect::<Result<_, _>>()?,
                    absent: Vec::new(),
                    guests: Some(say(&guests)),
                };
                let meeting = nth(state, meeting)?.id();
                self.run(Command::NoteAttendance { meeting, noted }, actor, at).await?;
            }
            Met::Note { meeting, text } => {
                let notes = nth(state, meeting)?.notes();
                let blocks = markdown::blocks(text.in_words(self.language));
                approving.write(notes, by, &blocks, When::At(at)).await?;
            }
            Met::AddFile { meeting, name } => {
                let meeting = nth(state, meeting)?.id();
                let content = Bytes::from_static(Said::either(self.language, SWEDISH_FILE, ENGLISH_FILE));
                let upload = Upload {
                    name: say(&name),
                    media_type: "application/pdf".to_owned(),
                    bytes: content.len() as u64,
                    member: by,
                    at,
                };
                let hash = self.operator.records.upload(agreement, content, &upload).await?;
                let file = upload.attached(hash, say(&name));
                self.run(Command::AddMeetingFile { meeting, file }, actor, at).await?;
            }
            Met::CloseNotes { meeting } => {
                approving.close_notes(agreement, nth(state, meeting)?.id(), by, When::At(at)).await?;
            }
        }
        Ok(())
    }
}

fn nth(state: &State, meeting: usize) -> Result<&Meeting, Refusal> {
    state.meetings().get(meeting).map(AsRef::as_ref).ok_or(Refusal::NoSuchMeeting)
}
