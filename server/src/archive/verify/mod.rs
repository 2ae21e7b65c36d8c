//! Checks an export without a server: reads it, makes it again from what it holds, and compares byte for byte.
//!
//! The checks stand in an order in which what went wrong is named where it went wrong: the archive, the record,
//! the names beside it, the texts, what follows from them, the signature, the receipts.

mod english;
mod phrase;
mod plain;
mod sentence;
mod swedish;
#[cfg(test)]
mod tests;
mod whole;
mod working;

use super::manifest::{FORMAT, Kind, MANIFEST, SIGNATURE, Seal, canonical};
use super::material::{Kept, Material, RECORD, WORDS};
use super::problem::{Difference, Problem, WrongReceipt, WrongSignature};
use super::zip::{File, ReadError, Reader};
use crate::agreement::digest::Digest;
use crate::agreement::id::AgreementId;
use crate::record::receipt::Receipt;
use crate::record::signature::Signed;
use crate::text::html;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

/// Bytes of a line; the shortest is the opening of a locked text at a full second, an entry of the record, and a name with
/// its digest and salt, have many more.
const SHORTEST_LINE: usize = 56;

pub use plain::plain;
pub use sentence::{said, sentence};

/// What is known from elsewhere, to check against.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// The server's public key.
    pub key: Option<Digest>,
    /// Receipts of sign-offs, by the names of their files.
    pub receipts: Vec<(String, Signed<Receipt>)>,
}

/// An export that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it is an export of.
    pub kind: Kind,
    /// Which agreement.
    pub agreement: AgreementId,
    /// Its title, unless erased.
    pub title: Option<String>,
    /// How many entries its record has.
    pub entries: u64,
    /// The hash of the last.
    pub head: Digest,
    /// When that was written.
    pub last_entry_at: Option<Timestamp>,
    /// How many names and texts were erased.
    pub erased: usize,
    /// How many files there are.
    pub files: usize,
    /// The key that signed it.
    pub signed_by: Digest,
    /// Whether that is known to be the server's, from elsewhere.
    pub is_signer_checked: bool,
    /// How many receipts fit.
    pub receipts: usize,
    /// Of working material, the day up to which it was exported.
    pub as_of: Option<Date>,
}

/// Why an export was not found whole.
#[derive(Debug)]
pub enum Failure {
    /// It could not be read.
    Unreadable(io::Error),
    /// Something is wrong with it.
    Wrong(Box<Problem>),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Wrong(Box::new(problem))
    }
}

/// Checks an export.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(source: impl Read + Seek, against: &Against) -> Result<Verified, Failure> {
    let reader = Reader::open(source).map_err(|error| match error {
        ReadError::Io(error) => Failure::Unreadable(error),
        ReadError::Damage(damage) => Problem::Archive(damage).into(),
    })?;
    let mut archive = Archive::of(reader);
    let kind = archive.kind()?;
    match kind {
        Kind::AgreementExport => whole::verify(&mut archive, against),
        Kind::WorkingMaterial => working::verify(&mut archive, against),
    }
}

/// The files of an export by their paths.
struct Archive<R> {
    reader: Reader<R>,
    files: BTreeMap<String, File>,
}

impl<R: Read + Seek> Archive<R> {
    fn of(reader: Reader<R>) -> Self {
        let files = reader.files().iter().map(|file| (file.name.clone(), file.clone())).collect();
        Self { reader, files }
    }

    /// A file's content, and whether its checksum is right.
    fn read(&mut self, path: &str) -> Result<(Vec<u8>, bool), Failure> {
        let file = self.files.get(path).ok_or_else(|| Problem::Missing(path.to_owned()))?;
        Ok(self.reader.content(file)?)
    }

    /// What it says it is, before anything else is asked: a newer format may differ in all the rest.
    fn kind(&mut self) -> Result<Kind, Failure> {
        #[derive(Deserialize)]
        struct Numbered {
            format: u64,
            pages: u64,
        }
        #[derive(Deserialize)]
        struct Kinded {
            kind: Kind,
        }
        let (content, _) = self.read(MANIFEST)?;
        let unreadable = |error: serde_json::Error| unreadable(MANIFEST, None, &error);
        let Numbered { format, pages } = serde_json::from_slice(&content).map_err(unreadable)?;
        if format != FORMAT {
            return Err(Problem::NewerFormat(format).into());
        }
        if pages != u64::from(html::VERSION) {
            return Err(Problem::NewerFormat(pages).into());
        }
        let Kinded { kind } = serde_json::from_slice(&content).map_err(unreadable)?;
        Ok(kind)
    }

    /// The lines of a file that has one JSON object on each. One too short to be any of ours ends it, so that no
    /// file takes much more memory than it has bytes.
    fn lines(&mut self, path: &str) -> Result<Vec<Bytes>, Failure> {
        let (content, _) = self.read(path)?;
        let content = Bytes::from(content);
        let mut lines = Vec::new();
        let mut start = 0;
        while start < content.len() {
            let rest = &content[start..];
            let end = start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            if end - start < SHORTEST_LINE {
                let (file, line) = (path.to_owned(), Some(lines.len() + 1));
                return Err(Problem::Unreadable { file, line, why: "it is too short".to_owned() }.into());
            }
            lines.push(content.slice(start..end));
            start = end + 1;
        }
        Ok(lines)
    }

