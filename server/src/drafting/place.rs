//! Which connection it is, and that there are not too many.

use super::closing::Closing;
use super::limits::Limits;
use crate::agreement::id::MemberId;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// Tells connections apart, also in the logs; never used twice in one run of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// The connections that are open now.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    of: HashMap<MemberId, usize>,
}

/// Counts a connection while it lasts.
#[derive(Debug)]
pub(super) struct Place {
    places: Places,
    member: MemberId,
}

impl Places {
    /// A place for one more connection of a member.
    ///
    /// # Errors
    /// [`Closing::TooMuch`] if the member has as many as one may have, [`Closing::Unavailable`] if the server has.
    pub(super) fn take(&self, member: MemberId, limits: &Limits) -> Result<Place, Closing> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.of.get(&member).copied().unwrap_or(0);
        if taken.all >= limits.connections {
            // Not this client's doing: it may come back.
            return Err(Closing::Unavailable);
        }
        if own >= limits.connections_per_member {
            return Err(Closing::TooMuch);
        }
        taken.all += 1;
        taken.of.insert(member, own + 1);
        drop(taken);
        Ok(Place { places: self.clone(), member })
    }

    /// How many connections there are.
    pub(super) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        if let Entry::Occupied(mut own) = taken.of.entry(self.member) {
            *own.get_mut() -= 1;
            if *own.get() == 0 {
                own.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_connection_is_gone() {
        let places = Places::default();
        let limits = Limits { connections: 3, connections_per_member: 2, ..Limits::default() };
        let (erik, maja) = (MemberId::new(), MemberId::new());
        let first = places.take(erik, &limits).unwrap();
        let _second = places.take(erik, &limits).unwrap();
        assert_eq!(places.take(erik, &limits).unwrap_err(), Closing::TooMuch);
        let _third = places.take(maja, &limits).unwrap();
        assert_eq!(places.take(maja, &limits).unwrap_err(), Closing::Unavailable);
        drop(first);
        assert!(places.take(maja, &limits).is_ok());
    }
}
