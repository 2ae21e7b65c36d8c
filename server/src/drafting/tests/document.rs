use super::authors::Run;
use super::client::Client;
use crate::agreement::id::MemberId;
use crate::drafting::closing::Closing;
use crate::drafting::document::{Document, Outcome};
use crate::drafting::holding::Holding;
use crate::drafting::update::{Id, read_state_vector};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, FIRST_EPOCH_CLIENT, TextEntry};
use yrs::updates::encoder::Encode;

/// A document with its writers: Erik under client id 1, Maja under 2.
pub(in crate::drafting) struct Table {
    pub(in crate::drafting) document: Document,
    /// How its log begins.
    pub(in crate::drafting) begins: TextEntry,
    pub(in crate::drafting) erik: (MemberId, Client),
    pub(in crate::drafting) maja: (MemberId, Client),
}

impl Table {
    pub(in crate::drafting) fn new() -> Self {
        let entry = first_epoch(&[Block::of_text("heading", "Dialog")], 0, EpochReason::Created);
        let TextEntry::Epoch { epoch, client, initial, .. } = &entry else { panic!("an epoch begins") };
        let document = Document::begin(*epoch, *client, initial).unwrap();
        let table = Self {
            document,
            begins: entry.clone(),
            erik: (MemberId::new(), Client::new(1)),
            maja: (MemberId::new(), Client::new(2)),
        };
        table.erik.1.apply(initial);
        table.maja.1.apply(initial);
        table
    }

    pub(in crate::drafting) fn take(&mut self, member: MemberId, update: &[u8]) -> Outcome {
        let outcome = self.document.take(member, Ok(()), update).unwrap();
        if matches!(outcome, Outcome::Taken { .. }) {
            self.erik.1.apply(update);
            self.maja.1.apply(update);
        }
        outcome
    }

    pub(in crate::drafting) fn by_erik(&mut self, edit: impl FnOnce(&Client) -> Vec<u8>) {
        let update = edit(&self.erik.1);
        assert!(matches!(self.take(self.erik.0, &update), Outcome::Taken { .. }));
    }

    pub(in crate::drafting) fn by_maja(&mut self, edit: impl FnOnce(&Client) -> Vec<u8>) {
        let update = edit(&self.maja.1);
        assert!(matches!(self.take(self.maja.0, &update), Outcome::Taken { .. }));
    }

    /// The text with who wrote it: E, M, or a dot for the template.
    pub(in crate::drafting) fn authors(&self) -> Vec<(String, char)> {
        let mut joined: Vec<(String, char)> = Vec::new();
        for Run { text, member, .. } in self.document.authors().runs {
            let author = match member {
                Some(member) if member == self.erik.0 => 'E',
                Some(member) if member == self.maja.0 => 'M',
                Some(_) => '?',
                None => '.',
            };
            match joined.last_mut() {
                Some((before, last)) if *last == author => before.push_str(&text),
                _ => joined.push((text, author)),
            }
        }
        joined
    }
}

fn authors(expected: &[(&str, char)]) -> Vec<(String, char)> {
    expected.iter().map(|(text, author)| ((*text).to_owned(), *author)).collect()
}

const SENTENCE: &str = "Parterna möts tidigt, innan beslut bereds.";

#[test]
fn words_stay_their_writers_when_somebody_splits_heads_deletes_and_brings_them_back() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    table.by_maja(|maja| maja.split(1, 21));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E')]));
    table.by_maja(|maja| maja.make_heading(2));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E')]));
    table.by_maja(|maja| maja.remove_block(2));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (&SENTENCE[..22], 'E')]));
    // Undo in an editor inserts the words again.
    table.by_maja(|maja| maja.paragraph(2, &SENTENCE[22..]));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E')]));
}

#[test]
fn a_paragraph_of_two_writers_keeps_both_when_it_is_made_a_heading() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Parterna möts innan beslut."));
    table.by_maja(|maja| maja.type_at(1, 14, "tidigt och "));
    let before = table.authors();
    assert_eq!(
        before,
        authors(&[("Dialog", '.'), ("Parterna möts ", 'E'), ("tidigt och ", 'M'), ("innan beslut.", 'E')])
    );
    table.by_erik(|erik| erik.make_heading(1));
    table.by_maja(|maja| maja.make_heading(1));
    assert_eq!(table.authors(), before);
}

#[test]
fn the_templates_words_are_nobodys_whoever_moves_them() {
    let mut table = Table::new();
    table.by_maja(|maja| maja.split(0, 3));
    assert_eq!(table.authors(), authors(&[("Dialog", '.')]));
    assert!(table.document.authors().contributors.is_empty());
}

