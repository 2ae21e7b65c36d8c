//! The file `seal`: checksums of sled's files as a clean stop left them.
//!
//! With it, damage that came while nobody ran the store is found before anything is opened, whatever and
//! wherever it is. It is removed when the store is opened, so that only a clean stop leaves one.

use super::disk::sync_folder;
use super::engine;
use crate::store::steps::{self, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The file's name within the store's folder.
const NAME: &str = "seal";
/// Its name until it is whole.
const UNFINISHED: &str = "seal.new";

/// What one checksum is taken over, in bytes.
const BLOCK_BYTES: u64 = 512 * 1024;

/// sled's files as a clean stop left them.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seal {
    format: u32,
    /// How far the store had come.
    pub(super) sequence: u64,
    /// By the path within sled's folder.
    files: BTreeMap<String, Sealed>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sealed {
    bytes: u64,
    /// The crc32 of each block.
    blocks: Vec<u32>,
}

/// What was found at the place of a seal.
pub(super) enum Found {
    /// None: the last stop was not clean.
    Nothing,
    /// One.
    Seal(Seal),
    /// Something that is none.
    Damaged,
    /// One of a newer format.
    Newer(u32),
}

impl Seal {
    /// Takes the checksums of sled's files within the store's folder, which is closed.
    pub(super) fn take(folder: &Path, sequence: u64) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        gather(&folder.join(engine::FOLDER), "", &mut files)?;
        Ok(Self { format: engine::FORMAT, sequence, files })
    }

    /// Writes the seal, durably and wholly or not at all.
    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string(self)?;
        let checksum = crc32fast::hash(text.as_bytes());
        text.push_str(&format!("\n{checksum:08x}\n"));
        let unfinished = folder.join(UNFINISHED);
        fs::write(&unfinished, text)?;
        File::open(&unfinished)?.sync_all()?;
        steps::taken(Step::SealWritten);
        fs::rename(unfinished, folder.join(NAME))?;
        steps::taken(Step::SealPlaced);
        sync_folder(folder)
    }

    /// Reads the seal of the store in `folder`.
    pub(super) fn read(folder: &Path) -> io::Result<Found> {
        let text = match fs::read(folder.join(NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            read => String::from_utf8(read?).unwrap_or_default(),
        };
        let Some((json, checksum)) = text.trim_end().rsplit_once('\n') else { return Ok(Found::Damaged) };
        if u32::from_str_radix(checksum, 16) != Ok(crc32fast::hash(json.as_bytes())) {
            return Ok(Found::Damaged);
        }
        // The format alone is read first: a newer one may say more, or else.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        match serde_json::from_str::<Format>(json) {
            Ok(Format { format }) if format > engine::FORMAT => return Ok(Found::Newer(format)),
            _ => {}
        }
        Ok(serde_json::from_str(json).map_or(Found::Damaged, Found::Seal))
    }

    /// Removes the seal, durably: the store is about to be opened.
    pub(super) fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_file(folder.join(NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => {
                removed?;
                sync_folder(folder)
            }
        }
    }

    /// What differs between sled's files and this seal; `None` if nothing does.
    pub(super) fn difference(&self, folder: &Path) -> io::Result<Option<String>> {
        let mut found = BTreeMap::new();
        gather(&folder.join(engine::FOLDER), "", &mut found)?;
        for (name, sealed) in &self.files {
            let Some(file) = found.remove(name) else {
                return Ok(Some(format!("{}/{name} is missing", engine::FOLDER)));
            };
            if file.bytes != sealed.bytes {
                let (now, then) = (file.bytes, sealed.bytes);
                return Ok(Some(format!("{}/{name} has {now} bytes, and had {then}", engine::FOLDER)));
            }
            let differs = file.blocks.iter().zip(&sealed.blocks).position(|(now, then)| now != then);
            if let Some(block) = differs {
                let at = block as u64 * BLOCK_BYTES;
                let name = format!("{}/{name}", engine::FOLDER);
                return Ok(Some(format!("{name} was changed after byte {at} since the last stop")));
            }
        }
        // Other files do no harm: sled reads none but these.
        let intruder = found.into_keys().find(|name| name.starts_with("snap.") || name.starts_with("blobs/"));
        Ok(intruder.map(|name| format!("{}/{name} was added since the last stop", engine::FOLDER)))
    }
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Sealed>) -> io::Result<()> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        let name = format!("{prefix}{}", item.file_name().to_string_lossy());
        if item.file_type()?.is_dir() {
            gather(&item.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, checksums(&item.path())?);
        }
    }
    Ok(())
}

fn checksums(path: &Path) -> io::Result<Sealed> {
    let mut file = File::open(path)?;
    let mut sealed = Sealed { bytes: 0, blocks: Vec::new() };
    let mut block = Vec::with_capacity(BLOCK_BYTES as usize);
    loop {
        block.clear();
        if file.by_ref().take(BLOCK_BYTES).read_to_end(&mut block)? == 0 {
            return Ok(sealed);
        }
        sealed.bytes += block.len() as u64;
        sealed.blocks.push(crc32fast::hash(&block));
    }
}
