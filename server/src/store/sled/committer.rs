//! The one thread that writes. While the disk syncs one gathering, the next gathers.

use super::SledOptions;
use super::disk::Disk;
use super::engine::Engine;
use super::journal::{self, Change, Journal};
use super::keys::{self, Space};
use super::progress::Progress;
use super::pulse::Pulse;
use super::reopen::Reopen;
use super::shared::{Moment, Shared};
use super::staging::{Gathered, Staging};
use super::tally::Tally;
use crate::meters;
use crate::store::steps::{self, Step};
use crate::store::{Batch, BlobId, LogId, Position, StoreError};
use bytes::Bytes;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;
use tokio::sync::oneshot;

/// At most so many requests are written as one.
const MOST_GATHERED: usize = 4096;

/// At most so many bytes are written as one, unless a single batch is larger.
const MOST_GATHERED_BYTES: u64 = 16 * 1024 * 1024;

/// So many entries are purged as one.
const PURGED_AT_ONCE: usize = 1000;

/// Heads remembered; each takes some 50 bytes.
const MOST_KNOWN_HEADS: usize = 100_000;

/// Hears how a request ended.
pub(super) type Reply<T = ()> = oneshot::Sender<Result<T, StoreError>>;

/// What the committer is asked.
pub(super) enum Request {
    /// Write a batch.
    Commit(Batch, Reply),
    /// Keep a blob.
    KeepBlob(BlobId, Bytes, Reply),
    /// Remove a log.
    Purge(LogId, Reply),
    /// Say where everything stands.
    Snapshot(Reply<Moment>),
    /// A read failed: see whether the engine still works.
    Suspect,
    /// Stop, and release the files.
    Close(Option<Reply>),
}

/// The one thread that writes.
pub(super) struct Committer {
    pub(super) shared: Arc<Shared>,
    pub(super) requests: Receiver<Request>,
    pub(super) folder: PathBuf,
    pub(super) options: SledOptions,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) journal: Journal,
    pub(super) progress: Progress,
    /// How far the store has come, durably.
    pub(super) tally: Tally,
    /// Heads known to be in the tree.
    pub(super) heads: HashMap<LogId, Position>,
    pub(super) pulse: Pulse,
    /// When the store may be opened again, and how long to wait after that.
    pub(super) reopen: Reopen,
}

impl Committer {
    /// Serves until told to close, or until nobody can ask any more. The files are released when it
    /// returns; who waits for that is returned.
    pub(super) fn run(mut self) -> Option<Reply> {
        if let Err(error) = self.finish_purges() {
            self.fail(&error);
        }
        loop {
            let first = match self.shared.engine() {
                Err(StoreError::Unavailable(_)) => {
                    let pause = self.reopen.at.saturating_duration_since(Instant::now());
                    match self.requests.recv_timeout(pause) {
                        Ok(request) => request,
                        Err(RecvTimeoutError::Timeout) => {
                            self.try_again();
                            continue;
                        }
                        Err(RecvTimeoutError::Disconnected) => return None,
                    }
                }
                // Open, or damaged for good.
                _ => match self.requests.recv() {
                    Ok(request) => request,
                    Err(_) => {
                        self.close();
                        return None;
                    }
                },
            };
            let mut waiting = vec![first];
            waiting.extend(self.requests.try_iter().take(MOST_GATHERED - 1));
            let wait = self.pulse.wait(entries(&waiting));
            if !wait.is_zero() {
                std::thread::sleep(wait);
                waiting.extend(self.requests.try_iter().take(MOST_GATHERED - waiting.len()));
            }
            self.pulse.count(entries(&waiting), Instant::now());
            meters::commits_taken(waiting.iter().filter(|one| matches!(one, Request::Commit(..))).count());
            let mut waiting = waiting.into_iter().peekable();
            while let Some(request) = waiting.next() {
                match request {
                    Request::Close(reply) => {
                        self.close();
                        return reply;
                    }
                    Request::Purge(log, reply) => {
                        let result = self.purge(log);
                        let _ = reply.send(result);
                    }
                    Request::Snapshot(reply) => {
                        let moment = self.shared.engine().and_then(|engine| Moment::now(&engine));
                        let _ = reply.send(moment);
                    }
                    Request::Suspect => self.probe(),
                    request => {
                        let following = std::iter::from_fn(|| {
                            waiting
                                .next_if(|next| matches!(next, Request::Commit(..) | Request::KeepBlob(..)))
                        });
                        self.settle(std::iter::once(request).chain(following).collect());
                    }
                }
            }
        }
    }

    /// Writes what can be written of some commits and blobs, and answers them all.
    fn settle(&mut self, requests: Vec<Request>) {
        let mut requests = requests.into_iter().peekable();
        while requests.peek().is_some() {
            let engine = match self.shared.engine() {
                Ok(engine) => engine,
                Err(error) => return requests.for_each(|request| answer(request, &error)),
            };
            let mut accepted = Vec::new();
            let mut staging = Staging::new(&engine, &mut self.heads);
            while staging.bytes() < MOST_GATHERED_BYTES {
                let (reply, result) = match requests.next() {
                    Some(Request::Commit(batch, reply)) => (reply, staging.accept(batch)),
                    Some(Request::KeepBlob(id, content, reply)) => (reply, staging.keep_blob(id, content)),
                    _ => break,
                };
                match result {
                    Ok(()) => accepted.push(reply),
                    // Those who have gone away do not hear it; that is what they chose.
                    Err(error) => drop(reply.send(Err(error))),
                }
            }
            let result =
                match (staging.is_empty(), room(&*self.disk, &self.folder, &self.options, staging.bytes())) {
                    (true, _) => Ok(()),
                    (false, Err(full)) => Err(full),
                    (false, Ok(())) => match staging.build(self.tally) {
                        Ok(gathered) => self.write(engine, gathered, &mut accepted),
                        Err(error) => Err(error),
                    },
                };
            accepted.into_iter().for_each(|reply| drop(reply.send(result.clone())));
        }
    }

