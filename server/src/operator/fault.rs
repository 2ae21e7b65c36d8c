//! For tests only: brings about at once what otherwise takes a sign-off, or a restore from a backup.

use super::{Operator, OperatorError};
use crate::agreement::id::SectionId;
use crate::drafting;
use crate::store::{Append, Batch, StoreError};
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is brought about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The section takes no text any more.
    Lock,
    /// The section takes text again.
    Unlock,
    /// The section's document begins anew with the text it has.
    NewEpoch,
}

impl Operator {
    pub(super) async fn bring_about(&self, fault: Fault, section: SectionId) -> Result<(), OperatorError> {
        let log = text_log(section);
        loop {
            let expected = self.store.head(log).await?;
            let at = Timestamp::now().as_millisecond();
            let entry = match fault {
                Fault::Lock => TextEntry::Lock { at, revision: [0; 32] },
                Fault::Unlock => TextEntry::Unlock { at },
                Fault::NewEpoch => {
                    let text = drafting::stored_text(&*self.store, section).await?;
                    first_epoch(&text.blocks, at, EpochReason::Restored)
                }
            };
            let entries = vec![entry.encode()?.into()];
            let batch = Batch { appends: vec![Append { log, expected, entries }], ..Batch::default() };
            match self.store.commit(batch).await {
                // Somebody typed meanwhile.
                Err(StoreError::Conflict { .. }) => {}
                done => return Ok(done?),
            }
        }
    }
}
