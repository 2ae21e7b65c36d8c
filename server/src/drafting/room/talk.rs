//! What a client says, and what it is answered.

use super::super::closing::Closing;
use super::super::document::{Holding, Outcome};
use super::super::place::ConnectionId;
use super::super::protocol;
use super::super::update::Id;
use super::seat;
use super::stage::Held;
use super::{Failed, Room};
use crate::agreement::id::MemberId;
use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

impl Room {
    /// Sync step 1: tells which epoch the client has, and is answered with what it lacks.
    pub(super) async fn compare(&mut self, connection: ConnectionId, vector: &[Id]) -> Result<(), Failed> {
        let Some(seat) = self.seats.get_mut(&connection) else { return Ok(()) };
        if !seat.compares(&self.premises.limits) {
            self.show_out(connection, Closing::TooMuch);
            return Ok(());
        }
        if self.document.holding(vector) == Holding::Another {
            self.show_out(connection, Closing::OtherEpoch);
            return Ok(());
        }
        let first = !std::mem::replace(&mut seat.compared, true);
        match self.document.lacking(vector) {
            Ok(update) => self.hold(Held::Answered { to: connection, frame: protocol::step_2(&update) }),
            Err(broken) => return self.recover(connection, broken).await,
        }
        if first {
            let ask = protocol::step_1(&self.document.state_vector());
            self.hold(Held::Answered { to: connection, frame: ask });
            if let Some(everybody) = self.presence.everybody()
                && let Some(seat) = self.seats.get(&connection)
            {
                seat.outbox.push([everybody].iter());
            }
        }
        Ok(())
    }

    pub(super) async fn text(
        &mut self,
        connection: ConnectionId,
        update: Bytes,
        answers: bool,
        permit: OwnedSemaphorePermit,
    ) -> Result<(), Failed> {
        let Some(seat) = self.seats.get_mut(&connection) else { return Ok(()) };
        if !seat.compared {
            self.show_out(connection, Closing::Malformed("sync step 1 comes first"));
            return Ok(());
        }
        seat.texts += 1;
        let member = seat.member;
        if answers {
            // It brings whatever an earlier gap left out.
            seat.behind = false;
        }
        let right = self.right(member);
        match self.document.take(member, right, &update) {
            Ok(Outcome::Taken { carried, new }) => {
                self.stage_text(connection, member, update, carried, new, permit);
            }
            Ok(Outcome::Nothing) => self.hold_saved(connection),
            Ok(Outcome::Gap) => {
                let Some(seat) = self.seats.get_mut(&connection) else { return Ok(()) };
                if !std::mem::replace(&mut seat.behind, true) {
                    let ask = protocol::step_1(&self.document.state_vector());
                    self.hold(Held::Answered { to: connection, frame: ask });
                } else if answers {
                    self.show_out(connection, Closing::Malformed("the answer to sync step 1 has a gap"));
                }
            }
            Ok(Outcome::Refused(closing)) => self.show_out(connection, closing),
            Err(broken) => return self.recover(connection, broken).await,
        }
        Ok(())
    }

    pub(super) fn right(&self, member: MemberId) -> Result<(), Closing> {
        let state = self.premises.state.borrow();
        match state.may_write(member, self.premises.section) {
            Ok(_) if self.document.units() > self.premises.limits.document_units => {
                Err(Closing::TooLarge("the section holds all that it can"))
            }
            Ok(_) if self.document.locked => Err(Closing::Locked),
            Ok(_) => Ok(()),
            Err(refusal) => Err(seat::closing_for(&refusal)),
        }
    }

    pub(super) fn awareness(&mut self, connection: ConnectionId, entries: Vec<protocol::AwarenessEntry>) {
        let Some(seat) = self.seats.get_mut(&connection) else { return };
        if !seat.compared {
            return;
        }
        // A stock client's first line is about itself; later it echoes what it hears of others.
        let own = match seat.client {
            Some(own) => own,
            None => {
                let [entry] = &entries[..] else { return };
                let (client, member) = (entry.client, seat.member);
                if let Err(closing) = self.document.bind(client, member) {
                    self.show_out(connection, closing);
                    return;
                }
                seat.client = Some(client);
                client
            }
        };
        let Some(said) = entries.into_iter().rfind(|entry| entry.client == own) else { return };
        if said.state.len() > self.premises.limits.awareness_bytes {
            self.show_out(connection, Closing::TooLarge("presence"));
            return;
        }
        let Some(seat) = self.seats.get(&connection) else { return };
        if self.presence.announce(connection, &seat.badge, said) {
            self.plan_presence();
        }
    }

    /// A slow reader has taken what was queued: it gets the rest in one piece.
    pub(super) async fn caught_up(&mut self, connection: ConnectionId) -> Result<(), Failed> {
        let Some(seat) = self.seats.get_mut(&connection) else { return Ok(()) };
        if let Some(has) = seat.lags.take() {
            match self.document.lacking(&has) {
                Ok(update) => {
                    self.hold(Held::Answered { to: connection, frame: protocol::update(&update) });
                }
                Err(broken) => return self.recover(connection, broken).await,
            }
        }
        if let (Some(seat), Some(everybody)) = (self.seats.get(&connection), self.presence.everybody()) {
            seat.outbox.push([everybody].iter());
        }
        Ok(())
    }
}
