//! Puts a backup into an empty folder.

use super::format::{Item, Reader, Whole};
use super::{BackupError, Counts, PARTS_ON_THE_WAY};
use crate::access::Access;
use crate::agreement::id::SectionId;
use crate::drafting::new_epoch;
use crate::record::signature::KEY_FILE;
use crate::store::steps::{self, Step};
use crate::store::{
    Append, Batch, DataFolder, Expected, LogId, LogKind, Pack, Position, RegisterWrite, SledOptions, Store,
    StoreError,
};
use crate::text::log::EpochReason;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Bytes written to the store as one.
const BATCH_BYTES: usize = 1 << 20;

/// Entries that are purged, written and taken away as one.
const PURGED_AT_ONCE: u64 = 4096;

/// What was restored.
#[derive(Debug, Serialize)]
pub struct Restored {
    /// Into which folder.
    pub data: PathBuf,
    /// When the backup was begun.
    pub backed_up_at: Timestamp,
    /// What was in it.
    #[serde(flatten)]
    pub counts: Counts,
    /// Sign-in links that had not been used when it was taken, and are over now.
    pub links_ended: usize,
}

/// Restores a backup into a folder that is empty or missing. Every section goes on in a new epoch.
///
/// # Errors
/// [`BackupError`]; then the folder holds nothing, or what no server opens.
pub async fn restore(file: &Path, folder: &Path, now: Timestamp) -> Result<Restored, BackupError> {
    // Wholly, before anything is made of it.
    let checked = blocking({
        let file = file.to_owned();
        move || Reader::open(&file)?.verify()
    });
    let checked = checked.await?;
    let was_missing = !folder.exists();
    let taken = DataFolder::open_for_restore(folder)?;
    match put_together(file, &taken, checked, now).await {
        Ok(restored) => Ok(restored),
        Err(error) => {
            taken.give_up_restore(was_missing);
            Err(error)
        }
    }
}

async fn put_together(
    file: &Path,
    folder: &DataFolder,
    checked: Whole,
    now: Timestamp,
) -> Result<Restored, BackupError> {
    let store: Arc<dyn Store> = folder.begin_restore(SledOptions::default())?;
    let (items, coming) = mpsc::channel(PARTS_ON_THE_WAY);
    let reading = blocking({
        let file = file.to_owned();
        move || read(&file, &items)
    });
    let (filled, read) = tokio::join!(fill(&*store, coming), reading);
    // What the file says of itself comes before what came of it.
    if read? != checked {
        let what = "it changed while it was read".to_owned();
        return Err(BackupError::Damaged { file: file.to_owned(), what });
    }
    let begun = filled?;
    steps::taken(Step::RestoreFilled);
    for log in store.logs(LogKind::Text).await? {
        let section = SectionId(log.owner);
        let renewed = new_epoch(&*store, section, EpochReason::Restored, now.as_millisecond()).await;
        store.commit(renewed.map_err(|error| BackupError::Text { section, error })?).await?;
    }
    let links_ended = Access::new(Arc::clone(&store)).end_links(now).await?;
    store.close().await?;
    steps::taken(Step::RestoreRenewed);
    let key = begun.signing_key.as_deref().map(|key| (KEY_FILE, key));
    folder.finish_restore(key.as_slice())?;
    let backed_up_at = Timestamp::from_millisecond(begun.at).unwrap_or_default();
    Ok(Restored { data: folder.path().to_owned(), backed_up_at, counts: checked.counts, links_ended })
}

/// Reads a backup to its end.
fn read(file: &Path, items: &mpsc::Sender<Item>) -> Result<Whole, BackupError> {
    let mut reader = Reader::open(file)?;
    while let Some(item) = reader.next_item()? {
        if items.blocking_send(item).is_err() {
            return Err(BackupError::CutShort);
        }
    }
    reader.finish()
}

/// What a backup says first.
pub(in crate::operator) struct Begun {
    at: i64,
    signing_key: Option<Vec<u8>>,
}

