//! Working material as of a day: what is in it, and that whatever is changed in it is found.

use super::*;
use crate::agreement::decide::Command;
use crate::agreement::id::ThreadId;
use crate::agreement::sample::noon;
use crate::archive::working::WorkingMaterial;
use crate::discussing::{Discussion, DiscussionError, Discussions};
use crate::record::signature::Signatory;
use crate::store::{Append, Batch, Position};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, text_log};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::sync::Arc;

async fn working(sample: &Sample, as_of: Date) -> Vec<u8> {
    let signatory = Arc::new(Signatory::of_bytes(KEY));
    let begun = WorkingMaterial::begin(sample.store.clone(), signatory, sample.agreement, as_of).await;
    let mut begun = begun.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = begun.next().await.unwrap() {
        bytes.extend(piece);
    }
    bytes
}

/// A day on which the sample is told and all of it is over. Its texts are written by the machine's clock.
fn late() -> Date {
    Zoned::now().date().max(date(2027, 2, 1)) + 2.days()
}

#[tokio::test]
async fn working_material_leads_to_the_texts_as_they_stood() {
    let sample = Sample::tell().await;
    let bytes = working(&sample, late()).await;
    assert_eq!(bytes, working(&sample, late()).await);
    let found = verified(&bytes, &Against { key: Some(public(KEY)), ..Against::default() }).unwrap();
    assert_eq!((found.kind, found.as_of), (Kind::WorkingMaterial, Some(late())));
    assert!(said(&found, Language::Swedish).contains("Arbetsmaterialet är helt"));
    let mut files = Remade::of(&bytes);
    let log = files.text("sections/01-inledning/log.jsonl");
    assert!(log.lines().count() > 3 && log.contains("\"kind\":\"update\""));
    let text = files.text("sections/01-inledning/text.md");
    assert_eq!(text, "# Inledning\n\nVi vill samma sak: att \\<unga\\> \\& gamla möts.\n");
    // The text of a section that is locked is the one that its latest revision saved.
    let whole = Remade::of(&sample.export().await).text("sections/01-inledning/r0003.json");
    assert_eq!(files.text("sections/01-inledning/text.json"), whole);
    let page = files.text("sections/02-oppenhet/text.md");
    assert!(page.contains("- Ansvarar: Föreningsrådet\n"), "{page}");
}

#[tokio::test]
async fn before_anything_was_written_there_is_nothing() {
    let sample = Sample::tell().await;
    let bytes = working(&sample, date(1969, 1, 1)).await;
    let found = verified(&bytes, &Against::default()).unwrap();
    assert_eq!((found.entries, found.files), (0, 3));
}

#[tokio::test]
async fn whatever_is_changed_in_working_material_is_found() {
    let sample = Sample::tell().await;
    let bytes = working(&sample, late()).await;
    let mut chance = StdRng::seed_from_u64(3);
    for _ in 0..600 {
        let mut changed = bytes.clone();
        let at = chance.random_range(0..bytes.len());
        changed[at] = changed[at].wrapping_add(chance.random_range(1..=255));
        wrong(&changed);
    }
    // Somebody who signs anew what they have changed.
    let log = "sections/01-inledning/log.jsonl";
    let mut shorter = Remade::of(&bytes);
    let mut lines = shorter.lines(log);
    lines.pop();
    shorter.set_lines(log, &lines);
    shorter.sign_working(KEY);
    assert_eq!(wrong(&shorter.zip()), Problem::Listed(log.to_owned()));
    let mut other = Remade::of(&bytes);
    other.replace("sections/01-inledning/text.md", "samma", "annan");
    other.sign_working(KEY);
    let Problem::Differs(difference) = wrong(&other.zip()) else { panic!() };
    assert_eq!(difference.file, "sections/01-inledning/text.md");
    let receipts = vec![("kvitto.json".to_owned(), sample.receipt("Bo").await)];
    let refused = verified(&bytes, &Against { key: None, receipts });
    assert_eq!(refused, Err(Problem::Receipt("kvitto.json".to_owned(), WrongReceipt::NoRecord)));
}

