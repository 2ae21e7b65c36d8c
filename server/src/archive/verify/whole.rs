//! Checks the export of an agreement.

use super::super::files::Files;
use super::super::manifest::{Kind, Listed, MANIFEST, Manifest, SIGNATURE, canonical};
use super::super::problem::Problem;
use super::super::telling::tell;
use super::plain::plain;
use super::{Against, Archive, Failure, Verified, check_receipt, check_signature, unreadable};
use crate::agreement::digest::Digest;
use std::io::{Read, Seek};

pub(super) fn verify<R: Read + Seek>(
    archive: &mut Archive<R>,
    against: &Against,
) -> Result<Verified, Failure> {
    let (material, seal) = archive.material()?;
    let told = tell(&material)?;
    let files = Files::new(&material, &told);
    let groups = files.groups();
    let mut paths: Vec<String> = groups.iter().flat_map(|group| files.paths(*group)).collect();
    paths.extend([MANIFEST.to_owned(), SIGNATURE.to_owned()]);
    archive.has_just(&paths)?;
    let mut manifest = Manifest::of(&material, Kind::AgreementExport);
    for group in groups {
        let mut contents = Vec::new();
        for needed in files.needed(group) {
            let (content, _) = archive.read(&needed.file)?;
            let found = Digest::of(&[&content]);
            if found != needed.hash {
                let place = Box::new(files.place(needed.position));
                let (file, expected) = (needed.file, needed.hash);
                return Err(Problem::Hash { file, place, expected, found }.into());
            }
            contents.push(content);
        }
        let written = files.write(group, &contents)?;
        for (path, expected) in files.paths(group).iter().zip(written) {
            archive.is_just(path, &expected)?;
            manifest.files.push(Listed::of(path, &expected));
        }
    }
    let written = canonical(&manifest).map_err(|error| unreadable(MANIFEST, None, &error))?;
    archive.is_just(MANIFEST, &written)?;
    check_signature(&seal, &manifest.seal(Digest::of(&[&written])), against.key)?;
    let signature = canonical(&seal).map_err(|error| unreadable(SIGNATURE, None, &error))?;
    archive.is_just(SIGNATURE, &signature)?;
    for (name, receipt) in &against.receipts {
        check_receipt(&material, seal.key, receipt).map_err(|wrong| Problem::Receipt(name.clone(), wrong))?;
    }
    Ok(Verified {
        kind: Kind::AgreementExport,
        agreement: material.agreement,
        title: told.state.title().map(plain),
        entries: material.entries.len() as u64,
        head: material.tip.hash(),
        last_entry_at: material.entries.last().map(|last| last.at),
        erased: material.erased.len(),
        files: paths.len(),
        signed_by: seal.key,
        is_signer_checked: against.key.is_some(),
        receipts: against.receipts.len(),
        as_of: None,
    })
}
