//! What is known of a section's past: who worked when, when words were typed, and the document as it was every so
//! often, so that any moment is a short replay away.

use super::session::{Session, Step, Work};
use super::times::Times;
use crate::agreement::id::SectionId;
use crate::drafting::document::{Amounts, Broken, Document};
use crate::drafting::load::{LoadError, read_entries};
use crate::store::{Position, Store};
use crate::text::log::{EpochId, TextEntry, text_log};
use bytes::Bytes;
use tokio::sync::watch;

/// Entries between two keyframes, to begin with. To replay so many takes some tens of milliseconds, about as long
/// as to open the document of a long section.
const SPACING: u64 = if cfg!(test) { 3 } else { 2048 };

/// Bytes of entries between two keyframes, if that comes first: pasted text is many keystrokes in one.
const MOST_BETWEEN: usize = 1 << 20;

/// What one section's keyframes may take. Beyond it every second one goes.
const MOST_KEYFRAMES: usize = 16 << 20;

/// The quickest: a keyframe is read many times and lives in memory for minutes.
const COMPRESSION_LEVEL: i32 = 1;

/// The document as it was at a position of the log.
#[derive(Clone, Debug)]
struct Keyframe {
    position: Position,
    /// As a checkpoint keeps it, compressed.
    state: Bytes,
}

/// How far the reading of a log has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Entries that were read.
    pub done: u64,
    /// Entries that there are.
    pub of: u64,
}

/// A section's past, up to a position of its log.
#[derive(Clone, Debug)]
pub struct Chronicle {
    /// The position of the first entry that is left; what was before it is purged.
    pub begins: Position,
    /// The position after the last entry that it knows.
    pub until: Position,
    /// Which epoch the text is of.
    pub epoch: EpochId,
    pub(super) work: Work,
    pub(super) times: Times,
    keyframes: Vec<Keyframe>,
    spacing: u64,
}

impl Chronicle {
    /// The first moment: the text with which the log begins.
    pub fn first(&self) -> Position {
        self.begins.after(1)
    }

    /// Sittings, oldest first.
    pub fn sessions(&self) -> &[Session] {
        &self.work.sessions
    }

    /// The steps in which the text was written, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.work.steps
    }

    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        let keyframes: usize = self.keyframes.iter().map(|one| one.state.len() + size_of::<Keyframe>()).sum();
        keyframes + self.work.bytes() + self.times.bytes()
    }

    /// The last keyframe that is not after a position, opened; the first one if all are.
    pub(super) fn thaw(&self, position: Position) -> Result<(Document, Position), LoadError> {
        let after = self.keyframes.partition_point(|keyframe| keyframe.position <= position);
        let keyframe = self.keyframes.get(after.saturating_sub(1)).ok_or(LoadError::Nothing)?;
        Ok((keyframe.thaw()?, keyframe.position))
    }

    /// Whether a keyframe lies so far after one position, and not after another, that to open it is quicker than to
    /// go on from the first.
    pub(super) fn is_far(&self, from: Position, to: Position) -> bool {
        to.0.saturating_sub(from.0) > 2 * self.spacing
    }

    fn keep(&mut self, document: &Document) -> Result<(), LoadError> {
        let position = self.until;
        self.keyframes.push(Keyframe::freeze(document, position)?);
        let size = |keyframes: &[Keyframe]| keyframes.iter().map(|one| one.state.len()).sum::<usize>();
        while size(&self.keyframes) > MOST_KEYFRAMES && self.keyframes.len() > 2 {
            let mut index = 0;
            self.keyframes.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing *= 2;
        }
        Ok(())
    }

    /// Takes note of an entry and of what it did.
    fn note(&mut self, entry: &TextEntry, amounts: Amounts) {
        if let TextEntry::Epoch { epoch, .. } = entry {
            self.epoch = *epoch;
        }
        if let Some(written) = entry.written() {
            self.times.note(entry);
            let Amounts { added, removed } = amounts;
            let added = (written.writer, added);
            self.work.note(self.until, written.at, added, (written.sender, removed));
        }
        self.until = self.until.after(1);
    }
}

impl Keyframe {
    fn freeze(document: &Document, position: Position) -> Result<Self, LoadError> {
        let broken = |problem| LoadError::Broken { position, problem };
        let payload = document.save().map_err(|Broken(problem)| broken(problem))?;
        let state =
            zstd::encode_all(&*payload, COMPRESSION_LEVEL).map_err(|_| broken("it cannot be kept"))?;
        Ok(Self { position, state: state.into() })
    }

    fn thaw(&self) -> Result<Document, LoadError> {
        let broken = |problem| LoadError::Broken { position: self.position, problem };
        let payload = zstd::decode_all(&*self.state).map_err(|_| broken("what was kept cannot be read"))?;
        let document = Document::from_checkpoint(&payload).map_err(|Broken(problem)| broken(problem))?;
        document.ok_or(broken("what was kept cannot be read"))
    }
}

/// A section's past up to its log's head; `before` is what was known of it.
///
/// # Errors
/// Those of reading the log; [`LoadError::Purged`] if it was purged meanwhile.
pub(super) async fn read_on(
    store: &dyn Store,
    section: SectionId,
    before: Option<&Chronicle>,
    progress: &watch::Sender<Progress>,
) -> Result<Chronicle, LoadError> {
    let log = text_log(section);
    let head = store.head(log).await?;
    let begins = store.packed(log).await?.purged;
    let (mut chronicle, mut document, mut position) = match before.filter(|before| before.begins == begins) {
        Some(before) => {
            let (document, position) = before.thaw(before.until)?;
            (before.clone(), document, position)
        }
        None => begin(store, section, begins).await?,
    };
    let mut unkept = (position, 0);
    while position < head {
        let entries = read_entries(store, log, position, head).await?;
        if entries.is_empty() {
            break;
        }
        for (entry, bytes) in entries {
            let amounts = document.follow(&entry);
            let amounts = amounts.map_err(|Broken(problem)| LoadError::Broken { position, problem })?;
            if position >= chronicle.until {
                chronicle.note(&entry, amounts);
            }
            position = position.after(1);
            unkept.1 += bytes;
            let is_due = position.0 - unkept.0.0 >= chronicle.spacing || unkept.1 >= MOST_BETWEEN;
            if is_due && position == chronicle.until {
                chronicle.keep(&document)?;
                unkept = (position, 0);
            }
        }
        progress.send_replace(Progress { done: position.0 - begins.0, of: head.0 - begins.0 });
    }
    Ok(chronicle)
}

/// The text with which a log begins.
async fn begin(
    store: &dyn Store,
    section: SectionId,
    begins: Position,
) -> Result<(Chronicle, Document, Position), LoadError> {
    let first = read_entries(store, text_log(section), begins, begins.after(1)).await?;
    let Some((TextEntry::Epoch { epoch, client, initial, .. }, _)) = first.first() else {
        return Err(LoadError::Nothing);
    };
    let document = Document::begin(*epoch, *client, initial)
        .map_err(|Broken(problem)| LoadError::Broken { position: begins, problem })?;
    let position = begins.after(1);
    let mut chronicle = Chronicle {
        begins,
        until: position,
        epoch: *epoch,
        work: Work::default(),
        times: Times::default(),
        keyframes: Vec::new(),
        spacing: SPACING,
    };
    chronicle.keep(&document)?;
    Ok((chronicle, document, position))
}
