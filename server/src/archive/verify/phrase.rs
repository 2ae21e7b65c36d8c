//! Parts of the sentences about a problem that are the same in every language.

use super::super::problem::Place;
use crate::text::wording::moment;

/// When an entry was written, if that can be read.
pub(super) fn when(place: &Place) -> String {
    place.at.map(|at| format!(", {}", moment(at))).unwrap_or_default()
}

/// A name for what has one; what has none goes by the record's own word.
pub(super) fn named<'a>(names: &[(&str, &'a str)], word: &'a str) -> &'a str {
    names.iter().find(|(known, _)| *known == word).map_or(word, |(_, name)| name)
}
