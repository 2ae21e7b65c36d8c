//! How a text came to be: the line of time, any moment of it, and who wrote a revision.

use overens_tests::document::utf16;
use overens_tests::{Group, Person, Place};
use serde_json::{Value, json};

/// The line of time, when it is read.
async fn line(place: &Place, section: &str) -> Value {
    loop {
        let timeline = place.get(&format!("/api/sections/{section}/timeline")).await;
        if timeline["reading"].is_null() {
            return timeline["line"].clone();
        }
    }
}

/// What blocks say, block by block.
fn said(blocks: &Value) -> Vec<String> {
    fn words(node: &Value) -> String {
        match node["text"].as_str() {
            Some(text) => text.to_owned(),
            None => node["content"].as_array().into_iter().flatten().map(words).collect(),
        }
    }
    blocks.as_array().unwrap().iter().map(words).collect()
}

/// The words of runs with who wrote them, neighbours of one writer joined.
fn written(place: &Place, answer: &Value) -> Vec<(String, String)> {
    let text: Vec<u16> = said(&answer["blocks"]).concat().encode_utf16().collect();
    let mut at = 0;
    let mut runs: Vec<(String, String)> = Vec::new();
    for run in answer["runs"].as_array().unwrap() {
        let end = at + usize::try_from(run["length"].as_u64().unwrap()).unwrap();
        let words = String::from_utf16(&text[at..end]).unwrap();
        at = end;
        let member = run["member"].as_str();
        let found = place.seeded.members.iter().find(|one| Some(one.id.0.as_str()) == member);
        let name = found.map_or("-", |one| one.name.split(' ').next().unwrap()).to_owned();
        match runs.last_mut() {
            Some((last, before)) if *last == name => before.push_str(&words),
            _ => runs.push((name, words)),
        }
    }
    assert_eq!(at, text.len(), "the runs are as long as the text");
    runs
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
}

#[tokio::test]
async fn every_moment_of_a_text_can_be_read_with_who_wrote_it() {
    let mut place = Place::open().await;
    let section = place.seeded.section("commitments").clone();
    let (erik, maja) = (place.join("Erik", "commitments").await, place.join("Maja", "commitments").await);
    erik.edit(|document| document.append("Kommunen betalar linsen."));
    erik.until_saved().await;
    maja.until_reads("linsen").await;
    maja.edit(|document| document.insert(0, utf16("Kommunen betalar "), "den nya "));
    maja.until_saved().await;
    erik.until_reads("den nya").await;
    erik.edit(|document| document.remove_text("Kommunen "));
    erik.until_saved().await;
    let moments = [
        pairs(&[("Erik", "Kommunen betalar linsen.")]),
        pairs(&[("Erik", "Kommunen betalar "), ("Maja", "den nya "), ("Erik", "linsen.")]),
        pairs(&[("Erik", "betalar "), ("Maja", "den nya "), ("Erik", "linsen.")]),
    ];
    // And once more from the log alone.
    for _ in 0..2 {
        let line = line(&place, &section.to_string()).await;
        let (first, last) = (line["first"].as_u64().unwrap(), line["last"].as_u64().unwrap());
        assert_eq!(last - first, 3, "{line}");
        let members = line["sessions"][0]["members"].as_array().unwrap();
        let amounts: Vec<_> = members.iter().map(|one| (&one["added"], &one["removed"])).collect();
        assert_eq!(amounts, [(&json!(24), &json!(9)), (&json!(8), &json!(0))]);
        assert_eq!(line["steps"].as_array().unwrap().last().unwrap(), last);
        assert_eq!(line["days"].as_array().unwrap().len(), 1, "{line}");
        for (moment, expected) in (first + 1..).zip(&moments) {
            let answer = place.get(&format!("/api/sections/{section}/moments/{moment}")).await;
            assert_eq!(&written(&place, &answer), expected);
            assert_eq!((&answer["position"], &answer["change"]), (&json!(moment), &json!("written")));
        }
        let gone = place.get(&format!("/api/sections/{section}/moments/{last}")).await;
        assert_eq!(gone["removed"][0]["text"], "Kommunen ");
        assert_eq!((&gone["removed"][0]["offset"], &gone["place"]), (&json!(0), &json!(0)));
        assert_eq!(gone["member"], json!(place.seeded.member("Erik").id.0));
        let all = place.get(&format!("/api/sections/{section}/moments/{last}?since={first}")).await;
        assert!(all["runs"].as_array().unwrap().iter().all(|run| run["new"] == true), "{all}");
        assert_eq!((all["writers"].as_array().unwrap().len(), &all["removed"]), (2, &json!([])));
        place.restart().await;
    }
}

#[tokio::test]
async fn a_moment_that_never_was_is_not_found_and_the_question_is_checked() {
    let place = Place::open().await;
    let section = place.seeded.section("commitments");
    let olle = Person::sign_in(&place.server, place.seeded.member("Olle")).await;
    for (question, code) in [
        ("0", "moment-unknown"),
        ("2", "moment-unknown"),
        ("18446744073709551615", "moment-unknown"),
        ("-1", "moment-unknown"),
        ("x", "moment-unknown"),
        ("1?since=x", "bad-request"),
        ("1?until=2", "bad-request"),
    ] {
        let path = format!("/api/sections/{section}/moments/{question}");
        assert_eq!(olle.get(&path).await.code(), code, "{question}");
    }
    // The past begins with the text that was there first, and nothing is before it.
    for since in ["0", "1", "99"] {
        let moment = place.get(&format!("/api/sections/{section}/moments/1?since={since}")).await;
        assert_eq!((&moment["since"], &moment["change"]), (&json!(1), &json!("begun")));
    }
}

#[tokio::test]
async fn a_revision_says_who_wrote_what_until_that_is_purged() {
    let group = Group::gather().await;
    let section = group.section("free").clone();
    group.write("Maja", &section, "Det här skrev Maja.").await;
    group.erik.save(&section, "").await;
    group.write("Erik", &section, "Det här skrev Erik sedan.").await;
    let path = format!("/api/sections/{section}/revisions/1");
    let (revision, authors) =
        (group.erik.get(&path).await.done(), group.erik.get(&format!("{path}/authors")).await.done());
    assert_eq!((&authors["known"], &authors["blocks"]), (&json!(true), &revision["blocks"]));
    let maja = json!(group.seeded.member("Maja").id.0);
    let of_maja = authors["runs"].as_array().unwrap().iter().filter(|run| run["member"] == maja);
    let units: u64 = of_maja.map(|run| run["length"].as_u64().unwrap()).sum();
    assert_eq!(units, u64::from(utf16("Det här skrev Maja.")));
    let unknown = format!("/api/sections/{section}/revisions/9/authors");
    assert_eq!(group.erik.get(&unknown).await.code(), "no-such-revision");
}
