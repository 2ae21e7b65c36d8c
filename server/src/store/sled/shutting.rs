//! How the committer shuts the store when it fails, opens it again from the disk, and closes it in the end.

use super::committer::{Committer, room, unavailable};
use super::engine::{self, Engine};
use super::reopen::Reopen;
use super::seal::Seal;
use super::shared::State;
use super::{journal, recovery};
use crate::meters;
use crate::store::StoreError;
use crate::store::steps::{self, Step};
use std::sync::Arc;
use std::time::Duration;

impl Committer {
    /// A read failed. When sled's own thread could not write, reads fail until the next write notices.
    pub(super) fn probe(&mut self) {
        let Ok(engine) = self.shared.engine() else { return };
        let flushed = engine.flush();
        drop(engine);
        if let Err(error) = flushed {
            self.fail(&error);
        }
    }

    /// Shuts the store: nothing is known any more of what is on the disk but by reading it.
    pub(super) fn fail(&mut self, error: &StoreError) {
        tracing::error!(%error, "the store is shut and will be opened again from the disk");
        meters::store_failed();
        self.shut(StoreError::Unavailable(format!("it is being opened again, after: {}", error.cause())));
        self.reopen = Reopen::soon();
        steps::taken(Step::Shut);
    }

    /// Takes the engine away from everybody and closes it.
    fn shut(&mut self, reason: StoreError) {
        self.heads.clear();
        let State::Open(mut engine) = self.shared.set(State::Shut(reason)) else { return };
        loop {
            match Arc::try_unwrap(engine) {
                Ok(engine) => return engine.close(),
                // A reader still has it, for a moment.
                Err(held) => engine = held,
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Opens the store again from the disk, if it can be.
    pub(super) fn try_again(&mut self) {
        match self.open_again() {
            Ok(()) => tracing::info!("the store is open again"),
            Err(StoreError::Damaged(what)) => {
                tracing::error!(%what, "the store is damaged and stays shut");
                self.shut(StoreError::Damaged(what));
            }
            Err(error) => {
                tracing::warn!(%error, "the store could not be opened again");
                self.shut(StoreError::Unavailable(error.cause()));
                self.reopen.later();
            }
        }
    }

    fn open_again(&mut self) -> Result<(), StoreError> {
        room(&*self.disk, &self.folder, &self.options, 0)?;
        for file in [self.folder.join(engine::FOLDER).join("db"), self.folder.join(journal::NAME)] {
            self.disk.forget(&file).map_err(unavailable)?;
        }
        let engine = Engine::open(&self.folder, &self.options, &*self.disk)?;
        let ready = recovery::run(&self.folder, &engine, self.tally.sequence, &*self.disk)
            .and_then(|recovered| self.shared.tell_all(&engine).map(|()| recovered));
        match ready {
            Ok((tally, journal)) => (self.tally, self.journal) = (tally, journal),
            Err(error) => {
                engine.close();
                return Err(error);
            }
        }
        self.shared.set(State::Open(Arc::new(engine)));
        steps::taken(Step::ReadAnew);
        self.finish_purges()
    }

    /// Closes the store and seals it, so that the next start need not try it out.
    pub(super) fn close(&mut self) {
        let whole = self.shared.engine().and_then(|engine| engine.sync(&*self.disk)).is_ok();
        steps::taken(Step::ClosingSynced);
        self.shut(StoreError::Unavailable("it is closed".to_owned()));
        steps::taken(Step::Closed);
        if !whole {
            return;
        }
        let sealed = self
            .progress
            .sync()
            .and_then(|()| Seal::take(&self.folder, self.tally.sequence))
            .and_then(|seal| seal.write(&self.folder));
        if let Err(error) = sealed {
            tracing::warn!(%error, "the store was closed without its seal; the next start tries it on a copy");
        }
    }
}
