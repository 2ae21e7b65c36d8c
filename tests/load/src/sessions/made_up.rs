//! Sessions that are made up: people who type, take back what they just typed, go elsewhere, and begin paragraphs.
//! The same every time.

use super::{FIRST_AUTHOR, Session};
use anyhow::{Context as _, Result};
use overens_tests::Document;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A paragraph that has become so long is left for a new one.
const LONG_PARAGRAPH: u32 = 600;
/// Keystrokes between two that go elsewhere, and until the other author goes on.
const RUN: std::ops::Range<usize> = 10..120;

const LETTERS: &[u8] = b"etaoinshrdlu etaoinshrd etaoin ";

struct Author {
    copy: Document,
    block: usize,
    offset: u32,
}

/// A session of so many changes that leave about so many characters.
///
/// # Errors
/// If yrs does not make updates of changes.
pub fn made_up(name: &str, authors: usize, changes: usize, characters: usize) -> Result<Session> {
    let mut random = StdRng::seed_from_u64(changes as u64);
    let mut updates: Vec<Vec<u8>> = Vec::with_capacity(changes + 2);
    let mut people: Vec<Author> = (0..authors as u64)
        .map(|author| Author { copy: Document::new(FIRST_AUTHOR + 1 + author), block: 0, offset: 0 })
        .collect();
    let first = people.first_mut().context("somebody has to write")?;
    first.copy.new_paragraph("");
    updates.extend(first.copy.take_made());
    people.iter_mut().skip(1).for_each(|other| updates.iter().for_each(|update| other.copy.receive(update)));
    let mut lengths: Vec<u32> = vec![0];
    // Of all changes, as many take back as leaves that many characters.
    let mut removals = changes.saturating_sub(characters) / 2;
    let mut insertions = changes - removals;
    while insertions + removals > 0 {
        for index in 0..authors {
            let begin = updates.len();
            let run = random.random_range(RUN).min(insertions + removals);
            let author = people.get_mut(index).context("just counted")?;
            go_elsewhere(author, &mut lengths, &mut random);
            let mut takes_back = 0;
            for _ in 0..run {
                let length = lengths.get_mut(author.block).context("the paragraph is there")?;
                if takes_back == 0 && random.random_range(0..12) == 0 {
                    takes_back = (12 * removals / (insertions + 1)).max(1);
                }
                let removes = (takes_back > 0 || insertions == 0) && removals > 0 && author.offset > 0;
                if removes {
                    author.offset -= 1;
                    *length -= 1;
                    author.copy.remove(author.block as u32, author.offset, 1);
                    takes_back = takes_back.saturating_sub(1);
                    removals -= 1;
                } else if insertions > 0 {
                    let letter = char::from(LETTERS[random.random_range(0..LETTERS.len())]);
                    author.copy.insert(author.block as u32, author.offset, letter.encode_utf8(&mut [0; 4]));
                    author.offset += 1;
                    *length += 1;
                    takes_back = 0;
                    insertions -= 1;
                } else {
                    // Nothing before the cursor, and only removals left: another place will have something.
                    break;
                }
            }
            updates.extend(author.copy.take_made());
            let news: Vec<Vec<u8>> = updates[begin..].to_vec();
            for (other, person) in people.iter_mut().enumerate() {
                if other != index {
                    news.iter().for_each(|update| person.copy.receive(update));
                }
            }
        }
    }
    let author = people.into_iter().next().context("somebody wrote")?;
    Session::new(name, author.copy, updates)
}

/// Mostly to the end of the last paragraph, or to a new one when that is long; sometimes back into the text.
fn go_elsewhere(author: &mut Author, lengths: &mut Vec<u32>, random: &mut StdRng) {
    if random.random_range(0..4) == 0 {
        author.block = random.random_range(0..lengths.len());
        author.offset = random.random_range(0..=lengths[author.block]);
        return;
    }
    if lengths.last().is_none_or(|length| *length > LONG_PARAGRAPH) {
        author.copy.new_paragraph("");
        lengths.push(0);
    }
    author.block = lengths.len() - 1;
    author.offset = lengths[author.block];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_session_has_the_size_that_was_asked_for_and_is_the_same_every_time() {
        let session = made_up("test", 2, 4_000, 1_600).unwrap();
        assert!((4_000..4_100).contains(&session.updates.len()), "{}", session.updates.len());
        let characters = session.text.chars().filter(|character| *character != '\n').count();
        assert!((1_600..=1_602).contains(&characters), "{characters}");
        assert_eq!(made_up("test", 2, 4_000, 1_600).unwrap().updates, session.updates);
    }

    #[test]
    fn whoever_gets_a_later_update_is_known_to_have_the_earlier_ones() {
        let session = made_up("test", 2, 500, 300).unwrap();
        let count = session.updates.len();
        assert_eq!(session.reached(&session.updates[count - 1]).unwrap(), count);
        assert_eq!(session.reached(&session.updates[0]).unwrap(), 1);
        let merged = yrs::merge_updates_v1(&session.updates[..100]).unwrap();
        let reached = session.reached(&merged).unwrap();
        assert!(reached <= 100 && reached > 50, "{reached}");
    }
}
