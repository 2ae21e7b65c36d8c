//! What a store's files hold, as far as they can be read: without opening the store, and without changing anything.

mod beside;
mod pages;

use super::journal::{self, Journal};
use super::keys::{self, Space};
use super::tally::Tally;
use super::value::{self, Frame};
use super::{compaction, engine, progress};
use crate::store::{BlobId, LogId, Pack, Position, StoreError};
pub(super) use beside::look as beside;
use bytes::Bytes;
use pages::Tree;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What could be read of a store.
#[derive(Debug, Default)]
pub struct Salvage {
    /// By log.
    pub logs: BTreeMap<LogId, SalvagedLog>,
    /// Values of the register, by name.
    pub register: BTreeMap<String, Bytes>,
    /// Blobs whose content is what their names say.
    pub blobs: BTreeMap<BlobId, Bytes>,
    /// Whether it is all that was ever written, and as it was written last: its sums are those the store noted.
    pub is_all: bool,
    /// How many values are known to be missing.
    pub missing: u64,
    /// What is wrong with the files, each in one line that names the file.
    pub findings: Vec<String>,
}

/// What could be read of a log.
#[derive(Debug, Default)]
pub struct SalvagedLog {
    /// Where its head stands, if that can be read.
    pub head: Option<Position>,
    /// Position of the first entry that was not purged.
    pub purged: Position,
    /// Its packs, by position.
    pub packs: BTreeMap<Position, Pack>,
    /// Its entries that are not packed, by position.
    pub entries: BTreeMap<Position, Bytes>,
}

/// Reads what can be read of the store in `folder`; nobody may be using it.
pub(in crate::store) fn read(folder: &Path) -> Salvage {
    let mut salvage = Salvage::default();
    let mut tree = salvage.tree(folder);
    salvage.take_journal(folder, &mut tree);
    let noted = tree.get(keys::PROGRESS).and_then(|bytes| Tally::decode(bytes));
    let mut found = Tally { sequence: noted.map_or(0, |tally| tally.sequence), ..Tally::default() };
    let mut broken = 0_u64;
    for (key, first) in &tree {
        let Some(space) = Space::of(key) else { continue };
        match assemble(&tree, key, first) {
            Ok((payload, frame)) => {
                found.add(frame.mark(key));
                broken += u64::from(salvage.take(space, key, payload).is_err());
            }
            Err(_) => broken += 1,
        }
    }
    if broken > 0 {
        salvage.findings.push(format!("store: {broken} values do not match their checksums"));
    }
    match noted {
        None => salvage.findings.push("store: it does not say how far it has come".to_owned()),
        Some(noted) if noted != found => {
            let missing = noted.values.saturating_sub(found.values);
            salvage.missing = missing;
            salvage.findings.push(if missing > 0 {
                format!("store: {missing} of {} values are missing", noted.values)
            } else {
                "store: some values are older than they should be, or should not be there any more".to_owned()
            });
        }
        Some(_) => salvage.is_all = broken == 0,
    }
    salvage.compare_progress(folder, found.sequence);
    // Where there is no folder, it was said above.
    salvage.findings.extend(beside(folder).unwrap_or_default());
    salvage
}

impl Salvage {
    fn tree(&mut self, folder: &Path) -> Tree {
        match pages::read(&compaction::current(folder).join("db")) {
            Ok(read) => {
                self.findings.extend(read.damaged.iter().map(|at| {
                    format!("store/{}/db: what stands at byte {at} cannot be read", engine::FOLDER)
                }));
                read.tree
            }
            Err(error) => {
                self.findings.push(format!("store/{}/db: {}", engine::FOLDER, cannot(&error)));
                Tree::new()
            }
        }
    }

