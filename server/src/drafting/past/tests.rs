//! Promises about the past: it is what a replay from the beginning comes to, at every moment.

use super::*;
use crate::agreement::id::MemberId;
use crate::drafting::document::{Document, Outcome};
use crate::drafting::renewal::{bare_epoch, new_epoch};
use crate::drafting::stored_text;
use crate::drafting::tests::document::Table;
use crate::drafting::tests::random::{Model, Step as Act, step, update};
use crate::store::{Append, Batch, MemoryStore};
use crate::text::block::{Block, Node};
use crate::text::canonical::canonical_blocks;
use crate::text::log::{EpochReason, TextEntry};
use crate::text::read;
use crate::text::{authors, epoch};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;

/// A section's log, and who has written in it.
struct Shelf {
    store: Arc<MemoryStore>,
    past: Arc<Past>,
    section: SectionId,
    entries: Vec<TextEntry>,
}

impl Shelf {
    async fn holding(entries: Vec<TextEntry>) -> Self {
        let store = Arc::new(MemoryStore::new());
        let section = SectionId::new();
        let past = Past::new(store.clone());
        let mut shelf = Self { store, past, section, entries: Vec::new() };
        shelf.append(entries).await;
        shelf
    }

    async fn append(&mut self, entries: Vec<TextEntry>) {
        let log = text_log(self.section);
        let expected = Position(self.entries.len() as u64);
        let encoded = entries.iter().map(|entry| entry.encode().unwrap().into()).collect();
        let appends = vec![Append { log, expected, entries: encoded }];
        self.store.commit(Batch { appends, ..Batch::default() }).await.unwrap();
        self.entries.extend(entries);
    }

    async fn read(&self) -> Arc<Chronicle> {
        match self.past.timeline(self.section, Duration::from_secs(20)).await.unwrap() {
            Timeline::Read(chronicle) => chronicle,
            Timeline::Reading(progress) => panic!("it is still being read: {progress:?}"),
        }
    }

    async fn moment(&self, position: u64, since: Option<u64>) -> Arc<Moment> {
        self.past.moment(self.section, Position(position), since.map(Position)).await.unwrap()
    }

    /// The document as a replay from the beginning has it.
    fn replayed(&self, until: u64) -> Document {
        let TextEntry::Epoch { epoch, client, initial, .. } = &self.entries[0] else { panic!("it begins") };
        let mut document = Document::begin(*epoch, *client, initial).unwrap();
        for entry in &self.entries[1..until as usize] {
            document.replay(entry).unwrap();
        }
        document
    }
}

/// The entries of two people's work: one of the first minute, and then one each half minute.
fn entries(steps: Vec<(bool, Act)>) -> (Vec<TextEntry>, Table) {
    let mut table = Table::new();
    let mut model: Model = vec!["Dialog".chars().map(|character| (character, '.')).collect()];
    let mut entries = vec![table.begins.clone()];
    for (number, (erik, act)) in steps.into_iter().enumerate() {
        let at = number as i64 * MINUTE / 2;
        if number % 7 == 6 {
            entries.push(TextEntry::Lock { at, revision: [1; 32] });
            entries.push(TextEntry::Unlock { at });
        }
        let (member, client) = if erik { &table.erik } else { &table.maja };
        let member = *member;
        let Some(update) = update(client, if erik { 'E' } else { 'M' }, act, &mut model) else { continue };
        if let Outcome::Taken { carried, .. } = table.take(member, &update) {
            entries.push(TextEntry::Update { at, member, update, carried });
        }
    }
    (entries, table)
}

fn said(blocks: &[Block]) -> Vec<u16> {
    fn gather(block: &Block, said: &mut Vec<u16>) {
        for node in &block.content {
            match node {
                Node::Block(child) => gather(child, said),
                Node::Text(run) => said.extend(run.text.encode_utf16()),
            }
        }
    }
    let mut all = Vec::new();
    blocks.iter().for_each(|block| gather(block, &mut all));
    all
}

/// Who wrote each unit.
fn writers(document: &Document) -> Vec<Option<MemberId>> {
    let runs = document.authors().runs.into_iter();
    runs.flat_map(|run| std::iter::repeat_n(run.member, run.text.encode_utf16().count())).collect()
}

fn written(moment: &Moment) -> Vec<Option<MemberId>> {
    moment.runs.iter().flat_map(|run| std::iter::repeat_n(run.member, run.length as usize)).collect()
}

/// How often each character stands in a text.
fn counted<'a>(units: impl IntoIterator<Item = &'a u16>) -> BTreeMap<u16, usize> {
    let mut counted = BTreeMap::new();
    for unit in units {
        *counted.entry(*unit).or_default() += 1;
    }
    counted
}

