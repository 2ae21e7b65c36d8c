//! An earlier text brought back, between two messages.

use super::super::closing::Closing;
use super::super::document::{Broken, Outcome};
use super::super::restoring::{Edit, Restoration, RestoreError, Restoring};
use super::stage::Held;
use super::{Failed, Room};
use crate::agreement::id::MemberId;
use crate::store::Position;
use jiff::Timestamp;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

impl Room {
    /// Answers when the text is on disk; not at all if it has to be asked for anew.
    pub(super) async fn restore(&mut self, restoring: Restoring) -> Result<(), Failed> {
        self.catch_up(Position::START).await?;
        let Restoring { member, past, time, answer } = restoring;
        if let Err(error) = self.may_restore(member) {
            // Whoever asked may have gone; so below.
            let _ = answer.send(Err(error));
            return Ok(());
        }
        let client = self.document.mint_client(member);
        let done = match beside_others(|| self.document.edit_back(&past, client)) {
            Ok(Some(edit)) => self.take_back((member, time), edit).await?,
            Ok(None) => Ok(Restoration::Unchanged),
            Err(broken) => Err(self.cannot_restore(broken)),
        };
        self.document.release(client);
        match done {
            Ok(restoration) => self.hold(Held::Answer(Box::new(move || drop(answer.send(Ok(restoration)))))),
            Err(error) => drop(answer.send(Err(error))),
        }
        Ok(())
    }

    fn may_restore(&self, member: MemberId) -> Result<(), RestoreError> {
        let state = self.premises.state.borrow();
        state.may_write_text(member, self.premises.section).map_err(RestoreError::Refused)?;
        if self.document.locked { Err(RestoreError::Locked) } else { Ok(()) }
    }

    async fn take_back(
        &mut self,
        (member, time): (MemberId, Timestamp),
        edit: Edit,
    ) -> Result<Result<Restoration, RestoreError>, Failed> {
        Ok(match self.document.bring_back(member, &edit.update, edit.carried) {
            Ok(Outcome::Taken { carried, new }) => {
                self.stage_text((None, time), member, edit.update.into(), carried, new)?;
                Ok(Restoration::Restored)
            }
            Ok(Outcome::Refused(closing)) => Err(RestoreError::Closed(closing)),
            Ok(Outcome::Nothing | Outcome::Gap) => {
                Err(self.cannot_restore(Broken("its own edit does not fit it")))
            }
            Err(broken) => {
                let error = self.cannot_restore(broken);
                self.begin_anew().await?;
                Err(error)
            }
        })
    }

    fn cannot_restore(&self, broken: Broken) -> RestoreError {
        tracing::error!(section = %self.premises.section, "an earlier text could not be brought back: {broken}");
        RestoreError::Closed(Closing::Unavailable)
    }
}

/// Works something out that may take seconds for a long text. The room waits for it, and no other room does.
pub(super) fn beside_others<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => block_in_place(work),
        _ => work(),
    }
}
