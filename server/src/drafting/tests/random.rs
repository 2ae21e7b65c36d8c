//! Random work of two, held against a model that moves characters as editors do.

use super::client::Client;
use super::document::Table;
use crate::agreement::id::{MemberId, ProposalId};
use crate::drafting::accepting::{AcceptError, Acceptance, Hands};
use crate::drafting::document::{Document, Hand, Outcome};
use crate::drafting::restoring::{Edit, Past};
use crate::text::block::{Block, HEADING, PARAGRAPH};
use crate::text::canonical::canonical_blocks;
use crate::text::log::TextEntry;
use crate::text::passage::{BlockId, SeenBlock, Standing, stands};
use crate::text::read;
use proptest::prelude::*;

/// What somebody does next.
#[derive(Clone, Debug)]
pub(in crate::drafting) enum Step {
    Type(u32, u32, String),
    Delete(u32, u32, u32),
    Split(u32, u32),
    Heading(u32),
}

pub(in crate::drafting) fn step() -> impl Strategy<Value = (bool, Step)> {
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
pub(in crate::drafting) type Model = Vec<Vec<(char, char)>>;

fn begun() -> (Table, Model) {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Parterna möts tidigt."));
    let by = |text: &str, author| text.chars().map(|character| (character, author)).collect();
    (table, vec![by("Dialog", '.'), by("Parterna möts tidigt.", 'E')])
}

/// Does a step in the model, and in the client's document as an update; none if there is nothing to do.
pub(in crate::drafting) fn update(
    client: &Client,
    author: char,
    step: Step,
    model: &mut Model,
) -> Option<Vec<u8>> {
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

/// Blocks that somebody proposes.
fn wording() -> impl Strategy<Value = Vec<Block>> {
    let block =
        (any::<bool>(), "[a-zåäö🙂]{1,6}( [a-zåäö]{1,6}){0,4}").prop_map(|(heading, text)| match heading {
            true => Block::of_text(HEADING, &text).with("level", 2),
            false => Block::of_text(PARAGRAPH, &text),
        });
    prop::collection::vec(block, 1..4)
}

/// The blocks of a table's document with their ids.
fn identified(document: &Document) -> Vec<(Option<BlockId>, Block)> {
    use yrs::Transact as _;
    read::identified_blocks(&document.document.transact())
}

/// A run of them as somebody sees it.
fn seen(document: &Document, first: usize, count: usize) -> Vec<SeenBlock> {
    let blocks = identified(document);
    let first = first % blocks.len();
    let run = blocks.into_iter().skip(first).take(count);
    run.map(|(id, block)| {
        let id = id.expect("only elements stand there");
        SeenBlock { client: id.client, clock: id.clock, block }
    })
    .collect()
}

/// Accepts, as a room does; returns what goes into the log.
fn accept(document: &mut Document, acceptance: &Acceptance) -> Result<Vec<TextEntry>, AcceptError> {
    let hands = Hands {
        author: document.mint_client(acceptance.author),
        accepter: document.mint_client(acceptance.accepter),
    };
    let edits = document.edits_to_accept(acceptance, hands).unwrap()?;
    let mut entries = Vec::new();
    for (author, Edit { update, carried }) in edits {
        let Acceptance { accepter: member, proposal, .. } = *acceptance;
        let hand = Hand { author, sender: member };
        let taken = document.bring_back(hand, &update, carried.clone()).unwrap();
        assert!(matches!(taken, Outcome::Taken { .. }), "{taken:?}");
        entries.push(TextEntry::Accepted { at: 0, member, author, proposal, update, carried });
    }
    Ok(entries)
}

fn update_of(entry: TextEntry) -> Vec<u8> {
    match entry {
        TextEntry::Accepted { update, .. } => update,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_proposal_is_put_into_a_text_that_its_accepter_did_not_see(
        before in prop::collection::vec(step(), 1..12),
        between in prop::collection::vec(step(), 0..3),
        late in prop::collection::vec(step(), 0..3),
        (first, count) in (0..6_usize, 1..4_usize),
        proposed in wording(),
        edited in prop::option::of(wording()),
    ) {
        let (mut table, mut model) = begun();
        work(&mut table, &mut model, before);
        let run = seen(&table.document, first, count);
        work(&mut table, &mut model, between);
        let blocks = identified(&table.document);
        let (ids, said): (Vec<_>, Vec<_>) = blocks.iter().cloned().unzip();
        let standing = stands(&run, &ids, &said).standing;
        // Somebody types who has not heard of it yet.
        let mut not_here_yet = Vec::new();
        for (_, step) in late {
            not_here_yet.extend(update(&table.maja.1, 'M', step, &mut model));
        }
        let accepted = edited.clone().unwrap_or_else(|| proposed.clone());
        let acceptance = Acceptance {
            proposal: ProposalId::new(),
            author: MemberId::new(),
            accepter: table.erik.0,
            seen: run.clone(),
            proposed,
            accepted: accepted.clone(),
        };
        let by_erik = |table: &Table| table.authors().iter().filter(|(_, by)| *by == 'E').map(|(text, _)| text.clone()).collect::<String>();
        let eriks = by_erik(&table);
        let payload = table.document.save().unwrap();
        let entries = match accept(&mut table.document, &acceptance) {
            Ok(entries) => entries,
            Err(error) => {
                let as_told = matches!(
                    (&error, standing),
                    (AcceptError::Changed, Standing::Changed) | (AcceptError::Gone, Standing::Gone)
                );
                prop_assert!(as_told, "{:?} of what is {:?}", error, standing);
                prop_assert_eq!(identified(&table.document), blocks, "nothing was changed");
                return Ok(());
            }
        };
        prop_assert_eq!(standing, Standing::AsItWas);
        // It says what was accepted there, and everything else says what it said, under the same ids.
        let start = ids.iter().position(|id| *id == Some(run[0].id())).unwrap();
        let after = identified(&table.document);
        let rest = ids.len() - start - run.len();
        let said: Vec<Block> = after[start..after.len() - rest].iter().map(|(_, block)| block.clone()).collect();
        prop_assert_eq!(canonical_blocks(&said), canonical_blocks(&accepted));
        prop_assert_eq!(&after[..start], &blocks[..start]);
        prop_assert_eq!(&after[after.len() - rest..], &blocks[blocks.len() - rest..]);
        // Whoever accepts what they did not change has written nothing by it.
        if edited.is_none() {
            let now = by_erik(&table);
            let mut left = eriks.chars();
            prop_assert!(now.chars().all(|character| left.any(|other| other == character)), "{eriks} {now}");
        }
        // Who reads the log finds the same authors.
        let mut again = Document::from_checkpoint(&payload).unwrap().unwrap();
        for entry in &entries {
            again.replay(entry).unwrap();
        }
        prop_assert_eq!(again.authors().runs, table.document.authors().runs);
        let updates: Vec<_> = entries.into_iter().map(update_of).collect();
        // What was typed meanwhile comes in, and all hold the same then.
        for update in &updates {
            table.erik.1.apply(update);
        }
        let maja = table.maja.0;
        for update in &not_here_yet {
            let outcome = table.document.take(maja, Ok(()), update).unwrap();
            prop_assert!(!matches!(outcome, Outcome::Refused(_) | Outcome::Gap), "{outcome:?}");
            table.erik.1.apply(update);
        }
        for update in &updates {
            table.maja.1.apply(update);
        }
        let told = canonical_blocks(&read::blocks(&table.document.document));
        prop_assert_eq!(&canonical_blocks(&read::blocks(&table.erik.1.document)), &told);
        prop_assert_eq!(&canonical_blocks(&read::blocks(&table.maja.1.document)), &told);
    }
}