#[test]
fn words_typed_anew_are_the_typists() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "ja"));
    table.by_maja(|maja| maja.delete(1, 0, 2));
    table.by_maja(|maja| maja.type_at(1, 0, "j"));
    table.by_maja(|maja| maja.type_at(1, 1, "a"));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), ("ja", 'M')]));
}

#[test]
fn a_copy_is_the_copiers() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    table.by_maja(|maja| maja.paragraph(2, SENTENCE));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E'), (SENTENCE, 'M')]));
}

#[test]
fn what_was_cut_is_its_writers_where_it_is_pasted_and_the_pasters_where_it_is_pasted_again() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    table.by_maja(|maja| maja.remove_block(1));
    table.by_maja(|maja| maja.paragraph(1, SENTENCE));
    table.by_maja(|maja| maja.paragraph(2, SENTENCE));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E'), (SENTENCE, 'M')]));
}

#[test]
fn a_checkpoint_and_the_log_give_the_same_document_and_the_same_authors() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, SENTENCE));
    table.by_maja(|maja| maja.split(1, 21));
    table.by_maja(|maja| maja.remove_block(2));
    let payload = table.document.save().unwrap();
    let mut again = Document::from_checkpoint(&payload).unwrap().unwrap();
    assert_eq!(again.authors().runs, table.document.authors().runs);
    assert_eq!(again.known(), table.document.known());
    // What Maja removed before the checkpoint is still known as Erik's when she brings it back.
    let undone = table.maja.1.paragraph(2, &SENTENCE[22..]);
    again.take(table.maja.0, Ok(()), &undone).unwrap();
    table.document = again;
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), (SENTENCE, 'E')]));
}

#[test]
fn text_under_somebody_elses_client_id_is_refused() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Mitt"));
    let forged = Client::new(1);
    forged.apply(&table.erik.1.everything());
    let update = forged.type_at(1, 4, " ord");
    let outcome = table.take(table.maja.0, &update);
    assert!(matches!(outcome, Outcome::Refused(Closing::ForeignText)), "{outcome:?}");
    let epochs = Client::new(FIRST_EPOCH_CLIENT + 5);
    let outcome = table.take(table.maja.0, &epochs.paragraph(0, "från servern"));
    assert!(matches!(outcome, Outcome::Refused(Closing::ForeignText)), "{outcome:?}");
}

#[test]
fn everything_of_everybody_may_be_sent_again_by_anybody() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Mitt"));
    let everything = table.maja.1.everything();
    assert!(matches!(table.take(table.maja.0, &everything), Outcome::Nothing));
}

#[test]
fn a_reader_may_answer_with_what_is_known_and_not_with_what_is_new() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "Mitt"));
    let reader = MemberId::new();
    let known = table.maja.1.everything();
    let read_only = || Err(Closing::ReadOnly);
    let outcome = table.document.take(reader, read_only(), &known).unwrap();
    assert!(matches!(outcome, Outcome::Nothing));
    let new = table.maja.1.type_at(1, 0, "x");
    let outcome = table.document.take(reader, read_only(), &new).unwrap();
    assert!(matches!(outcome, Outcome::Refused(Closing::ReadOnly)));
    let deletion = table.erik.1.delete(1, 0, 2);
    let outcome = table.document.take(reader, read_only(), &deletion).unwrap();
    assert!(matches!(outcome, Outcome::Refused(Closing::ReadOnly)));
}

#[test]
fn what_rests_on_something_missing_is_not_applied() {
    let mut table = Table::new();
    let first = table.erik.1.paragraph(1, "ett");
    let second = table.erik.1.type_at(1, 3, " två");
    assert!(matches!(table.take(table.erik.0, &second), Outcome::Gap));
    assert!(matches!(table.take(table.erik.0, &first), Outcome::Taken { .. }));
    assert!(matches!(table.take(table.erik.0, &second), Outcome::Taken { .. }));
}

#[test]
fn a_state_vector_tells_whose_document_somebody_holds() {
    let table = Table::new();
    let other = Table::new();
    let vector = |client: &Client| read_state_vector(&client.state_vector().encode_v1()).unwrap();
    assert_eq!(table.document.holding(&[]), Holding::Nothing);
    assert_eq!(table.document.holding(&[Id { client: 77, clock: 3 }]), Holding::Nothing);
    assert_eq!(table.document.holding(&vector(&table.erik.1)), Holding::This);
    assert_eq!(table.document.holding(&vector(&other.erik.1)), Holding::Another);
}

