//! What a client says, and what it is answered.

use super::super::closing::Closing;
use super::super::document::{Broken, Outcome};
use super::super::holding::Holding;
use super::super::place::ConnectionId;
use super::super::protocol;
use super::super::update::Id;
use super::clock::discussion_notice;
use super::seat;
use super::stage::{Held, Question, Sender};
use super::{Failed, Room};
use crate::agreement::id::MemberId;
use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

impl Room {
    /// Sync step 1: tells which epoch the client has, and is answered with what it lacks.
    pub(super) fn compare(&mut self, connection: ConnectionId, vector: &[Id]) {
        let Some(seat) = self.seats.get_mut(&connection) else { return };
        if !seat.compares(&self.premises.limits) {
            self.show_out(connection, Closing::TooMuch);
            return;
        }
        if self.document.holding(vector) == Holding::Another {
            self.show_out(connection, Closing::OtherEpoch);
            return;
        }
        let first = !std::mem::replace(&mut seat.compared, true);
        if !first && seat.outbox.is_full() {
            // One that asks again and again and takes nothing is answered once, when it has taken what is there.
            seat.current = false;
            seat.lags = Some(vector.to_vec());
            seat.outbox.fall_behind();
            return;
        }
        match self.document.lacking(vector) {
            Ok(update) => {
                let frame = protocol::step_2(&update);
                let question = Question::Lacking(vector.to_vec(), protocol::step_2);
                self.hold(Held::Answered { to: connection, frame, question });
            }
            Err(Broken(problem)) => {
                self.show_out(connection, Closing::Malformed(problem));
                return;
            }
        }
        if first {
            self.ask_for_all(connection);
            if let Some(everybody) = self.presence.everybody()
                && let Some(seat) = self.seats.get(&connection)
            {
                seat.outbox.push([everybody].iter());
            }
        }
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
        let asked = seat.behind;
        if answers {
            // It brings whatever an earlier gap left out.
            seat.behind = false;
        }
        let right = self.right(member);
        let limits = self.premises.limits.clone();
        if right.is_err() && !self.seats.get_mut(&connection).is_some_and(|seat| seat.compares(&limits)) {
            // Whether a reader's text is new is found out by looking at the whole document.
            self.show_out(connection, Closing::TooMuch);
            return Ok(());
        }
        match self.document.take(member, right, &update) {
            Ok(Outcome::Taken { carried, new }) => {
                let sender = Some(Sender { connection, _permit: permit });
                self.stage_text((sender, Timestamp::now()), member, update, carried, new)?;
            }
            Ok(Outcome::Nothing) => self.hold_saved(connection),
            Ok(Outcome::Gap) => {
                let Some(seat) = self.seats.get_mut(&connection) else { return Ok(()) };
                if answers && asked {
                    // Asking again would be answered so again.
                    self.show_out(connection, Closing::Malformed("the answer to sync step 1 has a gap"));
                } else if !std::mem::replace(&mut seat.behind, true) {
                    self.ask_for_all(connection);
                }
            }
            Ok(Outcome::Refused(closing)) => self.show_out(connection, closing),
            Err(broken) => return self.recover(connection, broken).await,
        }
        Ok(())
    }

    pub(super) fn right(&self, member: MemberId) -> Result<(), Closing> {
        let state = self.premises.state.borrow();
        match state.may_write_text(member, self.premises.section) {
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
                if self.presence.is_echo(entry) {
                    return;
                }
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
        let Some(seat) = self.seats.get_mut(&connection) else { return };
        match seat.is_present(&self.premises.limits) {
            Ok(()) => {
                seat.late = None;
                if self.presence.announce(connection, &seat.badge, said) {
                    self.plan_presence();
                }
            }
            Err(soon) => {
                seat.late = Some(said);
                self.tell_late.get_or_insert(soon);
            }
        }
    }

    /// Takes the presence that came too soon.
    pub(super) fn take_late_presence(&mut self) {
        for (connection, seat) in &mut self.seats {
            if let Some(said) = seat.late.take() {
                self.presence.announce(*connection, &seat.badge, said);
            }
        }
        self.plan_presence();
    }

    /// Compares a client's fingerprint of its text with that of the text here.
    ///
    /// The answer comes after everything that is in the text here now, so a client that hears that they differ,
    /// and has been sent nothing between its question and the answer, holds something else than the server.
    pub(super) fn check(&mut self, connection: ConnectionId, vector: &[Id], fingerprint: &[u8; 32]) {
        let Some(seat) = self.seats.get_mut(&connection) else { return };
        if !seat.compared {
            self.show_out(connection, Closing::Malformed("sync step 1 comes first"));
            return;
        }
        let is_current = seat.current && !seat.behind && self.document.is_at(vector);
        let verdict = if is_current && seat.checks() {
            match self.document.fingerprint() {
                Some(own) if own == *fingerprint => protocol::Verdict::Same,
                Some(_) => {
                    tracing::warn!(
                        section = %self.premises.section, connection = connection.0, member = %seat.member,
                        "a client holds another text under the same state vector"
                    );
                    protocol::Verdict::Differs
                }
                None => protocol::Verdict::CannotTell,
            }
        } else {
            protocol::Verdict::CannotTell
        };
        let frame = protocol::verdict(verdict);
        self.hold(Held::Answered { to: connection, frame, question: Question::Check });
    }

    /// A slow reader has taken what was queued: it gets the rest in one piece.
    pub(super) fn caught_up(&mut self, connection: ConnectionId) {
        let Some(seat) = self.seats.get_mut(&connection) else { return };
        if let Some(has) = seat.lags.take() {
            match self.document.lacking(&has) {
                Ok(update) => {
                    let frame = protocol::update(&update);
                    let question = Question::Lacking(has, protocol::update);
                    self.hold(Held::Answered { to: connection, frame, question });
                }
                Err(Broken(problem)) => {
                    self.show_out(connection, Closing::Malformed(problem));
                    return;
                }
            }
        }
        if let Some(seat) = self.seats.get(&connection) {
            seat.outbox.push(self.presence.everybody().iter());
            if seat.ours {
                // Notices may have been among what was left out.
                let agreement = protocol::notice(&serde_json::json!({ "kind": "agreement" }));
                let notices = [agreement, self.whereabouts_notice(), discussion_notice()];
                seat.outbox.push(notices.iter());
            }
        }
    }

    /// Sync step 1 of the room's own.
    fn ask_for_all(&mut self, connection: ConnectionId) {
        let frame = protocol::step_1(&self.document.state_vector());
        self.hold(Held::Answered { to: connection, frame, question: Question::Theirs });
    }

    /// Answers once more: the document that the first answer came from is no more.
    pub(super) fn answer_anew(&mut self, connection: ConnectionId, question: Question) {
        if !self.seats.contains_key(&connection) {
            return;
        }
        match question {
            Question::Lacking(vector, frame) => match self.document.lacking(&vector) {
                Ok(update) => {
                    let question = Question::Lacking(vector, frame);
                    self.hold(Held::Answered { to: connection, frame: frame(&update), question });
                }
                Err(Broken(problem)) => self.show_out(connection, Closing::Malformed(problem)),
            },
            Question::Theirs => self.ask_for_all(connection),
            Question::Check => {
                let frame = protocol::verdict(protocol::Verdict::CannotTell);
                self.hold(Held::Answered { to: connection, frame, question: Question::Check });
            }
        }
    }
}
