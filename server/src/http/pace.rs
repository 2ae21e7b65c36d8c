//! How often somebody may ask for what costs others something: letters, and tries at sign-in links.

use super::problem::Problem;
use crate::access::account::address_hash;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

/// After so many requests those are forgotten who may ask again anyway.
const FORGET_EVERY: usize = 1_000;

/// What the operator allows.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// Sign-in letters that may be asked for to one address, in an hour.
    pub letters_per_address: NonZeroU32,
    /// Sign-in letters that one client may ask for, in a minute.
    pub letters_per_client: NonZeroU32,
    /// Sign-in links that one client may look at or spend, in a minute.
    pub links_per_client: NonZeroU32,
}

impl Default for Allowed {
    fn default() -> Self {
        Self {
            letters_per_address: NonZeroU32::MIN.saturating_add(4),
            // A meeting's whole room asks from one address.
            letters_per_client: NonZeroU32::MIN.saturating_add(59),
            links_per_client: NonZeroU32::MIN.saturating_add(599),
        }
    }
}

/// Counts who asked how often, by what was asked for.
pub struct Paces {
    by_address: Pace<[u8; 32]>,
    by_client: Pace<IpAddr>,
    links: Pace<IpAddr>,
}

impl Paces {
    /// Nobody has asked for anything.
    pub fn new(allowed: Allowed) -> Self {
        Self {
            by_address: Pace::new(Quota::per_hour(allowed.letters_per_address)),
            by_client: Pace::new(Quota::per_minute(allowed.letters_per_client)),
            links: Pace::new(Quota::per_minute(allowed.links_per_client)),
        }
    }

    /// Counts somebody who asks for a letter to an address, whether anybody has that address or not.
    pub(super) fn letter(&self, client: IpAddr, email: &str) -> Result<(), Problem> {
        self.by_client.count(neighbourhood(client))?;
        self.by_address.count(address_hash(email))
    }

    /// Counts somebody who tries a sign-in link.
    pub(super) fn link(&self, client: IpAddr) -> Result<(), Problem> {
        self.links.count(neighbourhood(client))
    }
}

struct Pace<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    counted: AtomicUsize,
}

impl<K: Hash + Eq + Clone> Pace<K> {
    fn new(quota: Quota) -> Self {
        Self {
            limiter: RateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            counted: AtomicUsize::new(0),
        }
    }

    fn count(&self, who: K) -> Result<(), Problem> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&who).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            Problem::TooManyRequests { seconds: wait.as_secs().saturating_add(1) }
        })
    }
}

/// Whom to count an address as: a household or machine has a whole network of IPv6 addresses to ask from.
fn neighbourhood(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        ip @ IpAddr::V4(_) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn paces(letters_per_address: u32, letters_per_client: u32) -> Paces {
        let count = |count| NonZeroU32::new(count).unwrap();
        Paces::new(Allowed {
            letters_per_address: count(letters_per_address),
            letters_per_client: count(letters_per_client),
            links_per_client: count(2),
        })
    }

    #[test]
    fn one_address_is_written_to_so_often_whoever_asks_and_however_it_is_capitalised() {
        let paces = paces(2, 100);
        for (from, address) in [("10.0.0.1", "eva@a.example"), ("10.0.0.2", " EVA@a.example")] {
            paces.letter(client(from), address).unwrap();
        }
        let refused = paces.letter(client("10.0.0.3"), "Eva@A.example");
        assert!(matches!(refused, Err(Problem::TooManyRequests { seconds: 1..=1801 })), "{refused:?}");
        paces.letter(client("10.0.0.3"), "bo@a.example").unwrap();
    }

    #[test]
    fn one_client_asks_so_often_whatever_the_address_and_whatever_of_its_network_it_comes_from() {
        let paces = paces(100, 2);
        paces.letter(client("2001:db8::1"), "a@a.example").unwrap();
        paces.letter(client("2001:db8::ffff:1"), "b@a.example").unwrap();
        assert!(paces.letter(client("2001:db8:0:0:1::1"), "c@a.example").is_err());
        paces.letter(client("2001:db8:0:1::1"), "c@a.example").unwrap();
        paces.letter(client("::ffff:10.0.0.1"), "c@a.example").unwrap();
        paces.letter(client("10.0.0.1"), "c@a.example").unwrap();
        assert!(paces.letter(client("10.0.0.1"), "c@a.example").is_err());
    }

    #[test]
    fn tries_at_links_are_counted_by_themselves() {
        let paces = paces(1, 1);
        let here = client("10.0.0.1");
        paces.letter(here, "a@a.example").unwrap();
        paces.link(here).unwrap();
        paces.link(here).unwrap();
        assert!(paces.link(here).is_err());
    }
}
