//! Writing one text together.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::document::utf16;
use overens_tests::people::{SectionId, Token};
use overens_tests::server::Launch;
use overens_tests::{Client, Document, Folder, Pass, Seeded, Server, Socket, seed, wire};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

struct Place {
    folder: Folder,
    seeded: Seeded,
    server: Server,
}

async fn open() -> Place {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    Place { folder, seeded, server }
}

impl Place {
    async fn join(&self, first_name: &str, kind: &str) -> Client {
        Client::join(&self.server, self.seeded.section(kind), &Pass::ours(self.seeded.token(first_name)))
            .await
    }

    async fn stock(&self, first_name: &str, kind: &str) -> Client {
        Client::join(&self.server, self.seeded.section(kind), &Pass::plain(self.seeded.token(first_name)))
            .await
    }

    async fn restart(&mut self) {
        self.server.kill_9().await;
        self.server = Server::start(&self.folder).await;
    }

    async fn get(&self, path: &str) -> Value {
        get(&self.server, self.seeded.token("Olle"), path).await
    }

    /// Who wrote which words, in the order of the text; neighbouring runs of one author as one.
    async fn authors(&self, section: &SectionId) -> Vec<(Option<String>, String)> {
        let authors = self.get(&format!("/api/sections/{section}/authors")).await;
        let mut runs: Vec<(Option<String>, String)> = Vec::new();
        for run in authors["runs"].as_array().unwrap() {
            let name = run["member"].as_str().map(|id| {
                let member = self.seeded.members.iter().find(|member| member.id.0 == id).expect("a member");
                member.name.split(' ').next().unwrap().to_owned()
            });
            let text = run["text"].as_str().unwrap();
            match runs.last_mut() {
                Some((last, words)) if *last == name => words.push_str(text),
                _ => runs.push((name, text.to_owned())),
            }
        }
        runs.retain(|(_, words)| !words.is_empty());
        runs
    }

    /// The words that are a member's.
    async fn words_of(&self, first_name: &str, section: &SectionId) -> String {
        let runs = self.authors(section).await;
        runs.into_iter()
            .filter(|(name, _)| name.as_deref() == Some(first_name))
            .map(|(_, words)| words)
            .collect()
    }

    /// Every entry of a section's history, over as many answers as it takes.
    async fn history(&self, section: &SectionId) -> Vec<Value> {
        let (mut entries, mut from) = (Vec::new(), Some(0));
        while let Some(position) = from {
            let page = self.get(&format!("/api/sections/{section}/history?from={position}&most=7")).await;
            let page_entries = page["entries"].as_array().unwrap();
            assert!(page_entries.len() <= 7);
            entries.extend(page_entries.iter().cloned());
            from = page["next"].as_u64();
        }
        entries
    }
}

async fn get(server: &Server, token: &Token, path: &str) -> Value {
    let asked = reqwest::Client::new().get(server.url(path)).bearer_auth(token).send().await.unwrap();
    assert_eq!(asked.status(), 200, "{path}");
    asked.json().await.unwrap()
}

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
    let mut place = open().await;
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
    let place = open().await;
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.new_paragraph("Räksmörgås 🙂 ät gärna"));
    erik.until_saved().await;
    let maja = place.stock("Maja", "free").await;
    assert_eq!(maja.text(), "Lotsar och fyrar.\nRäksmörgås 🙂 ät gärna");
}

#[tokio::test]
async fn what_one_writes_the_other_reads_at_once() {
    let place = open().await;
    let (erik, maja) = (place.join("Erik", "free").await, place.stock("Maja", "free").await);
    erik.edit(|document| document.append(" Och bojar."));
    maja.until_reads("Lotsar och fyrar. Och bojar.").await;
    maja.edit(|document| document.remove_text("bojar"));
    erik.until("it is gone", |state| state.document.text() == "Lotsar och fyrar. Och .").await;
}

