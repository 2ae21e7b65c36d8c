//! What may be asked for about meetings.

use crate::agreement::id::{MemberId, SectionId};
use jiff::civil::Date;

/// A meeting to be called.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// Its day.
    pub date: Date,
    /// What it is called.
    pub title: String,
    /// At what time and where; may be empty.
    pub place: String,
    /// Who convenes it; whoever calls it if it is `None`.
    pub convener: Option<MemberId>,
    /// The sections it concerns.
    pub sections: Vec<SectionId>,
}

/// What of a meeting is to be another; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct MeetingPlan {
    /// Its day.
    pub date: Option<Date>,
    /// What it is called.
    pub title: Option<String>,
    /// At what time and where; empty for nothing.
    pub place: Option<String>,
    /// Who convenes it.
    pub convener: Option<MemberId>,
    /// The sections it concerns.
    pub sections: Option<Vec<SectionId>>,
}

/// What somebody notes about who is at a meeting; who is named in neither list stays as noted before.
#[derive(Clone, Debug, Default)]
pub struct AttendanceNoted {
    /// Who is there.
    pub present: Vec<MemberId>,
    /// Who is not.
    pub absent: Vec<MemberId>,
    /// Who else is there; empty for nobody, `None`: as before.
    pub guests: Option<String>,
}
