//! Who wrote which words, and when.

use overens_tests::document::utf16;
use overens_tests::{Document, Place};
use serde_json::{Value, json};

#[tokio::test]
async fn erik_wrote_it_whatever_maja_does_to_the_paragraph() {
    let mut place = Place::open().await;
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
    let place = Place::open().await;
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
    let place = Place::open().await;
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
    let place = Place::open().await;
    let section = place.seeded.section("free").clone();
    let maja = place.join("Maja", "free").await;
    maja.edit(|document| document.make_heading(0, 2));
    maja.until_saved().await;
    assert_eq!(place.authors(&section).await, [(None, "Lotsar och fyrar.".to_owned())]);
}

#[tokio::test]
async fn what_is_typed_again_belongs_to_who_typed_it() {
    let place = Place::open().await;
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
    let mut place = Place::open().await;
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