    /// What the journal has and sled's file may lack.
    fn take_journal(&mut self, folder: &Path, tree: &mut Tree) {
        let records = match Journal::open_to_read(folder).and_then(|journal| journal.records()) {
            Ok(records) => records,
            Err(error) => {
                self.findings.push(format!("store/{}: {}", journal::NAME, cannot(&error)));
                return;
            }
        };
        let reached =
            tree.get(keys::PROGRESS).and_then(|bytes| Tally::decode(bytes)).map(|tally| tally.sequence);
        let is_later = |record: &journal::Record| reached.is_none_or(|reached| record.sequence >= reached);
        if !records.last().is_some_and(is_later) {
            return;
        }
        if let (Some(first), Some(reached)) = (records.first(), reached)
            && let Some(missing) = first.sequence.checked_sub(reached + 2)
        {
            let name = journal::NAME;
            self.findings
                .push(format!("store/{name}: {} writes before those in it are missing", missing + 1));
        }
        for (key, value) in records.into_iter().flat_map(|record| record.changes) {
            match value {
                Some(value) => drop(tree.insert(key, value.into())),
                None => drop(tree.remove(&key)),
            }
        }
    }

    fn take(&mut self, space: Space, key: &[u8], payload: Bytes) -> Result<(), StoreError> {
        let nameless = || value::damaged(key, "has a name that cannot be read");
        match space {
            Space::Register => {
                let (_version, content) = value::numbered(key, payload)?;
                self.register.insert(keys::register_name(key).ok_or_else(nameless)?, content);
            }
            Space::Blob => {
                let id = keys::blob_of(key).ok_or_else(nameless)?;
                if <[u8; 32]>::from(Sha256::digest(&payload)) != id.0 {
                    return Err(value::damaged(key, "is not what its name says"));
                }
                self.blobs.insert(id, payload);
            }
            Space::Head => self.log(key)?.head = Some(Position(value::numbered(key, payload)?.0)),
            Space::Entry => {
                let at = keys::position_of(key).ok_or_else(nameless)?;
                self.log(key)?.entries.insert(at, payload);
            }
            Space::Pack => {
                let from = keys::position_of(key).ok_or_else(nameless)?;
                let (entries, payload) = value::numbered(key, payload)?;
                let log = self.log(key)?;
                if payload.is_empty() {
                    log.purged = Position(entries);
                } else {
                    let entries = usize::try_from(entries).map_err(|_| nameless())?;
                    log.packs.insert(from, Pack { from, entries, payload });
                }
            }
            // Made anew from the logs; and what a whole purge left, which a start finishes.
            Space::Checkpoint | Space::Purge => {}
        }
        Ok(())
    }

    fn log(&mut self, key: &[u8]) -> Result<&mut SalvagedLog, StoreError> {
        let log = keys::log_of(key).ok_or_else(|| value::damaged(key, "has a name that cannot be read"))?;
        Ok(self.logs.entry(log).or_default())
    }

    fn compare_progress(&mut self, folder: &Path, reached: u64) {
        match progress::look(folder) {
            Ok(Some(noted)) if noted > reached => {
                self.is_all = false;
                self.findings.push(format!(
                    "store/{}: the last {} of {noted} writes are in no file",
                    progress::NAME,
                    noted - reached
                ));
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                self.is_all = false;
                self.findings.push(format!("store/{}: it cannot be read", progress::NAME));
            }
            Err(error) => {
                self.is_all = false;
                self.findings.push(format!("store/{}: {}", progress::NAME, cannot(&error)));
            }
        }
    }
}

fn cannot(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is missing".to_owned(),
        _ => format!("it cannot be read ({error})"),
    }
}

/// The payload of the value that begins with `first`.
fn assemble(tree: &Tree, key: &[u8], first: &[u8]) -> Result<(Bytes, Frame), StoreError> {
    let mut rest = first;
    let frame = Frame::take(key, &mut rest)?;
    let mut payload = rest.to_vec();
    for number in 1..=frame.later_chunks() {
        let chunk = tree.get(&keys::later_chunk(key, number));
        payload.extend(chunk.ok_or_else(|| value::damaged(key, "lacks a part"))?);
    }
    frame.holds(key, &payload)?;
    Ok((payload.into(), frame))
}
