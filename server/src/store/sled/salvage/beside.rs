//! The files beside sled's own that hold none of the content, and without which no server starts.

use crate::store::sled::engine;
use crate::store::sled::seal::{Found, Seal};
use std::fs;
use std::io;
use std::path::Path;

/// Bytes behind the content: the checksum of `conf`; the length and the checksum of a snapshot.
const CONF_TAIL: usize = 4;
const SNAPSHOT_TAIL: usize = 12;

/// What is wrong with them, each in one line that names the file.
pub(in crate::store::sled) fn look(folder: &Path) -> io::Result<Vec<String>> {
    let mut findings = Vec::new();
    let database = folder.join(engine::FOLDER);
    if !database.join("conf").exists() {
        findings.push(format!("store/{}/conf: it is missing", engine::FOLDER));
    }
    for item in fs::read_dir(&database)? {
        let name = item?.file_name().to_string_lossy().into_owned();
        let tail = match name.as_str() {
            "conf" => CONF_TAIL,
            // One that a kill left unfinished is removed by the next start.
            name if name.starts_with("snap.") && !name.ends_with(".generating") => SNAPSHOT_TAIL,
            _ => continue,
        };
        if !is_whole(&fs::read(database.join(&name))?, tail) {
            findings.push(format!("store/{}/{name}: it is not what was written", engine::FOLDER));
        }
    }
    match Seal::read(folder)? {
        Found::Seal(seal) => findings.extend(
            seal.difference(folder)?.map(|difference| format!("store/{difference}, as store/seal says")),
        ),
        Found::Damaged => findings.push("store/seal: it cannot be read".to_owned()),
        Found::Nothing | Found::Newer(_) => {}
    }
    Ok(findings)
}

/// Whether the last four bytes are the checksum of all before the tail.
fn is_whole(bytes: &[u8], tail: usize) -> bool {
    let Some((rest, checksum)) = bytes.split_last_chunk::<4>() else { return false };
    let content = rest.len().checked_sub(tail - 4).and_then(|length| rest.get(..length));
    content.is_some_and(|content| crc32fast::hash(content) == u32::from_le_bytes(*checksum))
}
