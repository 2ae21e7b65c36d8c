//! Meetings and co-authors, asked for at random.

use super::world::{World, pick};
use crate::agreement::decide::{AttendanceNoted, Command, MeetingPlan, NewAttachment, NewMeeting};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::MeetingId;
use crate::agreement::meeting::Meeting;
use jiff::ToSpan;
use proptest::prelude::*;
use std::sync::Arc;

/// What is asked about meetings and co-authors.
#[derive(Clone, Debug)]
pub(super) enum Meet {
    Order { section: u8, first: u8, standing: u8 },
    Withhold { section: u8, withheld: bool },
    Call { section: u8, convener: u8 },
    Change { which: u8, days: i8, place: Option<bool> },
    Attend { which: u8, present: u8, absent: u8, guests: Option<u8> },
    AddFile { which: u8, content: u8 },
    RemoveFile { which: u8, content: u8 },
    Cancel { which: u8 },
    Close { which: u8 },
    Reopen { which: u8 },
}

pub(super) fn some_meet() -> impl Strategy<Value = Meet> {
    let byte = any::<u8>;
    prop_oneof![
        1 => (byte(), byte(), byte()).prop_map(|(section, first, standing)| Meet::Order { section, first, standing }),
        1 => (byte(), any::<bool>()).prop_map(|(section, withheld)| Meet::Withhold { section, withheld }),
        3 => (byte(), byte()).prop_map(|(section, convener)| Meet::Call { section, convener }),
        1 => (byte(), 0..4_i8, any::<Option<bool>>())
            .prop_map(|(which, days, place)| Meet::Change { which, days, place }),
        1 => (byte(), byte(), byte(), prop::option::of(0..3_u8))
            .prop_map(|(which, present, absent, guests)| Meet::Attend { which, present, absent, guests }),
        4 => (byte(), 0..2_u8).prop_map(|(which, content)| Meet::AddFile { which, content }),
        4 => (byte(), 0..2_u8).prop_map(|(which, content)| Meet::RemoveFile { which, content }),
        1 => byte().prop_map(|which| Meet::Cancel { which }),
        4 => byte().prop_map(|which| Meet::Close { which }),
        4 => byte().prop_map(|which| Meet::Reopen { which }),
    ]
}

impl World {
    /// One of the meetings; one that is none while there are none.
    fn some_meeting(&self, number: u8) -> MeetingId {
        let meetings = self.state.meetings();
        if meetings.is_empty() { MeetingId::new() } else { pick::<Arc<Meeting>>(meetings, number).id() }
    }

    pub(super) fn meeting(&self, by: Actor, what: Meet) -> Command {
        let meeting = |which| self.some_meeting(which);
        let said = |what: &str| what.to_owned();
        match what {
            Meet::Order { section, first, standing } => {
                let standing = vec![self.person(standing), self.person(first.wrapping_add(standing))];
                let order = vec![self.person(first)];
                Command::OrderCoAuthors { section: self.section(section).id, order, standing }
            }
            Meet::Withhold { section, withheld } => {
                Command::WithholdCoAuthor { section: self.section(section).id, withheld }
            }
            Meet::Call { section, convener } => Command::CallMeeting(NewMeeting {
                date: self.today(),
                title: said("Arbetsgruppen"),
                place: said("Kl. 13"),
                convener: by.member().filter(|_| convener > 40).or(Some(self.person(convener))),
                sections: vec![self.section(section).id],
            }),
            Meet::Change { which, days, place } => {
                let date = Some(self.today() + i32::from(days).days());
                let place = place.map(|there| if there { said("Kl. 14") } else { String::new() });
                let plan = MeetingPlan { date, place, ..MeetingPlan::default() };
                Command::ChangeMeeting { meeting: meeting(which), plan }
            }
            Meet::Attend { which, present, absent, guests } => {
                let guests =
                    guests.map(|count| if count == 0 { String::new() } else { format!("Gäst {count}") });
                let (present, absent) = (vec![self.person(present)], vec![self.person(absent)]);
                let noted = AttendanceNoted { present, absent, guests };
                Command::NoteAttendance { meeting: meeting(which), noted }
            }
            Meet::AddFile { which, content } => {
                let (name, media_type) = (said("bilaga.pdf"), said("application/pdf"));
                let file = NewAttachment { content: Digest([content; 32]), name, media_type, bytes: 1 };
                Command::AddMeetingFile { meeting: meeting(which), file }
            }
            Meet::RemoveFile { which, content } => {
                let meeting = meeting(which);
                let known = self.state.meeting(meeting).and_then(|meeting| meeting.files.first());
                let content = known.map_or(Digest([content; 32]), |file| file.content);
                Command::RemoveMeetingFile { meeting, content }
            }
            Meet::Cancel { which } => {
                Command::CancelMeeting { meeting: meeting(which), reason: said("Sjuk") }
            }
            Meet::Close { which } => {
                Command::CloseNotes { meeting: meeting(which), hash: Digest([which; 32]), text_position: 3 }
            }
            Meet::Reopen { which } => Command::ReopenNotes { meeting: meeting(which) },
        }
    }
}
