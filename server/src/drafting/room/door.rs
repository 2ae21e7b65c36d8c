//! Who comes in and who leaves, and what everybody here is told.

use super::super::closing::Closing;
use super::super::place::ConnectionId;
use super::super::presence;
use super::super::protocol;
use super::seat::Seat;
use super::{Joining, Room};
use crate::meters::{self, Door};
use tokio::time::Instant;

impl Room {
    pub(super) fn join(&mut self, joining: Joining) {
        let Joining { connection, member, ours, outbox, joined } = joining;
        let state = self.premises.state.borrow().clone();
        let Some(person) = state.member(member) else {
            // If the connection is gone already, there is nobody to turn away.
            let _ = joined.send(Err(Closing::NotAMember));
            return;
        };
        let mut seat = Seat::new(member, ours, outbox, presence::badge(person, &state));
        if ours {
            let (may_write, why_not) = match state.may_write_text(member, self.premises.section) {
                Ok(_) if self.document.locked => (false, Some("section-locked")),
                Ok(_) => (true, None),
                Err(refusal) => (false, Some(refusal.code())),
            };
            let client = self.document.mint_client(member);
            seat.minted = Some(client);
            let welcome = protocol::Welcome {
                epoch: self.document.epoch,
                client,
                schema: crate::text::schema::version(),
                may_write,
                why_not,
                member,
                check: true,
            };
            seat.outbox.answer(protocol::welcome(&welcome));
            seat.outbox.answer(self.whereabouts_notice());
        }
        self.seats.insert(connection, Box::new(seat));
        self.empty_since = None;
        self.premises.boards.enter(state.agreement(), self.premises.section, member);
        if joined.send(Ok(())).is_err() {
            // Gone while it waited; nobody is there to leave.
            self.leave(connection);
        }
    }

    pub(super) fn leave(&mut self, connection: ConnectionId) {
        let Some(seat) = self.seats.remove(&connection) else { return };
        let agreement = self.premises.state.borrow().agreement();
        self.premises.boards.leave(agreement, self.premises.section, seat.member);
        for client in [seat.minted, seat.client].into_iter().flatten() {
            self.document.release(client);
        }
        self.presence.leave(connection);
        self.plan_presence();
        if self.seats.is_empty() {
            self.empty_since = Some(Instant::now());
        }
    }

    /// Closes a connection and forgets it: nothing more of it is taken.
    pub(super) fn show_out(&mut self, connection: ConnectionId, closing: Closing) {
        if let Some(seat) = self.seats.get(&connection) {
            meters::refused(Door::Sync, closing.name());
            if closing.is_refusal() {
                tracing::info!(
                    section = %self.premises.section, connection = connection.0, member = %seat.member,
                    reason = closing.name(), "connection refused: {closing}"
                );
            }
            seat.outbox.refuse(closing, seat.ours);
        }
        self.leave(connection);
    }

    pub(super) fn show_everybody_out(&mut self, closing: Closing) {
        let connections: Vec<ConnectionId> = self.seats.keys().copied().collect();
        for connection in connections {
            self.show_out(connection, closing);
        }
    }

    pub(super) fn state_changed(&mut self) {
        let state = self.premises.state.borrow_and_update().clone();
        let mut removed = Vec::new();
        for (connection, seat) in &mut self.seats {
            match state.member(seat.member) {
                None => removed.push(*connection),
                Some(member) => {
                    seat.badge = presence::badge(member, &state);
                }
            }
        }
        self.tell_of_agreement();
        for connection in removed {
            self.show_out(connection, Closing::NotAMember);
        }
    }

    /// Tells those who want to know that something about the agreement, or their right to write, has changed.
    pub(super) fn tell_of_agreement(&self) {
        let notice = protocol::notice(&serde_json::json!({ "kind": "agreement" }));
        for seat in self.seats.values().filter(|seat| seat.ours) {
            seat.outbox.push([&notice].into_iter());
        }
    }
}
