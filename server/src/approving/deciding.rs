//! Decisions bind to the agreement as it is agreed, so its canonical form is kept with the first of them.

use super::{Approving, ApprovingError, When};
use crate::agreement::decide::{Command, NewDecision};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, DecisionId, MemberId};
use crate::agreement::refusal::Refusal;
use crate::agreement::state::State;
use crate::record::Beside;
use std::sync::Arc;

impl Approving {
    /// Records that a body has decided on the agreed text that whoever records it has seen: the one with this hash.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn record_decision(
        &self,
        agreement: AgreementId,
        member: MemberId,
        decision: NewDecision,
        seen: Digest,
        when: When,
    ) -> Result<(Arc<State>, DecisionId), ApprovingError> {
        let decision = &decision;
        let plan = |state: Arc<State>| async move {
            state.may_record_decisions(member)?;
            let latest = state.sections().iter().map(|section| section.latest().map(|latest| latest.hash));
            let hashes: Option<Vec<_>> = latest.collect();
            let hash = self.keep_whole(&state, &hashes.ok_or(Refusal::NoRevision)?).await?;
            if hash != seen {
                return Err(Refusal::OtherAgreedText.into());
            }
            Ok((Command::RecordDecision { decision: decision.clone(), hash }, ()))
        };
        let by = Actor::Member { member };
        let done = self.do_on_what_is_seen(agreement, by, when, plan, |_, _, ()| Beside::default()).await?;
        let id = done.entries.iter().find_map(|entry| match entry {
            Entry::DecisionRecorded { decision } => Some(decision.id),
            _ => None,
        });
        Ok((done.state, id.ok_or(Refusal::BodyHasDecided)?))
    }
}
