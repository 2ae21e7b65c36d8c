//! How the texts came to be is purged (*gallring*): what is fixed stays, and so does what the texts say.
//!
//! The entry of the record, the beginning of each section's log anew, and the end of everything before it are one
//! batch, which expects every text where it was read. So there is no moment at which the record says more or less
//! than is true, whatever stops the server.

use super::{Approving, ApprovingError, When};
use crate::agreement::decide::Command;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, DecisionId, MemberId};
use crate::agreement::section::Section;
use crate::agreement::state::State;
use crate::discussing::Event;
use crate::drafting::bare_epoch;
use crate::record::Beside;
use crate::store::Append;
use crate::text::log::{EpochReason, text_log};
use std::sync::Arc;

impl Approving {
    /// Purges the working material of an agreement, on the ground of a decision: the log of every section, and of every
    /// meeting's notes, begins anew with the text as it stands, and nothing tells any more who wrote what in it. Whoever has a section open is
    /// shown out, and told.
    ///
    /// # Errors
    /// The rule that forbids it, or what failed.
    pub async fn purge(
        &self,
        agreement: AgreementId,
        decision: DecisionId,
        member: MemberId,
        when: When,
    ) -> Result<Arc<State>, ApprovingError> {
        let at = when.moment().as_millisecond();
        let plan = |state: Arc<State>| async move {
            state.may_purge(member)?;
            let mut texts = Vec::new();
            let mut beside = Beside::default();
            for section in state.sections().iter().chain(state.retired_sections()) {
                let text = self.rooms.standing(section.id).await?;
                let log = text_log(section.id);
                let entries = bare_epoch(&text, locked_at(section), EpochReason::Purged, at);
                let entries = entries.map_err(|error| ApprovingError::Content(error.to_string()))?;
                beside.appends.push(Append { log, expected: text.position, entries });
                beside.purges.push((log, text.position));
                texts.push((section.id, text.position.0));
            }
            let mut notes = Vec::new();
            for meeting in state.meetings() {
                let text = self.rooms.standing(meeting.notes()).await?;
                let log = text_log(meeting.notes());
                let locked = meeting.fixed().map(|closed| closed.hash.0);
                let entries = bare_epoch(&text, locked, EpochReason::Purged, at);
                let entries = entries.map_err(|error| ApprovingError::Content(error.to_string()))?;
                beside.appends.push(Append { log, expected: text.position, entries });
                beside.purges.push((log, text.position));
                notes.push((meeting.notes(), text.position.0));
            }
            // What was proposed and said goes too, and begins anew with that it is gone.
            let discussion = self.discussions.state(agreement).await?;
            let begins = discussion.append(member, when.moment(), vec![Event::Purged {}])?;
            beside.purges.push((begins.log, begins.expected));
            beside.appends.push(begins);
            beside.register.extend(discussion.proposals_forgotten());
            beside.register.extend(self.discussions.purged_register(agreement).await?);
            Ok((Command::PurgeWorkingMaterial { decision, texts, notes }, beside))
        };
        let by = Actor::Member { member };
        let done = self.do_on_what_is_seen(agreement, by, when, plan, |_, _, beside| beside).await?;
        Ok(done.state)
    }
}

/// The hash of the revision that a section is locked at.
fn locked_at(section: &Section) -> Option<[u8; 32]> {
    let lock = section.lock.as_ref()?;
    section.revision(lock.what.revision).map(|revision| revision.hash.0)
}
