//! A reader of another language, written from the documentation alone, says the same of good and bad exports.

use super::*;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::process::{Command, Output};

/// What the page of Python says of an export; nothing where there is no Python.
fn by_python(export: &[u8], key: &str) -> Option<Output> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.zip");
    std::fs::write(&file, export).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/export.py");
    let output = Command::new("python3").arg("-B").arg(script).arg(file).arg(key).output();
    output.inspect_err(|error| eprintln!("skipped: no python3 here ({error})")).ok()
}

#[tokio::test]
async fn an_independent_reader_finds_whole_what_is_whole_and_wrong_what_is_wrong() {
    let sample = Sample::tell().await;
    let bytes = sample.export().await;
    let key = public(KEY).to_string();
    let Some(output) = by_python(&bytes, &key) else { return };
    assert!(output.status.success(), "{output:?}");
    let found = verified(&bytes, &Against::default()).unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.trim(), format!("{} {}", found.entries, found.head));

    let whole = Remade::of(&bytes);
    let mut bad = vec![sample.export_signed([1; 32]).await.unwrap(), [&bytes[..], b"x"].concat()];
    // Somebody who knows the format changes one letter of each file, with the archive's checksums made anew.
    let mut chance = StdRng::seed_from_u64(5);
    for index in 0..whole.files.len() {
        let mut changed = whole.clone();
        let content = &mut changed.files[index].1;
        if content.is_empty() {
            continue;
        }
        let at = chance.random_range(0..content.len());
        content[at] = if content[at] == b'0' { b'1' } else { b'0' };
        bad.push(changed.zip());
    }
    for (path, line) in [(RECORD, 49), (RECORD, 20), (WORDS, 3)] {
        let mut without = whole.clone();
        let mut lines = without.lines(path);
        lines.remove(line);
        without.set_lines(path, &lines);
        bad.push(without.zip());
    }
    let against = Against { key: Some(public(KEY)), ..Against::default() };
    for (index, export) in bad.iter().enumerate() {
        assert!(verified(export, &against).is_err(), "{index}");
        let output = by_python(export, &key).unwrap();
        assert_eq!(output.status.code(), Some(1), "{index}: {output:?}");
        let why = String::from_utf8(output.stderr).unwrap();
        assert!(!why.contains("Traceback"), "{index}: {why}");
    }
}
