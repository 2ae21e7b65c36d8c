//! Passages that were marked, found again.

use super::document::Table;
use crate::agreement::id::MemberId;
use crate::drafting::document::Document;
use crate::drafting::passages::{Found, NotStanding, Passages, Units};
use crate::drafting::restoring::Past;
use crate::store::Position;
use crate::text::canonical::canonical_blocks;
use crate::text::read;

const SENTENCE: &str = "Parterna möts tidigt, innan beslut bereds.";

/// The ids of all that stands and is just these words, the first time they come.
pub(super) fn ids(document: &Document, words: &str) -> Vec<Units> {
    let runs = document.authors().runs;
    let text: Vec<u16> = runs.iter().flat_map(|run| run.text.encode_utf16()).collect();
    let wanted: Vec<u16> = words.encode_utf16().collect();
    let from = text.windows(wanted.len()).position(|window| window == wanted).unwrap();
    let each = runs.iter().flat_map(|run| {
        let units = run.text.encode_utf16().count() as u32;
        (run.clock..run.clock + units).map(|clock| Units { client: run.client, clock, length: 1 })
    });
    each.skip(from).take(wanted.len()).collect()
}

/// The ids of the last characters that are just these words.
fn copy(document: &Document, words: &str) -> Vec<Units> {
    let first = ids(document, words);
    let passages = document.passages(Position::START);
    let runs = document.authors().runs;
    let all = runs.iter().flat_map(|run| {
        let units = run.text.encode_utf16().count() as u32;
        (run.clock..run.clock + units).map(|clock| Units { client: run.client, clock, length: 1 })
    });
    let all: Vec<Units> = all.collect();
    let last = all.windows(first.len()).rev().find(|window| passages.words(window) == words);
    last.unwrap().to_vec()
}

impl Table {
    pub(super) fn passages(&self) -> Passages {
        self.document.passages(Position::START)
    }

    fn marked(&self, words: &str) -> Vec<Units> {
        let marked = self.passages().marked(&ids(&self.document, words)).unwrap();
        assert_eq!(marked.text, words);
        marked.roots
    }

    /// What stands of a passage, in words.
    fn found(&self, roots: &[Units]) -> String {
        let passages = self.passages();
        let Found { spans, alive, .. } = passages.find(roots);
        let words = passages.words(&spans);
        assert_eq!(words.encode_utf16().count() as u64, alive);
        words
    }
}

#[test]
fn a_passage_is_found_through_split_heading_and_cut_and_paste_by_its_writer_and_by_others() {
    for by_its_writer in [true, false] {
        let mut table = Table::new();
        table.by_erik(|erik| erik.paragraph(1, SENTENCE));
        let passage = table.marked("tidigt, innan");
        let by = |table: &mut Table, edit: &dyn Fn(&super::client::Client) -> Vec<u8>| {
            if by_its_writer { table.by_erik(edit) } else { table.by_maja(edit) }
        };
        by(&mut table, &|client| client.split(1, 20));
        assert_eq!(table.found(&passage), "tidigt, innan");
        by(&mut table, &|client| client.make_heading(2));
        assert_eq!(table.found(&passage), "tidigt, innan");
        // Cut and pasted elsewhere; what is pasted once more is a copy.
        by(&mut table, &|client| client.remove_block(2));
        assert_eq!(table.found(&passage), "tidigt");
        by(&mut table, &|client| client.paragraph(0, ", innan beslut bereds."));
        assert_eq!(table.found(&passage), ", innantidigt");
        by(&mut table, &|client| client.paragraph(0, ", innan beslut bereds."));
        assert_eq!(table.found(&passage), ", innantidigt");
        assert!(table.passages().find(&passage).place > Some(20), "the copy was taken for the passage");
    }
}

#[test]
fn the_same_words_typed_anew_are_not_the_passage() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "ja"));
    let passage = table.marked("ja");
    table.by_erik(|erik| erik.delete(1, 0, 2));
    for (at, letter) in [(0, "j"), (1, "a")] {
        table.by_maja(|maja| maja.type_at(1, at, letter));
    }
    assert_eq!(table.found(&passage), "");
}

#[test]
fn words_that_two_bring_back_are_the_passage_once() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    let passage = table.marked("tidigt");
    let blocks = canonical_blocks(&read::blocks(&table.document.document));
    let past = Past::of(&table.document, &blocks);
    table.by_maja(|maja| maja.remove_block(1));
    // One brings the whole text back, and the one who removed it undoes that.
    let restorer = MemberId::new();
    let client = table.document.mint_client(restorer);
    let edit = table.document.edit_back(&past, client).unwrap().unwrap();
    table.document.bring_back(restorer, &edit.update, edit.carried).unwrap();
    for client in [&table.erik.1, &table.maja.1] {
        client.apply(&edit.update);
    }
    let first = table.passages().find(&passage);
    table.by_maja(|maja| maja.paragraph(2, SENTENCE));
    let second = table.passages().find(&passage);
    assert_eq!((second.alive, &second.spans), (6, &first.spans));
    // What is marked in the copy is found in the copy. A checkpoint knows the same.
    let passages = table.passages();
    let copied = copy(&table.document, "tidigt");
    let marked = passages.marked(&copied).unwrap();
    assert_eq!(passages.find(&marked.roots).place, Some(second.place.unwrap() + 42));
    let again = Document::from_checkpoint(&table.document.save().unwrap()).unwrap().unwrap();
    assert_eq!(again.passages(Position::START).find(&passage), second);
}

#[test]
fn what_does_not_stand_cannot_be_marked() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    let standing = ids(&table.document, "tidigt");
    table.by_erik(|erik| erik.delete(1, 15, 2));
    let nowhere = [Units { client: 77, clock: 0, length: 4 }];
    let too_far = [Units { client: 1, clock: u32::MAX, length: 4 }];
    for ids in [&standing[..], &nowhere, &too_far, &[]] {
        assert_eq!(table.passages().marked(ids), Err(NotStanding));
    }
}
