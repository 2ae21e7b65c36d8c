//! The page of Python that knows docs/record-format.md and docs/canonical-text.md checks a record.

use super::approving::{Ready, canonical};
use super::*;
use serde_json::json;
use std::path::Path;
use std::process::{Command as Process, Output};

/// What it says of a record, its words and a text; nothing where there is no Python.
fn by_python(folder: &Path, record: &[u8], words: &[u8], text: &[u8]) -> Option<Output> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/canonical_text.py");
    let mut command = Process::new("python3");
    command.arg(script);
    for (name, content) in [("record", record), ("words", words), ("text", text)] {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        command.arg(path);
    }
    command.output().inspect_err(|error| eprintln!("skipped: no python3 here ({error})")).ok()
}

fn lines(lines: &[Bytes]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.iter().copied().chain(*b"\n")).collect()
}

#[tokio::test]
async fn an_independent_reader_verifies_a_record_its_words_and_its_texts() {
    let ready = Ready::made().await;
    let state = ready.signed_off().await;
    let (_, tip) = ready.records.head(ready.agreement).await.unwrap();
    let log = ready.log();
    let all = ready.records.page(ready.agreement, Position(u64::MAX), 1_000, |_| true).await.unwrap().entries;
    let words: Vec<Bytes> = all
        .iter()
        .flat_map(|(sealed, _)| sealed.entry.words())
        .map(|words| {
            let content = words.content().unwrap();
            let line = json!({"digest": words.digest(), "salt": content.salt, "text": content.text});
            line.to_string().into()
        })
        .collect();
    let text = canonical(ready.agreement, state.section(ready.section).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let check = |log: &[Bytes], words: &[Bytes], text: &[u8]| {
        by_python(folder.path(), &lines(log), &lines(words), text)
    };

    let Some(whole) = check(&log, &words, &text) else { return };
    let said = String::from_utf8(whole.stdout).unwrap();
    assert_eq!(said.trim(), format!("{} {}", log.len(), tip.hash()), "{:?}", whole.stderr);

    let mut changed = log.clone();
    changed[1] = edited(&log[1], "Björkdals", "Bjorkdals");
    let mut spaced = log.clone();
    spaced[3] = edited(&log[3], "\"kind\":", "\"kind\": ");
    let mut swapped = log.clone();
    swapped.swap(4, 5);
    let without_first = log[1..].to_vec();
    let without_fourth = [&log[..3], &log[4..]].concat();
    for (log, complaint) in [
        (changed, "entry 2 is not tied to the one before"),
        (spaced, "entry 3 is not in canonical form"),
        (swapped, "entry 4 belongs to another position"),
        (without_first, "entry 0 belongs to another position"),
        (without_fourth, "entry 3 belongs to another position"),
        (vec![], "there is no entry"),
    ] {
        complains(check(&log, &words, &text), complaint);
    }
    let renamed = [edited(words.last().unwrap(), "fritid", "frihet")];
    complains(check(&log, &renamed, &text), "are not those of the record");
    let unknown = [Bytes::from(json!({"digest": "00", "salt": "00", "text": ""}).to_string())];
    complains(check(&log, &unknown, &text), "the record has no words under 00");
    let other = String::from_utf8(text.clone()).unwrap().replace("samma", "annan");
    complains(check(&log, &words, other.as_bytes()), "no revision of section");
    let spaced = String::from_utf8(text).unwrap().replace("\"title\":", "\"title\": ");
    complains(check(&log, &words, spaced.as_bytes()), "a text is not in canonical form");
}

fn complains(output: Option<Output>, of: &str) {
    let output = output.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains(of), "{of}: {said}");
}
