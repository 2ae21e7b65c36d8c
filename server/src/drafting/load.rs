//! Opens a section's document from its checkpoint and its log.

use super::document::{Broken, Document};
use crate::agreement::id::SectionId;
use crate::store::{LogId, Position, Store, StoreError};
use crate::text::history::{self, HistoryError};
use crate::text::log::{TextEntry, TextEntryError, text_log};

/// Entries read from the store in one go.
const ENTRIES_AT_ONCE: usize = 1024;

/// The same of packed ones, of which a pack bounds how much they are: reading a part of a pack reads it all.
const PACKED_AT_ONCE: usize = super::packer::ENTRIES;

/// Why a section could not be opened. It never becomes an empty document instead.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The store did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log cannot be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The log holds what this version cannot read.
    #[error("entry {position} of the text log: {error}")]
    Entry {
        /// Where.
        position: Position,
        /// What is wrong with it.
        error: TextEntryError,
    },
    /// The log does not make a document.
    #[error("entry {position} of the text log: {problem}")]
    Broken {
        /// Where.
        position: Position,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Reading it panicked.
    #[error("the text could not be read")]
    Panicked,
    /// There is no text log, or it does not begin with an epoch.
    #[error("the section has no text log")]
    Nothing,
    /// How the text came to be was purged up to this position, and so was what was asked for.
    #[error("the text log is purged up to {0}")]
    Purged(Position),
    /// The log has not come so far.
    #[error("the text log ends at {0}")]
    Short(Position),
}

/// The document after every entry of its log, and the log's head.
pub(super) async fn load(store: &dyn Store, section: SectionId) -> Result<(Document, Position), LoadError> {
    loop {
        match load_until(store, section, Position(u64::MAX)).await {
            // What came before was purged while it was being read.
            Err(LoadError::Purged(_)) => {}
            loaded => return loaded,
        }
    }
}

/// The document as it was at a position of its log.
///
/// # Errors
/// Those of reading the log, and [`LoadError::Short`] if it ends before the position.
pub(super) async fn load_at(
    store: &dyn Store,
    section: SectionId,
    at: Position,
) -> Result<Document, LoadError> {
    let (document, position) = load_until(store, section, at).await?;
    if position == at { Ok(document) } else { Err(LoadError::Short(position)) }
}

async fn load_until(
    store: &dyn Store,
    section: SectionId,
    until: Position,
) -> Result<(Document, Position), LoadError> {
    let log = text_log(section);
    let checkpoint = store.checkpoint(log).await?.filter(|checkpoint| checkpoint.position <= until);
    let (mut document, position) = match checkpoint {
        None => (None, None),
        Some(checkpoint) => {
            let position = checkpoint.position;
            let document = Document::from_checkpoint(&checkpoint.payload)
                .map_err(|Broken(problem)| LoadError::Broken { position, problem })?;
            (document, Some(position))
        }
    };
    let mut position = match (&document, position) {
        (Some(_), Some(position)) => position,
        _ => store.packed(log).await?.purged,
    };
    if position > until {
        return Err(LoadError::Purged(position));
    }
    loop {
        let entries = read_entries(store, log, position, until).await?;
        if entries.is_empty() {
            break;
        }
        for (entry, _) in entries {
            let done = match (&mut document, &entry) {
                (Some(document), entry) => document.replay(entry),
                (None, TextEntry::Epoch { epoch, client, initial, .. }) => {
                    Document::begin(*epoch, *client, initial).map(|begun| document = Some(begun))
                }
                (None, _) => return Err(LoadError::Nothing),
            };
            done.map_err(|Broken(problem)| LoadError::Broken { position, problem })?;
            position = position.after(1);
        }
        // Long logs are replayed without keeping others from the thread.
        tokio::task::yield_now().await;
    }
    document.map(|document| (document, position)).ok_or(LoadError::Nothing)
}

/// Some entries from a position on, and not beyond another, with their sizes in bytes; none at the log's head.
///
/// # Errors
/// Those of reading the log.
pub(super) async fn read_entries(
    store: &dyn Store,
    log: LogId,
    from: Position,
    until: Position,
) -> Result<Vec<(TextEntry, usize)>, LoadError> {
    let left = usize::try_from(until.0.saturating_sub(from.0)).unwrap_or(usize::MAX);
    if left == 0 {
        return Ok(Vec::new());
    }
    let is_packed = store.packed(log).await?.until > from;
    let at_once = if is_packed { PACKED_AT_ONCE } else { ENTRIES_AT_ONCE };
    let entries = match history::read(store, log, from, left.min(at_once)).await {
        Err(HistoryError::Store(StoreError::Purged { until, .. })) => return Err(LoadError::Purged(until)),
        entries => entries?,
    };
    let mut position = from;
    let mut read = Vec::with_capacity(entries.len());
    for bytes in entries {
        let entry = TextEntry::decode(&bytes).map_err(|error| LoadError::Entry { position, error })?;
        read.push((entry, bytes.len()));
        position = position.after(1);
    }
    Ok(read)
}
