//! A data folder for one test.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder that goes when the test does.
#[derive(Debug)]
pub struct Folder {
    around: TempDir,
}

/// What lies in a folder: each file with its bytes, folders and sockets without.
pub type Listing = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Folder {
    /// A place for a data folder, which the program itself is to make.
    #[expect(clippy::new_without_default, reason = "making a folder is not a default")]
    pub fn new() -> Self {
        Self { around: tempfile::Builder::new().prefix("overens-").tempdir().expect("a temporary folder") }
    }

    /// The data folder.
    pub fn path(&self) -> PathBuf {
        self.around.path().join("data")
    }

    /// The data folder as an argument.
    pub fn argument(&self) -> String {
        self.path().to_str().expect("temporary folders have plain names").to_owned()
    }

    /// A copy of it, to be used up. Nobody may be writing to it.
    ///
    /// # Panics
    /// If it cannot be copied.
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        duplicate(&self.path(), &copy.path());
        copy
    }

    /// A path beside the data folder, for a test's own files.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    /// Everything in the data folder; empty if there is none.
    pub fn listing(&self) -> Listing {
        let mut listing = Listing::new();
        gather(&self.path(), &mut listing);
        listing
    }
}

fn duplicate(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a writable folder");
    for item in fs::read_dir(from).expect("a readable folder") {
        let item = item.expect("a readable folder");
        let (kind, to) = (item.file_type().expect("a file has a type"), to.join(item.file_name()));
        if kind.is_dir() {
            duplicate(&item.path(), &to);
        } else if kind.is_file() {
            fs::copy(item.path(), to).expect("a file can be copied");
        }
    }
}

fn gather(folder: &Path, listing: &mut Listing) {
    let Ok(items) = fs::read_dir(folder) else { return };
    for item in items {
        let item = item.expect("a readable folder");
        let (path, kind) = (item.path(), item.file_type().expect("a file has a type"));
        if kind.is_dir() {
            gather(&path, listing);
            listing.insert(path, None);
        } else if kind.is_socket() {
            listing.insert(path, None);
        } else {
            listing.insert(path.clone(), Some(fs::read(&path).expect("a readable file")));
        }
    }
}

/// The paths in which two listings differ.
pub fn differences(before: &Listing, after: &Listing) -> Vec<PathBuf> {
    let mut paths: Vec<_> = before.keys().chain(after.keys()).cloned().collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| before.get(path) != after.get(path));
    paths
}