    /// Writes a gathering: durably into the journal, then for everybody to see. After an error the store is shut,
    /// and will be opened again.
    ///
    /// Those who wait are passed for the control alone that answers them too early.
    fn write(
        &mut self,
        engine: Arc<Engine>,
        gathered: Gathered,
        waiting: &mut Vec<Reply>,
    ) -> Result<(), StoreError> {
        let Gathered { changes, tally, heads } = gathered;
        self.acknowledge_early(&engine, &changes, waiting);
        let record = journal::record(tally.sequence, &changes);
        let batches = waiting.len();
        steps::taken(Step::Gathered);
        let result = self.make_room(&engine, &record).and_then(|()| {
            let begun = Instant::now();
            self.journal.append(&record, &*self.disk).map_err(unavailable)?;
            meters::synced(batches, payload(&changes), record.len(), begun.elapsed());
            engine.take_in(&changes)?;
            steps::taken(Step::TakenIn);
            self.progress
                .note(tally.sequence)
                .map_err(|error| StoreError::Unavailable(format!("progress: {error}")))?;
            steps::taken(Step::Noted);
            Ok(())
        });
        drop(engine);
        if let Err(error) = result {
            self.fail(&error);
            return Err(StoreError::Unavailable(error.cause()));
        }
        self.tally = tally;
        self.shared.tell(&heads);
        if self.heads.len() > MOST_KNOWN_HEADS {
            self.heads.clear();
        }
        self.heads.extend(heads);
        Ok(())
    }

    /// Lets sled write all it has, if the journal has no room for a record.
    fn make_room(&mut self, engine: &Engine, record: &[u8]) -> Result<(), StoreError> {
        if !self.journal.is_full(record) {
            return Ok(());
        }
        steps::taken(Step::JournalFull);
        engine.sync(&*self.disk)?;
        self.journal.begin_anew().map_err(unavailable)?;
        steps::taken(Step::JournalAnew);
        Ok(())
    }

    #[cfg(feature = "faults")]
    fn acknowledge_early(&self, engine: &Engine, changes: &[Change], waiting: &mut Vec<Reply>) {
        if super::faults::acknowledge_early() && engine.take_in(changes).is_ok() {
            waiting.drain(..).for_each(|reply| drop(reply.send(Ok(()))));
            std::thread::sleep(super::faults::WRITE_LATER);
        }
    }

    #[cfg(not(feature = "faults"))]
    fn acknowledge_early(&self, _engine: &Engine, _changes: &[Change], _waiting: &mut Vec<Reply>) {}

    /// Removes a log in several writes. The first makes it gone; the marker it leaves sees to the rest.
    fn purge(&mut self, log: LogId) -> Result<(), StoreError> {
        self.step(|staging| staging.begin_purge(log))?;
        let mut left = true;
        while left {
            self.step(|staging| {
                left = staging.continue_purge(log, PURGED_AT_ONCE)? == PURGED_AT_ONCE;
                if !left {
                    staging.end_purge(log);
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn step(
        &mut self,
        change: impl FnOnce(&mut Staging<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let engine = self.shared.engine()?;
        let mut staging = Staging::new(&engine, &mut self.heads);
        change(&mut staging)?;
        // No check for room: a purge is how room is made.
        let gathered = staging.build(self.tally)?;
        self.write(engine, gathered, &mut Vec::new())
    }

    /// Goes on with purges that a stop interrupted.
    pub(super) fn finish_purges(&mut self) -> Result<(), StoreError> {
        let engine = self.shared.engine()?;
        let begun = engine.prefixed(&Space::Purge.prefix()).map(|pair| Ok(keys::log_of(&pair?.0)));
        let begun = begun.collect::<Result<Vec<Option<LogId>>, StoreError>>()?;
        drop(engine);
        begun.into_iter().flatten().try_for_each(|log| self.purge(log))
    }
}

/// Refuses to write when the disk is nearly full: sled, once it meets a full disk, cannot even read.
pub(super) fn room(
    disk: &dyn Disk,
    folder: &std::path::Path,
    options: &SledOptions,
    bytes: u64,
) -> Result<(), StoreError> {
    match disk.room(folder) {
        Ok(room) if room < options.reserve.saturating_add(bytes) => {
            Err(StoreError::Unavailable(format!("the disk is full but for {} MiB", room >> 20)))
        }
        // Who cannot tell does not forbid; the write itself will.
        _ => Ok(()),
    }
}

/// Bytes of what is kept of some changes, without their keys.
fn payload(changes: &[Change]) -> usize {
    changes.iter().filter_map(|(_, value)| value.as_ref()).map(Bytes::len).sum()
}

/// How many entries of logs are to be written. Somebody who has many at hand must not wait for others.
fn entries(requests: &[Request]) -> usize {
    let entries = requests.iter().map(|request| match request {
        Request::Commit(batch, _) => batch.appends.iter().map(|append| append.entries.len()).sum(),
        Request::KeepBlob(..)
        | Request::Purge(..)
        | Request::Snapshot(_)
        | Request::Suspect
        | Request::Close(_) => 0,
    });
    entries.sum()
}

fn answer(request: Request, error: &StoreError) {
    if let Request::Commit(_, reply) | Request::KeepBlob(_, _, reply) | Request::Purge(_, reply) = request {
        let _ = reply.send(Err(error.clone()));
    }
}

pub(super) fn unavailable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
