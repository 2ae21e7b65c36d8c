//! Batches gathered into one: each is checked against the tree and those accepted before it.

use super::engine::Engine;
use super::journal::Change;
use super::keys::{self, Key, Space};
use super::shared;
use super::tally::Tally;
use super::value::{self, CHUNK_BYTES, Frame, Value};
use super::verify;
use crate::store::batch::{checkpoint_stands, pack_stands, purge_stands};
use crate::store::{Batch, BlobId, LogId, Position, RegisterWrite, StoreError};
use bytes::Bytes;
use std::collections::{HashMap, HashSet};

/// Batches gathered into one.
pub(super) struct Staging<'a> {
    engine: &'a Engine,
    /// Heads known to be in the tree.
    known: &'a mut HashMap<LogId, Position>,
    heads: HashMap<LogId, Position>,
    packed: HashMap<LogId, Position>,
    purged: HashSet<LogId>,
    forget: bool,
    versions: HashMap<String, Option<u64>>,
    changes: HashMap<Key, Option<Value>>,
    bytes: u64,
}

impl<'a> Staging<'a> {
    /// Nothing yet. `known` spares reading heads from the tree.
    pub(super) fn new(engine: &'a Engine, known: &'a mut HashMap<LogId, Position>) -> Self {
        Self {
            engine,
            known,
            heads: HashMap::new(),
            packed: HashMap::new(),
            purged: HashSet::new(),
            forget: false,
            versions: HashMap::new(),
            changes: HashMap::new(),
            bytes: 0,
        }
    }

    /// Takes a batch in, or says why not; then it has changed nothing.
    pub(super) fn accept(&mut self, batch: Batch) -> Result<(), StoreError> {
        self.check(&batch)?;
        self.forget |= batch.forget;
        for append in batch.appends {
            let head = append.expected.after(append.entries.len());
            if head == append.expected {
                continue;
            }
            self.heads.insert(append.log, head);
            self.put(Space::Head.of_log(append.log), Value::number(head.0));
            for (index, body) in append.entries.into_iter().enumerate() {
                let key = keys::entry(append.log, append.expected.after(index));
                self.put(key, Value { number: None, body });
            }
        }
        for (log, until) in batch.purges {
            self.purge_until(log, until)?;
        }
        for (log, checkpoint) in batch.checkpoints {
            let value = Value { number: Some(checkpoint.position.0), body: checkpoint.payload };
            self.put(Space::Checkpoint.of_log(log), value);
        }
        for (log, pack) in batch.packs {
            for index in 0..pack.entries {
                self.delete(keys::entry(log, pack.from.after(index)));
            }
            self.packed.insert(log, pack.until());
            let value = Value { number: Some(pack.entries as u64), body: pack.payload };
            self.put(keys::pack(log, pack.from), value);
        }
        for write in batch.register {
            self.write(write)?;
        }
        Ok(())
    }

    /// Takes a blob in, if it is not there.
    pub(super) fn keep_blob(&mut self, id: BlobId, body: Bytes) -> Result<(), StoreError> {
        let key = keys::blob(id);
        if self.engine.get(&key)?.is_none() {
            self.put(key, Value { number: None, body });
        }
        Ok(())
    }

    /// Notes that a log is to be removed, and removes what makes it known.
    pub(super) fn begin_purge(&mut self, log: LogId) -> Result<(), StoreError> {
        let head = self.head(log)?;
        self.heads.insert(log, Position::START);
        self.packed.insert(log, Position::START);
        self.purged.insert(log);
        self.put(Space::Purge.of_log(log), Value::number(head.0));
        self.delete(Space::Head.of_log(log));
        self.delete(Space::Checkpoint.of_log(log));
        Ok(())
    }

    /// Removes some of the entries and packs of a log whose purge has begun, and returns how many.
    pub(super) fn continue_purge(&mut self, log: LogId, most: usize) -> Result<usize, StoreError> {
        let packs = self.engine.prefixed(&Space::Pack.of_log(log));
        let found = self.engine.prefixed(&Space::Entry.of_log(log)).chain(packs).take(most);
        let found = found.map(|entry| Ok(entry?.0.to_vec())).collect::<Result<Vec<Key>, StoreError>>()?;
        let count = found.len();
        found.into_iter().for_each(|key| self.delete(key));
        Ok(count)
    }

    /// Notes that nothing of a log is left.
    pub(super) fn end_purge(&mut self, log: LogId) {
        self.delete(Space::Purge.of_log(log));
    }

    /// Whether there is anything to write.
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// About how many bytes are to be written.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// All of it as one; the new heads; and how far the store will have come.
    pub(super) fn build(self, before: Tally) -> Result<Gathered, StoreError> {
        let mut changes: Vec<Change> = Vec::with_capacity(self.changes.len() + 1);
        let mut tally = before;
        tally.sequence += 1;
        for (key, value) in self.changes {
            let mut old_chunks = 0;
            // An entry is written once; looking for an old one would cost a search each.
            let may_replace = value.is_none() || Space::of(&key) != Some(Space::Entry);
            if may_replace && let Some(old) = self.engine.get(&key)? {
                let frame = Frame::take(&key, &mut old.as_ref())?;
                tally.remove(frame.mark(&key));
                old_chunks = frame.later_chunks();
            }
            let mut new_chunks = 0;
            if let Some(value) = value {
                let (chunks, mark) = value.chunks(&key);
                tally.add(mark);
                new_chunks = chunks.len() as u32 - 1;
                for (key, chunk) in chunks {
                    changes.push((key, Some(chunk)));
                }
            } else {
                changes.push((key.clone(), None));
            }
            for number in new_chunks + 1..=old_chunks {
                changes.push((keys::later_chunk(&key, number), None));
            }
        }
        if self.forget || !self.purged.is_empty() {
            changes.push((keys::REWRITE.to_vec(), Some(Bytes::from_static(b"\x01"))));
        }
        changes.sort_by_key(turn);
        changes.push((keys::PROGRESS.to_vec(), Some(tally.encode().into())));
        Ok(Gathered { changes, tally, heads: self.heads })
    }

