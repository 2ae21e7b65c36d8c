//! A section that is added has its first text from the beginning: entry and text in one batch.

use super::{Approving, ApprovingError};
use crate::agreement::decide::Command;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::agreement::section::NewSection;
use crate::record::{Beside, Done, RecordError};
use crate::store::{Append, Position};
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, text_log};
use crate::text::template;
use jiff::Timestamp;

impl Approving {
    /// Does [`Command::AddSection`], with the text that the section's kind suggests.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn add_section(
        &self,
        agreement: AgreementId,
        command: Command,
        by: Actor,
    ) -> Result<Done, ApprovingError> {
        let state = self.records.state(agreement).await?;
        let languages = state.matter().map(|matter| matter.languages.clone()).unwrap_or_default();
        let language = languages.first().map_or("sv", String::as_str);
        let now = Timestamp::now();
        let beside = |entries: &[Entry]| {
            let added = entries.iter().filter_map(|entry| match entry {
                Entry::SectionAdded { section } => Some(section),
                _ => None,
            });
            let appends =
                added.map(|section| first_text(section, language, now)).collect::<Result<_, _>>()?;
            Ok(Beside { appends, ..Beside::default() })
        };
        Ok(self.records.run_beside(agreement, command, by, now, beside).await?)
    }
}

fn first_text(section: &NewSection, language: &str, now: Timestamp) -> Result<Append, RecordError> {
    let unwritable = |error: &dyn std::fmt::Display| RecordError::Unwritable(error.to_string());
    let kind = serde_json::to_value(section.kind).map_err(|error| unwritable(&error))?;
    let blocks = template::blocks(kind.as_str().unwrap_or_default(), language);
    let entry = first_epoch(&blocks, now.as_millisecond(), EpochReason::Created);
    let entry = entry.encode().map_err(|error| unwritable(&error))?;
    Ok(Append { log: text_log(section.id), expected: Position::START, entries: vec![entry.into()] })
}
