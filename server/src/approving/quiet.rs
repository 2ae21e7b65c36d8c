//! Revisions that the server saves by itself, once nobody has typed in a section for a while.

use super::{Approving, ApprovingError, When};
use crate::agreement::entry::Actor;
use crate::agreement::id::SectionId;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two looks at what is quiet: a fraction of the spell, within these bounds.
const LOOKING: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(20));

/// Saves a revision of each section in which nobody has typed for `spell`, until `stop`.
pub async fn save_when_quiet(approving: Approving, spell: Duration, stop: CancellationToken) {
    let (least, most) = LOOKING;
    let mut looking = tokio::time::interval((spell / 4).clamp(least, most));
    looking.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looking.tick() => {}
        }
        for section in approving.rooms.quiet_since(spell) {
            if let Err(error) = approving.save_by_itself(section).await {
                tracing::warn!(%section, %error, "no revision was saved after a spell of quiet");
                approving.rooms.put_back(section);
            }
        }
    }
}

impl Approving {
    /// Saves a section if somebody has written in it.
    async fn save_by_itself(&self, section: SectionId) -> Result<(), ApprovingError> {
        let Some(agreement) = self.records.of_section(section).await? else { return Ok(()) };
        let state = self.records.state(agreement).await?;
        // Of a meeting's notes there are no revisions, nor of a section that was retired meanwhile.
        if state.section(section).is_none() {
            return Ok(());
        }
        let now = self.now(&state, section).await?;
        let is_begun = state.section(section).is_some_and(|section| section.latest().is_some());
        // The template's words alone are nobody's revision.
        if now.text.contributors.is_empty() && !is_begun {
            return Ok(());
        }
        self.save(agreement, section, ("", ""), Actor::Server, When::Now).await.map(drop)
    }
}
