//! Random concurrent work around passages that somebody marked. Every character is typed once in all the world, so
//! that a character tells which passage it is of, however it has moved.

use super::client::Client;
use super::document::Table;
use super::passages::ids;
use crate::agreement::id::MemberId;
use crate::drafting::document::{Document, Outcome};
use crate::drafting::passages::{Passages, Units};
use crate::store::Position;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use yrs::{GetString, Text, XmlFragment};

#[derive(Clone, Debug)]
enum Step {
    Type(u32, u32, u32),
    Delete(u32, u32, u32),
    Cut(u32, u32, u32),
    Paste(u32, u32),
    Split(u32, u32),
    Join(u32),
    Heading(u32),
    Undo,
    /// Marks a passage in what the server has.
    Mark(u32, u32),
    /// Takes in what the others have done.
    Hear,
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let (block, at, length) = (0..8_u32, 0..60_u32, 1..24_u32);
    let step = prop_oneof![
        3 => (block.clone(), at.clone(), 1..12_u32).prop_map(|(block, at, length)| Step::Type(block, at, length)),
        2 => (block.clone(), at.clone(), length.clone()).prop_map(|(block, at, length)| Step::Delete(block, at, length)),
        2 => (block.clone(), at.clone(), length).prop_map(|(block, at, length)| Step::Cut(block, at, length)),
        2 => (block.clone(), at.clone()).prop_map(|(block, at)| Step::Paste(block, at)),
        2 => (block.clone(), at.clone()).prop_map(|(block, at)| Step::Split(block, at)),
        1 => block.clone().prop_map(Step::Join),
        1 => block.prop_map(Step::Heading),
        2 => Just(Step::Undo),
        2 => (0..200_u32, 1..40_u32).prop_map(|(at, length)| Step::Mark(at, length)),
        3 => Just(Step::Hear),
    ];
    (0..3_usize, step)
}

/// Somebody who writes, with what they have cut and deleted and what they have not heard yet.
struct Writer {
    member: MemberId,
    client: Client,
    clipboard: String,
    deleted: Option<(u32, u32, String)>,
    unheard: Vec<Vec<u8>>,
}

impl Writer {
    fn blocks(&self) -> Vec<String> {
        self.client.text().lines().map(str::to_owned).collect()
    }

    /// A block's number, its text, and an offset in it; none if there is no block.
    fn place(&self, block: u32, at: u32) -> Option<(u32, Vec<u16>, u32)> {
        let blocks = self.blocks();
        let block = block as usize % blocks.len().max(1);
        let text: Vec<u16> = blocks.get(block)?.encode_utf16().collect();
        let at = at % (text.len() as u32 + 1);
        Some((block as u32, text, at))
    }

    fn remove(&self, block: u32, at: u32, length: u32) -> Option<(String, u32, u32, Vec<u8>)> {
        let (block, text, at) = self.place(block, at)?;
        let to = (at + length).min(text.len() as u32);
        let removed = String::from_utf16(&text[at as usize..to as usize]).unwrap();
        (at < to).then(|| (removed, block, at, self.client.delete(block, at, to - at)))
    }

    fn act(&mut self, step: &Step, typed: &mut u32) -> Option<Vec<u8>> {
        Some(match *step {
            Step::Type(block, at, length) => {
                let (block, _, at) = self.place(block, at)?;
                let fresh = |letter| char::from_u32(0x4e00 + letter).unwrap();
                let text: String = (*typed..*typed + length).map(fresh).collect();
                *typed += length;
                self.client.type_at(block, at, &text)
            }
            Step::Delete(block, at, length) => {
                let (removed, block, at, update) = self.remove(block, at, length)?;
                self.deleted = Some((block, at, removed));
                update
            }
            Step::Cut(block, at, length) => {
                if !self.clipboard.is_empty() {
                    return None;
                }
                let (removed, _, _, update) = self.remove(block, at, length)?;
                self.clipboard = removed;
                update
            }
            Step::Paste(block, at) => {
                if self.clipboard.is_empty() {
                    return None;
                }
                let (block, _, at) = self.place(block, at)?;
                // What is pasted once is not pasted again: that would be a copy.
                let text = std::mem::take(&mut self.clipboard);
                self.client.type_at(block, at, &text)
            }
            Step::Undo => {
                let (block, at, text) = self.deleted.take()?;
                let (block, _, at) = self.place(block, at)?;
                self.client.type_at(block, at, &text)
            }
            Step::Split(block, at) => {
                let (block, _, at) = self.place(block, at)?;
                self.client.split(block, at)
            }
            Step::Join(block) => {
                let blocks = self.blocks();
                let block = block % (blocks.len() as u32).max(1);
                blocks.get(block as usize + 1)?;
                self.client.edit(|root, transaction| {
                    let text = |index, transaction: &yrs::TransactionMut<'_>| {
                        let block = root.get(transaction, index).unwrap().into_xml_element().unwrap();
                        block.get(transaction, 0).unwrap().into_xml_text().unwrap()
                    };
                    let rest = text(block + 1, transaction).get_string(transaction);
                    root.remove_range(transaction, block + 1, 1);
                    let first = text(block, transaction);
                    let end = first.len(transaction);
                    first.insert(transaction, end, &rest);
                })
            }
            Step::Heading(block) => {
                let (block, ..) = self.place(block, 0)?;
                self.client.make_heading(block)
            }
            Step::Mark(..) | Step::Hear => return None,
        })
    }
}

