//! A new agreement: its record, its first texts and its people's accounts, in one batch.
//!
//! The operator founds one from the command line, and a member in the browser.

pub mod first_text;
mod template;

pub use template::template;

use crate::access::Access;
use crate::access::account::{AccountId, NewMember};
use crate::agreement::description::Description;
use crate::agreement::state::State;
use crate::record::{Records, RunError};
use crate::store::{Append, Batch, Position, StoreError};
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, text_log};
use jiff::Timestamp;
use std::sync::Arc;

/// An agreement that exists once its batch is committed.
#[derive(Debug)]
pub struct Prepared {
    /// What it is then. Members and sections stand in the order of the description.
    pub state: Arc<State>,
    /// Its members' accounts, in their order.
    pub accounts: Vec<AccountId>,
    /// Record, texts and accounts. Committing it fails with [`StoreError::Changed`] if an account has changed since.
    pub batch: Batch,
}

/// Why an agreement cannot be founded.
#[derive(Debug, thiserror::Error)]
pub enum FoundingError {
    /// A rule forbids it, or the record failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A first text could not be encoded.
    #[error("the first text of {0:?} cannot be written")]
    FirstText(String),
}

/// Prepares an agreement from its description. `founder` is the place in it of the member who founds it; `None`: the
/// operator does.
///
/// # Errors
/// If the description does not hold together, or the accounts cannot be read.
pub async fn prepare(
    records: &Records,
    access: &Access,
    description: &Description,
    founder: Option<usize>,
    at: Timestamp,
) -> Result<Prepared, FoundingError> {
    let founding = records.found(description, founder, at)?;
    let (state, mut batch) = (founding.state, founding.batch);
    add_first_texts(&state, description, at, &mut batch)?;
    let people: Vec<NewMember<'_>> = state
        .members()
        .iter()
        .map(|member| NewMember {
            member: member.id,
            name: member.name.text().unwrap_or_default(),
            email: member.email.text().unwrap_or_default(),
        })
        .collect();
    let accounts = access.enrol(state.agreement(), &people, |_| true, &mut batch).await?;
    Ok(Prepared { state, accounts, batch })
}

/// Begins each section's text log. Sections stand in the state in the order of the description.
fn add_first_texts(
    state: &State,
    description: &Description,
    now: Timestamp,
    batch: &mut Batch,
) -> Result<(), FoundingError> {
    let language = description.languages.first().map_or("sv", String::as_str);
    for (section, described) in state.sections().iter().zip(&description.sections) {
        let unwritable = || FoundingError::FirstText(section.title.clone());
        let blocks = first_text::blocks(described, language).map_err(|_| unwritable())?;
        let entry = first_epoch(&blocks, now.as_millisecond(), EpochReason::Created);
        let entry = entry.encode().map_err(|_| unwritable())?;
        batch.appends.push(Append {
            log: text_log(section.id),
            expected: Position::START,
            entries: vec![entry.into()],
        });
    }
    Ok(())
}
