//! A section's past as a line of time: sittings, days, steps, and the revisions and meetings on the way.

use super::App;
use super::authors::instant;
use super::identity::InSection;
use super::problem::{Problem, ProblemBody};
use super::view::text_if_any;
use crate::agreement::id::{MeetingId, MemberId, SectionId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use crate::drafting::past::{self, Chronicle, Step};
use crate::text::log::EpochId;
use axum::Json;
use axum::extract::State as Within;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long somebody waits for the reading of a log to be done before they are told how far it has come.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Milliseconds.
const QUARTER: i64 = 15 * 60_000;

/// Steps in one answer; of more, every second one is left out until so many are left.
const MOST_STEPS: usize = 20_000;

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(timeline))
}

/// A section's past as a line of time.
#[derive(Serialize, ToSchema)]
struct Timeline {
    /// How far the reading of the log has come, if it is not done: ask again. Null when all is read.
    reading: Option<Reading>,
    /// Whether what was before the first moment was purged.
    purged: bool,
    /// The line; null while the log is being read.
    line: Option<Line>,
}

/// A log that is being read.
#[derive(Serialize, ToSchema)]
#[schema(as = TimelineReading)]
struct Reading {
    /// Entries that were read.
    done: u64,
    /// Entries that there are; 0 until that is known.
    of: u64,
}

/// All moments of a section, and what lies on the way. A moment is how many entries of the section's log its text is
/// the outcome of.
#[derive(Serialize, ToSchema)]
#[schema(as = TimelineLine)]
struct Line {
    epoch: EpochId,
    /// The text with which it begins.
    first: u64,
    /// The text as it stood when this was answered.
    last: u64,
    /// Oldest first.
    sessions: Vec<Session>,
    /// Days on which somebody wrote, where the agreement is at home; oldest first.
    days: Vec<Day>,
    /// Where a few seconds of writing ended, in order.
    steps: Vec<u64>,
    /// Those that can be reached, oldest first.
    revisions: Vec<RevisionMark>,
    /// Those that concerned the section and are not ahead, by their days.
    meetings: Vec<MeetingMark>,
}

/// A stretch of work in which nobody was silent for half an hour.
#[derive(Serialize, ToSchema)]
#[schema(as = WritingSession)]
pub(super) struct Session {
    /// The moment before it.
    from: u64,
    /// The moment after it.
    to: u64,
    #[schema(value_type = String, format = DateTime)]
    started: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ended: Timestamp,
    /// In the order in which they began.
    members: Vec<SessionPart>,
}

/// What somebody did in a session.
#[derive(Serialize, ToSchema)]
#[schema(as = WritingSessionPart)]
struct SessionPart {
    member: MemberId,
    /// UTF-16 units they wrote. Words that only moved are not counted.
    added: u64,
    /// UTF-16 units they took away.
    removed: u64,
}

/// A day on which somebody wrote.
#[derive(Serialize, ToSchema)]
#[schema(as = TimelineDay)]
struct Day {
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// The moment before it.
    from: u64,
    /// The moment after it.
    to: u64,
}

/// Where a revision was made.
#[derive(Serialize, ToSchema)]
struct RevisionMark {
    number: RevisionNumber,
    /// Empty if it was given none (or it was erased).
    name: String,
    /// The moment whose text it holds.
    position: u64,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Saved by the server after a spell of quiet.
    automatic: bool,
}

/// A meeting that concerned the section.
#[derive(Serialize, ToSchema)]
struct MeetingMark {
    id: MeetingId,
    /// Empty if it was erased.
    title: String,
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// The moment whose text lay on the table: as it was when that day began.
    position: u64,
}

impl Session {
    pub(super) fn of(session: &past::Session) -> Self {
        let part =
            |part: &past::Part| SessionPart { member: part.member, added: part.added, removed: part.removed };
        Self {
            from: session.from.0,
            to: session.to.0,
            started: instant(session.started).unwrap_or_default(),
            ended: instant(session.ended).unwrap_or_default(),
            members: session.members.iter().map(part).collect(),
        }
    }
}

impl Line {
    fn of(state: &State, section: SectionId, chronicle: &Chronicle, now: Timestamp) -> Self {
        let (first, last) = (chronicle.first().0, chronicle.until.0);
        let sections = state.sections().iter().chain(state.retired_sections());
        let found = sections.filter(|candidate| candidate.id == section);
        let revisions = found.flat_map(|section| &section.revisions);
        let reached = revisions.filter(|revision| (first..=last).contains(&revision.text_position));
        Self {
            epoch: chronicle.epoch,
            first,
            last,
            sessions: chronicle.sessions().iter().map(Session::of).collect(),
            days: days(state, chronicle.steps()),
            steps: thinned(chronicle.steps()),
            revisions: reached
                .map(|revision| RevisionMark {
                    number: revision.number,
                    name: text_if_any(revision.name.as_ref()),
                    position: revision.text_position,
                    at: revision.at,
                    automatic: revision.automatic,
                })
                .collect(),
            meetings: meetings(state, section, chronicle, now),
        }
    }
}

