//! Recorded sessions as Yjs updates. A recording names for each change who made it and on which state it was typed;
//! each author has a copy that holds exactly that state, so the updates rest on what they rested on then.

use super::{FIRST_AUTHOR, Session};
use anyhow::{Context as _, Result, ensure};
use overens_tests::Document;
use overens_tests::document::utf16;
use serde::Deserialize;
use std::io::{BufReader, Read};
use std::iter::zip;

/// A recording; positions count characters.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recording {
    end_content: String,
    txns: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    /// The changes that make up the state it was typed on; if left out, the one before.
    parents: Option<Vec<usize>>,
    #[serde(default)]
    agent: usize,
    patches: Vec<(usize, usize, String)>,
}

struct Author {
    copy: Document,
    /// How many changes of each author the copy holds.
    holds: Vec<usize>,
    /// Whether characters and UTF-16 units are the same in all that the copy ever held.
    plain: bool,
}

impl Author {
    /// One update for each patch; two for one that replaces.
    fn play(&mut self, patches: &[(usize, usize, String)]) -> Vec<Vec<u8>> {
        for (position, removed, inserted) in patches {
            let (at, length) = if self.plain {
                (*position as u32, *removed as u32)
            } else {
                let text = self.copy.text();
                let units = |count: usize| utf16(&text.chars().take(count).collect::<String>());
                (units(*position), units(position + removed) - units(*position))
            };
            self.plain &= is_plain(inserted);
            if length > 0 {
                self.copy.remove(0, at, length);
            }
            if !inserted.is_empty() {
                self.copy.insert(0, at, inserted);
            }
        }
        self.copy.take_made()
    }
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|character| character.len_utf16() == 1)
}

/// Reads a recording and converts it.
///
/// # Errors
/// If it is none, or does not end in the text it names.
pub fn recorded(name: &str, file: impl Read) -> Result<Session> {
    let recording: Recording = serde_json::from_reader(BufReader::new(file))?;
    let authors =
        recording.txns.iter().map(|change| change.agent + 1).max().context("nobody wrote anything")?;
    let mut beginning = Document::new(FIRST_AUTHOR);
    beginning.new_paragraph("");
    let mut updates = beginning.take_made();
    let mut copies: Vec<Author> = (0..authors)
        .map(|author| {
            let mut copy = Document::new(FIRST_AUTHOR + 1 + author as u64);
            updates.iter().for_each(|update| copy.receive(update));
            Author { copy, holds: vec![0; authors], plain: true }
        })
        .collect();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); authors];
    let mut made: Vec<Vec<Vec<u8>>> = Vec::with_capacity(recording.txns.len());
    let mut known: Vec<Vec<usize>> = Vec::with_capacity(recording.txns.len());
    for (index, change) in recording.txns.iter().enumerate() {
        let before = index.checked_sub(1).into_iter().collect();
        let mut rests_on = vec![0; authors];
        for parent in change.parents.as_ref().unwrap_or(&before) {
            let parent = known.get(*parent).context("a change rests on a later one")?;
            zip(&mut rests_on, parent).for_each(|(own, parents)| *own = (*own).max(*parents));
        }
        let author = copies.get_mut(change.agent).context("just counted")?;
        let mut news: Vec<usize> = Vec::new();
        for (other, (holds, needs)) in zip(&mut author.holds, &rests_on).enumerate() {
            if other != change.agent && *holds < *needs {
                news.extend(&of[other][*holds..*needs]);
                *holds = *needs;
            }
        }
        // In the order in which they were made: they rest on each other.
        news.sort_unstable();
        for news in news {
            author.plain &= recording.txns[news].patches.iter().all(|(_, _, inserted)| is_plain(inserted));
            made[news].iter().for_each(|update| author.copy.receive(update));
        }
        let own = author.play(&change.patches);
        updates.extend(own.iter().cloned());
        made.push(own);
        of[change.agent].push(index);
        rests_on[change.agent] = of[change.agent].len();
        known.push(rests_on);
    }
    let mut whole = Document::new(FIRST_AUTHOR);
    updates.iter().for_each(|update| whole.receive(update));
    ensure!(whole.text() == recording.end_content, "{name} does not end in the text it names");
    Session::new(name, whole, updates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_of_two_at_once_ends_in_its_text_and_each_keystroke_is_an_update() {
        let file = include_bytes!("../../../sessions/two_hands.json");
        let session = recorded("two hands", &file[..]).unwrap();
        let recording: Recording = serde_json::from_slice(file).unwrap();
        let patches: usize = recording.txns.iter().map(|change| change.patches.len()).sum();
        // The paragraph before, and the full stop behind.
        assert!(session.updates.len() >= patches + 2, "{} of {patches}", session.updates.len());
        assert_eq!(session.text, format!("{}.", recording.end_content));
        let mut reader = Document::stock();
        reader.new_paragraph("");
        assert!(!session.is_whole_in(&reader));
        session.updates.iter().for_each(|update| reader.receive(update));
        assert!(session.is_whole_in(&reader));
    }

    #[test]
    fn positions_count_characters_and_not_units() {
        let file = r#"{"endContent":"🙂🙂ab","txns":[
            {"patches":[[0,0,"🙂"]]},{"patches":[[1,0,"xb"]]},{"patches":[[1,1,"a"]]},{"patches":[[1,0,"🙂"]]}]}"#;
        assert_eq!(recorded("smileys", file.as_bytes()).unwrap().text, "🙂🙂ab.");
    }

    #[test]
    fn a_recording_that_does_not_end_in_its_text_is_refused() {
        let file = r#"{"endContent":"b","txns":[{"patches":[[0,0,"a"]]}]}"#;
        assert!(recorded("wrong", file.as_bytes()).is_err());
    }
}
