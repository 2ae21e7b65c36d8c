//! One connection's place in a room.

use super::super::closing::Closing;
use super::super::limits::Limits;
use super::super::outbox::Outbox;
use super::super::pace::Window;
use super::super::presence::Badge;
use super::super::protocol::AwarenessEntry;
use super::super::update::Id;
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use std::sync::Arc;
use std::time::Duration;
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
    /// Presence that came too soon after the last, to be told a little later.
    pub(super) late: Option<AwarenessEntry>,
    presences: Window,
    comparisons: Window,
    checked: Option<Instant>,
}

/// One connection may ask so often whether its text is the server's: the whole text is read for it.
const CHECK_INTERVAL: Duration = Duration::from_secs(20);

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
            late: None,
            presences: Window::new(),
            comparisons: Window::new(),
            checked: None,
        }
    }

    /// Counts a comparison of whole documents; false if there were too many.
    pub(super) fn compares(&mut self, limits: &Limits) -> bool {
        self.comparisons.count(limits.comparisons, limits.comparison_window).is_ok()
    }

    /// Counts a word about presence; if there were too many, says when the next is welcome.
    pub(super) fn is_present(&mut self, limits: &Limits) -> Result<(), Instant> {
        self.presences.count(limits.presences_per_second, Duration::from_secs(1))
    }

    /// Whether it may ask now whether its text is the server's.
    pub(super) fn checks(&mut self) -> bool {
        let now = Instant::now();
        let soon = self.checked.is_some_and(|checked| now < checked + CHECK_INTERVAL);
        if !soon {
            self.checked = Some(now);
        }
        !soon
    }
}

/// The close that tells of a rule's refusal to write.
pub(super) fn closing_for(refusal: &Refusal) -> Closing {
    match refusal {
        Refusal::SectionLocked
        | Refusal::SectionAgreed
        | Refusal::TextIsFixed
        | Refusal::NotesClosed
        | Refusal::MeetingCancelled => Closing::Locked,
        Refusal::NotAMember => Closing::NotAMember,
        Refusal::NoSuchSection(_) => Closing::NoSuchSection,
        _ => Closing::ReadOnly,
    }
}