fn in_a_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_moment_is_what_a_replay_from_the_beginning_comes_to(
        steps in prop::collection::vec(step(), 1..40),
        grown in 1..20_usize,
    ) {
        in_a_runtime(async {
            let (entries, table) = entries(steps);
            let (first, rest) = entries.split_at(grown.min(entries.len()));
            let mut shelf = Shelf::holding(first.to_vec()).await;
            // What was read of it is gone on with when it has grown.
            shelf.read().await;
            shelf.past.authors(shelf.section).await.unwrap();
            shelf.append(rest.to_vec()).await;
            for position in 1..=entries.len() as u64 {
                let document = shelf.replayed(position);
                let moment = shelf.moment(position, None).await;
                let blocks = canonical_blocks(&read::blocks(&document.document));
                assert_eq!(moment.blocks, blocks, "at {position}");
                assert_eq!(written(&moment), writers(&document), "at {position}");
                assert_eq!(moment.at, shelf.entries[position as usize - 1].at());
            }
            let authors = shelf.past.authors(shelf.section).await.unwrap();
            let now: Vec<_> = authors.runs.iter()
                .map(|run| (run.member, run.text.clone()))
                .flat_map(|(member, text)| vec![member; text.encode_utf16().count()])
                .collect();
            assert_eq!(now, writers(&table.document));
            let said: String = authors.runs.iter().map(|run| run.text.as_str()).collect();
            let expected = authors::runs(&table.document.document);
            assert_eq!(said, expected.iter().map(|run| run.text.as_str()).collect::<String>());
        });
    }

    #[test]
    fn what_came_and_what_went_lead_from_one_moment_to_another(
        steps in prop::collection::vec(step(), 1..40),
        pairs in prop::collection::vec((0..60_u64, 0..60_u64), 1..12),
    ) {
        in_a_runtime(async {
            let (entries, _) = entries(steps);
            let last = entries.len() as u64;
            let shelf = Shelf::holding(entries).await;
            for (one, other) in pairs {
                let (one, other) = (1 + one % last, 1 + other % last);
                let (since, position) = (one.min(other), one.max(other));
                let before = said(&shelf.moment(since, None).await.blocks);
                let moment = shelf.moment(position, Some(since)).await;
                let now = said(&moment.blocks);
                let mut at = 0;
                let mut came = Vec::new();
                for run in &moment.runs {
                    let end = at + run.length as usize;
                    if run.is_new {
                        came.extend_from_slice(&now[at..end]);
                    }
                    at = end;
                }
                assert_eq!(at, now.len());
                let went: Vec<u16> = moment.gone.iter().flat_map(|gone| gone.text.encode_utf16()).collect();
                assert_eq!(
                    counted(before.iter().chain(&came)),
                    counted(now.iter().chain(&went)),
                    "from {since} to {position}"
                );
                assert!(moment.gone.iter().all(|gone| gone.offset as usize <= now.len()));
            }
        });
    }
}

