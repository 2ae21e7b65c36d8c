//! An archive on its way: pieces that are written and not taken yet, and the list of what is in them.

use super::manifest::{Listed, MANIFEST, SIGNATURE, Seal, canonical};
use super::zip::{TooLarge, Writer};
use crate::agreement::digest::Digest;
use crate::record::signature::Signatory;
use bytes::Bytes;
use serde::Serialize;
use std::collections::VecDeque;

/// What has been written so far.
#[derive(Debug, Default)]
pub(super) struct Parcel {
    ready: VecDeque<Bytes>,
    writer: Writer,
    /// Every file so far.
    pub(super) files: Vec<Listed>,
    is_closed: bool,
}

/// Why an archive is not finished.
#[derive(Debug, thiserror::Error)]
pub enum ClosingError {
    /// A file is too large.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// It cannot be written as JSON, or signed.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Parcel {
    /// Adds a file, and lists it.
    pub(super) fn add(&mut self, path: &str, content: Vec<u8>) -> Result<(), TooLarge> {
        self.files.push(Listed::of(path, &content));
        self.put(path, content)
    }

    /// The last two files, and the end.
    pub(super) fn close(
        &mut self,
        manifest: &impl Serialize,
        seal: impl FnOnce(Digest) -> Seal,
        signatory: &Signatory,
    ) -> Result<(), ClosingError> {
        let written = canonical(manifest)?;
        let signed = canonical(&signatory.sign(seal(Digest::of(&[&written])))?)?;
        self.put(MANIFEST, written)?;
        self.put(SIGNATURE, signed)?;
        self.ready.push_back(self.writer.end().into());
        self.is_closed = true;
        Ok(())
    }

    /// Whether there is nothing more to be written, or something to be taken first.
    pub(super) fn is_waiting(&self) -> bool {
        self.is_closed || !self.ready.is_empty()
    }

    /// The next piece.
    pub(super) fn take(&mut self) -> Option<Bytes> {
        self.ready.pop_front()
    }

    fn put(&mut self, path: &str, content: Vec<u8>) -> Result<(), TooLarge> {
        self.ready.push_back(self.writer.file(path, &content)?.into());
        self.ready.push_back(content.into());
        Ok(())
    }
}
