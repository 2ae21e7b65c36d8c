//! An export taken apart, changed, and put together again by somebody who knows the format.

use super::super::super::files::{Files, Group};
use super::super::super::manifest::{Kind, Listed, MANIFEST, Manifest, SIGNATURE, canonical};
use super::super::super::material::{Kept, Material, RECORD, WORDS};
use super::super::super::telling::tell;
use super::super::super::working::manifest::WorkingManifest;
use super::super::super::zip::{Reader, Writer};
use crate::agreement::digest::Digest;
use crate::record::chain::{Sealed, Tip};
use crate::record::signature::Signatory;
use bytes::Bytes;
use serde_json::Value;
use std::collections::HashMap;
use std::io::Cursor;

/// The files of an export.
#[derive(Clone)]
pub(super) struct Remade {
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Remade {
    pub(super) fn of(export: &[u8]) -> Self {
        let mut reader = Reader::open(Cursor::new(export)).unwrap();
        let listed = reader.files().to_vec();
        let files = listed.into_iter().map(|file| (file.name.clone(), reader.content(&file).unwrap().0));
        Self { files: files.collect() }
    }

    pub(super) fn content(&mut self, path: &str) -> &mut Vec<u8> {
        &mut self.files.iter_mut().find(|(name, _)| name == path).unwrap().1
    }

    pub(super) fn text(&mut self, path: &str) -> String {
        String::from_utf8(self.content(path).clone()).unwrap()
    }

    pub(super) fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from}");
        *self.content(path) = text.replacen(from, to, 1).into_bytes();
    }

    pub(super) fn lines(&mut self, path: &str) -> Vec<String> {
        self.text(path).lines().map(str::to_owned).collect()
    }

    pub(super) fn set_lines(&mut self, path: &str, lines: &[String]) {
        *self.content(path) = lines.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes();
    }

    /// With right checksums and sizes.
    pub(super) fn zip(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let mut bytes = Vec::new();
        for (name, content) in &self.files {
            bytes.extend(writer.file(name, content).unwrap());
            bytes.extend(content);
        }
        bytes.extend(writer.end());
        bytes
    }

    /// The list of files as it would be, and a signature of it.
    pub(super) fn sign(&mut self, key: [u8; 32]) {
        let mut manifest: Manifest = serde_json::from_slice(self.content(MANIFEST)).unwrap();
        manifest.files.clear();
        for (path, content) in &self.files {
            if path != MANIFEST && path != SIGNATURE {
                manifest.files.push(Listed::of(path, content));
            }
        }
        let written = canonical(&manifest).unwrap();
        let seal = Signatory::of_bytes(key).sign(manifest.seal(Digest::of(&[&written]))).unwrap();
        *self.content(SIGNATURE) = canonical(&seal).unwrap();
        *self.content(MANIFEST) = written;
    }

    /// The same of working material.
    pub(super) fn sign_working(&mut self, key: [u8; 32]) {
        let mut manifest: WorkingManifest = serde_json::from_slice(self.content(MANIFEST)).unwrap();
        let listed = self.files.iter().filter(|(path, _)| path != MANIFEST && path != SIGNATURE);
        manifest.files = listed.map(|(path, content)| Listed::of(path, content)).collect();
        let written = canonical(&manifest).unwrap();
        let seal = Signatory::of_bytes(key).sign(manifest.seal(Digest::of(&[&written]))).unwrap();
        *self.content(SIGNATURE) = canonical(&seal).unwrap();
        *self.content(MANIFEST) = written;
    }

    /// The whole export written anew from its record, changed by `change` and chained again: what a server does
    /// that wants to forget what it has recorded.
    pub(super) fn rewritten(&mut self, key: [u8; 32], change: impl FnOnce(&mut Vec<Value>)) -> Vec<u8> {
        let mut entries: Vec<Value> =
            self.lines(RECORD).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        change(&mut entries);
        let lines = chained(entries);
        let kept: Vec<Kept> =
            self.lines(WORDS).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let material = Material::read(lines).unwrap();
        let known: Vec<Digest> =
            material.entries.iter().flat_map(|one| one.entry.words()).map(|words| words.digest()).collect();
        let kept = kept.into_iter().filter(|kept| known.contains(&kept.digest)).collect();
        let material = material.with_words(kept).unwrap();
        let told = tell(&material).unwrap();
        let blobs: HashMap<Digest, Vec<u8>> =
            self.files.iter().map(|(_, content)| (Digest::of(&[content]), content.clone())).collect();
        let files = Files::new(&material, &told);
        let mut manifest = Manifest::of(&material, Kind::AgreementExport);
        let mut remade = Self { files: Vec::new() };
        for group in files.groups() {
            let needed: Vec<_> =
                files.needed(group).iter().map(|needed| blobs[&needed.hash].clone()).collect();
            let written = files.write(group, &needed).unwrap();
            for (path, content) in files.paths(group).into_iter().zip(written) {
                manifest.files.push(Listed::of(&path, &content));
                remade.files.push((path, content));
            }
            assert!(matches!(group, Group::Readme) || !remade.files.is_empty());
        }
        let written = canonical(&manifest).unwrap();
        let seal = Signatory::of_bytes(key).sign(manifest.seal(Digest::of(&[&written]))).unwrap();
        remade.files.push((MANIFEST.to_owned(), written));
        remade.files.push((SIGNATURE.to_owned(), canonical(&seal).unwrap()));
        remade.zip()
    }
}

/// Entries tied to one another anew.
pub(super) fn chained(entries: Vec<Value>) -> Vec<Bytes> {
    let mut tip: Option<Tip> = None;
    let mut lines = Vec::new();
    for entry in entries {
        let sealed: Sealed = serde_json::from_value(entry).unwrap();
        let at = tip.unwrap_or_else(|| Tip::start(sealed.agreement));
        let (line, next) = at.seal(&sealed.entry, sealed.by, sealed.at).unwrap();
        lines.push(line);
        tip = Some(next);
    }
    lines
}
