//! What a store held, as far as it could be read, and what a backup has of it.

use crate::operator::backup::{BackupError, Item, Reader};
use crate::store::{BlobId, LogId, Pack, Position, Salvage};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Logs, register and blobs.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) logs: BTreeMap<LogId, Log>,
    pub(super) register: BTreeMap<String, Bytes>,
    pub(super) blobs: BTreeMap<BlobId, Bytes>,
    pub(super) signing_key: Option<Vec<u8>>,
    /// Whether it is all there was.
    pub(super) is_all: bool,
}

/// A log, perhaps with gaps.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) purged: Position,
    /// Where its head stood; the end of what there is, if that is not known.
    pub(super) head: Position,
    pieces: BTreeMap<Position, Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Pack(Pack),
    Entry(Bytes),
}

/// What goes into a new store, in the order of a backup.
pub(super) type Pieces = Box<dyn Iterator<Item = Item> + Send>;

/// How far a log reads from its beginning without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) until: Position,
    /// How many entries of it are the backup's.
    pub(super) of_backup: u64,
}

impl Contents {
    pub(super) fn of(salvage: Salvage) -> Self {
        let logs = salvage.logs.into_iter().map(|(id, log)| {
            let packs = log.packs.into_iter().map(|(at, pack)| (at, Piece::Pack(pack)));
            let entries = log.entries.into_iter().map(|(at, entry)| (at, Piece::Entry(entry)));
            let pieces: BTreeMap<_, _> = packs.chain(entries).collect();
            let end = pieces.iter().map(|(at, piece)| piece.until(*at)).max();
            let head = log.head.or(end).unwrap_or(log.purged);
            (id, Log { purged: log.purged, head, pieces })
        });
        Self {
            logs: logs.collect(),
            register: salvage.register,
            blobs: salvage.blobs,
            signing_key: None,
            is_all: salvage.is_all,
        }
    }

    /// What a backup holds; all of it is checked.
    pub(super) fn of_backup(file: &Path) -> Result<Self, BackupError> {
        let mut reader = Reader::open(file)?;
        let mut contents = Self { is_all: true, ..Self::default() };
        let mut log = None;
        while let Some(item) = reader.next_item()? {
            match item {
                Item::Begin { signing_key, .. } => contents.signing_key = signing_key,
                Item::Log { kind, owner, purged, head } => {
                    let (purged, head) = (Position(purged), Position(head));
                    contents.logs.insert(kind.log(owner), Log { purged, head, pieces: BTreeMap::new() });
                    log = Some((kind.log(owner), purged));
                }
                Item::Pack { entries, payload } => {
                    if let Some((log, at)) = &mut log {
                        let entries = usize::try_from(entries).unwrap_or(usize::MAX);
                        let pack = Pack { from: *at, entries, payload: payload.into() };
                        contents.piece(*log, *at, Piece::Pack(pack));
                        *at = at.after(entries);
                    }
                }
                Item::Entries(entries) => {
                    if let Some((log, at)) = &mut log {
                        for entry in entries {
                            contents.piece(*log, *at, Piece::Entry(entry.into()));
                            *at = at.after(1);
                        }
                    }
                }
                Item::Value { key, value } => drop(contents.register.insert(key, value.into())),
                Item::Blob(content) => {
                    let id = BlobId(Sha256::digest(&content).into());
                    contents.blobs.insert(id, content.into());
                }
                Item::End(_) => {}
            }
        }
        reader.finish()?;
        Ok(contents)
    }

    fn piece(&mut self, log: LogId, at: Position, piece: Piece) {
        self.logs.entry(log).or_default().pieces.insert(at, piece);
    }

    /// Every log that is here or in the backup, and how far it reads.
    pub(super) fn reaches(&self, backup: Option<&Self>) -> BTreeMap<LogId, (Position, Position, Reach)> {
        self.ids(backup)
            .into_iter()
            .map(|id| {
                let (purged, head, reach, _) = self.walk(id, backup);
                (id, (purged, head, reach))
            })
            .collect()
    }

    /// How many values of the register and blobs are the backup's.
    pub(super) fn of_backup_beside(&self, backup: Option<&Self>) -> (u64, u64) {
        let Some(backup) = backup.filter(|_| !self.is_all) else { return (0, 0) };
        let values = backup.register.keys().filter(|key| !self.register.contains_key(*key)).count();
        let blobs = backup.blobs.keys().filter(|id| !self.blobs.contains_key(*id)).count();
        (values as u64, blobs as u64)
    }

    /// All of it up to the first gap of each log, with what a backup has of the rest.
    pub(super) fn pieces(&self, backup: Option<&Self>, signing_key: Option<Vec<u8>>) -> Pieces {
        let release = env!("CARGO_PKG_VERSION").to_owned();
        let mut items = vec![Item::Begin { at: 0, release, signing_key }];
        for id in self.ids(backup) {
            let (purged, _, reach, pieces) = self.walk(id, backup);
            if reach.until == Position::START {
                continue;
            }
            let kind = id.kind.into();
            items.push(Item::Log { kind, owner: id.owner, purged: purged.0, head: reach.until.0 });
            items.extend(pieces.into_iter().map(|piece| match piece {
                Piece::Pack(pack) => {
                    Item::Pack { entries: pack.entries as u64, payload: pack.payload.into() }
                }
                Piece::Entry(entry) => Item::Entries(vec![entry.into()]),
            }));
        }
        // A value that is missing may have been deleted, unless something is known to be missing.
        let backup = backup.filter(|_| !self.is_all);
        let mut register = backup.map(|backup| backup.register.clone()).unwrap_or_default();
        register.extend(self.register.clone());
        items.extend(register.into_iter().map(|(key, value)| Item::Value { key, value: value.into() }));
        let mut blobs = backup.map(|backup| backup.blobs.clone()).unwrap_or_default();
        blobs.extend(self.blobs.clone());
        items.extend(blobs.into_values().map(|content| Item::Blob(content.into())));
        Box::new(items.into_iter())
    }

    fn ids(&self, backup: Option<&Self>) -> BTreeSet<LogId> {
        let backup = backup.filter(|_| !self.is_all);
        self.logs.keys().chain(backup.iter().flat_map(|backup| backup.logs.keys())).copied().collect()
    }

    /// A log from its beginning up to the first place that neither has: what was purged of it, its head, and its
    /// pieces.
    fn walk(&self, id: LogId, backup: Option<&Self>) -> (Position, Position, Reach, Vec<Piece>) {
        let nothing = Log::default();
        let here = self.logs.get(&id).unwrap_or(&nothing);
        let there = backup.and_then(|backup| backup.logs.get(&id)).unwrap_or(&nothing);
        let purged = if self.logs.contains_key(&id) { here.purged } else { there.purged };
        // What is gone altogether stood at least where the backup has it.
        let head = here.head.max(there.head);
        let (mut at, mut reach, mut pieces) = (purged, Reach::default(), Vec::new());
        while at < head {
            let ours = here.pieces.get(&at);
            let Some(piece) = ours.or_else(|| there.pieces.get(&at)) else { break };
            let until = piece.until(at);
            if until > head {
                break;
            }
            if ours.is_none() {
                reach.of_backup += until.0 - at.0;
            }
            pieces.push(piece.clone());
            at = until;
        }
        reach.until = at;
        (purged, head, reach, pieces)
    }
}

impl Piece {
    fn until(&self, at: Position) -> Position {
        match self {
            Self::Pack(pack) => at.after(pack.entries),
            Self::Entry(_) => at.after(1),
        }
    }
}
