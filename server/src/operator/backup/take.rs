//! Takes a backup of a store, which may be in use.

use super::format::{Item, Reader, Whole, Writer};
use super::{BackupError, Counts, PARTS_ON_THE_WAY};
use crate::operator::Operator;
use crate::operator::new_file::{NewFile, NewFileError};
use crate::record::signature::KEY_FILE;
use crate::store::steps::{self, Step};
use crate::store::{LogId, Position, Snapshot, Store, StoreError};
use jiff::Timestamp;
use rustix::fs::{Advice, fadvise};
use serde::Serialize;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// Entries read from the store in one go. Each may be as large as a frame, so a few only.
const ENTRIES_AT_ONCE: usize = 32;

/// Bytes of entries in one item, unless a single one is larger.
const ITEM_BYTES: usize = 1 << 20;

/// Names of blobs read from the store in one go.
const BLOBS_AT_ONCE: usize = 1000;

/// A backup that was written, read back and found whole.
#[derive(Debug, Serialize)]
pub struct BackedUp {
    /// Where it lies.
    pub file: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// Its checksum, which also stands at its end.
    pub sha256: String,
    /// What is in it.
    #[serde(flatten)]
    pub counts: Counts,
}

impl Operator {
    /// Writes all there is into a new file: everything acknowledged before is in it, and it is of one moment. The
    /// path is this process's, so it should be absolute.
    ///
    /// # Errors
    /// [`BackupError`]; then there is no file of that name.
    pub(in crate::operator) async fn back_up(&self, file: PathBuf) -> Result<BackedUp, BackupError> {
        let signing_key = match fs::read(self.folder.join(KEY_FILE)) {
            Ok(key) => Some(key),
            // Nothing was ever signed.
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(BackupError::SigningKey(error)),
        };
        let (items, coming) = mpsc::channel(PARTS_ON_THE_WAY);
        let writing = tokio::task::spawn_blocking(move || write(&file, coming));
        let sent = send(&*self.store, signing_key, items).await;
        let written = writing.await.unwrap_or(Err(BackupError::CutShort));
        match (sent, written) {
            // The writer ended because nothing came any more.
            (Err(Sending::Store(error)), _) => Err(error.into()),
            (Err(Sending::NobodyWrites), Ok(_)) => Err(BackupError::CutShort),
            (_, written) => written,
        }
    }
}

/// Why not everything was sent.
enum Sending {
    Store(StoreError),
    NobodyWrites,
}

impl From<StoreError> for Sending {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Whoever writes into a backup.
struct Sender(mpsc::Sender<Item>);

impl Sender {
    async fn send(&self, item: Item) -> Result<(), Sending> {
        self.0.send(item).await.map_err(|_| Sending::NobodyWrites)
    }
}

async fn send(
    store: &dyn Store,
    signing_key: Option<Vec<u8>>,
    items: mpsc::Sender<Item>,
) -> Result<(), Sending> {
    let items = Sender(items);
    let snapshot = store.snapshot().await?;
    let at = Timestamp::now().as_millisecond();
    let release = env!("CARGO_PKG_VERSION").to_owned();
    items.send(Item::Begin { at, release, signing_key }).await?;
    for (log, head) in &snapshot.heads {
        send_log(store, *log, *head, &items).await?;
    }
    // From here on nothing is read that could be taken away.
    let Snapshot { register, .. } = snapshot;
    for (key, value) in register {
        items.send(Item::Value { key, value: value.value.into() }).await?;
    }
    let mut last = None;
    loop {
        let names = store.blobs(last, BLOBS_AT_ONCE).await?;
        let Some(end) = names.last() else { break };
        last = Some(*end);
        for name in names {
            let content = store.blob(name).await?;
            let content = content.ok_or_else(|| StoreError::Damaged("a blob is gone".to_owned()))?;
            items.send(Item::Blob(content.into())).await?;
        }
    }
    // What ends the file: whoever writes it knows that nothing is missing.
    items.send(Item::End(Counts::default())).await
}

async fn send_log(store: &dyn Store, log: LogId, head: Position, items: &Sender) -> Result<(), Sending> {
    let mut at = store.packed(log).await?.purged;
    let begin = Item::Log { kind: log.kind.into(), owner: log.owner, purged: at.0, head: head.0 };
    items.send(begin).await?;
    while at < head {
        let most = usize::try_from(head.0 - at.0).unwrap_or(usize::MAX).min(ENTRIES_AT_ONCE);
        let entries = match store.read(log, at, most).await {
            Err(StoreError::Packed { .. }) => {
                let pack = store.pack(log, at).await?.filter(|pack| pack.from == at && pack.until() <= head);
                let pack = pack.ok_or_else(|| StoreError::Damaged("a pack is gone".to_owned()))?;
                at = pack.until();
                items.send(Item::Pack { entries: pack.entries as u64, payload: pack.payload.into() }).await?;
                continue;
            }
            read => read?,
        };
        if entries.is_empty() {
            return Err(StoreError::Damaged(format!("the log {} ends before its head", log.owner)).into());
        }
        at = at.after(entries.len());
        let mut together: Vec<Vec<u8>> = Vec::new();
        let mut bytes = 0;
        for entry in entries {
            if bytes + entry.len() > ITEM_BYTES && !together.is_empty() {
                items.send(Item::Entries(std::mem::take(&mut together))).await?;
                bytes = 0;
            }
            bytes += entry.len();
            together.push(entry.into());
        }
        items.send(Item::Entries(together)).await?;
    }
    Ok(())
}

/// Writes what comes into a new file, reads it back, and gives it its name.
fn write(file: &Path, mut items: mpsc::Receiver<Item>) -> Result<BackedUp, BackupError> {
    let failed = |error: io::Error| NewFileError::of(file, error);
    let (new, out) = NewFile::begin(file)?;
    let mut writer = Writer::new(out).map_err(failed)?;
    steps::taken(Step::BackupBegun);
    loop {
        match items.blocking_recv() {
            Some(Item::End(_)) => break,
            Some(item) => writer.add(&item).map_err(failed)?,
            None => return Err(BackupError::CutShort),
        }
    }
    let (out, counts, sum) = writer.finish().map_err(failed)?;
    steps::taken(Step::BackupWritten);
    out.sync_all().map_err(failed)?;
    let bytes = out.metadata().map_err(failed)?.len();
    // Read from the disk, and not from what the system remembers.
    fadvise(&out, 0, None, Advice::DontNeed).map_err(|error| failed(error.into()))?;
    if Reader::open(new.beside())?.verify()? != (Whole { counts, sum }) {
        let what = "it is not what was written".to_owned();
        return Err(BackupError::Damaged { file: file.to_owned(), what });
    }
    steps::taken(Step::BackupRead);
    new.finish()?;
    steps::taken(Step::BackupNamed);
    Ok(BackedUp { file: file.to_owned(), bytes, sha256: hex::encode(sum), counts })
}
