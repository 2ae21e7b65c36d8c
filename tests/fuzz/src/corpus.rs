//! What each target begins with.

use std::fs;
use std::path::PathBuf;

/// The folder of a target's corpus.
pub fn folder(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target)
}

/// A target's corpus: the names of the files and what is in them, in an order that is always the same.
///
/// # Panics
/// If there is none.
pub fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder(target)).expect("every target has a corpus");
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.expect("a file of the corpus"))
        .map(|entry| {
            (entry.file_name().into_string().expect("a plain name"), fs::read(entry.path()).expect("a file"))
        })
        .collect();
    files.sort();
    files
}
