//! Several who write one text have one text.

use overens_tests::document::utf16;
use overens_tests::server::Launch;
use overens_tests::{Client, Document, Folder, Pass, Place, seed, wire};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::HashMap;
use std::time::Duration;

/// Something to type, with characters of every width.
fn words(random: &mut StdRng) -> String {
    const PIECES: [&str; 9] = ["fyr", "å", "Äö", " ", "🙂", "👩‍🚒", "e\u{301}", "vrak ", "𝔉"];
    (0..random.random_range(1..5)).map(|_| PIECES[random.random_range(0..PIECES.len())]).collect()
}

/// A random change anywhere in the text, between whole characters.
fn change_at_random(document: &mut Document, random: &mut StdRng) {
    let blocks = document.blocks();
    let block = random.random_range(0..blocks.len());
    let content = &blocks[block].1;
    let places: Vec<u32> =
        content.char_indices().map(|(at, _)| utf16(&content[..at])).chain([utf16(content)]).collect();
    let place = random.random_range(0..places.len());
    let block = block as u32;
    match random.random_range(0..10) {
        0 => document.new_paragraph(&words(random)),
        1 => document.split(block, places[place]),
        2..4 if place + 1 < places.len() => {
            document.remove(block, places[place], places[place + 1] - places[place]);
        }
        _ => document.insert(block, places[place], &words(random)),
    }
}

#[tokio::test]
async fn two_writers_and_a_fresh_reader_after_a_restart_have_one_text() {
    let mut place = Place::open().await;
    let mut writers = HashMap::new();
    // One of ours, one as y-websocket in a script is.
    writers.insert("Erik", place.join("Erik", "free").await);
    writers.insert("Maja", place.stock("Maja", "free").await);
    let mut random = StdRng::seed_from_u64(1);
    for round in 0..300 {
        let writer = ["Erik", "Maja"][random.random_range(0..2)];
        writers[writer].edit(|document| change_at_random(document, &mut random));
        if round % 60 == 59 {
            // Goes away, writes on, and comes back with all of it.
            let client = writers.remove(writer).unwrap();
            let mut document = client.leave().await;
            for _ in 0..10 {
                change_at_random(&mut document, &mut random);
            }
            document.take_made();
            let token = place.seeded.token(writer);
            let pass = if writer == "Erik" { Pass::ours(token) } else { Pass::plain(token) };
            let section = place.seeded.section("free");
            writers.insert(writer, Client::rejoin(&place.server, section, &pass, document).await);
        }
    }
    for writer in writers.values() {
        writer.edit(|document| document.new_paragraph(&format!("slut {}", document.client())));
    }
    let marks: Vec<_> =
        writers.values().map(|writer| format!("slut {}", writer.state().document.client())).collect();
    for writer in writers.values() {
        for mark in &marks {
            writer.until_reads(mark).await;
        }
    }
    writers["Erik"].until_saved().await;
    let text = writers["Erik"].text();
    assert_eq!(text, writers["Maja"].text());
    place.restart().await;
    let fresh = place.stock("Olle", "free").await;
    assert_eq!(fresh.text(), text);
}

#[tokio::test]
async fn a_joiner_gets_everything() {
    let place = Place::open().await;
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.new_paragraph("Räksmörgås 🙂 ät gärna"));
    erik.until_saved().await;
    let maja = place.stock("Maja", "free").await;
    assert_eq!(maja.text(), "Lotsar och fyrar.\nRäksmörgås 🙂 ät gärna");
}

#[tokio::test]
async fn what_one_writes_the_other_reads_at_once() {
    let place = Place::open().await;
    let (erik, maja) = (place.join("Erik", "free").await, place.stock("Maja", "free").await);
    erik.edit(|document| document.append(" Och bojar."));
    maja.until_reads("Lotsar och fyrar. Och bojar.").await;
    maja.edit(|document| document.remove_text("bojar"));
    erik.until("it is gone", |state| state.document.text() == "Lotsar och fyrar. Och .").await;
}

#[tokio::test]
async fn offsets_count_as_javascript_does() {
    let place = Place::open().await;
    let (erik, maja) = (place.stock("Erik", "free").await, place.stock("Maja", "free").await);
    erik.edit(|document| document.new_paragraph("🙂å👩‍🚒ö"));
    maja.until_reads("ö").await;
    // After the smile and the å: three units, however many bytes.
    maja.edit(|document| document.insert(1, 3, "|"));
    erik.until_reads("🙂å|👩‍🚒ö").await;
    let text = place.get(&format!("/api/sections/{}/text", place.seeded.section("free"))).await;
    assert!(text["blocks"].to_string().contains("🙂å|👩‍🚒ö"), "{text}");
}

#[tokio::test]
async fn what_was_typed_offline_arrives_with_the_reconnect() {
    let mut place = Place::open().await;
    let erik = place.join("Erik", "free").await;
    let mut document = erik.leave().await;
    document.append(" Skrivet i tunneln.");
    document.take_made();
    place.restart().await;
    let section = place.seeded.section("free");
    let pass = Pass::ours(place.seeded.token("Erik"));
    let erik = Client::rejoin(&place.server, section, &pass, document).await;
    erik.until_saved().await;
    let maja = place.stock("Maja", "free").await;
    assert_eq!(maja.text(), "Lotsar och fyrar. Skrivet i tunneln.");
}

#[tokio::test]
async fn own_updates_sent_before_the_answer_to_step_1_are_taken() {
    let place = Place::open().await;
    let section = place.seeded.section("free");
    let pass = Pass::ours(place.seeded.token("Erik"));
    let client = Client::connect(&place.server, section, &pass, None).await;
    // In the queue right behind step 1; the answer cannot have come.
    client.edit(|document| document.new_paragraph("Ivrig."));
    client.until_saved().await;
    let fresh = place.stock("Maja", "free").await;
    assert!(fresh.text().contains("Ivrig."));
}

#[tokio::test]
async fn a_gap_is_asked_for_and_filled() {
    let place = Place::open().await;
    let maja = place.join("Maja", "free").await;
    let erik = place.stock("Erik", "free").await;
    // The first of two updates gets lost on the way.
    let second = {
        let mut state = erik.state();
        state.document.new_paragraph("Först.");
        state.document.append(" Sedan.");
        state.document.take_made().pop().unwrap()
    };
    erik.send(wire::update(&second));
    maja.until_reads("Först. Sedan.").await;
    assert_eq!(erik.state().closed, None);
}

#[tokio::test]
async fn a_section_that_nobody_has_open_is_put_away_and_comes_back_whole() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Launch::new(&folder).arguments(&["--idle-section-seconds", "1"]).start().await;
    let section = seeded.section("commitments");
    let pass = Pass::ours(seeded.token("Erik"));
    let erik = Client::join(&server, section, &pass).await;
    let words = "Kommunen öppnar fyren 🙂. ".repeat(1_000);
    for _ in 0..8 {
        erik.edit(|document| document.new_paragraph(&words));
    }
    erik.until_saved().await;
    let (text, mut document) = (erik.text(), erik.leave().await);
    // Nothing tells from outside that the room is gone, so this outlasts its time; coming earlier or later, the
    // answer has to be the same.
    for pause in [900, 1_100, 1_600] {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        let fresh = Client::join(&server, section, &Pass::plain(seeded.token("Olle"))).await;
        assert_eq!(fresh.text(), text);
        fresh.leave().await;
        let erik = Client::rejoin(&server, section, &pass, document).await;
        erik.until_saved().await;
        assert_eq!(erik.text(), text);
        document = erik.leave().await;
    }
}
