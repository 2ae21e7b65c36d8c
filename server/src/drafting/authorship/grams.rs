//! Finds a run of characters among many segments.

use super::removed::Segment;
use std::collections::HashMap;

/// Fewer units in a row are chance, unless they are all of what was removed and all of what was inserted.
pub(super) const LEAST_UNITS: usize = 6;

/// Places looked at for one gram; a text of nothing but dashes has thousands.
const MOST_PLACES: usize = 32;

/// Every run of [`LEAST_UNITS`] units in some segments: which segment, and where in it.
#[derive(Debug, Default)]
pub(super) struct Grams {
    places: HashMap<[u16; LEAST_UNITS], Vec<(u32, u32)>>,
}

impl Grams {
    pub(super) fn of<'a>(segments: impl Iterator<Item = &'a Segment>) -> Self {
        let mut grams = Self::default();
        for (number, segment) in segments.enumerate() {
            for (offset, gram) in segment.units.array_windows::<LEAST_UNITS>().enumerate() {
                let places = grams.places.entry(*gram).or_default();
                if places.len() < MOST_PLACES {
                    places.push((number as u32, offset as u32));
                }
            }
        }
        grams
    }

    /// The longest run in the segments that begins `units`: segment, offset, length.
    pub(super) fn longest<'a>(
        &self,
        segment: impl Fn(usize) -> Option<&'a Segment>,
        units: &[u16],
    ) -> Option<(&'a Segment, usize, usize)> {
        let places = self.places.get(units.first_chunk::<LEAST_UNITS>()?)?;
        places
            .iter()
            .filter_map(|&(number, offset)| {
                let segment = segment(number as usize)?;
                let rest = &segment.units[offset as usize..];
                let length = rest.iter().zip(units).take_while(|(left, right)| left == right).count();
                Some((segment, offset as usize, length))
            })
            .max_by_key(|(_, _, length)| *length)
    }
}