    /// The record and the names and texts beside it, and what is signed.
    fn material(&mut self) -> Result<(Material, Signed<Seal>), Failure> {
        let lines = self.lines(RECORD)?;
        let material = Material::read(lines)?;
        let seal = self.seal()?;
        let (signed, found) = (seal.what.record, material.tip);
        if signed.position != found.position().0 || signed.hash != found.hash() {
            return Err(Problem::Head { signed: signed.position, found: found.position().0 }.into());
        }
        let mut kept: Vec<Kept> = Vec::new();
        for (index, line) in self.lines(WORDS)?.iter().enumerate() {
            let read = serde_json::from_slice(line);
            kept.push(read.map_err(|error| unreadable(WORDS, Some(index + 1), &error))?);
        }
        Ok((material.with_words(kept)?, seal))
    }

    fn seal(&mut self) -> Result<Signed<Seal>, Failure> {
        let (content, _) = self.read(SIGNATURE)?;
        let seal: Signed<Seal> =
            serde_json::from_slice(&content).map_err(|error| unreadable(SIGNATURE, None, &error))?;
        let written = canonical(&seal).map_err(|error| unreadable(SIGNATURE, None, &error))?;
        match Difference::between(SIGNATURE, &written, &content) {
            Some(difference) => Err(Problem::Differs(difference).into()),
            None => Ok(seal),
        }
    }

    /// The paths must be these, in this order.
    fn has_just(&self, expected: &[String]) -> Result<(), Problem> {
        let found: Vec<&str> = self.reader.files().iter().map(|file| file.name.as_str()).collect();
        if let Some(missing) = expected.iter().find(|path| !self.files.contains_key(*path)) {
            return Err(Problem::Missing(missing.clone()));
        }
        for (index, file) in found.iter().enumerate() {
            match expected.get(index) {
                Some(expected) if expected == file => {}
                Some(path) if expected.iter().skip(index).any(|known| known == file) => {
                    return Err(Problem::OutOfOrder { file: (*file).to_owned(), expected: path.clone() });
                }
                Some(_) | None => return Err(Problem::Unexpected((*file).to_owned())),
            }
        }
        Ok(())
    }

    /// A file must hold just this.
    fn is_just(&mut self, path: &str, expected: &[u8]) -> Result<(), Failure> {
        let (found, is_right) = self.read(path)?;
        if let Some(difference) = Difference::between(path, expected, &found) {
            return Err(Problem::Differs(difference).into());
        }
        if is_right { Ok(()) } else { Err(Problem::Checksum(path.to_owned()).into()) }
    }
}

/// The signature must be one of this list of files, by the expected key.
fn check_signature(seal: &Signed<Seal>, expected: &Seal, key: Option<Digest>) -> Result<(), Problem> {
    let wrong = |why| Err(Problem::Signature(why));
    if seal.what.agreement != expected.agreement || seal.what.kind != expected.kind {
        return wrong(WrongSignature::OtherAgreement);
    }
    if seal.what != *expected {
        return wrong(WrongSignature::OtherFiles);
    }
    // Hexadecimal digits can be written in two ways, and what is checked must be written in one.
    if seal.signature.chars().any(char::is_uppercase) || !seal.is_consistent() {
        return wrong(WrongSignature::Forged);
    }
    match key {
        Some(expected) if expected != seal.key => {
            wrong(WrongSignature::OtherKey { expected, found: seal.key })
        }
        Some(_) | None => Ok(()),
    }
}

/// A receipt must be whole, and what it proves must stand in this record.
fn check_receipt(material: &Material, key: Digest, signed: &Signed<Receipt>) -> Result<(), WrongReceipt> {
    let receipt = &signed.what;
    if !signed.is_consistent() {
        return Err(WrongReceipt::Forged);
    }
    if receipt.head.agreement != material.agreement {
        return Err(WrongReceipt::OtherAgreement);
    }
    if signed.key != key {
        return Err(WrongReceipt::OtherKey);
    }
    let hash_at = |position: u64| material.hashes.get(usize::try_from(position).ok()?).copied();
    if hash_at(receipt.entry_position) != Some(receipt.entry) {
        return Err(WrongReceipt::Entry {
            position: receipt.entry_position,
            section: receipt.section_title.clone(),
            at: receipt.at,
        });
    }
    let end = receipt.head.position.checked_sub(1).and_then(hash_at);
    if end != Some(receipt.head.hash) {
        let found = material.entries.len() as u64;
        return Err(WrongReceipt::Head { position: receipt.head.position, found });
    }
    Ok(())
}

fn unreadable(file: &str, line: Option<usize>, error: &serde_json::Error) -> Problem {
    Problem::Unreadable { file: file.to_owned(), line, why: error.to_string() }
}
