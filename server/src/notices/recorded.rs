//! Who is told what of an entry of the record. Pure: the same entry on the same state tells the same people.

use super::notice::{About, MeetingNews, Notice, Source};
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{MeetingId, MemberId, PartyId, SectionId};
use crate::agreement::member::{Member, Role};
use crate::agreement::state::State;
use jiff::Timestamp;
use jiff::civil::Date;

/// Whom an entry concerns, that is the next one after this state. Never whoever did it.
pub(super) fn told(before: &State, entry: &Entry, by: Actor, at: Timestamp) -> Vec<(MemberId, Notice)> {
    let source = Source::Record(before.position().0);
    let notice = |about| Notice { source, at, by: by.member(), about };
    let others = before.members().iter().filter(|one| Some(one.id) != by.member());
    if let Some((meeting, news, date)) = met(before, entry) {
        // Nobody is called by name: it is everybody's.
        return others.map(|one| (one.id, notice(About::Meeting { meeting, news, date }))).collect();
    }
    match entry {
        Entry::SectionLocked { section, .. } => {
            let asked = others.filter(|one| is_asked(before, one, *section, None));
            asked.map(|one| (one.id, notice(About::SignOff { section: *section }))).collect()
        }
        Entry::SectionSignedOff { sign_off } => {
            let section = sign_off.section;
            if before.section(section).is_none_or(|found| found.lock.is_some()) {
                return Vec::new();
            }
            let asked = others.filter(|one| is_asked(before, one, section, Some(sign_off.party)));
            asked.map(|one| (one.id, notice(About::SignOff { section }))).collect()
        }
        Entry::PlanChanged { plan } if plan != before.plan() => {
            others.map(|one| (one.id, notice(About::Plan))).collect()
        }
        Entry::ReviewAsked { review } => {
            let asked = others.filter(|one| review.reviewers.contains(&one.id));
            asked.map(|one| (one.id, notice(About::Review { review: review.id }))).collect()
        }
        Entry::ReviewExtended { review, .. } => {
            let Some(known) = before.review(*review) else { return Vec::new() };
            let waiting = others.filter(|one| !before.unanswered(known, one.id).is_empty());
            waiting.map(|one| (one.id, notice(About::Review { review: *review }))).collect()
        }
        _ => Vec::new(),
    }
}

/// What an entry tells of a meeting, and its day after it.
fn met(before: &State, entry: &Entry) -> Option<(MeetingId, MeetingNews, Date)> {
    let known = |meeting: &MeetingId| before.meeting(*meeting).map(|known| known.called.date);
    match entry {
        Entry::MeetingCalled { meeting } => Some((meeting.id, MeetingNews::Called, meeting.date)),
        Entry::MeetingChanged { meeting, change } => {
            let is_moved = change.date.is_some() || change.place.is_some() || change.without_place;
            let date = change.date.or_else(|| known(meeting)).filter(|_| is_moved)?;
            Some((*meeting, MeetingNews::Moved, date))
        }
        Entry::MeetingNotesClosed { meeting, .. } => {
            Some((*meeting, MeetingNews::NotesClosed, known(meeting)?))
        }
        Entry::MeetingCancelled { meeting, .. } => Some((*meeting, MeetingNews::Cancelled, known(meeting)?)),
        _ => None,
    }
}

/// Whether a member's approval of a section is missing, when a party has `just_given` one.
fn is_asked(state: &State, member: &Member, section: SectionId, just_given: Option<PartyId>) -> bool {
    let Ok((section, party)) = state.may_sign_off(member.id, section) else { return false };
    let Some(party) = state.party(party) else { return false };
    let given = section.approvers_of(party.id) + usize::from(just_given == Some(party.id));
    let own = section.sign_offs.iter().any(|one| section.counts_for(one, member.id));
    member.is(Role::Approver) && !own && given < party.approval.needed()
}

/// Whether a notice still calls for something, or still is so, as the agreement stands.
pub(super) fn stands(state: &State, to: MemberId, notice: &Notice) -> bool {
    if let Some(section) = notice.about.section()
        && state.may_read(to, section).is_err()
    {
        return false;
    }
    match notice.about {
        About::SignOff { section } => {
            // Another lock has a request of its own.
            let locked = state.section(section).and_then(|section| section.lock.as_ref());
            let is_this = locked.is_some_and(|lock| Source::Record(lock.position.0) == notice.source);
            is_this && state.member(to).is_some_and(|member| is_asked(state, member, section, None))
        }
        About::Review { review } | About::ReviewNear { review, .. } => {
            let open = state.review(review).filter(|review| review.closed.is_none());
            open.is_some_and(|review| !state.unanswered(review, to).is_empty())
        }
        About::Meeting { meeting, news, date } => {
            state.meeting(meeting).is_some_and(|meeting| match news {
                // One that was moved again has told of that.
                MeetingNews::Called | MeetingNews::Moved | MeetingNews::Near => {
                    meeting.cancelled.is_none() && meeting.called.date == date
                }
                MeetingNews::NotesClosed => meeting.notes_closed,
                MeetingNews::Cancelled => meeting.cancelled.is_some(),
            })
        }
        About::Plan => !state.plan().is_empty(),
        About::Mention(_)
        | About::Reply(_)
        | About::Proposal { .. }
        | About::Outcome { .. }
        | About::PhaseNear { .. }
        | About::MandateNear { .. } => true,
    }
}
