//! A proposal put in, between two messages.

use super::super::accepting::{AcceptError, Acceptance, Accepting, Hands};
use super::super::closing::Closing;
use super::super::document::{Broken, Hand, Outcome};
use super::super::protocol;
use super::super::restoring::Edit;
use super::restore::beside_others;
use super::stage::{Held, StagedText};
use super::{Failed, Room};
use crate::agreement::id::MemberId;
use crate::store::Position;
use crate::text::log::TextEntry;
use bytes::Bytes;

impl Room {
    /// Answers when the text and what stands beside are on disk; not at all if it has to be decided anew.
    pub(super) async fn accept(&mut self, accepting: Accepting) -> Result<(), Failed> {
        self.catch_up(Position::START).await?;
        let Accepting { acceptance, beside, answer } = accepting;
        if self.has_something_beside() {
            // What it was decided on is about to be another: whoever asks decides anew when that is on disk.
            self.hold(Held::Answer(Box::new(move || drop(answer))));
            return Ok(());
        }
        if let Err(error) = self.may_accept(acceptance.accepter) {
            // Whoever asked may have gone; so below.
            let _ = answer.send(Err(error));
            return Ok(());
        }
        let hands = Hands {
            author: self.document.mint_client(acceptance.author),
            accepter: self.document.mint_client(acceptance.accepter),
        };
        let worked_out = beside_others(|| self.document.edits_to_accept(&acceptance, hands));
        let done = match worked_out {
            Ok(Ok(edits)) => self.take_accepted(&acceptance, edits).await?,
            Ok(Err(error)) => Err(error),
            Err(broken) => Err(self.cannot_accept(broken)),
        };
        for client in [hands.author, hands.accepter] {
            self.document.release(client);
        }
        match done {
            Ok(()) => {
                self.stage.beside = Some(beside);
                self.stage.held.push(Held::Answer(Box::new(move || drop(answer.send(Ok(()))))));
            }
            Err(error) => drop(answer.send(Err(error))),
        }
        Ok(())
    }

    /// Whether something for another log is on its way to the disk, or about to be.
    fn has_something_beside(&self) -> bool {
        self.stage.beside.is_some() || self.commit.as_ref().is_some_and(super::Commit::has_something_beside)
    }

    fn may_accept(&self, member: MemberId) -> Result<(), AcceptError> {
        let state = self.premises.state.borrow();
        state.may_write(member, self.premises.section).map_err(AcceptError::Refused)?;
        if self.document.locked { Err(AcceptError::Locked) } else { Ok(()) }
    }

    /// Takes the edits, all or none, and puts them on the stage: an entry of the log for each, one frame for all.
    async fn take_accepted(
        &mut self,
        acceptance: &Acceptance,
        edits: Vec<(MemberId, Edit)>,
    ) -> Result<Result<(), AcceptError>, Failed> {
        let Acceptance { proposal, accepter, .. } = *acceptance;
        let (mut texts, mut updates, mut spans) = (Vec::new(), Vec::new(), Vec::new());
        for (author, Edit { update, carried }) in edits {
            let hand = Hand { author, sender: accepter };
            let (carried, new) = match self.document.bring_back(hand, &update, carried) {
                Ok(Outcome::Taken { carried, new }) => (carried, new),
                otherwise => {
                    let error = match otherwise {
                        Ok(Outcome::Refused(closing)) => AcceptError::Closed(closing),
                        Err(broken) => self.cannot_accept(broken),
                        Ok(_) => self.cannot_accept(Broken("its own edit does not fit it")),
                    };
                    // Nothing of it may stay, and some may be in.
                    self.begin_anew().await?;
                    return Ok(Err(error));
                }
            };
            let at = jiff::Timestamp::now().as_millisecond();
            let member = accepter;
            let entry = TextEntry::Accepted { at, member, author, proposal, update: update.clone(), carried };
            let update = Bytes::from(update);
            updates.push(update.clone());
            texts.push(StagedText { sender: None, member, update, entry: self.encoded(&entry)? });
            spans.extend(new);
        }
        if texts.is_empty() {
            return Ok(Ok(()));
        }
        // One frame: what is one accept is undone at once.
        let Ok(update) = yrs::merge_updates_v1(&updates) else {
            let error = self.cannot_accept(Broken("its edits cannot be joined"));
            self.begin_anew().await?;
            return Ok(Err(error));
        };
        texts.into_iter().for_each(|text| self.stage.push(text));
        let notice = serde_json::json!({ "kind": "accepted", "proposal": proposal, "by": accepter });
        let announced = Some(protocol::notice(&notice));
        let frame = protocol::update(&update);
        self.stage.held.push(Held::Spread { from: None, announced, frame, new: spans });
        Ok(Ok(()))
    }

    fn cannot_accept(&self, broken: Broken) -> AcceptError {
        tracing::error!(section = %self.premises.section, "a proposal could not be put in: {broken}");
        AcceptError::Closed(Closing::Unavailable)
    }
}
