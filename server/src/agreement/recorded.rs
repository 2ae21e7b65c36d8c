//! Something together with when and by whom it was recorded.

use super::entry::Actor;
use crate::store::Position;
use jiff::Timestamp;
use std::ops::Deref;

/// What an entry of the record told, and who did it when. Reads like what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// What was recorded.
    pub what: T,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// Where in the record.
    pub position: Position,
}

/// The circumstances of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    pub(super) at: Timestamp,
    pub(super) by: Actor,
    pub(super) position: Position,
}

impl Circumstances {
    pub(super) fn of<T>(self, what: T) -> Recorded<T> {
        let Self { at, by, position } = self;
        Recorded { what, at, by, position }
    }
}

impl<T> Deref for Recorded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.what
    }
}
