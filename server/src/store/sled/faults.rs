//! Controls for tests that must fail: a store that breaks its promise on purpose.
//!
//! Compiled with the feature `faults` only.

use std::sync::LazyLock;
use std::time::Duration;

/// How long after the acknowledgement the control writes.
pub(super) const WRITE_LATER: Duration = Duration::from_millis(100);

/// Whether to acknowledge before writing: `OVERENS_FAULT_ACKNOWLEDGE_EARLY=1`. A kill -9 then loses what
/// was acknowledged; a test that kills must notice.
pub(super) fn acknowledge_early() -> bool {
    static EARLY: LazyLock<bool> =
        LazyLock::new(|| std::env::var("OVERENS_FAULT_ACKNOWLEDGE_EARLY").is_ok_and(|value| value == "1"));
    *EARLY
}

/// Whether to leave out the sync that makes a write durable: `OVERENS_FAULT_SKIP_SYNC=1`. A power cut then loses
/// what was acknowledged; a test that cuts the power must notice.
pub(super) fn skip_sync() -> bool {
    static SKIP: LazyLock<bool> =
        LazyLock::new(|| std::env::var("OVERENS_FAULT_SKIP_SYNC").is_ok_and(|value| value == "1"));
    *SKIP
}
