//! Who has which section of an agreement open.

use crate::agreement::id::{AgreementId, MemberId, SectionId};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Members by the section they have open; a member in two tabs stands once.
pub type Whereabouts = BTreeMap<SectionId, Vec<MemberId>>;

/// The boards of all agreements that somebody has open.
#[derive(Debug, Default)]
pub(super) struct Boards {
    open: Mutex<HashMap<AgreementId, Board>>,
}

#[derive(Debug)]
struct Board {
    /// How many connections each member has to each section.
    connections: BTreeMap<(SectionId, MemberId), usize>,
    sender: watch::Sender<Arc<Whereabouts>>,
}

impl Boards {
    pub(super) fn enter(&self, agreement: AgreementId, section: SectionId, member: MemberId) {
        let mut open = self.lock();
        let board = open.entry(agreement).or_insert_with(Board::new);
        *board.connections.entry((section, member)).or_default() += 1;
        board.publish();
    }

    pub(super) fn leave(&self, agreement: AgreementId, section: SectionId, member: MemberId) {
        let mut open = self.lock();
        let Some(board) = open.get_mut(&agreement) else { return };
        if let Some(count) = board.connections.get_mut(&(section, member)) {
            *count -= 1;
            if *count == 0 {
                board.connections.remove(&(section, member));
            }
        }
        board.publish();
    }

    /// Takes away a board that nobody stands on and nobody follows.
    pub(super) fn tidy(&self, agreement: AgreementId) {
        if let Entry::Occupied(board) = self.lock().entry(agreement)
            && board.get().connections.is_empty()
            && board.get().sender.is_closed()
        {
            board.remove();
        }
    }

    pub(super) fn follow(&self, agreement: AgreementId) -> watch::Receiver<Arc<Whereabouts>> {
        self.lock().entry(agreement).or_insert_with(Board::new).sender.subscribe()
    }

    pub(super) fn now(&self, agreement: AgreementId) -> Arc<Whereabouts> {
        self.lock().get(&agreement).map(|board| board.sender.borrow().clone()).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AgreementId, Board>> {
        // No code under this lock can panic half-way through a change.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Board {
    fn new() -> Self {
        Self { connections: BTreeMap::new(), sender: watch::Sender::new(Arc::default()) }
    }

    fn publish(&self) {
        let mut now = Whereabouts::new();
        for (section, member) in self.connections.keys() {
            now.entry(*section).or_default().push(*member);
        }
        self.sender.send_replace(Arc::new(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_in_two_tabs_stands_once_and_leaves_with_the_last() {
        let boards = Boards::default();
        let (agreement, section, member) = (AgreementId::new(), SectionId::new(), MemberId::new());
        boards.enter(agreement, section, member);
        boards.enter(agreement, section, member);
        assert_eq!(boards.now(agreement)[&section], [member]);
        boards.leave(agreement, section, member);
        assert_eq!(boards.now(agreement)[&section], [member]);
        boards.leave(agreement, section, member);
        assert!(boards.now(agreement).is_empty());
    }
}
