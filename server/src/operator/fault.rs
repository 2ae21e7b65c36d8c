//! For tests only: brings about at once what otherwise takes a sign-off, or a restore from a backup.

use super::{Operator, OperatorError};
use crate::agreement::id::SectionId;
use crate::drafting;
use crate::store::{Append, Batch, StoreError};
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
            let one = |entry: TextEntry| -> Result<Batch, OperatorError> {
                let entries = vec![entry.encode()?.into()];
                Ok(Batch { appends: vec![Append { log, expected, entries }], ..Batch::default() })
            };
            let batch = match fault {
                Fault::Lock => one(TextEntry::Lock { at, revision: [0; 32] })?,
                Fault::Unlock => one(TextEntry::Unlock { at })?,
                Fault::NewEpoch => {
                    drafting::new_epoch(&*self.store, section, EpochReason::Restored, at).await?
                }
            };
            match self.store.commit(batch).await {
                // Somebody typed meanwhile.
                Err(StoreError::Conflict { .. }) => {}
                done => return Ok(done?),
            }
        }
    }
}
