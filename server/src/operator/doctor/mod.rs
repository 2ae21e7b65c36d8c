//! Says what can be read of a data folder, and puts that together anew: what `overens doctor` does.
//!
//! The folder is only ever read, and not by the store's own engine, which repairs as it opens: the files are read piece
//! by piece, past whatever is damaged in them.

mod contents;
mod examining;
mod report;

pub use report::{LogReport, Report};

use crate::access::Access;
use crate::agreement::id::SectionId;
use crate::drafting::new_epoch;
use crate::operator::backup::{BackupError, blocking, fill};
use crate::record::signature::KEY_FILE;
use crate::store::{DataFolder, LogKind, MemoryStore, Salvage, SledOptions, Store};
use crate::text::log::EpochReason;
use contents::{Contents, Pieces};
use jiff::Timestamp;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Looks at a data folder.
///
/// # Errors
/// If there is none, or somebody is using it.
pub async fn examine(folder: &Path) -> Result<Report, BackupError> {
    let found = salvage(folder).await?;
    let key = signing_key(folder);
    let mut report = Report::of(folder, &found, &key);
    let contents = Contents::of(found);
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    pour(&*store, contents.pieces(None, None)).await?;
    examining::examine(&store, &contents, None, &mut report).await?;
    Ok(report)
}

/// Puts what can be read of a data folder into a new one, with what a backup has of the rest. Every section goes on in
/// a new epoch. The report is about the new folder.
///
/// # Errors
/// If the folder cannot be looked at, the backup is not whole, or the new folder is not empty; nothing is left then.
pub async fn rebuild(
    folder: &Path,
    new: &Path,
    backup: Option<&Path>,
    now: Timestamp,
) -> Result<Report, BackupError> {
    let found = salvage(folder).await?;
    let backup = match backup {
        None => None,
        Some(file) => {
            let file = file.to_owned();
            Some(blocking(move || Contents::of_backup(&file)).await?)
        }
    };
    let mut key = signing_key(folder);
    if let (Err(_) | Ok(None), Some(kept)) =
        (&key, backup.as_ref().and_then(|backup| backup.signing_key.clone()))
    {
        key = Ok(Some(kept));
    }
    let mut report = Report::of(folder, &found, &key);
    let contents = Contents::of(found);
    let was_missing = !new.exists();
    let taken = DataFolder::open_for_restore(new)?;
    let put_together = async {
        let store: Arc<dyn Store> = taken.begin_restore(SledOptions::default())?;
        pour(&*store, contents.pieces(backup.as_ref(), key.clone().ok().flatten())).await?;
        examining::examine(&store, &contents, backup.as_ref(), &mut report).await?;
        for log in store.logs(LogKind::Text).await? {
            // One that cannot be read stays as it is, and says so to whoever opens it.
            let renewed =
                new_epoch(&*store, SectionId(log.owner), EpochReason::Rebuilt, now.as_millisecond()).await;
            if let Ok(renewed) = renewed {
                store.commit(renewed).await?;
            }
        }
        Access::new(Arc::clone(&store)).end_links(now).await?;
        store.close().await?;
        Ok(())
    };
    match put_together.await {
        Ok(()) => {
            let key = key.ok().flatten();
            let key = key.as_deref().map(|key| (KEY_FILE, key));
            taken.finish_restore(key.as_slice())?;
            report.rebuilt = Some(new.to_owned());
            report.judge_rebuilt(backup.is_some());
            Ok(report)
        }
        Err(error) => {
            taken.give_up_restore(was_missing);
            Err(error)
        }
    }
}

async fn salvage(folder: &Path) -> Result<Salvage, BackupError> {
    let folder = folder.to_owned();
    blocking(move || Ok(DataFolder::salvage(&folder)?)).await
}

/// What the file with the signing key says; none if nothing was ever signed.
fn signing_key(folder: &Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(folder.join(KEY_FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{KEY_FILE}: it cannot be read ({error})")),
        Ok(key) => {
            let digits = key.trim_ascii();
            let is_key = digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit);
            if is_key { Ok(Some(key)) } else { Err(format!("{KEY_FILE}: it holds no key")) }
        }
    }
}

/// Fills an empty store.
async fn pour(store: &dyn Store, pieces: Pieces) -> Result<(), BackupError> {
    let (items, coming) = mpsc::channel(1);
    let sending = async move {
        for item in pieces {
            // Whoever took them has ended with an error, which says more.
            if items.send(item).await.is_err() {
                break;
            }
        }
    };
    let (filled, ()) = tokio::join!(fill(store, coming), sending);
    filled.map(|_begun| ())
}
