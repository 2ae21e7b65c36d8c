//! Runs a command against an agreement: load, decide, append, publish.
//!
//! [`Records`] keeps the state of each agreement that was asked for, and follows its log, so that what
//! another process appends is seen too. What the log holds is in [`chain`], what lies beside it in
//! [`register`]; docs/record-format.md says both for readers in other languages. No rule stands here.

pub mod attachment;
pub mod chain;
pub mod error;
pub mod founding;
mod opened;
mod pages;
pub mod receipt;
pub mod register;
pub mod signature;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod format;
#[cfg(test)]
mod tests;

use crate::agreement::chance::Seed;
use crate::agreement::decide::{Command, Context};
use crate::agreement::description::Description;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MeetingId, ReviewId, SectionId, SheetId};
use crate::agreement::state::State;
use crate::store::Store;
use chain::Tip;
use founding::Founding;
use jiff::Timestamp;
use opened::Opened;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OnceCell, watch};

pub use error::{AttemptError, RecordError, RunError};
pub use opened::{Beside, Done};
pub use pages::Page;

/// The records of all agreements in a store.
pub struct Records {
    store: Arc<dyn Store>,
    /// Each agreement is loaded once, by whoever asks first; the others wait in the cell.
    opened: Mutex<HashMap<AgreementId, Arc<OnceCell<Arc<Opened>>>>>,
}

impl Records {
    /// The records in a store. Nothing is read before it is asked for.
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { store, opened: Mutex::default() })
    }

    /// An agreement as it stands now: from memory, or loaded and its chain verified.
    ///
    /// # Errors
    /// [`RecordError::Unknown`] if nobody has founded it. A record that cannot be read, or is not what
    /// was written, is an error too, never an agreement without members.
    pub async fn state(&self, agreement: AgreementId) -> Result<Arc<State>, RecordError> {
        Ok(self.opened(agreement).await?.head().state)
    }

    /// Follows an agreement: the receiver holds its latest state, and wakes at each change.
    ///
    /// # Errors
    /// Those of [`state`](Self::state).
    pub async fn follow(&self, agreement: AgreementId) -> Result<watch::Receiver<Arc<State>>, RecordError> {
        Ok(self.opened(agreement).await?.follow())
    }

    /// Which agreement a section or a meeting's notes belong to; `None` if there is no such text. One look into the register.
    ///
    /// # Errors
    /// [`RecordError::Store`], or [`RecordError::Register`] if what stands there is no id.
    pub async fn of_section(&self, section: SectionId) -> Result<Option<AgreementId>, RecordError> {
        register::agreement_of(&*self.store, register::section_key(section)).await
    }

    /// Which agreement a meeting belongs to; `None` if there is no such meeting.
    ///
    /// # Errors
    /// Those of [`of_section`](Self::of_section).
    pub async fn of_meeting(&self, meeting: MeetingId) -> Result<Option<AgreementId>, RecordError> {
        register::agreement_of(&*self.store, register::meeting_key(meeting)).await
    }

    /// Which agreement a review belongs to; `None` if there is no such review.
    ///
    /// # Errors
    /// Those of [`of_section`](Self::of_section).
    pub async fn of_review(&self, review: ReviewId) -> Result<Option<AgreementId>, RecordError> {
        register::agreement_of(&*self.store, register::review_key(review)).await
    }

    /// Which agreement an anchoring sheet belongs to; `None` if there is no such sheet.
    ///
    /// # Errors
    /// Those of [`of_section`](Self::of_section).
    pub async fn of_sheet(&self, sheet: SheetId) -> Result<Option<AgreementId>, RecordError> {
        register::agreement_of(&*self.store, register::sheet_key(sheet)).await
    }

    /// Decides on a command and appends what follows from it. When somebody else appended first, it is
    /// decided anew on what stands then. Returns the state with the command done.
    ///
    /// # Errors
    /// [`RunError::Refused`] by a rule; [`RunError::Contended`] if others were always first. After
    /// [`crate::store::StoreError::Unavailable`] it is open whether the command was done.
    pub async fn run(
        &self,
        agreement: AgreementId,
        command: Command,
        by: Actor,
        at: Timestamp,
    ) -> Result<Arc<State>, RunError> {
        self.run_beside(agreement, command, by, at, |_| Ok(Beside::default())).await.map(|done| done.state)
    }

    /// Like [`run`](Self::run), and writes in the same batch what `beside` makes out of what was decided.
    ///
    /// # Errors
    /// Those of [`run`](Self::run); [`crate::store::StoreError::Changed`] or a conflict of another log if what
    /// stands beside is not as expected: then nothing was written, and the caller looks again.
    pub async fn run_beside(
        &self,
        agreement: AgreementId,
        command: Command,
        by: Actor,
        at: Timestamp,
        beside: impl Fn(&[Entry]) -> Result<Beside, RecordError>,
    ) -> Result<Done, RunError> {
        self.opened(agreement).await?.run(command, &context(by, at), beside).await
    }

    /// Decides on a command that the caller has planned on a state it has seen, and appends what follows from
    /// it together with what stands beside, in one batch. Unlike [`run`](Self::run) it does not decide anew.
    ///
    /// `beside` makes that out of what was decided; entries of other logs stand where the caller saw their heads.
    ///
    /// # Errors
    /// [`AttemptError::Moved`] if the record is not at `seen` any more, or another log not where it was seen.
    pub async fn attempt(
        &self,
        seen: &State,
        command: Command,
        by: Actor,
        at: Timestamp,
        beside: impl FnOnce(&[Entry]) -> Result<Beside, RecordError>,
    ) -> Result<Done, AttemptError> {
        let opened = self.opened(seen.agreement()).await?;
        opened.attempt(seen.position(), command, &context(by, at), beside).await
    }

    /// An agreement as it stands now, and the end of the chain that it was folded from.
    ///
    /// # Errors
    /// Those of [`state`](Self::state).
    pub async fn head(&self, agreement: AgreementId) -> Result<(Arc<State>, Tip), RecordError> {
        let opened::Head { tip, state } = self.opened(agreement).await?.head();
        Ok((state, tip))
    }

    /// A new agreement, not yet written: the caller adds what belongs to it to the batch, and commits it.
    /// `founder` is the place in the description of the member who founds it; `None`: the operator does.
    ///
    /// # Errors
    /// [`RunError::Refused`] if the description does not hold together.
    pub fn found(
        &self,
        description: &Description,
        founder: Option<usize>,
        at: Timestamp,
    ) -> Result<Founding, RunError> {
        founding::found(AgreementId::new(), description, founder, &context(Actor::Operator, at))
    }

    async fn opened(&self, agreement: AgreementId) -> Result<Arc<Opened>, RecordError> {
        let cell = self.cells().entry(agreement).or_default().clone();
        let loaded = cell.get_or_try_init(|| Opened::load(self.store.clone(), agreement)).await;
        match loaded {
            Ok(opened) => Ok(opened.clone()),
            Err(error) => {
                // Or whoever asks for ids that do not exist would fill the memory.
                let mut cells = self.cells();
                if cells.get(&agreement).is_some_and(|cell| !cell.initialized()) {
                    cells.remove(&agreement);
                }
                Err(error)
            }
        }
    }

    fn cells(&self) -> std::sync::MutexGuard<'_, HashMap<AgreementId, Arc<OnceCell<Arc<Opened>>>>> {
        // A thread that panicked here left the map whole: each use is one insertion or removal.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn context(by: Actor, at: Timestamp) -> Context {
    Context { by, at, seed: Seed(rand::random()) }
}
