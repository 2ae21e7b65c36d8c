//! Files and bodies that somebody hands in.

use overens::agreement::description::Description;
use overens::archive::verify::{Against, Failure, verify};
use overens::archive::zip::{Reader, Writer};
use overens::record::chain::{Sealed, Tip};
use overens::text::block::Block;
use overens::text::canonical::canonical_blocks;
use overens::text::comparison::compare;
use overens::text::markdown;
use overens::text::passage::Given;
use serde_json::Value;
use std::io::Cursor;

/// The export of a small agreement.
const EXPORT: &[u8] = include_bytes!("../corpus/export/whole.zip");

/// An export, from its first byte to its last.
pub(crate) fn export(bytes: &[u8]) {
    let verdict = verify(Cursor::new(bytes), &Against::default());
    // Nothing hides in an export: every byte counts.
    assert!(verdict.is_err() || is_known(bytes), "another file is found whole as well");
    // In memory there is nothing that cannot be read.
    assert!(!matches!(verdict, Err(Failure::Unreadable(_))), "{verdict:?}");
}

fn is_known(bytes: &[u8]) -> bool {
    crate::corpus::of("export").iter().any(|(_, known)| known == bytes)
}

/// The record of an export, one entry on each line, whose chain is put right by somebody who forges one.
pub(crate) fn forged(bytes: &[u8]) {
    let mut lines = Vec::new();
    let mut tip = None;
    for line in bytes.split(|byte| *byte == b'\n').take(64) {
        let Ok(sealed) = Sealed::read(line) else { continue };
        let here = *tip.get_or_insert_with(|| Tip::start(sealed.agreement));
        let Ok((line, next)) = here.seal(&sealed.entry, sealed.by, sealed.at) else { continue };
        lines.extend_from_slice(&line);
        lines.push(b'\n');
        tip = Some(next);
    }
    let Some(tip) = tip else { return };
    let mut reader = Reader::open(Cursor::new(EXPORT)).expect("it is an export");
    let mut writer = Writer::default();
    let mut archive = Vec::new();
    for file in reader.files().to_vec() {
        let (mut content, _) = reader.content(&file).expect("it is whole");
        match file.name.as_str() {
            "record.jsonl" => content.clone_from(&lines),
            "signature.json" => {
                let mut seal: Value = serde_json::from_slice(&content).expect("JSON");
                seal["record"]["position"] = tip.position().0.into();
                seal["record"]["hash"] = tip.hash().to_string().into();
                content = serde_json_canonicalizer::to_vec(&seal).expect("JSON");
            }
            _ => {}
        }
        archive.extend(writer.file(&file.name, &content).expect("it is small"));
        archive.extend(content);
    }
    archive.extend(writer.end());
    let verdict = verify(Cursor::new(&archive), &Against::default());
    assert!(verdict.is_err() || archive == EXPORT, "a forged record is found whole");
}

/// The description of a new agreement.
pub(crate) fn seed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Description::parse(text) {
        Ok(description) => {
            let written = serde_json::to_string(&description).expect("what was read can be written");
            assert_eq!(Description::parse(&written).ok().as_ref(), Some(&description));
        }
        Err(problems) => assert!(!problems.to_string().is_empty(), "whoever is refused is told why"),
    }
}

/// Blocks of a proposal, as JSON.
pub(crate) fn blocks(bytes: &[u8]) {
    let Ok(blocks) = serde_json::from_slice::<Vec<Block>>(bytes) else { return };
    let seen = serde_json::from_value(
        serde_json::json!([{ "client": 1, "clock": 0, "block": {"type": "paragraph"} }]),
    );
    let Ok(given) = Given::check(seen.expect("a block that was seen"), &blocks, &[]) else { return };
    let canonical = canonical_blocks(&given.blocks);
    assert_eq!(canonical_blocks(&canonical), canonical, "canonical is canonical");
    let comparison = compare(&canonical, &canonical);
    assert_eq!((comparison.words_added, comparison.words_removed), (0, 0), "a text differs from itself");
}

/// Markdown of a first text.
pub(crate) fn markdown(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let blocks = markdown::blocks(text);
    let canonical = canonical_blocks(&blocks);
    assert_eq!(canonical_blocks(&canonical), canonical, "canonical is canonical");
    drop(markdown::write::write(&canonical));
}
