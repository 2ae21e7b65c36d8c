//! Checks working material: the list, the signature, and that each text is what its log leads to.

use super::super::manifest::{Kind, Listed, MANIFEST, SIGNATURE, canonical};
use super::super::problem::{Problem, WrongReceipt};
use super::super::readme::{self, README};
use super::super::working::manifest::{WorkingManifest, WorkingSection};
use super::super::working::{DISCUSSION, Head, Line, Replay, Said, markdown_of};
use super::plain::plain;
use super::{Against, Archive, Failure, Verified, check_signature, unreadable};
use crate::agreement::digest::Digest;
use crate::text::block::Block;
use crate::text::canonical::read;
use std::io::{Read, Seek};

pub(super) fn verify<R: Read + Seek>(
    archive: &mut Archive<R>,
    against: &Against,
) -> Result<Verified, Failure> {
    let (content, _) = archive.read(MANIFEST)?;
    let unreadable_list = |error: serde_json::Error| unreadable(MANIFEST, None, &error);
    let manifest: WorkingManifest = serde_json::from_slice(&content).map_err(unreadable_list)?;
    let written = canonical(&manifest).map_err(unreadable_list)?;
    archive.is_just(MANIFEST, &written)?;
    let mut paths = vec![README.to_owned()];
    paths.extend(manifest.sections.iter().flat_map(paths_of));
    paths.extend(manifest.discussion.map(|_| DISCUSSION.to_owned()));
    let listed: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    if listed != paths {
        return Err(Problem::Listed(MANIFEST.to_owned()).into());
    }
    paths.extend([MANIFEST.to_owned(), SIGNATURE.to_owned()]);
    archive.has_just(&paths)?;
    for file in &manifest.files {
        let (content, is_right) = archive.read(&file.path)?;
        if Listed::of(&file.path, &content) != *file {
            return Err(Problem::Listed(file.path.clone()).into());
        }
        if !is_right {
            return Err(Problem::Checksum(file.path.clone()).into());
        }
    }
    let seal = archive.seal()?;
    check_signature(&seal, &manifest.seal(Digest::of(&[&written])), against.key)?;
    let (_, is_right) = archive.read(SIGNATURE)?;
    if !is_right {
        return Err(Problem::Checksum(SIGNATURE.to_owned()).into());
    }
    archive.is_just(README, readme::working(&manifest).as_bytes())?;
    let mut entries = 0;
    for section in &manifest.sections {
        entries += section.entries;
        check_section(archive, &manifest, section)?;
    }
    entries += check_discussion(archive, &manifest)?;
    if let Some((name, _)) = against.receipts.first() {
        return Err(Problem::Receipt(name.clone(), WrongReceipt::NoRecord).into());
    }
    Ok(Verified {
        kind: Kind::WorkingMaterial,
        agreement: manifest.agreement,
        title: manifest.title.as_deref().map(plain),
        entries,
        head: manifest.record.hash,
        last_entry_at: None,
        erased: 0,
        files: paths.len(),
        signed_by: seal.key,
        is_signer_checked: against.key.is_some(),
        receipts: 0,
        as_of: Some(manifest.as_of),
    })
}

fn paths_of(section: &WorkingSection) -> Vec<String> {
    let names: &[&str] =
        if section.has_text { &["log.jsonl", "text.json", "text.md"] } else { &["log.jsonl"] };
    names.iter().map(|name| format!("{}/{name}", section.folder)).collect()
}

fn check_section<R: Read + Seek>(
    archive: &mut Archive<R>,
    manifest: &WorkingManifest,
    section: &WorkingSection,
) -> Result<(), Failure> {
    let file = format!("{}/log.jsonl", section.folder);
    let blocks = replayed(archive, manifest, section, &file)?;
    let Some(blocks) = blocks.filter(|_| section.has_text) else {
        return if section.has_text { Err(Problem::Listed(file).into()) } else { Ok(()) };
    };
    let file = format!("{}/text.json", section.folder);
    let (content, _) = archive.read(&file)?;
    let wrong = |why: String| Problem::Unreadable { file: file.clone(), line: None, why };
    let text = read(&content).map_err(|error| wrong(error.to_string()))?;
    let head = Head {
        section: section.id,
        kind: text.kind,
        title: section.title.clone(),
        responsible: text.responsible,
    };
    archive.is_just(&file, &head.canonical(manifest.agreement, &blocks))?;
    let page = markdown_of(manifest, &section.title, &blocks);
    archive.is_just(&format!("{}/text.md", section.folder), page.as_bytes())
}

/// What was proposed and said: its entries must follow one another and be of the time that they are said to be of.
fn check_discussion<R: Read + Seek>(
    archive: &mut Archive<R>,
    manifest: &WorkingManifest,
) -> Result<u64, Failure> {
    let Some(discussion) = manifest.discussion else { return Ok(0) };
    let lines = archive.lines(DISCUSSION)?;
    for (index, bytes) in lines.iter().enumerate() {
        let wrong =
            |why: String| Problem::Unreadable { file: DISCUSSION.to_owned(), line: Some(index + 1), why };
        let said: Said = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        if said.json().map_err(wrong)? != *bytes {
            return Err(wrong("it is not in canonical form".to_owned()).into());
        }
        if said.position != discussion.from.saturating_add(index as u64) || said.at >= manifest.until {
            return Err(wrong("it does not belong here".to_owned()).into());
        }
    }
    if lines.len() as u64 != discussion.entries {
        return Err(Problem::Listed(DISCUSSION.to_owned()).into());
    }
    Ok(discussion.entries)
}

/// The text that a log leads to, whose entries must follow one another and be of the time that they are said to be of.
fn replayed<R: Read + Seek>(
    archive: &mut Archive<R>,
    manifest: &WorkingManifest,
    section: &WorkingSection,
    file: &str,
) -> Result<Option<Vec<Block>>, Failure> {
    let mut replay = Replay::default();
    let lines = archive.lines(file)?;
    for (index, bytes) in lines.iter().enumerate() {
        let wrong = |why: String| Problem::Unreadable { file: file.to_owned(), line: Some(index + 1), why };
        let line: Line = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        if line.json().map_err(wrong)? != *bytes {
            return Err(wrong("it is not in canonical form".to_owned()).into());
        }
        if line.position != section.from.saturating_add(index as u64) || line.at >= manifest.until {
            return Err(wrong("it does not belong here".to_owned()).into());
        }
        replay.take(&line).map_err(wrong)?;
    }
    if lines.len() as u64 != section.entries {
        return Err(Problem::Listed(file.to_owned()).into());
    }
    Ok(replay.blocks().map_err(|why| Problem::Unreadable { file: file.to_owned(), line: None, why })?)
}
