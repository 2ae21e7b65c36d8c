//! How many writes come in a second, and whether it is worth to wait a little for more of them.
//!
//! A sync costs the same for one write as for many. While few come, each is made durable at once; while many
//! come, waiting for some milliseconds makes each far cheaper, and nobody sees the difference.

use std::time::{Duration, Instant};

/// What the rate is measured over.
const WINDOW: Duration = Duration::from_millis(100);

/// With fewer writes a second than this nobody waits.
const BUSY: f64 = 200.0;

/// As many writes as this are worth a sync; whoever has them does not wait.
const ENOUGH: usize = 16;

/// Nobody waits longer than this: it is half a frame on a screen.
const LONGEST_WAIT: Duration = Duration::from_millis(8);

/// Counts writes.
pub(super) struct Pulse {
    since: Instant,
    counted: usize,
    per_second: f64,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), counted: 0, per_second: 0.0 }
    }

    /// How long to wait for more writes when so many are there; not for things that are no writes of text.
    pub(super) fn wait(&self, there: usize) -> Duration {
        if self.per_second < BUSY || there == 0 || there >= ENOUGH {
            return Duration::ZERO;
        }
        let until_enough = (ENOUGH - there) as f64 / self.per_second;
        Duration::from_secs_f64(until_enough).min(LONGEST_WAIT)
    }

    /// Counts what was written at `now`.
    pub(super) fn count(&mut self, writes: usize, now: Instant) {
        self.counted += writes;
        let passed = now.duration_since(self.since);
        if passed >= WINDOW {
            let latest = self.counted as f64 / passed.as_secs_f64();
            // A burst is followed at once, its end half by half.
            self.per_second = latest.max((self.per_second + latest) / 2.0);
            (self.since, self.counted) = (now, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pulse after a second of so many writes, evenly.
    fn after(per_second: u32) -> Pulse {
        let mut pulse = Pulse::new();
        let begin = pulse.since;
        for number in 1..=per_second {
            pulse.count(1, begin + Duration::from_secs(1) * number / per_second);
        }
        pulse
    }

    #[test]
    fn while_few_write_nobody_waits() {
        assert_eq!(after(50).wait(1), Duration::ZERO);
        assert_eq!(Pulse::new().wait(1), Duration::ZERO);
    }

    #[test]
    fn while_many_write_the_wait_is_short_and_ends_with_enough() {
        assert_eq!(after(500).wait(1), LONGEST_WAIT);
        let wait = after(10_000).wait(1);
        assert!(wait > Duration::ZERO && wait < Duration::from_millis(2), "{wait:?}");
        assert_eq!(after(10_000).wait(ENOUGH), Duration::ZERO);
    }

    #[test]
    fn when_a_burst_is_over_nobody_waits_any_more() {
        let mut pulse = after(2_000);
        let begin = pulse.since;
        for number in 1..20 {
            pulse.count(1, begin + 2 * WINDOW * number);
        }
        assert_eq!(pulse.wait(1), Duration::ZERO);
    }
}