/// Writes what comes into an empty store.
pub(in crate::operator) async fn fill(
    store: &dyn Store,
    mut items: mpsc::Receiver<Item>,
) -> Result<Begun, BackupError> {
    let mut begun = None;
    let mut filling = Filling { store, log: None, at: Position::START, waiting: Batch::default(), bytes: 0 };
    while let Some(item) = items.recv().await {
        match item {
            Item::Begin { at, signing_key, .. } => begun = Some(Begun { at, signing_key }),
            item => filling.take(item).await?,
        }
    }
    filling.write().await?;
    begun.ok_or(BackupError::CutShort)
}

/// A store on its way to hold what a backup holds.
struct Filling<'a> {
    store: &'a dyn Store,
    /// The log that is being filled, and where its head stands.
    log: Option<LogId>,
    at: Position,
    /// What is not written yet.
    waiting: Batch,
    bytes: usize,
}

impl Filling<'_> {
    async fn take(&mut self, item: Item) -> Result<(), StoreError> {
        match item {
            Item::Begin { .. } | Item::End(_) => {}
            Item::Log { kind, owner, purged, .. } => {
                (self.log, self.at) = (Some(kind.log(owner)), Position::START);
                self.pass(Position(purged)).await?;
            }
            Item::Pack { entries, payload } => {
                let entries =
                    usize::try_from(entries).map_err(|_| impossible("a pack of too many entries"))?;
                self.write().await?;
                let (log, from) = (self.log()?, self.at);
                let packs = vec![(log, Pack { from, entries, payload: payload.into() })];
                // Only the pack stays of them.
                self.waiting = Batch { packs, ..self.nothing(log, entries) };
                self.write().await?;
            }
            Item::Entries(entries) => {
                let log = self.log()?;
                let bytes: usize = entries.iter().map(Vec::len).sum();
                let entries: Vec<Bytes> = entries.into_iter().map(Bytes::from).collect();
                let count = entries.len();
                match self.waiting.appends.last_mut() {
                    Some(append) if append.log == log => append.entries.extend(entries),
                    _ => self.waiting.appends.push(Append { log, expected: self.at, entries }),
                }
                self.at = self.at.after(count);
                self.count(bytes).await?;
            }
            Item::Value { key, value } => {
                let bytes = key.len() + value.len();
                let value = Some(value.into());
                self.waiting.register.push(RegisterWrite { key, expected: Expected::Absent, value });
                self.count(bytes).await?;
            }
            Item::Blob(content) => {
                self.store.put_blob(content.into()).await?;
            }
        }
        Ok(())
    }

    /// Lets a log begin where its first entry stood that was not purged.
    async fn pass(&mut self, purged: Position) -> Result<(), StoreError> {
        self.write().await?;
        while self.at < purged {
            let log = self.log()?;
            let entries = usize::try_from((purged.0 - self.at.0).min(PURGED_AT_ONCE)).unwrap_or(usize::MAX);
            let purges = vec![(log, self.at.after(entries))];
            self.waiting = Batch { purges, ..self.nothing(log, entries) };
            self.write().await?;
        }
        Ok(())
    }

    /// Entries that stand for those that are not there.
    fn nothing(&mut self, log: LogId, entries: usize) -> Batch {
        let append = Append { log, expected: self.at, entries: vec![Bytes::new(); entries] };
        self.at = self.at.after(entries);
        Batch { appends: vec![append], ..Batch::default() }
    }

    async fn count(&mut self, bytes: usize) -> Result<(), StoreError> {
        self.bytes += bytes;
        if self.bytes >= BATCH_BYTES { self.write().await } else { Ok(()) }
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        self.bytes = 0;
        self.store.commit(std::mem::take(&mut self.waiting)).await?;
        steps::taken(Step::RestorePart);
        Ok(())
    }

    fn log(&self) -> Result<LogId, StoreError> {
        self.log.ok_or_else(|| impossible("entries of no log"))
    }
}

/// What the reader of a backup has refused already.
fn impossible(what: &str) -> StoreError {
    StoreError::Invalid(what.to_owned())
}

/// Runs work that waits for the disk.
pub(in crate::operator) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(BackupError::CutShort))
}
