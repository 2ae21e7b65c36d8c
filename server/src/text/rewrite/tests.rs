use super::*;
use crate::text::authors;
use crate::text::block::{HARD_BREAK, HEADING, MEASURE, Mark, PARAGRAPH, Text};
use crate::text::document::empty;
use crate::text::epoch::first_epoch;
use crate::text::epoch::tests::{alike, blocks};
use crate::text::log::{EpochReason, TextEntry};
use proptest::collection::vec;
use proptest::prelude::*;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, StateVector, Text as _, Update, XmlTextRef};

/// A document that a server's first text has begun.
fn document(blocks: &[Block], client: u64) -> Doc {
    let TextEntry::Epoch { initial, .. } = first_epoch(blocks, 0, EpochReason::Created) else {
        panic!("an epoch begins")
    };
    let document = empty(client);
    apply(&document, &initial);
    document
}

fn copy(of: &Doc, client: u64) -> Doc {
    let document = empty(client);
    apply(&document, &of.transact().encode_state_as_update_v1(&StateVector::default()));
    document
}

fn apply(document: &Doc, update: &[u8]) {
    document.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
}

fn canonical(document: &Doc) -> Vec<Block> {
    canonical_blocks(&read::blocks(document))
}

fn paragraph(text: &str) -> Block {
    Block::of_text(PARAGRAPH, text)
}

/// The characters that were not there before.
fn new_characters(document: &Doc) -> String {
    let own = document.client_id().get();
    let runs = authors::runs(document).into_iter();
    runs.filter(|run| run.client == own).map(|run| run.text).collect()
}

/// The first text of the block with this number.
fn text_of(document: &Doc, block: u32) -> XmlTextRef {
    let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
    let transaction = document.transact();
    let element = root.get(&transaction, block).unwrap().into_xml_element().unwrap();
    element.get(&transaction, 0).unwrap().into_xml_text().unwrap()
}

#[test]
fn only_the_words_that_differ_are_new() {
    let measure = |due| Block::of_text(MEASURE, "Två råd om året.").with("due", due);
    let before =
        [paragraph("Orört."), paragraph("Parterna möts sällan, efter beslut."), measure("2031-05-01")];
    let after = [paragraph("Orört."), paragraph("Parterna möts tidigt, före beslut."), measure("2031-09-01")];
    let document = document(&before, 7);
    let update = rewrite(&document, &after).unwrap();
    assert_eq!(canonical(&document), after);
    assert_eq!(new_characters(&document), "tidigtföre");
    assert!(update.len() < 200, "{} bytes", update.len());
}

/// The ids of all blocks, in order.
fn ids(document: &Doc) -> Vec<BlockId> {
    read::identified_blocks(&document.transact()).into_iter().filter_map(|(id, _)| id).collect()
}

#[test]
fn a_block_of_a_run_is_still_that_block_when_no_word_of_it_stays() {
    let measure = |text: &str, due| Block::of_text(MEASURE, text).with("due", due);
    let heading = |text: &str, level| Block::of_text(HEADING, text).with("level", level);
    let before = [
        paragraph("Orört."),
        paragraph("Parterna möts sällan."),
        heading("Syfte", 2),
        measure("Två råd om året.", "2031-05-01"),
    ];
    let after = [paragraph("Allt annat gäller."), heading("Mål", 3), measure("Ett kansli.", "2032-01-01")];
    let document = document(&before, 7);
    let all = ids(&document);
    let rewritten = rewrite_run(&document, &all[1..], &after).unwrap();
    assert_eq!(canonical(&document), [&before[..1], &after].concat());
    assert_eq!((&rewritten.run[..], &ids(&document)), (&all[1..], &all));
    assert_eq!(new_characters(&document), "Allt annat gäller.MålEtt kansli.");
    // Emptied and filled again, and then another kind: only that is another block.
    for target in [paragraph(""), paragraph("Igen."), heading("Igen.", 2)] {
        let is_paragraph = target.kind == PARAGRAPH;
        let run = rewrite_run(&document, &all[1..2], std::slice::from_ref(&target)).unwrap().run;
        assert_eq!(run == all[1..2], is_paragraph, "{target:?}");
    }
}