#[tokio::test]
async fn offsets_count_as_javascript_does() {
    let place = open().await;
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
    let mut place = open().await;
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
    let place = open().await;
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
    let place = open().await;
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
async fn saved_means_that_a_crash_takes_nothing() {
    let mut place = open().await;
    let erik = place.join("Erik", "commitments").await;
    erik.edit(|document| document.append("Kommunen öppnar fyren."));
    erik.until_saved().await;
    place.restart().await;
    let fresh = place.stock("Maja", "commitments").await;
    assert_eq!(fresh.text(), "Kommunen öppnar fyren.");
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

#[tokio::test]
async fn deletions_are_saved_too() {
    let mut place = open().await;
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.remove_text("Lotsar och "));
    erik.until_saved().await;
    place.restart().await;
    assert_eq!(place.stock("Maja", "free").await.text(), "fyrar.");
}

#[tokio::test]
async fn welcome_says_what_a_client_may_do() {
    let place = open().await;
    let section = place.seeded.section("free");
    let described = place.get(&format!("/api/sections/{section}")).await;
    for (name, may_write) in [("Erik", true), ("Bo", true), ("Rut", false), ("Olle", false), ("Ivar", false)]
    {
        let client = place.join(name, "free").await;
        let welcome = client.state().welcome.clone().unwrap();
        assert_eq!(welcome["may_write"], may_write, "{name}");
        assert_eq!(welcome["why_not"].is_null(), may_write, "{name}");
        assert_eq!(welcome["member"], place.seeded.member(name).id.0);
        assert_eq!(welcome["epoch"], described["epoch"]);
        assert!(welcome["schema"].is_u64());
        client.leave().await;
    }
}

#[tokio::test]
async fn stock_clients_hear_only_what_they_know() {
    let place = open().await;
    let mut socket =
        Socket::open(&place.server, place.seeded.section("free"), &Pass::plain(place.seeded.token("Maja")))
            .await;
    socket.send(wire::step1(wire::EMPTY_STATE_VECTOR)).await.unwrap();
    let erik = place.join("Erik", "free").await;
    erik.edit(|document| document.append(" Slut."));
    loop {
        match socket.hear().await.unwrap() {
            wire::Said::Update(_) => break,
            wire::Said::Step1(_) | wire::Said::Step2(_) | wire::Said::Awareness(_) => {}
            other => panic!("a stock client does not know {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_document_of_another_epoch_is_refused_and_not_merged() {
    let place = open().await;
    let elsewhere = place.stock("Erik", "starting_points").await;
    elsewhere.edit(|document| document.append(" Från ett annat avsnitt."));
    let document = elsewhere.leave().await;
    let section = place.seeded.section("free");
    let pass = Pass::ours(place.seeded.token("Erik"));
    let client = Client::connect(&place.server, section, &pass, Some(document)).await;
    assert_eq!(client.until_closed().await.code, 4409);
    assert_eq!(client.state().refused.as_ref().unwrap()["code"], "other-epoch");
    assert_eq!(place.stock("Maja", "free").await.text(), "Lotsar och fyrar.");
}

#[tokio::test]
async fn nothing_is_taken_before_step_1() {
    let place = open().await;
    let section = place.seeded.section("free");
    let mut socket = Socket::open(&place.server, section, &Pass::plain(place.seeded.token("Erik"))).await;
    let mut document = Document::stock();
    document.new_paragraph("För tidigt.");
    socket.send(wire::update(&document.state())).await.unwrap();
    assert_eq!(socket.closed().await.code, 4400);
    assert_eq!(place.stock("Maja", "free").await.text(), "Lotsar och fyrar.");
}

#[tokio::test]
async fn who_is_where_is_told() {
    let place = open().await;
    let erik = place.join("Erik", "free").await;
    let maja = place.join("Maja", "principle").await;
    let (free, principle) = (place.seeded.section("free"), place.seeded.section("principle"));
    let expected = json!({
        free.0.clone(): [place.seeded.member("Erik").id.0],
        principle.0.clone(): [place.seeded.member("Maja").id.0],
    });
    let is_told = |state: &overens_tests::client::State| {
        state.notices.iter().any(|notice| notice["kind"] == "presence" && notice["sections"] == expected)
    };
    erik.until("Erik hears of Maja", is_told).await;
    maja.until("Maja hears of Erik", is_told).await;
    let presence = place.get(&format!("/api/agreements/{}/presence", place.seeded.agreement)).await;
    assert_eq!(presence["sections"], expected);
    erik.leave().await;
    let alone = json!({ principle.0.clone(): [place.seeded.member("Maja").id.0] });
    maja.until("Maja hears that Erik left", |state| {
        state.notices.last().is_some_and(|notice| notice["sections"] == alone)
    })
    .await;
}

#[tokio::test]
async fn carets_are_shown_with_the_name_that_the_record_knows() {
    let place = open().await;
    let (erik, maja) = (place.stock("Erik", "free").await, place.stock("Maja", "free").await);
    let caret = json!({ "anchor": 1, "head": 2 });
    erik.announce(1, &json!({ "cursor": caret }));
    let client = erik.state().document.client();
    maja.until("Erik's caret", |state| state.presence.contains_key(&client)).await;
    let shown = maja.state().presence[&client].clone();
    assert_eq!(shown["cursor"], caret);
    let expected = [
        ("member", json!(place.seeded.member("Erik").id.0)),
        ("name", json!("Erik Våg")),
        ("party", json!("A")),
        ("organisation", json!("Kommunstyrelsen")),
    ];
    for (field, value) in expected {
        assert_eq!(shown["user"][field], value, "{field}");
    }
    erik.leave().await;
    maja.until("the caret is gone", |state| !state.presence.contains_key(&client)).await;
}

#[tokio::test]
async fn presence_is_told_to_whoever_asks() {
    let place = open().await;
    let (erik, maja) = (place.stock("Erik", "free").await, place.stock("Maja", "free").await);
    erik.announce(1, &json!({ "cursor": null }));
    let client = erik.state().document.client();
    maja.until("Erik", |state| state.presence.contains_key(&client)).await;
    maja.state().presence.clear();
    maja.send(wire::query_awareness());
    maja.until("Erik again", |state| state.presence.contains_key(&client)).await;
}

#[tokio::test]
async fn erik_wrote_it_whatever_maja_does_to_the_paragraph() {
    let mut place = open().await;
    let section = place.seeded.section("commitments").clone();
    let (erik, maja) = (place.join("Erik", "commitments").await, place.join("Maja", "commitments").await);
    let words = "Fyren hålls öppen för alla under sommaren 🙂 och tänds varje kväll.";
    erik.edit(|document| document.append(words));
    maja.until_reads(words).await;
    let block = maja.state().document.blocks().len() as u32 - 1;
    maja.edit(Document::remember);
    maja.edit(|document| document.split(block, 20));
    maja.edit(|document| document.make_heading(block, 2));
    maja.edit(|document| document.remove_block(block));
    maja.until_saved().await;
    assert_eq!(place.words_of("Erik", &section).await, words.chars().skip(20).collect::<String>());
    maja.edit(|document| assert!(document.undo()));
    maja.until_saved().await;
    let (head, tail) =
        maja.text().split_once('\n').map(|(head, tail)| (head.to_owned(), tail.to_owned())).unwrap();
    assert_eq!(format!("{head}{tail}"), words);
    assert_eq!(place.words_of("Erik", &section).await, words);
    assert_eq!(place.words_of("Maja", &section).await, "", "Maja is named for words that are not hers");
    // It stands in the log, not in a memory.
    place.restart().await;
    assert_eq!(place.words_of("Erik", &section).await, words);
    let described = place.get(&format!("/api/sections/{section}")).await;
    let expected = json!([{ "member": place.seeded.member("Erik").id.0, "characters": utf16(words) }]);
    assert_eq!(described["contributors"], expected);
}

#[tokio::test]
async fn each_ones_words_are_theirs_in_a_mixed_paragraph() {
    let place = open().await;
    let section = place.seeded.section("commitments").clone();
    let (erik, maja) = (place.join("Erik", "commitments").await, place.join("Maja", "commitments").await);
    erik.edit(|document| document.append("Kommunen betalar linsen."));
    maja.until_reads("linsen").await;
    maja.edit(|document| document.insert(0, utf16("Kommunen betalar "), "den nya "));
    erik.until_reads("den nya linsen").await;
    erik.edit(|document| document.make_heading(0, 3));
    erik.until_saved().await;
    let expected = [("Erik", "Kommunen betalar "), ("Maja", "den nya "), ("Erik", "linsen.")];
    let expected = expected.map(|(name, words)| (Some(name.to_owned()), words.to_owned()));
    assert_eq!(place.authors(&section).await, expected);
}

#[tokio::test]
async fn nobody_is_named_for_a_text_in_which_nothing_of_theirs_stands() {
    let place = open().await;
    let section = place.seeded.section("commitments").clone();
    let (erik, maja) = (place.join("Erik", "commitments").await, place.join("Maja", "commitments").await);
    erik.edit(|document| document.append("Fyren står."));
    maja.until_reads("Fyren står.").await;
    maja.edit(|document| document.append(" Kanske."));
    maja.edit(|document| document.remove_text(" Kanske."));
    maja.until_saved().await;
    assert_eq!(place.authors(&section).await, [(Some("Erik".to_owned()), "Fyren står.".to_owned())]);
}

#[tokio::test]
async fn the_templates_words_are_nobodys_also_when_somebody_moves_them() {
    let place = open().await;
    let section = place.seeded.section("free").clone();
    let maja = place.join("Maja", "free").await;
    maja.edit(|document| document.make_heading(0, 2));
    maja.until_saved().await;
    assert_eq!(place.authors(&section).await, [(None, "Lotsar och fyrar.".to_owned())]);
}

#[tokio::test]
async fn what_is_typed_again_belongs_to_who_typed_it() {
    let place = open().await;
    let section = place.seeded.section("commitments").clone();
    let (erik, maja) = (place.join("Erik", "commitments").await, place.join("Maja", "commitments").await);
    erik.edit(|document| document.append("Fyren vid inloppet"));
    maja.until_reads("inloppet").await;
    // Without anything being removed, the same words are new words.
    maja.edit(|document| document.new_paragraph("Fyren vid inloppet"));
    maja.until_saved().await;
    assert_eq!(place.words_of("Maja", &section).await, "Fyren vid inloppet");
}

#[tokio::test]
async fn history_has_every_update_with_its_time_and_its_member() {
    let mut place = open().await;
    let section = place.seeded.section("free").clone();
    let began = now();
    let (erik, maja) = (place.join("Erik", "free").await, place.join("Maja", "free").await);
    let mut expected = Vec::new();
    for round in 0..12 {
        let (name, writer) = if round % 3 == 0 { ("Maja", &maja) } else { ("Erik", &erik) };
        writer.edit(|document| document.append(&format!(" {round}")));
        writer.until_saved().await;
        expected.push(place.seeded.member(name).id.0.clone());
    }
    maja.edit(|document| document.make_heading(0, 2));
    maja.until_saved().await;
    expected.push(place.seeded.member("Maja").id.0.clone());
    let history = place.history(&section).await;
    place.restart().await;
    assert_eq!(place.history(&section).await, history, "history changed by a restart");
    assert_eq!((&history[0]["kind"], &history[0]["member"]), (&json!("epoch"), &Value::Null));
    let updates: Vec<_> = history.iter().filter(|entry| entry["kind"] == "update").collect();
    let members: Vec<_> = updates.iter().map(|entry| entry["member"].as_str().unwrap()).collect();
    assert_eq!(members, expected);
    assert!(updates.last().unwrap()["carried"].as_u64().unwrap() > 0, "the heading carried words");
    for (position, entry) in history.iter().enumerate() {
        assert_eq!(entry["position"], position);
        assert!(entry["bytes"].as_u64().unwrap() > 0);
    }
    let times: Vec<_> = updates.iter().map(|entry| entry["at"].as_str().unwrap().to_owned()).collect();
    // A fraction of a second may be written with fewer digits.
    let comparable = |time: &String| format!("{:0<30}", time.trim_end_matches('Z'));
    assert!(times.iter().map(comparable).is_sorted(), "{times:?}");
    // To the hour, by the same clock.
    assert!(
        times.iter().all(|time| time.starts_with(&began) || time.starts_with(&now())),
        "{began} {times:?}"
    );
}

/// The date and the hour in UTC, as the beginning of an RFC 3339 time.
fn now() -> String {
    let finished = std::process::Command::new("date").args(["-u", "+%Y-%m-%dT%H"]).output().unwrap();
    String::from_utf8(finished.stdout).unwrap().trim().to_owned()
}
