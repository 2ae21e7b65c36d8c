//! What the operator decides about revisions and approvals.

use clap::Args;
use jiff::SignedDuration;
use std::time::Duration;

/// Revisions and approvals.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Revisions and approvals")]
pub(super) struct Approvals {
    /// Seconds without typing in a section after which a revision of it is saved by itself; 0: never
    #[arg(long, env = "OVERENS_QUIET_SECONDS", value_name = "SECONDS", default_value_t = 600)]
    quiet_seconds: u32,

    /// Seconds after which signing in is too long ago for approving, and must be done anew; 0: never
    #[arg(long, env = "OVERENS_FRESH_SIGN_IN_SECONDS", value_name = "SECONDS", default_value_t = 12 * 60 * 60)]
    fresh_sign_in_seconds: u32,
}

impl Approvals {
    /// After which spell of quiet a revision is saved; `None`: never.
    pub(super) fn quiet(self) -> Option<Duration> {
        (self.quiet_seconds > 0).then(|| Duration::from_secs(self.quiet_seconds.into()))
    }

    /// How long a sign-in is fresh; `None`: always.
    pub(super) fn fresh_sign_in(self) -> Option<SignedDuration> {
        (self.fresh_sign_in_seconds > 0).then(|| SignedDuration::from_secs(self.fresh_sign_in_seconds.into()))
    }
}