#[test]
fn text_beyond_the_basic_plane_keeps_its_authors() {
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "åäö 🙂🙃 och 👩‍👩‍👧 hemma"));
    table.by_maja(|maja| maja.split(1, 6));
    assert_eq!(table.authors(), authors(&[("Dialog", '.'), ("åäö 🙂🙃 och 👩‍👩‍👧 hemma", 'E')]));
}

#[test]
fn words_whose_neighbours_yjs_has_thrown_away_do_not_come_in() {
    use yrs::{Transact, XmlFragment};
    let mut table = Table::new();
    table.by_erik(|erik| erik.paragraph(1, "borta"));
    table.by_erik(|erik| erik.paragraph(2, "kvar"));
    let (gone, stands) = {
        let mut starts = table.document.authors().runs.into_iter();
        let mut find = |text: &str| starts.find(|run| run.text == text).unwrap();
        let (gone, stands) = (find("borta"), find("kvar"));
        ((gone.client, gone.clock), (stands.client, stands.clock))
    };
    table.by_erik(|erik| erik.remove_block(1));
    // One character between a thrown away left neighbour and a living right one, written by hand.
    let mut update = vec![1, 1, 2, 0, 0x80 | 0x40 | 4];
    for (client, clock) in [gone, stands] {
        crate::text::reader::write_number(&mut update, client);
        crate::text::reader::write_number(&mut update, u64::from(clock));
    }
    update.extend_from_slice(&[1, b'x', 0]);
    let outcome = table.document.take(table.maja.0, Ok(()), &update).unwrap();
    assert!(matches!(outcome, Outcome::Refused(Closing::Malformed(_))), "{outcome:?}");
    // Honest work goes on around it.
    table.by_maja(|maja| maja.type_at(1, 2, "!"));
    assert_eq!(table.maja.1.text(), "Dialog\nkv!ar\n");
    let root = table.maja.1.document.get_or_insert_xml_fragment("default");
    assert_eq!(root.len(&table.maja.1.document.transact()), 2);
}

#[test]
fn who_types_where_another_has_just_removed_the_paragraph_is_not_refused() {
    // Bold, hence a row of items: its beginning, the words, its end. In a paragraph with words, and in an empty one.
    for words in ["borta", ""] {
        let mut table = Table::new();
        table.by_erik(|erik| erik.paragraph(1, words));
        let removal = table.erik.1.remove_block(1);
        let first = table.maja.1.type_bold(1, 0, "för ");
        let second = table.maja.1.type_bold(1, 0, "sent, ");
        assert!(matches!(table.take(table.erik.0, &removal), Outcome::Taken { .. }));
        for update in [first, second] {
            let outcome = table.take(table.maja.0, &update);
            assert!(matches!(outcome, Outcome::Taken { .. }), "{words:?}: {outcome:?}");
        }
        table.by_maja(|maja| maja.type_at(0, 0, "En "));
        assert_eq!(
            table.document.authors().runs.iter().map(|run| run.text.as_str()).collect::<String>(),
            "En Dialog"
        );
    }
}

#[test]
fn a_reader_whose_yjs_tidies_marks_changes_nothing_and_is_not_refused() {
    let mut table = Table::new();
    // The mark, three letters, the mark's end: clocks 0 to 4 of client 1.
    table.by_erik(|erik| erik.type_bold(0, 0, "fet"));
    // Nothing new, and so many units of client 1 deleted.
    let removing = |clock: u8, length: u8| [0, 1, 1, 1, clock, length];
    let reads = |table: &mut Table, update: &[u8]| {
        table.document.take(table.maja.0, Err(Closing::ReadOnly), update).unwrap()
    };
    assert!(matches!(reads(&mut table, &removing(0, 1)), Outcome::Nothing));
    assert!(matches!(reads(&mut table, &removing(1, 1)), Outcome::Refused(Closing::ReadOnly)));
    assert!(matches!(reads(&mut table, &removing(0, 5)), Outcome::Refused(Closing::ReadOnly)));
    table.by_erik(|erik| erik.delete(0, 0, 3));
    // What is gone already, and marks on both sides of it.
    assert!(matches!(reads(&mut table, &removing(0, 5)), Outcome::Nothing));
    assert_eq!(table.authors(), authors(&[("Dialog", '.')]));
}

#[test]
fn a_section_takes_no_more_than_it_can_hold() {
    let mut table = Table::new();
    table.document = std::mem::replace(&mut table.document, Table::new().document).bounded(60);
    table.by_erik(|erik| erik.paragraph(1, "kort"));
    let long = table.erik.1.type_at(1, 0, &"lång ".repeat(20));
    let outcome = table.document.take(table.erik.0, Ok(()), &long).unwrap();
    assert!(matches!(outcome, Outcome::Refused(Closing::TooLarge(_))));
}
