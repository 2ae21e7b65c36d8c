//! What changed within a block, as a person would mark it.

use super::{Piece, PieceChange};
use crate::text::words::{Stretch, stretches};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Of a hundred letters of the longer text, so many must have stayed, or the text is shown as replaced.
const LEAST_STAYED: usize = 25;

/// A whole text as one piece; none if it is empty.
pub(super) fn of(change: PieceChange, text: &str) -> Option<Piece> {
    (!text.is_empty()).then(|| Piece { change, text: text.to_owned() })
}

/// The pieces of two texts; those of each, joined, are the text.
pub(super) fn compare(before: &str, after: &str) -> Vec<Piece> {
    if before == after {
        return of(PieceChange::Same, before).into_iter().collect();
    }
    let mut stretches = tidied(stretches(before, after), before);
    if has_little_in_common(&stretches, before, after) {
        stretches = vec![Stretch { is_same: false, before: 0..before.len(), after: 0..after.len() }];
    }
    let mut pieces = Vec::new();
    for stretch in stretches {
        if stretch.is_same {
            pieces.extend(of(PieceChange::Same, &before[stretch.before]));
        } else {
            pieces.extend(of(PieceChange::Removed, &before[stretch.before]));
            pieces.extend(of(PieceChange::Added, &after[stretch.after]));
        }
    }
    pieces
}

/// Joins changes with what stayed between them, if more changed than stayed on either side of it: a comma or a
/// short word between two exchanged ones helps nobody to read what was exchanged for what.
fn tidied(stretches: Vec<Stretch>, before: &str) -> Vec<Stretch> {
    let length = |range: &Range<usize>, text: &str| text[range.clone()].chars().count();
    let mut tidied: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for mut stretch in stretches {
        while !stretch.is_same
            && let [.., change, stayed] = &tidied[..]
            && !change.is_same
            && stayed.is_same
            && {
                let stayed = length(&stayed.before, before);
                stayed <= changed(change) && stayed <= changed(&stretch)
            }
        {
            stretch.before.start = change.before.start;
            stretch.after.start = change.after.start;
            tidied.truncate(tidied.len() - 2);
        }
        tidied.push(stretch);
    }
    tidied
}

/// How much a change is, in bytes.
fn changed(change: &Stretch) -> usize {
    change.before.len().max(change.after.len())
}

fn has_little_in_common(stretches: &[Stretch], before: &str, after: &str) -> bool {
    let letters = |text: &str| text.unicode_words().map(|word| word.chars().count()).sum::<usize>();
    let same = stretches.iter().filter(|stretch| stretch.is_same);
    let stayed: usize = same.map(|stretch| letters(&before[stretch.before.clone()])).sum();
    stayed * 100 < letters(before).max(letters(after)) * LEAST_STAYED
}
