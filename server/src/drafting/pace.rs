//! How often something may happen.

use super::limits::Limits;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::time::Duration;
use tokio::time::Instant;

/// Counts within a window of time that begins anew when it is over.
#[derive(Debug)]
pub(super) struct Window {
    since: Instant,
    count: u32,
}

impl Window {
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), count: 0 }
    }

    /// Counts once more; if that is too often, says when the next window begins.
    pub(super) fn count(&mut self, most: u32, window: Duration) -> Result<(), Instant> {
        let now = Instant::now();
        if now.duration_since(self.since) > window {
            *self = Self { since: now, count: 0 };
        }
        self.count = self.count.saturating_add(1);
        if self.count <= most { Ok(()) } else { Err(self.since + window) }
    }
}

/// Slows a connection that sends text faster than it may for long.
pub(super) struct Pace {
    limiter: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

impl Pace {
    pub(super) fn new(limits: &Limits) -> Self {
        let quota = Quota::per_second(limits.updates_per_second).allow_burst(limits.update_burst);
        Self { limiter: RateLimiter::direct(quota), clock: DefaultClock::default() }
    }

    /// Waits until one more may come.
    pub(super) async fn keep(&self) {
        while let Err(early) = self.limiter.check() {
            tokio::time::sleep(early.wait_time_from(self.clock.now())).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_window_ends_and_the_next_counts_anew() {
        let mut window = Window::new();
        let second = Duration::from_secs(1);
        assert!((0..3).all(|_| window.count(3, second).is_ok()));
        let next = window.count(3, second).unwrap_err();
        tokio::time::sleep_until(next + Duration::from_millis(1)).await;
        assert!(window.count(3, second).is_ok());
    }

    #[tokio::test]
    async fn what_comes_faster_than_it_may_is_slowed_after_the_burst() {
        let limits = Limits {
            updates_per_second: 100.try_into().unwrap(),
            update_burst: 10.try_into().unwrap(),
            ..Limits::default()
        };
        let pace = Pace::new(&limits);
        let started = std::time::Instant::now();
        for _ in 0..20 {
            pace.keep().await;
        }
        // Ten at once, and ten more at a hundred a second; some may have come back while the first ten went.
        assert!(started.elapsed() >= Duration::from_millis(80), "{:?}", started.elapsed());
    }
}
