//! The text that a log leads to.

use super::line::{Line, What};
use crate::text::block::Block;
use crate::text::document::untidied;
use crate::text::read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode as _;
use yrs::{Doc, Transact as _, Update};

/// A client id that writes nothing.
const READER: u64 = 1;

/// A document after the entries so far.
#[derive(Default)]
pub(in crate::archive) struct Replay {
    document: Option<Doc>,
}

impl Replay {
    /// Takes in the next entry. Documents of different epochs are never merged: each begins anew.
    pub(in crate::archive) fn take(&mut self, line: &Line) -> Result<(), String> {
        let position = line.position;
        let update = match &line.what {
            What::Epoch { update, .. } => {
                self.document = Some(untidied(READER));
                update
            }
            What::Update { update, .. } | What::Accepted { update, .. } => update,
            What::Lock { .. } | What::Unlock {} => return Ok(()),
        };
        let Some(document) = &self.document else {
            return Err(format!("at {position}: the log does not begin with a document"));
        };
        // An export may come from anywhere, and the library that reads updates may not take all of them well.
        let applied = catch_unwind(AssertUnwindSafe(|| {
            let update = Update::decode_v1(&update.0).map_err(|error| error.to_string())?;
            document.transact_mut().apply_update(update).map_err(|error| error.to_string())
        }));
        applied
            .unwrap_or_else(|_| Err("it is no update".to_owned()))
            .map_err(|why| format!("at {position}: {why}"))
    }

    /// The text; `None` if nothing was taken in.
    pub(in crate::archive) fn blocks(&self) -> Result<Option<Vec<Block>>, String> {
        let Some(document) = &self.document else { return Ok(None) };
        let blocks = catch_unwind(AssertUnwindSafe(|| read::blocks(document)));
        blocks.map(Some).map_err(|_| "the text cannot be read".to_owned())
    }
}