    fn check(&mut self, batch: &Batch) -> Result<(), StoreError> {
        for append in &batch.appends {
            let (log, expected, actual) = (append.log, append.expected, self.head(append.log)?);
            if expected != actual {
                return Err(StoreError::Conflict { log, expected, actual });
            }
        }
        for write in &batch.register {
            if !write.expected.is_met_by(self.version(&write.key)?) {
                return Err(StoreError::Changed { key: write.key.clone() });
            }
        }
        for (log, checkpoint) in &batch.checkpoints {
            checkpoint_stands(*log, checkpoint.position, batch.head_after(*log, self.head(*log)?))?;
        }
        for (log, pack) in &batch.packs {
            let packed = match self.packed.get(log) {
                Some(packed) => *packed,
                None => verify::packed(self.engine, *log)?.until,
            };
            pack_stands(*log, pack, packed, batch.head_after(*log, self.head(*log)?))?;
        }
        for (log, until) in &batch.purges {
            if self.packed.contains_key(log) || self.purged.contains(log) {
                // What is gathered is not in the tree yet. Whoever asks waits for an answer before, unless they left.
                return Err(StoreError::Unavailable("the log is just being packed".to_owned()));
            }
            let purged = verify::packed(self.engine, *log)?.purged;
            purge_stands(*log, *until, purged, batch.head_after(*log, self.head(*log)?))?;
            let within = verify::pack(self.engine, *log, *until)?.filter(|pack| pack.from < *until);
            if within.is_some() {
                return Err(StoreError::Invalid("a purge that ends within a pack".to_owned()));
            }
        }
        Ok(())
    }

    /// Takes away all of a log before a position, and leaves a pack of nothing in its place.
    fn purge_until(&mut self, log: LogId, until: Position) -> Result<(), StoreError> {
        self.delete(Space::Checkpoint.of_log(log));
        if until == Position::START {
            return Ok(());
        }
        for space in [Space::Entry, Space::Pack] {
            for pair in self.engine.prefixed(&space.of_log(log)) {
                let key = pair?.0;
                if keys::position_of(&key).is_none_or(|at| at >= until) {
                    break;
                }
                // No room is asked for: a purge is how room is made.
                self.changes.insert(key.to_vec(), None);
            }
        }
        // What this gathering has appended itself.
        let gathered = self.changes.iter_mut().filter(|(key, _)| {
            Space::of(key) == Some(Space::Entry)
                && keys::log_of(key) == Some(log)
                && keys::position_of(key).is_some_and(|at| at < until)
        });
        gathered.for_each(|(_, value)| *value = None);
        self.purged.insert(log);
        self.packed.insert(log, until);
        self.put(keys::pack(log, Position::START), Value { number: Some(until.0), body: Bytes::new() });
        Ok(())
    }

    fn write(&mut self, write: RegisterWrite) -> Result<(), StoreError> {
        let key = keys::register(&write.key);
        let version = self.version(&write.key)?;
        match write.value {
            Some(body) => {
                let version = version.map_or(1, |version| version + 1);
                self.versions.insert(write.key.clone(), Some(version));
                self.put(key, Value { number: Some(version), body });
            }
            None => {
                self.versions.insert(write.key.clone(), None);
                self.delete(key);
            }
        }
        Ok(())
    }

    fn head(&mut self, log: LogId) -> Result<Position, StoreError> {
        if let Some(head) = self.heads.get(&log).or_else(|| self.known.get(&log)) {
            return Ok(*head);
        }
        let head = shared::head(self.engine, log)?;
        self.known.insert(log, head);
        Ok(head)
    }

    fn version(&mut self, name: &str) -> Result<Option<u64>, StoreError> {
        if let Some(version) = self.versions.get(name) {
            return Ok(*version);
        }
        let version = value::number(self.engine, &keys::register(name))?.map(|(version, _)| version);
        self.versions.insert(name.to_owned(), version);
        Ok(version)
    }

    fn put(&mut self, key: Key, value: Value) {
        self.bytes += (key.len() + value.body.len() + CHUNK_BYTES) as u64;
        self.changes.insert(key, Some(value));
    }

    fn delete(&mut self, key: Key) {
        self.bytes += CHUNK_BYTES as u64;
        self.changes.insert(key, None);
    }
}

/// Readers find what they are led to: entries before their log's head, packs before the entries they stand for go.
fn turn((key, value): &Change) -> u8 {
    match (value, Space::of(key)) {
        (Some(_), Some(Space::Head)) => 1,
        (Some(_), _) => 0,
        (None, _) => 2,
    }
}

/// Batches made into one, ready to be written.
pub(super) struct Gathered {
    /// What to write.
    pub(super) changes: Vec<Change>,
    /// How far the store will have come.
    pub(super) tally: Tally,
    /// Where the logs in it will stand.
    pub(super) heads: HashMap<LogId, Position>,
}