/// Erik's paragraph, and what Maja does to it.
fn of_two() -> (Vec<TextEntry>, Table) {
    let mut table = Table::new();
    let mut entries = vec![table.begins.clone()];
    let mut write = |table: &mut Table, at, by_erik, update: Vec<u8>| {
        let member = if by_erik { table.erik.0 } else { table.maja.0 };
        let Outcome::Taken { carried, .. } = table.take(member, &update) else { panic!("it is taken") };
        entries.push(TextEntry::Update { at, member, update, carried });
    };
    let update = table.erik.1.paragraph(1, "Parterna möts tidigt, innan beslut bereds.");
    write(&mut table, 0, true, update);
    let update = table.maja.1.split(1, 22);
    write(&mut table, 2 * MINUTE, false, update);
    let update = table.maja.1.type_at(1, 9, "alltid ");
    write(&mut table, 3 * MINUTE, false, update);
    let update = table.maja.1.delete(2, 0, 6);
    write(&mut table, 50 * MINUTE, false, update);
    (entries, table)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn words_that_only_moved_have_neither_come_nor_gone() {
    let (entries, table) = of_two();
    let shelf = Shelf::holding(entries).await;
    let (erik, maja) = (table.erik.0, table.maja.0);
    let split = shelf.moment(3, None).await;
    assert!(split.gone.is_empty() && split.runs.iter().all(|run| !run.is_new), "{split:?}");
    assert_eq!((split.what, split.writers.as_slice()), (What::Written(maja), [maja].as_slice()));
    let typed = shelf.moment(4, None).await;
    let new: Vec<_> = typed.runs.iter().filter(|run| run.is_new).collect();
    let stretch = Stretch { length: 7, member: Some(maja), at: Some(3 * MINUTE), is_new: true };
    assert_eq!(new, [&stretch]);
    // The first words of the second paragraph belong before what is left of it.
    let gone = &shelf.moment(5, None).await.gone;
    let expected = Gone { offset: 35, leads: true, member: Some(erik), text: "innan ".to_owned(), length: 6 };
    assert_eq!(gone, &[expected]);
    let all = shelf.moment(5, Some(1)).await;
    assert!(all.gone.is_empty());
    assert_eq!(all.writers, [erik, maja]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_sitting_counts_what_was_written_and_not_what_moved() {
    let (entries, table) = of_two();
    let shelf = Shelf::holding(entries).await;
    let chronicle = shelf.read().await;
    let part = |member, added, removed| Part { member, added, removed };
    let [first, second] = chronicle.sessions() else { panic!("two sittings: {:?}", chronicle.sessions()) };
    assert_eq!(first.members, [part(table.erik.0, 42, 0), part(table.maja.0, 7, 0)]);
    assert_eq!(second.members, [part(table.maja.0, 0, 6)]);
    assert_eq!((first.from, first.to, second.to), (Position(1), Position(4), Position(5)));
    assert_eq!(shelf.moment(5, None).await.session.as_ref(), Some(second));
    assert_eq!(shelf.moment(1, None).await.session, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn words_keep_their_time_when_somebody_else_moves_them() {
    let (entries, table) = of_two();
    let shelf = Shelf::holding(entries).await;
    let authors = shelf.past.authors(shelf.section).await.unwrap();
    let seen: Vec<_> = authors.runs.iter().map(|run| (run.text.as_str(), run.member, run.at)).collect();
    let (erik, maja) = (Some(table.erik.0), Some(table.maja.0));
    assert_eq!(
        seen,
        [
            ("Dialog", None, None),
            ("Parterna ", erik, Some(0)),
            ("alltid ", maja, Some(3 * MINUTE)),
            ("möts tidigt, ", erik, Some(0)),
            ("beslut bereds.", erik, Some(0)),
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_new_epoch_after_a_backup_goes_on_with_the_same_past() {
    let (entries, _) = of_two();
    let mut shelf = Shelf::holding(entries).await;
    let before = shelf.moment(5, None).await;
    shelf.read().await;
    let batch = new_epoch(&*shelf.store, shelf.section, EpochReason::Restored, 60 * MINUTE).await.unwrap();
    let entry = TextEntry::decode(&batch.appends[0].entries[0]).unwrap();
    shelf.store.commit(batch).await.unwrap();
    shelf.entries.push(entry);
    let after = shelf.moment(6, None).await;
    assert_eq!((&after.blocks, written(&after)), (&before.blocks, written(&before)));
    assert_eq!((after.what, after.gone.len()), (What::Begun, 0));
    assert!(after.runs.iter().all(|run| !run.is_new));
    assert_eq!(shelf.moment(5, None).await.blocks, before.blocks);
    assert_eq!(shelf.read().await.sessions().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn after_a_purge_the_past_begins_where_the_log_begins() {
    let (entries, _) = of_two();
    let shelf = Shelf::holding(entries).await;
    shelf.read().await;
    let log = text_log(shelf.section);
    let text = stored_text(&*shelf.store, shelf.section).await.unwrap();
    let entries = bare_epoch(&text, Some([7; 32]), EpochReason::Purged, 70 * MINUTE).unwrap();
    let appends = vec![Append { log, expected: Position(5), entries }];
    let purges = vec![(log, Position(5))];
    shelf.store.commit(Batch { appends, purges, ..Batch::default() }).await.unwrap();
    for position in [1, 4, 5] {
        let gone = shelf.past.moment(shelf.section, Position(position), None).await;
        assert!(matches!(gone, Err(PastError::Purged(Position(6)))), "at {position}");
    }
    let chronicle = shelf.read().await;
    assert_eq!((chronicle.first(), chronicle.until), (Position(6), Position(7)));
    assert!(chronicle.sessions().is_empty());
    let moment = shelf.moment(7, None).await;
    assert_eq!(moment.what, What::Locked);
    assert_eq!(moment.blocks, canonical_blocks(&text.blocks));
    let authors = shelf.past.authors(shelf.section).await.unwrap();
    assert!(authors.purged && authors.runs.iter().all(|run| run.member.is_none() && run.at.is_none()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_moment_that_has_not_come_is_not_there_and_a_broken_log_is_said() {
    let (entries, _) = of_two();
    let shelf = Shelf::holding(entries).await;
    for position in [0, 6, u64::MAX] {
        let none = shelf.past.moment(shelf.section, Position(position), None).await;
        assert!(matches!(none, Err(PastError::NoSuchMoment(Position(5)))), "{position}");
    }
    let nothing = shelf.past.timeline(SectionId::new(), Duration::from_secs(20)).await;
    assert!(matches!(nothing, Err(PastError::Nothing)));
    let entry = epoch::first_epoch(&[], 0, EpochReason::Created);
    let update = TextEntry::Update { at: 0, member: MemberId::new(), update: vec![9], carried: Vec::new() };
    let broken = Shelf::holding(vec![entry, update]).await;
    for answer in [
        broken.past.timeline(broken.section, Duration::from_secs(20)).await.err(),
        broken.past.moment(broken.section, Position(2), None).await.err(),
        broken.past.authors(broken.section).await.err(),
    ] {
        assert!(matches!(answer, Some(PastError::Unreadable(_))), "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn whoever_is_not_patient_is_told_how_far_it_has_come_and_finds_it_read_later() {
    let (entries, _) = of_two();
    let shelf = Shelf::holding(entries).await;
    // Another log is being read just now.
    let turn = shelf.past.readers.clone().acquire_owned().await.unwrap();
    let told = shelf.past.timeline(shelf.section, Duration::from_millis(1)).await.unwrap();
    assert!(matches!(told, Timeline::Reading(Progress { done: 0, of: 0 })));
    drop(turn);
    assert_eq!(shelf.read().await.until, Position(5));
}
