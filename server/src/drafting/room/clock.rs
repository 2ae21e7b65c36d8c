//! What happens when it is time for it: carets, who is where, signs of life, leaving an empty room.

use super::super::protocol;
use super::Room;
use bytes::Bytes;
use std::time::Duration;
use tokio::time::Instant;

/// Carets are told at most this often; most of a stock client's traffic is carets.
const PRESENCE_INTERVAL: Duration = Duration::from_millis(80);

/// Who is where in the agreement is told at most this often.
pub(super) const WHEREABOUTS_INTERVAL: Duration = Duration::from_secs(1);

/// That the discussion has grown is told at most this often.
pub(super) const DISCUSSION_INTERVAL: Duration = Duration::from_millis(200);

/// y-websocket hangs up on a server that is silent for 30 seconds.
pub(super) const SIGN_OF_LIFE: Duration = Duration::from_secs(12);

impl Room {
    pub(super) fn wake_at(&self) -> Instant {
        // With something on its way to the disk there is no leaving, so no waking for it either.
        let is_done = self.stage.is_empty() && self.commit.is_none();
        let leave = self.empty_since.filter(|_| is_done).map(|since| since + self.premises.limits.idle_room);
        [self.tell_late, self.tell_presence, self.tell_whereabouts, self.tell_discussion, leave]
            .into_iter()
            .flatten()
            .fold(self.sign_of_life, Instant::min)
    }

    /// Does what is due; returns whether the room has been empty long enough.
    pub(super) fn tick(&mut self) -> bool {
        let now = Instant::now();
        if self.tell_late.is_some_and(|at| at <= now) {
            self.tell_late = None;
            self.take_late_presence();
        }
        if self.tell_presence.is_some_and(|at| at <= now) {
            self.tell_presence = None;
            let changes = self.presence.take_changes();
            for (connection, seat) in &self.seats {
                if let Some(frame) = changes.told_to(*connection)
                    && seat.compared
                {
                    seat.outbox.push([frame].into_iter());
                }
            }
        }
        if self.tell_whereabouts.is_some_and(|at| at <= now) {
            self.tell_whereabouts = None;
            self.told_whereabouts = now;
            if self.seats.values().any(|seat| seat.ours) {
                let notice = self.whereabouts_notice();
                for seat in self.seats.values().filter(|seat| seat.ours) {
                    seat.outbox.push([&notice].into_iter());
                }
            }
        }
        if self.tell_discussion.is_some_and(|at| at <= now) {
            self.tell_discussion = None;
            self.told_discussion = now;
            let notice = discussion_notice();
            for seat in self.seats.values().filter(|seat| seat.ours) {
                seat.outbox.push([&notice].into_iter());
            }
        }
        if self.sign_of_life <= now {
            self.sign_of_life = now + SIGN_OF_LIFE;
            let nobody = protocol::awareness([].into_iter());
            for seat in self.seats.values() {
                seat.outbox.push([&nobody].into_iter());
            }
        }
        let idle = self.premises.limits.idle_room;
        self.stage.is_empty()
            && self.commit.is_none()
            && self.empty_since.is_some_and(|since| since + idle <= now)
    }

    pub(super) fn whereabouts_notice(&self) -> Bytes {
        let sections = &**self.whereabouts.borrow();
        protocol::notice(&serde_json::json!({ "kind": "presence", "sections": sections }))
    }

    pub(super) fn plan_presence(&mut self) {
        if self.presence.has_changes() {
            self.tell_presence.get_or_insert_with(|| Instant::now() + PRESENCE_INTERVAL);
        }
    }
}

/// Proposals or threads have changed.
pub(super) fn discussion_notice() -> Bytes {
    protocol::notice(&serde_json::json!({ "kind": "discussion" }))
}
