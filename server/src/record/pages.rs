//! The record as a list, newest first.

use super::chain::{BrokenChain, Sealed};
use super::{RecordError, Records, register};
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::store::{LogId, Position};

/// Entries read from the log at one go.
const CHUNK: usize = 256;

/// A part of a record, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its entries, each with its hash.
    pub entries: Vec<(Sealed, Digest)>,
    /// Where to go on; `None` at the beginning of the record.
    pub next: Option<Position>,
}

impl Records {
    /// At most `most` entries before a position that `wanted` asks for, with their names and texts.
    ///
    /// # Errors
    /// If the log cannot be read or is not what was written.
    pub async fn page(
        &self,
        agreement: AgreementId,
        before: Position,
        most: usize,
        wanted: impl Fn(&Sealed) -> bool,
    ) -> Result<Page, RecordError> {
        let (state, _) = self.head(agreement).await?;
        let mut until = before.min(state.position());
        let mut found = Vec::new();
        while until > Position::START && found.len() < most {
            let from = Position(until.0.saturating_sub(CHUNK as u64));
            let count = usize::try_from(until.0 - from.0).unwrap_or(CHUNK);
            let chunk = self.store.read(LogId::record(agreement.0), from, count).await?;
            for (index, bytes) in chunk.iter().enumerate().rev() {
                let position = from.after(index);
                let broken = |why| BrokenChain { position, why };
                let sealed = Sealed::read(bytes)
                    .map_err(|why| RecordError::Broken { agreement, broken: broken(why) })?;
                until = position;
                if wanted(&sealed) {
                    found.push((sealed, Digest::of(&[bytes])));
                    if found.len() == most {
                        break;
                    }
                }
            }
            if chunk.is_empty() {
                break;
            }
        }
        let next = Some(until).filter(|until| *until > Position::START);
        let (mut sealed, hashes): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        register::restore_words(&*self.store, agreement, &mut sealed).await?;
        Ok(Page { entries: sealed.into_iter().zip(hashes).collect(), next })
    }

    /// The entry at a position, with what of its words is not erased; `None` beyond the head.
    ///
    /// # Errors
    /// Those of [`page`](Self::page).
    pub async fn entry_at(
        &self,
        agreement: AgreementId,
        position: Position,
    ) -> Result<Option<Sealed>, RecordError> {
        let (state, _) = self.head(agreement).await?;
        if position >= state.position() {
            return Ok(None);
        }
        let page = self.page(agreement, position.after(1), 1, |_| true).await?;
        Ok(page.entries.into_iter().next().map(|(sealed, _)| sealed))
    }

    /// The hash of the entry at a position; `None` beyond the head.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub async fn hash_at(
        &self,
        agreement: AgreementId,
        position: Position,
    ) -> Result<Option<Digest>, RecordError> {
        let read = self.store.read(LogId::record(agreement.0), position, 1).await?;
        Ok(read.first().map(|bytes| Digest::of(&[bytes])))
    }
}
