//! Days that come nearer. Derived from how the agreement stands, each time: a day that is moved is told of anew.

use super::notice::{About, Deadline, MeetingNews, Notice, Source};
use crate::agreement::id::MemberId;
use crate::agreement::member::Role;
use crate::agreement::sign_off::Mandate;
use crate::agreement::state::State;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

/// How many days before a phase it is said that it begins; the first that is over goes.
const BEFORE_A_PHASE: [i8; 2] = [1, 7];

/// How many days before its last a mandate's end is told: a board meets once a month.
const BEFORE_AN_END: [i8; 2] = [7, 30];

/// How many days before the last day of a review those are told who have not answered.
const BEFORE_AN_ANSWER: [i8; 2] = [1, 3];

/// How many days before a meeting it is said that it comes near.
const BEFORE_A_MEETING: [i8; 2] = [1, 7];

/// After this, nobody is told any more that a day came near.
const OVER: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What a member is told of the days that have come near by now. Of each day only the latest.
pub(super) fn near(state: &State, to: MemberId, now: Timestamp) -> Vec<Notice> {
    let Some(member) = state.member(to) else { return Vec::new() };
    let mut notices = Vec::new();
    for (phase, date) in state.plan().iter().filter(|(phase, _)| **phase != state.phase()) {
        if let Some((days, at)) = latest(state, *date, BEFORE_A_PHASE, now) {
            let source = Source::Deadline(Deadline::Phase(*phase, *date, days));
            let about = About::PhaseNear { phase: *phase, date: *date };
            notices.push(Notice { source, at, by: None, about });
        }
    }
    for mandate in state.mandates() {
        let coordinates = member.is(Role::Coordinator)
            && state.member(mandate.member).is_some_and(|holder| holder.party == member.party);
        let Some(date) = mandate.valid_until.filter(|_| mandate.member == to || coordinates) else {
            continue;
        };
        if !is_last(state, mandate, date) {
            continue;
        }
        if let Some((days, at)) = latest(state, date, BEFORE_AN_END, now).filter(|(_, at)| *at > mandate.at) {
            let source = Source::Deadline(Deadline::Mandate(mandate.id, days));
            let about = About::MandateNear { member: mandate.member, date };
            notices.push(Notice { source, at, by: None, about });
        }
    }
    for review in state.reviews().iter().filter(|review| review.closed.is_none()) {
        if state.unanswered(review, to).is_empty() {
            continue;
        }
        if let Some((days, at)) =
            latest(state, review.due, BEFORE_AN_ANSWER, now).filter(|(_, at)| *at > review.asked.at)
        {
            let source = Source::Deadline(Deadline::Review(review.asked.id, review.due, days));
            let about = About::ReviewNear { review: review.asked.id, date: review.due };
            notices.push(Notice { source, at, by: None, about });
        }
    }
    let today = state.day_of(now);
    for meeting in state.meetings().iter().filter(|meeting| meeting.cancelled.is_none()) {
        let (id, date) = (meeting.id(), meeting.called.date);
        // One that was held is not near.
        if date < today {
            continue;
        }
        if let Some((days, at)) =
            latest(state, date, BEFORE_A_MEETING, now).filter(|(_, at)| *at > meeting.called.at)
        {
            let source = Source::Deadline(Deadline::Meeting(id, date, days));
            let about = About::Meeting { meeting: id, news: MeetingNews::Near, date };
            notices.push(Notice { source, at, by: None, about });
        }
    }
    notices
}

/// Whether its holder still approves, and has no mandate that holds longer.
fn is_last(state: &State, mandate: &Mandate, last: Date) -> bool {
    let approves = state.member(mandate.member).is_some_and(|holder| holder.is(Role::Approver));
    let mut others = state.mandates().iter().filter(|one| one.member == mandate.member);
    approves && !others.any(|one| one.valid_until.is_none_or(|until| until > last))
}

/// The latest of the moments at which a day is announced, if any is over and none too long.
fn latest(state: &State, date: Date, days: [i8; 2], now: Timestamp) -> Option<(i8, Timestamp)> {
    let moments = days.into_iter().filter_map(|days| {
        let day = date.checked_sub(Span::new().days(days)).ok()?;
        Some((days, day.to_zoned(zone_of(state)).ok()?.timestamp()))
    });
    let over = |at: &Timestamp| *at <= now && now.duration_since(*at) < OVER;
    moments.filter(|(_, at)| over(at)).max_by_key(|(_, at)| *at)
}

/// Where an agreement is at home.
pub fn zone_of(state: &State) -> TimeZone {
    let zone = state.matter().and_then(|matter| TimeZone::get(&matter.time_zone).ok());
    zone.unwrap_or(TimeZone::UTC)
}