#[test]
fn a_list_of_a_run_is_rewritten_item_by_item() {
    let item = |text: &str| Node::Block(Block::new(LIST_ITEM, vec![Node::Block(paragraph(text))]));
    let list = |items: &[&str]| [Block::new(BULLET_LIST, items.iter().map(|text| item(text)).collect())];
    let before = list(&["den första", "båtar och bryggor", "den sista"]);
    let document = document(&before, 7);
    // Somebody writes in the item of which no word stays.
    let other = copy(&document, 8);
    let typed = {
        let root = other.get_or_insert_xml_fragment(TEXT_ROOT);
        let mut transaction = other.transact_mut();
        let list = root.get(&transaction, 0).unwrap().into_xml_element().unwrap();
        let item = list.get(&transaction, 1).unwrap().into_xml_element().unwrap();
        let paragraph = item.get(&transaction, 0).unwrap().into_xml_element().unwrap();
        let text = paragraph.get(&transaction, 0).unwrap().into_xml_text().unwrap();
        text.insert(&mut transaction, 17, "!");
        transaction.encode_update_v1()
    };
    let run = ids(&document);
    let after = list(&["den första", "helt nytt", "den sista", "och en till"]);
    let rewritten = rewrite_run(&document, &run, &after).unwrap();
    assert_eq!((canonical(&document), &rewritten.run), (after.to_vec(), &run));
    assert_eq!(new_characters(&document), "helt nyttoch en till");
    apply(&document, &typed);
    let with_theirs = list(&["den första", "helt nytt!", "den sista", "och en till"]);
    assert_eq!(canonical(&document), with_theirs);
}

#[test]
fn a_word_that_two_texts_have_by_chance_is_not_one_that_was_left_standing() {
    let before = [paragraph("Kommunen lånar ut lokaler och båtar utan avgift till alla.")];
    let after = [paragraph("Styrelsen beslutar om reglerna och meddelar dem senare.")];
    let document = document(&before, 7);
    let run = ids(&document);
    rewrite_run(&document, &run, &after).unwrap();
    assert_eq!(canonical(&document), after);
    assert_eq!(new_characters(&document), "Styrelsen beslutar om reglerna och meddelar dem senare.");
}

#[test]
fn what_no_editor_writes_becomes_nothing_else_of_its_sort() {
    let strange = |kind: &str| Block::new("listItem", vec![Node::Block(Block::of_text(kind, "samma ord"))]);
    let (before, after) = ([strange("okänd")], [strange("främmande")]);
    let document = document(&before, 7);
    let run = ids(&document);
    rewrite_run(&document, &run, &after).unwrap();
    assert_eq!(canonical(&document), canonical_blocks(&after));
}

#[test]
fn a_list_a_table_and_a_quote_are_rewritten_inside() {
    let item = |text: &str| Node::Block(Block::new(LIST_ITEM, vec![Node::Block(paragraph(text))]));
    let cell = |text: &str| Node::Block(Block::new(TABLE_CELL, vec![Node::Block(paragraph(text))]));
    let text = |word: &str, more: bool| {
        let mut items = vec![item("den första"), item(word)];
        let mut cells = vec![cell("vår"), cell(word)];
        if more {
            items.insert(1, item("emellan"));
            cells.push(cell("höst"));
        }
        vec![
            Block::new(BULLET_LIST, items),
            Block::new(TABLE, vec![Node::Block(Block::new(TABLE_ROW, cells))]),
            Block::new(BLOCKQUOTE, vec![Node::Block(paragraph(word))]),
        ]
    };
    let (before, after) = (text("ett gammalt ord", false), text("ett annat ord", true));
    let document = document(&before, 7);
    rewrite(&document, &after).unwrap();
    assert_eq!(canonical(&document), after);
    assert_eq!(new_characters(&document), "emellanannatannathöstannat");
}

#[test]
fn marks_are_set_and_taken_away_without_a_new_word() {
    let run = |text: &str, marks: &[&str]| {
        Node::Text(Text { text: text.to_owned(), marks: marks.iter().map(|mark| Mark::new(mark)).collect() })
    };
    let before = [Block::new(PARAGRAPH, vec![run("se ", &[]), run("här och", &["bold"]), run(" där", &[])])];
    let after =
        [Block::new(PARAGRAPH, vec![run("se ", &["italic"]), run("här", &["bold"]), run(" och där", &[])])];
    let document = document(&before, 7);
    rewrite(&document, &after).unwrap();
    assert_eq!(canonical(&document), after);
    assert_eq!(new_characters(&document), "");
}

#[test]
fn what_stands_beside_a_line_break_stays_when_it_goes() {
    let lines = |nodes: &[&str]| {
        let nodes = nodes.iter().map(|text| match *text {
            "" => Node::Block(Block::new(HARD_BREAK, Vec::new())),
            text => Node::Text(Text::plain(text)),
        });
        [Block::new(PARAGRAPH, nodes.collect())]
    };
    let document = document(&lines(&["en längre första rad", "", "kort"]), 7);
    rewrite(&document, &lines(&["en längre första radkort"])).unwrap();
    assert_eq!(canonical(&document), lines(&["en längre första radkort"]));
    assert_eq!(new_characters(&document), "radkort");
}

