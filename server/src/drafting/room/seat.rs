//! One connection's place in a room.

use super::super::closing::Closing;
use super::super::limits::Limits;
use super::super::outbox::Outbox;
use super::super::presence::Badge;
use super::super::update::Id;
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use std::sync::Arc;
use tokio::time::Instant;

/// What the room knows of a connection.
pub(super) struct Seat {
    pub(super) member: MemberId,
    /// Whether the client speaks `overens.v1`.
    pub(super) ours: bool,
    pub(super) outbox: Arc<Outbox>,
    pub(super) badge: Badge,
    /// Whether its state vector has been seen; nothing of it is taken before.
    pub(super) compared: bool,
    /// Whether it has been told everything up to what is spread next.
    pub(super) current: bool,
    /// The client id the server made for it.
    pub(super) minted: Option<u64>,
    /// The client id it announced as its own.
    pub(super) client: Option<u64>,
    /// Messages with text so far.
    pub(super) texts: u64,
    /// It sent text that rests on what is not here, and was asked for all of it.
    pub(super) behind: bool,
    /// It reads too slowly: what it has got so far, to be brought up to date from.
    pub(super) lags: Option<Vec<Id>>,
    comparisons: u32,
    counted_since: Instant,
}

impl Seat {
    pub(super) fn new(member: MemberId, ours: bool, outbox: Arc<Outbox>, badge: Badge) -> Self {
        Self {
            member,
            ours,
            outbox,
            badge,
            compared: false,
            current: false,
            minted: None,
            client: None,
            texts: 0,
            behind: false,
            lags: None,
            comparisons: 0,
            counted_since: Instant::now(),
        }
    }

    /// Counts a comparison of whole documents; false if there were too many.
    pub(super) fn compares(&mut self, limits: &Limits) -> bool {
        let now = Instant::now();
        if now.duration_since(self.counted_since) > limits.comparison_window {
            self.counted_since = now;
            self.comparisons = 0;
        }
        self.comparisons += 1;
        self.comparisons <= limits.comparisons
    }
}

/// The close that tells of a rule's refusal to write.
pub(super) fn closing_for(refusal: &Refusal) -> Closing {
    match refusal {
        Refusal::SectionLocked | Refusal::SectionAgreed | Refusal::TextIsFixed => Closing::Locked,
        Refusal::NotAMember => Closing::NotAMember,
        Refusal::NoSuchSection(_) => Closing::NoSuchSection,
        _ => Closing::ReadOnly,
    }
}