#[tokio::test]
async fn what_was_said_goes_with_it_and_what_was_deleted_does_not() {
    let sample = Sample::tell().await;
    let state = sample.state().await;
    let discussions = Discussions::new(sample.store.clone());
    let (by, section) = (state.members()[0].id, state.sections()[0].id);
    let say = async |text: &str| {
        let thread = ThreadId::new();
        let said = crate::discussing::Said::new(&state, text, &[]).unwrap();
        let opened = discussions
            .run(sample.agreement, by, noon(), |discussion| {
                let opening = (thread, section, None);
                Ok::<_, DiscussionError>(discussion.threads.open(&state, by, opening, &said).unwrap())
            })
            .await
            .unwrap();
        (thread, opened.threads.get(thread).unwrap().comments[0].id)
    };
    say("Är det här rätt?").await;
    let hasty = say("Dumheter!").await;
    let removed = |discussion: &Discussion| {
        Ok::<_, DiscussionError>(discussion.threads.delete(&state, by, hasty).unwrap())
    };
    discussions.run(sample.agreement, by, noon(), removed).await.unwrap();
    let bytes = working(&sample, late()).await;
    verified(&bytes, &Against::default()).unwrap();
    let mut files = Remade::of(&bytes);
    let said = files.text("discussion.jsonl");
    assert_eq!(said.lines().count(), 3);
    assert!(said.contains("Är det här rätt?") && !said.contains("Dumheter"), "{said}");
    assert!(files.text("README.txt").contains("discussion.jsonl"));
    let mut shorter = Remade::of(&bytes);
    let mut lines = shorter.lines("discussion.jsonl");
    lines.pop();
    shorter.set_lines("discussion.jsonl", &lines);
    shorter.sign_working(KEY);
    assert_eq!(wrong(&shorter.zip()), Problem::Listed("discussion.jsonl".to_owned()));
    // Of a day before it was said there is nothing of it.
    let before = working(&sample, noon().to_zoned(TimeZone::UTC).date() - 2.days()).await;
    let manifest: Value = serde_json::from_slice(Remade::of(&before).content(MANIFEST)).unwrap();
    assert!(manifest.get("discussion").is_none());
}

#[tokio::test]
async fn after_a_purge_it_says_what_is_gone_and_since_when() {
    let mut sample = Sample::tell().await;
    let state = sample.state().await;
    let decision = state.decisions()[0].id;
    let mut texts = Vec::new();
    let mut batch = Batch::default();
    for section in state.sections().iter().chain(state.retired_sections()) {
        let log = text_log(section.id);
        let head = sample.store.head(log).await.unwrap();
        texts.push((section.id, head.0));
        if head > Position::START {
            let epoch = first_epoch(&[Block::of_text("paragraph", "Kvar.")], 0, EpochReason::Purged);
            let entries = vec![epoch.encode().unwrap().into()];
            batch.purges.push((log, head));
            batch.appends.push(Append { log, expected: head, entries });
        }
    }
    let head = texts[0].1;
    let meeting = state.meetings()[0].notes();
    let log = text_log(meeting);
    let end = sample.store.head(log).await.unwrap();
    let epoch = first_epoch(&[Block::of_text("paragraph", "Noterat.")], 0, EpochReason::Purged);
    let entries = vec![epoch.encode().unwrap().into()];
    batch.purges.push((log, end));
    batch.appends.push(Append { log, expected: end, entries });
    let notes = vec![(meeting, end.0)];
    sample.run("Astrid", Command::PurgeWorkingMaterial { decision, texts, notes }).await;
    sample.store.commit(batch).await.unwrap();
    let bytes = working(&sample, late()).await;
    let found = verified(&bytes, &Against::default()).unwrap();
    assert_eq!(found.entries, 4, "one epoch for each section that had a text, and for the notes");
    let mut files = Remade::of(&bytes);
    assert!(files.text("README.txt").contains("Arbetsmaterialet gallrades 2027-02-01"));
    let manifest: Value = serde_json::from_slice(files.content(MANIFEST)).unwrap();
    assert_eq!(manifest["purged"]["decision"], json!(decision));
    assert_eq!(
        (&manifest["sections"][0]["from"], &manifest["sections"][0]["entries"]),
        (&json!(head), &json!(1))
    );
    assert!(files.text("sections/01-inledning/log.jsonl").contains("\"reason\":\"purged\""));
    assert!(files.text("sections/01-inledning/text.md").contains("Kvar."));
    let notes = manifest["sections"][4]["folder"].as_str().unwrap();
    assert_eq!(notes, "meetings/01-2027-02-02");
    assert!(files.text(&format!("{notes}/text.md")).contains("Noterat."));
    assert_eq!(manifest["sections"][3]["has_text"], json!(false));
}