#[test]
fn texts_side_by_side_are_rewritten_as_the_one_that_a_reader_takes_them_for() {
    let document = document(&[paragraph("Vi möts ")], 7);
    {
        let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
        let mut transaction = document.transact_mut();
        let element = root.get(&transaction, 0).unwrap().into_xml_element().unwrap();
        for text in ["", "tidigt 🙂 och", " ofta."] {
            element.push_back(&mut transaction, yrs::XmlTextPrelim::new(text));
        }
    }
    let other = copy(&document, 8);
    let update = rewrite(&other, &[paragraph("Vi möts sent 🙂 och sällan. Alltid.")]).unwrap();
    assert_eq!(new_characters(&other), "sentsällan. Alltid");
    apply(&document, &update);
    assert_eq!(canonical(&document), [paragraph("Vi möts sent 🙂 och sällan. Alltid.")]);
}

#[test]
fn what_no_editor_writes_is_replaced() {
    let document = document(&[paragraph("kvar")], 7);
    {
        let root = document.get_or_insert_xml_fragment(TEXT_ROOT);
        let mut transaction = document.transact_mut();
        root.insert(&mut transaction, 0, yrs::XmlTextPrelim::new("lös text"));
        let element = root.get(&transaction, 1).unwrap().into_xml_element().unwrap();
        let text = element.get(&transaction, 0).unwrap().into_xml_text().unwrap();
        text.insert_embed(&mut transaction, 1, yrs::Any::from(3));
    }
    rewrite(&document, &[paragraph("kvar")]).unwrap();
    assert_eq!(canonical(&document), [paragraph("kvar")]);
}

#[test]
fn what_another_writes_meanwhile_in_a_rewritten_paragraph_is_kept() {
    let document = document(&[paragraph("Vi möts sällan om planer."), Block::of_text(HEADING, "Syfte")], 7);
    let other = copy(&document, 8);
    let text = text_of(&other, 0);
    let typed = {
        let mut transaction = other.transact_mut();
        text.insert(&mut transaction, 24, " och budget");
        transaction.encode_update_v1()
    };
    let after = [paragraph("Vi möts ofta om planer."), Block::of_text(HEADING, "Syfte")];
    let update = rewrite(&document, &after).unwrap();
    apply(&document, &typed);
    apply(&other, &update);
    let expected = [paragraph("Vi möts ofta om planer och budget."), Block::of_text(HEADING, "Syfte")];
    assert_eq!(canonical(&document), expected);
    assert_eq!(canonical(&other), expected);
}

/// Fifty pages of which every paragraph changes, and as many short paragraphs that are all new.
#[test]
fn a_long_text_is_rewritten_while_one_waits() {
    let words = |from: usize, turn: usize| {
        let word =
            |number: usize| format!("ord{}", if number % 40 == turn { 0 } else { number * 7_919 % 997 });
        paragraph(&(from..from + 120).map(word).collect::<Vec<_>>().join(" "))
    };
    let pages = |turn: usize| (0..250).map(|n| words(n * 31, turn)).collect::<Vec<_>>();
    let lines = |word: &str| (0..3_000).map(|n| paragraph(&format!("{word}{n}"))).collect::<Vec<_>>();
    for (before, after) in [(pages(3), pages(5)), (lines("gammal"), lines("ny"))] {
        let document = document(&before, 7);
        let started = std::time::Instant::now();
        rewrite(&document, &after).unwrap();
        // A second when this was written, without optimisation.
        assert!(started.elapsed() < std::time::Duration::from_secs(30), "{:?}", started.elapsed());
        assert_eq!(canonical(&document), after);
    }
}

/// A block of a text as people write it.
fn of_a_text() -> impl Strategy<Value = Block> {
    let words = || "(Vi |och |möts |båtar |ofta |aldrig ){0,5}";
    prop_oneof![
        3 => words().prop_map(|text| paragraph(&text)),
        1 => (words(), 1..4).prop_map(|(text, level)| Block::of_text(HEADING, &text).with("level", level)),
        1 => vec(words(), 1..4).prop_map(|items| {
            let item = |text: &String| Node::Block(Block::new(LIST_ITEM, vec![Node::Block(paragraph(text))]));
            Block::new(BULLET_LIST, items.iter().map(item).collect())
        }),
    ]
}

