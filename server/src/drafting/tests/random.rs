//! Random work of two, held against a model that moves characters as editors do.

use super::client::Client;
use super::document::Table;
use crate::agreement::id::MemberId;
use crate::drafting::document::Document;
use crate::drafting::restoring::Past;
use crate::text::canonical::canonical_blocks;
use crate::text::log::TextEntry;
use crate::text::read;
use proptest::prelude::*;

/// What somebody does next.
#[derive(Clone, Debug)]
enum Step {
    Type(u32, u32, String),
    Delete(u32, u32, u32),
    Split(u32, u32),
    Heading(u32),
}

fn step() -> impl Strategy<Value = (bool, Step)> {
    let step = prop_oneof![
        3 => (0..6_u32, 0..40_u32, "[a-zåäö🙂 ]{1,12}").prop_map(|(block, at, text)| Step::Type(block, at, text)),
        1 => (0..6_u32, 0..40_u32, 1..9_u32).prop_map(|(block, at, length)| Step::Delete(block, at, length)),
        1 => (0..6_u32, 0..40_u32).prop_map(|(block, at)| Step::Split(block, at)),
        1 => (0..6_u32).prop_map(Step::Heading),
    ];
    (any::<bool>(), step)
}

/// An offset that is not inside a pair of surrogates.
fn offset(text: &str, at: u32) -> u32 {
    let mut units = 0;
    for character in text.chars() {
        if units + character.len_utf16() as u32 > at {
            break;
        }
        units += character.len_utf16() as u32;
    }
    units
}

/// Each character of each block with its author.
type Model = Vec<Vec<(char, char)>>;

fn begun() -> (Table, Model) {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Parterna möts tidigt."));
    let by = |text: &str, author| text.chars().map(|character| (character, author)).collect();
    (table, vec![by("Dialog", '.'), by("Parterna möts tidigt.", 'E')])
}

/// Does a step in the model, and in the client's document as an update; none if there is nothing to do.
fn update(client: &Client, author: char, step: Step, model: &mut Model) -> Option<Vec<u8>> {
    let blocks = model.len() as u32;
    let text_of =
        |model: &Model, block: u32| -> String { model[block as usize].iter().map(|(c, _)| *c).collect() };
    let index = |text: &str, units: u32| {
        let starts = text.chars().scan(0, |sum, c| {
            let before = *sum;
            *sum += c.len_utf16() as u32;
            Some(before)
        });
        starts.take_while(|before| *before < units).count()
    };
    Some(match step {
        Step::Type(block, at, text) => {
            let block = block % blocks;
            let old = text_of(model, block);
            let at = offset(&old, at);
            let place = index(&old, at);
            model[block as usize].splice(place..place, text.chars().map(|c| (c, author)));
            client.type_at(block, at, &text)
        }
        Step::Delete(block, at, length) => {
            let block = block % blocks;
            let old = text_of(model, block);
            let from = offset(&old, at);
            let to = offset(&old, from + length);
            if from == to {
                return None;
            }
            let (first, last) = (index(&old, from), index(&old, to));
            model[block as usize].drain(first..last);
            client.delete(block, from, to - from)
        }
        Step::Split(block, at) => {
            let block = block % blocks;
            let old = text_of(model, block);
            let at = offset(&old, at);
            let rest = model[block as usize].split_off(index(&old, at));
            model.insert(block as usize + 1, rest);
            client.split(block, at)
        }
        Step::Heading(block) => client.make_heading(block % blocks),
    })
}

/// Does steps, each in the document that all of them share.
fn work(table: &mut Table, model: &mut Model, steps: Vec<(bool, Step)>) {
    for (erik, step) in steps {
        let (member, client) = if erik { &table.erik } else { &table.maja };
        let member = *member;
        if let Some(update) = update(client, if erik { 'E' } else { 'M' }, step, model) {
            table.take(member, &update);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn authors_are_those_of_a_model_that_moves_characters(steps in prop::collection::vec(step(), 1..40)) {
        let (mut table, mut model) = begun();
        work(&mut table, &mut model, steps);
        let expected: String = model.iter().flatten().map(|(character, _)| *character).collect();
        let found = table.authors();
        prop_assert_eq!(found.iter().map(|(text, _)| text.as_str()).collect::<String>(), expected);
        let expected: Vec<char> = model.iter().flatten()
            .flat_map(|(character, author)| std::iter::repeat_n(*author, character.len_utf16()))
            .collect();
        let found: Vec<char> = found.iter()
            .flat_map(|(text, author)| std::iter::repeat_n(*author, text.encode_utf16().count()))
            .collect();
        // Words that look alike can be taken for one another; beyond that every unit keeps its author.
        let wrong = expected.iter().zip(&found).filter(|(left, right)| left != right).count();
        prop_assert!(wrong * 20 <= expected.len().max(20), "{} of {} units", wrong, expected.len());
    }

    #[test]
    fn whoever_brings_an_earlier_text_back_wrote_nothing_of_it(
        before in prop::collection::vec(step(), 1..30),
        after in prop::collection::vec(step(), 1..30),
    ) {
        let (mut table, mut model) = begun();
        work(&mut table, &mut model, before);
        let blocks = canonical_blocks(&read::blocks(&table.document.document));
        let past = Past::of(&table.document, &blocks);
        work(&mut table, &mut model, after);
        let restorer = MemberId::new();
        let client = table.document.mint_client(restorer);
        let payload = table.document.save().unwrap();
        if let Some(edit) = table.document.edit_back(&past, client).unwrap() {
            table.document.bring_back(restorer, &edit.update, edit.carried.clone()).unwrap();
            // Who reads the log later finds the same.
            let mut again = Document::from_checkpoint(&payload).unwrap().unwrap();
            let (update, carried) = (edit.update, edit.carried);
            again.replay(&TextEntry::Update { at: 0, member: restorer, update, carried }).unwrap();
            prop_assert_eq!(again.authors().runs, table.document.authors().runs);
        }
        prop_assert_eq!(canonical_blocks(&read::blocks(&table.document.document)), blocks);
        prop_assert!(table.authors().iter().all(|(_, author)| *author != '?'), "{:?}", table.authors());
    }
}
