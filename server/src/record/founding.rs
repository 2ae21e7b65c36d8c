//! A new agreement, ready to be written.

use super::chain::Tip;
use super::error::{RecordError, RunError};
use super::register;
use crate::agreement::decide::{Command, Context, decide};
use crate::agreement::description::Description;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::AgreementId;
use crate::agreement::state::State;
use crate::store::{Append, Batch, LogId};
use bytes::Bytes;
use std::sync::Arc;

/// An agreement that exists once its batch is committed, and not before.
#[derive(Clone, Debug)]
pub struct Founding {
    /// Its id.
    pub agreement: AgreementId,
    /// What it is then. Members and sections stand in the order of the description.
    pub state: Arc<State>,
    /// The record with its contents, and which agreement the sections belong to. The texts of sections
    /// are not in it, nor anybody's account: add them, and commit all or nothing.
    pub batch: Batch,
}

pub(super) fn found(
    agreement: AgreementId,
    description: &Description,
    founder: Option<usize>,
    context: &Context,
) -> Result<Founding, RunError> {
    let before = State::before(agreement);
    let entries = decide(&before, Command::Found(Box::new(description.clone())), context)?;
    let mut members = entries.iter().filter_map(|entry| match entry {
        Entry::MemberAdded { member } => Some(Actor::Member { member: member.id }),
        _ => None,
    });
    let by = founder.and_then(|founder| members.nth(founder)).unwrap_or(context.by);
    let context = &Context { by, ..context.clone() };
    let written = Written::after(Tip::start(agreement), &before, &entries, context)?;
    Ok(Founding { agreement, state: written.state, batch: written.batch })
}

/// Entries that were decided, sealed, and folded into the state.
pub(super) struct Written {
    pub(super) tip: Tip,
    pub(super) state: Arc<State>,
    pub(super) batch: Batch,
}

impl Written {
    /// Seals `entries` after `tip`, where `before` stands.
    pub(super) fn after(
        mut tip: Tip,
        before: &State,
        entries: &[Entry],
        context: &Context,
    ) -> Result<Self, RecordError> {
        let agreement = before.agreement();
        // A clock that was set back does not make an entry older than the one before it.
        let at = before.last_at().map_or(context.at, |last| context.at.max(last));
        let expected = tip.position();
        let mut state = before.clone();
        let mut sealed: Vec<Bytes> = Vec::with_capacity(entries.len());
        for entry in entries {
            let (bytes, next) = tip
                .seal(entry, context.by, at)
                .map_err(|error| RecordError::Unwritable(error.to_string()))?;
            sealed.push(bytes);
            state.apply(entry, context.by, at);
            tip = next;
        }
        let append = Append { log: LogId::record(agreement.0), expected, entries: sealed };
        let register = register::writes(agreement, entries)?;
        let forget = entries.iter().any(|entry| !entry.erased().is_empty());
        let batch = Batch { appends: vec![append], register, forget, ..Batch::default() };
        Ok(Self { tip, state: Arc::new(state), batch })
    }
}