proptest! {
    #[test]
    fn any_text_becomes_any_other(before in blocks(), after in blocks()) {
        becomes(&before, &after)?;
    }

    #[test]
    fn any_run_becomes_any_other_and_nothing_else_does(
        text in vec(of_a_text(), 1..6),
        run in (any::<usize>(), any::<usize>()),
        target in vec(of_a_text(), 0..5),
    ) {
        run_becomes(&text, run, &target)?;
    }

    #[test]
    fn a_run_of_strange_blocks_becomes_others(
        text in blocks(),
        target in blocks(),
        run in (any::<usize>(), any::<usize>()),
    ) {
        prop_assume!(!text.is_empty());
        run_becomes(&text, run, &target)?;
    }

    #[test]
    fn a_text_that_was_worked_on_becomes_what_it_was((before, after) in alike()) {
        becomes(&before, &after)?;
        becomes(&after, &before)?;
    }

    #[test]
    fn what_is_written_elsewhere_meanwhile_is_kept(
        (mut before, mut after) in alike(),
        is_first in any::<bool>(),
        offset in 0_u32..24,
    ) {
        // The paragraph that somebody writes in stays where it is.
        let (at, end) = if is_first { (0, 0) } else { (before.len(), after.len()) };
        before.insert(at, paragraph("Här skriver någon annan."));
        after.insert(end, paragraph("Här skriver någon annan."));
        let document = document(&before, 7);
        let other = copy(&document, 8);
        let text = text_of(&other, at as u32);
        let typed = {
            let mut transaction = other.transact_mut();
            text.insert(&mut transaction, offset, "#");
            transaction.encode_update_v1()
        };
        let update = rewrite(&document, &after);
        apply(&document, &typed);
        if let Some(update) = update {
            apply(&other, &update);
        }
        prop_assert_eq!(canonical(&document), canonical(&other));
        let mut expected = "Här skriver någon annan.".to_owned();
        expected.insert(expected.char_indices().nth(offset as usize).unwrap().0, '#');
        after[end] = paragraph(&expected);
        prop_assert_eq!(canonical(&document), canonical_blocks(&after));
    }
}

/// A run of a text, which `from` and `length` choose, becomes what `target` says, and nothing else changes.
fn run_becomes(
    text: &[Block],
    (from, length): (usize, usize),
    target: &[Block],
) -> Result<(), TestCaseError> {
    let document = document(text, 7);
    let all = ids(&document);
    let from = from % all.len();
    let end = from + 1 + length % (all.len() - from);
    let standing = canonical_blocks(text);
    let rewritten = rewrite_run(&document, &all[from..end], target).unwrap();
    let expected = [&standing[..from], &canonical_blocks(target), &standing[end..]].concat();
    prop_assert_eq!(canonical(&document), expected);
    let after = ids(&document);
    prop_assert_eq!(&after[..from], &all[..from]);
    prop_assert_eq!(&after[from..after.len() - (all.len() - end)], &rewritten.run[..]);
    prop_assert_eq!(&after[from + rewritten.run.len()..], &all[end..]);
    // Between two blocks that stay, none goes for which another of its kind comes.
    let kinds = |blocks: &[Block]| blocks.iter().map(|block| block.kind.clone()).collect::<Vec<_>>();
    let (old, new) = (kinds(&standing[from..end]), kinds(&canonical_blocks(target)));
    let is_plain = |kinds: &[String]| kinds.iter().all(|kind| kind == PARAGRAPH);
    if is_plain(&old) && is_plain(&new) {
        let (was, is) = (&all[from..end], &rewritten.run);
        let part = |part: &[BlockId], other: &[BlockId]| {
            let stays = |id: &BlockId| other.contains(id);
            part.split(stays).map(<[BlockId]>::len).collect::<Vec<_>>()
        };
        for (gone, come) in part(was, is).into_iter().zip(part(is, was)) {
            prop_assert!(gone == 0 || come == 0, "{:?} became {:?}", was, is);
        }
    }
    Ok(())
}

fn becomes(before: &[Block], after: &[Block]) -> Result<(), TestCaseError> {
    let document = document(before, 7);
    let replica = copy(&document, 8);
    let update = rewrite(&document, after);
    prop_assert_eq!(canonical(&document), canonical_blocks(after));
    prop_assert_eq!(update.is_none(), canonical_blocks(before) == canonical_blocks(after));
    if let Some(update) = update {
        apply(&replica, &update);
        prop_assert_eq!(canonical(&replica), canonical_blocks(after));
    }
    prop_assert_eq!(rewrite(&document, after), None);
    Ok(())
}