struct Meeting {
    document: Document,
    writers: Vec<Writer>,
    typed: u32,
    /// What was marked: the ids it is found by, and its characters.
    marked: Vec<(Vec<Units>, HashSet<char>)>,
}

impl Meeting {
    fn begun() -> Self {
        let Table { document, erik, maja, .. } = Table::new();
        let third = (MemberId::new(), Client::new(3));
        third.1.apply(&erik.1.everything());
        let writer = |(member, client)| Writer {
            member,
            client,
            clipboard: String::new(),
            deleted: None,
            unheard: Vec::new(),
        };
        let writers = [erik, maja, third].map(writer).into();
        Self { document, writers, typed: 0, marked: Vec::new() }
    }

    fn step(&mut self, (who, step): &(usize, Step)) {
        match step {
            Step::Hear => {
                let writer = &mut self.writers[*who];
                writer.unheard.drain(..).for_each(|update| writer.client.apply(&update));
            }
            Step::Mark(at, length) => self.mark(*at, *length),
            step => {
                let writer = &mut self.writers[*who];
                let Some(update) = writer.act(step, &mut self.typed) else { return };
                let taken = self.document.take(writer.member, Ok(()), &update).unwrap();
                assert!(matches!(taken, Outcome::Taken { .. } | Outcome::Nothing), "{step:?}: {taken:?}");
                for (index, other) in self.writers.iter_mut().enumerate() {
                    if index != *who {
                        other.unheard.push(update.clone());
                    }
                }
            }
        }
    }

    fn mark(&mut self, at: u32, length: u32) {
        let text: Vec<char> = self.text().chars().collect();
        let from = at as usize % text.len().max(1);
        let words: String = text.iter().skip(from).take(length as usize).collect();
        // The template's own word, and what concurrent work has doubled, is not told by its characters.
        let unique = |letter: &char| {
            *letter >= '\u{4e00}' && text.iter().filter(|other| *other == letter).count() == 1
        };
        if words.is_empty() || !words.chars().all(|letter| unique(&letter)) {
            return;
        }
        let marked = self.passages().marked(&ids(&self.document, &words)).unwrap();
        assert_eq!(marked.text, words);
        self.marked.push((marked.roots, words.chars().collect()));
    }

    fn text(&self) -> String {
        self.document.authors().runs.into_iter().map(|run| run.text).collect()
    }

    fn passages(&self) -> Passages {
        self.document.passages(Position::START)
    }

    /// What stands of each passage.
    fn found(&self) -> Vec<String> {
        let passages = self.passages();
        self.marked.iter().map(|(roots, _)| passages.words(&passages.find(roots).spans)).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_anchor_points_into_the_passage_it_was_made_on_or_nowhere(
        steps in prop::collection::vec(step(), 10..120)
    ) {
        let mut meeting = Meeting::begun();
        for index in 0..3 {
            meeting.step(&(0, Step::Type(index, 60, 30)));
            meeting.step(&(0, Step::Split(index, 30)));
        }
        meeting.step(&(1, Step::Hear));
        meeting.mark(10, 30);
        for step in &steps {
            let before = meeting.found();
            let is_up_to_date = meeting.writers[step.0].unheard.is_empty();
            meeting.step(step);
            let text = meeting.text();
            for ((_, characters), found) in meeting.marked.iter().zip(meeting.found()) {
                let mut seen = BTreeMap::new();
                for character in found.chars() {
                    prop_assert!(characters.contains(&character), "{step:?}: {character} is of another passage");
                    *seen.entry(character).or_insert(0) += 1;
                }
                prop_assert!(seen.values().all(|count| *count == 1), "{step:?}: a passage stands twice");
                prop_assert!(found.chars().all(|character| text.contains(character)));
            }
            // Nothing is lost by what only moves blocks about. Who has not seen what was deleted meanwhile brings that
            // back, and what stands between is too short to be known again.
            if is_up_to_date && matches!(step.1, Step::Split(..) | Step::Join(_) | Step::Heading(_) | Step::Type(..)) {
                for (before, after) in before.iter().zip(meeting.found()) {
                    let standing = before.chars().filter(|character| text.contains(*character));
                    for character in standing {
                        prop_assert!(after.contains(character), "{step:?}: {character} was lost");
                    }
                }
            }
        }
        // Who opens the section later finds just the same.
        let payload = meeting.document.save().unwrap();
        let before = meeting.found();
        meeting.document = Document::from_checkpoint(&payload).unwrap().unwrap();
        prop_assert_eq!(meeting.found(), before);
    }
}
