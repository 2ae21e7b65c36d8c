//! Sittings in which a text was written, and the small steps within them.

use crate::agreement::id::MemberId;
use crate::store::Position;

/// A new session begins after so many milliseconds in which nobody wrote.
const SILENCE: i64 = 30 * 60_000;

/// A new step begins after a pause of so many milliseconds,
const PAUSE: i64 = 5_000;

/// or when it has become so long.
const LONGEST: i64 = 30_000;

/// A stretch of work without a longer silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The text before it.
    pub from: Position,
    /// The text after it.
    pub to: Position,
    /// Milliseconds since 1970 in UTC.
    pub started: i64,
    /// The same, of its last change.
    pub ended: i64,
    /// Who wrote in it, in the order in which they began.
    pub members: Vec<Part>,
}

/// One member's part in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub member: MemberId,
    /// UTF-16 units they wrote. Words that only moved are not counted.
    pub added: u64,
    /// UTF-16 units they took away.
    pub removed: u64,
}

/// A few seconds of writing, or a minute's half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The text before it.
    pub from: Position,
    /// The text after it.
    pub to: Position,
    /// Milliseconds since 1970 in UTC, of its first change.
    pub started: i64,
    /// The same, of its last change.
    pub ended: i64,
}

impl Session {
    fn add(&mut self, member: MemberId, added: u64, removed: u64) {
        match self.members.iter_mut().find(|part| part.member == member) {
            Some(part) => (part.added, part.removed) = (part.added + added, part.removed + removed),
            None => self.members.push(Part { member, added, removed }),
        }
    }
}

/// Everything that was done, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Work {
    pub(super) sessions: Vec<Session>,
    pub(super) steps: Vec<Step>,
}

impl Work {
    /// Takes note of the change at a position of the log: who wrote how much, and who took away how much.
    pub(super) fn note(
        &mut self,
        position: Position,
        at: i64,
        added: (MemberId, u64),
        removed: (MemberId, u64),
    ) {
        let (from, to) = (position, position.after(1));
        match self.steps.last_mut() {
            // A clock that was set back begins nothing.
            Some(step) if at - step.ended < PAUSE && at - step.started < LONGEST => {
                (step.to, step.ended) = (to, step.ended.max(at));
            }
            _ => self.steps.push(Step { from, to, started: at, ended: at }),
        }
        let session = match self.sessions.last_mut() {
            Some(session) if at - session.ended < SILENCE => session,
            _ => {
                self.sessions.push(Session { from, to, started: at, ended: at, members: Vec::new() });
                let Some(session) = self.sessions.last_mut() else { return };
                session
            }
        };
        (session.to, session.ended) = (to, session.ended.max(at));
        session.add(added.0, added.1, 0);
        session.add(removed.0, 0, removed.1);
    }

    /// The session in which the text became what it was at a position.
    pub(super) fn session_of(&self, position: Position) -> Option<&Session> {
        let index = self.sessions.partition_point(|session| session.to < position);
        self.sessions.get(index).filter(|session| session.from < position)
    }

    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        let parts: usize = self.sessions.iter().map(|session| session.members.len()).sum();
        self.steps.len() * size_of::<Step>()
            + self.sessions.len() * size_of::<Session>()
            + parts * size_of::<Part>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn half_an_hour_of_silence_ends_a_session_and_nothing_less_does() {
        let (erik, maja) = (MemberId::new(), MemberId::new());
        let mut work = Work::default();
        work.note(Position(1), 0, (erik, 3), (erik, 0));
        work.note(Position(2), 29 * MINUTE, (maja, 1), (maja, 2));
        // What Maja had proposed, and Erik accepts.
        work.note(Position(3), 58 * MINUTE, (maja, 4), (erik, 1));
        // A lock, or something else that writes nothing, may stand between.
        work.note(Position(5), 88 * MINUTE, (maja, 5), (maja, 0));
        assert_eq!(work.sessions.len(), 2);
        let first = &work.sessions[0];
        assert_eq!((first.from, first.to), (Position(1), Position(4)));
        assert_eq!((first.started, first.ended), (0, 58 * MINUTE));
        let part = |member, added, removed| Part { member, added, removed };
        assert_eq!(first.members, [part(erik, 3, 1), part(maja, 5, 2)]);
        assert_eq!(work.session_of(Position(4)), Some(first));
        assert_eq!(work.session_of(Position(5)), None);
        assert_eq!(work.session_of(Position(6)), Some(&work.sessions[1]));
        assert_eq!(work.session_of(Position(1)), None);
    }

    #[test]
    fn a_step_is_a_few_seconds_of_writing() {
        let erik = MemberId::new();
        let mut work = Work::default();
        for (position, at) in [(1, 0), (2, 4_000), (3, 9_100), (4, 9_200)] {
            work.note(Position(position), at, (erik, 0), (erik, 0));
        }
        let ends: Vec<_> = work.steps.iter().map(|step| (step.from.0, step.to.0)).collect();
        assert_eq!(ends, [(1, 3), (3, 5)]);
    }

    #[test]
    fn a_step_of_steady_typing_does_not_go_on_for_ever() {
        let erik = MemberId::new();
        let mut work = Work::default();
        for key in 0..400 {
            work.note(Position(key), key as i64 * 200, (erik, 0), (erik, 0));
        }
        assert_eq!(work.steps.len(), 3);
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_the_order() {
        let erik = MemberId::new();
        let mut work = Work::default();
        work.note(Position(1), 10 * MINUTE, (erik, 0), (erik, 0));
        work.note(Position(2), 0, (erik, 0), (erik, 0));
        work.note(Position(3), 39 * MINUTE, (erik, 0), (erik, 0));
        assert_eq!(work.sessions.len(), 1);
        assert_eq!(work.sessions[0].ended, 39 * MINUTE);
    }
}
