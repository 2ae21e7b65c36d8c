//! What a store takes on disk.

use super::disk::{Disk as _, RealDisk};
use super::journal;
use crate::meters;
use std::fs;
use std::path::Path;

/// What the store in `folder` takes, and what is left on its disk. What goes away while it is counted does not count.
pub(in crate::store) fn occupied(folder: &Path) -> meters::Store {
    let mut store = meters::Store { free: RealDisk.room(folder).ok(), ..meters::Store::default() };
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for found in fs::read_dir(folder).into_iter().flatten().flatten() {
            match found.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(found.path()),
                Ok(metadata) if found.file_name() == journal::NAME => store.journal += metadata.len(),
                Ok(metadata) => store.tree += metadata.len(),
                Err(_) => {}
            }
        }
    }
    store
}