/// The meetings that were held by now and concerned a section, each where the text was when its day began.
fn meetings(state: &State, section: SectionId, chronicle: &Chronicle, now: Timestamp) -> Vec<MeetingMark> {
    let today = state.day_of(now);
    let held = state.meetings().iter().filter(|meeting| {
        let called = &meeting.called;
        meeting.cancelled.is_none() && called.date <= today && called.sections.contains(&section)
    });
    let mut marks: Vec<MeetingMark> = held
        .map(|meeting| MeetingMark {
            id: meeting.id(),
            title: text_if_any(Some(&meeting.called.title)),
            date: meeting.called.date,
            position: before(chronicle.steps(), day_began(state, meeting.called.date))
                .unwrap_or(chronicle.first().0),
        })
        .collect();
    marks.sort_by_key(|mark| (mark.date, mark.position));
    marks
}

/// The moment after the last step that ended before a time; `None` if none did.
fn before(steps: &[Step], time: i64) -> Option<u64> {
    let count = steps.partition_point(|step| step.ended < time);
    steps[..count].last().map(|step| step.to.0)
}

/// When a day began where the agreement is at home, in milliseconds.
fn day_began(state: &State, date: Date) -> i64 {
    let zone = state.matter().map_or("UTC", |matter| matter.time_zone.as_str());
    let began = date.in_tz(zone).or_else(|_| date.in_tz("UTC"));
    began.map_or(i64::MAX, |began| began.timestamp().as_millisecond())
}

/// A step is short enough to be of one day, that on which it ended.
fn days(state: &State, steps: &[Step]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut last = None;
    for step in steps {
        // No day begins within a quarter of an hour, in any time zone; and there may be very many steps.
        let quarter = step.ended.div_euclid(QUARTER);
        let is_same_quarter = last.replace(quarter) == Some(quarter);
        match days.last_mut() {
            Some(day) if is_same_quarter => day.to = step.to.0,
            before => {
                let date = state.day_of(instant(step.ended).unwrap_or_default());
                match before {
                    Some(day) if day.date == date => day.to = step.to.0,
                    _ => days.push(Day { date, from: step.from.0, to: step.to.0 }),
                }
            }
        }
    }
    days
}

fn thinned(steps: &[Step]) -> Vec<u64> {
    let every = steps.len().div_ceil(MOST_STEPS).next_power_of_two();
    // The last of each few, and so the last of all.
    steps.rchunks(every).rev().filter_map(|few| few.last()).map(|step| step.to.0).collect()
}

/// A section's past as a line of time. The first answer for a long section says how far its reading has come; ask
/// again for the rest.
#[utoipa::path(get, path = "/api/sections/{id}/timeline", tag = "sections",
    params(("id" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 200, body = Timeline),
        (status = 401, description = "`not-signed-in`", body = ProblemBody),
        (status = 403, description = "`not-a-member`", body = ProblemBody),
        (status = 404, description = "`section-unknown`", body = ProblemBody),
        (status = 503, description = "`store-unavailable`", body = ProblemBody),
    ),
)]
async fn timeline(at: InSection, Within(app): Within<App>) -> Result<Json<Timeline>, Problem> {
    let purged = app.store.packed(crate::text::log::text_log(at.section)).await?.purged.0 > 0;
    let read = app.rooms.past().timeline(at.section, PATIENCE).await?;
    Ok(Json(match read {
        past::Timeline::Read(chronicle) => {
            let line = Line::of(&at.within.state, at.section, &chronicle, Timestamp::now());
            Timeline { reading: None, purged, line: Some(line) }
        }
        past::Timeline::Reading(progress) => {
            let reading = Reading { done: progress.done, of: progress.of };
            Timeline { reading: Some(reading), purged, line: None }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Position;

    #[test]
    fn on_the_table_lay_what_was_written_before_the_day() {
        let step = |to: u64, ended| Step { from: Position(to - 1), to: Position(to), started: ended, ended };
        let steps = [step(2, 10), step(3, 20), step(7, 20), step(8, 30)];
        for (time, position) in
            [(5, None), (10, None), (11, Some(2)), (20, Some(2)), (21, Some(7)), (99, Some(8))]
        {
            assert_eq!(before(&steps, time), position, "{time}");
        }
        assert_eq!(before(&[], 5), None);
    }

    #[test]
    fn of_very_many_steps_the_answer_keeps_the_last_and_no_more_than_it_holds() {
        let step = |to: u64| Step { from: Position(to - 1), to: Position(to), started: 0, ended: 0 };
        for count in [0, 1, 5, 20_000, 20_001, 70_001] {
            let steps: Vec<Step> = (1..=count).map(step).collect();
            let kept = thinned(&steps);
            assert!(kept.len() <= MOST_STEPS, "{count}");
            assert!(kept.is_sorted());
            assert_eq!(kept.last().copied(), steps.last().map(|step| step.to.0));
            if count <= 20_000 {
                assert_eq!(kept.len() as u64, count);
            }
        }
    }
}
