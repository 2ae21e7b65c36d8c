//! From what somebody marks to an anchor, and from an anchor to where its passage stands now.

use super::event::{Anchor, Id};
use crate::agreement::refusal::{Field, Refusal};
use crate::agreement::revision::RevisionNumber;
use crate::drafting::{Found, Marked, Passages, Units};

/// Runs of a passage: one of the longest quote whose every letter was typed by itself.
pub const MOST_SPANS: usize = MOST_UNITS as usize;

/// UTF-16 units of a passage: some pages.
const MOST_UNITS: u64 = 5_000;

/// What somebody marked, as they saw it.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The ids under which its characters stand, in any order.
    pub ids: Vec<Units>,
    /// What they say, with a line for each block.
    pub quote: String,
}

/// Whether a passage still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At least half of its characters.
    Whole,
    /// Less than half.
    Changed,
    /// So little that chance may have kept it.
    Lost,
}

impl Mark {
    /// The anchor in a text as it stands.
    ///
    /// # Errors
    /// [`Refusal::PassageChanged`] if this is not what stands there, or [`Refusal::TooLong`].
    pub fn anchor(&self, passages: &Passages, revision: Option<RevisionNumber>) -> Result<Anchor, Refusal> {
        let units: u64 = self.ids.iter().map(|units| u64::from(units.length)).sum();
        // The quote may have lines and nothing else beside what is marked.
        if units > MOST_UNITS || self.quote.encode_utf16().count() as u64 > 2 * MOST_UNITS {
            return Err(Refusal::TooLong(Field::Passage, MOST_UNITS as usize));
        }
        let Marked { roots, text } = passages.marked(&self.ids).map_err(|_| Refusal::PassageChanged)?;
        let without_lines = |text: &str| text.replace('\n', "");
        if without_lines(&self.quote) != without_lines(&text) || text.trim().is_empty() {
            return Err(Refusal::PassageChanged);
        }
        Ok(Anchor { ids: roots.into_iter().map(Id::from).collect(), quote: self.quote.clone(), revision })
    }
}

impl Anchor {
    /// What became of the passage, and where it stands now; nowhere if it is lost.
    pub fn standing(&self, passages: &Passages) -> (Standing, Found) {
        let roots: Vec<Units> = self.ids.iter().map(|id| Units::from(*id)).collect();
        let whole: u64 = roots.iter().map(|units| u64::from(units.length)).sum();
        let found = passages.find(&roots);
        if found.alive * 4 < whole || found.alive == 0 {
            (Standing::Lost, Found::default())
        } else if found.alive * 2 < whole {
            (Standing::Changed, found)
        } else {
            (Standing::Whole, found)
        }
    }
}
