//! How far somebody was told, or has read: a position in each log and a moment, and the few things beyond them.

use super::notice::{Notice, Source};
use crate::agreement::id::AgreementId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Things beyond a mark that are remembered one by one.
const MOST_BEYOND: usize = 1_000;

/// How far one person has come in one agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Everything of the record before this position.
    pub record: u64,
    /// Everything of the discussion log before this position.
    pub discussion: u64,
    /// Every day's notice up to this moment.
    pub until: Timestamp,
    /// And these.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub beyond: BTreeSet<Source>,
}

/// How far one person has come in each agreement.
pub type Marks = BTreeMap<AgreementId, Mark>;

impl Mark {
    /// Before everything.
    pub const START: Self = Self { record: 0, discussion: 0, until: Timestamp::MIN, beyond: BTreeSet::new() };

    /// Whether a notice is behind it.
    pub fn has(&self, notice: &Notice) -> bool {
        self.is_past(notice.source, notice.at) || self.beyond.contains(&notice.source)
    }

    fn is_past(&self, source: Source, at: Timestamp) -> bool {
        match source {
            Source::Record(position) => position < self.record,
            Source::Discussion(position) => position < self.discussion,
            Source::Deadline(_) => at <= self.until,
        }
    }

    /// Takes in one notice; `false` if there is no room for more of them before it moves on.
    pub fn add(&mut self, notice: &Notice) -> bool {
        let has_room = self.has(notice) || self.beyond.len() < MOST_BEYOND;
        if has_room && !self.has(notice) {
            self.beyond.insert(notice.source);
        }
        has_room
    }

    /// Moves on to another, and never back. Of what it held one by one, what is behind it now is let go.
    pub fn reach(&mut self, other: &Self) {
        self.record = self.record.max(other.record);
        self.discussion = self.discussion.max(other.discussion);
        self.until = self.until.max(other.until);
        let Self { record, discussion, .. } = *self;
        self.beyond.retain(|source| match source {
            Source::Record(position) => *position >= record,
            Source::Discussion(position) => *position >= discussion,
            // When it came about is not known here. There are few.
            Source::Deadline(_) => true,
        });
    }
}
